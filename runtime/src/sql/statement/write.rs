use sea_query::{
    Alias, BinOper, DeleteStatement, Expr, InsertStatement, OnConflict, Query, ReturningClause,
    UpdateStatement,
};
#[cfg(feature = "postgres")]
use sea_query::{CommonTableExpression, ExprTrait as _, JoinType, WithQuery};

#[cfg(feature = "postgres")]
use crate::backend::Upsert;
use crate::backend::{Assignment, Change, UniqueKey};
#[cfg(feature = "postgres")]
use crate::query::Predicate;
use crate::schema::EntitySchema;
#[cfg(feature = "postgres")]
use crate::schema::ReferenceSchema;
#[cfg(feature = "postgres")]
use crate::sql::Statement;
use crate::sql::render::{Renderer, binary, names, names_of};
#[cfg(feature = "postgres")]
use crate::sql::shape::set_to;
use crate::sql::table::held;
use crate::sql::{Chosen, Dialect};

pub(super) fn insert<D: Dialect>(
    schema: &'static EntitySchema,
    unless: Option<UniqueKey>,
) -> InsertStatement {
    let mut renderer = Renderer::<D>::new(schema);
    let values: Vec<_> = schema.columns().iter().map(|_| renderer.parameter()).collect();
    let mut query = Query::insert();
    // One value for each column, so the count can't be wrong.
    query.into_table(Alias::new(schema.table())).columns(names(schema)).values_panic(values);
    if let Some(key) = unless {
        query.on_conflict(skipped::<D>(schema, key));
    }
    query
}

/// The clause that names the index as it was declared: a clash in any other one is an error.
fn skipped<D: Dialect>(schema: &'static EntitySchema, key: UniqueKey) -> OnConflict {
    target::<D>(schema, key).do_nothing().to_owned()
}

fn target<D: Dialect>(schema: &'static EntitySchema, key: UniqueKey) -> OnConflict {
    match key {
        UniqueKey::Primary => OnConflict::columns(names_of(schema, schema.key())),
        UniqueKey::Index(index) => {
            let columns: Vec<_> = index.columns().iter().map(|part| part.column()).collect();
            let mut clash = OnConflict::columns(names_of(schema, &columns));
            clash.target_and_where_option(held::<D>(schema, index));
            clash
        }
    }
}

pub(super) fn update<D: Dialect>(rows: Chosen<'_>, set: &[Assignment], returning: bool) -> UpdateStatement {
    let schema = rows.schema;
    let mut renderer = Renderer::<D>::new(schema);
    let mut query = Query::update();
    query.table(Alias::new(schema.table()));
    for assignment in set {
        let value = changed(&mut renderer, schema, assignment);
        query.value(Alias::new(schema.column(assignment.column).name()), value);
    }
    if let Some(condition) = rows.condition(&mut renderer) {
        query.and_where(condition);
    }
    rows.limit(&mut renderer, &mut query, UpdateStatement::limit);
    if returning {
        query.returning(whole(schema));
    }
    query
}

