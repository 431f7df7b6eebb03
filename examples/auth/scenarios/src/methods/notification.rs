use auth_core::{Channel, Notification, NotificationStore as _, User};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, orphan};
use super::lists::{NEWEST_FIRST, SECOND, arranged, staggered};
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![create_notification, get_notification, mark_sent, list_user_notifications];

/// A notification that is yet to be sent.
fn welcome(user: &User) -> Notification {
    Notification::new(user, "welcome", Channel::Email, "Hello!")
}

async fn create_notification(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let given = Notification {
        channel: Channel::Push,
        subject: Some("Willkommen, Zoë".to_owned()),
        body: "Line 1\r\nLine 2\t\u{1F600}".repeat(500),
        sent: true,
        sent_at: Some(Timestamp::UNIX_EPOCH),
        ..welcome(&user)
    };
    let expected = Notification { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_notification(&given).await?, expected, "what create gives");
    check_eq!(store.get_notification(&given.id).await?, expected, "the notification that was created");
    check_eq!(expected.app_id, app.id, "the notification's app");
    for channel in [Channel::Email, Channel::Sms, Channel::Push] {
        let given = Notification { channel, ..welcome(&user) };
        let expected = Notification { created_at: world.now(), updated_at: world.now(), ..given.clone() };
        store.create_notification(&given).await?;
        check_eq!(store.get_notification(&given.id).await?, expected, "one by each channel");
    }
    let nobodys = Notification { user_id: Id::new(), ..welcome(&user) };
    orphan(store.create_notification(&nobodys).await, "user_id", "User")?;
    let nowhere = Notification { app_id: Id::new(), ..welcome(&user) };
    orphan(store.create_notification(&nowhere).await, "app_id", "App")
}

async fn get_notification(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let first = store.create_notification(&welcome(&user)).await?;
    let second = store.create_notification(&welcome(&user)).await?;
    check_eq!(store.get_notification(&first.id).await?, first, "the first notification");
    check_eq!(store.get_notification(&second.id).await?, second, "the second notification");
    absent(store.get_notification(&Id::new()).await, "a notification that never was")
}

async fn mark_sent(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let first = store.create_notification(&welcome(&user)).await?;
    let second = store.create_notification(&welcome(&user)).await?;
    check_eq!((first.sent, first.sent_at), (false, None), "a notification that is yet to be sent");
    world.advance(SECOND);
    let now = world.now();
    check!(store.mark_sent(&first.id).await?, "the notification was not there to be marked");
    let expected = Notification { sent: true, sent_at: Some(now), updated_at: now, ..first.clone() };
    check_eq!(store.get_notification(&first.id).await?, expected, "the notification that was sent");
    check_eq!(store.get_notification(&second.id).await?, second, "the notification that was not sent");
    check!(!store.mark_sent(&Id::new()).await?, "a notification that never was is said to be marked");
    // Sent once more, it says when that was.
    world.advance(SECOND);
    let now = world.now();
    check!(store.mark_sent(&first.id).await?, "the notification was not there to be marked again");
    let expected = Notification { sent_at: Some(now), updated_at: now, ..expected };
    check_eq!(store.get_notification(&first.id).await?, expected, "the notification that was sent twice");
    Ok(())
}

async fn list_user_notifications(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = store.create_notification(&welcome(&world.user(&app).await?)).await?;
    check_eq!(store.list_user_notifications(&user.id).await?, [], "those of a user without any");
    let make = |id| Notification { id, ..welcome(&user) };
    let rows = staggered(world, |store, row| store.create_notification(row), make).await?;
    let expected = arranged(&rows, NEWEST_FIRST);
    check_eq!(store.list_user_notifications(&user.id).await?, expected, "the notifications, newest first");
    check_eq!(store.list_user_notifications(&other.user_id).await?, [other], "another user's notifications");
    check_eq!(store.list_user_notifications(&Id::new()).await?, [], "the notifications of nobody");
    Ok(())
}
