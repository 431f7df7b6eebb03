//! R15: transactions that meet: none overwrites what it didn't see.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::common::count;
use super::races::{CALLERS, race};
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::{Within, step_aside, within};
use crate::entity::Entity;
use crate::error::{Error, ErrorKind, Result};
use crate::store::{Backoff, StoreExt, StoreHandle};

register! {
    "R15": racing_transactions_lose_no_update, a_clash_is_retryable, racing_transactions_decide_on_what_they_read,
        racing_transactions_see_no_phantoms, a_call_outside_is_not_overwritten, retries_run_the_work_again,
        only_what_is_retryable_is_retried;
}

async fn opened(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    transactional(&store)?;
    Ok(store)
}

/// As often as it takes.
fn patient() -> Backoff {
    Backoff::default()
        .attempts(10_000)
        .first_pause(Duration::from_millis(1))
        .longest_pause(Duration::from_millis(40))
}

/// Reads a number and writes it back, one higher.
async fn add_one(tx: StoreHandle) -> Result<i64> {
    let task = tx.get_task("a").await?;
    // So that others read the same, also where no call waits for anything.
    step_aside().await;
    let credits = task.credits + 1;
    tx.update_task(&Task { credits, ..task }).await?;
    Ok(credits)
}

async fn racing_transactions_lose_no_update(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    store.create_task(&Task::new("a", "q")).await?;
    let results =
        race(
            context,
            &store,
            |store, _| async move { store.retrying_transaction(&patient(), add_one).await },
        );
    let mut values = Vec::new();
    for result in results.await? {
        values.push(result?);
    }
    values.sort_unstable();
    check_eq!(values, (1..=CALLERS as i64).collect::<Vec<_>>(), "what the transactions wrote");
    let task = store.get_task("a").await?;
    check_eq!((task.credits, task.version), (CALLERS as i64, 1 + CALLERS as i64), "credits and version");
    Ok(())
}

async fn a_clash_is_retryable(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    store.create_task(&Task::new("a", "q")).await?;
    // Without a retry: those that fail say so, and have done nothing.
    let results = race(context, &store, |store, _| async move { store.transaction(add_one).await });
    let mut done = 0;
    for result in results.await? {
        match result {
            Ok(_) => done += 1,
            Err(error) => check!(error.is_retryable(), "a transaction that met another one got {error:?}"),
        }
    }
    check!(done > 0, "of racing transactions none was done");
    check_eq!(store.get_task("a").await?.credits, done, "what the transactions that were done wrote");
    Ok(())
}

async fn racing_transactions_decide_on_what_they_read(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    // Each lets go of its own row as long as somebody holds another one: the last must stay.
    let tasks: Vec<_> =
        (0..CALLERS).map(|caller| Task::new(&caller.to_string(), "q").with_worker("held")).collect();
    store.create_tasks(&tasks).await?;
    let results = race(context, &store, |store, caller| async move {
        let work = |tx: StoreHandle| async move {
            let held = tx.count_tasks_by_worker("q").await?.get(&Some("held".to_owned()));
            step_aside().await;
            if held > 1 {
                tx.assign_task_anyway(&caller.to_string(), None).await?;
            }
            Ok::<_, Error>(held)
        };
        store.retrying_transaction(&patient(), work).await
    });
    let mut seen = Vec::new();
    for result in results.await? {
        seen.push(result?);
    }
    let held = store.count_tasks_by_worker("q").await?.get(&Some("held".to_owned()));
    check_eq!(held, 1, "rows that are held at the end");
    seen.sort_unstable();
    check_eq!(
        seen,
        (1..=CALLERS as u64).collect::<Vec<_>>(),
        "how many rows each of the transactions saw held"
    );
    Ok(())
}

