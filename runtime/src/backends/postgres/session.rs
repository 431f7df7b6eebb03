//! One connection while a call has it, and the texts of all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::postgres::{PgArguments, PgConnection, PgRow};
use sqlx::{Arguments as _, AssertSqlSafe};

use super::dialect::PostgresDialect;
use super::driver::Connection;
use super::errors::{Attempt, Failure};
use super::values::{self, Many, One};
use crate::backend::{CountBy, Group, Select, Selection};
use crate::backends::pooled::AnswerLimit;
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::sql::{Param, Shape, Statement, Text, Texts};
use crate::value::{Row, Value, ValueType};

/// How many values the protocol binds to one statement. A list counts as one.
const MOST_VALUES: usize = 65_535;

/// The texts of the statements that were asked for before, and how long the server may take for one.
#[derive(Debug)]
pub(super) struct Known {
    texts: Mutex<Texts>,
    /// Those of this backend alone, by the entity's place and what they do.
    own: Mutex<HashMap<(usize, &'static str), Arc<str>>>,
    limit: AnswerLimit,
}

impl Known {
    pub(super) fn new(limit: AnswerLimit) -> Self {
        Self { texts: Mutex::default(), own: Mutex::default(), limit }
    }

    fn text(&self, shape: &Shape<'_>, statement: &Statement<'_>) -> Arc<Text> {
        // Nothing under these locks panics half way.
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.text::<PostgresDialect>(shape, statement)
    }
}

/// A connection, for one call.
#[derive(Debug)]
pub(super) struct Session<'c> {
    connection: &'c mut PgConnection,
    is_serializable: &'c mut bool,
    known: &'c Known,
    limit: AnswerLimit,
}

impl<'c> Session<'c> {
    pub(super) const fn new(connection: &'c mut Connection, known: &'c Known) -> Self {
        let Connection { inner, is_serializable } = connection;
        Self { connection: inner, is_serializable, known, limit: known.limit }
    }

    /// From now on single statements on this connection are serializable.
    ///
    /// It costs a round trip, once: the connection stays so, which does no harm but that reading many rows takes more of the
    /// server (a list of 50 with its total 1.4 times the processor time, a get 1.2 times).
    pub(super) async fn serializable(&mut self) -> Attempt<()> {
        if !*self.is_serializable {
            self.control("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE").await?;
            *self.is_serializable = true;
        }
        Ok(())
    }

    /// From now on tables are changed.
    pub(super) fn changes_tables(&mut self) {
        self.limit = self.limit.for_tables();
    }

    /// The text of this name for the entity, made once.
    pub(super) fn own(
        &self,
        schema: &'static EntitySchema,
        name: &'static str,
        make: impl FnOnce() -> String,
    ) -> Arc<str> {
        let mut own = self.known.own.lock().unwrap_or_else(PoisonError::into_inner);
        let place = std::ptr::from_ref(schema).addr();
        Arc::clone(own.entry((place, name)).or_insert_with(|| make().into()))
    }

    fn ready(&self, statement: &Statement<'_>) -> Attempt<(Arc<str>, PgArguments)> {
        let shape = statement.shape();
        let text = self.known.text(&shape, statement);
        if text.order.len() > MOST_VALUES {
            let reason = "more than 65,535 conditions in one call; use a list of values";
            return Err(Error::unsupported(reason).into());
        }
        let mut arguments = PgArguments::default();
        arguments.reserve(text.order.len(), text.order.len() * 24);
        for &number in &text.order {
            let param = shape.params.get(number as usize);
            bind(&mut arguments, param.ok_or_else(|| Error::backend("a statement has no value"))?)?;
        }
        Ok((Arc::clone(&text.sql), arguments))
    }

    /// Runs the statement that adds a row, or tells that the key is taken.
    pub(super) async fn insert(&mut self, statement: &Statement<'_>, row: &Row) -> Attempt<u64> {
        let text = self.known.text(&statement.shape(), statement);
        let mut arguments = PgArguments::default();
        arguments.reserve(row.len(), row.len() * 24);
        for value in row {
            add(&mut arguments, One(value))?;
        }
        self.execute_text(Arc::clone(&text.sql), arguments).await
    }

    /// Runs a statement that gives no rows: how many it changed.
    pub(super) async fn execute(&mut self, statement: &Statement<'_>) -> Attempt<u64> {
        let (sql, arguments) = self.ready(statement)?;
        self.execute_text(sql, arguments).await
    }

    pub(super) async fn execute_text(&mut self, sql: Arc<str>, arguments: PgArguments) -> Attempt<u64> {
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
        Ok(self.limit.within(query.execute(&mut *self.connection)).await?.rows_affected())
    }

