//! What the connection that writes is asked to do.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::errors::Attempt;
use super::session::Session;
use super::{batch, delete, ensure, upsert, write};
use crate::backend::{Change, Step, Write, Written};
use crate::backends::done::{Done, from_writes};
use crate::error::Error;
use crate::schema::EntitySchema;
use crate::sql::references::to_soft_deletable;
use crate::value::Value;

/// Something to write.
#[derive(Debug)]
pub(super) enum Work {
    Write(Write),
    Batch(Vec<Step>),
    Ensure(Vec<&'static EntitySchema>),
    #[cfg(test)]
    Panic(crate::backend::Insert),
}

from_writes!(Work);

impl Work {
    /// How many bytes its values have; `None` for what always takes its time.
    pub(super) fn bytes(&self) -> Option<usize> {
        match self {
            Self::Write(write) => Some(bytes(write)),
            Self::Batch(steps) => Some(steps.iter().map(|step| bytes(&step.write)).sum()),
            _ => None,
        }
    }

    /// Whether it writes by one statement, after which nothing can fail: all or nothing of itself.
    pub(super) fn is_single(&self) -> bool {
        match self {
            Self::Write(Write::Insert(insert)) => {
                insert.rows.len() == 1 && to_soft_deletable(insert.schema).next().is_none()
            }
            Self::Write(Write::Update(update)) => write::is_single(update) && !update.set.is_empty(),
            Self::Write(Write::Upsert(upsert)) => upsert::is_single(upsert),
            Self::Write(Write::Delete(delete)) => delete::is_single(delete) && !delete.returning,
            _ => false,
        }
    }

    /// Does it, as steps within whatever makes them all or nothing.
    pub(super) fn run(&self, session: &Session) -> Attempt<Done> {
        match self {
            Self::Write(write) => run(session, write).map(Done::Written),
            Self::Batch(steps) => batch::steps(session, steps).map(Done::Batch),
            Self::Ensure(schemas) => ensure::ensure(session, schemas).map(|()| Done::Nothing),
            #[cfg(test)]
            #[allow(clippy::panic)]
            Self::Panic(insert) => {
                write::insert(session, insert)?;
                panic!("a job that panics")
            }
        }
    }
}

/// Does one write.
pub(super) fn run(session: &Session, write: &Write) -> Attempt<Written> {
    Ok(match write {
        Write::Insert(insert) => {
            write::insert(session, insert)?;
            Written::Inserted
        }
        Write::Update(update) => Written::Updated(write::update(session, update)?),
        Write::Upsert(upsert) => Written::Upserted(upsert::upsert(session, upsert)?),
        Write::Delete(delete) => Written::Deleted(delete::delete(session, delete)?),
    })
}

/// A panic is an error of this work and of no other. It is told without its message, which could quote a value (R19); the
/// panic hook has shown it.
pub(super) fn guarded<T>(work: impl FnOnce() -> Attempt<T>) -> Attempt<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Error::backend("the call panicked").into()))
}

fn bytes(write: &Write) -> usize {
    let size = |row: &[Value]| row.iter().map(Value::size).sum::<usize>();
    match write {
        Write::Insert(insert) => insert.rows.iter().map(|row| size(row)).sum(),
        Write::Upsert(upsert) => size(&upsert.row),
        Write::Update(update) => update.set.iter().map(|assignment| set_size(&assignment.change)).sum(),
        Write::Delete(_) => 0,
    }
}

fn set_size(change: &Change) -> usize {
    if let Change::Set(value) = change { value.size() } else { 0 }
}
