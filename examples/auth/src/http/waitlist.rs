use auth_waitlist::{WaitlistEntry, WaitlistEntryStore as _};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use storewright::{Id, Timestamp};

use crate::extract::{Body, Client, RequestApp};
use crate::problem::Problem;
use crate::state::Shared;
use crate::validation::Validation;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Join {
    email: String,
    name: String,
}

#[derive(Serialize)]
pub(crate) struct EntryView {
    id: Id<WaitlistEntry>,
    email: String,
    name: String,
    status: &'static str,
    created_at: Timestamp,
}

/// Asks to be let into an app.
pub(crate) async fn join(
    State(state): State<Shared>,
    RequestApp(app): RequestApp,
    client: Client,
    Body(form): Body<Join>,
) -> Result<(StatusCode, Json<EntryView>), Problem> {
    Validation::new().email("email", &form.email).name("name", &form.name).finish()?;
    let mut entry = WaitlistEntry::new(app, form.email, form.name);
    entry.ip_address = client.ip.unwrap_or_default();
    let entry = state.store().create_entry(&entry).await?;
    // One that is new waits.
    let status = "pending";
    let view = EntryView {
        id: entry.id,
        email: entry.email,
        name: entry.name,
        status,
        created_at: entry.created_at,
    };
    Ok((StatusCode::CREATED, Json(view)))
}
