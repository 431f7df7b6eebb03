//! What the derive's output calls. Not part of the public interface: it changes with the macros, which are pinned to this version.

pub use core;
pub use std::boxed::Box;
pub use std::string::String;
pub use std::sync::Arc;
pub use std::vec::Vec;

pub use crate::future::BoxFuture;
pub use crate::query::{Column, CompareOp, Filterable, List, OrderBy, Page, Plain, Predicate};
pub use crate::schema::{
    ColumnSchema, EntitySchema, IndexColumn, IndexFilter, IndexSchema, OnDelete, ReferenceSchema, UniqueIndex,
};
pub use crate::store::aggregate::{also_create, also_create_many, create_with};
pub use crate::store::crud::{
    create, create_many, insert_new, list, purge_expired, update, upsert, upsert_on,
};
pub use crate::store::statement::Statement;
pub use crate::store::{Backed, Batch, ConnectOptions, Counts, Created, Store, StoreHandle, Upserted};
pub use crate::value::{
    Comparable, Counter, Json, ListItem, StoreValue, TextValue, Value, ValueError, ValueType,
};
pub use crate::{Entity, Error, Id, Result, Row, RowReader, RowWriter};

use crate::store::crud;

/// The columns of an id, from the arguments of a generated method.
#[derive(Debug)]
pub struct Key {
    schema: &'static EntitySchema,
    values: Result<Row>,
}

impl Key {
    /// An id of `E` without its columns yet.
    #[must_use]
    pub fn new<E: Entity>() -> Self {
        Self { schema: E::schema(), values: Ok(Row::with_capacity(1)) }
    }

    /// The next column of the id, of type `T`.
    #[must_use]
    pub fn arg<T: StoreValue>(self, arg: T::Arg<'_>) -> Self {
        self.part(T::arg_to_value(arg))
    }

    /// The next column of the id, as its type gives it.
    #[must_use]
    pub fn part(mut self, value: Result<Value, ValueError>) -> Self {
        if let Ok(values) = &mut self.values {
            match value {
                Ok(value) => values.push(value),
                Err(error) => {
                    let column = self.schema.key()[values.len()];
                    self.values = Err(Error::invalid_value(self.schema, column, error.into_reason()));
                }
            }
        }
        self
    }

    /// The values of the id.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) for an argument that no backend can hold.
    pub fn into_values(self) -> Result<Row> {
        self.values
    }

    /// The entity with this id.
    pub fn get<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<E>> {
        let select = crud::select_by_key(handle, self.schema, self.values);
        crud::decode(crud::required_row(handle, self.schema, select), E::from_row)
    }

    /// The entity with this id, or `None`.
    pub fn find<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<E>>> {
        let select = crud::select_by_key(handle, self.schema, self.values);
        crud::decode_some(crud::first_row(handle, select), E::from_row)
    }

    /// Deletes the entity with this id.
    pub fn delete(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        crud::delete(handle, self.schema, self.values)
    }

    /// Makes the soft-deleted entity with this id live again.
    pub fn restore(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        crud::restore(handle, self.schema, self.values)
    }

    /// Removes the entity with this id, soft-deleted or not.
    pub fn purge(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        crud::purge(handle, self.schema, self.values)
    }
}

/// What a declaration asks of the type of a field.
#[derive(Debug, Clone, Copy)]
pub enum Demand {
    Timestamp,
    OptionalTimestamp,
    Integer,
    Bool,
    Text,
    Ordered,
    Key,
    Optional,
    NotOptional,
}

/// Stops the compiler with `words` unless a field's type, which holds `ty` and may be `nullable`, meets the demand.
#[track_caller]
pub const fn require(demand: Demand, ty: ValueType, nullable: bool, words: &'static str) {
    let met = match demand {
        Demand::Timestamp => matches!(ty, ValueType::Timestamp),
        Demand::OptionalTimestamp => matches!(ty, ValueType::Timestamp) && nullable,
        Demand::Integer => matches!(ty, ValueType::Int),
        Demand::Bool => matches!(ty, ValueType::Bool),
        Demand::Text => matches!(ty, ValueType::Text),
        Demand::Ordered => !matches!(ty, ValueType::Json),
        Demand::Key => !matches!(ty, ValueType::Json) && !nullable,
        Demand::Optional => nullable,
        Demand::NotOptional => !nullable,
    };
    assert!(met, "{}", words);
}

/// A type that can hold the id of another entity: the type of that id, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can't reference an entity whose id is `{K}`",
    label = "expected `{K}` or `Option<{K}>`"
)]
pub trait References<K> {}

impl<K> References<K> for K {}
impl<K> References<K> for Option<K> {}

/// A reference's column must be able to hold the referenced id.
pub const fn assert_reference<C: References<K>, K>() {}

/// The entities with these ids, in the order asked for, `None` where there is none.
pub fn get_many_by<'a, E: Entity>(
    handle: &'a StoreHandle,
    ids: &[E::Key],
    values: fn(&E::Key) -> Result<Row>,
) -> BoxFuture<'a, Result<Vec<Option<E>>>> {
    crud::get_many(handle, ids.iter().map(values).collect())
}

/// A composite store's own entities and those of the composite stores in it, each once.
#[must_use]
pub fn schemas(
    own: &[&'static EntitySchema],
    included: &[Vec<&'static EntitySchema>],
) -> Vec<&'static EntitySchema> {
    let mut all: Vec<&'static EntitySchema> = Vec::with_capacity(own.len());
    for &schema in own.iter().chain(included.iter().flatten()) {
        if !all.contains(&schema) {
            all.push(schema);
        }
    }
    all
}
