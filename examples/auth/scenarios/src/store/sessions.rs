//! Sessions that end, and sessions in use.

use std::sync::Arc;
use std::time::Duration;

use auth_core::*;
use storewright::{Clock as _, ConnectOptions, ManualClock, Timestamp};

use super::rows::rows_of;
use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, all_done, race, winners};
use crate::world::unique;
use crate::{Check, Failure, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    sessions_end_one_by_one,
    an_expired_session_is_given_by_no_method,
    tokens_of_an_expired_session_are_free,
    expired_sessions_are_purged,
    touches_of_many_callers_are_whole,
    a_session_that_is_touched_stays_deleted,
    a_touch_prolongs_and_ends,
];

const MINUTE: Duration = Duration::from_secs(60);

/// A session that ends after so many minutes.
async fn lasting(world: &World, user: &User, minutes: u32) -> Outcome<Session> {
    let session = Session::new(user, unique("token"), unique("refresh"), world.later(MINUTE * minutes));
    Ok(world.store().create_session(&session).await?)
}

async fn sessions_end_one_by_one(world: &World) -> Outcome {
    let (store, app) = (world.store(), world.app().await?);
    let (user, other) = (world.user(&app).await?, world.user(&app).await?);
    let mut sessions = Vec::new();
    for minutes in 1..=10 {
        sessions.push(lasting(world, &user, minutes).await?);
        lasting(world, &other, minutes).await?;
    }
    for ended in 0..=10 {
        let left = store.count_active_sessions(&user.id).await?;
        check_eq!(left, 10 - ended as u64, "active sessions after {ended} minutes");
        let mut listed = store.list_user_sessions(&user.id).await?;
        listed.sort_by_key(|session| session.expires_at);
        check_eq!(listed, &sessions[ended..], "sessions after {ended} minutes");
        let of_the_app = SessionFilter::new().filter(Session::APP_ID.eq(app.id)).limit(0);
        check_eq!(store.search_sessions(&of_the_app).await?.total, Some(2 * left), "sessions of the app");
        // To the last moment before the next one ends.
        world.advance(MINUTE - Duration::from_micros(1));
        check_eq!(store.count_active_sessions(&user.id).await?, left, "a moment before the next one ends");
        world.advance(Duration::from_micros(1));
    }
    Ok(())
}

async fn an_expired_session_is_given_by_no_method(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let session = lasting(world, &user, 1).await?;
    check_eq!(store.get_session(&session.id).await?, session, "the session while it lasts");
    world.advance(MINUTE);
    check!(refused!(store.get_session(&session.id).await, "by id").is_not_found(), "by id");
    check!(refused!(store.get_session_by_token(&session.token).await, "by token").is_not_found(), "by token");
    let by_refresh = store.get_session_by_refresh_token(&session.refresh_token).await;
    check!(refused!(by_refresh, "by refresh token").is_not_found(), "by refresh token");
    check_eq!(store.find_session(&session.id).await?, None, "found by id");
    check_eq!(store.get_sessions(&[session.id]).await?, [None], "among many by id");
    check_eq!(store.list_sessions_by_family_id(&session.family_id).await?, [], "the family");
    check!(store.list_sessions(100).await?.iter().all(|any| any.id != session.id), "among the newest");
    let of_the_app = SessionFilter::new().filter(Session::APP_ID.eq(app.id));
    let page = store.search_sessions(&of_the_app).await?;
    check_eq!((page.items, page.total), (Vec::new(), Some(0)), "among the app's");
    let longer = Session { expires_at: world.later(MINUTE), ..session.clone() };
    check!(refused!(store.update_session(&longer).await, "an update").is_not_found(), "an update");
    check!(!store.touch_session(&session.id, world.now(), world.later(MINUTE)).await?, "it was touched");
    check_eq!(store.delete_session_family(&session.family_id).await?, 0, "what the end of the family ended");
    check_eq!(store.count_active_sessions(&user.id).await?, 0, "sessions afterwards");
    Ok(())
}

