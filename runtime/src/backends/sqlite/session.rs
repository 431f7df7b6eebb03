//! One connection, with what belongs to it alone.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rusqlite::{CachedStatement, Connection};

use super::dialect::SqliteDialect;
use super::errors::Attempt;
use super::values;
use crate::backend::{Assignment, CountBy, Group, Select, Selection};
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::sql::{self, Statement, Texts};
use crate::value::Row;

/// How often a running statement looks at its budget, in steps of SQLite's virtual machine.
const STEPS_PER_LOOK: i32 = 1_000;
/// What a call may cost on its caller's thread, in looks: 0.2 to 0.8 ms were measured, by what the steps do.
const LOOKS: i64 = 40;

/// How many values SQLite binds to one statement. A list counts as one.
const MOST_VALUES: usize = 32_766;

/// A connection and the texts of the statements that were run on it.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) connection: Connection,
    texts: RefCell<Texts>,
    budget: Arc<AtomicI64>,
    patience: Duration,
    checkpoints: Cell<bool>,
}

impl Session {
    /// A session that may take its time, and waits this long for a lock.
    pub(super) fn new(connection: Connection, patience: Duration) -> rusqlite::Result<Self> {
        let budget = Arc::new(AtomicI64::new(i64::MAX));
        let left = Arc::clone(&budget);
        // Installed once for all: a lookup takes 2.13 µs with or without it, and 2.18 µs if it is set and cleared each time.
        connection
            .progress_handler(STEPS_PER_LOOK, Some(move || left.fetch_sub(1, Ordering::Relaxed) <= 0))?;
        connection.busy_timeout(patience)?;
        Ok(Self { connection, texts: RefCell::default(), budget, patience, checkpoints: Cell::new(true) })
    }

    /// Runs `work` on its caller's thread: interrupted when it takes too long, and without waiting for locks.
    pub(super) fn hurried<T>(&self, work: impl FnOnce(&Self) -> Attempt<T>) -> Attempt<T> {
        self.budget.store(LOOKS, Ordering::Relaxed);
        self.connection.busy_timeout(Duration::ZERO)?;
        let done = work(self);
        self.budget.store(i64::MAX, Ordering::Relaxed);
        self.connection.busy_timeout(self.patience)?;
        done
    }

    /// Whether a commit moves a log that has grown long into the file, which takes its time.
    pub(super) fn checkpoints(&self, on: bool) -> rusqlite::Result<()> {
        if self.checkpoints.replace(on) == on {
            return Ok(());
        }
        self.control(if on { "PRAGMA wal_autocheckpoint = 1000" } else { "PRAGMA wal_autocheckpoint = 0" })
    }

    /// A statement that is ready but for its values.
    pub(super) fn unbound(&self, statement: &Statement<'_>) -> Attempt<CachedStatement<'_>> {
        let text = self.texts.borrow_mut().text::<SqliteDialect>(&statement.shape(), statement);
        Ok(self.connection.prepare_cached(&text.sql)?)
    }

    /// A statement that is ready to run.
    fn ready(&self, statement: &Statement<'_>) -> Attempt<CachedStatement<'_>> {
        let shape = statement.shape();
        let text = self.texts.borrow_mut().text::<SqliteDialect>(&shape, statement);
        if text.order.len() > MOST_VALUES {
            return Err(
                Error::unsupported("more than 32,766 conditions in one call; use a list of values").into()
            );
        }
        let mut ready = self.connection.prepare_cached(&text.sql)?;
        for (position, &number) in text.order.iter().enumerate() {
            let param = shape
                .params
                .get(number as usize)
                .ok_or_else(|| Error::backend("a statement has no value"))?;
            values::bind(&mut ready, position + 1, param)?;
        }
        Ok(ready)
    }

    /// Runs a statement that gives no rows: how many it changed.
    pub(super) fn execute(&self, statement: &Statement<'_>) -> Attempt<usize> {
        Ok(self.ready(statement)?.raw_execute()?)
    }

    /// Runs a statement that gives rows of `schema`.
    pub(super) fn rows(&self, schema: &'static EntitySchema, statement: &Statement<'_>) -> Attempt<Vec<Row>> {
        let mut ready = self.ready(statement)?;
        let mut stored = ready.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = stored.next()? {
            rows.push(values::row(schema, row)?);
        }
        Ok(rows)
    }

    /// Runs an update that gives the rows that it changed.
    pub(super) fn changed(
        &self,
        schema: &'static EntitySchema,
        set: &[Assignment],
        statement: &Statement<'_>,
    ) -> Attempt<Vec<Row>> {
        let unknown = sql::unknown(schema, set);
        let mut ready = self.ready(statement)?;
        let mut stored = ready.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = stored.next()? {
            rows.push(sql::whole(schema, set, &unknown, values::of(schema, &unknown, row)?));
        }
        Ok(rows)
    }

    /// Whether any row matches.
    pub(super) fn exists(&self, schema: &'static EntitySchema, filter: &Predicate) -> Attempt<bool> {
        let mut ready = self.ready(&Statement::Exists { schema, filter })?;
        Ok(ready.raw_query().next()?.is_some())
    }

    fn count(&self, select: &Select) -> Attempt<u64> {
        let Select { schema, filter, through, .. } = select;
        let mut ready = self.ready(&Statement::Count { schema, filter, through: through.as_ref() })?;
        let mut rows = ready.raw_query();
        rows.next()?.map_or(Ok(0), number_of_rows)
    }

    /// How many rows there are for each value.
    pub(super) fn count_by(&self, count: &CountBy) -> Attempt<Vec<Group>> {
        let mut ready = self.ready(&Statement::CountBy(count))?;
        let mut stored = ready.raw_query();
        let mut groups = Vec::new();
        while let Some(row) = stored.next()? {
            let values = values::of(count.schema, &count.columns, row)?;
            groups.push(Group { values, count: number(row, count.columns.len())? });
        }
        Ok(groups)
    }

    /// The rows that match, and how many there are.
    pub(super) fn select(&self, select: &Select) -> Attempt<Selection> {
        if select.limit == Some(0) {
            let total = if select.total { Some(self.count(select)?) } else { None };
            return Ok(Selection { rows: Vec::new(), total });
        }
        let one = !select.total && select.names_one();
        let mut ready = self.ready(&Statement::Rows(select))?;
        let mut stored = ready.raw_query();
        let (mut rows, mut total) = (Vec::new(), None);
        while let Some(row) = stored.next()? {
            if select.total && total.is_none() {
                total = Some(number(row, select.schema.columns().len())?);
            }
            rows.push(values::row(select.schema, row)?);
            // Without the step that would find out that there is no other.
            if one {
                break;
            }
        }
        if select.total && total.is_none() {
            // The total stands in each row. Without one nothing matches, unless the cursor left nothing over.
            total = Some(if select.after.is_some() { self.count(select)? } else { 0 });
        }
        Ok(Selection { rows, total })
    }

    /// Runs a statement of no entity: a pragma, or one that controls a transaction.
    pub(super) fn control(&self, sql: &str) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
        Ok(())
    }
}

fn number_of_rows(row: &rusqlite::Row<'_>) -> Attempt<u64> {
    number(row, 0)
}

fn number(row: &rusqlite::Row<'_>, at: usize) -> Attempt<u64> {
    let number: i64 = row.get(at)?;
    Ok(u64::try_from(number).unwrap_or_default())
}
