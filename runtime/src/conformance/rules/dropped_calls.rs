//! One call of each kind, and the rows that they find: for what is about calls that are dropped half way.

use crate::conformance::entities::*;
use crate::error::Result;
use crate::future::BoxFuture;
use crate::store::StoreHandle;
use crate::{Id, Timestamp};

/// A call that writes what it writes each time, from the same rows on.
pub(super) type Call = for<'a> fn(&'a StoreHandle, &'a Rows) -> BoxFuture<'a, Result<()>>;

/// Rows with the same ids each time.
pub(super) struct Rows {
    expired: Timestamp,
    firm: Firm,
    units: Vec<Unit>,
    bill: Bill,
    labels: [Label; 2],
    stamps: [Stamp; 2],
    new_firm: Firm,
    new_bill: Bill,
    new_units: Vec<Unit>,
}

impl Rows {
    pub(super) fn new(store: &StoreHandle) -> Self {
        let firm = |name: &str| Firm { id: Id::new(), name: name.to_owned() };
        let units = |firm: &Firm| -> Vec<_> {
            (0..5).map(|_| Unit { id: Id::new(), firm_id: firm.id, name: String::new() }).collect()
        };
        let (old, new) = (firm("old"), firm("new"));
        Self {
            expired: store.now(),
            units: units(&old),
            bill: Bill { id: Id::new(), firm_id: None },
            labels: ["a", "b"].map(|task| Label { firm_id: Some(old.id), ..Label::new("l", task) }),
            stamps: ["expired", "live"].map(|pass| Stamp::new("p", pass)),
            new_units: units(&new),
            new_bill: Bill { id: Id::new(), firm_id: Some(new.id) },
            firm: old,
            new_firm: new,
        }
    }

    pub(super) async fn create(&self, store: &StoreHandle) -> Result<()> {
        let tasks = [
            Task { chosen: true, urgent: true, ..Task::new("a", "q").with_priority(1) },
            Task::new("b", "q").with_priority(2),
            Task::new("c", "q"),
        ];
        store.create_tasks(&tasks).await?;
        store.create_firm(&self.firm).await?;
        store.create_units(&self.units).await?;
        store.create_bill(&self.bill).await?;
        store.create_labels(&self.labels).await?;
        store.create_pass(&Pass { until: Some(self.expired), ..Pass::new("expired", "x") }).await?;
        store.create_pass(&Pass::new("live", "x")).await?;
        store.create_stamps(&self.stamps).await.map(drop)
    }
}

/// A call and its name.
macro_rules! calls {
    ($($name:literal: |$store:ident, $rows:pat_param| $call:expr;)+) => {
        pub(super) const CALLS: &[(&str, Call)] =
            &[$(($name, |$store, $rows| Box::pin(async move { $call.await.map(drop) }))),+];
    };
}

calls! {
    "create": |store, _| store.create_task(&Task::new("new", "q"));
    "bulk create": |store, _| store.create_tasks(&["x", "y", "z"].map(|id| Task::new(id, "q")));
    "update": |store, _| store.update_task(&Task { version: 1, ..Task::new("a", "r") });
    "upsert": |store, _| store.upsert_task(&Task::new("a", "r"));
    "upsert on an index": |store, _| store.upsert_task_of_token(&Task { token: "token of b".to_owned(), ..Task::new("new", "r") });
    "insert-new": |store, _| store.insert_new_task(&Task::new("new", "r"));
    "insert-new on an index": |store, _| store.insert_task_of_token(&Task::new("new", "r"));
    "declared update": |store, _| store.assign_task_anyway("a", Some("me"));
    "update that gives its row": |store, _| store.assign_task("a", Some("me"));
    "update that gives its rows": |store, _| store.raise_queue_priority("q", 9);
    "swap": |store, _| store.swap_free_task(&Task::new("a", "r"));
    "claim": |store, _| store.claim_task("q", Some("me"));
    "take": |store, _| store.take_task("q");
    "increment": |store, _| store.add_attempt("a", 3);
    "raise": |store, _| store.raise_mark("a", 3, Some("me"));
    "set-exclusive": |store, _| store.choose_task("b");
    "set-exclusive under a unique index": |store, _| store.make_urgent("q", "b");
    "delete": |store, rows| store.delete_firm(&rows.firm.id);
    "declared delete": |store, _| store.delete_firms_named("old");
    "guarded delete": |store, _| store.delete_idle_task("a");
    "create of several entities": |store, rows| store.create_firm_with(&rows.new_firm, &rows.new_bill, &rows.new_units);
    "soft deletion": |store, _| store.delete_pass("live");
    "create beside an expired row": |store, _| store.create_pass(&Pass::new("expired", "y"));
    "purge": |store, _| store.purge_expired_passes();
    "find": |store, _| store.find_task("a");
    "list": |store, _| store.list_tasks(&TaskFilter::new());
    "counts": |store, _| store.count_tasks_by_worker("q");
    "list through a reference": |store, _| store.list_labelled_tasks("l");
}
