//! What is particular to this backend; the rules that all share are in `storewright::conformance`.

mod batch;
mod cascade;
mod fixture;
mod given_up;
mod lifecycle;
mod list;
mod migrations;
mod naive;
mod partial;
mod savepoints;
mod serial;
mod transactions;
mod turns;
mod unique;
