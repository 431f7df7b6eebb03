//! A user who is deleted is hidden, and what they had is gone; they can be brought back until they are purged.

use std::sync::Arc;
use std::time::Duration;

use auth_consent::ConsentStore as _;
use auth_core::*;
use auth_mfa::{EnrollmentStore as _, RecoveryCodeStore as _};
use auth_waitlist::WaitlistEntryStore as _;
use storewright::ErrorKind;

use super::rows::{rows_of, sizes};
use super::tenant::{Tenant, sizes_of};
use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, race, winners};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    a_deleted_user_is_hidden,
    what_a_user_had_goes_along,
    a_user_is_deleted_by_one_of_many,
    nothing_is_given_to_a_deleted_user,
    sessions_of_who_impersonates_end,
    a_purged_user_is_gone,
];

const PEOPLE: usize = 6;

async fn a_deleted_user_is_hidden(world: &World) -> Outcome {
    let (store, tenant) = (world.store(), Tenant::new(world, PEOPLE).await?);
    let (app, user) = (&tenant.app.id, &tenant.users[3]);
    let (username, phone) = ("user3", "+13");
    check_eq!(store.get_user_by_username(app, username).await?, *user, "the user while they are there");
    world.advance(Duration::from_secs(1));
    check!(store.delete_user(&user.id).await?, "the user was not there");
    check!(!store.delete_user(&user.id).await?, "the user was still there");
    check!(refused!(store.get_user(&user.id).await, "by id").is_not_found(), "by id");
    check_eq!(store.find_user(&user.id).await?, None, "found by id");
    check_eq!(store.get_users(&[user.id]).await?, [None], "among many by id");
    check!(refused!(store.get_user_by_email(app, &user.email).await, "address").is_not_found(), "by address");
    check!(refused!(store.get_user_by_username(app, username).await, "name").is_not_found(), "by name");
    check!(refused!(store.get_user_by_phone(app, phone).await, "number").is_not_found(), "by number");
    check!(refused!(store.update_user(user).await, "an update").is_not_found(), "an update");
    let others: Vec<_> = tenant.users.iter().filter(|other| other.id != user.id).cloned().collect();
    let page = store.list_users(&UserFilter::new().filter(User::APP_ID.eq(app))).await?;
    check_eq!((&page.items, page.total), (&others, Some(others.len() as u64)), "the list of users");
    check_eq!(store.list_newest_users(app).await?.len(), others.len(), "the newest users");
    tenant.leave(world).await
}

async fn what_a_user_had_goes_along(world: &World) -> Outcome {
    let (store, tenant) = (world.store(), Tenant::new(world, PEOPLE).await?);
    let other = Tenant::new(world, PEOPLE).await?;
    let (before, of_the_other) = (tenant.rows(world).await?, other.rows(world).await?);
    check_eq!(sizes(&before), sizes_of(PEOPLE), "rows before");
    // Somebody who waited and was let in, and a member of two organizations.
    let user = &tenant.users[3];
    let waiting = store.list_newest_entries(&tenant.app.id).await?;
    world.advance(Duration::from_secs(1));
    store.delete_user(&user.id).await?;
    let after = tenant.rows(world).await?;
    let mut expected = sizes_of(PEOPLE);
    let gone = [
        ("auth_sessions", 3),
        ("auth_accounts", 2),
        ("auth_verifications", 2),
        ("auth_members", 2),
        ("auth_devices", 2),
        ("auth_notifications", 2),
        ("auth_api_keys", 2),
        ("consent_consents", 2),
        ("mfa_enrollments", 2),
        ("mfa_recovery_codes", 3),
    ];
    for (table, rows) in gone {
        expected.entry(table).and_modify(|size| *size -= rows);
    }
    check_eq!(sizes(&after), expected, "rows after the deletion of one of {PEOPLE} users");
    for (table, rows) in &after {
        let before = before.get(table).map_or(&[][..], Vec::as_slice);
        let changed = rows.iter().filter(|row| !before.contains(row)).count();
        // The user themselves, and that they waited.
        let expected = usize::from(["auth_users", "waitlist_entries"].contains(table));
        check_eq!(changed, expected, "rows in {table} that are not as they were");
    }
    check_eq!(store.count_active_sessions(&user.id).await?, 0, "sessions");
    check_eq!(store.list_user_organizations(&user.id).await?, [], "organizations");
    check_eq!(store.list_enrollments(&user.id).await?.len(), 0, "second factors");
    check_eq!(store.get_recovery_codes(&user.id).await?.len(), 0, "recovery codes");
    check_eq!(store.find_consent(&user.id, &tenant.app.id, "purpose0").await?, None, "a consent");
    for (before, after) in waiting.iter().zip(store.list_newest_entries(&tenant.app.id).await?) {
        let user_id = before.user_id.filter(|of| *of != user.id);
        let status = (after.id, &after.email, after.status, after.user_id);
        check_eq!(status, (before.id, &before.email, before.status, user_id), "somebody who waited");
    }
    check!(other.rows(world).await? == of_the_other, "another tenant's rows are not as they were");
    tenant.leave(world).await?;
    other.leave(world).await
}

