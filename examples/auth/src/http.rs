//! The routes, and what stands around all of them.

mod accounts;
mod admin_apps;
mod admin_users;
mod consents;
mod health;
mod members;
mod notifications;
mod organizations;
mod sessions;
mod views;
mod waitlist;

use std::any::Any;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post, put};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Level;

use crate::problem::{self, Problem};
use crate::state::Shared;

const LARGEST_BODY: usize = 64 * 1024;

/// Everything that can be asked for.
pub(crate) fn router(state: Shared, longest: Duration) -> Router {
    let mut routes = Router::new()
        .route("/health", get(health::health))
        .route("/v1/sign-up", post(accounts::sign_up))
        .route("/v1/sign-in", post(accounts::sign_in))
        .route("/v1/sign-out", post(accounts::sign_out))
        .route("/v1/refresh", post(sessions::refresh))
        .route("/v1/me", get(accounts::me))
        .route("/v1/sessions", get(sessions::list).delete(sessions::revoke_all))
        .route("/v1/sessions/{id}", delete(sessions::revoke))
        .route("/v1/notifications", get(notifications::list))
        .route("/v1/organizations", get(organizations::list).post(organizations::create))
        .route(
            "/v1/organizations/{id}",
            get(organizations::get).patch(organizations::update).delete(organizations::delete),
        )
        .route("/v1/organizations/{id}/members", get(members::list).post(members::add))
        .route("/v1/organizations/{id}/members/{member}", patch(members::update).delete(members::remove))
        .route("/v1/consents", get(consents::list))
        .route("/v1/consents/{purpose}", put(consents::grant).delete(consents::revoke))
        .route("/v1/waitlist", post(waitlist::join));
    if state.admin_key.is_some() {
        routes = routes
            .route("/v1/admin/apps", get(admin_apps::list).post(admin_apps::create))
            .route("/v1/admin/apps/{id}", delete(admin_apps::delete))
            .route("/v1/admin/apps/{id}/session-config", put(admin_apps::configure_sessions))
            .route("/v1/admin/apps/{id}/users", get(admin_users::list))
            .route("/v1/admin/apps/{id}/users/{user}", patch(admin_users::ban).delete(admin_users::delete));
    }
    routes
        .fallback(|| async { Problem::unknown_route() })
        .with_state(state)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, longest))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(finish))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::internal("a request panicked").into_response()
}

/// What is true of every answer: errors are documents, and nothing is kept by caches on the way.
async fn finish(request: Request, next: Next) -> Response {
    let asked = tracing::enabled!(Level::DEBUG).then(|| Asked::new(&request));
    let mut response = next.run(request).await;
    let status = response.status();
    if (status.is_client_error() || status.is_server_error()) && !is_document(&response) {
        // Made by the routing or a layer. Its headers are kept: `Allow` is one.
        let document = Problem::of_status(status).into_response();
        let (parts, body) = document.into_parts();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().extend(parts.headers);
        *response.body_mut() = body;
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(Asked { method, path, at }) = asked {
        tracing::debug!(%method, path, status = status.as_u16(), took = ?at.elapsed(), "answered");
    }
    response
}

/// What is logged of a request: without its query, which can hold an address.
struct Asked {
    method: Method,
    path: String,
    at: Instant,
}

impl Asked {
    fn new(request: &Request) -> Self {
        Self { method: request.method().clone(), path: request.uri().path().to_owned(), at: Instant::now() }
    }
}

fn is_document(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == problem::CONTENT_TYPE)
}
