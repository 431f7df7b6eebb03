//! R15: a transaction is done as a whole or not at all.

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::{CatchPanic, Within, never, poll_and_drop, within};
use crate::entity::Entity;
use crate::error::{Error, ErrorKind, Result};
use crate::store::{Store, StoreExt, StoreHandle};

register! {
    "R15": a_commit_makes_everything_last, a_drop_undoes_everything, an_error_undoes_everything,
        a_panic_undoes_everything, a_dropped_closure_undoes_everything, it_reads_its_own_writes,
        nobody_else_sees_it_before_the_commit, it_goes_on_after_a_refused_call, entities_of_a_plugin_inside,
        after_its_end_it_refuses_every_call, what_belongs_outside_is_refused, without_transactions_it_is_refused;
}

/// Writes of all kinds, which belong together.
async fn write(store: &StoreHandle) -> Result<()> {
    let firm = Firm { id: Id::new(), name: "new".to_owned() };
    store.create_firm(&firm).await?;
    store
        .create_units(&["x", "y"].map(|name| Unit { id: Id::new(), firm_id: firm.id, name: name.to_owned() }))
        .await?;
    store.claim_task("q", Some("me")).await?;
    store.add_attempt("b", 9).await?;
    store.upsert_task_of_token(&Task { credits: 4, ..Task::new("new", "q") }).await?;
    store.take_task("taken").await?;
    store.delete_firms_named("old").await?;
    Ok(())
}

/// What those writes have to do with.
async fn prepare(store: &StoreHandle) -> Outcome {
    let tasks = [Task::new("a", "q"), Task::new("b", "other"), Task::new("c", "taken")];
    store.create_tasks(&tasks).await?;
    let old = store.create_firm(&Firm { id: Id::new(), name: "old".to_owned() }).await?;
    store.create_unit(&Unit { id: Id::new(), firm_id: old.id, name: "old".to_owned() }).await?;
    Ok(())
}

/// What those writes change, without what differs from run to run.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    firms: Vec<String>,
    units: Vec<String>,
    // Id, worker, attempts and version.
    tasks: Vec<(String, Option<String>, u8, i64)>,
}

impl Seen {
    async fn by(store: &StoreHandle) -> Result<Self> {
        let firms = store.list_firms(&FirmFilter::new().order_by(Firm::NAME.asc())).await?.items;
        let units = store.list_units(&UnitFilter::new().order_by(Unit::NAME.asc())).await?.items;
        let tasks = store.list_tasks(&TaskFilter::new()).await?.items;
        Ok(Self {
            firms: firms.into_iter().map(|firm| firm.name).collect(),
            units: units.into_iter().map(|unit| unit.name).collect(),
            tasks: tasks
                .into_iter()
                .map(|task| (task.id, task.worker, task.attempts, task.version))
                .collect(),
        })
    }

    fn before() -> Self {
        let task = |id: &str| (id.to_owned(), None, 0, 1);
        Self {
            firms: vec!["old".to_owned()],
            units: vec!["old".to_owned()],
            tasks: ["a", "b", "c"].map(task).to_vec(),
        }
    }

    fn after() -> Self {
        let claimed = ("a".to_owned(), Some("me".to_owned()), 0, 2);
        let tried = ("b".to_owned(), None, 1, 2);
        Self {
            firms: vec!["new".to_owned()],
            units: ["x", "y"].map(str::to_owned).to_vec(),
            tasks: vec![claimed, tried, ("new".to_owned(), None, 0, 1)],
        }
    }
}

