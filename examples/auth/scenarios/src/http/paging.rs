//! The operator turns the pages of a thousand users, while others come and go.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_core::{App, AuthStore, User, UserStore as _};
use serde_json::Value;
use storewright::Id;

use super::client::Client;
use super::service::{Service, list, text};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![everybody_is_listed_once_while_others_come_and_go, users_are_found_by_a_part_of_their_address];

const PEOPLE: usize = 1_000;
const COMERS: usize = 3;

async fn create(service: &Service, app: Id<App>) -> Outcome<Vec<User>> {
    let users: Vec<_> = (0..PEOPLE)
        .map(|number| User {
            banned: number.is_multiple_of(10),
            ..User::new(app, format!("user{number:03}@example.com"))
        })
        .collect();
    Ok(service.store().create_users(&users).await?)
}

async fn everybody_is_listed_once_while_others_come_and_go(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, _) = service.app().await?;
    let users = create(&service, app).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let comers: Vec<_> = (0..COMERS)
        .map(|_| {
            let (store, operator, stop) =
                (Arc::clone(service.store()), service.operator(), Arc::clone(&stop));
            tokio::spawn(async move { come_and_go(&store, &operator, app, &stop).await })
        })
        .collect();
    let mut walked = Ok(());
    for limit in [40, 200] {
        walked = walked.and(walk(&service.operator(), app, &users, limit).await);
    }
    stop.store(true, Ordering::Relaxed);
    let mut came = 0;
    for comer in comers {
        came += comer.await??;
    }
    walked?;
    check!(came > COMERS, "only {came} users came while the pages were turned");
    service.stop().await
}

/// Adds a user, who is deleted over HTTP, again and again: how many came.
async fn come_and_go(
    store: &Arc<dyn AuthStore>,
    operator: &Client,
    app: Id<App>,
    stop: &AtomicBool,
) -> Outcome<usize> {
    let mut came = 0;
    while !stop.load(Ordering::Relaxed) || came == 0 {
        let user = store.create_user(&User::new(app, format!("{}@example.com", unique("comer")))).await?;
        operator.delete(&format!("/v1/admin/apps/{app}/users/{}", user.id)).await?.done()?;
        // Most of them for good, or the app would fill up with those who were deleted.
        if came % 10 > 0 {
            store.purge_user(&user.id).await?;
        }
        came += 1;
        // They are no load test.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(came)
}

async fn walk(operator: &Client, app: Id<App>, users: &[User], limit: usize) -> Outcome {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let first = format!("/v1/admin/apps/{app}/users?limit={limit}");
    let mut path = first.clone();
    loop {
        let page = operator.get(&path).await?.json(200)?;
        let total = page["total"].as_u64().ok_or("a page has no total")?;
        let most = (PEOPLE + COMERS) as u64;
        check!((PEOPLE as u64..=most).contains(&total), "a total of {total} in pages of {limit}");
        let items = list(&page["items"])?;
        check!(items.len() <= limit, "a page of {}", items.len());
        for user in items {
            *seen.entry(text(&user["id"])?.to_owned()).or_default() += 1;
        }
        match &page["next"] {
            Value::Null => break,
            next => path = format!("{first}&cursor={}", text(next)?),
        }
    }
    let twice = seen.values().filter(|times| **times > 1).count();
    let missed = users.iter().filter(|user| !seen.contains_key(&user.id.to_string())).count();
    check_eq!((twice, missed), (0, 0), "users seen twice, and missed, in pages of {limit}");
    Ok(())
}

async fn users_are_found_by_a_part_of_their_address(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((app, _), (other, _)) = (service.app().await?, service.app().await?);
    create(&service, app).await?;
    service.store().create_user(&User::new(other, "user999@example.com")).await?;
    for (query, total) in [
        ("", 1_000),
        ("&email=USER99", 10),
        ("&email=99%40", 10),
        ("&email=99%25", 0),
        ("&email=user_99", 0),
        ("&email=nobody", 0),
        ("&banned=true", 100),
        ("&banned=false", 900),
        ("&banned=true&email=user9", 10),
        ("&email=example.com&banned=false", 900),
    ] {
        let path = format!("/v1/admin/apps/{app}/users?limit=5{query}");
        let page = service.operator().get(&path).await?.json(200)?;
        let items = list(&page["items"])?;
        check_eq!((&page["total"], items.len()), (&Value::from(total), total.min(5)), "users by `{query}`");
        check_eq!(page["next"].is_null(), total <= 5, "whether there is no page after it, by `{query}`");
    }
    // A cursor is good for the question that it came with, and for no other list.
    let path = format!("/v1/admin/apps/{app}/users?limit=5");
    let page = service.operator().get(&path).await?.json(200)?;
    let cursor = text(&page["next"])?;
    let elsewhere = service.operator().get(&format!("/v1/admin/apps?cursor={cursor}")).await?;
    elsewhere.problem(400, "invalid_cursor")?;
    service.operator().get(&format!("{path}&cursor={cursor}")).await?.json(200)?;
    service
        .operator()
        .get(&format!("{path}&cursor={}", &cursor[1..]))
        .await?
        .problem(400, "invalid_cursor")?;
    service.stop().await
}
