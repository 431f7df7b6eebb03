//! Transactions as a program meets them: behind a composite store, spawned, nested, tried again.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test stops at the first error")]

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use storewright::layers::{Call, Faults};
use storewright::{
    Backoff, ConnectOptions, Error, Id, Result, Retryable, Store, StoreEntity, StoreExt, composite_store,
};

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(increment = "add_views", filter(id), add(views = by))]
pub struct Page {
    #[store(id)]
    pub id: Id<Page>,
    pub views: i64,
}

#[composite_store(Page)]
pub trait SiteStore {}

fn page() -> Page {
    Page { id: Id::new(), views: 0 }
}

async fn open(options: impl Into<ConnectOptions>) -> Arc<dyn SiteStore> {
    let store = <dyn SiteStore>::connect(options).await.unwrap();
    store.migrate(&[]).await.unwrap();
    store
}

/// What an application could say of a failure.
#[derive(Debug)]
enum Failure {
    Store(Error),
    NotToday,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl Retryable for Failure {
    fn is_retryable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_retryable())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no")
    }
}

/// Written once, for a store and for a transaction.
async fn count_twice(store: &dyn SiteStore, id: &Id<Page>) -> Result<Option<i64>> {
    store.add_views(id, 1).await?;
    store.add_views(id, 1).await
}

#[tokio::test]
async fn a_transaction_stands_where_a_composite_store_is_asked_for() {
    for url in ["memory:", "sqlite::memory:"] {
        let store = open(url).await;
        let page = store.create_page(&page()).await.unwrap();
        let tx = store.begin().await.unwrap();
        assert_eq!(count_twice(&tx, &page.id).await.unwrap(), Some(2));
        assert!(tx.migrate(&[]).await.is_err() && tx.close().await.is_err());
        tx.ping().await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.get_page(&page.id).await.unwrap().views, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_closures_can_be_spawned_and_nested_and_borrow() {
    for url in ["memory:", "sqlite::memory:"] {
        let store = open(url).await;
        let page = store.create_page(&page()).await.unwrap();
        let (spawned, id) = (Arc::clone(&store), page.id);
        let done = tokio::spawn(async move {
            let by = 3;
            let (id, by) = (&id, &by);
            spawned
                .transaction(|tx| async move {
                    tx.add_views(id, *by).await?;
                    let undone = tx
                        .transaction(|inner| async move {
                            inner.add_views(id, 100).await?;
                            Err::<(), _>(Failure::NotToday)
                        })
                        .await;
                    assert!(matches!(undone, Err(Failure::NotToday)));
                    tx.transaction(|inner| async move { inner.add_views(id, 4).await }).await
                })
                .await
        });
        assert_eq!(done.await.unwrap().unwrap(), Some(7));
        assert_eq!(store.get_page(&page.id).await.unwrap().views, 7);
    }
}

#[tokio::test]
async fn an_own_error_rolls_back_and_is_given_as_it_is() {
    let store = open("memory:").await;
    let page = store.create_page(&page()).await.unwrap();
    let id = &page.id;
    let failed: Result<(), Failure> = store
        .transaction(|tx| async move {
            tx.add_views(id, 1).await?;
            Err(Failure::NotToday)
        })
        .await;
    assert!(matches!(failed, Err(Failure::NotToday)));
    assert_eq!(store.get_page(id).await.unwrap().views, 0);
}

#[tokio::test]
async fn what_passes_is_tried_again_and_what_does_not_is_not() {
    let faults = Faults::new();
    let store = open(ConnectOptions::url("memory:").layer(faults.clone())).await;
    let page = store.create_page(&page()).await.unwrap();
    let (id, runs) = (&page.id, AtomicU32::new(0));
    let backoff = Backoff::default().attempts(4).first_pause(Duration::from_micros(10));
    let views = async || {
        let run = |tx: storewright::StoreHandle| {
            runs.fetch_add(1, Ordering::Relaxed);
            async move { Ok::<_, Failure>(tx.add_views(id, 1).await?) }
        };
        store.retrying_transaction(&backoff, run).await
    };

    let commits = faults.on(Call::Commit);
    commits.fail(1, Error::busy("somebody else was first"));
    commits.fail(2, Error::busy("somebody else was first"));
    assert_eq!(views().await.unwrap(), Some(1));
    assert_eq!(runs.swap(0, Ordering::Relaxed), 3);

    faults.on(Call::Commit).fail_always(Error::busy("somebody else is always first"));
    let failed = views().await.unwrap_err();
    assert!(failed.is_retryable(), "{failed}");
    assert_eq!(runs.swap(0, Ordering::Relaxed), 4);
    faults.heal();

    faults.on(Call::Commit).fail_always(Error::config("nothing that passes"));
    assert!(!views().await.unwrap_err().is_retryable());
    assert_eq!(runs.swap(0, Ordering::Relaxed), 1);
    faults.heal();
    assert_eq!(store.get_page(id).await.unwrap().views, 1);
}
