use auth_core::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use storewright::Id;

use crate::problem::Problem;
use crate::state::Shared;

const APP_KEY: &str = "x-app-key";

/// The app of the publishable key that was sent along, if one was.
pub(crate) struct SentApp(Option<Id<App>>);

impl SentApp {
    /// Whether what belongs to this app may be used.
    pub(crate) fn may_be(&self, app: &Id<App>) -> bool {
        self.0.is_none_or(|sent| sent == *app)
    }
}

impl FromRequestParts<Shared> for SentApp {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        let Some(key) = parts.headers.get(APP_KEY) else { return Ok(Self(None)) };
        let key = key.to_str().map_err(|_| Problem::unknown_app())?;
        match state.store().find_app_by_publishable_key(key).await? {
            Some(app) => Ok(Self(Some(app.id))),
            None => Err(Problem::unknown_app()),
        }
    }
}

/// The app that a request is for: that of the publishable key, or the platform's own.
pub(crate) struct RequestApp(pub(crate) Id<App>);

impl FromRequestParts<Shared> for RequestApp {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        let SentApp(sent) = SentApp::from_request_parts(parts, state).await?;
        Ok(Self(sent.unwrap_or(state.platform)))
    }
}
