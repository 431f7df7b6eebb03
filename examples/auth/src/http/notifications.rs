use auth_core::Notification;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use storewright::{Id, Timestamp};

use super::views::Items;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::Shared;

#[derive(Serialize)]
pub(crate) struct NotificationView {
    id: Id<Notification>,
    kind: String,
    subject: Option<String>,
    body: String,
    created_at: Timestamp,
}

/// What the caller was told, newest first.
pub(crate) async fn list(
    State(state): State<Shared>,
    caller: Caller,
) -> Result<Json<Items<NotificationView>>, Problem> {
    let notifications = state.store().list_user_notifications(&caller.user.id).await?;
    let items = notifications.into_iter().map(|notification| NotificationView {
        id: notification.id,
        kind: notification.kind,
        subject: notification.subject,
        body: notification.body,
        created_at: notification.created_at,
    });
    Ok(Json(Items { items: items.collect() }))
}