/// The same, unless one of the references is set to a row that is not there or not live.
#[cfg(feature = "postgres")]
pub(super) fn update_live<D: Dialect>(
    rows: Chosen<'_>,
    set: &[Assignment],
    returning: bool,
    live: &[&'static ReferenceSchema],
) -> UpdateStatement {
    let mut query = update::<D>(rows, set, returning);
    // The parameters of the update itself come before those that are added here.
    let mut renderer =
        Renderer::<D>::from(rows.schema, Statement::Update { rows, set, returning }.shape().params.len());
    for reference in live {
        let target = reference.target();
        let Some(values) = set_to(reference, set) else { continue };
        let mut there = Query::select();
        there.expr(Expr::cust("1")).from(Alias::new(target.table()));
        for (&column, _) in target.key().iter().zip(values) {
            let column = Expr::col(Alias::new(target.column(column).name()));
            there.and_where(binary(column, BinOper::Equal, renderer.parameter()));
        }
        let deleted = target.soft_delete().map(|column| Predicate::IsNull { column });
        there.and_where_option(deleted.and_then(|live| renderer.filter_of(target, &live)));
        query.and_where(Expr::exists(there));
    }
    query
}

/// What a column is changed to.
fn changed<D: Dialect>(renderer: &mut Renderer<D>, schema: &EntitySchema, assignment: &Assignment) -> Expr {
    let parameter = renderer.parameter();
    match assignment.change {
        Change::Set(_) => parameter,
        Change::Add(_) => {
            let sum = binary(renderer.column(assignment.column), BinOper::Add, parameter);
            if schema.column(assignment.column).is_nullable() { D::never_null(sum) } else { sum }
        }
    }
}

/// As PostgreSQL says it.
#[cfg(feature = "postgres")]
pub(super) fn upsert<D: Dialect>(upsert: &Upsert) -> InsertStatement {
    let schema = upsert.schema;
    let mut renderer = Renderer::<D>::new(schema);
    let values: Vec<_> = schema.columns().iter().map(|_| renderer.parameter()).collect();
    let mut query = Query::insert();
    query.into_table(Alias::new(schema.table())).columns(names(schema)).values_panic(values);
    // The row that was to be added has columns of the same names.
    renderer.qualify();
    let mut clash = target::<D>(schema, upsert.on);
    for assignment in &upsert.set {
        let value = changed(&mut renderer, schema, assignment);
        clash.value(Alias::new(schema.column(assignment.column).name()), value);
    }
    clash.action_and_where_option(renderer.filter(&upsert.only_if));
    query.on_conflict(clash);
    // No transaction has locked or replaced a row that was added a moment ago.
    let stored = names(schema).map(|name| Expr::col((Alias::new(schema.table()), name)));
    query.returning(Query::returning().exprs(stored.chain([Expr::cust("xmax = 0")])));
    query
}

/// Adds a row or reads the one that is there, in one statement.
#[cfg(feature = "postgres")]
pub(super) fn insert_new<D: Dialect>(upsert: &Upsert, taken: &Predicate) -> WithQuery {
    let schema = upsert.schema;
    let (added, there, one) = (Alias::new("sw added"), Alias::new("sw there"), Alias::new("sw one"));
    let mut insert = self::insert::<D>(schema, Some(upsert.on));
    insert.returning(Query::returning().expr(Expr::cust("1")));
    let mut adds = CommonTableExpression::new();
    adds.query(insert).table_name(added.clone());
    let was_added = || Expr::exists(Query::select().expr(Expr::cust("1")).from(added.clone()).to_owned());

    // The parameters of the row that is added come before those of what is looked for.
    let mut renderer = Renderer::<D>::from(schema, schema.columns().len());
    let mut stored = Query::select();
    stored.columns(names(schema)).expr_as(Expr::cust("TRUE"), there.clone()).from(Alias::new(schema.table()));
    stored.and_where_option(renderer.filter(taken));
    let mut query = Query::select();
    query.columns(names(schema)).expr(was_added()).column(there.clone());
    query.from_subquery(Query::select().expr(Expr::cust("1")).to_owned(), one);
    query.join_subquery(JoinType::LeftJoin, stored, there, was_added().not());
    Query::with().cte(adds).to_owned().query(query)
}

pub(super) fn delete<D: Dialect>(rows: Chosen<'_>, returning: bool) -> DeleteStatement {
    let schema = rows.schema;
    let mut query = Query::delete();
    let mut renderer = Renderer::<D>::new(schema);
    query.from_table(Alias::new(schema.table()));
    if let Some(condition) = rows.condition(&mut renderer) {
        query.and_where(condition);
    }
    rows.limit(&mut renderer, &mut query, DeleteStatement::limit);
    if returning {
        query.returning(whole(schema));
    }
    query
}

fn whole(schema: &EntitySchema) -> ReturningClause {
    Query::returning().columns(names(schema))
}
