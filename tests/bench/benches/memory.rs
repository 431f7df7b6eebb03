//! The memory store with 1,000 to 1,000,000 rows: `cargo bench -p bench --bench memory`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first error")]

use bench::{Member, MemberFilter, MemberStore, member};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use storewright::{ConnectOptions, Entity, Store, StoreHandle};
use tokio::runtime::Runtime;

fn main() {
    let mut criterion = Criterion::default().sample_size(50).configure_from_args();
    let runtime = Runtime::new().unwrap();
    for rows in [1_000, 10_000, 100_000, 1_000_000] {
        with_rows(&mut criterion, &runtime, rows);
    }
    criterion.final_summary();
}

fn filled(runtime: &Runtime, members: &[Member]) -> StoreHandle {
    runtime.block_on(async {
        let store = ConnectOptions::url("memory:").connect(vec![Member::schema()]).await.unwrap();
        store.migrate(&[]).await.unwrap();
        for chunk in members.chunks(10_000) {
            store.create_members(chunk).await.unwrap();
        }
        store
    })
}

fn with_rows(criterion: &mut Criterion, runtime: &Runtime, rows: usize) {
    let members: Vec<_> = (0..rows).map(member).collect();
    let store = filled(runtime, &members);
    let mut order = (0..rows).cycle().step_by(7919);
    let mut pick = || &members[order.next().unwrap_or_default()];

    let mut group = criterion.benchmark_group("memory");
    group.throughput(Throughput::Elements(1));
    group.bench_function(BenchmarkId::new("get by id", rows), |b| {
        b.to_async(runtime).iter(|| {
            let found = store.get_member(&pick().id);
            async { found.await.unwrap() }
        });
    });
    group.bench_function(BenchmarkId::new("get by unique index", rows), |b| {
        b.to_async(runtime).iter(|| {
            let member = pick();
            let found = store.get_member_by_email(&member.tenant, &member.email);
            async { found.await.unwrap() }
        });
    });
    let filter = MemberFilter::new()
        .filter(Member::TENANT.eq("tenant-1"))
        .order_by(Member::CREATED_AT.desc())
        .limit(50)
        .without_total();
    group.bench_function(BenchmarkId::new("list of 50 without total", rows), |b| {
        b.to_async(runtime).iter(|| async { store.list_members(&filter).await.unwrap() });
    });
    let mut number = rows;
    let mut fresh = || {
        number += 1;
        member(number)
    };
    group.bench_function(BenchmarkId::new("create", rows), |b| {
        let create = async |member: Member| store.create_member(&member).await.unwrap();
        b.to_async(runtime).iter_batched(&mut fresh, create, BatchSize::SmallInput);
    });
    group.finish();
}
