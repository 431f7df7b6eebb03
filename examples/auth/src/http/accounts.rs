//! Signing up, in and out, and who one is.

use auth_core::User;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storewright::Batch;

use super::views::{SessionView, UserView};
use crate::extract::{Body, Caller, Client, RequestApp, is_banned};
use crate::problem::Problem;
use crate::sessions::{Issued, IssuedView, Lifetimes};
use crate::state::Shared;
use crate::validation::{Validation, is_email};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SignUp {
    email: String,
    password: String,
    first_name: String,
    last_name: String,
    username: Option<String>,
}

impl SignUp {
    fn check(&self) -> Result<(), Problem> {
        Validation::new()
            .email("email", &self.email)
            .password("password", &self.password)
            .name("first_name", &self.first_name)
            .name("last_name", &self.last_name)
            .some_name("username", self.username.as_deref())
            .finish()
    }
}

#[derive(Serialize)]
pub(crate) struct SignedIn {
    user: UserView,
    session: IssuedView,
}

/// Makes a user with a first session: both, or neither.
pub(crate) async fn sign_up(
    State(state): State<Shared>,
    RequestApp(app): RequestApp,
    client: Client,
    Body(form): Body<SignUp>,
) -> Result<(StatusCode, Json<SignedIn>), Problem> {
    form.check()?;
    let mut user = User::new(app, form.email);
    user.first_name = form.first_name;
    user.last_name = form.last_name;
    user.username = form.username;
    user.password_hash = state.passwords.hash(form.password).await?;

    let now = state.now();
    user.password_changed_at = Some(now);
    let lifetimes = Lifetimes::of(state.store(), &app).await?;
    let issued = Issued::new(&user, client, &lifetimes, now)?;
    let mut created = Batch::new().create(&user).create(&issued.session).run(state.store()).await?;
    let user: User = created.one()?;
    let issued = Issued { session: created.one()?, ..issued };
    Ok((StatusCode::CREATED, Json(SignedIn { user: user.into(), session: (&issued).into() })))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SignIn {
    email: String,
    password: String,
}

/// Begins a session of a user who knows their password.
pub(crate) async fn sign_in(
    State(state): State<Shared>,
    RequestApp(app): RequestApp,
    client: Client,
    Body(form): Body<SignIn>,
) -> Result<Json<SignedIn>, Problem> {
    let user =
        if is_email(&form.email) { state.store().find_user_by_email(&app, &form.email).await? } else { None };
    // An unknown address takes as long as a wrong password, and gets the same answer.
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = state.passwords.verify(form.password, hash).await?;
    let user = user.filter(|_| right).ok_or_else(|| {
        Problem::unauthorized("wrong_credentials", "the e-mail address or the password is wrong")
    })?;
    if is_banned(&user, &state) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "banned", "this user is banned"));
    }
    let lifetimes = Lifetimes::of(state.store(), &app).await?;
    let issued = Issued::new(&user, client, &lifetimes, state.now())?;
    let issued = issued.begin(state.store(), &lifetimes).await?;
    Ok(Json(SignedIn { user: user.into(), session: (&issued).into() }))
}

/// Ends the session that the request comes with.
pub(crate) async fn sign_out(State(state): State<Shared>, caller: Caller) -> Result<StatusCode, Problem> {
    state.store().delete_session(&caller.session.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
pub(crate) struct Me {
    user: UserView,
    session: SessionView,
}

/// Who the request comes from.
pub(crate) async fn me(caller: Caller) -> Json<Me> {
    Json(Me { session: (&caller.session).into(), user: caller.user.into() })
}