/// A store with what [`write`] changes, if it has transactions.
async fn prepared(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    transactional(&store)?;
    prepare(&store).await?;
    Ok(store)
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

async fn it_reads_its_own_writes(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let transaction = store.begin().await?;
    let inside = transaction.store();
    write(inside).await?;
    check_eq!(Seen::by(inside).await?, Seen::after(), "what the transaction sees");
    // By every way of asking.
    let task = inside.get_task("new").await?;
    check_eq!(
        inside.get_tasks(&["new".to_owned(), "c".to_owned()]).await?,
        vec![Some(task.clone()), None],
        "get of many"
    );
    check_eq!(inside.find_free_slot(task.slot).await?, Some(task.clone()), "find by a partial index");
    check_eq!(inside.list_tasks_by_queue("q").await?.len(), 2, "list by an index");
    check_eq!(inside.count_tasks_by_worker("q").await?.get(&Some("me".to_owned())), 1, "counts");
    inside.create_label(&Label::new("l", "new")).await?;
    check_eq!(inside.list_labelled_tasks("l").await?, vec![task.clone()], "list through a reference");
    check_kind!(
        inside.create_task(&task).await,
        ErrorKind::Conflict { .. },
        "create of what it created itself"
    );
    check_kind!(inside.get_task("c").await, ErrorKind::NotFound { .. }, "get of what it deleted itself");
    transaction.commit().await?;
    check_eq!(store.list_labelled_tasks("l").await?, vec![task], "list through a reference after the commit");
    Ok(())
}

async fn nobody_else_sees_it_before_the_commit(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let transaction = store.begin().await?;
    write(transaction.store()).await?;
    // Where readers wait for the end of a transaction, they see nothing either.
    match within(Box::pin(Seen::by(&store))).await {
        Within::Done(Err(error)) => check!(error.is_retryable(), "a reader outside got {error:?}"),
        Within::Done(Ok(seen)) => check_eq!(seen, Seen::before(), "what others see before the commit"),
        Within::TooLate => {}
    }
    transaction.commit().await?;
    check_eq!(Seen::by(&store).await?, Seen::after(), "what others see after the commit");
    Ok(())
}

async fn it_goes_on_after_a_refused_call(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let transaction = store.begin().await?;
    let inside = transaction.store();
    inside.create_task(&Task::new("d", "q")).await?;
    let bulk = [Task::new("e", "q"), Task::new("d", "q")];
    check_kind!(
        inside.create_tasks(&bulk).await,
        ErrorKind::Conflict { position: Some(1), .. },
        "bulk create of a taken id inside"
    );
    let orphan = Unit { id: Id::new(), firm_id: Id::new(), name: String::new() };
    check_kind!(
        inside.create_unit(&orphan).await,
        ErrorKind::MissingReference { .. },
        "a missing reference inside"
    );
    check_kind!(
        inside.choose_task("absent").await,
        ErrorKind::NotFound { .. },
        "a batch that finds no row inside"
    );
    check_eq!(inside.find_task("e").await?, None, "a row of the bulk create that was refused");
    inside.create_task(&Task::new("f", "q")).await?;
    transaction.commit().await?;
    let ids: Vec<_> =
        store.list_tasks(&TaskFilter::new()).await?.items.into_iter().map(|task| task.id).collect();
    check_eq!(ids, ["a", "b", "c", "d", "f"], "tasks after the commit");
    Ok(())
}

async fn entities_of_a_plugin_inside(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    transactional(&store)?;
    store.migrate(&[Plugin::schema()]).await?;
    let firm = store.create_firm(&Firm { id: Id::new(), name: "f".to_owned() }).await?;
    let unit = store.create_unit(&Unit { id: Id::new(), firm_id: firm.id, name: String::new() }).await?;
    let row = || Plugin { id: Id::new(), unit_id: Some(unit.id), bill_id: None };
    let transaction = store.begin().await?;
    let made = transaction.create_plugin(&row()).await?;
    check_eq!(transaction.get_plugin(&made.id).await?, made, "the plugin's row inside");
    drop(transaction);
    check_eq!(count::<Plugin>(&store).await?, 0, "the plugin's rows after a drop");
    let kept = row();
    store.transaction(|tx| async move { tx.create_plugin(&kept).await }).await?;
    check_eq!(count::<Plugin>(&store).await?, 1, "the plugin's rows after a commit");
    let transaction = store.begin().await?;
    transaction.delete_firm(&firm.id).await?;
    check_eq!(
        count::<Plugin>(transaction.store()).await?,
        0,
        "the plugin's rows below a firm deleted inside"
    );
    transaction.commit().await?;
    check_eq!(count::<Plugin>(&store).await?, 0, "the plugin's rows after the commit");
    Ok(())
}

async fn after_its_end_it_refuses_every_call(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let committed = store.begin().await?;
    let inside = committed.store().clone();
    committed.commit().await?;
    let rolled_back = store.begin().await?;
    let dropped = rolled_back.store().clone();
    rolled_back.roll_back();
    let failed = store.begin().await?;
    let nested = failed.begin().await?;
    failed.roll_back();
    for (inside, words) in
        [(&inside, "a commit"), (&dropped, "a roll back"), (nested.store(), "the end of the one around it")]
    {
        check_kind!(inside.get_task("a").await, ErrorKind::TransactionEnded, "get after {words}");
        check_kind!(
            inside.create_task(&Task::new("d", "q")).await,
            ErrorKind::TransactionEnded,
            "create after {words}"
        );
        check_kind!(
            inside.claim_any_task("q", None).await,
            ErrorKind::TransactionEnded,
            "claim after {words}"
        );
        check_kind!(inside.choose_task("a").await, ErrorKind::TransactionEnded, "a batch after {words}");
        check_kind!(inside.delete_task("a").await, ErrorKind::TransactionEnded, "delete after {words}");
        check_kind!(
            inside.count_tasks_by_attempts().await,
            ErrorKind::TransactionEnded,
            "counts after {words}"
        );
        check_kind!(
            inside.upsert_task(&Task::new("d", "q")).await,
            ErrorKind::TransactionEnded,
            "upsert after {words}"
        );
        check_kind!(inside.begin().await.map(drop), ErrorKind::TransactionEnded, "begin after {words}");
    }
    check_kind!(
        nested.commit().await,
        ErrorKind::TransactionEnded,
        "commit after the end of the one around it"
    );
    check_eq!(Seen::by(&store).await?, Seen::before(), "what is there afterwards");
    Ok(())
}

async fn what_belongs_outside_is_refused(context: &Context<'_>) -> Outcome {
    let store = prepared(context).await?;
    let transaction = store.begin().await?;
    transaction.create_task(&Task::new("d", "q")).await?;
    let inside = transaction.store();
    check_kind!(inside.migrate(&[]).await, ErrorKind::Unsupported { .. }, "migrate inside");
    check_kind!(transaction.migrate(&[]).await, ErrorKind::Unsupported { .. }, "migrate of a transaction");
    check_kind!(inside.close().await, ErrorKind::Unsupported { .. }, "close inside");
    check_kind!(transaction.close().await, ErrorKind::Unsupported { .. }, "close of a transaction");
    let plugin = Plugin { id: Id::new(), unit_id: None, bill_id: None };
    check_kind!(
        inside.create_plugin(&plugin).await,
        ErrorKind::UnknownEntity { .. },
        "an unknown entity inside"
    );
    transaction.commit().await?;
    store.ping().await?;
    check_eq!(store.get_task("d").await?.id, "d", "what was created before the refused calls");
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
