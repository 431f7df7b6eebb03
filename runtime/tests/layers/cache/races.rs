use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use storewright::{Error, Result, StoreExt};

use super::Cached;
use crate::fixture::{Page, PageStore, page};
use crate::staged::Staged;

#[tokio::test]
async fn a_row_that_was_read_before_a_write_is_not_kept_after_it() -> Result<()> {
    let (backend, next_select_is_late) = Staged::with_late_selects();
    let cached = Cached::on(backend).await;
    let store = &cached.store;
    store.create_pages(&[page("a", 1), page("b", 1)]).await?;
    for (views, write) in [(2, true), (3, false)] {
        // So that it isn't there.
        store.update_page(&page("a", views - 1)).await?;
        let late = next_select_is_late();
        let (read, done) = tokio::join!(store.get_page("a"), async {
            late.has_answer().await;
            let done = if write {
                store.update_page(&page("a", views)).await.map(drop)
            } else {
                store.transaction(|tx| async move { tx.update_page(&page("a", views)).await.map(drop) }).await
            };
            late.go_on();
            done
        });
        done?;
        assert_eq!(read?.views, views - 1);
        assert_eq!(store.get_page("a").await?.views, views);
    }

    // Without a write of its own it is kept.
    store.update_page(&page("a", 4)).await?;
    let late = next_select_is_late();
    let (read, ()) = tokio::join!(store.get_page("a"), async {
        late.has_answer().await;
        late.go_on();
    });
    read?;
    let selects = cached.selects();
    store.get_page("a").await?;
    assert_eq!(cached.selects(), selects);
    Ok(())
}

/// Readers look for a value older than the last one that was acknowledged before they asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_sees_a_value_older_than_the_last_acknowledged_write() -> Result<()> {
    const PAGES: usize = 3;
    let cached = Arc::new(Cached::new().await);
    let acknowledged: Arc<[AtomicI64; PAGES]> = Arc::default();
    let ids: Vec<_> = (0..PAGES).map(|place| format!("page-{place}")).collect();
    cached.store.create_pages(&ids.iter().map(|id| page(id, 0)).collect::<Vec<_>>()).await?;
    let end = Instant::now() + Duration::from_millis(1500);

    let mut tasks = Vec::new();
    for (place, id) in ids.iter().cloned().enumerate() {
        let (cached, acknowledged) = (Arc::clone(&cached), Arc::clone(&acknowledged));
        tasks.push(tokio::spawn(async move {
            let mut views = 0;
            while Instant::now() < end {
                views += 1;
                write(&cached, page(&id, views)).await?;
                acknowledged[place].store(views, Ordering::SeqCst);
                // Now and then there is time for the row to be kept.
                if views % 5 == 0 {
                    tokio::time::sleep(Duration::from_micros(300)).await;
                }
            }
            Ok::<_, Error>(())
        }));
    }
    for reader in 0..4 {
        let (cached, acknowledged, ids) = (Arc::clone(&cached), Arc::clone(&acknowledged), ids.clone());
        tasks.push(tokio::spawn(async move {
            let mut place = reader;
            while Instant::now() < end {
                place = (place + 1) % PAGES;
                let least = acknowledged[place].load(Ordering::SeqCst);
                let Page { views, .. } = cached.store.get_page(&ids[place]).await?;
                assert!(views >= least, "{views} is older than {least}");
                // A hit never waits, and the writers want their turn.
                tokio::task::yield_now().await;
            }
            Ok(())
        }));
    }
    for task in tasks {
        task.await.unwrap()?;
    }
    let stats = cached.cache.stats();
    assert!(stats.hits > 100 && stats.misses > 100, "{stats:?}");
    Ok(())
}

async fn write(cached: &Cached, page: Page) -> Result<()> {
    let store = &cached.store;
    match page.views % 3 {
        0 => store.update_page(&page).await.map(drop),
        1 => store.upsert_page(&page).await.map(drop),
        _ => store.transaction(|tx| async move { tx.update_page(&page).await.map(drop) }).await,
    }
}
