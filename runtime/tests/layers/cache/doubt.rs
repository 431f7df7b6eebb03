use std::time::Duration;

use storewright::Result;
use storewright::layers::Call;
use tokio::time::timeout;

use super::Cached;
use crate::fixture::{AuthorStore, PageStore, author, page};

/// Looks the row up twice: whether it was kept.
async fn is_kept(cached: &Cached, id: &str) -> Result<bool> {
    let hits = cached.cache.stats().hits;
    cached.store.find_page(id).await?;
    cached.store.find_page(id).await?;
    Ok(cached.cache.stats().hits > hits)
}

#[tokio::test]
async fn after_a_write_that_was_dropped_nothing_of_the_entity_is_kept() -> Result<()> {
    let cached = Cached::new().await;
    cached.store.create_pages(&[page("a", 1), page("b", 1)]).await?;
    assert!(is_kept(&cached, "a").await? && is_kept(&cached, "b").await?);
    cached.faults.on(Call::Update).hang(1);
    let dropped = page("a", 2);
    assert!(timeout(Duration::from_millis(5), cached.store.update_page(&dropped)).await.is_err());
    assert!(!is_kept(&cached, "a").await? && !is_kept(&cached, "b").await?);
    let ada = cached.store.create_author(&author("ada")).await?;
    cached.store.get_author(&ada.id).await?;
    let selects = cached.selects();
    cached.store.get_author(&ada.id).await?;
    assert_eq!(cached.selects(), selects);
    Ok(())
}

#[tokio::test]
async fn after_a_lost_answer_nothing_of_the_entity_is_kept() -> Result<()> {
    let cached = Cached::new().await;
    cached.store.create_page(&page("a", 1)).await?;
    assert!(is_kept(&cached, "a").await?);
    cached.faults.on(Call::Delete).lose_answer(1);
    assert!(cached.store.delete_page("a").await.is_err());
    assert_eq!(cached.store.find_page("a").await?, None);
    cached.store.create_page(&page("a", 2)).await?;
    assert!(!is_kept(&cached, "a").await?);
    Ok(())
}

#[tokio::test]
async fn a_dropped_create_puts_nothing_in_doubt() -> Result<()> {
    let cached = Cached::new().await;
    cached.store.create_page(&page("a", 1)).await?;
    cached.faults.on(Call::Insert).hang(2);
    let dropped = page("b", 1);
    assert!(timeout(Duration::from_millis(5), cached.store.create_page(&dropped)).await.is_err());
    assert!(is_kept(&cached, "a").await?);
    Ok(())
}
