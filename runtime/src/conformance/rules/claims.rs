//! R14: swap, claim and take, by one caller.

use std::time::Duration;

use crate::conformance::check::{Outcome, check, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R14": swap_replaces_the_row_that_is_as_expected, swap_keeps_what_only_the_store_knows, swap_by_a_secret,
        swap_to_a_taken_value, claim_gives_the_first_in_order, claim_of_none, claim_without_an_order,
        claim_of_one_row, take_gives_the_first_in_order, take_by_a_secret, take_takes_what_hangs_on_it;
}

async fn swap_replaces_the_row_that_is_as_expected(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let free = store.create_task(&Task::new("a", "q")).await?;
    let other = store.create_task(&Task::new("b", "q")).await?;
    let mine = Task { mark: Some(7), queue: "r".to_owned(), ..free.clone().with_worker("me") };
    check!(!store.swap_task(&mine, "you").await?, "a swap that expects another worker was done");
    check_eq!(store.get_task("a").await?, free, "the task after a swap that was not done");
    check!(store.swap_free_task(&mine).await?, "a swap that expects no worker was not done");
    let swapped = Task { version: 2, ..mine.clone() };
    check_eq!(store.get_task("a").await?, swapped, "the whole row after the swap");
    check!(!store.swap_free_task(&mine).await?, "the same swap was done again");
    let done = Task { worker: None, mark: None, ..mine };
    check!(store.swap_task(&done, "me").await?, "a swap that expects the worker was not done");
    check_eq!(store.get_task("a").await?, Task { version: 3, ..done }, "the row after two swaps");
    check!(!store.swap_free_task(&Task::new("absent", "q")).await?, "a swap of no row was done");
    check_eq!(store.list_tasks(&TaskFilter::new()).await?.total, Some(2), "tasks after a swap of no row");
    check_eq!(store.get_task("b").await?, other, "another row that is as expected");
    Ok(())
}

async fn swap_keeps_what_only_the_store_knows(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    context.clock().advance(Duration::from_secs(3));
    // A version is raised, not compared: the filter says what is expected.
    let old = Task { version: 40, touched_at: task.touched_at, credits: 5, ..task.clone() };
    check!(store.swap_free_task(&old).await?, "a swap with any version was not done");
    let expected = Task { version: 2, touched_at: store.now(), credits: 5, ..task };
    check_eq!(store.get_task("a").await?, expected, "version and updated after a swap");
    Ok(())
}

async fn swap_by_a_secret(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    let old = task.token.clone();
    let new = Task { token: "new".to_owned(), ..task.clone() };
    check!(store.rotate_task(&new, &old).await?, "the first rotation was not done");
    check!(
        !store.rotate_task(&Task { token: "newer".to_owned(), ..task }, &old).await?,
        "a second rotation of the same token"
    );
    check_eq!(store.get_task("a").await?.token, "new", "the token");
    Ok(())
}

async fn swap_to_a_taken_value(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    let other = store.create_task(&Task::new("b", "q")).await?;
    let taken = Task { token: other.token.clone(), ..task.clone() };
    check_conflict(store.swap_free_task(&taken).await, "Task", &["token"], None, "swap to a taken token")?;
    check_eq!(store.get_task("a").await?, task, "the row after a refused swap");
    Ok(())
}

async fn claim_gives_the_first_in_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    // Ties by id; a task without a priority comes last of all; other queues and taken tasks don't count.
    let tasks = [
        Task::new("e", "q"),
        Task::new("c", "q").with_priority(1),
        Task::new("d", "q").with_priority(5),
        Task::new("b", "q").with_priority(5),
        Task::new("a", "other").with_priority(9),
        Task::new("f", "q").with_priority(9).with_worker("taken"),
    ];
    store.create_tasks(&tasks).await?;
    context.clock().advance(Duration::from_secs(1));
    for id in ["b", "d", "c", "e"] {
        let Some(claimed) = store.claim_task("q", Some("me")).await? else {
            check!(false, "no task was left where `{id}` is");
            continue;
        };
        let expected = tasks.iter().find(|task| task.id == id).cloned().unwrap_or_else(|| Task::new(id, "q"));
        let now = store.now();
        let expected =
            Task { started_at: Some(now), touched_at: now, version: 2, ..expected.with_worker("me") };
        check_eq!(claimed, expected, "the task that was claimed");
        check_eq!(store.get_task(id).await?, expected, "the claimed task as it is stored");
    }
    check_eq!(store.claim_task("q", Some("me")).await?, None, "a task of a queue that is empty by now");
    check_eq!(store.get_task("a").await?.worker, None, "the worker of another queue's task");
    Ok(())
}

