use sea_query::{Alias, BinOper, Expr, LockType, OrderedStatement, SelectStatement};

use super::render::{Renderer, binary, names_of, ordered};
use super::shape::Shape;
use super::written::literal;
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

    /// Gives the statement itself the order and the limit, where it takes them. After the condition, which comes first in the shape.
    pub(super) fn limit<D: Dialect, S: OrderedStatement>(
        &self,
        renderer: &mut Renderer<D>,
        statement: &mut S,
        set: fn(&mut S, u64) -> &mut S,
    ) {
        if D::LIMITS_WRITES && self.limit.is_some() {
            ordered(renderer, statement, self.order);
            set(statement, renderer.limit());
        }
    }

    /// The condition that matches these rows and no others, as far as the statement has no limit itself; `None` when it
    /// matches everything.
    pub(super) fn condition<D: Dialect>(&self, renderer: &mut Renderer<D>) -> Option<Expr> {
        let filter = renderer.filter(self.filter);
        let Some(limit) = self.limit.filter(|_| !D::LIMITS_WRITES) else {
            return filter;
        };
        let mut first = SelectStatement::new();
        first.columns(names_of(self.schema, self.schema.key())).from(Alias::new(self.schema.table()));
        first.and_where_option(filter);
        ordered(renderer, &mut first, self.order);
        first.limit(if D::PLANS_BY_LIMIT && limit == 1 { literal(limit) } else { renderer.limit() });
        if D::LOCKS_PICKED && limit == 1 {
            first.lock(LockType::Update);
        }
        // A comparison with one row is twice as fast as the search in a list of one: SQLite makes no table for it.
        let operator = if limit == 1 { BinOper::Equal } else { BinOper::In };
        Some(binary(renderer.key(), operator, subquery(first)))
    }
}

pub(super) fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
