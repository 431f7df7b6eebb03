//! PostgreSQL through the library beside the same by hand on sqlx:
//! `STOREWRIGHT_TEST_POSTGRES_URL=postgres://… cargo bench -p bench --features postgres --bench postgres`.
//!
//! Where client and server share two cores, a pair's ratio depends on whether the system puts both on one core or on two. So give
//! each its own: `taskset -acp 1 PID` of the server before, `taskset -c 0 cargo bench …` here.
//!
//! Every pair runs in the same process on the same server; the tables `members` and `raw_members` are made anew. The last
//! lines give the ratios of the medians.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first error"
)]

use std::cell::RefCell;
use std::sync::Arc;

use bench::raw_postgres::{RawPostgres, get_through};
use bench::{Member, MemberFilter, MemberStore, member, print_ratios};
use criterion::{BatchSize, Criterion};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use storewright::{ConnectOptions, Entity, Store, StoreHandle};
use tokio::runtime::{Builder, Runtime};

const ROWS: usize = 10_000;
const TASKS: usize = 16;
const CALLS: usize = 50;

/// One table by hand and one through the library, with the same rows.
struct Pair {
    raw: RawPostgres,
    store: StoreHandle,
    members: Vec<Member>,
}

impl Pair {
    async fn new(url: &str, rows: usize) -> Self {
        let mut raw = RawPostgres::open(url).await.unwrap();
        raw.run("DROP TABLE IF EXISTS members").await.unwrap();
        let members: Vec<_> = (0..rows).map(member).collect();
        let store = ConnectOptions::url(format!("{url}?max_connections={TASKS}"));
        let store = store.connect(vec![Member::schema()]).await.unwrap();
        store.migrate(&[]).await.unwrap();
        let created = if rows > 0 { raw.create_many(&members).await.unwrap() } else { Vec::new() };
        store.create_members(&members).await.unwrap();
        raw.run("VACUUM ANALYZE raw_members").await.unwrap();
        raw.run("VACUUM ANALYZE members").await.unwrap();
        Self { raw, store, members: created }
    }
}

fn main() {
    let Ok(url) = std::env::var("STOREWRIGHT_TEST_POSTGRES_URL") else {
        return println!("STOREWRIGHT_TEST_POSTGRES_URL names no server: nothing was measured");
    };
    let mut criterion = Criterion::default().sample_size(50).configure_from_args();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    reads(&mut criterion, &runtime, &url);
    writes(&mut criterion, &runtime, &url);
    bulk(&mut criterion, &runtime, &url);
    drop(runtime);
    tasks(&mut criterion, &url);
    criterion.final_summary();
    print_ratios("sqlx", "storewright");
}

fn reads(criterion: &mut Criterion, runtime: &Runtime, url: &str) {
    let mut pair = runtime.block_on(Pair::new(url, ROWS));
    let mut order = (0..ROWS).cycle().step_by(7919);
    let members = pair.members.clone();
    let mut pick = || &members[order.next().unwrap_or_default()];

    let mut group = criterion.benchmark_group("postgres: get by id");
    group.bench_function("sqlx", |b| b.iter(|| runtime.block_on(pair.raw.get(pick())).unwrap().unwrap()));
    group.bench_function("storewright", |b| {
        b.iter(|| runtime.block_on(pair.store.get_member(&pick().id)).unwrap());
    });
    group.finish();

    let mut group = criterion.benchmark_group("postgres: get by unique index");
    group.bench_function("sqlx", |b| {
        b.iter(|| {
            let member = pick();
            runtime.block_on(pair.raw.get_by_email(&member.tenant, &member.email)).unwrap().unwrap()
        });
    });
    group.bench_function("storewright", |b| {
        b.iter(|| {
            let member = pick();
            runtime.block_on(pair.store.get_member_by_email(&member.tenant, &member.email)).unwrap()
        });
    });
    group.finish();

    // A tenant of 1,000, so that counting does not drown the page.
    let mut pair = runtime.block_on(Pair::new(url, 1_000));
    let filter = MemberFilter::new()
        .filter(Member::TENANT.eq("tenant-1"))
        .order_by(Member::CREATED_AT.desc())
        .limit(50);
    let mut group = criterion.benchmark_group("postgres: list of 50 with total");
    group.bench_function("sqlx", |b| b.iter(|| runtime.block_on(pair.raw.list_50("tenant-1")).unwrap()));
    group.bench_function("storewright", |b| {
        b.iter(|| runtime.block_on(pair.store.list_members(&filter)).unwrap());
    });
    group.finish();
}

