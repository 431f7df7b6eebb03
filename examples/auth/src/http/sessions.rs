//! A user's sessions.

use auth_core::Session;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storewright::Id;

use super::views::{Items, SessionView};
use crate::extract::{Body, Caller, PathOf, SentApp};
use crate::problem::Problem;
use crate::sessions::IssuedView;
use crate::state::Shared;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Refresh {
    refresh_token: String,
}

#[derive(Serialize)]
pub(crate) struct Refreshed {
    session: IssuedView,
}

/// Exchanges a refresh token for new tokens.
pub(crate) async fn refresh(
    State(state): State<Shared>,
    sent: SentApp,
    Body(form): Body<Refresh>,
) -> Result<Json<Refreshed>, Problem> {
    let issued = crate::refresh::refresh(&state, &sent, &form.refresh_token).await?;
    Ok(Json(Refreshed { session: (&issued).into() }))
}

#[derive(Serialize)]
pub(crate) struct ListedSession {
    #[serde(flatten)]
    session: SessionView,
    ip_address: Option<String>,
    user_agent: Option<String>,
    current: bool,
}

/// The caller's sessions, newest first.
pub(crate) async fn list(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<Items<ListedSession>>, Problem> {
    let sessions = state.store().list_user_sessions(&caller.user.id).await?;
    let items = sessions.into_iter().map(|session| ListedSession {
        session: (&session).into(),
        current: session.id == caller.session.id,
        ip_address: session.ip_address,
        user_agent: session.user_agent,
    });
    Ok(Json(Items { items: items.collect() }))
}

/// Ends one of the caller's sessions.
pub(crate) async fn revoke(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(id): PathOf<Id<Session>>,
) -> Result<StatusCode, Problem> {
    let session = state.store().get_session(&id).await?;
    if session.user_id == caller.user.id && state.store().delete_session(&id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found("there is no such thing"))
    }
}

/// Ends all of the caller's sessions, this one too.
pub(crate) async fn revoke_all(State(state): State<Shared>, caller: Caller) -> Result<Json<Value>, Problem> {
    let revoked = state.store().delete_user_sessions(&caller.user.id).await?;
    Ok(Json(json!({ "revoked": revoked })))
}
