use std::sync::Arc;
use std::time::Duration;

use storewright::layers::{Call, Faults, Retry};
use storewright::{Backoff, Error, ErrorKind, Result, StoreExt};

use crate::fixture::{AuthorStore, PageStore, Shelf, author, page, shelf};

fn unavailable() -> Error {
    ErrorKind::Unavailable { reason: "planned".into() }.into()
}

fn busy() -> Error {
    Error::busy("planned")
}

/// A store whose calls are tried three times, and the faults that they meet.
async fn retrying() -> (Arc<dyn Shelf>, Faults) {
    let faults = Faults::new();
    let backoff = Backoff::default().attempts(3).first_pause(Duration::from_micros(10));
    let store = shelf(|options| options.layer(faults.clone()).layer(Retry::new().backoff(backoff))).await;
    faults.reset();
    (store, faults)
}

/// Makes the first two calls of this kind fail with `error`.
fn fail_twice(faults: &Faults, call: Call, error: Error) {
    faults.on(call).fail(1, error.clone());
    faults.on(call).fail(2, error);
}

#[tokio::test]
async fn reads_are_tried_again_on_every_retryable_error() -> Result<()> {
    for error in [busy(), unavailable()] {
        let (store, faults) = retrying().await;
        for call in [Call::Select, Call::Ping, Call::Ensure, Call::Begin] {
            fail_twice(&faults, call, error.clone());
        }
        assert_eq!(store.find_page("home").await?, None);
        store.ping().await?;
        store.migrate(&[]).await?;
        store.begin().await?.roll_back();
        for call in [Call::Select, Call::Ping, Call::Ensure, Call::Begin] {
            assert_eq!(faults.on(call).calls(), 3, "{call}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn writes_are_tried_again_only_when_nothing_was_written() -> Result<()> {
    let (store, faults) = retrying().await;
    fail_twice(&faults, Call::Insert, busy());
    store.create_page(&page("home", 1)).await?;
    fail_twice(&faults, Call::Update, busy());
    store.update_page(&page("home", 2)).await?;
    fail_twice(&faults, Call::Upsert, busy());
    store.upsert_page(&page("home", 3)).await?;
    fail_twice(&faults, Call::Delete, busy());
    assert!(store.delete_page("home").await?);
    assert_eq!(faults.calls(), 12);

    faults.reset();
    for call in [Call::Insert, Call::Update, Call::Upsert, Call::Delete] {
        faults.on(call).lose_answer(1);
    }
    let lost = |error: Error| matches!(error.kind(), ErrorKind::Unavailable { .. });
    assert!(store.create_page(&page("home", 1)).await.is_err_and(lost));
    assert!(store.update_page(&page("home", 2)).await.is_err_and(lost));
    assert!(store.upsert_page(&page("home", 3)).await.is_err_and(lost));
    assert!(store.delete_page("home").await.is_err_and(lost));
    assert_eq!(faults.calls(), 4);
    Ok(())
}

#[tokio::test]
async fn other_errors_are_not_tried_again_and_the_last_one_is_given() -> Result<()> {
    let (store, faults) = retrying().await;
    let ada = author("ada");
    store.create_author(&ada).await?;
    faults.reset();
    assert!(store.create_author(&ada).await.is_err_and(|error| error.is_conflict()));
    assert_eq!(faults.calls(), 1);

    faults.reset();
    faults.fail_always(unavailable());
    assert_eq!(store.find_page("home").await, Err(unavailable()));
    assert_eq!(faults.calls(), 3);
    Ok(())
}

#[tokio::test]
async fn nothing_is_tried_again_inside_a_transaction_but_the_whole() -> Result<()> {
    let (store, faults) = retrying().await;
    store.create_page(&page("home", 1)).await?;
    faults.reset();
    let tx = store.begin().await?;
    faults.on(Call::Select).fail(1, busy());
    assert_eq!(tx.find_page("home").await, Err(busy()));
    faults.on(Call::Commit).fail(1, busy());
    assert_eq!(tx.commit().await, Err(busy()));
    assert_eq!(faults.calls(), 3);

    faults.reset();
    fail_twice(&faults, Call::Commit, busy());
    let backoff = Backoff::default().first_pause(Duration::from_micros(10));
    store
        .retrying_transaction(&backoff, |tx| async move {
            tx.update_page(&page("home", 2)).await?;
            Ok::<_, Error>(())
        })
        .await?;
    assert_eq!((faults.on(Call::Begin).calls(), faults.on(Call::Commit).calls()), (3, 3));
    assert_eq!(store.get_page("home").await?.views, 2);
    Ok(())
}
