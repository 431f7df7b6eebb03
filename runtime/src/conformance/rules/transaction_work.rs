//! What the tests of transactions do in one, and what it leaves.

use crate::Id;
use crate::conformance::check::Outcome;
use crate::conformance::context::{Context, transactional};
use crate::conformance::entities::*;
use crate::error::Result;
use crate::store::StoreHandle;

/// Writes of all kinds, which belong together.
pub(super) async fn write(store: &StoreHandle) -> Result<()> {
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
pub(super) struct Seen {
    firms: Vec<String>,
    units: Vec<String>,
    // Id, worker, attempts and version.
    tasks: Vec<(String, Option<String>, u8, i64)>,
}

impl Seen {
    pub(super) async fn by(store: &StoreHandle) -> Result<Self> {
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

    pub(super) fn before() -> Self {
        let task = |id: &str| (id.to_owned(), None, 0, 1);
        Self {
            firms: vec!["old".to_owned()],
            units: vec!["old".to_owned()],
            tasks: ["a", "b", "c"].map(task).to_vec(),
        }
    }

    pub(super) fn after() -> Self {
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
pub(super) async fn prepared(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    transactional(&store)?;
    prepare(&store).await?;
    Ok(store)
}
