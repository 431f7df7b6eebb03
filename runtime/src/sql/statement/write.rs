use sea_query::{
    Alias, BinOper, DeleteStatement, InsertStatement, OnConflict, Query, ReturningClause, UpdateStatement,
};

use crate::backend::{Assignment, Change, UniqueKey};
use crate::schema::EntitySchema;
use crate::sql::render::{Renderer, binary, names, names_of};
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
    let mut clash = match key {
        UniqueKey::Primary => OnConflict::columns(names_of(schema, schema.key())),
        UniqueKey::Index(index) => {
            let columns: Vec<_> = index.columns().iter().map(|part| part.column()).collect();
            let mut clash = OnConflict::columns(names_of(schema, &columns));
            clash.target_and_where_option(held::<D>(schema, index));
            clash
        }
    };
    clash.do_nothing().to_owned()
}

pub(super) fn update<D: Dialect>(rows: Chosen<'_>, set: &[Assignment], returning: bool) -> UpdateStatement {
    let schema = rows.schema;
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
    if let Some(condition) = rows.condition(&mut renderer) {
        query.and_where(condition);
    }
    rows.limit(&mut renderer, &mut query, UpdateStatement::limit);
    if returning {
        query.returning(whole(schema));
    }
    query
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