async fn claim_of_none(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check_eq!(store.claim_task("q", Some("me")).await?, None, "a task of no queue");
    check!(!store.claim_any_task("q", Some("me")).await?, "a claim of nothing was won");
    check!(!store.claim_this_task("a", Some("me")).await?, "a claim of an absent task was won");
    // Somebody claims it as nobody: it stays free.
    store.create_task(&Task::new("a", "q")).await?;
    check!(store.claim_any_task("q", None).await?, "a claim that changes nothing was lost");
    check!(store.claim_any_task("q", Some("me")).await?, "the claim after it was lost");
    check!(!store.claim_any_task("q", Some("you")).await?, "a claim of what is taken was won");
    check_eq!(store.get_task("a").await?.worker.as_deref(), Some("me"), "the worker");
    Ok(())
}

async fn claim_without_an_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_tasks(&["b", "c", "a"].map(|id| Task::new(id, "q"))).await?;
    for taken in 1..=3 {
        check!(store.claim_any_task("q", Some("me")).await?, "claim {taken} of 3 was lost");
        let mine = TaskFilter::new().filter(Task::WORKER.eq("me"));
        let mine: Vec<_> = store.list_tasks(&mine).await?.items.into_iter().map(|task| task.id).collect();
        check_eq!(mine, ["a", "b", "c"][..taken].to_vec(), "the claimed tasks, by their ids");
    }
    check!(!store.claim_any_task("q", Some("me")).await?, "a fourth claim was won");
    Ok(())
}

async fn claim_of_one_row(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_tasks(&["a", "b"].map(|id| Task::new(id, "q"))).await?;
    check!(store.claim_this_task("b", Some("me")).await?, "the claim was lost");
    check!(!store.claim_this_task("b", Some("you")).await?, "the second claim of the same row was won");
    check_eq!(store.get_task("b").await?.worker.as_deref(), Some("me"), "the worker of the claimed row");
    check_eq!(store.get_task("a").await?.worker, None, "the worker of another row");
    Ok(())
}

async fn take_gives_the_first_in_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let tasks = [
        Task::new("e", "q").with_priority(2),
        Task::new("d", "q").with_priority(1),
        Task::new("c", "q"),
        Task::new("b", "q").with_priority(1),
        Task::new("a", "other"),
    ];
    let tasks = store.create_tasks(&tasks).await?;
    for place in [2, 3, 1, 0] {
        check_eq!(
            store.take_task("q").await?.as_ref(),
            Some(&tasks[place]),
            "the task that was taken, as it was"
        );
        check_eq!(store.find_task(&tasks[place].id).await?, None, "the taken task");
    }
    check_eq!(store.take_task("q").await?, None, "a task of a queue that is empty by now");
    check_eq!(store.get_task("a").await?, tasks[4], "another queue's task");
    Ok(())
}

async fn take_by_a_secret(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let task = store.create_task(&Task::new("a", "q")).await?;
    let other = store.create_task(&Task::new("b", "q")).await?;
    check_eq!(store.take_task_by_token("wrong").await?, None, "what an unknown token takes");
    check_eq!(store.take_task_by_token(&task.token).await?, Some(task.clone()), "what the token takes");
    check_eq!(store.take_task_by_token(&task.token).await?, None, "what the token takes again");
    check_eq!(store.get_task("b").await?, other, "another task");
    // Its unique values are free again.
    check_eq!(store.create_task(&task).await?.token, task.token, "a new task with the taken one's token");
    Ok(())
}

async fn take_takes_what_hangs_on_it(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_tasks(&["a", "b"].map(|id| Task::new(id, "q"))).await?;
    let gone = store.create_label(&Label::new("x", "a")).await?;
    let kept = store.create_label(&Label::new("x", "b")).await?;
    check_eq!(store.take_task("q").await?.map(|task| task.id), Some("a".to_owned()), "the taken task");
    check_eq!(store.find_label(&gone.id).await?, None, "the label of the taken task");
    check_eq!(store.get_label(&kept.id).await?, kept, "the label of another task");
    Ok(())
}
