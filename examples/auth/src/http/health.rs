use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::state::Shared;

/// Whether the database answers.
pub(crate) async fn health(State(state): State<Shared>) -> Result<Json<Value>, Problem> {
    match state.engine.ping().await {
        Ok(()) => Ok(Json(json!({ "status": "ok" }))),
        Err(error) => {
            tracing::warn!(%error, "the store doesn't answer");
            Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the store doesn't answer"))
        }
    }
}
