//! Derive macros of `storewright`. Depend on that crate, it re-exports them.
