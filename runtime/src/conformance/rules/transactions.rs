//! R15: a transaction is done as a whole or not at all.

use super::common::count;
use super::transaction_work::{Seen, prepared, write};
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::{CatchPanic, never, poll_and_drop};
use crate::error::{Error, ErrorKind, Result};
use crate::store::StoreExt;

register! {
    "R15": a_commit_makes_everything_last, a_drop_undoes_everything, an_error_undoes_everything,
        a_panic_undoes_everything, a_dropped_closure_undoes_everything, without_transactions_it_is_refused;
}

async fn a_commit_makes_everything_last(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let transaction = store.begin().await?;
    write(transaction.store()).await?;
    transaction.commit().await?;
    check_eq!(Seen::by(&store).await?, Seen::after(), "what is there after the commit");
    // As a closure, which gives what its work gives.
    let id = store
        .transaction(|tx| async move { Ok::<_, Error>(tx.create_task(&Task::new("d", "q")).await?.id) })
        .await?;
    check_eq!(store.get_task(&id).await?.id, "d", "what a closure created");
    Ok(())
}

async fn a_drop_undoes_everything(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let transaction = store.begin().await?;
    write(transaction.store()).await?;
    drop(transaction);
    check_eq!(Seen::by(&store).await?, Seen::before(), "what is there after a transaction that was dropped");
    let transaction = store.begin().await?;
    write(transaction.store()).await?;
    transaction.roll_back();
    check_eq!(
        Seen::by(&store).await?,
        Seen::before(),
        "what is there after a transaction that was rolled back"
    );
    drop(store.begin().await?);
    // Nothing is held any more, and nothing is taken.
    write(&store).await?;
    check_eq!(Seen::by(&store).await?, Seen::after(), "what is there after the same writes outside");
    Ok(())
}

async fn an_error_undoes_everything(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let failed: Result<()> = store
        .transaction(|tx| async move {
            write(&tx).await?;
            tx.create_task(&Task::new("a", "q")).await.map(drop)
        })
        .await;
    check_kind!(failed, ErrorKind::Conflict { entity: "Task", .. }, "a transaction whose last call fails");
    check_eq!(Seen::by(&store).await?, Seen::before(), "what is there after it");
    let failed: Result<()> = store
        .transaction(|tx| async move {
            write(&tx).await?;
            Err(Error::unsupported("something of the caller's own"))
        })
        .await;
    check_kind!(failed, ErrorKind::Unsupported { .. }, "a transaction whose work fails");
    check_eq!(Seen::by(&store).await?, Seen::before(), "what is there after it");
    Ok(())
}

async fn a_panic_undoes_everything(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let work = store.transaction(|tx| async move {
        write(&tx).await?;
        // As a panic does, without the words of its hook in the output of the run.
        std::panic::resume_unwind(Box::new("meant to be"));
        #[allow(unreachable_code, reason = "it tells the type of the result")]
        Ok::<(), Error>(())
    });
    let panicked = CatchPanic(Box::pin(work)).await;
    check_eq!(panicked.err().as_deref(), Some("meant to be"), "the panic of a transaction's work");
    check_eq!(Seen::by(&store).await?, Seen::before(), "what is there after it");
    write(&store).await?;
    check_eq!(Seen::by(&store).await?, Seen::after(), "what is there after the same writes outside");
    Ok(())
}

async fn a_dropped_closure_undoes_everything(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let work = store.transaction(|tx| async move {
        write(&tx).await?;
        never().await;
        Ok::<(), Error>(())
    });
    check!(!poll_and_drop(Box::pin(work), 2_000).await, "work that never ends has ended");
    check_eq!(Seen::by(&store).await?, Seen::before(), "what is there after a transaction that was dropped");
    write(&store).await?;
    check_eq!(Seen::by(&store).await?, Seen::after(), "what is there after the same writes outside");
    Ok(())
}

async fn without_transactions_it_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    if transactional(&store).is_ok() {
        store.begin().await?.commit().await?;
        return Ok(());
    }
    check_kind!(store.begin().await.map(drop), ErrorKind::Unsupported { .. }, "begin without transactions");
    let work = store.transaction(|tx| async move { tx.create_task(&Task::new("a", "q")).await });
    check_kind!(work.await, ErrorKind::Unsupported { .. }, "a closure without transactions");
    check_eq!(count::<Task>(&store).await?, 0, "tasks afterwards");
    Ok(())
}
