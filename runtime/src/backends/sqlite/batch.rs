//! What the writer does with the jobs that wait: several of them share one commit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_channel::oneshot;

use super::errors::{Attempt, Failure};
use super::session::Session;
use super::{delete, ensure, references, write};
use crate::backend::{Change, Delete, Insert, Replacement, Update, Updated, Upsert};
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::value::Value;

/// Something to write.
#[derive(Debug)]
pub(super) enum Write {
    Insert(Insert),
    Update(Update),
    Upsert(Upsert),
    Delete(Delete),
    Ensure(Vec<&'static EntitySchema>),
    #[cfg(test)]
    Panic(Insert),
}

/// What was written.
#[derive(Debug)]
pub(super) enum Written {
    Done,
    Updated(Updated),
    Replaced(Replacement),
    Deleted(u64),
}

/// Something to write, and who waits for it.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) write: Write,
    pub(super) reply: oneshot::Sender<Result<Written>>,
}

impl Write {
    /// How many bytes its values have; `None` for what always takes its time.
    pub(super) fn bytes(&self) -> Option<usize> {
        let size = |row: &[Value]| row.iter().map(Value::size).sum::<usize>();
        match self {
            Self::Insert(insert) => Some(insert.rows.iter().map(|row| size(row)).sum()),
            Self::Upsert(upsert) => Some(size(&upsert.row)),
            Self::Update(update) => {
                Some(update.set.iter().map(|assignment| set_size(&assignment.change)).sum())
            }
            Self::Delete(_) => Some(0),
            _ => None,
        }
    }

    /// Whether it is one statement that gives no rows, and by that all or nothing of itself.
    fn is_single(&self) -> bool {
        match self {
            Self::Insert(insert) => {
                insert.rows.len() == 1 && references::to_soft_deletable(insert.schema).next().is_none()
            }
            Self::Update(update) => write::is_single(update) && !update.set.is_empty(),
            Self::Delete(delete) => delete::is_single(delete),
            _ => false,
        }
    }

    fn run(&self, session: &Session) -> Attempt<Written> {
        match self {
            Self::Insert(insert) => write::insert(session, insert).map(|()| Written::Done),
            Self::Update(update) => write::update(session, update).map(Written::Updated),
            Self::Upsert(upsert) => write::upsert(session, upsert).map(Written::Replaced),
            Self::Delete(delete) => delete::delete(session, delete).map(Written::Deleted),
            Self::Ensure(schemas) => ensure::ensure(session, schemas).map(|()| Written::Done),
            #[cfg(test)]
            #[allow(clippy::panic)]
            Self::Panic(insert) => {
                write::insert(session, insert)?;
                panic!("a job that panics")
            }
        }
    }

    /// Runs it; a panic is an error of this job and of no other.
    fn attempt(&self, session: &Session) -> Attempt<Written> {
        catch_unwind(AssertUnwindSafe(|| self.run(session))).unwrap_or_else(|_| Err(panicked().into()))
    }

    /// Whether a foreign key may have failed only because the rows go one after another, as in a cycle of references.
    fn may_defer(&self, answer: &Attempt<Written>) -> bool {
        matches!((self, answer), (Self::Delete(_), Err(failure)) if failure.is_foreign_key())
    }
}

fn set_size(change: &Change) -> usize {
    if let Change::Set(value) = change { value.size() } else { 0 }
}

/// Without the panic's message, which could quote a value (R19); the panic hook has shown it.
pub(super) fn panicked() -> Error {
    Error::backend("the call panicked")
}

/// What became of a job. It is told once the connection is free again, so that who reads next finds it so.
#[derive(Debug)]
pub(super) struct Answer {
    reply: oneshot::Sender<Result<Written>>,
    answer: Result<Written>,
}

impl Answer {
    fn new(job: Job, answer: Attempt<Written>) -> Self {
        Self { reply: job.reply, answer: answer.map_err(Error::from) }
    }

    pub(super) fn tell(self) {
        // Whoever has gone meanwhile doesn't want to know.
        let _ = self.reply.send(self.answer);
    }
}

