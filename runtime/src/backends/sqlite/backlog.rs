use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::connection::behind_a_transaction;
use super::writer::Message;

/// The jobs that wait for the end of a transaction, and the transactions that wait to begin, in their order.
#[derive(Debug)]
pub(super) struct Backlog {
    patience: Duration,
    waiting: VecDeque<(Instant, Message)>,
}

impl Backlog {
    /// Each is told that the database is busy when it has waited this long.
    pub(super) const fn new(patience: Duration) -> Self {
        Self { patience, waiting: VecDeque::new() }
    }

    pub(super) fn push(&mut self, message: Message) {
        self.waiting.push_back((Instant::now() + self.patience, message));
    }

    /// Puts back what was taken out a moment ago, or is next for another reason.
    pub(super) fn put_back(&mut self, message: Message) {
        self.waiting.push_front((Instant::now() + self.patience, message));
    }

    pub(super) fn pop(&mut self) -> Option<Message> {
        self.waiting.pop_front().map(|(_, message)| message)
    }

    /// Answers those that have waited too long, and gives the time that is left to the next one, if there is one.
    pub(super) fn expire(&mut self, count: &AtomicUsize) -> Option<Duration> {
        let (until, _) = self.waiting.front()?;
        let now = Instant::now();
        let mut left = until.saturating_duration_since(now);
        while left.is_zero() {
            let (_, message) = self.waiting.pop_front()?;
            count.fetch_sub(1, Ordering::Relaxed);
            // Whoever has gone meanwhile doesn't want to know.
            match message {
                Message::Job(job) => drop(job.reply.send(Err(behind_a_transaction()))),
                Message::Begin(begin) => drop(begin.reply.send(Err(behind_a_transaction()))),
                // These never wait.
                Message::Inside(..) | Message::Checkpoint | Message::Close(_) => {}
            }
            left = self.waiting.front()?.0.saturating_duration_since(now);
        }
        Some(left)
    }
}
