//! The thread that writes.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

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

#[derive(Debug)]
enum Message {
    Job(Job),
    Close(oneshot::Sender<Result<()>>),
}

/// The way to the writing thread, which ends when this is dropped.
#[derive(Debug)]
pub(super) struct Writer {
    messages: Sender<Message>,
}

impl Writer {
    /// A writer, and what its thread is to run.
    pub(super) fn new() -> (Self, impl FnOnce(Shared, Arc<Readers>) + Send) {
        let (messages, inbox) = channel();
        (Self { messages }, move |session, readers: Arc<Readers>| {
            serve(&inbox, &session, &readers)
        })
    }

    /// Writes. Once the thread has begun, it is done whether or not anybody still waits (R21).
    pub(super) async fn write(&self, write: Write) -> Result<Written> {
        let (reply, answer) = oneshot::channel();
        self.messages
            .send(Message::Job(Job { write, reply }))
            .map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
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

fn serve(inbox: &Receiver<Message>, session: &Shared, readers: &Readers) {
    let mut closing = None;
    while closing.is_none()
        && let Ok(message) = inbox.recv()
    {
        let mut jobs = Vec::new();
        let mut next = Some(message);
        while let Some(message) = next {
            match message {
                Message::Job(job) => jobs.push(job),
                Message::Close(reply) => closing = Some(reply),
            }
            let more = closing.is_none() && jobs.len() < JOBS_PER_COMMIT;
            next = if more { inbox.try_recv().ok() } else { None };
        }
        // A panic in a job is caught inside, so that a poisoned lock tells nothing.
        let answers = session
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map(|session| batch::run(session, jobs));
        answers.into_iter().flatten().for_each(Answer::tell);
    }
    readers.close();
    let done = leave(session);
    if let Some(reply) = closing {
        let _ = reply.send(done);
    }
}

/// Lets go of the connection that writes, the last one: the log is moved into the file and removed.
fn leave(session: &Shared) -> Result<()> {
    let Some(session) = session.lock().unwrap_or_else(PoisonError::into_inner).take() else {
        return Ok(());
    };
    // Statements that are still prepared would keep the connection open.
    session.connection.flush_prepared_statement_cache();
    session
        .connection
        .close()
        .map_err(|(_, error)| translated(&error))
}
