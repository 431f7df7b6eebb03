//! R14: callers who race to count, to set a flag and past a guard, over several rounds: exactly as many win as may.

use super::common::count;
use super::contests::{ROUNDS, caller_name, winners};
use super::races::{CALLERS, race};
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::Result;
use crate::store::StoreHandle;

register! {
    "R14": racing_increments_up_to_a_cap, racing_increments_lose_nothing, racing_raises, racing_flags,
        racing_flags_under_a_unique_index, racing_guarded_deletes, racing_guarded_updates, racing_aggregates;
}

async fn racing_increments_up_to_a_cap(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (round, cap) in [0, 1, 10, CALLERS as i64 - 1].into_iter().enumerate() {
        let id = format!("round {round}");
        store.create_task(&Task::new(&id, "q")).await?;
        let results = race(context, &store, |store, _| {
            let id = id.clone();
            async move { store.add_attempt(&id, cap).await }
        });
        let mut values = Vec::new();
        for result in results.await? {
            values.extend(result?);
        }
        values.sort_unstable();
        let expected: Vec<_> = (1..=cap as u8).collect();
        check_eq!(values, expected, "the values that racing callers were given, up to {cap}");
        check_eq!(i64::from(store.get_task(&id).await?.attempts), cap, "the stored value");
    }
    Ok(())
}

async fn racing_increments_lose_nothing(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    for round in 1..=ROUNDS {
        let token = task.token.clone();
        let results = race(context, &store, move |store, _| {
            let token = token.clone();
            async move { store.give_one(&token).await }
        });
        for result in results.await? {
            check!(result?.is_some(), "an increment without bounds was refused");
        }
        let stored = store.get_task("a").await?;
        let all = (round * CALLERS) as i64;
        check_eq!(
            (stored.credits, stored.version),
            (-all, 1 + all),
            "credits and version after {all} increments"
        );
    }
    Ok(())
}

async fn racing_raises(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_task(&Task::new("a", "q")).await?;
    for round in 1..=ROUNDS as i64 {
        let mark = round * 1_000;
        let results =
            race(context, &store, move |store, _| async move { store.raise_mark("a", mark, None).await });
        check_eq!(winners(results.await?)?, 1, "callers that raised it to the same mark in round {round}");
        // Each to a mark of its own: in any order, but the highest stays.
        let results = race(context, &store, move |store, caller| async move {
            store.raise_mark("a", mark + 1 + caller as i64, None).await
        });
        let raised = winners(results.await?)?;
        check!((1..=CALLERS).contains(&raised), "{raised} callers raised it in round {round}");
        let stored = store.get_task("a").await?.mark;
        check_eq!(stored, Some(mark + CALLERS as i64), "the mark after round {round}");
    }
    Ok(())
}

/// Sets the flag for as many rows as there are callers, all at once, over several rounds.
async fn race_for_the_flag<F>(
    context: &Context<'_>,
    set: fn(StoreHandle, String) -> F,
    has_flag: fn(&Task) -> bool,
) -> Outcome
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let store = context.store().await?;
    let tasks: Vec<_> = (0..CALLERS).map(|caller| Task::new(&caller_name(caller), "q")).collect();
    store.create_tasks(&tasks).await?;
    for round in 0..ROUNDS {
        let results = race(context, &store, |store, caller| set(store, caller_name(caller)));
        for result in results.await? {
            result?;
        }
        let tasks = store.list_tasks(&TaskFilter::new().limit(u32::MAX)).await?.items;
        let flagged = tasks.iter().filter(|task| has_flag(task)).count();
        check_eq!((flagged, tasks.len()), (1, CALLERS), "rows with the flag, and all, after round {round}");
    }
    Ok(())
}

async fn racing_flags(context: &Context<'_>) -> Outcome {
    let set = |store: StoreHandle, id: String| async move { store.choose_task(&id).await };
    race_for_the_flag(context, set, |task| task.chosen).await
}

async fn racing_flags_under_a_unique_index(context: &Context<'_>) -> Outcome {
    let set = |store: StoreHandle, id: String| async move { store.make_urgent("q", &id).await };
    race_for_the_flag(context, set, |task| task.urgent).await
}

async fn racing_guarded_deletes(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for round in 0..ROUNDS {
        let id = format!("round {round}");
        store.create_task(&Task::new(&id, "q")).await?;
        // Half of them take the task, the others delete it as long as it is free: only one of all can.
        let results = race(context, &store, |store, caller| {
            let id = id.clone();
            async move {
                if caller % 2 == 0 {
                    return store.claim_this_task(&id, Some("taken")).await;
                }
                match store.delete_idle_task(&id).await {
                    Err(error) if error.is_refused() => Ok(false),
                    deleted => deleted,
                }
            }
        });
        check_eq!(winners(results.await?)?, 1, "callers that took or deleted a task in round {round}");
    }
    Ok(())
}

async fn racing_guarded_updates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_task(&Task::new("a", "q")).await?;
    for version in 1..=ROUNDS as i64 {
        let results = race(context, &store, move |store, caller| async move {
            match store.set_task_mark("a", version, Some(caller as i64)).await {
                Err(error) if error.is_refused() => Ok(false),
                updated => updated,
            }
        });
        check_eq!(winners(results.await?)?, 1, "callers whose update the guard allowed");
        check_eq!(store.get_task("a").await?.version, version + 1, "the version");
    }
    Ok(())
}

async fn racing_aggregates(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for round in 0..ROUNDS {
        let bill = Bill { id: Id::new(), firm_id: None };
        let results = race(context, &store, |store, _| {
            let bill = bill.clone();
            async move {
                let firm = Firm { id: Id::new(), name: String::new() };
                let units = [Unit { id: Id::new(), firm_id: firm.id, name: String::new() }];
                match store.create_firm_with(&firm, &bill, &units).await {
                    Err(error) if error.is_conflict() => Ok(false),
                    created => created.map(|_| true),
                }
            }
        });
        check_eq!(
            winners(results.await?)?,
            1,
            "callers that created the same bill with a firm in round {round}"
        );
    }
    let left = (count::<Firm>(&store).await?, count::<Bill>(&store).await?, count::<Unit>(&store).await?);
    let each = ROUNDS as u64;
    check_eq!(left, (each, each, each), "firms, bills and units after all rounds");
    Ok(())
}
