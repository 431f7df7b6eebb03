//! What becomes of sessions: rotation, activity, their end, and which of them there are.

use auth_core::{Session, SessionStore as _};
use storewright::{Id, Timestamp};

use super::brief;
use crate::check::{check, check_eq};
use crate::methods::expect::{absent, silent, taken};
use crate::methods::lists::{NEWEST_FIRST, SECOND, arranged, newest, staggered};
use crate::world::unique;
use crate::{Outcome, World};

pub(super) async fn rotate_session(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let session = store.create_session(&brief(world, &user)).await?;
    let other = world.session(&user).await?;
    let old = session.token.as_str();
    world.advance(SECOND);
    let given = Session {
        id: session.id,
        ip_address: Some("192.0.2.7".to_owned()),
        last_activity_at: world.now(),
        created_at: Timestamp::MIN,
        ..brief(world, &user)
    };
    let expected = Session { created_at: session.created_at, updated_at: world.now(), ..given.clone() };
    check!(!store.rotate_session(&given, &unique("token")).await?, "rotated by a token that never was");
    check!(!store.rotate_session(&given, &other.token).await?, "rotated by another session's token");
    check!(!store.rotate_session(&given, &session.refresh_token).await?, "rotated by the refresh token");
    check!(!store.rotate_session(&given, &given.token).await?, "rotated by the token that is yet to come");
    check_eq!(store.get_session(&session.id).await?, session, "the session that was not rotated");
    check!(store.rotate_session(&given, old).await?, "not rotated by its token");
    check_eq!(store.get_session(&session.id).await?, expected, "the rotated session");
    check_eq!(store.get_session_by_token(&given.token).await?, expected, "it by its new token");
    absent(store.get_session_by_token(old).await, "it by its old token")?;
    absent(store.get_session_by_refresh_token(&session.refresh_token).await, "it by its old refresh token")?;
    // The old token has been used: who comes second with it, with whatever new ones, is told so.
    let second = Session { id: session.id, ..brief(world, &user) };
    check!(!store.rotate_session(&second, old).await?, "rotated twice by one token");
    check_eq!(store.get_session(&session.id).await?, expected, "the session after a second rotation");
    let stolen = Session { token: other.token.clone(), ..second.clone() };
    taken(store.rotate_session(&stolen, &given.token).await, Session::TOKEN_KEY, &["token"])?;
    silent(store.rotate_session(&stolen, &given.token).await, &[&other.token, &given.token])?;
    check_eq!(store.get_session(&session.id).await?, expected, "the session after a clash");
    check_eq!(store.get_session(&other.id).await?, other, "another session");
    check!(!store.rotate_session(&brief(world, &user), &given.token).await?, "rotated without being there");
    world.advance(SECOND * 60);
    let late = Session { id: session.id, ..brief(world, &user) };
    check!(!store.rotate_session(&late, &given.token).await?, "rotated after its end");
    check_eq!(store.find_session(&session.id).await?, None, "the session after its end");
    Ok(())
}

pub(super) async fn touch_session(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let session = store.create_session(&brief(world, &user)).await?;
    let other = store.create_session(&brief(world, &user)).await?;
    world.advance(SECOND * 59);
    let (active, ends) = (world.later(SECOND), world.later(SECOND * 60));
    check!(store.touch_session(&session.id, active, ends).await?, "the session was not there to be touched");
    let expected =
        Session { last_activity_at: active, expires_at: ends, updated_at: world.now(), ..session.clone() };
    check_eq!(store.get_session(&session.id).await?, expected, "the touched session");
    check_eq!(store.get_session(&other.id).await?, other, "another session");
    check!(!store.touch_session(&Id::new(), active, ends).await?, "a session that never was is touched");
    world.advance(SECOND);
    check!(!store.touch_session(&other.id, active, ends).await?, "a session is touched after its end");
    check_eq!(store.find_session(&other.id).await?, None, "the session after its end");
    check_eq!(store.get_session(&session.id).await?, expected, "the session that lasts longer by its touch");
    // It can end a session as well.
    check!(store.touch_session(&session.id, active, world.now()).await?, "it was not there to be ended");
    absent(store.get_session(&session.id).await, "a session that was touched to end now")
}

