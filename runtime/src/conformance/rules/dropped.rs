//! R21: every kind of call, dropped at each point where it waits. The store holds what was there before it or what is
//! there after it, and goes on working.

use super::dropped_calls::{CALLS, Call, Rows};
use crate::conformance::check::{Outcome, Stop, check_eq};
use crate::conformance::context::{Context, empty, rows, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::poll_and_drop;
use crate::entity::Entity;
use crate::error::Result;
use crate::store::{StoreExt, StoreHandle};
use crate::value::Row;

register! {
    "R21": dropped_calls_of_each_kind, dropped_calls_inside_a_transaction, dropped_transactions, dropped_begins,
        dropped_commits, dropped_nested_transactions;
}

/// More points than any call waits at.
const MOST: usize = 400;

/// What is stored of the entities that the calls write.
async fn stored(store: &StoreHandle) -> Result<Vec<Vec<Row>>> {
    let mut all = Vec::new();
    for schema in [
        Task::schema(),
        Label::schema(),
        Firm::schema(),
        Unit::schema(),
        Bill::schema(),
        Pass::schema(),
        Stamp::schema(),
    ] {
        all.push(rows(store, schema).await?);
    }
    Ok(all)
}

async fn prepare(store: &StoreHandle, given: &Rows) -> Outcome {
    empty(store).await?;
    given.create(store).await?;
    Ok(())
}

/// Waits until a call that was dropped is either done or undone, by a write that comes after it.
async fn settle(store: &StoreHandle) -> Outcome {
    store.create_note(&Note::new("settle", "", "")).await?;
    store.delete_note("settle").await?;
    Ok(())
}

/// Drops `call` at each point where it waits, each time from the same rows on.
async fn drop_at_each_point(store: &StoreHandle, given: &Rows, name: &str, call: Call) -> Outcome {
    prepare(store, given).await?;
    let before = stored(store).await?;
    call(store, given).await?;
    let after = stored(store).await?;
    for polls in 0..MOST {
        prepare(store, given).await?;
        let finished = poll_and_drop(call(store, given), polls).await;
        settle(store).await?;
        let left = stored(store).await?;
        let whole = left == after || left == before && !finished;
        if !whole {
            let words = if finished { "finished" } else { "not finished" };
            return Err(Stop::Fail(format!(
                "{name} dropped after {polls} polls, {words}, left neither what was there nor what it does"
            )));
        }
        if finished {
            return Ok(());
        }
    }
    Err(Stop::Fail(format!("{name} is not finished after {MOST} polls")))
}

async fn dropped_calls_of_each_kind(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let given = Rows::new(&store);
    for (name, call) in CALLS {
        drop_at_each_point(&store, &given, name, *call).await?;
    }
    Ok(())
}

/// The same calls, each inside a transaction that is committed whatever became of the call.
async fn dropped_calls_inside_a_transaction(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    transactional(&store)?;
    let given = Rows::new(&store);
    for (name, call) in CALLS {
        prepare(&store, &given).await?;
        let before = stored(&store).await?;
        call(&store, &given).await?;
        let after = stored(&store).await?;
        for polls in 0..MOST {
            prepare(&store, &given).await?;
            let transaction = store.begin().await?;
            let finished = poll_and_drop(call(transaction.store(), &given), polls).await;
            transaction.create_note(&Note::new("beside", "", "")).await?;
            transaction.commit().await?;
            check_eq!(store.find_note("beside").await?.is_some(), true, "what was created beside {name}");
            let left = stored(&store).await?;
            if left != after && (left != before || finished) {
                return Err(Stop::Fail(format!(
                    "{name} dropped in a transaction after {polls} polls left half of it"
                )));
            }
            if finished {
                break;
            }
        }
    }
    Ok(())
}

async fn dropped_transactions(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    transactional(&store)?;
    let given = Rows::new(&store);
    let call: Call = |store, given| {
        Box::pin(async move {
            let transaction = store.begin().await?;
            for (_, call) in CALLS.iter().take(3) {
                call(transaction.store(), given).await?;
            }
            transaction.commit().await
        })
    };
    drop_at_each_point(&store, &given, "a transaction", call).await?;
    let closure: Call = |store, given| {
        Box::pin(store.transaction(move |tx| async move {
            for (_, call) in CALLS.iter().take(3) {
                call(&tx, given).await?;
            }
            Ok(())
        }))
    };
    drop_at_each_point(&store, &given, "the closure of a transaction", closure).await
}

async fn dropped_begins(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    transactional(&store)?;
    // As often as would use up anything that a begin holds and forgets to give back.
    for round in 0..300 {
        poll_and_drop(store.begin(), round % 4).await;
    }
    settle(&store).await?;
    store.transaction(|tx| async move { tx.create_note(&Note::new("n", "t", "")).await }).await?;
    check_eq!(
        store.get_note("n").await?.id,
        "n",
        "what a transaction created after begins that were dropped"
    );
    Ok(())
}

async fn dropped_commits(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    transactional(&store)?;
    let given = Rows::new(&store);
    prepare(&store, &given).await?;
    let before = stored(&store).await?;
    let (name, call) = CALLS[0];
    call(&store, &given).await?;
    let after = stored(&store).await?;
    for polls in 0..MOST {
        prepare(&store, &given).await?;
        let transaction = store.begin().await?;
        call(transaction.store(), &given).await?;
        let finished = poll_and_drop(Box::pin(transaction.commit()), polls).await;
        settle(&store).await?;
        let left = stored(&store).await?;
        if left != after && (left != before || finished) {
            return Err(Stop::Fail(format!(
                "the commit of {name}, dropped after {polls} polls, left half of it"
            )));
        }
        if finished {
            return Ok(());
        }
    }
    Err(Stop::Fail(format!("a commit is not finished after {MOST} polls")))
}

async fn dropped_nested_transactions(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    transactional(&store)?;
    let given = Rows::new(&store);
    for polls in 0..MOST {
        prepare(&store, &given).await?;
        let outer = store.begin().await?;
        outer.create_note(&Note::new("before", "", "")).await?;
        let nested = outer.transaction(|tx| async move {
            tx.create_note(&Note::new("inside", "", "")).await?;
            tx.delete_note("before").await
        });
        let finished = poll_and_drop(Box::pin(nested), polls).await;
        outer.create_note(&Note::new("after", "", "")).await?;
        outer.commit().await?;
        let ids: Vec<_> =
            store.list_notes(&NoteFilter::new()).await?.items.into_iter().map(|note| note.id).collect();
        let whole = if finished { ids == ["after", "inside"] } else { ids == ["after", "before"] };
        // The last point of a nested one comes after its release.
        let done = ids == ["after", "inside"];
        if !whole && !done {
            return Err(Stop::Fail(format!("a nested transaction dropped after {polls} polls left {ids:?}")));
        }
        if finished {
            return Ok(());
        }
    }
    Err(Stop::Fail(format!("a nested transaction is not finished after {MOST} polls")))
}
