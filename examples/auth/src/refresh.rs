//! How a refresh token is exchanged for new ones, and what happens when one comes a second time.
//!
//! A refresh token is good for one exchange. Of several callers with the same one, the store lets exactly one win: the swap of the
//! session's row asks for the access token that was read with it. A token that was good once and isn't any more is either
//! stolen or was used by a thief before: both have a copy, and it can't be told who is who, so the whole family ends.

use auth_core::{
    Channel, Notification, NotificationStore as _, Session, SessionStore as _, User, UserStore as _,
};
use axum::http::StatusCode;
use storewright::{Backoff, StoreExt as _, StoreHandle};

use crate::extract::{SentApp, is_banned};
use crate::problem::Problem;
use crate::sessions::{Issued, Lifetimes};
use crate::state::State;
use crate::tokens::RefreshToken;

/// How often an exchange begins again because somebody else's came first. Only apps that don't rotate ever get there.
const ROUNDS: u32 = 64;

fn invalid() -> Problem {
    Problem::unauthorized("invalid_refresh_token", "the refresh token is not valid, or its session has ended")
}

/// Exchanges the token for new ones.
pub(crate) async fn refresh(state: &State, sent: &SentApp, token: &str) -> Result<Issued, Problem> {
    let token = RefreshToken::parse(token).ok_or_else(invalid)?;
    let digest = token.digest();
    for _ in 0..ROUNDS {
        let Some(session) = state.store().find_session_by_refresh_token(&digest).await? else {
            return Err(replayed(state, sent, &token).await?);
        };
        if let Some(issued) = exchange(state, sent, &token, session).await? {
            return Ok(issued);
        }
        // Somebody was first. If the token was rotated, the next round finds that it was used.
    }
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "too many refresh this session at once"))
}

/// `None` when the session was changed or ended since it was read.
async fn exchange(
    state: &State,
    sent: &SentApp,
    token: &RefreshToken,
    old: Session,
) -> Result<Option<Issued>, Problem> {
    let (store, now) = (state.store(), state.now());
    let user = store.find_user(&old.user_id).await?;
    let allowed = user.is_some_and(|user| user.app_id == old.app_id && !is_banned(&user, state));
    if !allowed || !sent.may_be(&old.app_id) || old.refresh_token_expires_at <= now {
        return Err(invalid());
    }
    let lifetimes = Lifetimes::of(store, &old.app_id).await?;
    let (refresh, end) = if lifetimes.rotate {
        (token.successor()?, lifetimes.end(now))
    } else {
        // The token stays, so its end does too.
        (token.clone(), old.refresh_token_expires_at)
    };
    let access = lifetimes.access(now, end)?;
    let session = Session {
        token: access.digest(),
        refresh_token: refresh.digest(),
        last_activity_at: now,
        expires_at: end,
        refresh_token_expires_at: end,
        ..old.clone()
    };
    let won = store.rotate_session(&session, &old.token).await?;
    Ok(won.then_some(Issued { session, access, refresh }))
}

/// Ends the family of a token that was used before, and tells the user, once: whoever comes later finds no family.
async fn replayed(state: &State, sent: &SentApp, token: &RefreshToken) -> Result<Problem, Problem> {
    let family = &token.family();
    // Most often there is none, and no transaction is needed to see that: anybody can send a token that they made up.
    if state.store().list_sessions_by_family_id(family).await?.is_empty() {
        return Ok(invalid());
    }
    let ending = |tx| end_family(tx, sent, family);
    if let Some(ended) = state.store().retrying_transaction(&Backoff::default(), ending).await? {
        tracing::warn!(session = %ended.id, user = %ended.user_id, "a refresh token was used again: its sessions were ended");
    }
    Ok(invalid())
}

/// One of the sessions that it ended, if there were any.
async fn end_family(tx: StoreHandle, sent: &SentApp, family: &str) -> Result<Option<Session>, Problem> {
    let Some(session) = tx.list_sessions_by_family_id(family).await?.into_iter().next() else {
        return Ok(None);
    };
    if !sent.may_be(&session.app_id) || tx.delete_session_family(family).await? == 0 {
        return Ok(None);
    }
    if let Some(user) = tx.find_user(&session.user_id).await? {
        tx.create_notification(&reused(&user)).await?;
    }
    Ok(Some(session))
}

fn reused(user: &User) -> Notification {
    let body = "A sign-in of yours was renewed twice with the same token, so somebody else may have had it. \
                We ended that session. If this wasn't you, change your password.";
    let mut notification = Notification::new(user, "refresh_token_reused", Channel::Email, body);
    notification.subject = Some("We ended one of your sessions".to_owned());
    notification
}
