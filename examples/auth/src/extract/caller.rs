use std::time::Duration;

use auth_core::{Session, User};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::{SentApp, bearer};
use crate::problem::Problem;
use crate::state::{Shared, State};
use crate::tokens::AccessToken;

/// How exactly a session knows when it was last used: a write for every request would be a high price for more.
const ACTIVITY_STEP: Duration = Duration::from_secs(60);

/// Who a request comes from, by its access token.
pub(crate) struct Caller {
    pub(crate) user: User,
    pub(crate) session: Session,
}

fn invalid() -> Problem {
    Problem::unauthorized("invalid_token", "the access token is not valid, or its session has ended")
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).ok_or_else(|| {
            Problem::unauthorized("missing_token", "this takes an access token as a bearer token")
        })?;
        let token = AccessToken::parse(token).ok_or_else(invalid)?;
        let now = state.now();
        if token.expires_at() <= now {
            return Err(Problem::unauthorized("token_expired", "the access token has expired; refresh it"));
        }
        let session = state.store().find_session_by_token(&token.digest()).await?.ok_or_else(invalid)?;
        if !SentApp::from_request_parts(parts, state).await?.may_be(&session.app_id) {
            return Err(invalid());
        }
        let user = state.store().find_user(&session.user_id).await?.ok_or_else(invalid)?;
        // Banning ends the sessions; one that was being made meanwhile is found here.
        if user.app_id != session.app_id || is_banned(&user, state) {
            return Err(invalid());
        }
        let mut caller = Self { user, session };
        caller.touch(state).await;
        Ok(caller)
    }
}

pub(crate) fn is_banned(user: &User, state: &State) -> bool {
    user.banned && user.ban_expires.is_none_or(|end| state.now() < end)
}

impl Caller {
    /// Writes down that the session is in use. The request doesn't depend on it.
    async fn touch(&mut self, state: &State) {
        let now = state.now();
        if now.since(self.session.last_activity_at) < ACTIVITY_STEP {
            return;
        }
        // Not its end as well: a refresh at this moment may have put it off.
        match state.store().mark_session_active(&self.session.id, now).await {
            Ok(true) => self.session.last_activity_at = now,
            // It was ended at this moment: the next request is told.
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a session could not be touched"),
        }
    }
}
