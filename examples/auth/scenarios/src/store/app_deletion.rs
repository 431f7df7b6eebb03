//! With an app goes everything that is the app's, on every level, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use auth_consent::{Consent, ConsentStore as _};
use auth_core::*;
use auth_mfa::{RecoveryCode, RecoveryCodeStore as _};
use storewright::{Error, ErrorKind};

use super::rows::{rows_of, sizes};
use super::tenant::{Tenant, sizes_of};
use super::totals::totals;
use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, race, winners};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_app_goes_with_everything,
    an_app_is_deleted_by_one_of_many,
    nothing_outlives_an_app_that_is_being_filled,
    what_an_app_had_can_be_had_again,
];

/// How many users an app has. The sizes say how many rows come with them.
const PEOPLE: usize = 20;

async fn an_app_goes_with_everything(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), Tenant::several(world, 3, PEOPLE).await?);
    let (mut rows, mut counts) = (Vec::new(), Vec::new());
    for tenant in &tenants {
        rows.push(tenant.rows(world).await?);
        counts.push(totals(world, tenant.app.id, &tenant.everybody()).await?);
    }
    for (rows, counts) in rows.iter().zip(&counts) {
        check_eq!(sizes(rows), sizes_of(PEOPLE), "rows of a tenant");
        for (table, size) in sizes_of(PEOPLE) {
            // Two users were deleted, and a third of the sessions has expired: those are in no list.
            let hidden =
                if table == "auth_users" { 2 } else { 0 } + if table == "auth_sessions" { PEOPLE } else { 0 };
            check_eq!(counts.get(table), Some(&((size - hidden) as u64)), "the total of {table}");
        }
    }

    let [first, second, third] = &tenants[..] else { return Err("there are not three tenants".into()) };
    check!(store.delete_app(&second.app.id).await?, "the app was not there");
    check!(!store.delete_app(&second.app.id).await?, "the app was still there");
    let left = sizes(&second.rows(world).await?);
    check!(
        left.len() == 19 && left.values().all(|size| *size == 0),
        "rows that outlived their app: {left:?}"
    );
    let left = totals(world, second.app.id, &second.everybody()).await?;
    check!(
        left.len() == 19 && left.values().all(|total| *total == 0),
        "rows that are counted still: {left:?}"
    );
    check!(refused!(store.get_app(&second.app.id).await, "the app").is_not_found(), "the app is there");
    for user in second.users.iter().chain(&second.gone) {
        check_eq!(store.find_user(&user.id).await?, None, "a user of the app");
        check!(!store.restore_user(&user.id).await?, "a user of the app was brought back");
    }
    for (number, tenant) in [(0, first), (2, third)] {
        check!(tenant.rows(world).await? == rows[number], "another tenant's rows are not as they were");
        let now = totals(world, tenant.app.id, &tenant.everybody()).await?;
        check_eq!(now, counts[number], "another tenant's totals");
    }
    for tenant in tenants {
        tenant.leave(world).await?;
    }
    Ok(())
}

async fn an_app_is_deleted_by_one_of_many(world: &World) -> Outcome {
    let (doomed, other) = (Tenant::new(world, 4).await?, Tenant::new(world, 2).await?);
    let before = other.rows(world).await?;
    let deleted = race(RACERS, |_| {
        let (store, app) = (Arc::clone(world.store()), doomed.app.id);
        async move { store.delete_app(&app).await }
    });
    check_eq!(winners(deleted.await?)?, 1, "who deleted the app");
    let left = sizes(&doomed.rows(world).await?);
    check!(left.values().all(|size| *size == 0), "rows that outlived their app: {left:?}");
    check!(other.rows(world).await? == before, "another tenant's rows are not as they were");
    other.leave(world).await
}

async fn nothing_outlives_an_app_that_is_being_filled(world: &World) -> Outcome {
    for _ in 0..4 {
        let tenant = Tenant::new(world, 3).await?;
        let (app, user) = (tenant.app.clone(), tenant.users[0].clone());
        let end = world.later(Duration::from_secs(60));
        let added = race(2 * RACERS, |number| {
            let (store, app, user) = (Arc::clone(world.store()), app.id, user.clone());
            async move {
                if number == 0 {
                    return store.delete_app(&app).await.map(|_| None);
                }
                let added = match number % 5 {
                    0 => {
                        let user = User::new(app, unique("late"));
                        return store.create_user(&user).await.map(|user| Some(user.id));
                    }
                    1 => store
                        .create_session(&Session::new(&user, unique("t"), unique("r"), end))
                        .await
                        .map(drop),
                    2 => store.create_device(&Device::new(&user, end)).await.map(drop),
                    3 => store
                        .create_recovery_code(&RecoveryCode::new(user.id, unique("code")))
                        .await
                        .map(drop),
                    _ => {
                        store.grant_consent(&Consent::new(&user, unique("purpose"), "1", end)).await.map(drop)
                    }
                };
                added.map(|()| None)
            }
        });
        let mut everybody = tenant.everybody();
        for (number, added) in added.await?.into_iter().enumerate() {
            match added {
                Ok(user) => everybody.extend(user),
                // Nothing else can be in the way of those who come too late.
                Err(error) => check!(number > 0 && is_missing(&error), "call {number} failed: {error}"),
            }
        }
        let left = sizes(&rows_of(world.store(), app.id, &everybody).await?);
        check!(left.values().all(|size| *size == 0), "rows that outlived their app: {left:?}");
    }
    Ok(())
}

fn is_missing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::MissingReference { .. })
}

async fn what_an_app_had_can_be_had_again(world: &World) -> Outcome {
    let store = world.store();
    let app = App { publishable_key: Some(unique("key")), ..App::new("An app", unique("app")) };
    let (app, token) = (store.create_app(&app).await?, unique("token"));
    let account = |user: &User| Account::new(user.id, "provider", &token);
    let session = |user: &User| Session::new(user, &token, &token, world.later(Duration::from_secs(60)));
    let user = world.user(&app).await?;
    store.create_account(&account(&user)).await?;
    store.create_session(&session(&user)).await?;
    store.delete_app(&app.id).await?;

    // With the same id too.
    let app = store.create_app(&app).await?;
    check_eq!(store.get_app_by_slug(&app.slug).await?, app, "the app by its slug");
    check_eq!(totals(world, app.id, &[user.id]).await?.values().sum::<u64>(), 1, "rows of the new app");
    let user = store.create_user(&user).await?;
    let account = store.create_account(&account(&user)).await?;
    check_eq!(store.get_account_by_provider("provider", &token).await?, account, "the identity");
    let session = store.create_session(&session(&user)).await?;
    check_eq!(store.get_session_by_token(&token).await?, session, "the session");
    check_eq!(store.list_user_sessions(&user.id).await?, [session], "the user's sessions");
    Ok(())
}
