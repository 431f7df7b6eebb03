//! What is particular to this backend; the rules that all share are in `storewright::conformance`.

mod batch;
mod cascade;
mod fixture;
mod lifecycle;
mod list;
mod naive;
mod partial;
mod turns;
mod unique;
