//! R15: what is seen and done inside a transaction, and after its end.

use super::common::count;
use super::transaction_work::{Seen, prepared, write};
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::conformance::tasks::{Within, within};
use crate::error::ErrorKind;
use crate::store::{Group, Store, StoreExt};

register! {
    "R15": it_reads_its_own_writes, nobody_else_sees_it_before_the_commit, it_goes_on_after_a_refused_call,
        entities_of_a_plugin_inside, after_its_end_it_refuses_every_call, what_belongs_outside_is_refused;
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
    store.migrate(&[Group::new("plugin").entity::<Plugin>()]).await?;
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
