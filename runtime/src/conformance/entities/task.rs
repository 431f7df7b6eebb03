//! Declared methods that many callers may call at the same moment, and those that count and change.

use crate::{Id, StoreEntity, Timestamp};

use super::Firm;

/// What a queue holds: one of each kind of method.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_tasks")]
#[store(unique(queue), when(urgent), find = "find_urgent_task", conflict = "URGENT_TAKEN")]
#[store(unique(slot), when(worker == none), find = "find_free_slot", conflict = "SLOT_TAKEN")]
#[store(update = "assign_task", filter(id), guard(any(worker == none, priority < 0)), set(worker), returning)]
#[store(update = "assign_task_anyway", filter(id), set(worker))]
#[store(update = "set_task_mark", filter(id), guard(version == expected), set(mark))]
#[store(update = "raise_queue_priority", filter(queue, any(priority == none, priority < below)), set(priority = 10), returning)]
#[store(delete = "delete_idle_task", filter(id), guard(worker == none))]
#[store(swap = "swap_task", filter(worker == expected))]
#[store(swap = "swap_free_task", filter(worker == none))]
#[store(swap = "rotate_task", filter(token == expected))]
#[store(claim = "claim_task", filter(queue, worker == none), set(worker, started_at = now), order(priority desc), returning)]
#[store(claim = "claim_any_task", filter(queue, worker == none), set(worker))]
#[store(claim = "claim_this_task", filter(id, worker == none), set(worker))]
#[store(take = "take_task", filter(queue), order(priority))]
#[store(take = "take_task_by_token", filter(token))]
#[store(insert_new = "insert_new_task")]
#[store(insert_new = "insert_task_of_token", on(token))]
#[store(upsert = "upsert_task_of_token", on(token))]
#[store(upsert = "upsert_free_slot", on(slot))]
#[store(set_exclusive = "make_urgent", filter(queue), flag(urgent))]
#[store(set_exclusive = "choose_task", flag(chosen))]
#[store(increment = "add_attempt", filter(id), add(attempts), max)]
#[store(increment = "add_attempts", filter(id), add(attempts = by), set(worker))]
#[store(increment = "spend", filter(id), add(credits = by), min = -5, max = 20)]
#[store(increment = "give_one", filter(token), add(credits = -1))]
#[store(raise = "raise_mark", filter(id), to(mark), set(worker))]
#[store(raise = "raise_started", filter(id), to(started_at = now))]
#[store(count_by = "count_tasks_by_worker", filter(queue), by(worker))]
#[store(count_by = "count_tasks_by_attempts", by(attempts))]
pub(crate) struct Task {
    #[store(id)]
    pub(crate) id: String,
    #[store(index)]
    pub(crate) queue: String,
    pub(crate) slot: i64,
    pub(crate) priority: Option<i64>,
    pub(crate) worker: Option<String>,
    pub(crate) started_at: Option<Timestamp>,
    #[store(secret, unique)]
    pub(crate) token: String,
    pub(crate) attempts: u8,
    pub(crate) credits: i64,
    pub(crate) mark: Option<i64>,
    pub(crate) urgent: bool,
    pub(crate) chosen: bool,
    #[store(updated)]
    pub(crate) touched_at: Timestamp,
    #[store(version)]
    pub(crate) version: i64,
}

impl Task {
    /// A free one. Its slot and its token are those of no other id.
    pub(crate) fn new(id: &str, queue: &str) -> Self {
        let slot = id.bytes().fold(0_i64, |slot, byte| slot.wrapping_mul(131).wrapping_add(i64::from(byte)));
        Self {
            id: id.to_owned(),
            queue: queue.to_owned(),
            slot,
            priority: None,
            worker: None,
            started_at: None,
            token: format!("token of {id}"),
            attempts: 0,
            credits: 0,
            mark: None,
            urgent: false,
            chosen: false,
            touched_at: Timestamp::MIN,
            version: 0,
        }
    }

    pub(crate) fn with_worker(self, worker: &str) -> Self {
        Self { worker: Some(worker.to_owned()), ..self }
    }

    pub(crate) fn with_priority(self, priority: i64) -> Self {
        Self { priority: Some(priority), ..self }
    }
}

/// Names tasks and firms, so that they are found by way of it.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_labels", id_prefix = "swcy")]
#[store(references(task_id -> Task, on_delete = cascade))]
#[store(references(firm_id -> Firm, on_delete = set_null))]
#[store(through = "list_labelled_tasks", filter(name), via(task_id), order(priority desc))]
#[store(through = "list_first_labelled_tasks", filter(name), via(task_id), order(slot), limit)]
#[store(through = "page_labelled_tasks", filter(name), via(task_id), page)]
#[store(through = "list_labelled_firms", filter(name), via(firm_id), order(name))]
pub(crate) struct Label {
    #[store(id)]
    pub(crate) id: Id<Label>,
    pub(crate) name: String,
    pub(crate) task_id: String,
    pub(crate) firm_id: Option<Id<Firm>>,
}

impl Label {
    pub(crate) fn new(name: &str, task: &str) -> Self {
        Self { id: Id::new(), name: name.to_owned(), task_id: task.to_owned(), firm_id: None }
    }
}