    pub(super) async fn fetch_text(&mut self, sql: Arc<str>, arguments: PgArguments) -> Attempt<Vec<PgRow>> {
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
        Ok(self.limit.within(query.fetch_all(&mut *self.connection)).await?)
    }

    async fn fetch(&mut self, statement: &Statement<'_>) -> Attempt<Vec<PgRow>> {
        let (sql, arguments) = self.ready(statement)?;
        self.fetch_text(sql, arguments).await
    }

    /// Runs a statement that gives one row at most.
    pub(super) async fn fetch_one(&mut self, statement: &Statement<'_>) -> Attempt<Option<PgRow>> {
        let (sql, arguments) = self.ready(statement)?;
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
        Ok(self.limit.within(query.fetch_optional(&mut *self.connection)).await?)
    }

    /// Runs a statement that gives rows of `schema`.
    pub(super) async fn rows(
        &mut self,
        schema: &'static EntitySchema,
        statement: &Statement<'_>,
    ) -> Attempt<Vec<Row>> {
        let stored = self.fetch(statement).await?;
        Ok(stored.iter().map(|stored| values::row(schema, stored)).collect::<Result<_, _>>()?)
    }

    /// Whether any row matches.
    pub(super) async fn exists(
        &mut self,
        schema: &'static EntitySchema,
        filter: &Predicate,
    ) -> Attempt<bool> {
        Ok(self.fetch_one(&Statement::Exists { schema, filter }).await?.is_some())
    }

    async fn count(&mut self, select: &Select) -> Attempt<u64> {
        let Select { schema, filter, through, .. } = select;
        let counted = self.fetch_one(&Statement::Count { schema, filter, through: through.as_ref() }).await?;
        Ok(counted.map_or(Ok(0), |counted| values::count(&counted, 0))?)
    }

    /// How many rows there are for each value.
    pub(super) async fn count_by(&mut self, count: &CountBy) -> Attempt<Vec<Group>> {
        let stored = self.fetch(&Statement::CountBy(count)).await?;
        let group = |stored| {
            let values = values::of(count.schema, &count.columns, stored)?;
            Ok(Group { values, count: values::count(stored, count.columns.len())? })
        };
        Ok(stored.iter().map(group).collect::<Result<_, Error>>()?)
    }

    /// The rows that match, and how many there are.
    pub(super) async fn select(&mut self, select: &Select) -> Attempt<Selection> {
        let schema = select.schema;
        if select.limit == Some(0) {
            let total = if select.total { Some(self.count(select).await?) } else { None };
            return Ok(Selection { rows: Vec::new(), total });
        }
        if !select.total && select.names_one() {
            let stored = self.fetch_one(&Statement::Rows(select)).await?;
            let rows = stored.map(|stored| values::row(schema, &stored)).transpose()?;
            return Ok(Selection { rows: rows.into_iter().collect(), total: None });
        }
        let stored = self.fetch(&Statement::Rows(select)).await?;
        let rows = stored.iter().map(|stored| values::row(schema, stored)).collect::<Result<Vec<_>, _>>()?;
        let total = match stored.first() {
            _ if !select.total => None,
            Some(first) => Some(values::count(first, schema.columns().len())?),
            // The total stands in each row. Without one nothing matches, unless the cursor left nothing over.
            None if select.after.is_some() => Some(self.count(select).await?),
            None => Some(0),
        };
        Ok(Selection { rows, total })
    }

    /// Runs statements of no entity, one after another in one round trip.
    pub(super) async fn control(&mut self, sql: impl Into<std::borrow::Cow<'static, str>>) -> Attempt<()> {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(&mut *self.connection);
        self.limit.within(done).await?;
        Ok(())
    }

    /// What the server's own tables say of a name.
    pub(super) async fn ask(&mut self, sql: &'static str, name: &str) -> Attempt<Vec<PgRow>> {
        let rows = sqlx::query(sql).bind(name).fetch_all(&mut *self.connection);
        Ok(self.limit.within(rows).await?)
    }
}

/// Binds one value or array more.
pub(super) fn add<'v, T>(arguments: &mut PgArguments, value: T) -> Attempt<()>
where
    T: sqlx::Encode<'v, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    // The driver's text could quote the value.
    arguments.add(value).map_err(|_| Failure::from(Error::backend("a value can't be sent to the server")))
}

fn bind(arguments: &mut PgArguments, param: &Param<'_>) -> Attempt<()> {
    match param {
        Param::Value(value) => add(arguments, One(value)),
        Param::Text(text) => add(arguments, text.as_ref()),
        Param::Int(number) => add(arguments, *number),
        Param::List(values) => {
            let ty = values.iter().find_map(Value::ty).unwrap_or(ValueType::Text);
            add(arguments, Many::new(ty, values.iter()))
        }
    }
}
