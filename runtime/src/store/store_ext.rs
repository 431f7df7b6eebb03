use std::future::Future;

use super::backoff::{Backoff, Retryable};
use super::lifecycle::Store;
use super::transaction::Transaction;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::store::StoreHandle;

/// Transactions on every store: a handle, a composite store behind `dyn`, and a transaction itself.
pub trait StoreExt: Store {
    /// Begins a transaction that is rolled back unless it is [committed](Transaction::commit). Inside a transaction, one that
    /// is part of it.
    ///
    /// Cost: one round trip.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) where the database has none, a
    /// [retryable](Error::is_retryable) error when it can't begin now.
    fn begin(&self) -> BoxFuture<'_, Result<Transaction>> {
        Box::pin(Transaction::begin(self.backing()))
    }

    /// Runs `work` in a transaction, commits it when it gives `Ok`, and rolls it back when it gives `Err`, panics or is dropped.
    ///
    /// `work` gets the store inside the transaction. It is run once: see [`StoreExt::retrying_transaction`].
    ///
    /// # Errors
    ///
    /// What `work` gives; those of [`StoreExt::begin`] and [`Transaction::commit`].
    ///
    /// ```
    /// # use storewright::{Id, Result, StoreEntity, StoreExt, composite_store};
    /// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
    /// # #[store(increment = "add_to_account", filter(id), add(cents = by), min = 0)]
    /// # pub struct Account { #[store(id)] id: String, cents: i64 }
    /// # #[composite_store(Account)]
    /// # trait AppStore {}
    /// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let store = <dyn AppStore>::connect("memory:").await?;
    /// # store.migrate(&[]).await?;
    /// # for id in ["ada", "bob"] { store.create_account(&Account { id: id.to_owned(), cents: 100 }).await?; }
    /// let paid = store
    ///     .transaction(|tx| async move {
    ///         let left = tx.add_to_account("ada", -30).await?;
    ///         tx.add_to_account("bob", 30).await?;
    ///         Ok::<_, storewright::Error>(left)
    ///     })
    ///     .await?;
    /// assert_eq!(paid, Some(70));
    /// # Ok(()) }) }
    /// ```
    fn transaction<T, E, F, W>(&self, work: F) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send,
        E: From<Error> + Send,
        F: FnOnce(StoreHandle) -> W + Send,
        W: Future<Output = Result<T, E>> + Send,
    {
        async move {
            let transaction = self.begin().await?;
            // On an error the guard is dropped, which rolls it back.
            let done = work(transaction.store().clone()).await?;
            transaction.commit().await?;
            Ok(done)
        }
    }

    /// The same, and run again from its beginning, after a pause that grows, as long as it fails with a retryable error.
    ///
    /// What `work` does beside the transaction is done as often as it is run.
    ///
    /// # Errors
    ///
    /// As [`StoreExt::transaction`]; the last one when `backoff` gives up.
    ///
    /// ```
    /// # use storewright::{Backoff, Error, Id, Result, StoreEntity, StoreExt, composite_store};
    /// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
    /// # pub struct Page { #[store(id)] id: String, views: i64 }
    /// # #[composite_store(Page)]
    /// # trait AppStore {}
    /// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let store = <dyn AppStore>::connect("memory:").await?;
    /// # store.migrate(&[]).await?;
    /// # store.create_page(&Page { id: "home".to_owned(), views: 0 }).await?;
    /// let views = store
    ///     .retrying_transaction(&Backoff::default(), |tx| async move {
    ///         let mut page = tx.get_page("home").await?;
    ///         page.views += 1;
    ///         tx.update_page(&page).await?;
    ///         Ok::<_, Error>(page.views)
    ///     })
    ///     .await?;
    /// assert_eq!(views, 1);
    /// # Ok(()) }) }
    /// ```
    fn retrying_transaction<T, E, F, W>(
        &self,
        backoff: &Backoff,
        mut work: F,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Send,
        E: From<Error> + Retryable + Send,
        F: FnMut(StoreHandle) -> W + Send,
        W: Future<Output = Result<T, E>> + Send,
    {
        async move {
            let mut pauses = backoff.pauses();
            loop {
                match self.transaction(&mut work).await {
                    Err(error) if error.is_retryable() => match pauses.next() {
                        Some(pause) => pause.await,
                        None => return Err(error),
                    },
                    done => return done,
                }
            }
        }
    }
}

impl<S: Store + ?Sized> StoreExt for S {}
