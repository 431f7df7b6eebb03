//! A process that is killed half way leaves whole batches, and every one that it was told about.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use faults::{BATCH, Parcel, ParcelFilter, ParcelStore, batch};
use storewright::{ConnectOptions, Entity, Store, StoreHandle};

const ROUNDS: u32 = 12;

/// Lets the program write for a while, kills it, and gives the last batch that was acknowledged.
fn killed_after(url: &str, first: i64, wait: Duration) -> Option<i64> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_faults"))
        .args([url, &first.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let acknowledged = BufReader::new(child.stdout.take().unwrap());
    std::thread::sleep(wait);
    // On Unix this is SIGKILL: nothing of the program runs any more.
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged.lines().map_while(Result::ok).filter_map(|line| line.parse().ok()).last()
}

async fn open(url: &str) -> StoreHandle {
    let store = ConnectOptions::url(url).connect(vec![Parcel::schema()]).await.unwrap();
    store.migrate(&[]).await.unwrap();
    store
}

#[tokio::test]
async fn what_was_acknowledged_is_there_and_nothing_is_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("faults.db").display());
    let (mut first, mut acknowledged_in_all) = (0, 0);
    for round in 0..ROUNDS {
        // Different moments: while it opens, while it writes, while it commits.
        let last = killed_after(&url, first, Duration::from_millis(u64::from(round) * 17));
        let store = open(&url).await;
        let total = store.list_parcels(&ParcelFilter::new().limit(0)).await.unwrap().total.unwrap();
        let next = i64::try_from(total).unwrap() / BATCH;
        assert_eq!(i64::try_from(total).unwrap() % BATCH, 0, "a batch is half written");
        for number in first..next {
            assert_eq!(store.list_batch(number).await.unwrap().len() as i64, BATCH, "batch {number}");
        }
        if let Some(last) = last {
            assert!(last < next, "batch {last} was acknowledged and is not there");
            acknowledged_in_all += last - first + 1;
        }
        // The store works on, and its unique index is whole.
        store.create_parcels(&batch(next)).await.unwrap();
        assert!(store.create_parcels(&batch(next)).await.unwrap_err().is_conflict());
        store.close().await.unwrap();
        first = next + 1;
    }
    assert!(acknowledged_in_all > 0, "every round was killed before it wrote anything");
}
