//! SQLite through the library beside the same by hand on rusqlite: `cargo bench -p bench --bench sqlite`.
//!
//! Every pair runs in the same process on equal files with equal pragmas. The last lines give the ratios of the medians.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first error"
)]

use bench::raw::Raw;
use bench::{Member, MemberFilter, MemberStore, member, print_ratios};
use criterion::{BatchSize, Criterion};
use storewright::{ConnectOptions, Entity, Store, StoreHandle};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const ROWS: usize = 10_000;
const CREATORS: usize = 64;

/// One file by hand and one through the library, with the same rows.
struct Pair {
    raw: Raw,
    store: StoreHandle,
    members: Vec<Member>,
    _dir: TempDir,
}

impl Pair {
    fn new(runtime: &Runtime, synchronous: &str, rows: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let raw = Raw::open(&dir.path().join("raw.db"), synchronous).unwrap();
        let url = format!("sqlite:{}?synchronous={synchronous}", dir.path().join("store.db").display());
        let members: Vec<_> = (0..rows).map(member).collect();
        let store = runtime.block_on(async {
            let store = ConnectOptions::url(url).connect(vec![Member::schema()]).await.unwrap();
            store.migrate(&[]).await.unwrap();
            store
        });
        let created = raw.create_many(&members).unwrap();
        runtime.block_on(store.create_members(&members)).unwrap();
        Self { raw, store, members: created, _dir: dir }
    }
}

fn main() {
    let mut criterion = Criterion::default().sample_size(50).configure_from_args();
    let runtime = Runtime::new().unwrap();
    reads(&mut criterion, &runtime);
    for synchronous in ["normal", "full"] {
        writes(&mut criterion, &runtime, synchronous);
    }
    bulk(&mut criterion, &runtime);
    creators(&mut criterion, &runtime);
    criterion.final_summary();
    print_ratios("rusqlite", "storewright");
}

fn reads(criterion: &mut Criterion, runtime: &Runtime) {
    let pair = Pair::new(runtime, "normal", ROWS);
    let mut order = (0..ROWS).cycle().step_by(7919);
    let mut pick = || &pair.members[order.next().unwrap_or_default()];

    let mut group = criterion.benchmark_group("get by id");
    group.bench_function("rusqlite", |b| b.iter(|| pair.raw.get(pick()).unwrap().unwrap()));
    group.bench_function("storewright", |b| {
        b.to_async(runtime).iter(|| {
            let found = pair.store.get_member(&pick().id);
            async { found.await.unwrap() }
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("get by unique index");
    group.bench_function("rusqlite", |b| {
        b.iter(|| {
            let member = pick();
            pair.raw.get_by_email(&member.tenant, &member.email).unwrap().unwrap()
        });
    });
    group.bench_function("storewright", |b| {
        b.to_async(runtime).iter(|| {
            let member = pick();
            let found = pair.store.get_member_by_email(&member.tenant, &member.email);
            async { found.await.unwrap() }
        });
    });
    group.finish();

    // A tenant of 1,000, so that counting does not drown the page.
    let pair = Pair::new(runtime, "normal", 1_000);
    let filter = MemberFilter::new()
        .filter(Member::TENANT.eq("tenant-1"))
        .order_by(Member::CREATED_AT.desc())
        .limit(50);
    let mut group = criterion.benchmark_group("list of 50 with total");
    group.bench_function("rusqlite", |b| b.iter(|| pair.raw.list_50("tenant-1").unwrap()));
    group.bench_function("storewright", |b| {
        b.to_async(runtime).iter(|| async { pair.store.list_members(&filter).await.unwrap() });
    });
    group.finish();
}

fn writes(criterion: &mut Criterion, runtime: &Runtime, synchronous: &str) {
    let pair = Pair::new(runtime, synchronous, ROWS);
    let mut number = ROWS;
    let mut fresh = || {
        number += 1;
        member(number)
    };
    let mut group = criterion.benchmark_group(format!("create, synchronous {synchronous}"));
    group.bench_function("rusqlite", |b| {
        b.iter_batched(&mut fresh, |member| pair.raw.create(&member).unwrap(), BatchSize::SmallInput);
    });
    group.bench_function("storewright", |b| {
        let create = async |member: Member| pair.store.create_member(&member).await.unwrap();
        b.to_async(runtime).iter_batched(&mut fresh, create, BatchSize::SmallInput);
    });
    group.finish();

    let mut group = criterion.benchmark_group(format!("update, synchronous {synchronous}"));
    group.bench_function("rusqlite", |b| {
        let mut members = pair.members.clone();
        let mut order = (0..ROWS).cycle().step_by(7919);
        b.iter(|| {
            let member = &mut members[order.next().unwrap_or_default()];
            member.version = pair.raw.update(member).unwrap().version;
        });
        pair.raw.reset_versions().unwrap();
    });
    group.bench_function("storewright", |b| {
        let ids: Vec<_> = pair.members.iter().map(|member| member.id).collect();
        let read = runtime.block_on(pair.store.get_members(&ids)).unwrap();
        let mut members: Vec<_> = read.into_iter().flatten().collect();
        let mut order = (0..ROWS).cycle().step_by(7919);
        b.iter(|| {
            let member = &mut members[order.next().unwrap_or_default()];
            member.version = runtime.block_on(pair.store.update_member(member)).unwrap().version;
        });
    });
    group.finish();
}

fn bulk(criterion: &mut Criterion, runtime: &Runtime) {
    let pair = Pair::new(runtime, "normal", 0);
    let mut number = 0;
    let mut fresh = || {
        number += ROWS;
        (number - ROWS..number).map(member).collect::<Vec<_>>()
    };
    let mut group = criterion.benchmark_group("bulk create of 10,000");
    group.sample_size(10);
    group.bench_function("rusqlite", |b| {
        b.iter_batched(
            &mut fresh,
            |members| pair.raw.create_many(&members).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("storewright", |b| {
        let create = |members: Vec<Member>| runtime.block_on(pair.store.create_members(&members)).unwrap();
        b.iter_batched(&mut fresh, create, BatchSize::PerIteration);
    });
    group.finish();
}

/// 64 tasks that create one row each at synchronous=FULL, beside one commit after the other.
fn creators(criterion: &mut Criterion, runtime: &Runtime) {
    let pair = Pair::new(runtime, "full", 0);
    let mut number = 0;
    let mut fresh = || {
        number += CREATORS;
        (number - CREATORS..number).map(member).collect::<Vec<_>>()
    };
    let mut group = criterion.benchmark_group("64 creators, synchronous full");
    group.bench_function("rusqlite", |b| {
        let one_by_one = |members: Vec<Member>| {
            for member in &members {
                pair.raw.create(member).unwrap();
            }
        };
        b.iter_batched(&mut fresh, one_by_one, BatchSize::PerIteration);
    });
    group.bench_function("storewright", |b| {
        let at_once = |members: Vec<Member>| {
            runtime.block_on(async {
                let tasks: Vec<_> = members
                    .into_iter()
                    .map(|member| {
                        let store = pair.store.clone();
                        tokio::spawn(async move { store.create_member(&member).await })
                    })
                    .collect();
                for task in tasks {
                    task.await.unwrap().unwrap();
                }
            });
        };
        b.iter_batched(&mut fresh, at_once, BatchSize::PerIteration);
    });
    group.finish();
}
