//! R14: guards, changed rows that are given, and the one row that has a flag, by one caller.

use std::time::Duration;

use super::common::count;
use crate::conformance::check::{Outcome, check, check_eq, check_invalid, check_kind};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::error::ErrorKind;
use crate::store::StoreHandle;

register! {
    "R14": update_gives_the_changed_row, update_gives_all_changed_rows, a_guard_tells_refused_from_absent,
        a_guard_with_alternatives, a_guard_on_the_version, a_guarded_delete, set_exclusive_moves_the_flag,
        set_exclusive_among_its_siblings, set_exclusive_of_no_row, set_exclusive_stamps_what_it_changes;
}

async fn update_gives_the_changed_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    context.clock().advance(Duration::from_secs(1));
    let expected = Task { touched_at: store.now(), version: 2, ..task.with_worker("me") };
    check_eq!(
        store.assign_task("a", Some("me")).await?.as_ref(),
        Some(&expected),
        "the row that the update gave"
    );
    check_eq!(store.get_task("a").await?, expected, "the stored row");
    check_eq!(store.assign_task("absent", Some("me")).await?, None, "the row of an update of none");
    check_invalid(store.assign_task("a", Some("\0")).await, "worker", "an update to NUL")?;
    Ok(())
}

async fn update_gives_all_changed_rows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let tasks = [
        Task::new("a", "q").with_priority(4),
        Task::new("b", "q"),
        Task::new("c", "q").with_priority(5),
        Task::new("d", "other"),
        Task::new("e", "q").with_priority(-1),
    ];
    store.create_tasks(&tasks).await?;
    let mut changed = store.raise_queue_priority("q", 5).await?;
    changed.sort_by(|a, b| a.id.cmp(&b.id));
    let ids: Vec<_> = changed.iter().map(|task| task.id.as_str()).collect();
    check_eq!(ids, ["a", "b", "e"], "the rows that either alternative holds of");
    for task in &changed {
        check_eq!((task.priority, task.version), (Some(10), 2), "priority and version of a changed row");
        check_eq!(store.get_task(&task.id).await?, *task, "the stored row is what the update gave");
    }
    check_eq!(store.raise_queue_priority("q", 5).await?, vec![], "rows when nothing matches any more");
    check_eq!(store.get_task("d").await?.priority, None, "the priority of another queue's row");
    Ok(())
}

async fn a_guard_tells_refused_from_absent(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let held = store.create_task(&Task::new("a", "q").with_worker("x")).await?;
    let error = check_kind!(
        store.assign_task("a", Some("me")).await,
        ErrorKind::Refused { entity: "Task" },
        "an update that the guard refuses"
    );
    check!(
        error.is_refused() && !error.is_not_found() && !error.is_retryable(),
        "what the error says: {error:?}"
    );
    check_eq!(store.get_task("a").await?, held, "the row after a refused update");
    check_eq!(store.assign_task("b", Some("me")).await?, None, "an update of an absent row");
    check_eq!(count::<Task>(&store).await?, 1, "tasks");
    Ok(())
}

async fn a_guard_with_alternatives(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Free, or of a priority under zero; without a priority neither.
    let cases = [
        (None, None, true),
        (Some("x"), Some(-1), true),
        (Some("x"), Some(0), false),
        (Some("x"), None, false),
        (None, Some(5), true),
    ];
    for (number, (worker, priority, allowed)) in cases.into_iter().enumerate() {
        let id = number.to_string();
        let worker: Option<&str> = worker;
        store
            .create_task(&Task { worker: worker.map(str::to_owned), priority, ..Task::new(&id, "q") })
            .await?;
        let assigned = store.assign_task(&id, Some("me")).await;
        check_eq!(
            assigned.is_ok(),
            allowed,
            "an update of a row with the worker {worker:?} and the priority {priority:?}"
        );
        let expected = if allowed { Some("me") } else { worker };
        check_eq!(store.get_task(&id).await?.worker.as_deref(), expected, "the worker after it");
    }
    Ok(())
}

async fn a_guard_on_the_version(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_task(&Task::new("a", "q")).await?;
    check!(store.set_task_mark("a", 1, Some(5)).await?, "the update with the version that was read");
    check_kind!(
        store.set_task_mark("a", 1, Some(6)).await,
        ErrorKind::Refused { .. },
        "the update with an old version"
    );
    check!(store.set_task_mark("a", 2, None).await?, "the update with the next version");
    check!(!store.set_task_mark("absent", 1, None).await?, "the update of no row");
    let task = store.get_task("a").await?;
    check_eq!((task.mark, task.version), (None, 3), "mark and version at the end");
    Ok(())
}

