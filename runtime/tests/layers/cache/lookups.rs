use std::time::Duration;

use storewright::layers::{Cache, Call};
use storewright::{ErrorKind, List, Result};

use super::Cached;
use crate::fixture::{AuthorStore, PageStore, author, page, shelf_behind};

#[tokio::test]
async fn the_second_lookup_does_not_reach_the_backend() -> Result<()> {
    let cached = Cached::new().await;
    let ada = cached.store.create_author(&author("ada")).await?;
    for _ in 0..3 {
        assert_eq!(cached.store.get_author(&ada.id).await?, ada);
    }
    assert_eq!(cached.selects(), 1);
    for _ in 0..3 {
        assert_eq!(cached.store.get_author_by_tenant_and_email("acme", "ada@example.com").await?, ada);
    }
    assert_eq!(cached.selects(), 2);
    let stats = cached.cache.stats();
    assert_eq!((stats.hits, stats.misses), (4, 2));
    Ok(())
}

#[tokio::test]
async fn what_is_absent_is_not_kept() -> Result<()> {
    let cached = Cached::new().await;
    assert_eq!(cached.store.find_page("a").await?, None);
    let ada = author("ada");
    assert_eq!(cached.store.find_author_by_tenant_and_email("acme", &ada.email).await?, None);
    cached.store.create_page(&page("a", 1)).await?;
    cached.store.create_author(&ada).await?;
    assert_eq!(cached.store.find_page("a").await?, Some(page("a", 1)));
    assert_eq!(cached.store.find_author_by_tenant_and_email("acme", &ada.email).await?, Some(ada));
    Ok(())
}

#[tokio::test]
async fn lists_go_to_the_backend() -> Result<()> {
    let cached = Cached::new().await;
    cached.store.create_page(&page("a", 1)).await?;
    for _ in 0..2 {
        assert_eq!(cached.store.list_pages(&List::new()).await?.items.len(), 1);
        assert_eq!(cached.store.get_pages(&["a".to_owned()]).await?.len(), 1);
    }
    assert_eq!(cached.selects(), 4);
    assert_eq!(cached.cache.stats().misses, 0);
    Ok(())
}

#[tokio::test]
async fn a_row_is_kept_for_its_time_and_no_more_rows_than_there_is_room_for() -> Result<()> {
    let cache = Cache::new().time_to_live(Duration::from_millis(50));
    let store = shelf_behind(cache.clone()).await;
    store.create_page(&page("a", 1)).await?;
    store.get_page("a").await?;
    tokio::time::sleep(Duration::from_millis(60)).await;
    store.get_page("a").await?;
    assert_eq!((cache.stats().hits, cache.stats().misses), (0, 2));

    let nothing = Cache::new().capacity(0);
    let store = shelf_behind(nothing.clone()).await;
    store.create_page(&page("a", 1)).await?;
    for _ in 0..3 {
        store.get_page("a").await?;
    }
    assert_eq!(nothing.stats().hits, 0);
    Ok(())
}

#[tokio::test]
async fn each_store_has_rows_of_its_own() -> Result<()> {
    let cache = Cache::new();
    let (one, other) = (shelf_behind(cache.clone()).await, shelf_behind(cache.clone()).await);
    one.create_page(&page("a", 1)).await?;
    other.create_page(&page("a", 2)).await?;
    for _ in 0..2 {
        assert_eq!((one.get_page("a").await?.views, other.get_page("a").await?.views), (1, 2));
    }
    assert_eq!((cache.stats().hits, cache.stats().misses), (2, 2));
    Ok(())
}

#[tokio::test]
async fn migrate_and_close_empty_it() -> Result<()> {
    let cached = Cached::new().await;
    cached.store.create_page(&page("a", 1)).await?;
    cached.store.get_page("a").await?;
    cached.store.migrate(&[]).await?;
    cached.store.get_page("a").await?;
    assert_eq!(cached.cache.stats().misses, 2);
    // What is read while it closes is not kept either.
    cached.faults.on(Call::Close).delay(1, Duration::from_millis(20));
    let (closed, read) = tokio::join!(cached.store.close(), cached.store.get_page("a"));
    closed?;
    read?;
    let closed = cached.store.get_page("a").await;
    assert!(closed.is_err_and(|error| *error.kind() == ErrorKind::Closed));
    Ok(())
}
