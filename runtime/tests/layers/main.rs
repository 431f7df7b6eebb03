//! The layers, on the public interface.

#[cfg(feature = "cache")]
mod cache;
#[cfg(feature = "trace")]
mod capture;
mod faults;
mod fixture;
mod retry;
mod staged;
#[cfg(feature = "trace")]
mod trace;
