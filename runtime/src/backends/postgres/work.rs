//! What a connection is asked to do.

use super::errors::{Attempt, Failure};
use super::session::Session;
use super::{constraints, delete, ensure, insert, update, upsert};
use crate::backend::{CountBy, Select, Step, Write, Written};
use crate::backends::done::{Done, from_writes};
use crate::error::Error;
use crate::schema::EntitySchema;
use crate::sql::references::{concerned, to_soft_deletable};
use crate::sql::shifts;

/// One operation.
#[derive(Debug)]
pub(super) enum Work {
    Select(Select),
    CountBy(CountBy),
    Write(Write),
    Batch(Vec<Step>),
    Ensure(Vec<&'static EntitySchema>),
    Ping,
}

/// How an operation is done. Each way but the first one is for what made the one before fail, and needs a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    First,
    /// One row after another, as far as rows stand in each other's way or one of them is to blame.
    ByRow,
    /// Foreign keys are looked at when all rows are gone.
    Deferred,
    /// The same, and the rows let go of each other before: foreign keys follow each other only so deep.
    LetGoFirst,
}

from_writes!(Work);

impl Work {
    pub(super) const fn is_read(&self) -> bool {
        matches!(self, Self::Select(_) | Self::CountBy(_) | Self::Ping)
    }

    pub(super) const fn makes_tables(&self) -> bool {
        matches!(self, Self::Ensure(_))
    }

    /// Whether it is one statement, after which nothing can fail: all or nothing of itself.
    pub(super) fn is_single(&self) -> bool {
        match self {
            Self::Write(Write::Insert(insert)) => insert::is_single(insert),
            Self::Write(Write::Update(update)) => update::is_single(update),
            Self::Write(Write::Upsert(upsert)) => upsert::is_single(upsert),
            Self::Write(Write::Delete(delete)) => delete::is_single(delete),
            Self::Batch(_) | Self::Ensure(_) => false,
            Self::Select(_) | Self::CountBy(_) | Self::Ping => true,
        }
    }

    /// Whether its one statement does the same at any level of isolation, because nothing but the row that it locks decides
    /// what it writes.
    ///
    /// Then it runs read committed. The server evaluates a condition again on the row as it is once it has the lock, and
    /// unique indexes and foreign keys look at what there is, not at what there was. No serializable transaction can come
    /// to another result by it: between the two stands a lock, or neither reads what the other one writes.
    pub(super) fn is_of_one_row(&self) -> bool {
        match self {
            Self::Write(Write::Insert(insert)) => to_soft_deletable(insert.schema).next().is_none(),
            Self::Write(Write::Update(update)) => update::is_of_one_row(update),
            Self::Write(Write::Upsert(upsert)) => to_soft_deletable(upsert.schema).next().is_none(),
            Self::Write(Write::Delete(delete)) => {
                update::picks_one(delete.schema, &delete.filter, delete.limit)
            }
            Self::Batch(_) | Self::Ensure(_) => false,
            // A read of one statement is of one moment.
            Self::Select(_) | Self::CountBy(_) | Self::Ping => true,
        }
    }

    /// Does it, as steps within whatever makes them all or nothing.
    pub(super) async fn run(&self, session: &mut Session<'_>, way: Way) -> Attempt<Done> {
        Ok(match self {
            Self::Select(select) => Done::Selected(session.select(select).await?),
            Self::CountBy(count) => Done::Counted(session.count_by(count).await?),
            Self::Write(write) => Done::Written(run(session, write, way).await?),
            Self::Batch(steps) => {
                let mut written = Vec::with_capacity(steps.len());
                for Step { write, required } in steps {
                    let step = run(session, write, way).await?;
                    if *required && step.matched() == 0 {
                        return Err(Error::not_found(write.schema()).into());
                    }
                    written.push(step);
                }
                Done::Batch(written)
            }
            Self::Ensure(schemas) => {
                ensure::ensure(session, schemas).await?;
                Done::Nothing
            }
            Self::Ping => {
                session.control("SELECT 1").await?;
                Done::Nothing
            }
        })
    }

    /// How it is done again after it failed so; `None` when that is its end.
    pub(super) fn way_after(&self, way: Way, failure: &Failure) -> Option<Way> {
        let writes = || {
            let (one, several) = match self {
                Self::Write(write) => (Some(write), &[][..]),
                Self::Batch(steps) => (None, steps.as_slice()),
                _ => (None, &[][..]),
            };
            one.into_iter().chain(several.iter().map(|step| &step.write))
        };
        let deletes = || writes().any(|write| matches!(write, Write::Delete(_)));
        let by_row = |write: &Write| match write {
            Write::Insert(insert) => {
                insert.rows.len() > 1 || to_soft_deletable(insert.schema).next().is_some()
            }
            Write::Update(update) => {
                shifts(update.schema, &update.set) || concerned(update.schema, &update.set).next().is_some()
            }
            _ => false,
        };
        match way {
            Way::First if constraints::is_of_rows(failure) && writes().any(by_row) => Some(Way::ByRow),
            Way::First | Way::ByRow if failure.is_foreign_key() && deletes() => Some(Way::Deferred),
            Way::First | Way::ByRow | Way::Deferred if failure.is_too_deep() && deletes() => {
                Some(Way::LetGoFirst)
            }
            _ => None,
        }
    }
}

async fn run(session: &mut Session<'_>, write: &Write, way: Way) -> Attempt<Written> {
    Ok(match write {
        Write::Insert(insert) => {
            let added = match way {
                Way::First => insert::insert_live(session, insert).await,
                _ if insert.rows.len() == 1 => insert::insert(session, insert).await,
                _ => insert::find_culprit(session, insert).await,
            };
            added.map_err(|failure| match failure {
                // Where there are more, the row has been told already, or is still to be found.
                Failure::Store(error) if insert.rows.len() == 1 => error.at_position(0).into(),
                failure => failure,
            })?;
            Written::Inserted
        }
        Write::Update(update) => Written::Updated(match way {
            Way::First => update::update_live(session, update).await?,
            _ if shifts(update.schema, &update.set) => update::change_each(session, update).await?,
            _ => update::update(session, update).await?,
        }),
        Write::Upsert(upsert) => Written::Upserted(upsert::upsert(session, upsert).await?),
        Write::Delete(delete) => {
            let way = if way == Way::ByRow { Way::First } else { way };
            Written::Deleted(delete::delete(session, delete, way).await?)
        }
    })
}