async fn tokens_of_an_expired_session_are_free(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let first = lasting(world, &user, 1).await?;
    let again = Session::new(&user, &first.token, &first.refresh_token, world.later(MINUTE * 5));
    check!(refused!(store.create_session(&again).await, "a taken token").is_conflict(), "a taken token");
    world.advance(MINUTE);
    let again = store.create_session(&again).await?;
    check_eq!(store.get_session_by_token(&first.token).await?, again, "the session that has the token now");
    check_eq!(store.list_user_sessions(&user.id).await?, [again], "the user's sessions");
    Ok(())
}

async fn expired_sessions_are_purged(world: &World) -> Outcome {
    let (app, user) = world.app_and_user().await?;
    // A store whose clock is so far behind that no session of others has expired there.
    let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
    let backend = Arc::clone(world.store().backing().backend());
    let store = ConnectOptions::backend(backend).clock(Arc::clone(&clock) as _).keys(World::keys());
    let store = <dyn AuthStore>::connect(store).await?;
    for minutes in [1, 1, 5] {
        let end = clock.now() + MINUTE * minutes;
        store.create_session(&Session::new(&user, unique("token"), unique("refresh"), end)).await?;
    }
    clock.advance(MINUTE);
    let stored =
        async || Ok::<_, Failure>(rows_of(world.store(), app.id, &[user.id]).await?["auth_sessions"].len());
    check_eq!(stored().await?, 3, "sessions that are stored");
    check_eq!(store.purge_expired_sessions().await?, 2, "sessions that were purged");
    check_eq!(store.purge_expired_sessions().await?, 0, "sessions that a second purge found");
    check_eq!(stored().await?, 1, "sessions that are stored after the purge");
    check_eq!(store.count_active_sessions(&user.id).await?, 1, "active sessions");
    Ok(())
}

async fn touches_of_many_callers_are_whole(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let session = lasting(world, &user, 60).await?;
    for round in 0..4 {
        let start = world.now();
        let touch = |number: usize| {
            let seen = start + Duration::from_secs(1 + number as u64);
            (seen, seen + MINUTE * 60)
        };
        let done = race(RACERS, |number| {
            let (store, id, (seen, end)) = (Arc::clone(store), session.id, touch(number));
            async move { store.touch_session(&id, seen, end).await }
        });
        check_eq!(winners(done.await?)?, RACERS, "touches that found the session in round {round}");
        let stored = store.get_session(&session.id).await?;
        let times = (stored.last_activity_at, stored.expires_at);
        check!((0..RACERS).any(|number| touch(number) == times), "what is stored is of no single caller");
        let expected = Session {
            last_activity_at: times.0,
            expires_at: times.1,
            updated_at: world.now(),
            ..session.clone()
        };
        check_eq!(stored, expected, "the session beside its times");
        world.advance(Duration::from_secs(1));
    }
    Ok(())
}

async fn a_session_that_is_touched_stays_deleted(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    for _ in 0..4 {
        let session = lasting(world, &user, 60).await?;
        let end = world.later(MINUTE * 90);
        let done = race(RACERS, |number| {
            let (store, session) = (Arc::clone(store), session.clone());
            async move {
                match number {
                    0 => store.delete_session(&session.id).await,
                    _ => store.touch_session(&session.id, session.created_at, end).await,
                }
            }
        });
        check!(all_done(done.await?)?[0], "the session was not there to be deleted");
        check_eq!(store.find_session(&session.id).await?, None, "the session afterwards");
        check_eq!(store.count_active_sessions(&user.id).await?, 0, "sessions afterwards");
    }
    Ok(())
}

async fn a_touch_prolongs_and_ends(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let session = lasting(world, &user, 1).await?;
    for _ in 0..3 {
        world.advance(MINUTE - Duration::from_secs(1));
        check!(
            store.touch_session(&session.id, world.now(), world.later(MINUTE)).await?,
            "the session has ended"
        );
    }
    let stored = store.get_session(&session.id).await?;
    check_eq!((stored.last_activity_at, stored.created_at), (world.now(), session.created_at), "its times");
    check!(store.touch_session(&session.id, world.now(), world.now()).await?, "the session has ended before");
    check_eq!(store.find_session(&session.id).await?, None, "a session that ends now");
    Ok(())
}