pub(super) async fn delete_session(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let (session, other) = (store.create_session(&brief(world, &user)).await?, world.session(&user).await?);
    check!(store.delete_session(&session.id).await?, "the session was not there to be deleted");
    absent(store.get_session(&session.id).await, "the deleted session")?;
    absent(store.get_session_by_token(&session.token).await, "the token of the deleted session")?;
    check_eq!(store.list_user_sessions(&user.id).await?, [other], "the sessions that are left");
    check!(!store.delete_session(&session.id).await?, "the session was deleted twice");
    check!(!store.delete_session(&Id::new()).await?, "a session that never was is said to be deleted");
    store.create_session(&session).await?;
    world.advance(SECOND * 60);
    check!(!store.delete_session(&session.id).await?, "an expired session is said to be deleted");
    Ok(())
}

pub(super) async fn delete_user_sessions(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let others = world.session(&world.user(&app).await?).await?;
    store.create_session(&brief(world, &user)).await?;
    world.advance(SECOND * 60);
    let (first, second) = (world.session(&user).await?, world.session(&user).await?);
    let impersonated = Session { impersonated_by: Some(user.id), ..brief(world, &world.user(&app).await?) };
    let impersonated = store.create_session(&impersonated).await?;
    // The one that has expired counts for nothing.
    check_eq!(store.delete_user_sessions(&user.id).await?, 2, "how many sessions are deleted");
    check_eq!(store.get_sessions(&[first.id, second.id]).await?, [None, None], "the deleted sessions");
    check_eq!(store.get_session(&others.id).await?, others, "another user's session");
    check_eq!(
        store.get_session(&impersonated.id).await?,
        impersonated,
        "the session that the user opened as another"
    );
    check_eq!(
        store.delete_user_sessions(&user.id).await?,
        0,
        "how many sessions are deleted the second time"
    );
    check_eq!(store.delete_user_sessions(&Id::new()).await?, 0, "how many sessions nobody has");
    Ok(())
}

pub(super) async fn list_user_sessions(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let others = world.session(&other).await?;
    check_eq!(store.list_user_sessions(&user.id).await?, [], "the sessions of a user without any");
    let make = |id| Session { id, ..brief(world, &user) };
    let rows = staggered(world, |store, row| store.create_session(row), make).await?;
    let expected = arranged(&rows, NEWEST_FIRST);
    check_eq!(store.list_user_sessions(&user.id).await?, expected, "the sessions, newest first");
    check_eq!(store.list_user_sessions(&other.id).await?, [others], "another user's sessions");
    // They end a minute after the oldest was made, but for one.
    let longer = Session { expires_at: world.later(SECOND * 600), ..expected[2].clone() };
    let longer = store.update_session(&longer).await?;
    world.advance(SECOND * 58);
    check_eq!(store.list_user_sessions(&user.id).await?, [longer], "the session that has not expired");
    check_eq!(store.list_user_sessions(&Id::new()).await?, [], "the sessions of nobody");
    Ok(())
}

pub(super) async fn count_active_sessions(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    world.session(&world.user(&app).await?).await?;
    check_eq!(store.count_active_sessions(&user.id).await?, 0, "how many sessions there are at first");
    store.create_session(&brief(world, &user)).await?;
    store.create_session(&brief(world, &user)).await?;
    let long = world.session(&user).await?;
    check_eq!(store.count_active_sessions(&user.id).await?, 3, "how many sessions there are");
    world.advance(SECOND * 59);
    check_eq!(
        store.count_active_sessions(&user.id).await?,
        3,
        "how many there are in the last second of two"
    );
    world.advance(SECOND);
    check_eq!(
        store.count_active_sessions(&user.id).await?,
        1,
        "how many there are at the moment of their end"
    );
    store.delete_session(&long.id).await?;
    check_eq!(store.count_active_sessions(&user.id).await?, 0, "how many there are when the last is deleted");
    check_eq!(store.count_active_sessions(&Id::new()).await?, 0, "how many sessions nobody has");
    Ok(())
}

pub(super) async fn list_sessions(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let users = [user, world.user(&app).await?, world.app_and_user().await?.1];
    // Of several users, and of two apps.
    let mut turn = 0;
    let make = |id| {
        turn += 1;
        Session { id, ..brief(world, &users[turn % users.len()]) }
    };
    let rows = staggered(world, |store, row| store.create_session(row), make).await?;
    let ended = Session { expires_at: world.later(SECOND), ..brief(world, &users[0]) };
    let ended = store.create_session(&ended).await?;
    world.advance(SECOND);
    let ours = arranged(&rows, NEWEST_FIRST);
    let place = |row: &Session| (row.created_at, row.id);
    let all = newest(world, |store, limit| store.list_sessions(limit), &ours, place).await?;
    check!(all.iter().all(|session| session.id != ended.id), "an expired session is listed");
    Ok(())
}
