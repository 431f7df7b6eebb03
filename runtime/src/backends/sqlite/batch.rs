//! What the writer does with the jobs that wait: several of them share one commit.

use futures_channel::oneshot;

use super::delete::{self, Way};
use super::errors::{Attempt, Failure};
use super::session::Session;
use super::work::{self, Work, guarded};
use crate::backend::{Delete, Step, Write, Written};
use crate::backends::done::Done;
use crate::error::{Error, Result};

/// Something to write, and who waits for it.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) work: Work,
    pub(super) reply: oneshot::Sender<Result<Done>>,
}

/// What became of a job. It is told once the connection is free again, so that who reads next finds it so.
#[derive(Debug)]
pub(super) struct Answer {
    reply: oneshot::Sender<Result<Done>>,
    answer: Result<Done>,
}

impl Answer {
    pub(super) fn new(job: Job, answer: Attempt<Done>) -> Self {
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
        let answer = alone(session, &job.work);
        Answer::new(job, answer)
    };
    jobs.into_iter().map(alone).collect()
}

/// Does one work and commits it.
pub(super) fn alone(session: &Session, work: &Work) -> Attempt<Done> {
    let answer = if work.is_single() {
        guarded(|| work.run(session))
    } else {
        transaction(session, || work.run(session))
    };
    match refused_deletion(work, &answer) {
        None => answer,
        Some((delete, way)) => transaction(session, || again(session, delete, way)),
    }
}

/// Jobs in one transaction, each all or nothing.
fn together(session: &Session, jobs: Vec<Job>) -> Vec<Answer> {
    if let Err(error) = session.control("BEGIN IMMEDIATE") {
        return all_failed(jobs, error);
    }
    let mut done = Vec::with_capacity(jobs.len());
    let mut jobs = jobs.into_iter();
    while let Some(job) = jobs.next() {
        let answer = inside(session, &job.work);
        if session.connection.is_autocommit() {
            // A full disk, an I/O error or the like rolled all of it back. The others did nothing wrong: they start anew.
            let mut answers = vec![Answer::new(job, answer)];
            answers.extend(each_alone(session, done.into_iter().map(|(job, _)| job).chain(jobs)));
            return answers;
        }
        done.push((job, answer));
    }
    match session.control("COMMIT") {
        Ok(()) => done.into_iter().map(|(job, answer)| Answer::new(job, answer)).collect(),
        Err(error) => {
            roll_back(session);
            all_failed(done.into_iter().map(|(job, _)| job), error)
        }
    }
}

fn all_failed(jobs: impl IntoIterator<Item = Job>, error: rusqlite::Error) -> Vec<Answer> {
    let error = Error::from(Failure::from(error));
    jobs.into_iter().map(|job| Answer::new(job, Err(error.clone().into()))).collect()
}

/// Does one work in the transaction that is open, all or nothing; what was done there before stays.
pub(super) fn inside(session: &Session, work: &Work) -> Attempt<Done> {
    let answer = if work.is_single() {
        guarded(|| work.run(session))
    } else {
        savepoint(session, || work.run(session))
    };
    match refused_deletion(work, &answer) {
        None => answer,
        Some((delete, way)) => savepoint(session, || again(session, delete, way)),
    }
}

/// The writes of a batch in their order, within what makes them all or nothing.
pub(super) fn steps(session: &Session, steps: &[Step]) -> Attempt<Vec<Written>> {
    let step = |Step { write, required }: &Step| {
        let written = match write {
            Write::Delete(delete) => deletion(session, delete)?,
            write => work::run(session, write)?,
        };
        if *required && written.matched() == 0 {
            return Err(Error::not_found(write.schema()).into());
        }
        Ok(written)
    };
    steps.iter().map(step).collect()
}

/// A deletion among other writes, which must stay when it is tried a second time.
fn deletion(session: &Session, delete: &Delete) -> Attempt<Written> {
    let deleted = match savepoint(session, || delete::delete(session, delete)) {
        Err(failure) => match Way::after(&failure) {
            Some(way) => delete::again(session, delete, way),
            None => Err(failure),
        },
        deleted => deleted,
    };
    deleted.map(Written::Deleted)
}

/// The deletion that foreign keys stopped, maybe only because of the way in which the rows go, and another way.
fn refused_deletion<'w>(work: &'w Work, answer: &Attempt<Done>) -> Option<(&'w Delete, Way)> {
    match (work, answer) {
        (Work::Write(Write::Delete(delete)), Err(failure)) => Some((delete, Way::after(failure)?)),
        _ => None,
    }
}

fn again(session: &Session, delete: &Delete, way: Way) -> Attempt<Done> {
    delete::again(session, delete, way).map(|deleted| Done::Written(Written::Deleted(deleted)))
}

fn transaction<T>(session: &Session, work: impl FnOnce() -> Attempt<T>) -> Attempt<T> {
    session.control("BEGIN IMMEDIATE")?;
    let done = guarded(work).and_then(|done| session.control("COMMIT").map(|()| done).map_err(Failure::from));
    if done.is_err() {
        roll_back(session);
    }
    done
}

fn savepoint<T>(session: &Session, work: impl FnOnce() -> Attempt<T>) -> Attempt<T> {
    session.control("SAVEPOINT job")?;
    let answer = guarded(work);
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
pub(super) fn roll_back(session: &Session) {
    if !session.connection.is_autocommit() {
        let _ = session.control("ROLLBACK");
    }
}
