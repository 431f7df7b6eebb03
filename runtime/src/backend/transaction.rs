use super::Executor;
use crate::error::Result;
use crate::future::BoxFuture;

/// Operations that are done together or not at all (R15).
///
/// What was done in it is seen by its own operations and by nobody else until [`Transaction::commit`]. An operation that
/// fails leaves no trace, and the transaction goes on. Dropped without a commit, it MUST be rolled back, and whatever it
/// held MUST be free again without anybody waiting for it (R21). Once it has ended, every call MUST be
/// [`TransactionEnded`](crate::ErrorKind::TransactionEnded).
///
/// No update may be lost: when another transaction or call has changed what this one read, one of the two MUST fail with a
/// retryable error, here or at the commit. Operations MUST take effect in the order in which they are first polled.
pub trait Transaction: Executor {
    /// Marks a point that [`Transaction::abandon`] can go back to. Each mark of a transaction has a number of its own, from 1.
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>>;

    /// Forgets this mark and those set after it, and keeps what was done since. One that is not there is no error.
    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>>;

    /// Undoes what was done since the mark, and forgets it and those set after it; 0 undoes everything and ends the transaction.
    ///
    /// It is called when a guard is dropped, so it can't wait: it MUST take effect before any operation that is asked for
    /// afterwards, and MUST NOT block for long. A mark that is not there is no error, nor is a transaction that has ended.
    fn abandon(&self, mark: u32);

    /// Makes everything that was done last, and ends the transaction.
    ///
    /// # Errors
    ///
    /// A retryable one when it clashes with what others did meanwhile. Nothing of it was done then, nor after any other error but
    /// [`Unavailable`](crate::ErrorKind::Unavailable), which may come when the answer was lost.
    fn commit(&self) -> BoxFuture<'_, Result<()>>;
}
