//! What gives rows, or counts them.

use super::Statement;
use crate::backend::Select;
use crate::entity::Entity;
use crate::error::Result;
use crate::future::BoxFuture;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::crud::{self, decode, decode_all, decode_some};

impl Statement {
    fn select(mut self, handle: &StoreHandle) -> Result<Select> {
        let filter = self.filter(handle)?;
        Ok(Select { order: self.order, limit: self.limit, ..Select::new(self.schema, filter) })
    }

    /// One row: the first in the order, of which ties are broken only where several rows can match.
    fn first(mut self, handle: &StoreHandle) -> Result<Select> {
        let order = std::mem::take(&mut self.order);
        let mut select = self.select(handle)?;
        if !select.names_one() {
            select.order = crud::complete_order(select.schema, order);
            select.limit = Some(1);
        }
        Ok(select)
    }

    /// The first row that matches.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    pub fn get<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<E>> {
        decode(crud::required_row(handle, E::schema(), self.first(handle)), E::from_row)
    }

    /// The first row that matches, or `None`.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn find<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<E>>> {
        decode_some(crud::first_row(handle, self.first(handle)), E::from_row)
    }

    /// Every row that matches, in order.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn list<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Vec<E>>> {
        let select = self.select(handle).map(|mut select| {
            select.order = crud::complete_order(select.schema, select.order);
            select
        });
        decode_all(crud::select_rows(handle, select), E::from_row)
    }

    /// How many rows match.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn count(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
        let schema = self.schema;
        let filter = self.filter(handle);
        Box::pin(async move {
            let select = Select { limit: Some(0), total: true, ..Select::new(schema, filter?) };
            crud::total(handle.executor().select(select).await?)
        })
    }

    /// Whether any row matches.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn exists(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let schema = self.schema;
        let filter = self.filter(handle);
        Box::pin(async move { is_there(handle, schema, filter?).await })
    }
}

/// Whether any row matches.
pub(super) async fn is_there(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    filter: Predicate,
) -> Result<bool> {
    let select = Select { limit: Some(1), ..Select::new(schema, filter) };
    Ok(!handle.executor().select(select).await?.rows.is_empty())
}
