use super::{Operation, Remote};
use crate::backends::remote::Reply;
use crate::backends::sqlite::batch;
use crate::backends::sqlite::errors::{Attempt, Failure};
use crate::backends::sqlite::session::Session;
use crate::backends::sqlite::work::guarded;
use crate::error::{Error, Result};

/// A transaction that is open on the connection. It is rolled back when this is dropped.
#[derive(Debug)]
pub(in crate::backends::sqlite) struct Served<'s> {
    session: &'s Session,
    /// The marks that are set, the outermost first. Each is a savepoint named by its place.
    marks: Vec<u32>,
}

/// The answer at a transaction's end, or to one that could not begin.
#[derive(Debug)]
pub(in crate::backends::sqlite) enum Ended {
    Committed(Reply<()>, Result<()>),
    NotBegun(Reply<Remote>, Error),
}

impl Ended {
    pub(in crate::backends::sqlite) fn tell(self) {
        // Whoever has gone meanwhile doesn't want to know.
        match self {
            Self::Committed(reply, done) => drop(reply.send(done)),
            Self::NotBegun(reply, error) => drop(reply.send(Err(error))),
        }
    }
}

impl<'s> Served<'s> {
    pub(in crate::backends::sqlite) fn begin(session: &'s Session) -> Attempt<Self> {
        // Its failure is no error: what was committed is in the log.
        let _ = session.checkpoints(true);
        session.control("BEGIN IMMEDIATE")?;
        Ok(Self { session, marks: Vec::new() })
    }

    /// Does what `next` gives until the transaction is over, or there is no more: then it is rolled back.
    pub(in crate::backends::sqlite) fn run(
        mut self,
        mut next: impl FnMut() -> Option<Operation>,
    ) -> Option<Ended> {
        // A full disk, an I/O error or the like has SQLite roll back all of it.
        while !self.session.connection.is_autocommit() {
            match next()? {
                Operation::Commit(reply) => {
                    let done = self.session.control("COMMIT").map_err(Failure::from);
                    return Some(Ended::Committed(reply, done.map_err(Error::from)));
                }
                Operation::Abandon(0) => return None,
                operation => self.perform(operation),
            }
        }
        None
    }

    fn perform(&mut self, operation: Operation) {
        let session = self.session;
        match operation {
            Operation::Select(select, reply) => answer(reply, || session.select(&select)),
            Operation::CountBy(count, reply) => answer(reply, || session.count_by(&count)),
            Operation::Work(work, reply) => answer(reply, || batch::inside(session, &work)),
            Operation::Savepoint(mark, reply) => answer(reply, || self.set(mark)),
            Operation::Release(mark, reply) => answer(reply, || self.release(mark)),
            Operation::Abandon(mark) => self.abandon(mark),
            // The end of it is not done here.
            Operation::Commit(_) => {}
        }
    }

    fn set(&mut self, mark: u32) -> Attempt<()> {
        self.session.control(&format!("SAVEPOINT mark{}", self.marks.len()))?;
        self.marks.push(mark);
        Ok(())
    }

    fn release(&mut self, mark: u32) -> Attempt<()> {
        if let Some(place) = self.place(mark) {
            self.session.control(&format!("RELEASE mark{place}"))?;
            self.marks.truncate(place);
        }
        Ok(())
    }

    fn abandon(&mut self, mark: u32) {
        let Some(place) = self.place(mark) else { return };
        let undo = format!("ROLLBACK TO mark{place}");
        let undone =
            self.session.control(&undo).and_then(|()| self.session.control(&format!("RELEASE mark{place}")));
        self.marks.truncate(place);
        if undone.is_err() {
            // Nobody can be told, and what was to be undone must not be committed.
            batch::roll_back(self.session);
        }
    }

    fn place(&self, mark: u32) -> Option<usize> {
        self.marks.iter().position(|&set| set == mark)
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        batch::roll_back(self.session);
    }
}

/// Does it unless nobody waits for it any more: then nothing of it has happened (R21).
fn answer<T>(reply: Reply<T>, work: impl FnOnce() -> Attempt<T>) {
    if !reply.is_canceled() {
        let _ = reply.send(guarded(work).map_err(Error::from));
    }
}
