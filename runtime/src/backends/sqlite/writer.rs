//! The thread that writes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use futures_channel::oneshot;

use super::batch::{self, Answer, Job, Write, Written};
use super::errors::translated;
use super::readers::Readers;
use super::session::Session;
use crate::error::{Error, ErrorKind, Result};

/// How many jobs share a commit at most: those at its start wait for those at its end.
const JOBS_PER_COMMIT: usize = 256;

/// The connection that writes. In memory the reads run on it as well, between two transactions; it is gone once closed.
pub(super) type Shared = Arc<Mutex<Option<Session>>>;

/// What a write may hold to be done on its caller's thread, in bytes.
const SMALL: usize = 64 << 10;
/// After how many of them the log is moved into the file: each is some five pages, and 1,000 pages are SQLite's own measure.
const WRITES_PER_CHECKPOINT: usize = 200;

#[derive(Debug)]
enum Message {
    Job(Job),
    Checkpoint,
    Close(oneshot::Sender<Result<()>>),
}

/// The way to the writing thread, which ends when this is dropped.
///
/// Where a commit doesn't wait for the disk, a small write is done on its caller's thread when the connection is free: it
/// takes less time than to wake two threads (a create at `synchronous=normal`: 1.1 times the driver alone, and not 1.4).
#[derive(Debug)]
pub(super) struct Writer {
    messages: Sender<Message>,
    session: Shared,
    waiting: Arc<AtomicUsize>,
    waits_for_disk: bool,
    done_at_once: AtomicUsize,
}

/// What the writing thread gets its messages from.
#[derive(Debug)]
pub(super) struct Inbox {
    messages: Receiver<Message>,
    session: Shared,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    pub(super) fn new(session: Session, waits_for_disk: bool) -> (Self, Inbox) {
        let (messages, inbox) = channel();
        let (session, waiting): (Shared, _) = (Arc::new(Mutex::new(Some(session))), Arc::default());
        let inbox = Inbox { messages: inbox, session: Arc::clone(&session), waiting: Arc::clone(&waiting) };
        (Self { messages, session, waiting, waits_for_disk, done_at_once: AtomicUsize::new(0) }, inbox)
    }

    /// Writes. Once begun, it is done whether or not anybody still waits (R21).
    pub(super) async fn write(&self, write: Write) -> Result<Written> {
        if let Some(done) = self.at_once(&write) {
            return done;
        }
        let (reply, answer) = oneshot::channel();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.messages.send(Message::Job(Job { write, reply })).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Writes on this thread, if that takes no time to speak of and nobody waits for the connection.
    pub(super) fn at_once(&self, write: &Write) -> Option<Result<Written>> {
        if self.waits_for_disk || self.waiting.load(Ordering::Relaxed) > 0 || write.bytes()? > SMALL {
            return None;
        }
        let session = match self.session.try_lock() {
            Ok(session) => session,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        let session = session.as_ref()?;
        session.checkpoints(false).ok()?;
        match session.hurried(|session| batch::alone(session, write)) {
            Err(failure) if failure.is_for_want_of_time() => None,
            done => {
                let before = self.done_at_once.fetch_add(1, Ordering::Relaxed);
                if (before + 1).is_multiple_of(WRITES_PER_CHECKPOINT) {
                    // If the thread has ended, it has moved the log itself.
                    let _ = self.messages.send(Message::Checkpoint);
                }
                Some(done.map_err(Error::from))
            }
        }
    }

    /// The connection that writes.
    pub(super) fn session(&self) -> &Shared {
        &self.session
    }

    /// Writes what waits, then lets go of every connection.
    pub(super) async fn close(&self) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        if self.messages.send(Message::Close(reply)).is_err() {
            return Ok(());
        }
        answer.await.unwrap_or(Ok(()))
    }
}

pub(super) fn closed() -> Error {
    ErrorKind::Closed.into()
}

impl Inbox {
    /// Writes what comes until nobody can send any more.
    pub(super) fn serve(self, readers: &Readers) {
        let mut closing = None;
        while closing.is_none()
            && let Ok(message) = self.messages.recv()
        {
            let (mut jobs, mut checkpoint) = (Vec::new(), false);
            let mut next = Some(message);
            while let Some(message) = next {
                match message {
                    Message::Job(job) => jobs.push(job),
                    Message::Checkpoint => checkpoint = true,
                    Message::Close(reply) => closing = Some(reply),
                }
                let more = closing.is_none() && jobs.len() < JOBS_PER_COMMIT;
                next = if more { self.messages.try_recv().ok() } else { None };
            }
            self.run(jobs, checkpoint);
        }
        readers.close();
        let done = self.leave();
        if let Some(reply) = closing {
            let _ = reply.send(done);
        }
    }

    fn run(&self, jobs: Vec<Job>, checkpoint: bool) {
        let count = jobs.len();
        let run = |session: &Session| {
            // Its failure is no error: what was committed is in the log.
            let _ = session.checkpoints(true);
            let answers = batch::run(session, jobs);
            if checkpoint {
                let _ = session.control("PRAGMA wal_checkpoint(PASSIVE)");
            }
            answers
        };
        // A panic in a job is caught inside, so that a poisoned lock tells nothing.
        let answers = self.session.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(run);
        self.waiting.fetch_sub(count, Ordering::Relaxed);
        answers.into_iter().flatten().for_each(Answer::tell);
    }

    /// Lets go of the connection that writes, the last one: the log is moved into the file and removed.
    fn leave(&self) -> Result<()> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(session) = session else { return Ok(()) };
        // Statements that are still prepared would keep the connection open.
        session.connection.flush_prepared_statement_cache();
        session.connection.close().map_err(|(_, error)| translated(&error))
    }
}
