//! What handlers take out of a request, each with the problem that it is when it can't be had.

mod admin;
mod app;
mod body;
mod caller;
mod client;
mod parameters;

pub(crate) use admin::Admin;
pub(crate) use app::{RequestApp, SentApp};
pub(crate) use body::Body;
pub(crate) use caller::{Caller, is_banned};
pub(crate) use client::{Client, Peer};
pub(crate) use parameters::{Page, PathOf, QueryOf};

use axum::http::{HeaderMap, header};

/// The token of `Authorization: Bearer …`. It is looked for nowhere else: what stands in a URL ends up in logs.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