async fn a_user_is_deleted_by_one_of_many(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    for _ in 0..4 {
        let user = world.user(&app).await?;
        for _ in 0..3 {
            world.session(&user).await?;
        }
        let deleted = race(RACERS, |_| {
            let (store, id) = (Arc::clone(store), user.id);
            async move { store.delete_user(&id).await }
        });
        check_eq!(winners(deleted.await?)?, 1, "who deleted the user");
        check_eq!(store.list_user_sessions(&user.id).await?, [], "sessions of the user");
        let restored = race(RACERS, |_| {
            let (store, id) = (Arc::clone(store), user.id);
            async move { store.restore_user(&id).await }
        });
        check_eq!(winners(restored.await?)?, 1, "who brought the user back");
        check_eq!(store.get_user(&user.id).await?, user, "the user who is back");
    }
    Ok(())
}

async fn nothing_is_given_to_a_deleted_user(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    for _ in 0..4 {
        let user = world.user(&app).await?;
        let end = world.later(Duration::from_secs(60));
        let given = race(2 * RACERS, |number| {
            let (store, user) = (Arc::clone(store), user.clone());
            async move {
                match number {
                    0 => store.delete_user(&user.id).await,
                    _ if number % 2 == 0 => {
                        let session = Session::new(&user, unique("t"), unique("r"), end);
                        store.create_session(&session).await.map(|_| true)
                    }
                    _ => store.create_account(&Account::new(user.id, "p", unique("i"))).await.map(|_| true),
                }
            }
        });
        for (number, given) in given.await?.into_iter().enumerate() {
            match given {
                Ok(done) => check!(done, "the user was not there to be deleted"),
                Err(error) => {
                    let missing = matches!(error.kind(), ErrorKind::MissingReference { .. });
                    check!(number > 0 && missing, "call {number} failed: {error}");
                }
            }
        }
        let left = sizes(&rows_of(world.store(), app.id, &[user.id]).await?);
        let left = (left.get("auth_sessions"), left.get("auth_accounts"));
        check_eq!(left, (Some(&0), Some(&0)), "sessions and accounts of a deleted user");
    }
    Ok(())
}

async fn sessions_of_who_impersonates_end(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let (admin, user) = (world.user(&app).await?, world.user(&app).await?);
    let own = world.session(&user).await?;
    let by_admin = Session { impersonated_by: Some(admin.id), ..world.session(&user).await? };
    let by_admin = store.update_session(&by_admin).await?;
    store.delete_user(&admin.id).await?;
    check_eq!(store.find_session(&by_admin.id).await?, None, "a session of a user that a deleted one is in");
    check_eq!(store.list_user_sessions(&user.id).await?, [own], "the user's own sessions");
    Ok(())
}

async fn a_purged_user_is_gone(world: &World) -> Outcome {
    let (store, tenant) = (world.store(), Tenant::new(world, PEOPLE).await?);
    let (deleted, live) = (&tenant.users[1], &tenant.users[2]);
    store.delete_user(&deleted.id).await?;
    for user in [deleted, live] {
        check!(store.purge_user(&user.id).await?, "the user was not there");
        check!(!store.purge_user(&user.id).await?, "the user was still there");
        check!(!store.restore_user(&user.id).await?, "the user was brought back");
    }
    let left = sizes(&rows_of(world.store(), tenant.app.id, &[deleted.id, live.id]).await?);
    let users = tenant.everybody().len() - 2;
    check_eq!(left.get("auth_users"), Some(&users), "users that are stored");
    for table in ["auth_accounts", "auth_members", "mfa_enrollments", "mfa_recovery_codes"] {
        check_eq!(left.get(table), Some(&0), "rows of purged users in {table}");
    }
    check_eq!(left.get("auth_sessions"), Some(&(3 * (PEOPLE - 2))), "sessions that are stored");
    tenant.leave(world).await
}
