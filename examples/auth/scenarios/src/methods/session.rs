//! Sessions as rows; what becomes of them is in `session/life.rs`.

mod life;

use auth_core::{App, Device, DeviceStore as _, Environment, Organization, Session, SessionStore as _, User};
use storewright::{Id, Timestamp};

use self::life::*;
use super::expect::{absent, filled, hidden, orphan, silent, taken};
use super::lists::SECOND;
use super::tree::environment;
use crate::check::{check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_session,
    get_session,
    get_session_by_token,
    get_session_by_refresh_token,
    update_session,
    rotate_session,
    touch_session,
    delete_session,
    delete_user_sessions,
    list_user_sessions,
    count_active_sessions,
    list_sessions,
];

/// What a session with every field set references.
struct Scene {
    app: App,
    env: Environment,
    user: User,
    admin: User,
    organization: Organization,
    device: Device,
}

async fn scene(world: &World) -> Outcome<Scene> {
    let (app, user) = world.app_and_user().await?;
    let env = environment(world, &app, false).await?;
    let admin = world.user(&app).await?;
    let (organization, _) = world.organization(&admin).await?;
    let device = world.store().create_device(&Device::new(&user, world.now())).await?;
    Ok(Scene { app, env, user, admin, organization, device })
}

impl Scene {
    /// A session with every field set, for a minute.
    fn full(&self, world: &World) -> Session {
        Session {
            env_id: Some(self.env.id),
            org_id: Some(self.organization.id),
            family_id: unique("family"),
            ip_address: Some("2001:db8::1".to_owned()),
            user_agent: Some("Mozilla/5.0 (X11; Linux)".to_owned()),
            device_id: Some(self.device.id),
            impersonated_by: Some(self.admin.id),
            last_activity_at: world.now(),
            refresh_token_expires_at: Timestamp::MAX,
            ..brief(world, &self.user)
        }
    }
}

/// A session of a user, for a minute.
fn brief(world: &World, user: &User) -> Session {
    Session::new(user, unique("token"), unique("refresh"), world.later(SECOND * 60))
}

async fn create_session(world: &World) -> Outcome {
    let store = world.store();
    let scene = scene(world).await?;
    let given = scene.full(world);
    let expected = Session { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_session(&given).await?, expected, "what create gives");
    check_eq!(store.get_session(&given.id).await?, expected, "the session that was created");
    check_eq!(expected.app_id, scene.app.id, "the session's app");
    let secrets = [given.token.as_str(), given.refresh_token.as_str()];
    hidden(&format!("{expected:?}"), &secrets)?;
    // Tokens are unique among all apps' sessions.
    let (_, stranger) = world.app_and_user().await?;
    let same_token = Session { token: given.token.clone(), ..brief(world, &stranger) };
    taken(store.create_session(&same_token).await, Session::TOKEN_KEY, &["token"])?;
    silent(store.create_session(&same_token).await, &secrets)?;
    let same_refresh = Session { refresh_token: given.refresh_token.clone(), ..brief(world, &stranger) };
    taken(store.create_session(&same_refresh).await, Session::REFRESH_TOKEN_KEY, &["refresh_token"])?;
    check_eq!(
        store.get_sessions(&[same_token.id, same_refresh.id]).await?,
        [None, None],
        "those that clashed"
    );
    let crossed = Session { token: given.refresh_token.clone(), ..brief(world, &stranger) };
    store.create_session(&crossed).await?;
    let base = brief(world, &scene.user);
    orphan(store.create_session(&Session { user_id: Id::new(), ..base.clone() }).await, "user_id", "User")?;
    orphan(store.create_session(&Session { app_id: Id::new(), ..base.clone() }).await, "app_id", "App")?;
    let nowhere = Session { device_id: Some(Id::new()), ..base };
    orphan(store.create_session(&nowhere).await, "device_id", "Device")?;
    // Once it has expired, removed or not, its tokens and its id are free.
    world.advance(SECOND * 60);
    let again = Session { expires_at: world.later(SECOND), ..given.clone() };
    check_eq!(store.create_session(&again).await?.expires_at, again.expires_at, "a session in its place");
    Ok(())
}