fn writes(criterion: &mut Criterion, runtime: &Runtime, url: &str) {
    let mut pair = runtime.block_on(Pair::new(url, ROWS));
    let mut number = ROWS;
    let mut fresh = || {
        number += 1;
        member(number)
    };
    let mut group = criterion.benchmark_group("postgres: create");
    group.bench_function("sqlx", |b| {
        let create = |member: Member| runtime.block_on(pair.raw.create(&member)).unwrap();
        b.iter_batched(&mut fresh, create, BatchSize::SmallInput);
    });
    group.bench_function("storewright", |b| {
        let create = |member: Member| runtime.block_on(pair.store.create_member(&member)).unwrap();
        b.iter_batched(&mut fresh, create, BatchSize::SmallInput);
    });
    group.finish();

    let mut pair = runtime.block_on(Pair::new(url, ROWS));
    let mut group = criterion.benchmark_group("postgres: update");
    let mut members = pair.members.clone();
    let mut order = (0..ROWS).cycle().step_by(7919);
    group.bench_function("sqlx", |b| {
        b.iter(|| {
            let member = &mut members[order.next().unwrap_or_default()];
            member.version = runtime.block_on(pair.raw.update(member)).unwrap().version;
        });
    });
    let ids: Vec<_> = pair.members.iter().map(|member| member.id).collect();
    let read = runtime.block_on(pair.store.get_members(&ids)).unwrap();
    let mut members: Vec<_> = read.into_iter().flatten().collect();
    group.bench_function("storewright", |b| {
        b.iter(|| {
            let member = &mut members[order.next().unwrap_or_default()];
            member.version = runtime.block_on(pair.store.update_member(member)).unwrap().version;
        });
    });
    group.finish();
}

/// Into an empty table each time: whoever is faster is asked more often, and would meet the larger table.
fn bulk(criterion: &mut Criterion, runtime: &Runtime, url: &str) {
    let Pair { raw, store, .. } = runtime.block_on(Pair::new(url, 0));
    let raw = RefCell::new(raw);
    let mut number = 0;
    let mut fresh = |empty: &'static str| {
        runtime.block_on(raw.borrow_mut().run(empty)).unwrap();
        number += ROWS;
        (number - ROWS..number).map(member).collect::<Vec<_>>()
    };
    let mut group = criterion.benchmark_group("postgres: bulk create of 10,000");
    group.sample_size(10);
    group.bench_function("sqlx", |b| {
        let create = |members: Vec<Member>| runtime.block_on(raw.borrow_mut().create_many(&members)).unwrap();
        b.iter_batched(|| fresh("TRUNCATE raw_members"), create, BatchSize::PerIteration);
    });
    group.bench_function("storewright", |b| {
        let create = |members: Vec<Member>| runtime.block_on(store.create_members(&members)).unwrap();
        b.iter_batched(|| fresh("TRUNCATE members"), create, BatchSize::PerIteration);
    });
    group.finish();
}

/// 16 tasks that look up rows one after another, beside sqlx's pool that doesn't ask each connection before.
fn tasks(criterion: &mut Criterion, url: &str) {
    let runtime = Runtime::new().unwrap();
    let (pair, pool) = runtime.block_on(async {
        let pool = PgPoolOptions::new().max_connections(TASKS as u32).test_before_acquire(false);
        let options: PgConnectOptions = url.parse().unwrap();
        (Pair::new(url, ROWS).await, pool.connect_with(options.disable_statement_logging()).await.unwrap())
    });
    let members = Arc::new(pair.members);
    let mut group = criterion.benchmark_group("postgres: 16 tasks, 800 gets by id");
    group.bench_function("sqlx", |b| {
        b.to_async(&runtime).iter(|| {
            let (pool, members) = (pool.clone(), Arc::clone(&members));
            at_once(move |at| {
                let (pool, members) = (pool.clone(), Arc::clone(&members));
                async move { drop(get_through(&pool, &members[at]).await.unwrap().unwrap()) }
            })
        });
    });
    group.bench_function("storewright", |b| {
        b.to_async(&runtime).iter(|| {
            let (store, members) = (pair.store.clone(), Arc::clone(&members));
            at_once(move |at| {
                let (store, members) = (store.clone(), Arc::clone(&members));
                async move { drop(store.get_member(&members[at].id).await.unwrap()) }
            })
        });
    });
    group.finish();
}

async fn at_once<F: Future<Output = ()> + Send>(call: impl Fn(usize) -> F + Clone + Send + 'static) {
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let call = call.clone();
            tokio::spawn(async move {
                for number in 0..CALLS {
                    call((task * 613 + number * 7919) % ROWS).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
