use std::time::Duration;

use super::AnswerLimit;
use crate::backends::url::Url;
use crate::error::{Error, Result};

/// How many connections a pool has, and how long calls wait for one.
#[derive(Debug, Clone, Copy)]
pub(in crate::backends) struct PoolOptions {
    pub(in crate::backends) max_connections: usize,
    /// How long a call waits for a connection that others have.
    pub(in crate::backends) acquire_timeout: Duration,
    /// How long a new connection may take.
    pub(in crate::backends) connect_timeout: Duration,
    /// How long a connection may wait for its next call: firewalls and servers forget those that are silent for long.
    pub(in crate::backends) idle_timeout: Duration,
    pub(in crate::backends) read_timeout: AnswerLimit,
}

impl Default for PoolOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            max_connections: (cores * 4).max(8),
            acquire_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(300),
            read_timeout: AnswerLimit::new(Duration::from_secs(60)),
        }
    }
}

impl PoolOptions {
    /// Takes `max_connections`, and in milliseconds `acquire_timeout`, `connect_timeout`, `idle_timeout` and `read_timeout`,
    /// out of the URL's parameters.
    pub(in crate::backends) fn take(url: &mut Url<'_>) -> Result<Self> {
        let mut options = Self::default();
        if let Some(most) = url.take::<std::num::NonZeroU16>("max_connections")? {
            options.max_connections = most.get().into();
        }
        if let Some(time) = url.take_millis("acquire_timeout")? {
            options.acquire_timeout = time;
        }
        if let Some(time) = url.take_millis("connect_timeout")? {
            if time.is_zero() {
                return Err(Error::config("the URL's parameter `connect_timeout` can't be 0"));
            }
            options.connect_timeout = time;
        }
        if let Some(time) = url.take_millis("idle_timeout")? {
            options.idle_timeout = time;
        }
        if let Some(time) = url.take_millis("read_timeout")? {
            options.read_timeout = AnswerLimit::new(time);
        }
        Ok(options)
    }
}
