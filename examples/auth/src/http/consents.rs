//! What the caller agreed to: the rows of a plugin, on the engine's own store.

use auth_consent::{Consent, ConsentFilter, ConsentStore as _};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storewright::Timestamp;

use super::views::PageView;
use crate::extract::{Body, Caller, Client, Page, PathOf, QueryOf};
use crate::problem::Problem;
use crate::state::Shared;
use crate::validation::Validation;

#[derive(Serialize)]
pub(crate) struct ConsentView {
    purpose: String,
    granted: bool,
    version: String,
    granted_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

impl From<Consent> for ConsentView {
    fn from(consent: Consent) -> Self {
        Self {
            purpose: consent.purpose,
            granted: consent.granted,
            version: consent.version,
            granted_at: consent.granted_at,
            revoked_at: consent.revoked_at,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What the caller agreed to, by purpose, and what they revoked.
pub(crate) async fn list(
    State(state): State<Shared>,
    caller: Caller,
    QueryOf(parameters): QueryOf<Parameters>,
) -> Result<Json<PageView<ConsentView>>, Problem> {
    let page = Page::new(parameters.limit, parameters.cursor)?;
    let filter = ConsentFilter::new()
        .filter(Consent::USER_ID.eq(caller.user.id).and(Consent::APP_ID.eq(caller.user.app_id)))
        .order_by(Consent::PURPOSE.asc());
    Ok(Json(PageView::of(state.store().list_consents(&page.of(filter)).await?)))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Grant {
    version: String,
}

/// Agrees, to this version of what was asked.
pub(crate) async fn grant(
    State(state): State<Shared>,
    caller: Caller,
    client: Client,
    PathOf(purpose): PathOf<String>,
    Body(form): Body<Grant>,
) -> Result<Json<ConsentView>, Problem> {
    Validation::new().required_name("purpose", &purpose).required_name("version", &form.version).finish()?;
    let mut consent = Consent::new(&caller.user, purpose, form.version, state.now());
    consent.ip_address = client.ip.unwrap_or_default();
    Ok(Json(state.store().grant_consent(&consent).await?.into_inner().into()))
}

/// Doesn't agree any more. What was never agreed to can't be revoked.
pub(crate) async fn revoke(
    State(state): State<Shared>,
    caller: Caller,
    PathOf(purpose): PathOf<String>,
) -> Result<StatusCode, Problem> {
    Validation::new().required_name("purpose", &purpose).finish()?;
    if state.store().revoke_consent(&caller.user.id, &caller.user.app_id, &purpose).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found("there is no consent for this purpose"))
    }
}
