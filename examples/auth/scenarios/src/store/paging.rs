//! A thousand users, page by page, while others come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_core::*;
use storewright::{ErrorKind, Id, OrderBy, Timestamp};

use crate::check::{check, check_eq, checks, refused};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    everybody_is_seen_once_while_others_come_and_go,
    pages_hold_what_is_there_in_order,
    a_cursor_is_good_for_its_own_order,
];

const PEOPLE: usize = 1_000;
const PAGE: u32 = 125;
/// Tasks that add users and take them away again, and how many each of them has at most.
const COMERS: usize = 4;
const AT_ONCE: usize = 5;

/// Users whose columns have many values and few, some of them none.
fn person(app: &App, number: usize) -> User {
    User {
        first_name: format!("first{}", number % 7),
        last_name: format!("last{}", number * 37 % 101),
        username: (!number.is_multiple_of(3)).then(|| format!("user{number}")),
        banned: number.is_multiple_of(10),
        ..User::new(app.id, format!("{:04}@example.com", number * 7_919 % 10_000))
    }
}

async fn thousand(world: &World) -> Outcome<(App, Vec<User>)> {
    let app = world.app().await?;
    let mut users = Vec::new();
    // At four moments, so that a moment is no order of its own.
    for quarter in 0..4 {
        let numbers = quarter * PEOPLE / 4..(quarter + 1) * PEOPLE / 4;
        let people: Vec<_> = numbers.map(|number| person(&app, number)).collect();
        users.extend(world.store().create_users(&people).await?);
        world.advance(Duration::from_secs(1));
    }
    Ok((app, users))
}

/// What a row is ordered by.
type Key = (Option<String>, Option<Timestamp>);

/// An order in which the users are walked.
struct Walk {
    name: &'static str,
    columns: Vec<OrderBy<User>>,
    key: fn(&User) -> Key,
    down: bool,
}

fn walks() -> Vec<Walk> {
    let walk = |name, columns, key, down| Walk { name, columns, key, down };
    let email: fn(&User) -> Key = |user| (Some(user.email.clone()), None);
    let created: fn(&User) -> Key = |user| (None, Some(user.created_at));
    let username: fn(&User) -> Key = |user| (user.username.clone(), None);
    let names: fn(&User) -> Key = |user| (Some(format!("{} {}", user.first_name, user.last_name)), None);
    vec![
        walk("id", vec![], |_| (None, None), false),
        walk("email", vec![User::EMAIL.asc()], email, false),
        walk("email, descending", vec![User::EMAIL.desc()], email, true),
        walk("created_at", vec![User::CREATED_AT.asc()], created, false),
        walk("created_at, descending", vec![User::CREATED_AT.desc()], created, true),
        walk("username", vec![User::USERNAME.asc()], username, false),
        walk("username, descending", vec![User::USERNAME.desc()], username, true),
        walk("both names", vec![User::FIRST_NAME.asc(), User::LAST_NAME.asc()], names, false),
        walk("both names, descending", vec![User::FIRST_NAME.desc(), User::LAST_NAME.desc()], names, true),
        walk("banned", vec![User::BANNED.desc()], |user| (Some(user.banned.to_string()), None), true),
    ]
}

async fn everybody_is_seen_once_while_others_come_and_go(world: &World) -> Outcome {
    let (app, users) = thousand(world).await?;
    let everybody: BTreeSet<_> = users.iter().map(|user| user.id.to_string()).collect();
    let stop = Arc::new(AtomicBool::new(false));
    let comers: Vec<_> = (0..COMERS)
        .map(|comer| {
            let (store, app, stop) = (Arc::clone(world.store()), app.clone(), Arc::clone(&stop));
            tokio::spawn(async move { come_and_go(&store, &app, comer, &stop).await })
        })
        .collect();
    let walked = walk_all(world, &app, &everybody).await;
    stop.store(true, Ordering::Relaxed);
    let mut came = 0;
    for comer in comers {
        came += comer.await??;
    }
    walked?;
    check!(came >= COMERS * AT_ONCE, "only {came} users came while the pages were turned");
    let of_the_app = UserFilter::new().filter(User::APP_ID.eq(app.id)).limit(0);
    check_eq!(world.store().list_users(&of_the_app).await?.total, Some(PEOPLE as u64), "users in the end");
    world.store().delete_app(&app.id).await?;
    Ok(())
}

