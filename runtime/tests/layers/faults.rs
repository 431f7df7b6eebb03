use std::sync::Arc;
use std::time::{Duration, Instant};

use storewright::layers::{Call, Faults};
use storewright::{Error, ErrorKind, Result, StoreExt};
use tokio::time::timeout;

use crate::fixture::{AuthorStore, PageStore, Shelf, author, page, shelf_behind};

async fn faulty() -> (Arc<dyn Shelf>, Faults) {
    let faults = Faults::new();
    let store = shelf_behind(faults.clone()).await;
    faults.reset();
    (store, faults)
}

fn planned() -> Error {
    Error::backend("planned")
}

#[tokio::test]
async fn the_nth_call_fails_and_is_not_done() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.fail(2, planned());
    store.create_page(&page("a", 1)).await?;
    assert_eq!(store.create_page(&page("b", 1)).await, Err(planned()));
    assert_eq!(store.find_page("b").await?, None);
    assert_eq!(faults.calls(), 3);
    Ok(())
}

#[tokio::test]
async fn a_lost_answer_is_of_a_call_that_was_done() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.on(Call::Insert).lose_answer(1);
    let lost = store.create_page(&page("a", 1)).await;
    assert!(lost.is_err_and(|error| matches!(error.kind(), ErrorKind::Unavailable { .. })));
    assert_eq!(store.get_page("a").await?.views, 1);

    // A commit too.
    faults.on(Call::Commit).lose_answer(1);
    let tx = store.begin().await?;
    tx.update_page(&page("a", 2)).await?;
    assert!(tx.commit().await.is_err_and(|error| error.is_retryable()));
    assert_eq!(store.get_page("a").await?.views, 2);
    Ok(())
}

#[tokio::test]
async fn calls_come_late_or_never() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.delay(1, Duration::from_millis(30));
    let start = Instant::now();
    store.create_page(&page("a", 1)).await?;
    assert!(start.elapsed() >= Duration::from_millis(30));

    faults.hang(2);
    assert!(timeout(Duration::from_millis(20), store.delete_page("a")).await.is_err());
    assert_eq!(store.get_page("a").await?.views, 1);
    Ok(())
}

#[tokio::test]
async fn kinds_and_entities_are_counted_apart() -> Result<()> {
    let (store, faults) = faulty().await;
    let inserts_of_pages = faults.on(Call::Insert).of("pages");
    inserts_of_pages.fail(2, planned());
    let writes = faults.on(Call::Insert).on(Call::Delete);
    writes.fail(4, planned());

    store.create_author(&author("ada")).await?;
    store.create_page(&page("a", 1)).await?;
    store.get_page("a").await?;
    assert_eq!(store.create_page(&page("b", 1)).await, Err(planned()));
    assert_eq!(store.delete_page("a").await, Err(planned()));
    assert_eq!((inserts_of_pages.calls(), writes.calls(), faults.calls()), (2, 4, 5));
    assert_eq!(faults.of("pages").of("authors").calls(), 5);
    assert_eq!(faults.of("nobody").calls(), 0);
    Ok(())
}

#[tokio::test]
async fn calls_of_transactions_are_counted() -> Result<()> {
    let (store, faults) = faulty().await;
    let tx = store.begin().await?;
    let nested = tx.begin().await?;
    nested.create_page(&page("a", 1)).await?;
    nested.commit().await?;
    tx.commit().await?;
    for call in [Call::Begin, Call::Savepoint, Call::Insert, Call::Release, Call::Commit] {
        assert_eq!(faults.on(call).calls(), 1, "{call}");
    }
    assert_eq!(faults.calls(), 5);

    let tx = store.begin().await?;
    faults.on(Call::Update).fail(1, planned());
    assert_eq!(tx.update_page(&page("a", 2)).await, Err(planned()));
    tx.roll_back();
    assert_eq!(faults.calls(), 7);
    Ok(())
}

#[tokio::test]
async fn an_outage_lasts_until_it_is_healed() -> Result<()> {
    let (store, faults) = faulty().await;
    faults.fail_always(planned());
    assert_eq!(store.ping().await, Err(planned()));
    assert_eq!(store.create_page(&page("a", 1)).await, Err(planned()));
    assert!(store.begin().await.is_err());
    faults.heal();
    store.ping().await?;
    assert_eq!(store.find_page("a").await?, None);

    faults.on(Call::Select).fail_always(planned());
    store.create_page(&page("a", 1)).await?;
    assert_eq!(store.find_page("a").await, Err(planned()));
    faults.reset();
    assert_eq!(store.get_page("a").await?.views, 1);
    assert_eq!(faults.calls(), 1);
    Ok(())
}