async fn get_session(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let session = store.create_session(&brief(world, &user)).await?;
    let other = world.session(&world.user(&app).await?).await?;
    check_eq!(store.get_session(&session.id).await?, session, "the session");
    check_eq!(store.get_session(&other.id).await?, other, "another session");
    absent(store.get_session(&Id::new()).await, "a session that never was")?;
    world.advance(SECOND * 59);
    check_eq!(store.get_session(&session.id).await?, session, "the session in its last second");
    world.advance(SECOND);
    absent(store.get_session(&session.id).await, "the session at the moment of its end")?;
    check_eq!(store.get_session(&other.id).await?, other, "the session that lasts longer");
    Ok(())
}

async fn get_session_by_token(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let session = store.create_session(&brief(world, &user)).await?;
    let other = world.session(&user).await?;
    check_eq!(store.get_session_by_token(&session.token).await?, session, "by its token");
    check_eq!(store.get_session_by_token(&other.token).await?, other, "by another's token");
    absent(store.get_session_by_token(&session.refresh_token).await, "a refresh token for a token")?;
    absent(store.get_session_by_token(&session.token.to_uppercase()).await, "a token in capitals")?;
    absent(store.get_session_by_token(&unique("token")).await, "an unknown token")?;
    silent(store.get_session_by_token("s3cret-token").await, &["s3cret"])?;
    world.advance(SECOND * 60);
    absent(store.get_session_by_token(&session.token).await, "the token of an expired session")?;
    check_eq!(store.get_session_by_token(&other.token).await?, other, "the session that lasts longer");
    Ok(())
}

async fn get_session_by_refresh_token(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let session = store.create_session(&brief(world, &user)).await?;
    let other = world.session(&user).await?;
    let found = store.get_session_by_refresh_token(&session.refresh_token).await?;
    check_eq!(found, session, "by its refresh token");
    let found = store.get_session_by_refresh_token(&other.refresh_token).await?;
    check_eq!(found, other, "by another's refresh token");
    absent(store.get_session_by_refresh_token(&session.token).await, "a token for a refresh token")?;
    let loud = session.refresh_token.to_uppercase();
    absent(store.get_session_by_refresh_token(&loud).await, "a refresh token in capitals")?;
    absent(store.get_session_by_refresh_token(&unique("refresh")).await, "an unknown refresh token")?;
    world.advance(SECOND * 60);
    absent(store.get_session_by_refresh_token(&session.refresh_token).await, "that of an expired session")
}

async fn update_session(world: &World) -> Outcome {
    let store = world.store();
    let scene = scene(world).await?;
    let session = store.create_session(&brief(world, &scene.user)).await?;
    let other = world.session(&scene.user).await?;
    world.advance(SECOND);
    let given = Session { id: session.id, created_at: Timestamp::MIN, ..scene.full(world) };
    let expected = Session { created_at: session.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_session(&given).await?, expected, "what update gives");
    check_eq!(store.get_session(&session.id).await?, expected, "the session with every field changed");
    absent(store.get_session_by_token(&session.token).await, "its former token")?;
    let same_token = Session { token: other.token.clone(), ..expected.clone() };
    taken(store.update_session(&same_token).await, Session::TOKEN_KEY, &["token"])?;
    let same_refresh = Session { refresh_token: other.refresh_token.clone(), ..expected.clone() };
    taken(store.update_session(&same_refresh).await, Session::REFRESH_TOKEN_KEY, &["refresh_token"])?;
    check_eq!(store.get_session(&session.id).await?, expected, "the session after two clashes");
    world.advance(SECOND);
    let bare = Session { updated_at: world.now(), ..session };
    check_eq!(store.update_session(&bare).await?, bare, "what update gives when fields are emptied");
    check_eq!(store.get_session(&bare.id).await?, bare, "the session with fields emptied");
    absent(store.update_session(&brief(world, &scene.user)).await, "update of a session that never was")?;
    world.advance(SECOND * 60);
    let late = Session { expires_at: world.later(SECOND), ..bare };
    absent(store.update_session(&late).await, "update of an expired session")?;
    check_eq!(store.find_session(&late.id).await?, None, "the expired session, afterwards");
    // Its token is free for another.
    let heir = store.update_session(&Session { token: late.token, ..other }).await?;
    check_eq!(
        store.get_session_by_token(&heir.token).await?,
        heir,
        "the session with an expired one's token"
    );
    Ok(())
}
