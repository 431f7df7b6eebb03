use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// What a [`Server`](crate::Server) is told beside its store.
///
/// ```
/// let config = auth::Config { admin_key: Some("a long random text".to_owned()), ..auth::Config::default() };
/// assert!(!format!("{config:?}").contains("random"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen; with port 0 the system picks a free one. By default `127.0.0.1:3000`.
    pub listen: SocketAddr,
    /// What opens the routes under `/v1/admin`; without it they are not there.
    pub admin_key: Option<String>,
    /// How long a request may take, its body's arrival included. By default 30 seconds.
    pub request_timeout: Duration,
    /// How long requests that run may still take once the server is told to stop. By default 10 seconds.
    pub shutdown_timeout: Duration,
    /// The pause between two removals of expired sessions and verifications. By default 10 minutes.
    pub purge_interval: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            admin_key: None,
            request_timeout: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(10),
            purge_interval: Duration::from_secs(600),
        }
    }
}

// Without the admin key.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("admin_key", &self.admin_key.as_ref().map(|_| "[secret]"))
            .field("request_timeout", &self.request_timeout)
            .field("shutdown_timeout", &self.shutdown_timeout)
            .field("purge_interval", &self.purge_interval)
            .finish()
    }
}
