//! Adding a row or finding it there, as steps within whatever makes them all or nothing.

use super::changes::changed;
use super::errors::{Attempt, Failure};
use super::insert::insert_all;
use super::prepared::Locks;
use super::session::Session;
use super::write::update;
use crate::backend::keys;
use crate::backend::{Replacement, Select, UniqueKey, Update, Upsert};
use crate::error::{Error, ErrorKind};

/// Adds a row or changes the one that is there.
pub(super) async fn upsert(session: &mut Session, upsert: &Upsert) -> Attempt<Replacement> {
    let Upsert { schema, on, row, set, only_if } = upsert;
    session.server.lengths(schema).check(schema, row.iter().enumerate())?;
    let Some(taken) = on.taken_by(schema, row) else {
        return add(session, upsert).await;
    };
    let select = Select { limit: Some(1), ..Select::new(schema, taken) };
    let Some(stored) = session.locked(&select, Locks::Update).await?.pop() else {
        return match add(session, upsert).await {
            // Somebody else added it since: that one is to be changed.
            Err(Failure::Store(error)) if is_on(&error, *on) => Err(Failure::Raced),
            added => added,
        };
    };
    if !only_if.matches(&stored) {
        return Err(on.conflict(schema).into());
    }
    if set.is_empty() {
        return Ok(Replacement { row: stored, inserted: false });
    }
    // A sum that can't be held is told before anything is written.
    let row = changed(schema, set, &stored)?;
    let change = Update { returning: true, ..Update::new(schema, keys::names(schema, &stored), set.clone()) };
    update(session, &change).await?;
    Ok(Replacement { row, inserted: false })
}

/// Adds the row, whatever is there.
pub(super) async fn add(session: &mut Session, upsert: &Upsert) -> Attempt<Replacement> {
    let added = insert_all(session, upsert.schema, std::slice::from_ref(&upsert.row)).await;
    added.map_err(|(_, failure)| failure)?;
    Ok(Replacement { row: upsert.row.clone(), inserted: true })
}

fn is_on(error: &Error, on: UniqueKey) -> bool {
    let name = match on {
        UniqueKey::Primary => "primary",
        UniqueKey::Index(index) => index.name(),
    };
    matches!(error.kind(), ErrorKind::Conflict { index, .. } if *index == name)
}
