//! The operator's routes about the users of an app.

use auth_core::{App, SessionStore as _, User, UserFilter, UserStore};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use storewright::{Backoff, Id, StoreExt as _, StoreHandle, Timestamp};

use super::views::{ManagedUserView, PageView};
use crate::extract::{Admin, Body, Page, PathOf, QueryOf};
use crate::problem::Problem;
use crate::state::Shared;
use crate::validation::Validation;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    limit: Option<u32>,
    cursor: Option<String>,
    email: Option<String>,
    banned: Option<bool>,
}

/// An app's users, the newest first.
pub(crate) async fn list(
    State(state): State<Shared>,
    _: Admin,
    PathOf(app): PathOf<Id<App>>,
    QueryOf(parameters): QueryOf<Parameters>,
) -> Result<Json<PageView<ManagedUserView>>, Problem> {
    let page = Page::new(parameters.limit, parameters.cursor)?;
    if state.store().find_app(&app).await?.is_none() {
        return Err(Problem::unknown_app());
    }
    let mut filter = UserFilter::new().filter(User::APP_ID.eq(app)).order_by(User::CREATED_AT.desc());
    if let Some(email) = &parameters.email {
        filter = filter.filter(User::EMAIL.contains_ignore_case(email));
    }
    if let Some(banned) = parameters.banned {
        filter = filter.filter(User::BANNED.eq(banned));
    }
    Ok(Json(PageView::of(state.store().list_users(&page.of(filter)).await?)))
}

type UserPath = (Id<App>, Id<User>);

/// A user of another app is none of this one.
async fn user_of(store: &(impl UserStore + ?Sized), (app, user): &UserPath) -> Result<User, Problem> {
    let found = store.find_user(user).await?.filter(|user| user.app_id == *app);
    found.ok_or_else(|| Problem::not_found("there is no such user"))
}

/// Deletes a user, and what is theirs.
pub(crate) async fn delete(
    State(state): State<Shared>,
    _: Admin,
    PathOf(path): PathOf<UserPath>,
) -> Result<StatusCode, Problem> {
    let user = user_of(state.store(), &path).await?;
    state.store().delete_user(&user.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Ban {
    banned: Option<bool>,
    ban_reason: Option<String>,
    ban_expires: Option<Timestamp>,
}

/// Bans a user, which ends their sessions, or lets them in again.
pub(crate) async fn ban(
    State(state): State<Shared>,
    _: Admin,
    PathOf(path): PathOf<UserPath>,
    Body(form): Body<Ban>,
) -> Result<Json<ManagedUserView>, Problem> {
    let lifted = form.banned == Some(false);
    Validation::new()
        .check("banned", form.banned.is_some(), "is missing")
        .check("ban_reason", !lifted || form.ban_reason.is_none(), "is for a ban")
        .check("ban_expires", !lifted || form.ban_expires.is_none(), "is for a ban")
        .name("ban_reason", form.ban_reason.as_deref().unwrap_or_default())
        .finish()?;
    // At once, where there is no such user or no database: a transaction would be tried for seconds.
    user_of(state.store(), &path).await?;
    let (path, form) = (&path, &form);
    let banning = |tx: StoreHandle| async move {
        let mut user = user_of(&tx, path).await?;
        user.banned = !lifted;
        user.ban_reason.clone_from(&form.ban_reason);
        user.ban_expires = form.ban_expires;
        let user = tx.update_user(&user).await?;
        if user.banned {
            tx.delete_user_sessions(&user.id).await?;
        }
        Ok::<_, Problem>(user)
    };
    Ok(Json(state.store().retrying_transaction(&Backoff::default(), banning).await?.into()))
}
