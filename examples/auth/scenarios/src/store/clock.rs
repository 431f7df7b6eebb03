//! Every moment that is stored comes from the store's clock.

use std::time::Duration;

use auth_consent::{Consent, ConsentStore as _};
use auth_core::*;
use auth_mfa::{RecoveryCode, RecoveryCodeStore as _};
use auth_waitlist::{Status, WaitlistEntry, WaitlistEntryStore as _};

use super::rows::rows_of;
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![moments_of_creation_and_change, moments_of_declared_methods, the_moment_of_a_deletion];

const STEP: Duration = Duration::from_secs(90);

async fn moments_of_creation_and_change(world: &World) -> Outcome {
    let store = world.store();
    check_eq!(store.backing().now(), world.now(), "the store's clock");
    let user = {
        let (app, user) = world.app_and_user().await?;
        let others = [app.created_at, app.updated_at, user.created_at, user.updated_at];
        check_eq!(others, [world.now(); 4], "the moments of an app and a user");
        user
    };
    let created = world.now();
    world.advance(STEP);
    check_eq!(store.get_user(&user.id).await?, user, "a user who was left alone");
    // What the caller says of these moments is not asked.
    let changed =
        User { first_name: "Ada".to_owned(), created_at: world.now(), updated_at: created, ..user.clone() };
    let changed = store.update_user(&changed).await?;
    check_eq!((changed.created_at, changed.updated_at), (created, created + STEP), "a user who was changed");
    check_eq!(store.get_user(&user.id).await?, changed, "as they are stored");
    world.advance(STEP);
    let many = [(); 3].map(|()| User::new(user.app_id, format!("{}@example.com", unique("user"))));
    for user in store.create_users(&many).await? {
        check_eq!((user.created_at, user.updated_at), (world.now(), world.now()), "one of many users");
    }
    let config = AppSessionConfig::new(user.app_id);
    let first = store.set_app_session_config(&config).await?.into_inner();
    world.advance(STEP);
    let second = store.set_app_session_config(&config).await?.into_inner();
    check_eq!((second.created_at, second.updated_at), (first.created_at, world.now()), "a configuration");
    Ok(())
}

async fn moments_of_declared_methods(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let notification = Notification::new(&user, "welcome", Channel::Email, "Hello");
    let notification = store.create_notification(&notification).await?;
    let consent = store.grant_consent(&Consent::new(&user, "mail", "1", world.now())).await?.into_inner();
    let code = store.create_recovery_code(&RecoveryCode::new(user.id, "hash")).await?;
    let verification =
        Verification::new(&user, VerificationKind::Email, unique("code"), world.later(STEP * 9));
    let verification = store.create_verification(&verification).await?;
    let entry = store.create_entry(&WaitlistEntry::new(app.id, "ada@example.com", "Ada")).await?;
    let session = world.session(&user).await?;
    let created = world.now();

    world.advance(STEP);
    check!(store.mark_sent(&notification.id).await?, "the notification was not there");
    world.advance(STEP);
    check!(store.revoke_consent(&user.id, &app.id, "mail").await?, "the consent was not there");
    world.advance(STEP);
    check!(store.consume_recovery_code(&code.id).await?, "the recovery code was not there");
    world.advance(STEP);
    check!(store.consume_verification(&verification.token).await?, "the code was not there");
    world.advance(STEP);
    check!(store.update_entry_status(&entry.id, &Status::Rejected, "no").await?, "the entry was not there");
    world.advance(STEP);
    check!(store.touch_session(&session.id, created, session.expires_at).await?, "the session was not there");

    let at = |steps: u32| created + STEP * steps;
    let sent = store.get_notification(&notification.id).await?;
    check_eq!((sent.sent, sent.sent_at, sent.updated_at), (true, Some(at(1)), at(1)), "the notification");
    let revoked = store.get_consent_by_id(&consent.id).await?;
    check_eq!((revoked.revoked_at, revoked.updated_at), (Some(at(2)), at(2)), "the consent");
    let used = store.get_recovery_code(&code.id).await?;
    check_eq!((used.used_at, used.updated_at), (Some(at(3)), at(3)), "the recovery code");
    check_eq!(store.get_verification_by_id(&verification.id).await?.updated_at, at(4), "the code");
    check_eq!(store.get_entry(&entry.id).await?.updated_at, at(5), "the entry");
    let touched = store.get_session(&session.id).await?;
    check_eq!((touched.last_activity_at, touched.updated_at), (created, at(6)), "the session");
    let all = [sent.created_at, revoked.created_at, used.created_at, touched.created_at];
    check_eq!(all, [created; 4], "moments of creation");
    Ok(())
}

async fn the_moment_of_a_deletion(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    world.advance(STEP);
    store.delete_user(&user.id).await?;
    let deleted = world.now();
    world.advance(STEP);
    store.delete_user(&user.id).await?;
    let rows = rows_of(world.store(), app.id, &[user.id]).await?;
    let mut users = rows["auth_users"].iter().map(|row| <User as storewright::Entity>::from_row(row.clone()));
    let stored = users.next().ok_or("the deleted user is not stored")??;
    check_eq!((stored.deleted_at, stored.created_at), (Some(deleted), user.created_at), "the deleted user");
    world.advance(STEP);
    store.restore_user(&user.id).await?;
    let back = store.get_user(&user.id).await?;
    check_eq!(back, User { updated_at: world.now(), deleted_at: None, ..user }, "the user who is back");
    Ok(())
}