async fn racing_transactions_see_no_phantoms(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    // Each adds a row unless there is one: of an empty queue there is no row to clash on.
    let results = race(context, &store, |store, caller| async move {
        let work = |tx: StoreHandle| async move {
            if !tx.list_tasks_by_queue("q").await?.is_empty() {
                return Ok(false);
            }
            step_aside().await;
            tx.create_task(&Task::new(&caller.to_string(), "q")).await?;
            Ok::<_, Error>(true)
        };
        store.retrying_transaction(&patient(), work).await
    });
    let mut created = 0;
    for result in results.await? {
        created += usize::from(result?);
    }
    check_eq!((created, count::<Task>(&store).await?), (1, 1), "transactions that added a row, and rows");
    Ok(())
}

async fn a_call_outside_is_not_overwritten(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    store.create_task(&Task::new("a", "q")).await?;
    let transaction = store.begin().await?;
    let read = transaction.get_task("a").await?;
    let outside = within(store.spend("a", 10)).await;
    let written = match transaction.update_task(&Task { mark: Some(1), ..read }).await {
        Ok(_) => transaction.commit().await,
        Err(error) => Err(error),
    };
    let task = store.get_task("a").await?;
    match (outside, written) {
        (Within::Done(Ok(_)), Err(error)) => {
            check!(error.is_retryable(), "a transaction that read what was changed since got {error:?}");
            check_eq!((task.credits, task.mark), (10, None), "what is there");
        }
        (Within::Done(Ok(_)), Ok(())) => {
            check!(false, "a transaction overwrote what was changed after it read it")
        }
        (Within::Done(Err(error)), written) => {
            check!(error.is_retryable(), "a call beside a transaction got {error:?}");
            written?;
            check_eq!((task.credits, task.mark), (0, Some(1)), "what is there");
        }
        // It had to wait, and was dropped: it may have been done afterwards all the same.
        (Within::TooLate, written) => {
            written?;
            check_eq!(task.mark, Some(1), "what is there");
        }
    }
    Ok(())
}

async fn retries_run_the_work_again(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let runs = Arc::new(AtomicUsize::new(0));
    let work = |tx: StoreHandle| {
        let runs = Arc::clone(&runs);
        async move {
            let run = runs.fetch_add(1, Ordering::SeqCst);
            tx.create_task(&Task::new(&run.to_string(), "q")).await?;
            if run < 3 { Err(Error::busy("meant to be")) } else { Ok(run) }
        }
    };
    check_eq!(store.retrying_transaction(&patient(), work).await?, 3, "what the fourth run gave");
    let ids: Vec<_> =
        store.list_tasks(&TaskFilter::new()).await?.items.into_iter().map(|task| task.id).collect();
    check_eq!(ids, ["3"], "what is there: of the last run only");
    Ok(())
}

async fn only_what_is_retryable_is_retried(context: &Context<'_>) -> Outcome {
    let store = opened(context).await?;
    let runs = Arc::new(AtomicUsize::new(0));
    let failing = |error: fn() -> Error| {
        let runs = Arc::clone(&runs);
        move |tx: StoreHandle| {
            runs.fetch_add(1, Ordering::SeqCst);
            async move {
                tx.create_task(&Task::new("a", "q")).await?;
                Err::<(), _>(error())
            }
        }
    };
    let (patient, brief) = (patient(), patient().attempts(4));
    let not_found = failing(|| Error::not_found(Task::schema()));
    let lasting = store.retrying_transaction(&patient, not_found).await;
    check_kind!(lasting, ErrorKind::NotFound { .. }, "a transaction that fails for good");
    check_eq!(runs.swap(0, Ordering::SeqCst), 1, "runs of it");
    let passing = store.retrying_transaction(&brief, failing(|| Error::busy("meant to be"))).await;
    check_kind!(passing, ErrorKind::Busy { .. }, "a transaction that is always busy");
    check_eq!(runs.load(Ordering::SeqCst), 4, "runs of it");
    check_eq!(count::<Task>(&store).await?, 0, "tasks afterwards");
    Ok(())
}
