//! R14: insert-new, upsert on an index, and rows of several entities at once, by one caller.

use std::time::Duration;

use super::common::count;
use crate::Id;
use crate::conformance::check::{
    Outcome, check, check_conflict, check_eq, check_invalid, check_kind, refused,
};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::store::{Batch, Store, Upserted};

register! {
    "R14": insert_new_by_id, insert_new_on_an_index, insert_new_beside_another_clash, upsert_on_an_index_keeps_the_row,
        upsert_on_an_index_beside_another_clash, upsert_on_a_partial_index;
    "R22": created_together, created_together_or_not_at_all, created_together_in_their_order;
}

async fn insert_new_by_id(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = Task::new("a", "q");
    check!(store.insert_new_task(&task).await?, "a new row was not added");
    let stored = store.get_task("a").await?;
    let expected = Task { touched_at: store.now(), version: 1, ..task };
    check_eq!(stored, expected, "the added row");
    context.clock().advance(Duration::from_secs(1));
    let again = Task { token: "another".to_owned(), slot: 9, credits: 1, ..stored.clone() };
    check!(!store.insert_new_task(&again).await?, "a row with a taken id was added");
    check_eq!(store.get_task("a").await?, stored, "the row that was there");
    Ok(())
}

async fn insert_new_on_an_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = Task { token: "t".to_owned(), ..Task::new("a", "q") };
    check!(store.insert_task_of_token(&task).await?, "a new row was not added");
    let stored = store.get_task("a").await?;
    let again = Task { token: "t".to_owned(), ..Task::new("b", "q") };
    check!(!store.insert_task_of_token(&again).await?, "a row with a taken token was added");
    check_eq!(store.find_task("b").await?, None, "the row that was not added");
    check_eq!(store.get_task("a").await?, stored, "the row that was there");
    check!(
        store.insert_task_of_token(&Task::new("b", "q")).await?,
        "a row with a token of its own was not added"
    );
    Ok(())
}

async fn insert_new_beside_another_clash(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let stored = store.create_task(&Task::new("a", "q")).await?;
    let same_id = Task { token: "new".to_owned(), slot: 1, ..stored.clone() };
    check_conflict(
        store.insert_task_of_token(&same_id).await,
        "Task",
        &["id"],
        None,
        "insert-new on the token with a taken id",
    )?;
    let same_slot = Task { slot: stored.slot, ..Task::new("b", "q") };
    check_conflict(
        store.insert_new_task(&same_slot).await,
        "Task",
        &["slot"],
        None,
        "insert-new by id with a taken slot",
    )?;
    let same_token = Task { token: stored.token.clone(), ..Task::new("b", "q") };
    check_conflict(
        store.insert_new_task(&same_token).await,
        "Task",
        &["token"],
        None,
        "insert-new by id with a taken token",
    )?;
    check_eq!(count::<Task>(&store).await?, 1, "tasks after refused calls");
    let nul = Task { queue: "\0".to_owned(), ..Task::new("b", "q") };
    check_invalid(store.insert_new_task(&nul).await, "queue", "insert-new with NUL")?;
    Ok(())
}

async fn upsert_on_an_index_keeps_the_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let first = Task { token: "t".to_owned(), ..Task::new("a", "q") };
    let first = store.upsert_task_of_token(&first).await?;
    check!(matches!(first, Upserted::Inserted(_)), "an upsert on a free token said that it replaced a row");
    let first = first.into_inner();
    check_eq!((first.version, first.touched_at), (1, store.now()), "version and updated of an inserted row");
    check_eq!(store.get_task("a").await?, first, "the inserted row is what upsert gave");
    context.clock().advance(Duration::from_secs(1));
    let second = Task { token: "t".to_owned(), credits: 7, slot: 3, ..Task::new("b", "r") };
    let second = store.upsert_task_of_token(&second).await?;
    check!(!second.is_inserted(), "an upsert on a taken token said that it inserted");
    let expected = Task {
        id: "a".to_owned(),
        queue: "r".to_owned(),
        credits: 7,
        slot: 3,
        version: 2,
        touched_at: store.now(),
        ..first
    };
    check_eq!(second.into_inner(), expected, "what upsert gave: the new values with the id that was there");
    check_eq!(store.get_task("a").await?, expected, "the replaced row");
    check_eq!(count::<Task>(&store).await?, 1, "tasks");
    Ok(())
}

async fn upsert_on_an_index_beside_another_clash(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let tasks = store.create_tasks(&["a", "b"].map(|id| Task::new(id, "q"))).await?;
    let same_id = Task { token: "new".to_owned(), slot: 5, ..tasks[0].clone() };
    check_conflict(
        store.upsert_task_of_token(&same_id).await,
        "Task",
        &["id"],
        None,
        "upsert on the token that would insert a taken id",
    )?;
    let same_slot = Task { slot: tasks[1].slot, ..tasks[0].clone() };
    check_conflict(
        store.upsert_task_of_token(&same_slot).await,
        "Task",
        &["slot"],
        None,
        "upsert on the token to a taken slot",
    )?;
    for task in tasks {
        check_eq!(store.get_task(&task.id).await?, task, "a row after refused upserts");
    }
    Ok(())
}

