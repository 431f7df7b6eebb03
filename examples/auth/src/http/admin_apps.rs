//! The operator's routes about apps.

use auth_core::{App, AppFilter, AppSessionConfig};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use storewright::{Batch, Id};

use super::views::PageView;
use crate::extract::{Admin, Body, Page, PathOf, QueryOf};
use crate::problem::Problem;
use crate::server::default_environment;
use crate::state::Shared;
use crate::tokens::random;
use crate::validation::Validation;

#[derive(Serialize)]
pub(crate) struct AppView {
    id: Id<App>,
    name: String,
    slug: String,
    publishable_key: Option<String>,
}

impl From<App> for AppView {
    fn from(app: App) -> Self {
        Self { id: app.id, name: app.name, slug: app.slug, publishable_key: app.publishable_key }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewApp {
    name: String,
    slug: String,
}

/// Makes an app with a publishable key and a default environment.
pub(crate) async fn create(
    State(state): State<Shared>,
    _: Admin,
    Body(form): Body<NewApp>,
) -> Result<(StatusCode, Json<AppView>), Problem> {
    Validation::new().required_name("name", &form.name).slug("slug", &form.slug).finish()?;
    let mut app = App::new(form.name, form.slug);
    app.publishable_key = Some(format!("pk_{}", URL_SAFE_NO_PAD.encode(random::<24>()?)));
    let environment = default_environment(&app);
    let mut created = Batch::new().create(&app).create(&environment).run(state.store()).await?;
    Ok((StatusCode::CREATED, Json(created.one::<App>()?.into())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// All apps, the oldest first.
pub(crate) async fn list(
    State(state): State<Shared>,
    _: Admin,
    QueryOf(parameters): QueryOf<Parameters>,
) -> Result<Json<PageView<AppView>>, Problem> {
    let page = Page::new(parameters.limit, parameters.cursor)?;
    Ok(Json(PageView::of(state.store().list_apps(&page.of(AppFilter::new())).await?)))
}

/// Deletes an app, and everything of it.
pub(crate) async fn delete(
    State(state): State<Shared>,
    _: Admin,
    PathOf(id): PathOf<Id<App>>,
) -> Result<StatusCode, Problem> {
    if id == state.platform {
        let detail = "the platform's own app can't be deleted";
        return Err(Problem::new(StatusCode::CONFLICT, "platform_app", detail));
    }
    if state.store().delete_app(&id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::unknown_app())
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SessionConfig {
    token_ttl_seconds: Option<u32>,
    refresh_token_ttl_seconds: Option<u32>,
    max_active_sessions: Option<u32>,
    rotate_refresh_token: Option<bool>,
}

#[derive(Serialize)]
pub(crate) struct SessionConfigView {
    token_ttl_seconds: Option<u32>,
    refresh_token_ttl_seconds: Option<u32>,
    max_active_sessions: Option<u32>,
    rotate_refresh_token: Option<bool>,
}

impl From<AppSessionConfig> for SessionConfigView {
    fn from(config: AppSessionConfig) -> Self {
        Self {
            token_ttl_seconds: config.token_ttl_seconds,
            refresh_token_ttl_seconds: config.refresh_token_ttl_seconds,
            max_active_sessions: config.max_active_sessions,
            rotate_refresh_token: config.rotate_refresh_token,
        }
    }
}

/// Says how long an app's sessions last. What is left out is as it is for every app.
pub(crate) async fn configure_sessions(
    State(state): State<Shared>,
    _: Admin,
    PathOf(id): PathOf<Id<App>>,
    Body(form): Body<SessionConfig>,
) -> Result<Json<SessionConfigView>, Problem> {
    let positive = |number: Option<u32>| number != Some(0);
    Validation::new()
        .check("token_ttl_seconds", positive(form.token_ttl_seconds), "must be at least 1")
        .check("refresh_token_ttl_seconds", positive(form.refresh_token_ttl_seconds), "must be at least 1")
        .check("max_active_sessions", positive(form.max_active_sessions), "must be at least 1")
        .finish()?;
    let mut config = AppSessionConfig::new(id);
    config.token_ttl_seconds = form.token_ttl_seconds;
    config.refresh_token_ttl_seconds = form.refresh_token_ttl_seconds;
    config.max_active_sessions = form.max_active_sessions;
    config.rotate_refresh_token = form.rotate_refresh_token;
    Ok(Json(state.store().set_app_session_config(&config).await?.into_inner().into()))
}
