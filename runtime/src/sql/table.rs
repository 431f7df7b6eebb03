//! Tables and indexes from schemas.

use std::borrow::Cow;

use sea_query::{
    Alias, ColumnDef, ColumnType, ConditionalStatement, Expr, ForeignKey, ForeignKeyAction, IndexOrder,
    Query, Table,
};

use super::Dialect;
use super::render::{Renderer, and};
use crate::error::{Error, Result};
use crate::query::Predicate;
use crate::schema::{EntitySchema, IndexSchema, OnDelete, ReferenceSchema};
use crate::value::Value;

/// One index as it stands in the database.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) name: Cow<'static, str>,
    pub(crate) unique: bool,
    /// The columns' positions, and whether they descend.
    pub(crate) columns: Vec<(usize, bool)>,
    /// What it holds as its declaration says; `None` for one that no declaration has.
    declared: Option<&'static IndexSchema>,
}

impl Index {
    /// Which rows it holds, as it stands in the text; `None` when it holds all of them.
    pub(crate) fn condition<D: Dialect>(&self, schema: &'static EntitySchema) -> Option<String> {
        let held = held::<D>(schema, self.declared?)?;
        let text = Query::select().expr(held).to_string(D::Builder::default());
        text.strip_prefix("SELECT ").map(str::to_owned)
    }

    fn is_partial(&self, schema: &EntitySchema) -> bool {
        self.declared.is_some_and(|index| schema.counts_live_only(index) || index.filter().is_some())
    }
}

/// The condition of the rows that the index holds: live ones (R12) that its own filter matches; `None` for all of them.
pub(super) fn held<D: Dialect>(schema: &'static EntitySchema, index: &IndexSchema) -> Option<Expr> {
    let renderer = &mut Renderer::<D>::declaring(schema);
    let live = schema.soft_delete().filter(|_| schema.counts_live_only(index));
    let live = live.and_then(|column| renderer.filter(&Predicate::IsNull { column }));
    let own = index.filter().and_then(|filter| renderer.filter(filter));
    match (live, own) {
        (Some(live), Some(own)) => Some(and(live, own)),
        (live, own) => live.or(own),
    }
}

/// The indexes of a table, that of the id aside: the declared ones, and one for each reference that none of them serves.
///
/// Those that are not unique end with the id, so that an order with its tie-break is read off the index.
pub(crate) fn indexes(schema: &'static EntitySchema) -> Vec<Index> {
    let mut indexes = Vec::with_capacity(schema.indexes().len());
    for declared in schema.indexes() {
        let mut columns: Vec<_> =
            declared.columns().iter().map(|part| (part.column(), part.is_descending())).collect();
        if !declared.is_unique() {
            append_key(schema, &mut columns);
        }
        indexes.push(Index {
            name: declared.name().into(),
            unique: declared.is_unique(),
            columns,
            declared: Some(declared),
        });
    }
    for reference in schema.references() {
        if !is_served(schema, &indexes, reference) {
            let names: Vec<_> =
                reference.columns().iter().map(|&column| schema.column(column).name()).collect();
            let name = format!("{}_{}_reference", schema.table(), names.join("_"));
            let mut columns = reference.columns().iter().map(|&column| (column, false)).collect();
            append_key(schema, &mut columns);
            indexes.push(Index { name: name.into(), unique: false, columns, declared: None });
        }
    }
    indexes
}

fn append_key(schema: &EntitySchema, columns: &mut Vec<(usize, bool)>) {
    for &key in schema.key() {
        if !columns.iter().any(|(column, _)| *column == key) {
            columns.push((key, false));
        }
    }
}

/// Whether an index finds the rows that reference a row: without one, deleting that row reads the whole table.
fn is_served(schema: &EntitySchema, indexes: &[Index], reference: &ReferenceSchema) -> bool {
    let columns = reference.columns();
    let leads = |first: &mut dyn Iterator<Item = usize>| {
        first.take(columns.len()).filter(|at| columns.contains(at)).count()
    };
    // A soft-deleted row references as well, and an index of live rows doesn't have it.
    let whole = indexes.iter().filter(|index| !index.is_partial(schema));
    let mut served = whole.map(|index| leads(&mut index.columns.iter().map(|(column, _)| *column)));
    leads(&mut schema.key().iter().copied()) == columns.len()
        || served.any(|leading| leading == columns.len())
}