async fn upsert_on_a_partial_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let slot = |id: &str| Task { slot: 4, ..Task::new(id, "q") };
    // Rows that the index doesn't hold: they neither clash nor are replaced.
    let held = [slot("a").with_worker("x"), slot("b").with_worker("y")];
    let held = store.create_tasks(&held).await?;
    check!(
        store.upsert_free_slot(&slot("c")).await?.is_inserted(),
        "no free row has the slot, but one was replaced"
    );
    let replaced = store.upsert_free_slot(&Task { credits: 3, ..slot("d") }).await?;
    check!(!replaced.is_inserted(), "a second free row with the slot was inserted");
    let replaced = replaced.into_inner();
    check_eq!((replaced.id.as_str(), replaced.credits), ("c", 3), "the row that was replaced");
    // A row that leaves the index by being replaced.
    let leaving = store.upsert_free_slot(&slot("e").with_worker("z")).await?;
    check!(leaving.is_inserted(), "a row that the index doesn't hold replaced one that it holds");
    check_eq!(store.get_task("a").await?, held[0], "a row that the index doesn't hold");
    check_eq!(count::<Task>(&store).await?, 4, "tasks");
    check_eq!(
        store.find_free_slot(4).await?.map(|task| task.id),
        Some("c".to_owned()),
        "the free task of the slot"
    );
    Ok(())
}

async fn created_together(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = Firm { id: Id::new(), name: "f".to_owned() };
    let bill = Bill { id: Id::new(), firm_id: Some(firm.id) };
    let unit = |name: &str| Unit { id: Id::new(), firm_id: firm.id, name: name.to_owned() };
    let units = [unit("z"), unit("a")];
    let created = store.create_firm_with(&firm, &bill, &units).await?;
    check_eq!(created, (firm.clone(), bill.clone(), units.to_vec()), "what was created, in the order given");
    check_eq!(store.get_firm(&firm.id).await?, firm, "the firm");
    check_eq!(store.get_bill(&bill.id).await?, bill, "the bill");
    check_eq!(count::<Unit>(&store).await?, 2, "units");
    let other = Firm { id: Id::new(), name: "g".to_owned() };
    let (created, workers) = store.create_firm_with_workers(&other, &[]).await?;
    check_eq!((created, workers), (other, vec![]), "a firm with no workers");
    Ok(())
}

async fn created_together_or_not_at_all(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let old = store.create_firm(&Firm { id: Id::new(), name: "old".to_owned() }).await?;
    let there = store.create_unit(&Unit { id: Id::new(), firm_id: old.id, name: String::new() }).await?;
    let firm = Firm { id: Id::new(), name: "f".to_owned() };
    let bill = Bill { id: Id::new(), firm_id: Some(firm.id) };
    let unit = |firm_id| Unit { id: Id::new(), firm_id, name: String::new() };
    let clash = store.create_firm_with(&firm, &bill, &[unit(firm.id), there.clone(), unit(firm.id)]).await;
    check_conflict(clash, "Unit", &["id"], Some(1), "rows created together, one with a taken id")?;
    let orphan = store.create_firm_with(&firm, &bill, &[unit(Id::new())]).await;
    check_kind!(
        orphan,
        ErrorKind::MissingReference { entity: "Unit", .. },
        "rows created together, one without its parent"
    );
    let nul = Unit { name: "\0".to_owned(), ..unit(firm.id) };
    check_invalid(
        store.create_firm_with(&firm, &bill, &[nul]).await,
        "name",
        "rows created together, one with NUL",
    )?;
    let again = store.create_firm_with_workers(&old, &[Worker { id: Id::new(), firm_id: None }]).await;
    check_conflict(again, "Firm", &["id"], None, "rows created together, the first with a taken id")?;
    let left = (
        count::<Firm>(&store).await?,
        count::<Bill>(&store).await?,
        count::<Unit>(&store).await?,
        count::<Worker>(&store).await?,
    );
    check_eq!(left, (1, 0, 1, 0), "firms, bills, units and workers after refused calls");
    Ok(())
}

async fn created_together_in_their_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let firm = Firm { id: Id::new(), name: "f".to_owned() };
    let unit = Unit { id: Id::new(), firm_id: firm.id, name: String::new() };
    let early = Batch::new().create(&unit).create(&firm).run(store.backing()).await;
    check_kind!(early, ErrorKind::MissingReference { .. }, "a unit before its firm");
    let mut created = Batch::new().create(&firm).create_many(std::slice::from_ref(&unit)).run(&store).await?;
    check_eq!(created.one::<Firm>()?, firm, "the first that was created");
    check_eq!(created.many::<Unit>()?, vec![unit], "the second");
    check_kind!(created.one::<Firm>(), ErrorKind::Unsupported { .. }, "a third that was not created");
    refused(Batch::new().create(&firm).create(&firm).run(&store).await, "the same row twice")?;
    check_eq!(count::<Firm>(&store).await?, 1, "firms");
    Ok(())
}
