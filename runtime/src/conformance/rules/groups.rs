//! R14, R7: how many rows there are of each kind, and lists across a reference.

use super::common::count;
use crate::Id;
use crate::conformance::check::{Outcome, check, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::store::StoreHandle;

register! {
    "R6": counts_tell_texts_apart;
    "R7": counts_come_in_order, lists_through_a_reference_are_ordered;
    "R2": counts_of_the_rows_that_match, lists_through_a_reference, lists_through_an_optional_reference;
    "R9": pages_through_a_reference;
}

async fn counts_of_the_rows_that_match(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check!(store.count_tasks_by_worker("q").await?.is_empty(), "counts of no rows");
    let tasks = [
        Task::new("a", "q"),
        Task::new("b", "q").with_worker("x"),
        Task::new("c", "q"),
        Task::new("d", "q").with_worker("y"),
        Task::new("e", "q").with_worker("x"),
        Task::new("f", "q").with_worker("x"),
        Task::new("g", "other").with_worker("x"),
        Task::new("h", "other"),
    ];
    store.create_tasks(&tasks).await?;
    let counts = store.count_tasks_by_worker("q").await?;
    let of = |worker: &str| counts.get(&Some(worker.to_owned()));
    check_eq!(
        (counts.get(&None), of("x"), of("y"), of("z")),
        (2, 3, 1, 0),
        "rows without a worker, of x, y and z"
    );
    check_eq!((counts.total(), counts.len()), (6, 3), "rows in all, and how many workers");
    let attempts = store.count_tasks_by_attempts().await?;
    check_eq!((attempts.get(&0), attempts.total()), (8, 8), "rows without a filter");
    Ok(())
}

async fn counts_come_in_order(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let workers = [Some("b"), None, Some("B"), Some("a"), Some(""), Some("ä"), Some("b")];
    for (number, worker) in workers.into_iter().enumerate() {
        let task = Task::new(&number.to_string(), "q");
        store.create_task(&Task { worker: worker.map(str::to_owned), ..task }).await?;
    }
    let counts: Vec<_> = store.count_tasks_by_worker("q").await?.into_iter().collect();
    let expected = [(None, 1), (Some(""), 1), (Some("B"), 1), (Some("a"), 1), (Some("b"), 2), (Some("ä"), 1)];
    check_eq!(
        counts,
        expected.map(|(worker, count)| (worker.map(str::to_owned), count)).to_vec(),
        "counts by worker"
    );
    Ok(())
}

async fn counts_tell_texts_apart(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let workers = ["a", "A", "a ", " a", "á", "a\u{301}", "ß", "ss", "%"];
    for (number, worker) in workers.into_iter().enumerate() {
        store.create_task(&Task::new(&number.to_string(), "q").with_worker(worker)).await?;
    }
    let counts = store.count_tasks_by_worker("q").await?;
    check_eq!(counts.len(), workers.len(), "texts that are not the same");
    check!(counts.iter().all(|(_, count)| *count == 1), "a text was counted with another one: {counts:?}");
    Ok(())
}

/// Tasks `a` to `f` with the labels: `x` on a, c twice, e; `y` on b and c.
async fn labelled(store: &StoreHandle) -> Outcome {
    for (id, priority) in
        [("a", Some(1)), ("b", None), ("c", Some(1)), ("d", Some(3)), ("e", Some(2)), ("f", None)]
    {
        store.create_task(&Task { priority, ..Task::new(id, "q") }).await?;
    }
    for (name, task) in [("x", "a"), ("x", "c"), ("x", "c"), ("x", "e"), ("y", "b"), ("y", "c")] {
        store.create_label(&Label::new(name, task)).await?;
    }
    Ok(())
}

fn ids(tasks: Vec<Task>) -> Vec<String> {
    tasks.into_iter().map(|task| task.id).collect()
}

async fn lists_through_a_reference(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    labelled(&store).await?;
    check_eq!(
        ids(store.list_labelled_tasks("x").await?),
        ["e", "a", "c"],
        "tasks with the label x, each once"
    );
    check_eq!(ids(store.list_labelled_tasks("z").await?), [""; 0], "tasks with a label that is not there");
    let task = store.get_task("c").await?;
    check!(store.list_labelled_tasks("y").await?.contains(&task), "a task is not given as it is stored");
    store.delete_task("c").await?;
    check_eq!(ids(store.list_labelled_tasks("x").await?), ["e", "a"], "after one was deleted");
    Ok(())
}

async fn lists_through_a_reference_are_ordered(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    labelled(&store).await?;
    check_eq!(ids(store.list_labelled_tasks("y").await?), ["c", "b"], "descending puts none last");
    // By their slots, which follow the ids of one letter.
    for (limit, expected) in [(0, &[][..]), (1, &["a"]), (2, &["a", "c"]), (100, &["a", "c", "e"])] {
        check_eq!(ids(store.list_first_labelled_tasks("x", limit).await?), expected, "the first {limit}");
    }
    for task in ["a", "b", "c", "d", "e", "f"] {
        store.create_label(&Label::new("all", task)).await?;
    }
    check_eq!(ids(store.list_labelled_tasks("all").await?), ["d", "e", "a", "c", "b", "f"], "ties by id");
    Ok(())
}

async fn lists_through_an_optional_reference(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    labelled(&store).await?;
    let firm = store.create_firm(&Firm { id: Id::new(), name: "f".to_owned() }).await?;
    store.create_firm(&Firm { id: Id::new(), name: "other".to_owned() }).await?;
    check_eq!(store.list_labelled_firms("x").await?, vec![], "firms through labels that name none");
    store.create_label(&Label { firm_id: Some(firm.id), ..Label::new("x", "a") }).await?;
    check_eq!(
        store.list_labelled_firms("x").await?,
        vec![firm.clone()],
        "firms through a label that names one"
    );
    check_eq!(store.list_labelled_firms("y").await?, vec![], "firms through another label");
    store.delete_firm(&firm.id).await?;
    check_eq!(store.list_labelled_firms("x").await?, vec![], "firms after it was deleted");
    check_eq!(count::<Label>(&store).await?, 7, "labels, which let go of it");
    Ok(())
}

async fn pages_through_a_reference(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    labelled(&store).await?;
    for number in 0..7_i64 {
        let id = format!("g{number}");
        store.create_task(&Task::new(&id, "r").with_priority(number / 3)).await?;
        store.create_labels(&[Label::new("p", &id), Label::new("p", &id)]).await?;
    }
    let list = TaskFilter::new().order_by(Task::PRIORITY.desc()).limit(3);
    let mut after = None;
    let mut seen = Vec::new();
    for expected in [3, 3, 1] {
        let page = store.page_labelled_tasks("p", &list.clone().after(after)).await?;
        check_eq!(page.items.len(), expected, "tasks of a page");
        check_eq!(page.total, Some(7), "the total, whatever the page");
        seen.extend(ids(page.items));
        after = page.next;
    }
    check!(after.is_none(), "there is a page after the last one");
    check_eq!(seen, ["g6", "g3", "g4", "g5", "g0", "g1", "g2"], "tasks of all pages");
    let filter = TaskFilter::new().filter(Task::PRIORITY.eq(1));
    let page = store.page_labelled_tasks("x", &filter).await?;
    check_eq!(
        (ids(page.items), page.total),
        (vec!["a".to_owned(), "c".to_owned()], Some(2)),
        "a page with a filter"
    );
    let none = store.page_labelled_tasks("x", &TaskFilter::new().limit(0)).await?;
    check_eq!((none.items.len(), none.total), (0, Some(3)), "a page of none");
    Ok(())
}
