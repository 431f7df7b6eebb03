//! Transactions: the guard that ends one, and what runs the calls inside.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::group::Group;
use super::handle::{Backed, StoreHandle};
use super::lifecycle::Store;
use crate::backend::{self, Executor};
use crate::error::Result;
use crate::future::BoxFuture;

/// A transaction of a backend that is under way.
pub(super) struct Running {
    erased: Box<dyn backend::Transaction>,
    marks: AtomicU32,
}

impl Running {
    pub(super) fn executor(&self) -> &dyn Executor {
        &*self.erased
    }

    fn next_mark(&self) -> u32 {
        self.marks.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether the transaction still answers: what is outside may wait for its end.
    pub(super) async fn ping(&self) -> Result<()> {
        let mark = self.next_mark();
        self.erased.savepoint(mark).await?;
        self.erased.release(mark).await
    }
}

/// A transaction, or one inside another: what is done by it is done together or not at all (R15).
///
/// It is a store itself: every entity store's methods, those of plugins too, work on it. Dropped without
/// [`Transaction::commit`], it is rolled back: after an error, a panic, or when the future that holds it is dropped.
/// [`StoreExt::transaction`](crate::StoreExt::transaction) is the same as a closure.
///
/// ```
/// # use storewright::{Id, Result, StoreEntity, StoreExt, StoreHandle, composite_store};
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # pub struct User { #[store(id)] id: Id<User>, name: String }
/// # #[composite_store(User)]
/// # trait AppStore {}
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let store = <dyn AppStore>::connect("memory:").await?;
/// # store.migrate(&[]).await?;
/// let ada = User { id: Id::new(), name: "Ada".to_owned() };
/// let tx = store.begin().await?;
/// tx.create_user(&ada).await?;
/// assert_eq!(store.find_user(&ada.id).await?, None); // nobody else sees it yet
/// tx.commit().await?;
/// assert_eq!(store.get_user(&ada.id).await?, ada);
/// # Ok(()) }) }
/// ```
#[must_use = "a transaction that is dropped without a commit is rolled back"]
pub struct Transaction {
    handle: StoreHandle,
    running: Arc<Running>,
    // 0 for the outermost.
    mark: u32,
    ended: bool,
}

impl Transaction {
    pub(super) async fn begin(outside: &StoreHandle) -> Result<Self> {
        match outside.transaction() {
            None => {
                let erased = outside.backend().begin().await?;
                let running = Arc::new(Running { erased, marks: AtomicU32::new(0) });
                Ok(Self { handle: outside.inside(Arc::clone(&running)), running, mark: 0, ended: false })
            }
            Some(running) => {
                let mark = running.next_mark();
                // Before it is there, so that the mark goes when this future is dropped half way.
                let (handle, running) = (outside.clone(), Arc::clone(running));
                let transaction = Self { handle, running, mark, ended: false };
                transaction.running.erased.savepoint(mark).await?;
                Ok(transaction)
            }
        }
    }

    /// Makes what was done in it last. Of one inside another it becomes part of that one.
    ///
    /// Cost: one round trip.
    ///
    /// # Errors
    ///
    /// A [retryable](crate::Error::is_retryable) one when somebody else has changed what it read: nothing was done then, and the
    /// whole of it can be run again. [`TransactionEnded`](crate::ErrorKind::TransactionEnded) when the transaction around it
    /// has ended before.
    pub async fn commit(mut self) -> Result<()> {
        if self.mark == 0 {
            self.running.erased.commit().await?;
        } else {
            self.running.erased.release(self.mark).await?;
        }
        self.ended = true;
        Ok(())
    }

    /// Undoes what was done in it: the same as dropping it, with a name.
    pub fn roll_back(self) {}

    /// The store inside it, to be handed around as long as it is open.
    #[must_use]
    pub fn store(&self) -> &StoreHandle {
        &self.handle
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.ended {
            self.running.erased.abandon(self.mark);
        }
    }
}

impl Backed for Transaction {
    fn handle(&self) -> &StoreHandle {
        &self.handle
    }
}

/// So that it can stand where a composite store is asked for. It can be neither migrated nor closed.
impl Store for Transaction {
    fn backing(&self) -> &StoreHandle {
        &self.handle
    }

    fn migrate<'a>(&'a self, extra: &'a [Group]) -> BoxFuture<'a, Result<()>> {
        self.handle.migrate(extra)
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.handle.ping()
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        self.handle.close()
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("nested", &(self.mark > 0)).finish_non_exhaustive()
    }
}