/// The statement that creates the table unless there is one of its name.
pub(crate) fn create_table<D: Dialect>(schema: &'static EntitySchema) -> Result<String> {
    let mut table = Table::create();
    table.table(Alias::new(schema.table())).if_not_exists();
    for position in 0..schema.columns().len() {
        table.col(column::<D>(schema, position)?);
    }
    let mut key = sea_query::Index::create();
    for &column in schema.key() {
        key.col(Alias::new(schema.column(column).name()));
    }
    table.primary_key(&mut key);
    for reference in schema.references().iter().filter(|_| D::REFERENCES_IN_TABLE) {
        table.foreign_key(&mut foreign_key(schema, reference));
    }
    if !D::TABLE_OPTIONS.is_empty() {
        table.extra(D::TABLE_OPTIONS);
    }
    Ok(table.build(D::Builder::default()))
}

/// The statement that adds a column to the table.
pub(crate) fn add_column<D: Dialect>(schema: &'static EntitySchema, position: usize) -> Result<String> {
    let mut table = Table::alter();
    table.table(Alias::new(schema.table())).add_column(column::<D>(schema, position)?);
    Ok(table.build(D::Builder::default()))
}

fn column<D: Dialect>(schema: &'static EntitySchema, position: usize) -> Result<ColumnDef> {
    let column = schema.column(position);
    let ty = Alias::new(D::type_of_column(schema, position));
    let ty = ColumnType::Custom(sea_query::IntoIden::into_iden(ty));
    let mut definition = ColumnDef::new_with_type(Alias::new(column.name()), ty);
    if !column.is_nullable() {
        definition.not_null();
    }
    if let Some(default) = default(schema, position)? {
        definition.default(D::literal(&default));
    }
    Ok(definition)
}

/// What rows hold that were written without the column; `None` when it was not declared, or is nothing else than null.
///
/// That of an encrypted column is none for the database, which must not see it.
pub(crate) fn default(schema: &EntitySchema, position: usize) -> Result<Option<Value>> {
    let column = schema.column(position);
    let declared = if column.is_encrypted() { None } else { column.default_value() };
    let default = declared.transpose();
    let default = default.map_err(|error| Error::invalid_value(schema, position, error.into_reason()))?;
    Ok(default.filter(|default| !default.is_null()))
}

/// The statement that adds the foreign key of a reference under this name.
#[cfg(feature = "postgres")]
pub(crate) fn add_foreign_key<D: Dialect>(
    schema: &EntitySchema,
    reference: &ReferenceSchema,
    name: &str,
) -> String {
    foreign_key(schema, reference).name(name).build(D::Builder::default())
}

fn foreign_key(schema: &EntitySchema, reference: &ReferenceSchema) -> sea_query::ForeignKeyCreateStatement {
    let target = reference.target();
    let mut key = ForeignKey::create();
    key.from_tbl(Alias::new(schema.table())).to_tbl(Alias::new(target.table()));
    for (&from, &to) in reference.columns().iter().zip(target.key()) {
        key.from_col(Alias::new(schema.column(from).name())).to_col(Alias::new(target.column(to).name()));
    }
    key.on_delete(match reference.on_delete() {
        OnDelete::Cascade => ForeignKeyAction::Cascade,
        OnDelete::SetNull => ForeignKeyAction::SetNull,
        // Not RESTRICT, which looks at once and not at the end of the statement.
        OnDelete::Restrict => ForeignKeyAction::NoAction,
    });
    key.take()
}

/// The statement that creates the index unless there is one of its name.
#[cfg_attr(not(feature = "sqlite"), allow(dead_code, reason = "PostgreSQL says more of an index"))]
pub(crate) fn create_index<D: Dialect>(schema: &'static EntitySchema, index: &Index) -> String {
    let mut create = sea_query::Index::create();
    create.name(index.name.as_ref()).table(Alias::new(schema.table())).if_not_exists();
    if index.unique {
        create.unique();
    }
    for (column, descending) in &index.columns {
        let order = if *descending { IndexOrder::Desc } else { IndexOrder::Asc };
        create.col((Alias::new(schema.column(*column).name()), order));
    }
    if let Some(held) = index.declared.and_then(|declared| held::<D>(schema, declared)) {
        create.and_where(held);
    }
    create.build(D::Builder::default())
}
