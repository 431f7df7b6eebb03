//! What the derive implements for a struct: its schema and its codec.

use std::vec;

use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::value::{Row, StoreValue, Value, ValueError, json};

/// A struct with `#[derive(StoreEntity)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an `Entity`",
    note = "derive `StoreEntity` for it"
)]
pub trait Entity: Sized + Send + Sync + 'static {
    /// The prefix of its [`Id`](crate::Id)s: `ausr` in `ausr_01jdf3…`. Empty when the declaration gives none.
    const ID_PREFIX: &'static str;
    /// The type of its id: the id field's, or a tuple of several.
    type Key;

    /// Its declaration as data.
    fn schema() -> &'static EntitySchema;

    /// This entity as the values of its columns.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) naming the field that no backend can hold (R11).
    fn to_row(&self) -> Result<Row>;

    /// The entity whose columns have these values.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorKind::Corrupt) naming the field whose stored value its type doesn't know.
    fn from_row(row: Row) -> Result<Self>;
}

/// Writes the fields of an entity into a row, in the order of the columns. Used by the derive.
#[derive(Debug)]
pub struct RowWriter {
    schema: &'static EntitySchema,
    row: Row,
    error: Option<Error>,
}

impl RowWriter {
    /// An empty row of `schema`.
    #[must_use]
    pub fn new(schema: &'static EntitySchema) -> Self {
        Self { schema, row: Vec::with_capacity(schema.columns().len()), error: None }
    }

    /// Writes the next field as its type gives it. The first that no backend can hold is told by [`RowWriter::finish`].
    pub fn value(&mut self, value: Result<Value, ValueError>) {
        let value = value.unwrap_or_else(|error| {
            let error = Error::invalid_value(self.schema, self.row.len(), error.into_reason());
            self.error.get_or_insert(error);
            Value::Null
        });
        self.row.push(value);
    }

    /// Writes the next field.
    pub fn field<T: StoreValue>(&mut self, field: &T) {
        self.value(field.to_value());
    }

    /// Writes the next field as JSON.
    pub fn json<T: serde::Serialize>(&mut self, field: &T) {
        self.value(json::json_to_value(field));
    }

    /// The row, once every field is written.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) naming a field that no backend can hold (R11).
    pub fn finish(self) -> Result<Row> {
        self.error.map_or(Ok(self.row), Err)
    }
}

/// Reads the fields of an entity from a row, in the order of the columns. Used by the derive.
#[derive(Debug)]
pub struct RowReader {
    schema: &'static EntitySchema,
    values: vec::IntoIter<Value>,
    position: usize,
}

impl RowReader {
    /// A reader of `row`, which has one value for each column of `schema`.
    #[must_use]
    pub fn new(schema: &'static EntitySchema, row: Row) -> Self {
        Self { schema, values: row.into_iter(), position: 0 }
    }

    /// Reads the next field as `read` does, its type's [`StoreValue::from_value`].
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorKind::Corrupt) when the field's type doesn't know the value.
    pub fn value<T>(&mut self, read: fn(Value) -> Result<T, ValueError>) -> Result<T> {
        let position = self.position;
        self.position += 1;
        let value = self.values.next().ok_or_else(|| ValueError::new("the row has too few values"));
        value.and_then(read).map_err(|error| Error::corrupt(self.schema, position, error.into_reason()))
    }

    /// Reads the next field.
    ///
    /// # Errors
    ///
    /// As [`RowReader::value`].
    pub fn field<T: StoreValue>(&mut self) -> Result<T> {
        self.value(T::from_value)
    }

    /// Reads the next field from JSON.
    ///
    /// # Errors
    ///
    /// As [`RowReader::value`].
    pub fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        self.value(json::json_from_value)
    }
}