/// Adds users and deletes them, softly and for good, until it is told to stop: how many came.
async fn come_and_go(
    store: &Arc<dyn AuthStore>,
    app: &App,
    comer: usize,
    stop: &AtomicBool,
) -> Outcome<usize> {
    let mut here: Vec<Id<User>> = Vec::new();
    let mut came = 0;
    while !stop.load(Ordering::Relaxed) || came < AT_ONCE {
        let number = PEOPLE + comer + COMERS * came;
        let name = format!("{number}-{comer}");
        let user = User { username: Some(name.clone()), email: name, ..person(app, number) };
        here.push(store.create_user(&user).await?.id);
        came += 1;
        if here.len() == AT_ONCE {
            let first = here.remove(0);
            check!(store.delete_user(&first).await?, "a user who came was not there");
            // Most of them for good, or the app would fill up with those who were deleted.
            if came % 10 > 0 {
                check!(store.purge_user(&first).await?, "a user who was deleted was not there");
            }
        }
        // They are no load test.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for id in here {
        store.delete_user(&id).await?;
    }
    Ok(came)
}

async fn walk_all(world: &World, app: &App, everybody: &BTreeSet<String>) -> Outcome {
    for Walk { name, columns, key, down } in walks() {
        let mut filter = UserFilter::new().filter(User::APP_ID.eq(app.id)).limit(PAGE);
        for column in columns {
            filter = filter.order_by(column);
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut last: Option<(Key, Id<User>)> = None;
        loop {
            let page = world.store().list_users(&filter).await?;
            let total = page.total.ok_or("the list has no total")?;
            let most = (PEOPLE + COMERS * AT_ONCE) as u64;
            check!((PEOPLE as u64..=most).contains(&total), "by {name}: a total of {total}");
            check!(page.items.len() <= PAGE as usize, "by {name}: a page of {}", page.items.len());
            for user in page.items {
                let this = (key(&user), user.id);
                if let Some(last) = &last {
                    let forward = if down { this.0 < last.0 } else { this.0 > last.0 };
                    let in_order = forward || this.0 == last.0 && this.1 > last.1;
                    check!(in_order, "by {name}: {this:?} came after {last:?}");
                }
                last = Some(this);
                *seen.entry(user.id.to_string()).or_default() += 1;
            }
            match page.next {
                Some(next) => filter = filter.after(next),
                None => break,
            }
        }
        let twice = seen.values().filter(|times| **times > 1).count();
        let missed = everybody.iter().filter(|id| !seen.contains_key(*id)).count();
        check_eq!((twice, missed), (0, 0), "by {name}: users who were seen twice, and who were missed");
    }
    Ok(())
}

async fn pages_hold_what_is_there_in_order(world: &World) -> Outcome {
    let (app, mut users) = thousand(world).await?;
    users.retain(|user| !user.banned);
    users.sort_by(|a, b| {
        // `None` comes last where it goes down, and ties are broken by the id, which goes up.
        b.username.cmp(&a.username).then_with(|| a.id.cmp(&b.id))
    });
    let filter = UserFilter::new().filter(User::APP_ID.eq(app.id)).filter(User::BANNED.eq(false));
    let mut filter = filter.order_by(User::USERNAME.desc()).limit(77);
    let mut walked = Vec::new();
    loop {
        let page = world.store().list_users(&filter).await?;
        check_eq!(page.total, Some(users.len() as u64), "the total of each page");
        check_eq!(page.items.len(), 77.min(users.len() - walked.len()), "users of a page");
        walked.extend(page.items);
        match page.next {
            Some(next) => filter = filter.after(next),
            None => break,
        }
    }
    check!(walked == users, "the pages don't hold the users in their order");
    world.store().delete_app(&app.id).await?;
    Ok(())
}

async fn a_cursor_is_good_for_its_own_order(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let people: Vec<_> = (1..20).map(|number| person(&app, number)).collect();
    store.create_users(&people).await?;
    let of_the_app = || UserFilter::new().filter(User::APP_ID.eq(app.id)).limit(5);
    let first = store.list_users(&of_the_app().order_by(User::EMAIL.asc())).await?;
    let next = first.next.ok_or("there is no second page")?;
    let strange = store.list_users(&of_the_app().order_by(User::FIRST_NAME.asc()).after(next.clone())).await;
    check!(
        matches!(refused!(strange, "a cursor of another order").kind(), ErrorKind::InvalidCursor { .. }),
        "a cursor of another order is no invalid cursor"
    );
    let second = store.list_users(&of_the_app().order_by(User::EMAIL.asc()).after(next)).await?;
    check!(
        second.items.iter().all(|user| user.email > first.items[4].email),
        "the second page isn't after the first"
    );
    check_eq!((second.items.len(), second.total), (5, Some(19)), "the second page");
    Ok(())
}
