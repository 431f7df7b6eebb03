//! R14: callers who race for rows by declared methods, over several rounds: exactly as many win as may.

use super::common::count;
use super::races::{CALLERS, race};
use crate::conformance::check::{Outcome, check, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::Result;
use crate::store::Upserted;

register! {
    "R14": racing_swaps, racing_claims_of_one_row, racing_claims_of_a_queue, racing_takes, racing_insert_news,
        racing_upserts_on_an_index;
}

pub(super) const ROUNDS: usize = 25;

/// How many callers won, of results that must all be fine.
pub(super) fn winners(results: Vec<Result<bool>>) -> Outcome<usize> {
    let mut winners = 0;
    for result in results {
        winners += usize::from(result?);
    }
    Ok(winners)
}

pub(super) fn caller_name(caller: usize) -> String {
    format!("caller {caller}")
}

async fn racing_swaps(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let mut task = store.create_task(&Task { token: "round 0".to_owned(), ..Task::new("a", "q") }).await?;
    for round in 1..=ROUNDS {
        let (old, read) = (task.token.clone(), task.clone());
        let results = race(context, &store, move |store, caller| {
            let new =
                Task { token: format!("round {round} by {caller}"), credits: caller as i64, ..read.clone() };
            let old = old.clone();
            async move { store.rotate_task(&new, &old).await.map(|won| won.then_some(new)) }
        });
        let mut won = Vec::new();
        for result in results.await? {
            won.extend(result?);
        }
        check_eq!(won.len(), 1, "callers that rotated the same token in round {round}");
        task = store.get_task("a").await?;
        check_eq!(
            (&task.token, task.credits),
            (&won[0].token, won[0].credits),
            "the stored row is the winner's"
        );
    }
    check_eq!(task.version, 1 + ROUNDS as i64, "the version after all rounds");
    Ok(())
}

async fn racing_claims_of_one_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for round in 0..ROUNDS {
        let id = format!("round {round}");
        store.create_task(&Task::new(&id, "q")).await?;
        let results = race(context, &store, |store, caller| {
            let id = id.clone();
            async move { store.claim_this_task(&id, Some(&caller_name(caller))).await.map(|won| (won, caller)) }
        });
        let mut won = Vec::new();
        for result in results.await? {
            let (winner, caller) = result?;
            won.extend(winner.then(|| caller_name(caller)));
        }
        check_eq!(won.len(), 1, "callers that claimed the same row in round {round}");
        check_eq!(store.get_task(&id).await?.worker.as_ref(), won.first(), "the worker that is stored");
    }
    Ok(())
}

async fn racing_claims_of_a_queue(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Fewer tasks than callers, as many, and more.
    for (round, tasks) in [1, 40, CALLERS, CALLERS + 6].into_iter().enumerate() {
        let queue = format!("round {round}");
        let new = |at: usize| Task::new(&format!("{round} {at:03}"), &queue).with_priority((at / 3) as i64);
        store.create_tasks(&(0..tasks).map(new).collect::<Vec<_>>()).await?;
        let results = race(context, &store, |store, caller| {
            let queue = queue.clone();
            async move { store.claim_task(&queue, Some(&caller_name(caller))).await.map(|task| (task, caller)) }
        });
        let mut claimed = Vec::new();
        for result in results.await? {
            let (task, caller) = result?;
            let Some(task) = task else { continue };
            check_eq!(
                task.worker,
                Some(caller_name(caller)),
                "the worker of the task that a caller was given"
            );
            claimed.push((task.priority.unwrap_or_default(), task.id));
        }
        check_eq!(claimed.len(), tasks.min(CALLERS), "tasks that were given, of {tasks}");
        claimed.sort();
        claimed.dedup();
        check_eq!(claimed.len(), tasks.min(CALLERS), "different tasks that were given, of {tasks}");
        let left = TaskFilter::new().filter(Task::QUEUE.eq(queue.as_str())).filter(Task::WORKER.is_none());
        for task in store.list_tasks(&left).await?.items {
            let before = claimed.iter().filter(|(priority, _)| Some(*priority) < task.priority).count();
            check_eq!(before, 0, "tasks that were given though `{}` comes before them", task.id);
        }
    }
    Ok(())
}

async fn racing_insert_news(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for round in 0..ROUNDS {
        // By the id, then by the token.
        let results = race(context, &store, move |store, caller| async move {
            let id = format!("id of {round}");
            let task = Task {
                token: format!("{round} {caller}"),
                slot: (round * 1_000 + caller) as i64,
                ..Task::new(&id, "ids")
            };
            store.insert_new_task(&Task { queue: round.to_string(), ..task }).await
        });
        check_eq!(winners(results.await?)?, 1, "callers that added the same id in round {round}");
        let results = race(context, &store, move |store, caller| async move {
            let task = Task {
                token: format!("token of {round}"),
                ..Task::new(&format!("{round} {caller}"), "tokens")
            };
            store.insert_task_of_token(&task).await
        });
        check_eq!(winners(results.await?)?, 1, "callers that added the same token in round {round}");
    }
    check_eq!(count::<Task>(&store).await?, 2 * ROUNDS as u64, "tasks after all rounds");
    Ok(())
}

async fn racing_upserts_on_an_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for round in 0..ROUNDS {
        let results = race(context, &store, move |store, caller| async move {
            let id = format!("{round} {caller}");
            let task =
                Task { token: format!("token of {round}"), credits: caller as i64, ..Task::new(&id, "q") };
            store.upsert_task_of_token(&task).await
        });
        let (mut inserted, mut rows) = (0, Vec::new());
        for result in results.await? {
            let upserted = result?;
            inserted += usize::from(matches!(upserted, Upserted::Inserted(_)));
            rows.push(upserted.into_inner());
        }
        check_eq!(inserted, 1, "upserts that inserted in round {round}");
        rows.sort_by_key(|task| task.version);
        let versions: Vec<_> = rows.iter().map(|task| task.version).collect();
        check_eq!(versions, (1..=CALLERS as i64).collect::<Vec<_>>(), "the versions that the upserts gave");
        check!(rows.iter().all(|task| task.id == rows[0].id), "the upserts gave rows with different ids");
        let last = store.find_task(&rows[0].id).await?;
        check_eq!(last.as_ref(), rows.last(), "the stored row is the last that an upsert gave");
    }
    check_eq!(count::<Task>(&store).await?, ROUNDS as u64, "tasks after all rounds");
    Ok(())
}

async fn racing_takes(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (round, tasks) in [1, 40, CALLERS + 6].into_iter().enumerate() {
        let queue = format!("round {round}");
        let new = |at: usize| Task::new(&format!("{round} {at:03}"), &queue).with_priority(at as i64);
        store.create_tasks(&(0..tasks).map(new).collect::<Vec<_>>()).await?;
        let results = race(context, &store, |store, _| {
            let queue = queue.clone();
            async move { store.take_task(&queue).await }
        });
        let mut taken = Vec::new();
        for result in results.await? {
            taken.extend(result?.map(|task| task.id));
        }
        taken.sort();
        let first: Vec<_> = (0..tasks.min(CALLERS)).map(|at| format!("{round} {at:03}")).collect();
        check_eq!(taken, first, "the tasks that racing callers took, of {tasks}");
        let left = store.list_tasks_by_queue(&queue).await?.len();
        check_eq!(left, tasks - taken.len(), "tasks that are left");
    }
    Ok(())
}
