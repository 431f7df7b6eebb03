//! A client that speaks HTTP to a server over real sockets.

use std::collections::VecDeque;

use http_body_util::{BodyExt as _, Full};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use hyper::{Method, Request};
use hyper_util::client::legacy::{Client as Pool, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::Outcome;
use crate::check::{check, check_eq};

type Body = Full<VecDeque<u8>>;

/// Asks one server, for one app and with one access token, if any. Cloning it is cheap and keeps the connections.
#[derive(Clone)]
pub(super) struct Client {
    pool: Pool<HttpConnector, Body>,
    server: String,
    app_key: Option<String>,
    token: Option<String>,
}

impl Client {
    /// Without an app and a token.
    pub(super) fn new(address: std::net::SocketAddr) -> Self {
        let pool = Pool::builder(TokioExecutor::new()).build_http();
        Self { pool, server: format!("http://{address}"), app_key: None, token: None }
    }

    /// The same, for the app with this publishable key.
    pub(super) fn of_app(&self, key: &str) -> Self {
        Self { app_key: Some(key.to_owned()), ..self.clone() }
    }

    /// The same, without saying for which app.
    pub(super) fn of_no_app(&self) -> Self {
        Self { app_key: None, ..self.clone() }
    }

    /// The same, with this bearer token.
    pub(super) fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same, without a token.
    pub(super) fn anonymous(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    pub(super) async fn get(&self, path: &str) -> Outcome<Answer> {
        self.ask(Method::GET, path, None).await
    }

    pub(super) async fn delete(&self, path: &str) -> Outcome<Answer> {
        self.ask(Method::DELETE, path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Outcome<Answer> {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub(super) async fn put(&self, path: &str, body: Value) -> Outcome<Answer> {
        self.ask(Method::PUT, path, Some(body)).await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> Outcome<Answer> {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    pub(super) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Outcome<Answer> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.server));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        self.send(request.body(body)?).await
    }

    /// Sends a request that is made by hand, with the app's key and the token added. Its URI may be a path alone.
    pub(super) async fn send(&self, request: Request<Vec<u8>>) -> Outcome<Answer> {
        let (mut parts, body) = request.into_parts();
        if parts.uri.host().is_none() {
            parts.uri = format!("{}{}", self.server, parts.uri).parse()?;
        }
        if let Some(key) = &self.app_key {
            parts.headers.insert("x-app-key", key.parse()?);
        }
        if let Some(token) = &self.token {
            parts.headers.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
        }
        let request = Request::from_parts(parts, Body::from(body));
        let (parts, body) = self.pool.request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes().to_vec();
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// What a server answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The header's text; empty when it isn't there.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON of a success with this status.
    pub(super) fn json(&self, status: u16) -> Outcome<Value> {
        check_eq!(self.status, status, "the status of {}", self.text());
        check_eq!(self.header("content-type"), "application/json", "the kind of the body");
        check_eq!(self.header("cache-control"), "no-store", "what caches are told");
        Ok(serde_json::from_slice(&self.body)?)
    }

    /// A success without a body.
    pub(super) fn done(&self) -> Outcome {
        check_eq!((self.status, self.text().as_str()), (204, ""), "a success that says nothing");
        Ok(())
    }

    /// The document of a problem, which must be one through and through.
    pub(super) fn problem(&self, status: u16, code: &str) -> Outcome<Value> {
        check_eq!(self.status, status, "the status of {}", self.text());
        check_eq!(self.header("content-type"), "application/problem+json", "the kind of the document");
        check_eq!(self.header("cache-control"), "no-store", "what caches are told");
        let document: Value = serde_json::from_slice(&self.body)?;
        check_eq!(document["code"], code, "the code of {document}");
        check_eq!(document["type"], "about:blank", "the type of {document}");
        check_eq!(document["status"], status, "the status within {document}");
        for text in ["title", "detail"] {
            check!(document[text].as_str().is_some_and(|text| !text.is_empty()), "no {text} in {document}");
        }
        match status {
            401 => check_eq!(self.header("www-authenticate"), "Bearer", "the challenge"),
            503 => check_eq!(self.header("retry-after"), "1", "when to come again"),
            _ => {}
        }
        Ok(document)
    }
}
