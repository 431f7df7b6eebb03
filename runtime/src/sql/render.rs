//! Predicates and keyset positions as expressions. Parameters are numbered as [`Shape`](super::Shape) collects them.

use std::marker::PhantomData;

use sea_query::{Alias, BinOper, Expr, Keyword, NullOrdering, OrderedStatement, Value as Placeholder};

use super::Dialect;
use super::node::{Node, padded};
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::Value;

pub(super) struct Renderer<D> {
    schema: &'static EntitySchema,
    next: u32,
    binds: bool,
    /// Whether columns are named with their table.
    qualified: bool,
    dialect: PhantomData<D>,
}

impl<D: Dialect> Renderer<D> {
    pub(super) const fn new(schema: &'static EntitySchema) -> Self {
        Self { schema, next: 0, binds: true, qualified: false, dialect: PhantomData }
    }

    /// For a part of a statement whose other parts have the first parameters.
    #[cfg(feature = "postgres")]
    pub(super) const fn from(schema: &'static EntitySchema, parameters: usize) -> Self {
        Self { schema, next: parameters as u32, binds: true, qualified: false, dialect: PhantomData }
    }

    /// For tables and indexes, where nothing can be bound: every value is one of the declaration.
    pub(super) const fn declaring(schema: &'static EntitySchema) -> Self {
        Self { schema, next: 0, binds: false, qualified: false, dialect: PhantomData }
    }

    /// From now on columns are named with their table.
    #[cfg(feature = "postgres")]
    pub(super) const fn qualify(&mut self) {
        self.qualified = true;
    }

    /// The condition for rows of another entity; `None` when it matches everything.
    pub(super) fn filter_of(&mut self, schema: &'static EntitySchema, filter: &Predicate) -> Option<Expr> {
        let mut other = Self { schema, ..*self };
        let filter = other.filter(filter);
        self.next = other.next;
        filter
    }

    /// The next parameter. sea-query is given its number as the value, and tells in which order it wrote them.
    pub(super) fn parameter(&mut self) -> Expr {
        let number = self.next;
        self.next += 1;
        Expr::Value(Placeholder::Unsigned(Some(number)))
    }

    /// The next parameter where sea-query wants a number.
    pub(super) fn limit(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        u64::from(number)
    }

    fn given(&mut self, value: impl FnOnce() -> Value) -> Expr {
        if self.binds { self.parameter() } else { D::literal(&value()) }
    }

    pub(super) fn column(&self, column: usize) -> Expr {
        let name = Alias::new(self.schema.column(column).name());
        if self.qualified { Expr::col((Alias::new(self.schema.table()), name)) } else { Expr::col(name) }
    }

    /// The id, as a row value where it has several columns.
    pub(super) fn key(&self) -> Expr {
        match self.schema.key() {
            &[column] => self.column(column),
            columns => Expr::Tuple(columns.iter().map(|&column| self.column(column)).collect()),
        }
    }

    /// The condition for `filter`; `None` when it matches everything.
    pub(super) fn filter(&mut self, filter: &Predicate) -> Option<Expr> {
        match Node::new(self.schema, filter) {
            Node::All([]) => None,
            _ => Some(self.predicate(filter)),
        }
    }

    fn predicate(&mut self, predicate: &Predicate) -> Expr {
        match Node::new(self.schema, predicate) {
            Node::Never => constant("FALSE"),
            Node::IsNull { column } => self.is_null(column, true),
            Node::IsNotNull { column } => self.is_null(column, false),
            Node::Compare { column, op, value } => {
                let value = self.given(|| value.clone());
                self.compare(column, op, value)
            }
            Node::Declared { column, op, value, .. } => self.compare(column, op, D::literal(value)),
            Node::In { column, values } if !self.binds => {
                let equals = |value| self.compare(column, CompareOp::Eq, D::literal(value));
                balanced(values.iter().map(equals).collect(), BinOper::Or)
                    .unwrap_or_else(|| constant("FALSE"))
            }
            Node::In { column, .. } => {
                let list = self.parameter();
                D::in_list(self.column(column), list)
            }
            Node::Range { column, from, before } => {
                let from = self.given(|| Value::Text(from.to_owned()));
                let from = binary(self.column(column), BinOper::GreaterThanOrEqual, from);
                match before {
                    None => from,
                    Some(before) => {
                        let before = self.given(|| Value::Text(before));
                        and(from, binary(self.column(column), BinOper::SmallerThan, before))
                    }
                }
            }
            Node::Finds { column, op, ignore_case, text } => {
                let stored = self.column(column);
                let text = self.given(|| Value::Text(text.into_owned()));
                D::finds(op, if ignore_case { D::fold(stored) } else { stored }, text)
            }
            Node::All(parts) => {
                let parts = parts.iter().map(|part| self.predicate(part)).collect();
                balanced(parts, BinOper::And).unwrap_or_else(|| constant("TRUE"))
            }
            Node::Any(parts) => {
                let written = padded(self.schema, parts).unwrap_or(parts.len());
                let last = &parts[parts.len() - 1];
                let parts = parts.iter().chain(std::iter::repeat(last)).take(written);
                let parts = parts.map(|part| self.predicate(part)).collect();
                balanced(parts, BinOper::Or).unwrap_or_else(|| constant("FALSE"))
            }
            // SQL's NOT of unknown is unknown, but what does not match is not unknown here.
            Node::Not(inner) => binary(self.predicate(inner), BinOper::IsNot, constant("TRUE")),
        }
    }

    fn is_null(&self, column: usize, is: bool) -> Expr {
        binary(
            self.column(column),
            if is { BinOper::Is } else { BinOper::IsNot },
            Expr::Keyword(Keyword::Null),
        )
    }

