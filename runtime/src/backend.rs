//! The way in for custom backends: three object-safe traits on schemas, values and rows.
//!
//! Implement [`Executor`] and [`Backend`], and [`Transaction`] where it has them, for a database and every declared entity, those of plugins too, has a store on it.
//! The words MUST and SHOULD below are the contract; the suite in `storewright::conformance` checks them.
//!
//! What the shared middle has done before a backend is called, so that no backend needs to:
//!
//! - Rows have one value per column, of the column's type, null only where that is allowed; texts hold no NUL, floats are
//!   neither NaN nor negative zero, and no value is over [`Limits`] (R11).
//! - `lowercase` and `trim` are applied, `created`, `updated` and `version` filled in, every `now` replaced by the clock's.
//! - Predicates hide soft-deleted and expired rows where they must be hidden (R12, R16); an order is complete, its last columns
//!   are the id's.
//! - Values of encrypted columns are ciphertext, of type [`Bytes`](crate::value::ValueType::Bytes).
//! - Cursors are opened and checked: [`Select::after`] holds plain values.

mod batch;
mod capabilities;
mod cascade;
mod count;
pub(crate) mod keys;
mod operation;
mod references;
mod transaction;
mod unique_key;

pub use batch::{Step, Write, Written};
pub use capabilities::{Capabilities, Limits};
pub use cascade::{CascadeWalk, CascadeWrite};
pub(crate) use count::Groups;
pub use count::{CountBy, Group};
pub(crate) use operation::names_one;
pub use operation::{
    Assignment, Change, Delete, DeleteMode, Deleted, Insert, Replacement, Select, Selection, Through, Update,
    Updated, Upsert,
};
pub use references::{ReferenceGraph, Referrer};
pub use transaction::Transaction;
pub use unique_key::UniqueKey;

use crate::error::{Error, Result};
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
    /// `limit` MUST NOT be given, nor such as [`Select::through`] leaves out. Cost: one round trip.
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
    /// they were stored, in any order. With a `limit`, MUST change the first rows in the order and no others, and of racing callers
    /// whose change makes their own filter false, MUST give each row to one only (R14).
    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>>;

    /// Adds a row, or changes the one that has the same [`UniqueKey`].
    ///
    /// MUST decide and write in one step, so that of racing callers one inserts and the others replace (R14). MUST fail
    /// with `Conflict` when *another* unique key is taken, or when the row to replace doesn't match [`Upsert::only_if`]. A row
    /// that a partial index doesn't hold never clashes in it. Without changes in [`Upsert::set`], MUST give the row that is there.
    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>>;

    /// Deletes the rows that match and treats the rows that reference them as declared (R13, R25): all or nothing.
    ///
    /// MUST fail with [`Restricted`](crate::ErrorKind::Restricted) when a reference forbids it. [`CascadeWalk`] finds what
    /// is to be written; a backend with foreign keys can leave some of it to them. With a `limit`, MUST delete the first rows in
    /// the order and no others, each for one of racing callers only (R14).
    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>>;

    /// Does all of these writes in their order, or none (R14, R22): what each of them did.
    ///
    /// Each sees what those before it did. MUST fail as the write that fails does, and with
    /// [`NotFound`](crate::ErrorKind::NotFound) when a [required](Step::required) one matches nothing. The rows of several inserts may
    /// reference each other only as far as they come in order.
    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>>;

    /// How many rows there are for each value of some columns, in any order; null is a value of its own.
    ///
    /// Unless it is replaced, it reads every row that matches.
    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move {
            let rows = self.select(Select::new(count.schema, count.filter)).await?.rows;
            let mut groups = Groups::new(&count.columns);
            rows.iter().for_each(|row| groups.add(row));
            Ok(groups.finish())
        })
    }
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

    /// Begins a transaction, where [`Capabilities::transactions`] says that there are any.
    ///
    /// MUST leave nothing behind when its future is dropped half way (R21). Unless it is replaced, it is
    /// [`Unsupported`](crate::ErrorKind::Unsupported).
    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        let name = self.capabilities().name;
        Box::pin(async move { Err(Error::unsupported(format!("the backend `{name}` has no transactions"))) })
    }

    /// Whether the database answers. Cost: one round trip.
    fn ping(&self) -> BoxFuture<'_, Result<()>>;

    /// Finishes what is under way and lets go of every connection. Later calls MUST fail with
    /// [`Closed`](crate::ErrorKind::Closed); a second close is no error.
    fn close(&self) -> BoxFuture<'_, Result<()>>;
}
