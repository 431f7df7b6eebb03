//! The way in for custom backends: two object-safe traits on schemas, values and rows.
//!
//! Implement [`Executor`] and [`Backend`] for a database and every declared entity, those of plugins too, has a store on it.
//! The words MUST and SHOULD below are the contract; the suite in `storewright::conformance` checks them.
//!
//! What the shared middle has done before a backend is called, so that no backend needs to:
//!
//! - Rows have one value per column, of the column's type, null only where that is allowed; texts hold no NUL, floats are
//!   neither NaN nor negative zero, and no value is over [`Limits`] (R11).
//! - `lowercase` and `trim` are applied, `created`, `updated` and `version` filled in, every `now` replaced by the clock's.
//! - Predicates hide soft-deleted rows where they must be hidden (R12); an order is complete, its last columns are the id's.
//! - Cursors are opened and checked: [`Select::after`] holds plain values.

mod capabilities;
mod cascade;
mod operation;
mod references;

pub use capabilities::{Capabilities, Limits};
pub use cascade::{CascadeWalk, CascadeWrite};
pub use operation::{
    Assignment, Change, Delete, DeleteMode, Insert, Replacement, Select, Selection, UniqueKey, Update,
    Updated, Upsert,
};
pub use references::{ReferenceGraph, Referrer};

use crate::error::Result;
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// Runs single operations. A backend is one; so is a transaction.
///
/// Every method is atomic on its own: it does all of what it says, or fails and leaves no trace (R14, R22), also when its
/// future is dropped half way (R21). Errors MUST be of the kind each method names and MUST NOT hold values (R19); a broken
/// connection MUST be [`Unavailable`](crate::ErrorKind::Unavailable) and the next call MUST work (R20).
/// A future MUST NOT block the thread for long: more than about a millisecond of work belongs on a thread of the backend's own.
pub trait Executor: Send + Sync {
    /// The rows that match, in the order asked for, and how many there are.
    ///
    /// MUST give each row once and as it was committed; the rows and the total SHOULD be of one snapshot. Rows beyond
    /// `limit` MUST NOT be given. Cost: one round trip.
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>>;

    /// Adds rows, all or none.
    ///
    /// MUST fail with [`Conflict`](crate::ErrorKind::Conflict) when an id or a unique index is taken, by a stored row or by an
    /// earlier one of the same call, naming the position of the first such row in `rows` (R1, R17), and any one of the keys
    /// when several are taken; nulls never clash (R5), nor do soft-deleted rows
    /// in an index that [counts live rows only](EntitySchema::counts_live_only) (R12). MUST fail with
    /// [`MissingReference`](crate::ErrorKind::MissingReference) when a reference without a null column names no live row; the
    /// row itself and earlier rows of the same call count as there.
    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>>;

    /// Changes the rows that match, all or none.
    ///
    /// MUST fail with `Conflict` and `MissingReference` as [`Executor::insert`] does, without a position: both are judged
    /// when all rows are changed, so that two rows may swap unique values. With `returning`, MUST give the changed rows as
    /// they were stored, in any order.
    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>>;

    /// Adds a row, or changes the one that has the same [`UniqueKey`].
    ///
    /// MUST decide and write in one step, so that of racing callers one inserts and the others replace (R14). MUST fail
    /// with `Conflict` when *another* unique key is taken, or when the row to replace doesn't match [`Upsert::only_if`].
    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>>;

    /// Deletes the rows that match and treats the rows that reference them as declared (R13, R25): all or nothing.
    ///
    /// MUST fail with [`Restricted`](crate::ErrorKind::Restricted) when a reference forbids it. [`CascadeWalk`] finds what
    /// is to be written; a backend with foreign keys can leave some of it to them. Gives the number of rows that matched,
    /// without those that the deletion reached from there.
    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<u64>>;
}

/// One database: runs operations, and has a life of its own.
pub trait Backend: Executor {
    /// What this backend can do and hold. MUST NOT change while it is open.
    fn capabilities(&self) -> &Capabilities;

    /// Makes the tables and indexes of these entities be there.
    ///
    /// `schemas` holds every referenced entity too, in any order. MUST be idempotent and safe when many processes do it at
    /// once, MUST NOT drop or empty anything (R18, R22). A table that is there but doesn't fit MUST be a
    /// [`Schema`](crate::ErrorKind::Schema) error that says what is missing.
    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>>;

    /// Whether the database answers. Cost: one round trip.
    fn ping(&self) -> BoxFuture<'_, Result<()>>;

    /// Finishes what is under way and lets go of every connection. Later calls MUST fail with
    /// [`Closed`](crate::ErrorKind::Closed); a second close is no error.
    fn close(&self) -> BoxFuture<'_, Result<()>>;
}
