//! The way to the thread that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use futures_channel::oneshot;

use super::batch::{self, Job};
use super::connection::Shared;
use super::inbox::Inbox;
use super::session::Session;
use super::transaction::{Operation, Remote};
use super::work::Work;
use crate::backends::done::Done;
use crate::error::{Error, ErrorKind, Result};

/// What a write may hold to be done on its caller's thread, in bytes.
const SMALL: usize = 64 << 10;
/// After how many of them the log is moved into the file: each is some five pages, and 1,000 pages are SQLite's own measure.
const WRITES_PER_CHECKPOINT: usize = 200;

#[derive(Debug)]
pub(super) enum Message {
    Job(Job),
    Begin(Begin),
    /// Of the transaction with this number.
    Inside(u64, Operation),
    Checkpoint,
    Close(oneshot::Sender<Result<()>>),
}

/// Asks for a transaction.
#[derive(Debug)]
pub(super) struct Begin {
    pub(super) reply: oneshot::Sender<Result<Remote>>,
    /// For the transaction's own messages.
    pub(super) messages: Sender<Message>,
}

/// The way to the writing thread, which ends when this and every transaction is dropped.
///
/// Where a commit doesn't wait for the disk, a small write is done on its caller's thread when the connection is free: it
/// takes less time than to wake two threads (a create at `synchronous=normal`: 1.1 times the driver alone, and not 1.4).
#[derive(Debug)]
pub(super) struct Writer {
    messages: Sender<Message>,
    connection: Arc<Shared>,
    waiting: Arc<AtomicUsize>,
    waits_for_disk: bool,
    done_at_once: AtomicUsize,
}

impl Writer {
    /// `patience` is how long a call waits behind a transaction.
    pub(super) fn new(session: Session, waits_for_disk: bool, patience: Duration) -> (Self, Inbox) {
        let (messages, inbox) = channel();
        let (connection, waiting) = (Arc::new(Shared::new(session)), Arc::<AtomicUsize>::default());
        let inbox = Inbox::new(inbox, Arc::clone(&connection), Arc::clone(&waiting), patience);
        (Self { messages, connection, waiting, waits_for_disk, done_at_once: AtomicUsize::new(0) }, inbox)
    }

    /// Writes. Once begun, it is done whether or not anybody still waits (R21).
    pub(super) async fn write(&self, work: Work) -> Result<Done> {
        if let Some(done) = self.at_once(&work) {
            return done;
        }
        self.ask(|reply| Message::Job(Job { work, reply })).await
    }

    /// Begins a transaction once the others that wait are done.
    pub(super) async fn begin(&self) -> Result<Remote> {
        self.ask(|reply| Message::Begin(Begin { reply, messages: self.messages.clone() })).await
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<Result<T>>) -> Message) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.messages.send(message(reply)).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Writes on this thread, if that takes no time to speak of and nobody waits for the connection or has it.
    pub(super) fn at_once(&self, work: &Work) -> Option<Result<Done>> {
        if self.waits_for_disk || self.waiting.load(Ordering::Relaxed) > 0 || work.bytes()? > SMALL {
            return None;
        }
        let done = self.connection.try_with(|session| {
            session.checkpoints(false).ok()?;
            Some(session.hurried(|session| batch::alone(session, work)))
        })??;
        match done {
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
    pub(super) fn connection(&self) -> &Arc<Shared> {
        &self.connection
    }

    /// Writes what waits, then lets go of every connection. A transaction that is open is rolled back.
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
