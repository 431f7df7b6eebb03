//! R1, R5: unique indexes over some of the rows, and clashes by their names.

use super::common::count;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::{Error, ErrorKind};
use crate::schema::UniqueIndex;

register! {
    "R1": only_rows_of_a_partial_index_clash, a_partial_index_is_entered_and_left, clashes_in_bulk_in_a_partial_index,
        clashes_are_named, a_clash_is_named_inside_a_list;
    "R2": lookups_by_a_partial_index;
    "R12": a_partial_index_counts_live_rows_only;
}

fn slot(id: &str) -> Task {
    Task { slot: 7, ..Task::new(id, "q") }
}

async fn only_rows_of_a_partial_index_clash(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // The slot counts where there is no worker.
    store.create_task(&slot("a").with_worker("x")).await?;
    store.create_task(&slot("b").with_worker("x")).await?;
    store.create_task(&slot("c")).await?;
    check_conflict(
        store.create_task(&slot("d")).await,
        "Task",
        &["slot"],
        None,
        "a second free task of a slot",
    )?;
    store.create_task(&slot("e").with_worker("")).await?;
    // The queue counts where it is urgent.
    let urgent = |id: &str| Task { urgent: true, ..Task::new(id, "q") };
    store.create_task(&urgent("f")).await?;
    check_conflict(
        store.create_task(&urgent("g")).await,
        "Task",
        &["queue"],
        None,
        "a second urgent task of a queue",
    )?;
    store.create_task(&Task { urgent: true, ..Task::new("g", "r") }).await?;
    store.create_task(&Task::new("h", "q")).await?;
    check_eq!(count::<Task>(&store).await?, 7, "tasks");
    Ok(())
}

async fn a_partial_index_is_entered_and_left(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let held = store.create_task(&slot("a")).await?;
    let beside = store.create_task(&slot("b").with_worker("x")).await?;
    // In, by an update of the row and by a declared one.
    let entering = Task { worker: None, ..beside.clone() };
    check_conflict(store.update_task(&entering).await, "Task", &["slot"], None, "an update into the index")?;
    check_conflict(store.swap_task(&entering, "x").await, "Task", &["slot"], None, "a swap into the index")?;
    check_eq!(store.get_task("b").await?, beside, "the row after refused calls");
    // Out, and the other one in.
    check!(store.claim_this_task("a", Some("y")).await?, "the claim was lost");
    let entered = store.update_task(&entering).await?;
    check_eq!(entered.worker, None, "the worker of the row that entered");
    let back = Task { version: 2, ..held };
    check_conflict(store.update_task(&back).await, "Task", &["slot"], None, "an update back into the index")?;
    store.delete_task("b").await?;
    check_eq!(store.update_task(&back).await?.worker, None, "an update back, when the other one is gone");
    Ok(())
}

async fn clashes_in_bulk_in_a_partial_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let tasks = [slot("a").with_worker("x"), slot("b"), slot("c").with_worker("y"), slot("d")];
    check_conflict(
        store.create_tasks(&tasks).await,
        "Task",
        &["slot"],
        Some(3),
        "bulk create of two free tasks of a slot",
    )?;
    check_eq!(count::<Task>(&store).await?, 0, "tasks after it");
    check_eq!(store.create_tasks(&tasks[..3]).await?.len(), 3, "the same without the clash");
    check_eq!(
        store.raise_queue_priority("q", 5).await?.len(),
        3,
        "rows of an update that leaves the index alone"
    );
    Ok(())
}

async fn lookups_by_a_partial_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check_eq!(store.find_urgent_task("q").await?, None, "the urgent task of an empty queue");
    store.create_task(&Task::new("a", "q")).await?;
    check_eq!(store.find_urgent_task("q").await?, None, "the urgent task of a queue without one");
    let urgent = store.create_task(&Task { urgent: true, ..Task::new("b", "q") }).await?;
    store.create_task(&Task { urgent: true, ..Task::new("c", "r") }).await?;
    check_eq!(store.find_urgent_task("q").await?, Some(urgent), "the urgent task of the queue");
    store.create_task(&slot("d").with_worker("x")).await?;
    check_eq!(store.find_free_slot(7).await?, None, "the free task of a slot without one");
    let free = store.create_task(&slot("e")).await?;
    check_eq!(store.find_free_slot(7).await?, Some(free), "the free task of the slot");
    check_kind!(
        store.get_main_pass("x").await,
        ErrorKind::NotFound { entity: "Pass" },
        "get by a partial index of no row"
    );
    Ok(())
}

