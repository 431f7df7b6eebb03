//! What a connection is asked to do, all or nothing.

use std::time::Duration;

use super::errors::Attempt;
use super::server::Flavor;
use super::session::Session;
use super::{delete, insert, upsert, write};
use crate::backend::{Step, Write, Written};
use crate::backends::done::{Done, from_writes};
use crate::error::Error;

/// Something to write.
#[derive(Debug, Clone)]
pub(super) enum Work {
    Write(Write),
    Batch(Vec<Step>),
}

/// How often a call is done again that the server undid in favour of others.
const ATTEMPTS: u32 = 40;
/// How long to wait before the second time, in microseconds; twice as long each time, and somewhat at random.
const PAUSE: u64 = 500;

from_writes!(Work);

impl Work {
    /// Whether it writes by one statement, after which nothing can fail: all or nothing of itself.
    fn is_single(&self, flavor: Flavor) -> bool {
        match self {
            Self::Write(Write::Insert(insert)) => insert::is_single(insert.schema, &insert.rows),
            Self::Write(Write::Update(update)) => write::is_single(update),
            Self::Write(Write::Upsert(_)) | Self::Batch(_) => false,
            Self::Write(Write::Delete(delete)) => delete::is_single(flavor, delete),
        }
    }

    /// Whether only its last statement writes, and that all or nothing.
    fn is_of_one(&self) -> bool {
        matches!(self, Self::Write(Write::Update(update)) if write::is_of_one(update))
    }

    /// Does it, as steps within whatever makes them all or nothing.
    async fn run(&self, session: &mut Session) -> Attempt<Done> {
        match self {
            Self::Write(write) => run(session, write).await.map(Done::Written),
            Self::Batch(steps) => batch(session, steps).await.map(Done::Batch),
        }
    }
}

async fn run(session: &mut Session, write: &Write) -> Attempt<Written> {
    Ok(match write {
        Write::Insert(insert) => {
            insert::insert(session, insert).await?;
            Written::Inserted
        }
        Write::Update(update) => Written::Updated(write::update(session, update).await?),
        Write::Upsert(upsert) => Written::Upserted(upsert::upsert(session, upsert).await?),
        Write::Delete(delete) => Written::Deleted(delete::delete(session, delete).await?),
    })
}

/// The writes of a batch in their order.
async fn batch(session: &mut Session, steps: &[Step]) -> Attempt<Vec<Written>> {
    let mut all = Vec::with_capacity(steps.len());
    for Step { write, required } in steps {
        let written = run(session, write).await?;
        if *required && written.matched() == 0 {
            return Err(Error::not_found(write.schema()).into());
        }
        all.push(written);
    }
    Ok(all)
}

/// Does one work on a connection without a transaction, and commits it.
pub(super) async fn alone(session: &mut Session, work: &Work) -> Attempt<Done> {
    let mut attempt = 1;
    loop {
        let mut done = once(session, work).await;
        if session.made_room(&done).await {
            done = once(session, work).await;
        }
        match done {
            Err(failure) if failure.is_for_others() && attempt < ATTEMPTS && !session.is_broken() => {
                let longest = PAUSE << attempt.min(7);
                tokio::time::sleep(Duration::from_micros(fastrand::u64(longest / 2..=longest))).await;
                attempt += 1;
            }
            done => return done,
        }
    }
}

async fn once(session: &mut Session, work: &Work) -> Attempt<Done> {
    if let Work::Write(Write::Upsert(upsert)) = work
        && insert::is_single(upsert.schema, std::slice::from_ref(&upsert.row))
    {
        // Mostly it is not there. Outside of a transaction, so that nothing stays locked if it is.
        match upsert::add(session, upsert).await {
            Err(failure) if failure.is_refusal() => {}
            added => return added.map(|added| Done::Written(Written::Upserted(added))),
        }
    }
    if let Work::Write(Write::Update(update)) = work
        && let Some(updated) = write::compared(session, update).await?
    {
        return Ok(Done::Written(Written::Updated(updated)));
    }
    if work.is_single(session.server.flavor) {
        work.run(session).await
    } else {
        transaction(session, work).await
    }
}

async fn transaction(session: &mut Session, work: &Work) -> Attempt<Done> {
    // Each step of a batch counts on what those before it found, and on what they didn't find.
    session
        .control(match work {
            Work::Write(_) => "START TRANSACTION",
            Work::Batch(_) => "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; START TRANSACTION",
        })
        .await?;
    let done = match work.run(session).await {
        Ok(done) => session.control("COMMIT").await.map(|()| done),
        Err(failure) => Err(failure),
    };
    if done.is_err() && session.control("ROLLBACK").await.is_err() {
        session.give_up();
    }
    done
}

/// Does one work in the transaction that is open, all or nothing; what was done there before stays.
pub(super) async fn inside(session: &mut Session, work: &Work) -> Attempt<Done> {
    let done = once_inside(session, work).await;
    if session.made_room(&done).await { once_inside(session, work).await } else { done }
}

async fn once_inside(session: &mut Session, work: &Work) -> Attempt<Done> {
    if work.is_single(session.server.flavor) || work.is_of_one() {
        return work.run(session).await;
    }
    session.control("SAVEPOINT job").await?;
    let done = work.run(session).await;
    match &done {
        // The transaction is over, and the savepoint with it.
        Err(failure) if failure.ends_transaction() || session.is_broken() => {}
        Err(_) => session.control("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job").await?,
        Ok(_) => session.control("RELEASE SAVEPOINT job").await?,
    }
    done
}
