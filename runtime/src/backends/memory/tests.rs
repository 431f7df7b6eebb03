//! What is particular to this backend; the rules that all share are in `storewright::conformance`.

mod cascade;
mod fixture;
mod lifecycle;
mod list;
mod naive;
mod turns;
mod unique;
