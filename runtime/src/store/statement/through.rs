//! Rows that rows of this entity reference: the organizations of a user by way of members.

use super::Statement;
use crate::backend::{Select, Through};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::{List, OrderBy, Page, Predicate};
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::crud::{self, Paging, decode_all};

impl Statement {
    /// The rows of `T` that rows which match reference by the reference at this position, in this order.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn through<'a, T: Entity>(
        self,
        handle: &'a StoreHandle,
        reference: usize,
        order: &[OrderBy<T>],
        limit: Option<u32>,
    ) -> BoxFuture<'a, Result<Vec<T>>> {
        let schema = T::schema();
        let select = self.links(handle, reference, schema).map(|through| Select {
            order: crud::complete_order(schema, order.iter().map(|by| by.order).collect()),
            limit,
            through: Some(through),
            ..Select::new(schema, crud::visible(handle, schema, Predicate::EVERYTHING))
        });
        decode_all(crud::select_rows(handle, select), T::from_row)
    }

    /// One page of them.
    ///
    /// # Errors
    ///
    /// [`InvalidCursor`](crate::ErrorKind::InvalidCursor) when the cursor is of another list.
    pub fn through_page<'a, T: Entity>(
        self,
        handle: &'a StoreHandle,
        reference: usize,
        list: &List<T>,
    ) -> BoxFuture<'a, Result<Page<T>>> {
        let through = self.links(handle, reference, T::schema());
        let paging = through.and_then(|through| Paging::new(handle, list, Some(through)));
        crud::select_page(handle, paging)
    }

    fn links(
        mut self,
        handle: &StoreHandle,
        reference: usize,
        target: &'static EntitySchema,
    ) -> Result<Through> {
        let schema = self.schema;
        let filter = self.filter(handle)?;
        handle.check_known(target)?;
        match schema.references().get(reference) {
            Some(reference) if reference.target() == target => {
                Ok(Through { schema, filter, columns: reference.columns() })
            }
            _ => Err(Error::unsupported(format!(
                "a list of `{}` through `{}`, which has no such reference to it",
                target.entity(),
                schema.entity()
            ))),
        }
    }
}
