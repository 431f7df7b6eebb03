//! Transactions: the way to the writing thread, and in [`served`] what it does there.

mod served;

use std::sync::mpsc::Sender;

pub(super) use self::served::{Ended, Served};
use super::work::Work;
use super::writer::Message;
use crate::backends::remote::{self, Service};
use crate::error::Result;

pub(super) type Remote = remote::Remote<Inside>;
pub(super) type Operation = remote::Operation<Work>;

/// The writing thread, while the transaction with this number is open on it.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) id: u64,
    pub(super) messages: Sender<Message>,
}

impl Service for Inside {
    type Work = Work;

    fn check_open(&self) -> Result<()> {
        // A store that is closed has ended its transactions.
        Ok(())
    }

    fn send(&self, operation: Operation) {
        // If the thread has ended, so has the transaction.
        let _ = self.messages.send(Message::Inside(self.id, operation));
    }
}
