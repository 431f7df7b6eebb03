use storewright::layers::Call;
use storewright::{Error, Result, StoreExt};

use super::Cached;
use crate::fixture::{PageStore, page};

#[tokio::test]
async fn what_a_transaction_wrote_is_dropped_when_it_is_committed() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    store.create_pages(&[page("a", 1), page("b", 1)]).await?;
    store.get_page("a").await?;
    store.get_page("b").await?;

    let tx = store.begin().await?;
    tx.update_page(&page("a", 2)).await?;
    // Until then others have the row as it was, without asking for it.
    let selects = cached.selects();
    assert_eq!(store.get_page("a").await?.views, 1);
    assert_eq!(cached.selects(), selects);
    tx.commit().await?;
    assert_eq!(store.get_page("a").await?.views, 2);
    assert_eq!(store.get_page("b").await?.views, 1);
    assert_eq!(cached.selects(), selects + 1);
    Ok(())
}

#[tokio::test]
async fn a_transaction_reads_past_the_cache_and_rolled_back_it_drops_nothing() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    store.create_page(&page("a", 1)).await?;
    store.get_page("a").await?;

    let selects = cached.selects();
    let tx = store.begin().await?;
    tx.get_page("a").await?;
    tx.get_page("a").await?;
    assert_eq!(cached.selects(), selects + 2);
    tx.update_page(&page("a", 2)).await?;
    tx.roll_back();
    assert_eq!(store.get_page("a").await?.views, 1);
    assert_eq!(cached.selects(), selects + 2);
    Ok(())
}

#[tokio::test]
async fn a_commit_that_fails_leaves_the_right_row() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    store.create_page(&page("a", 1)).await?;
    store.get_page("a").await?;
    for done in [false, true] {
        let commits = cached.faults.on(Call::Commit);
        if done {
            commits.lose_answer(commits.calls() + 1);
        } else {
            commits.fail(commits.calls() + 1, Error::busy("planned"));
        }
        let tx = store.begin().await?;
        tx.upsert_page(&page("a", 2)).await?;
        assert!(tx.commit().await.is_err());
        assert_eq!(store.get_page("a").await?.views, if done { 2 } else { 1 });
    }
    Ok(())
}
