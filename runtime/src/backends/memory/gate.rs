//! One at a time, without blocking a thread: a writer that works in slices keeps its turn while others run.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Where writers wait for their turn.
#[derive(Debug, Default)]
pub(super) struct Gate {
    queue: Mutex<Queue>,
    in_order: bool,
}

#[derive(Debug, Default)]
struct Queue {
    taken: bool,
    tickets: u64,
    waiting: VecDeque<(u64, Waker)>,
}

/// A writer's turn; it ends when this is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct Turn<'g>(&'g Gate);

impl Gate {
    /// One where nobody is overtaken. Between threads it is slower, since the turn waits for the next in line to wake up.
    pub(super) fn in_order() -> Self {
        Self { queue: Mutex::default(), in_order: true }
    }

    /// Waits for its turn, in the order in which it was first polled, or roughly so.
    pub(super) const fn turn(&self) -> Wait<'_> {
        Wait { gate: self, ticket: None }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing under this lock panics half way.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// The next in line may try, unless the turn is taken. In order, it stays in line until it does.
    fn call_next(&mut self, in_order: bool) -> Option<Waker> {
        match in_order {
            _ if self.taken => None,
            true => self.waiting.front().map(|(_, waker)| waker.clone()),
            false => self.waiting.pop_front().map(|(_, waker)| waker),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let next = {
            let mut queue = self.0.queue();
            queue.taken = false;
            queue.call_next(self.0.in_order)
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

/// The future of a [`Turn`].
pub(super) struct Wait<'g> {
    gate: &'g Gate,
    ticket: Option<u64>,
}

impl<'g> Future for Wait<'g> {
    type Output = Turn<'g>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn<'g>> {
        let gate = self.gate;
        let mut queue = gate.queue();
        let is_next = || queue.waiting.front().is_none_or(|(first, _)| Some(*first) == self.ticket);
        if !queue.taken && (!gate.in_order || is_next()) {
            queue.taken = true;
            if let Some(ticket) = self.ticket.take() {
                queue.waiting.retain(|(other, _)| *other != ticket);
            }
            return Poll::Ready(Turn(gate));
        }
        let ticket = *self.ticket.get_or_insert_with(|| {
            queue.tickets += 1;
            queue.tickets
        });
        // One that was called and overtaken gets its old place again.
        let place = queue.waiting.partition_point(|(other, _)| *other < ticket);
        match queue.waiting.get_mut(place) {
            Some((other, waker)) if *other == ticket => waker.clone_from(context.waker()),
            _ => queue.waiting.insert(place, (ticket, context.waker().clone())),
        }
        Poll::Pending
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let next = {
            let mut queue = self.gate.queue();
            let before = queue.waiting.len();
            queue.waiting.retain(|(other, _)| *other != ticket);
            // It may have been called already: then the call is for the next one.
            let in_order = self.gate.in_order;
            if in_order || queue.waiting.len() == before { queue.call_next(in_order) } else { None }
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}