    fn compare(&self, column: usize, op: CompareOp, value: Expr) -> Expr {
        let operator = match op {
            CompareOp::Eq => BinOper::Equal,
            CompareOp::Ne => BinOper::NotEqual,
            CompareOp::Lt => BinOper::SmallerThan,
            CompareOp::Le => BinOper::SmallerThanOrEqual,
            CompareOp::Gt => BinOper::GreaterThan,
            CompareOp::Ge => BinOper::GreaterThanOrEqual,
        };
        let compared = binary(self.column(column), operator, value);
        if op == CompareOp::Ne { self.or_null(column, compared) } else { compared }
    }

    fn or_null(&self, column: usize, condition: Expr) -> Expr {
        if self.schema.column(column).is_nullable() {
            or(condition, self.is_null(column, true))
        } else {
            condition
        }
    }

    /// Which rows come after `values` in the order.
    pub(super) fn after(&mut self, order: &[Order], values: &[Value]) -> Expr {
        let parameters: Vec<_> =
            values.iter().map(|value| if value.is_null() { None } else { Some(self.parameter()) }).collect();
        if let Some(rows) = self.after_as_rows(order, &parameters) {
            return rows;
        }
        let mut beyond = None;
        for (by, value) in order.iter().zip(&parameters).rev() {
            beyond = Some(match beyond {
                None => self.strictly_after(*by, value.as_ref()),
                // Not before the value, and if not after it then equal: the first part is what an index can seek by.
                Some(rest) => {
                    let later = or(self.strictly_after(*by, value.as_ref()), rest);
                    match self.not_before(*by, value.as_ref()) {
                        Some(bound) => and(bound, later),
                        None => later,
                    }
                }
            });
        }
        beyond.unwrap_or_else(|| constant("FALSE"))
    }

    /// As a comparison of row values, by which an index seeks to the very row. It takes one direction for all columns,
    /// and treats null as neither before nor after: right where null comes first, wrong where it comes last.
    fn after_as_rows(&self, order: &[Order], parameters: &[Option<Expr>]) -> Option<Expr> {
        let descending = order.first()?.descending;
        let fits = |by: &Order| {
            by.descending == descending && !(descending && self.schema.column(by.column).is_nullable())
        };
        if !D::SEEKS_BY_ROWS || order.len() < 2 || !order.iter().all(fits) {
            return None;
        }
        let columns = order.iter().map(|by| self.column(by.column)).collect();
        let values = parameters.iter().cloned().collect::<Option<Vec<_>>>()?;
        let operator = if descending { BinOper::SmallerThan } else { BinOper::GreaterThan };
        Some(binary(Expr::Tuple(columns), operator, Expr::Tuple(values)))
    }

    fn strictly_after(&self, by: Order, value: Option<&Expr>) -> Expr {
        match (by.descending, value) {
            (false, None) => self.is_null(by.column, false),
            (false, Some(value)) => binary(self.column(by.column), BinOper::GreaterThan, value.clone()),
            (true, None) => constant("FALSE"),
            (true, Some(value)) => {
                self.or_null(by.column, binary(self.column(by.column), BinOper::SmallerThan, value.clone()))
            }
        }
    }

    fn not_before(&self, by: Order, value: Option<&Expr>) -> Option<Expr> {
        match (by.descending, value) {
            (false, None) => None,
            (false, Some(value)) => {
                Some(binary(self.column(by.column), BinOper::GreaterThanOrEqual, value.clone()))
            }
            (true, None) => Some(self.is_null(by.column, true)),
            (true, Some(value)) => {
                let bound = binary(self.column(by.column), BinOper::SmallerThanOrEqual, value.clone());
                Some(self.or_null(by.column, bound))
            }
        }
    }
}

pub(super) fn names(schema: &EntitySchema) -> impl Iterator<Item = Alias> {
    schema.columns().iter().map(|column| Alias::new(column.name()))
}

pub(super) fn names_of(schema: &EntitySchema, columns: &[usize]) -> impl Iterator<Item = Alias> {
    columns.iter().map(|&column| Alias::new(schema.column(column).name()))
}

pub(super) fn ordered<D: Dialect>(
    renderer: &Renderer<D>,
    query: &mut impl OrderedStatement,
    order: &[Order],
) {
    for by in order {
        let direction = if by.descending { sea_query::Order::Desc } else { sea_query::Order::Asc };
        if D::TELLS_NULLS && renderer.schema.column(by.column).is_nullable() {
            let nulls = if by.descending { NullOrdering::Last } else { NullOrdering::First };
            query.order_by_expr_with_nulls(renderer.column(by.column), direction, nulls);
        } else {
            query.order_by_expr(renderer.column(by.column), direction);
        }
    }
}

pub(super) fn binary(left: Expr, operator: BinOper, right: Expr) -> Expr {
    Expr::Binary(Box::new(left), operator, Box::new(right))
}

pub(super) fn and(left: Expr, right: Expr) -> Expr {
    binary(left, BinOper::And, right)
}

fn or(left: Expr, right: Expr) -> Expr {
    binary(left, BinOper::Or, right)
}

fn constant(text: &'static str) -> Expr {
    Expr::custom_keyword(Alias::new(text))
}

/// All of `parts` as a tree of little depth: databases bound it (SQLite at 1,000), and a chain is as deep as it is long.
fn balanced(mut parts: Vec<Expr>, operator: BinOper) -> Option<Expr> {
    while parts.len() > 1 {
        let mut pairs = parts.into_iter();
        let mut halved = Vec::with_capacity(pairs.len().div_ceil(2));
        while let Some(left) = pairs.next() {
            halved.push(match pairs.next() {
                Some(right) => binary(left, operator, right),
                None => left,
            });
        }
        parts = halved;
    }
    parts.pop()
}