async fn a_guarded_delete(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let held = store.create_task(&Task::new("a", "q").with_worker("x")).await?;
    store.create_task(&Task::new("b", "q")).await?;
    let label = store.create_label(&Label::new("l", "a")).await?;
    check_kind!(
        store.delete_idle_task("a").await,
        ErrorKind::Refused { entity: "Task" },
        "a delete that the guard refuses"
    );
    check_eq!(store.get_task("a").await?, held, "the row after a refused delete");
    check_eq!(store.get_label(&label.id).await?, label, "what would have gone with it");
    check!(store.delete_idle_task("b").await?, "a delete that the guard allows");
    check!(!store.delete_idle_task("b").await?, "a delete of an absent row");
    Ok(())
}

/// Which tasks are chosen, and which are urgent.
async fn flagged(store: &StoreHandle) -> Outcome<(Vec<String>, Vec<String>)> {
    let tasks = store.list_tasks(&TaskFilter::new()).await?.items;
    let ids = |flag: fn(&Task) -> bool| {
        tasks.iter().filter(|task| flag(task)).map(|task| task.id.clone()).collect()
    };
    Ok((ids(|task| task.chosen), ids(|task| task.urgent)))
}

fn just(id: &str) -> Vec<String> {
    vec![id.to_owned()]
}

async fn set_exclusive_moves_the_flag(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Two have it to begin with, and nothing forbids that.
    let tasks = ["a", "b", "c", "d"].map(|id| Task { chosen: id < "c", ..Task::new(id, "q") });
    store.create_tasks(&tasks).await?;
    for id in ["c", "a", "a", "d"] {
        store.choose_task(id).await?;
        check_eq!(flagged(&store).await?.0, just(id), "the chosen tasks");
    }
    Ok(())
}

async fn set_exclusive_among_its_siblings(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (id, queue) in [("a", "q"), ("b", "q"), ("c", "r"), ("d", "r")] {
        store.create_task(&Task { urgent: id == "a" || id == "c", ..Task::new(id, queue) }).await?;
    }
    // A unique index lets one of each queue have it at a time.
    store.make_urgent("q", "b").await?;
    check_eq!(flagged(&store).await?.1, vec!["b".to_owned(), "c".to_owned()], "the urgent tasks");
    check_eq!(
        store.find_urgent_task("q").await?.map(|task| task.id),
        Some("b".to_owned()),
        "the urgent task of the queue"
    );
    store.make_urgent("q", "b").await?;
    store.make_urgent("r", "d").await?;
    check_eq!(flagged(&store).await?.1, vec!["b".to_owned(), "d".to_owned()], "the urgent tasks at the end");
    Ok(())
}

async fn set_exclusive_of_no_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for (id, queue) in [("a", "q"), ("b", "r")] {
        store.create_task(&Task { urgent: true, chosen: id == "a", ..Task::new(id, queue) }).await?;
    }
    check_kind!(
        store.choose_task("absent").await,
        ErrorKind::NotFound { entity: "Task" },
        "the flag for an absent row"
    );
    check_kind!(
        store.make_urgent("q", "b").await,
        ErrorKind::NotFound { .. },
        "the flag for a row that is no sibling"
    );
    check_eq!(
        flagged(&store).await?,
        (just("a"), vec!["a".to_owned(), "b".to_owned()]),
        "the flags after refused calls"
    );
    check_invalid(store.make_urgent("\0", "a").await, "queue", "the flag among siblings with NUL")?;
    check_invalid(store.choose_task("\0").await, "id", "the flag for an id with NUL")?;
    Ok(())
}

async fn set_exclusive_stamps_what_it_changes(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let tasks = ["a", "b", "c"].map(|id| Task { chosen: id == "a", ..Task::new(id, "q") });
    let tasks = store.create_tasks(&tasks).await?;
    context.clock().advance(Duration::from_secs(1));
    store.choose_task("b").await?;
    let changed = |task: &Task, chosen| Task { chosen, version: 2, touched_at: store.now(), ..task.clone() };
    check_eq!(store.get_task("a").await?, changed(&tasks[0], false), "the row that had the flag");
    check_eq!(store.get_task("b").await?, changed(&tasks[1], true), "the row that has it");
    check_eq!(store.get_task("c").await?, tasks[2], "a row that never had it");
    Ok(())
}