async fn a_partial_index_counts_live_rows_only(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let main = |id: &str| Pass { main: true, ..Pass::new(id, "x") };
    let first = store.create_pass(&main("a")).await?;
    check_conflict(store.create_pass(&main("b")).await, "Pass", &["area"], None, "a second main pass")?;
    store.delete_pass("a").await?;
    check_eq!(store.find_main_pass("x").await?, None, "the main pass after it was deleted");
    let second = store.create_pass(&main("b")).await?;
    check_eq!(store.get_main_pass("x").await?, second, "the main pass that took its place");
    check_conflict(store.restore_pass("a").await, "Pass", &["area"], None, "restore of the first")?;
    store.delete_pass("b").await?;
    check!(store.restore_pass("a").await?, "restore of the first, when its place is free");
    check_eq!(store.get_main_pass("x").await?.id, first.id, "the main pass that was restored");
    Ok(())
}

/// Fails unless `result` is a clash in exactly this index.
fn check_named<T: std::fmt::Debug>(result: crate::Result<T>, expected: UniqueIndex, words: &str) -> Outcome {
    let taken = result.as_ref().map_err(Error::conflict).err().flatten();
    check_eq!(taken, Some(expected), "the index that {words} clashes in, by {result:?}");
    Ok(())
}

async fn clashes_are_named(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let stored = store.create_task(&Task { urgent: true, ..Task::new("a", "q") }).await?;
    let other = store.create_task(&Task::new("z", "z")).await?;
    let new = Task::new("b", "r");
    check_named(
        store.create_task(&Task { id: stored.id.clone(), ..new.clone() }).await,
        Task::PRIMARY_KEY,
        "a taken id",
    )?;
    check_named(
        store.create_task(&Task { token: stored.token.clone(), ..new.clone() }).await,
        Task::TOKEN_KEY,
        "a taken token",
    )?;
    check_named(
        store.create_task(&Task { slot: stored.slot, ..new.clone() }).await,
        Task::SLOT_TAKEN,
        "a taken slot",
    )?;
    let urgent = Task { urgent: true, queue: "q".to_owned(), ..new.clone() };
    check_named(store.create_task(&urgent).await, Task::URGENT_TAKEN, "a second urgent task")?;
    check_named(
        store.update_task(&Task { token: stored.token.clone(), ..other.clone() }).await,
        Task::TOKEN_KEY,
        "an update",
    )?;
    check_named(
        store.upsert_task(&Task { slot: stored.slot, ..new.clone() }).await,
        Task::SLOT_TAKEN,
        "an upsert",
    )?;
    let taken_id = Task { id: stored.id.clone(), ..new.clone() };
    check_named(store.upsert_task_of_token(&taken_id).await, Task::PRIMARY_KEY, "an upsert on the token")?;
    check_named(
        store.swap_free_task(&Task { token: stored.token.clone(), ..other }).await,
        Task::TOKEN_KEY,
        "a swap",
    )?;
    let member = store.create_member(&Member::new("t", "e")).await?;
    let again = Member { id: crate::Id::new(), ..member };
    check_named(store.create_member(&again).await, Member::TENANT_AND_EMAIL_KEY, "a taken pair")?;
    let none = store.get_task("absent").await.map_err(|error| error.conflict());
    check_eq!(none, Err(None), "the index that an error of another kind names");
    Ok(())
}

async fn a_clash_is_named_inside_a_list(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let tasks = [slot("a"), Task::new("b", "q"), slot("c")];
    check_named(store.create_tasks(&tasks).await, Task::SLOT_TAKEN, "a bulk create")?;
    let firm = Firm { id: crate::Id::new(), name: String::new() };
    let unit = Unit { id: crate::Id::new(), firm_id: firm.id, name: String::new() };
    let bill = Bill { id: crate::Id::new(), firm_id: None };
    let together = store.create_firm_with(&firm, &bill, &[unit.clone(), unit]).await;
    check_named(together, Unit::PRIMARY_KEY, "a create of several entities")?;
    Ok(())
}
