use sea_query::{Alias, BinOper, Expr, Func, Query, SelectStatement, Value as Placeholder, Values};

use super::render::{Renderer, and, binary};
use super::{Dialect, Param, Shape, Text};
use crate::backend::{Assignment, Change, Select};
use crate::query::Predicate;
use crate::schema::EntitySchema;

/// One statement: what a call, or a step of one, asks the database.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Statement<'a> {
    /// The rows, and the total in one more column if it is asked for and there is a limit but not of zero.
    Rows(&'a Select),
    /// How many rows match.
    Count {
        schema: &'static EntitySchema,
        filter: &'a Predicate,
    },
    /// Whether any row matches.
    Exists {
        schema: &'static EntitySchema,
        filter: &'a Predicate,
    },
    /// One row, all of whose values are bound in the order of the columns.
    Insert {
        schema: &'static EntitySchema,
    },
    /// The changed rows are given if `returning`.
    Update {
        schema: &'static EntitySchema,
        filter: &'a Predicate,
        set: &'a [Assignment],
        returning: bool,
    },
    Delete {
        schema: &'static EntitySchema,
        filter: &'a Predicate,
    },
}

impl<'a> Statement<'a> {
    /// Walks the statement: its key and its values.
    pub(crate) fn shape(&self) -> Shape<'a> {
        match *self {
            Self::Rows(select) => {
                let mut shape = Shape::new(select.schema, b'S');
                shape.tag(u8::from(select.total) | u8::from(select.limit.is_some()) << 1);
                shape.predicate(select.schema, &select.filter);
                shape.order(&select.order);
                if let Some(after) = &select.after {
                    shape.after(after);
                }
                shape.params.extend(select.limit.map(|limit| Param::Int(i64::from(limit))));
                shape
            }
            Self::Count { schema, filter } => filtered(schema, b'C', filter),
            Self::Exists { schema, filter } => filtered(schema, b'E', filter),
            Self::Insert { schema } => Shape::new(schema, b'I'),
            Self::Update { schema, filter, set, returning } => {
                let mut shape = Shape::new(schema, b'U');
                shape.tag(u8::from(returning));
                shape.number(set.len());
                for assignment in set {
                    shape.number(assignment.column);
                    match &assignment.change {
                        Change::Set(value) => {
                            shape.tag(b'=');
                            shape.params.push(Param::Value(value));
                        }
                        Change::Add(by) => {
                            shape.tag(b'+');
                            shape.params.push(Param::Int(*by));
                        }
                    }
                }
                shape.predicate(schema, filter);
                shape
            }
            Self::Delete { schema, filter } => filtered(schema, b'D', filter),
        }
    }

    /// The text for every statement of this shape.
    pub(super) fn render<D: Dialect>(&self) -> Text {
        let builder = D::Builder::default();
        let (sql, Values(numbers)) = match *self {
            Self::Rows(select) => rows::<D>(select).build(builder),
            Self::Count { schema, filter } => count::<D>(schema, filter).build(builder),
            Self::Exists { schema, filter } => {
                let mut query = Query::select();
                query.expr(Expr::cust("1")).from(Alias::new(schema.table()));
                if let Some(filter) = Renderer::<D>::new(schema).filter(filter) {
                    query.and_where(filter);
                }
                query.build(builder)
            }
            Self::Insert { schema } => {
                let mut renderer = Renderer::<D>::new(schema);
                let values: Vec<_> = schema.columns().iter().map(|_| renderer.parameter()).collect();
                let mut query = Query::insert();
                // One value for each column, so the count can't be wrong.
                query.into_table(Alias::new(schema.table())).columns(names(schema)).values_panic(values);
                query.build(builder)
            }
            Self::Update { schema, filter, set, returning } => {
                update::<D>(schema, filter, set, returning).build(builder)
            }
            Self::Delete { schema, filter } => {
                let mut query = Query::delete();
                query.from_table(Alias::new(schema.table()));
                if let Some(filter) = Renderer::<D>::new(schema).filter(filter) {
                    query.and_where(filter);
                }
                query.build(builder)
            }
        };
        let number = |number| match number {
            Placeholder::Unsigned(Some(number)) => number,
            Placeholder::BigUnsigned(Some(number)) => number as u32,
            // Nothing else is ever handed to sea-query; a number no shape has fails when it is bound.
            _ => u32::MAX,
        };
        Text { sql, order: numbers.into_iter().map(number).collect() }
    }
}

fn filtered<'a>(schema: &'static EntitySchema, statement: u8, filter: &'a Predicate) -> Shape<'a> {
    let mut shape = Shape::new(schema, statement);
    shape.predicate(schema, filter);
    shape
}

fn names(schema: &EntitySchema) -> impl Iterator<Item = Alias> {
    schema.columns().iter().map(|column| Alias::new(column.name()))
}

fn count<D: Dialect>(schema: &'static EntitySchema, filter: &Predicate) -> SelectStatement {
    let mut query = Query::select();
    query.expr(Func::count(Expr::cust("*"))).from(Alias::new(schema.table()));
    if let Some(filter) = Renderer::<D>::new(schema).filter(filter) {
        query.and_where(filter);
    }
    query
}

fn rows<D: Dialect>(select: &Select) -> SelectStatement {
    let schema = select.schema;
    let mut renderer = Renderer::<D>::new(schema);
    let mut query = Query::select();
    query.columns(names(schema)).from(Alias::new(schema.table()));
    if select.total {
        // Of the same snapshot as the rows. It repeats the filter, and with it the filter's parameters.
        query.expr(Expr::SubQuery(None, Box::new(count::<D>(schema, &select.filter).into())));
    }
    let filter = renderer.filter(&select.filter);
    let after = select.after.as_ref().map(|after| renderer.after(&select.order, after));
    let condition = match (filter, after) {
        (Some(filter), Some(after)) => Some(and(filter, after)),
        (filter, after) => filter.or(after),
    };
    if let Some(condition) = condition {
        query.and_where(condition);
    }
    for by in &select.order {
        let direction = if by.descending { sea_query::Order::Desc } else { sea_query::Order::Asc };
        query.order_by_expr(renderer.column(by.column), direction);
    }
    if select.limit.is_some() {
        query.limit(renderer.limit());
    }
    query
}

fn update<D: Dialect>(
    schema: &'static EntitySchema,
    filter: &Predicate,
    set: &[Assignment],
    returning: bool,
) -> sea_query::UpdateStatement {
    let mut renderer = Renderer::<D>::new(schema);
    let mut query = Query::update();
    query.table(Alias::new(schema.table()));
    for assignment in set {
        let parameter = renderer.parameter();
        let value = match assignment.change {
            Change::Set(_) => parameter,
            Change::Add(_) => {
                let sum = binary(renderer.column(assignment.column), BinOper::Add, parameter);
                if schema.column(assignment.column).is_nullable() { D::never_null(sum) } else { sum }
            }
        };
        query.value(Alias::new(schema.column(assignment.column).name()), value);
    }
    if let Some(filter) = renderer.filter(filter) {
        query.and_where(filter);
    }
    if returning {
        query.returning(Query::returning().columns(names(schema)));
    }
    query
}
