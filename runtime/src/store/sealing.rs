//! Encrypted columns: values become ciphertext on their way to a backend, and rows are read back here.

#[cfg(not(feature = "encryption"))]
mod without_keys;

#[cfg(not(feature = "encryption"))]
use without_keys::{Context, KeyRing};

#[cfg(feature = "encryption")]
use crate::encryption::{Context, KeyRing};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

#[cfg(feature = "encryption")]
const WAY_OUT: &str = "give them with `ConnectOptions::keys`";
#[cfg(not(feature = "encryption"))]
const WAY_OUT: &str = "turn on the feature `encryption` and give them with `ConnectOptions::keys`";

/// The keys of a store's encrypted columns, if it was given any.
#[derive(Clone, Default)]
pub(crate) struct Keys(Option<KeyRing>);

impl Keys {
    #[cfg(feature = "encryption")]
    pub(super) const fn of(ring: KeyRing) -> Self {
        Self(Some(ring))
    }

    /// Refuses an entity with encrypted columns when there are no keys.
    pub(super) fn check(&self, schema: &'static EntitySchema) -> Result<()> {
        if schema.has_encrypted() { self.ring(schema).map(drop) } else { Ok(()) }
    }

    fn ring(&self, schema: &'static EntitySchema) -> Result<&KeyRing> {
        self.0.as_ref().ok_or_else(|| {
            let column = schema.columns().iter().find(|column| column.is_encrypted());
            let field = column.map_or("", |column| column.field());
            Error::config(format!(
                "`{}.{field}` is encrypted and the store has no keys; {WAY_OUT}",
                schema.entity()
            ))
        })
    }

    /// The value of an encrypted column of the row with the id `key` as ciphertext.
    pub(super) fn seal(
        &self,
        schema: &'static EntitySchema,
        column: usize,
        key: &[Value],
        value: &Value,
    ) -> Result<Value> {
        let sealed = self.ring(schema)?.seal(&Context { schema, column, key }, value);
        sealed.map_err(|error| Error::invalid_value(schema, column, error.into_reason()))
    }

    fn open(
        &self,
        schema: &'static EntitySchema,
        column: usize,
        key: &[Value],
        value: &Value,
    ) -> Result<Value> {
        let ty = schema.column(column).declared_ty();
        let opened = self.ring(schema)?.open(&Context { schema, column, key }, value, ty);
        opened.map_err(|error| {
            let (entity, field) = (schema.entity(), schema.column(column).field());
            ErrorKind::Undecipherable { entity, field, reason: error.into_reason() }.into()
        })
    }

    /// A row as backends hold it.
    pub(crate) fn sealed(&self, schema: &'static EntitySchema, row: Row) -> Result<Row> {
        self.each(schema, row, Self::seal)
    }

    /// A row that a backend gave, as the entity's fields hold it.
    pub(crate) fn opened(&self, schema: &'static EntitySchema, row: Row) -> Result<Row> {
        self.each(schema, row, Self::open)
    }

    fn each(
        &self,
        schema: &'static EntitySchema,
        mut row: Row,
        change: fn(&Self, &'static EntitySchema, usize, &[Value], &Value) -> Result<Value>,
    ) -> Result<Row> {
        if !schema.has_encrypted() {
            return Ok(row);
        }
        let key: Vec<_> = schema.key().iter().map(|&column| row[column].clone()).collect();
        for (column, value) in row.iter_mut().enumerate().filter(|(at, _)| schema.column(*at).is_encrypted())
        {
            *value = change(self, schema, column, &key, value)?;
        }
        Ok(row)
    }
}
