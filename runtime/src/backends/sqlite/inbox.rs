//! What the thread that writes does with its messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use futures_channel::oneshot;

use super::backlog::Backlog;
use super::batch::{self, Answer, Job};
use super::connection::Shared;
use super::readers::Readers;
use super::session::Session;
use super::transaction::{Ended, Inside, Operation, Remote, Served};
use super::writer::{Begin, Message, closed};
use crate::error::{Error, Result};

/// How many jobs share a commit at most: those at its start wait for those at its end.
const JOBS_PER_COMMIT: usize = 256;

/// What the writing thread gets its messages from.
#[derive(Debug)]
pub(super) struct Inbox {
    messages: Receiver<Message>,
    connection: Arc<Shared>,
    waiting: Arc<AtomicUsize>,
    /// What came while a transaction was open, to be done before what comes now.
    backlog: Backlog,
    begun: u64,
    checkpoint: bool,
    closing: Option<oneshot::Sender<Result<()>>>,
}

impl Inbox {
    pub(super) fn new(
        messages: Receiver<Message>,
        connection: Arc<Shared>,
        waiting: Arc<AtomicUsize>,
        patience: Duration,
    ) -> Self {
        let backlog = Backlog::new(patience);
        Self { messages, connection, waiting, backlog, begun: 0, checkpoint: false, closing: None }
    }

    /// Writes what comes until nobody can send any more.
    pub(super) fn serve(mut self, readers: &Readers) {
        while let Some(message) = self.next() {
            match message {
                Message::Begin(begin) => self.transaction(begin),
                message => self.group(message),
            }
        }
        readers.close();
        let done = self.connection.close();
        if let Some(reply) = self.closing {
            let _ = reply.send(done);
        }
    }

    fn next(&mut self) -> Option<Message> {
        self.backlog.pop().or_else(|| if self.closing.is_none() { self.messages.recv().ok() } else { None })
    }

    fn try_next(&mut self) -> Option<Message> {
        self.backlog
            .pop()
            .or_else(|| if self.closing.is_none() { self.messages.try_recv().ok() } else { None })
    }

    /// Does together what waits, as far as the next transaction.
    fn group(&mut self, first: Message) {
        let mut jobs = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Job(job) => jobs.push(job),
                Message::Checkpoint => self.checkpoint = true,
                Message::Close(reply) => self.closing = Some(reply),
                // Its transaction is over, as it learns when this is dropped.
                Message::Inside(..) => {}
                begin @ Message::Begin(_) => {
                    self.backlog.put_back(begin);
                    break;
                }
            }
            next = if jobs.len() < JOBS_PER_COMMIT { self.try_next() } else { None };
        }
        self.run(jobs);
    }

    fn run(&mut self, jobs: Vec<Job>) {
        let (count, checkpoint) = (jobs.len(), std::mem::take(&mut self.checkpoint));
        let run = |session: Result<&Session>| {
            let Ok(session) = session else { return Vec::new() };
            // Its failure is no error: what was committed is in the log.
            let _ = session.checkpoints(true);
            let answers = batch::run(session, jobs);
            if checkpoint {
                let _ = session.control("PRAGMA wal_checkpoint(PASSIVE)");
            }
            answers
        };
        // Nobody has it but for a moment: only this thread lends it.
        let answers = self.connection.with(Instant::now(), run);
        self.waiting.fetch_sub(count, Ordering::Relaxed);
        answers.into_iter().for_each(Answer::tell);
    }

    /// Runs a transaction from its beginning to its end. What comes meanwhile waits.
    fn transaction(&mut self, begin: Begin) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        let Begin { reply, messages } = begin;
        // Nobody waits for it any more (R21).
        if reply.is_canceled() {
            return;
        }
        if self.closing.is_some() {
            let _ = reply.send(Err(closed()));
            return;
        }
        self.begun += 1;
        let id = self.begun;
        let connection = Arc::clone(&self.connection);
        let ended = connection.lend(|session| {
            let served = match Served::begin(session) {
                Ok(served) => served,
                Err(failure) => return Some(Ended::NotBegun(reply, Error::from(failure))),
            };
            // Who asked may have gone in this moment; then it is rolled back here and now.
            reply.send(Ok(Remote::new(Inside { id, messages }))).ok()?;
            served.run(|| self.operation(id))
        });
        // Told when the connection is free again, so that who reads or writes next finds it so.
        if let Some(ended) = ended.flatten() {
            ended.tell();
        }
    }

    /// The next operation of the transaction; `None` when there will be none.
    fn operation(&mut self, id: u64) -> Option<Operation> {
        loop {
            let message = match self.backlog.expire(&self.waiting) {
                None => self.messages.recv().ok()?,
                Some(left) => match self.messages.recv_timeout(left) {
                    Ok(message) => message,
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            };
            match message {
                Message::Inside(of, operation) if of == id => return Some(operation),
                Message::Inside(..) => {}
                Message::Checkpoint => self.checkpoint = true,
                Message::Close(reply) => {
                    self.closing = Some(reply);
                    return None;
                }
                message => self.backlog.push(message),
            }
        }
    }
}
