use sea_query::{Alias, BinOper, Expr, SelectStatement};

use super::render::{Renderer, binary, names_of, ordered};
use super::shape::Shape;
use super::{Dialect, Param};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;

/// Which rows a statement changes or deletes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chosen<'a> {
    pub(crate) schema: &'static EntitySchema,
    pub(crate) filter: &'a Predicate,
    /// Which of them come first where `limit` leaves some out.
    pub(crate) order: &'a [Order],
    pub(crate) limit: Option<u32>,
}

impl<'a> Chosen<'a> {
    /// All that match.
    pub(crate) const fn every(schema: &'static EntitySchema, filter: &'a Predicate) -> Self {
        Self { schema, filter, order: &[], limit: None }
    }

    pub(super) fn walk(&self, shape: &mut Shape<'a>) {
        shape.predicate(self.schema, self.filter);
        let Some(limit) = self.limit else {
            return shape.tag(b'*');
        };
        shape.tag(if limit == 1 { b'1' } else { b'n' });
        shape.order(self.order);
        shape.params.push(Param::Int(limit.into()));
    }

    /// The condition that matches these rows and no others; `None` when it matches everything.
    pub(super) fn condition<D: Dialect>(&self, renderer: &mut Renderer<D>) -> Option<Expr> {
        let filter = renderer.filter(self.filter);
        let Some(limit) = self.limit else {
            return filter;
        };
        let mut first = SelectStatement::new();
        first.columns(names_of(self.schema, self.schema.key())).from(Alias::new(self.schema.table()));
        first.and_where_option(filter);
        ordered(renderer, &mut first, self.order);
        first.limit(renderer.limit());
        // A comparison with one row is twice as fast as the search in a list of one: SQLite makes no table for it.
        let operator = if limit == 1 { BinOper::Equal } else { BinOper::In };
        Some(binary(renderer.key(), operator, subquery(first)))
    }
}

pub(super) fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
