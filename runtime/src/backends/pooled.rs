//! What the backends on servers share: a pool of the driver's single connections.
//!
//! A connection is found dead by using it, never by asking before each call. It goes back into the pool only when a call
//! came to its end on it; one whose call was dropped half way, or that failed or fell silent itself, is closed (R20, R21).

mod detached;
mod guarded;
mod lease;
mod limit;
mod options;
mod pool;
mod refusals;
pub(in crate::backends) mod tls;

pub(in crate::backends) use detached::Detached;
pub(in crate::backends) use guarded::guarded;
pub(in crate::backends) use lease::Lease;
pub(in crate::backends) use limit::{AnswerLimit, is_unanswered};
pub(in crate::backends) use options::PoolOptions;
pub(in crate::backends) use pool::{Driver, Pool};
pub(in crate::backends) use refusals::{no_connection_left, unreachable};
