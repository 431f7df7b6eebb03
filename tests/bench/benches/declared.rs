//! Declared methods on SQLite beside a plain update by id: `cargo bench -p bench --bench declared`.
//!
//! Both run in turn on the same file. The last lines give the ratios of the medians.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first error")]

use std::collections::HashMap;

use bench::{Member, MemberStore, member, print_ratios};
use criterion::Criterion;
use storewright::{ConnectOptions, Entity, Store, StoreHandle};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const ROWS: usize = 10_000;

/// A file with rows.
struct Bench {
    runtime: Runtime,
    store: StoreHandle,
    members: Vec<Member>,
    _dir: TempDir,
}

impl Bench {
    fn new(synchronous: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?synchronous={synchronous}", dir.path().join("store.db").display());
        let runtime = Runtime::new().unwrap();
        let (store, members) = runtime.block_on(async {
            let store = ConnectOptions::url(url).connect(vec![Member::schema()]).await.unwrap();
            store.migrate(&[]).await.unwrap();
            let members = store.create_members(&(0..ROWS).map(member).collect::<Vec<_>>()).await.unwrap();
            (store, members)
        });
        Self { runtime, store, members, _dir: dir }
    }

    /// A declared method beside a plain update of the same rows by id.
    fn compare(
        &self,
        criterion: &mut Criterion,
        name: &str,
        mut plain: impl AsyncFnMut(&StoreHandle, &Member),
        mut declared: impl AsyncFnMut(&StoreHandle, &Member),
    ) {
        let mut group = criterion.benchmark_group(name);
        let mut order = (0..ROWS).cycle().step_by(7919);
        group.bench_function("update by id", |b| {
            b.iter(|| {
                let member = &self.members[order.next().unwrap_or_default()];
                self.runtime.block_on(plain(&self.store, member));
            });
        });
        group.bench_function("declared", |b| {
            b.iter(|| {
                let member = &self.members[order.next().unwrap_or_default()];
                self.runtime.block_on(declared(&self.store, member));
            });
        });
        group.finish();
    }
}

/// One column of a row.
async fn set(store: &StoreHandle, member: &Member) {
    assert!(store.set_member_score(&member.id, 0.5).await.unwrap());
}

fn main() {
    let mut criterion = Criterion::default().sample_size(50).configure_from_args();
    for synchronous in ["normal", "full"] {
        let bench = Bench::new(synchronous);
        let name = |kind: &str| format!("{kind}, synchronous {synchronous}");
        // Both replace the whole row. The update has the version of the row that it read, as it must.
        let mut read =
            bench.members.iter().map(|member| (member.id, member.clone())).collect::<HashMap<_, _>>();
        bench.compare(
            &mut criterion,
            &name("swap"),
            async |store, member| {
                let read = read.get_mut(&member.id).unwrap();
                *read = store.update_member(read).await.unwrap();
            },
            async |store, member| {
                assert!(store.swap_member(member, &member.password_hash).await.unwrap());
            },
        );
        bench.compare(&mut criterion, &name("claim"), set, async |store, member| {
            assert!(store.claim_member(&member.id, false, false).await.unwrap());
        });
        bench.compare(&mut criterion, &name("increment"), set, async |store, member| {
            assert!(store.count_sign_in(&member.id, i64::MAX).await.unwrap().is_some());
        });
        bench.compare(&mut criterion, &name("raise, refused"), set, async |store, member| {
            assert!(!store.raise_sign_ins(&member.id, 0).await.unwrap());
        });
    }
    criterion.final_summary();
    print_ratios("update by id", "declared");
}
