//! Single calls on PostgreSQL through the library and by hand on sqlx, in turns:
//! `STOREWRIGHT_TEST_POSTGRES_URL=postgres://… cargo bench -p bench --features postgres --bench postgres_pairs`.
//!
//! One after the other, as in the bench `postgres`, each meets the machine in another mood. Here 200 calls by hand are followed by
//! 200 of the library's, 60 times, and the middle one of the 60 ratios counts.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first error"
)]

use std::time::{Duration, Instant};

use bench::raw_postgres::RawPostgres;
use bench::{Member, MemberFilter, MemberStore, member};
use storewright::{ConnectOptions, Entity, Store};

const ROWS: usize = 1_000;
const CALLS: usize = 200;
const LISTS: usize = 40;
const TURNS: usize = 60;

/// The times of one turn each, a call.
#[derive(Default)]
struct Times(Vec<(f64, f64)>);

impl Times {
    fn took(&mut self, raw: Duration, store: Duration, calls: usize) {
        let each = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
        self.0.push((each(raw), each(store)));
    }

    fn print(&self, name: &str) {
        let median = |of: fn(&(f64, f64)) -> f64| {
            let mut all: Vec<_> = self.0.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let (raw, store, ratio) =
            (median(|turn| turn.0), median(|turn| turn.1), median(|turn| turn.1 / turn.0));
        println!("{name:24} sqlx {raw:7.1} µs   storewright {store:7.1} µs   ratio {ratio:.2}");
    }
}

macro_rules! timed {
    ($calls:expr) => {{
        let began = Instant::now();
        $calls;
        began.elapsed()
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let Ok(url) = std::env::var("STOREWRIGHT_TEST_POSTGRES_URL") else {
        return println!("STOREWRIGHT_TEST_POSTGRES_URL names no server: nothing was measured");
    };
    let mut raw = RawPostgres::open(&url).await.unwrap();
    raw.run("DROP TABLE IF EXISTS members").await.unwrap();
    let store = ConnectOptions::url(url).connect(vec![Member::schema()]).await.unwrap();
    store.migrate(&[]).await.unwrap();
    let members: Vec<_> = (0..ROWS).map(member).collect();
    let mut by_hand = raw.create_many(&members).await.unwrap();
    store.create_members(&members).await.unwrap();
    raw.run("VACUUM ANALYZE raw_members").await.unwrap();
    raw.run("VACUUM ANALYZE members").await.unwrap();
    let ids: Vec<_> = by_hand.iter().map(|row| row.id).collect();
    let mut rows: Vec<_> = store.get_members(&ids).await.unwrap().into_iter().flatten().collect();

    let (mut gets, mut uniques, mut lists) = (Times::default(), Times::default(), Times::default());
    let (mut updates, mut creates) = (Times::default(), Times::default());
    let page = MemberFilter::new()
        .filter(Member::TENANT.eq("tenant-1"))
        .order_by(Member::CREATED_AT.desc())
        .limit(50);
    for _ in 0..TURNS {
        let some = &by_hand[..CALLS];
        let one = timed!(for row in some {
            raw.get(row).await.unwrap().unwrap();
        });
        gets.took(
            one,
            timed!(for row in some {
                store.get_member(&row.id).await.unwrap();
            }),
            CALLS,
        );
        let one = timed!(for row in some {
            raw.get_by_email(&row.tenant, &row.email).await.unwrap().unwrap();
        });
        uniques.took(
            one,
            timed!(for row in some {
                store.get_member_by_email(&row.tenant, &row.email).await.unwrap();
            }),
            CALLS,
        );
        let one = timed!(for _ in 0..LISTS {
            raw.list_50("tenant-1").await.unwrap();
        });
        lists.took(
            one,
            timed!(for _ in 0..LISTS {
                store.list_members(&page).await.unwrap();
            }),
            LISTS,
        );
    }
    for turn in 0..TURNS {
        let at = turn * CALLS % ROWS;
        let one = timed!(for row in &mut by_hand[at..at + CALLS] {
            row.version = raw.update(row).await.unwrap().version;
        });
        updates.took(
            one,
            timed!(for row in &mut rows[at..at + CALLS] {
                row.version = store.update_member(row).await.unwrap().version;
            }),
            CALLS,
        );
        let fresh: Vec<_> = (0..CALLS).map(|number| member(ROWS + turn * CALLS + number)).collect();
        let one = timed!(for row in &fresh {
            raw.create(row).await.unwrap();
        });
        creates.took(
            one,
            timed!(for row in &fresh {
                store.create_member(row).await.unwrap();
            }),
            CALLS,
        );
    }
    for (name, times) in [
        ("get by id", gets),
        ("get by unique index", uniques),
        ("list of 50 with total", lists),
        ("update", updates),
        ("create", creates),
    ] {
        times.print(name);
    }
}
