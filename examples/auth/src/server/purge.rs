use std::sync::Arc;
use std::time::Duration;

use auth_core::AuthStore;
use tokio::sync::watch;
use tokio::time::timeout;

const SHORTEST: Duration = Duration::from_millis(10);

/// Removes what has expired, again and again, until it is told to stop. Nobody sees such rows anyway, so a failure can wait
/// for the next time.
pub(super) async fn now_and_then(
    store: Arc<dyn AuthStore>,
    interval: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    // A pause of nothing would be none.
    let interval = interval.max(SHORTEST);
    while timeout(interval, stopped.wait_for(|stop| *stop)).await.is_err() {
        match purge(&*store).await {
            Ok(removed) => tracing::debug!(removed, "expired rows were removed"),
            Err(error) => tracing::warn!(%error, "expired rows could not be removed"),
        }
    }
}

async fn purge(store: &dyn AuthStore) -> storewright::Result<u64> {
    let now = store.backing().now();
    Ok(store.purge_expired_sessions().await? + store.delete_expired_verifications(now).await?)
}
