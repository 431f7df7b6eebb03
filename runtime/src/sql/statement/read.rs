use sea_query::{Alias, BinOper, Expr, Func, Query, SelectStatement};

use crate::backend::{CountBy, Select, Through};
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::sql::Dialect;
use crate::sql::chosen::subquery;
use crate::sql::render::{Renderer, and, binary, names, names_of, ordered};
use crate::sql::shape::planned;
use crate::sql::written::literal;

/// What the total is called where a name is needed: no column is called so.
const TOTAL: &str = "count(*)";

pub(super) fn rows<D: Dialect>(select: &Select) -> SelectStatement {
    let schema = select.schema;
    let mut renderer = Renderer::<D>::new(schema);
    let mut query = Query::select();
    query.columns(names(schema)).from(Alias::new(schema.table()));
    if select.total {
        // Of the same snapshot as the rows. It repeats the filter, and with it the filter's parameters.
        let total = subquery(count::<D>(schema, &select.filter, select.through.as_ref()));
        query.expr_as(total, Alias::new(TOTAL));
    }
    let filter = all(&mut renderer, &select.filter, select.through.as_ref());
    let after = select.after.as_ref().map(|after| renderer.after(&select.order, after));
    query.and_where_option(both(filter, after));
    ordered(&renderer, &mut query, &select.order);
    match select.limit {
        None => query,
        Some(limit @ 0..=1) if D::PLANS_BY_LIMIT => query.limit(literal(limit)).to_owned(),
        Some(limit) if D::PLANS_BY_LIMIT => {
            let mut first = Query::select();
            first.columns(names(schema));
            if select.total {
                first.column(Alias::new(TOTAL));
            }
            first.from_subquery(query.limit(literal(planned(limit))).to_owned(), Alias::new("planned"));
            ordered(&renderer, &mut first, &select.order);
            first.limit(renderer.limit()).to_owned()
        }
        Some(_) => query.limit(renderer.limit()).to_owned(),
    }
}

pub(super) fn count<D: Dialect>(
    schema: &'static EntitySchema,
    filter: &Predicate,
    through: Option<&Through>,
) -> SelectStatement {
    let mut query = Query::select();
    query.expr(Func::count(Expr::cust("*"))).from(Alias::new(schema.table()));
    query.and_where_option(all(&mut Renderer::<D>::new(schema), filter, through));
    query
}

pub(super) fn count_by<D: Dialect>(count: &CountBy) -> SelectStatement {
    let CountBy { schema, filter, columns } = count;
    let mut query = Query::select();
    query.columns(names_of(schema, columns)).expr(Func::count(Expr::cust("*")));
    query.from(Alias::new(schema.table())).group_by_columns(names_of(schema, columns));
    query.and_where_option(Renderer::<D>::new(schema).filter(filter));
    query
}

pub(super) fn exists<D: Dialect>(schema: &'static EntitySchema, filter: &Predicate) -> SelectStatement {
    let mut query = Query::select();
    query.expr(Expr::cust("1")).from(Alias::new(schema.table()));
    query.and_where_option(Renderer::<D>::new(schema).filter(filter));
    query
}

/// The filter, and that a row of the other entity references the row.
fn all<D: Dialect>(
    renderer: &mut Renderer<D>,
    filter: &Predicate,
    through: Option<&Through>,
) -> Option<Expr> {
    let filter = renderer.filter(filter);
    both(filter, through.map(|through| linked(renderer, through)))
}

fn linked<D: Dialect>(renderer: &mut Renderer<D>, through: &Through) -> Expr {
    let Through { schema, filter, columns } = through;
    let mut links = Query::select();
    links.columns(names_of(schema, columns)).from(Alias::new(schema.table()));
    links.and_where_option(renderer.filter_of(schema, filter));
    binary(renderer.key(), BinOper::In, subquery(links))
}

fn both(one: Option<Expr>, other: Option<Expr>) -> Option<Expr> {
    match (one, other) {
        (Some(one), Some(other)) => Some(and(one, other)),
        (one, other) => one.or(other),
    }
}
