//! What a transaction has done and what it was told, so that it can be done again on a store that has changed meanwhile.

use super::operation::{Answer, Operation};
use super::pace::{Pace, WRITE, copy, yield_now};
use super::snapshot::Snapshot;
use crate::error::Result;
use crate::future::BoxFuture;
use crate::value::Row;

/// How often a repetition lets others run, as the cost of an operation: after every few.
const OPERATION: u32 = 16 * WRITE;

/// The steps of a transaction. What was undone is in it as well: the caller may have acted on what it read before that.
#[derive(Default)]
pub(super) struct Record(Vec<Event>);

enum Event {
    Done(Box<dyn Repeatable>),
    Marked(u32),
    Undone(u32),
}

impl Record {
    pub(super) fn done(&mut self, done: Box<dyn Repeatable>) {
        self.0.push(Event::Done(done));
    }

    pub(super) fn marked(&mut self, mark: u32) {
        self.0.push(Event::Marked(mark));
    }

    pub(super) fn undone(&mut self, mark: u32) {
        self.0.push(Event::Undone(mark));
    }

    /// Whether it has changed nothing.
    pub(super) fn is_of_reads_only(&self) -> bool {
        !self.0.iter().any(|event| matches!(event, Event::Done(done) if done.has_written()))
    }

    /// Whether it has deleted rows.
    pub(super) fn deletes(&self) -> bool {
        self.0.iter().any(|event| matches!(event, Event::Done(done) if done.deletes()))
    }

    /// Does all of it again on `snapshot`, and says whether it was told the same each time.
    pub(super) async fn repeat(&self, snapshot: &mut Snapshot) -> bool {
        let mut marks: Vec<(u32, Snapshot)> = Vec::new();
        let mut pace = Pace::default();
        for event in &self.0 {
            match event {
                Event::Done(done) if !done.repeat(snapshot).await => return false,
                Event::Done(_) => {}
                Event::Marked(mark) => marks.push((*mark, snapshot.clone())),
                Event::Undone(mark) => {
                    let position = marks.iter().position(|(set, _)| set == mark);
                    if let Some((_, before)) = position.and_then(|position| marks.drain(position..).next()) {
                        *snapshot = before;
                    }
                }
            }
            if pace.is_due(OPERATION) {
                yield_now().await;
            }
        }
        true
    }
}

/// An operation that was done, with its answer.
pub(super) trait Repeatable: Send + Sync {
    /// Does it again and says whether the answer is the same. After another answer the snapshot is to be thrown away.
    fn repeat<'a>(&'a self, snapshot: &'a mut Snapshot) -> BoxFuture<'a, bool>;

    fn has_written(&self) -> bool;

    fn deletes(&self) -> bool;
}

struct Done<O: Operation> {
    operation: O,
    // The rows are out of the answer, so that they can be copied and compared in slices.
    answer: Result<O::Answer>,
    rows: Vec<Row>,
}

/// Keeps an operation with a copy of its answer.
pub(super) async fn keep<O: Operation>(operation: O, answer: &mut Result<O::Answer>) -> Box<dyn Repeatable> {
    let rows = take_rows(answer);
    let mut done = Done { operation, answer: answer.clone(), rows: Vec::new() };
    if let Some(given) = answer.as_mut().ok().and_then(Answer::rows) {
        done.rows = copy(&rows).await;
        *given = rows;
    }
    Box::new(done)
}

fn take_rows<A: Answer>(answer: &mut Result<A>) -> Vec<Row> {
    answer.as_mut().ok().and_then(Answer::rows).map(std::mem::take).unwrap_or_default()
}

impl<O: Operation> Repeatable for Done<O> {
    fn repeat<'a>(&'a self, snapshot: &'a mut Snapshot) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let mut draft = snapshot.clone();
            let mut answer = self.operation.clone().run(&mut draft).await;
            let rows = take_rows(&mut answer);
            if answer != self.answer || rows.len() != self.rows.len() {
                return false;
            }
            let mut pace = Pace::default();
            for (row, before) in rows.iter().zip(&self.rows) {
                if row != before {
                    return false;
                }
                if pace.is_due(1) {
                    yield_now().await;
                }
            }
            if answer.is_ok() {
                *snapshot = draft;
            }
            true
        })
    }

    fn has_written(&self) -> bool {
        self.answer.as_ref().is_ok_and(O::has_written)
    }

    fn deletes(&self) -> bool {
        self.operation.deletes()
    }
}