/// Runs the jobs and commits them.
pub(super) fn run(session: &Session, mut jobs: Vec<Job>) -> Vec<Answer> {
    // Nobody waits for these any more, and nothing of them has happened yet (R21).
    jobs.retain(|job| !job.reply.is_canceled());
    if jobs.len() > 1 { together(session, jobs) } else { each_alone(session, jobs) }
}

fn each_alone(session: &Session, jobs: impl IntoIterator<Item = Job>) -> Vec<Answer> {
    let alone = |job: Job| {
        let answer = alone(session, &job.write);
        Answer::new(job, answer)
    };
    jobs.into_iter().map(alone).collect()
}

/// Runs one write and commits it.
pub(super) fn alone(session: &Session, write: &Write) -> Attempt<Written> {
    let answer = if write.is_single() {
        write.attempt(session)
    } else {
        transaction(session, &[], || write.attempt(session))
    };
    if !write.may_defer(&answer) {
        return answer;
    }
    let answer = transaction(session, &["PRAGMA defer_foreign_keys = ON"], || write.attempt(session));
    match write {
        Write::Delete(delete) if write.may_defer(&answer) => Err(delete::restricted(delete).into()),
        _ => answer,
    }
}

/// Jobs in one transaction, each all or nothing.
fn together(session: &Session, jobs: Vec<Job>) -> Vec<Answer> {
    if let Err(error) = session.control("BEGIN IMMEDIATE") {
        return all_failed(jobs, error);
    }
    let mut done = Vec::with_capacity(jobs.len());
    let mut later = Vec::new();
    let mut jobs = jobs.into_iter();
    while let Some(job) = jobs.next() {
        let answer =
            if job.write.is_single() { job.write.attempt(session) } else { savepoint(session, &job.write) };
        if session.connection.is_autocommit() {
            // A full disk, an I/O error or the like rolled all of it back. The others did nothing wrong: they start anew.
            let mut answers = vec![Answer::new(job, answer)];
            answers
                .extend(each_alone(session, done.into_iter().map(|(job, _)| job).chain(later).chain(jobs)));
            return answers;
        }
        if job.write.may_defer(&answer) {
            later.push(job);
        } else {
            done.push((job, answer));
        }
    }
    let mut answers = match session.control("COMMIT") {
        Ok(()) => done.into_iter().map(|(job, answer)| Answer::new(job, answer)).collect(),
        Err(error) => {
            roll_back(session);
            all_failed(done.into_iter().map(|(job, _)| job), error)
        }
    };
    answers.extend(each_alone(session, later));
    answers
}

fn all_failed(jobs: impl IntoIterator<Item = Job>, error: rusqlite::Error) -> Vec<Answer> {
    let error = Error::from(Failure::from(error));
    jobs.into_iter().map(|job| Answer::new(job, Err(error.clone().into()))).collect()
}

fn transaction<T>(session: &Session, first: &[&str], work: impl FnOnce() -> Attempt<T>) -> Attempt<T> {
    session.control("BEGIN IMMEDIATE")?;
    let worked =
        first.iter().try_for_each(|sql| session.control(sql)).map_err(Failure::from).and_then(|()| work());
    let done = worked.and_then(|done| session.control("COMMIT").map(|()| done).map_err(Failure::from));
    if done.is_err() {
        roll_back(session);
    }
    done
}

fn savepoint(session: &Session, write: &Write) -> Attempt<Written> {
    session.control("SAVEPOINT job")?;
    let answer = write.attempt(session);
    // An error may have ended the transaction, and the savepoint with it.
    if answer.is_err() && !session.connection.is_autocommit() {
        session.control("ROLLBACK TO job")?;
    }
    if !session.connection.is_autocommit() {
        session.control("RELEASE job")?;
    }
    answer
}

/// Ends a transaction that failed. SQLite has ended it itself after some errors; if it can't be ended, every later
/// transaction fails to begin and says so.
fn roll_back(session: &Session) {
    if !session.connection.is_autocommit() {
        let _ = session.control("ROLLBACK");
    }
}
