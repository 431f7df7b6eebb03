//! The layers, on the public interface.

#![cfg(feature = "memory")]
#![allow(clippy::unwrap_used, reason = "a test may panic outside its own function too")]

#[cfg(feature = "cache")]
mod cache;
#[cfg(feature = "trace")]
mod capture;
mod faults;
mod fixture;
mod retry;
#[cfg(all(feature = "cache", feature = "conformance", feature = "trace"))]
mod stacked;
#[cfg_attr(not(feature = "cache"), allow(dead_code, reason = "late selects are for the cache"))]
mod staged;
#[cfg(feature = "trace")]
mod trace;
