//! One connection, and the statements that are run on it.

use std::sync::Arc;

use sqlx::mysql::{MySqlArguments, MySqlRow};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

use super::errors::{Attempt, Failure};
use super::prepared::{self, Locks};
use super::server::Server;
use super::values;
use crate::backend::{CountBy, Group, Select, Selection};
use crate::backends::pooled::AnswerLimit;
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::sql::Statement;
use crate::value::Row;

/// How many values the protocol binds to one statement.
pub(super) const MOST_VALUES: usize = 65_535;

/// A connection that is set up.
#[derive(Debug)]
pub(super) struct Session {
    connection: MySqlConnection,
    pub(super) server: Arc<Server>,
    /// Whether it is not known in which state the connection is.
    broken: bool,
    /// Whether anything was sent that writes, since [`Session::begin_call`].
    written: bool,
    /// How long the server may take for a statement.
    pub(super) limit: AnswerLimit,
}

impl Session {
    pub(super) fn new(connection: MySqlConnection, server: Arc<Server>, limit: AnswerLimit) -> Self {
        Self { connection, server, broken: false, written: false, limit }
    }

    /// Whether it must not be used any more.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// A call begins.
    pub(super) fn begin_call(&mut self) {
        self.written = false;
    }

    /// Whether the connection broke before the call wrote anything, so that it can be done again on another one.
    pub(super) fn broke_unwritten(&self) -> bool {
        self.broken && !self.written
    }

    /// Lets nobody use it any more.
    pub(super) fn give_up(&mut self) {
        self.broken = true;
    }

    /// Whether the step may be done again: it failed since the server keeps no more prepared statements, and those of this
    /// connection are forgotten now.
    pub(super) async fn made_room<T>(&mut self, done: &Attempt<T>) -> bool {
        if !done.as_ref().is_err_and(Failure::is_for_room) || self.connection.cached_statements_size() == 0 {
            return false;
        }
        let cleared = self.connection.clear_cached_statements().await;
        self.noted(cleared).is_ok()
    }

    /// Passes the result on, and marks the connection when it broke.
    fn noted<T>(&mut self, result: sqlx::Result<T>) -> Attempt<T> {
        result.map_err(|error| {
            let failure = Failure::Driver(error);
            self.broken |= failure.is_fatal();
            failure
        })
    }

    /// Runs statements of no entity, one or several: what controls a transaction, or makes a table.
    pub(super) async fn control(&mut self, sql: impl Into<Arc<str>>) -> Attempt<()> {
        if self.broken {
            // What is to be undone goes with the connection.
            return Err(sqlx::Error::Io(std::io::ErrorKind::NotConnected.into()).into());
        }
        let done = sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(&mut self.connection);
        let done = self.limit.within(done).await;
        self.noted(done).map(drop)
    }

    /// The rows that a statement of no entity gives, whose placeholders stand for these texts.
    pub(super) async fn ask(&mut self, sql: impl Into<Arc<str>>, texts: &[&str]) -> Attempt<Vec<MySqlRow>> {
        let mut query = sqlx::query(AssertSqlSafe(sql.into()));
        for text in texts {
            query = query.bind((*text).to_owned());
        }
        let rows = self.limit.within(query.fetch_all(&mut self.connection)).await;
        self.noted(rows)
    }

