use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::bearer;
use crate::problem::Problem;
use crate::state::Shared;

/// Somebody who has the admin key.
pub(crate) struct Admin;

impl FromRequestParts<Shared> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        // Without a key the routes aren't there at all.
        let key = state.admin_key.as_ref().ok_or_else(Problem::unknown_route)?;
        match bearer(&parts.headers) {
            Some(sent) if key.matches(sent) => Ok(Self),
            _ => Err(Problem::unauthorized("wrong_admin_key", "this takes the admin key as a bearer token")),
        }
    }
}
