//! The layers, on the public interface.

mod faults;
mod fixture;
mod retry;
mod staged;