    /// Runs a text with its values: how many rows it changed or found to be so already.
    pub(super) async fn run(&mut self, sql: Arc<str>, arguments: MySqlArguments) -> Attempt<u64> {
        self.written = true;
        // Always kept: the driver tells the server to forget a statement in a packet of its own, without an answer, and the
        // next one then waits some 40 ms for the network's acknowledgement.
        let done = sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut self.connection);
        let done = self.limit.within(done).await;
        Ok(self.noted(done)?.rows_affected())
    }

    async fn fetch(&mut self, statement: &Statement<'_>, locks: Locks) -> Attempt<Vec<MySqlRow>> {
        let (sql, arguments) = self.ready(statement, locks, "")?;
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(&mut self.connection);
        let rows = self.limit.within(rows).await;
        self.noted(rows)
    }

    /// The text of a statement and its values.
    pub(super) fn ready(
        &self,
        statement: &Statement<'_>,
        locks: Locks,
        suffix: &str,
    ) -> Attempt<(Arc<str>, MySqlArguments)> {
        let shape = statement.shape();
        let text = self.server.text(&shape, statement, locks);
        let filled = prepared::fill(&text, &shape);
        let (mut sql, bound) = filled.ok_or_else(|| Error::backend("a statement has no value"))?;
        if bound.iter().map(|(_, length)| length).sum::<usize>() > MOST_VALUES {
            return Err(Error::unsupported("more than 65,535 values in one call; ask in several").into());
        }
        let mut arguments = MySqlArguments::default();
        for (param, length) in bound {
            values::bind(&mut arguments, param, length)?;
        }
        if !suffix.is_empty() {
            sql = format!("{sql}{suffix}").into();
        }
        Ok((sql, arguments))
    }

    /// Runs a statement that gives no rows: how many it changed.
    pub(super) async fn execute(&mut self, statement: &Statement<'_>) -> Attempt<u64> {
        let (sql, arguments) = self.ready(statement, Locks::None, "")?;
        self.run(sql, arguments).await
    }

    /// Runs a statement that gives the rows of `schema` which it changed, by the words of `suffix`.
    pub(super) async fn changed(
        &mut self,
        schema: &'static EntitySchema,
        statement: &Statement<'_>,
        suffix: &str,
    ) -> Attempt<Vec<Row>> {
        let (sql, arguments) = self.ready(statement, Locks::None, suffix)?;
        self.written = true;
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(&mut self.connection);
        let rows = self.limit.within(rows).await;
        let rows = self.noted(rows)?;
        Ok(rows.iter().map(|row| values::row(schema, row)).collect::<Result<_, _>>()?)
    }

    /// The rows that match, locked until the transaction ends.
    pub(super) async fn locked(&mut self, select: &Select, locks: Locks) -> Attempt<Vec<Row>> {
        let rows = self.fetch(&Statement::Rows(select), locks).await?;
        Ok(rows.iter().map(|row| values::row(select.schema, row)).collect::<Result<_, _>>()?)
    }

    /// Whether any row matches.
    pub(super) async fn exists(
        &mut self,
        schema: &'static EntitySchema,
        filter: &Predicate,
    ) -> Attempt<bool> {
        let statement = Statement::Exists { schema, filter };
        let (sql, arguments) = self.ready(&statement, Locks::None, " LIMIT 1")?;
        let row = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_optional(&mut self.connection);
        let row = self.limit.within(row).await;
        Ok(self.noted(row)?.is_some())
    }

    async fn count(&mut self, select: &Select) -> Attempt<u64> {
        let Select { schema, filter, through, .. } = select;
        let statement = Statement::Count { schema, filter, through: through.as_ref() };
        let rows = self.fetch(&statement, Locks::None).await?;
        Ok(rows.first().map_or(Ok(0), |row| values::number(row, 0))?)
    }

    /// How many rows there are for each value.
    pub(super) async fn count_by(&mut self, count: &CountBy) -> Attempt<Vec<Group>> {
        let done = self.count_by_once(count).await;
        if self.made_room(&done).await { self.count_by_once(count).await } else { done }
    }

    async fn count_by_once(&mut self, count: &CountBy) -> Attempt<Vec<Group>> {
        let rows = self.fetch(&Statement::CountBy(count), Locks::None).await?;
        let group = |row: &MySqlRow| {
            let values = values::of(count.schema, &count.columns, row)?;
            Ok(Group { values, count: values::number(row, count.columns.len())? })
        };
        Ok(rows.iter().map(group).collect::<Result<_, Error>>()?)
    }

    /// The rows that match, and how many there are.
    pub(super) async fn select(&mut self, select: &Select) -> Attempt<Selection> {
        let done = self.select_once(select).await;
        if self.made_room(&done).await { self.select_once(select).await } else { done }
    }

    async fn select_once(&mut self, select: &Select) -> Attempt<Selection> {
        if select.limit == Some(0) {
            let total = if select.total { Some(self.count(select).await?) } else { None };
            return Ok(Selection { rows: Vec::new(), total });
        }
        let stored = self.fetch(&Statement::Rows(select), Locks::None).await?;
        let rows = stored.iter().map(|row| values::row(select.schema, row)).collect::<Result<_, _>>()?;
        let total = match stored.first() {
            _ if !select.total => None,
            Some(row) => Some(values::number(row, select.schema.columns().len())?),
            // The total stands in each row. Without one nothing matches, unless the cursor left nothing over.
            None if select.after.is_some() => Some(self.count(select).await?),
            None => Some(0),
        };
        Ok(Selection { rows, total })
    }
}
