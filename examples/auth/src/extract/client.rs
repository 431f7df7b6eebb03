use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

const AGENT_CHARS: usize = 300;

/// The peer of a connection, for every request on it.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Where a request comes from, as far as it can be told.
pub(crate) struct Client {
    pub(crate) ip: Option<String>,
    pub(crate) agent: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let ip = parts.extensions.get::<Peer>().map(|peer| IpAddr::to_canonical(&peer.0.ip()).to_string());
        let agent = parts.headers.get(header::USER_AGENT);
        let agent =
            agent.map(|agent| String::from_utf8_lossy(agent.as_bytes()).chars().take(AGENT_CHARS).collect());
        Ok(Self { ip, agent })
    }
}
