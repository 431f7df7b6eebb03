//! Comparing the columns that a table has with those that are declared.

use super::Dialect;
use super::table::default;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::EntitySchema;

/// A column as it is in the database.
pub(crate) trait StoredColumn {
    type Dialect: Dialect;

    /// How it is changed to hold null or not.
    const CHANGES_NULL: &'static str;

    fn name(&self) -> &str;

    /// Whether this is its name, as the database compares names.
    fn is_named(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    fn is_never_null(&self) -> bool;

    /// Whether a row can't be added without a value for it.
    fn demands_value(&self) -> bool;
}

/// The columns that are to be added. Fails when one is there that doesn't fit; `check_type` is given those that are there, and the
/// type that each should have.
pub(crate) fn missing_columns<S: StoredColumn>(
    schema: &'static EntitySchema,
    stored: &[S],
    mut check_type: impl FnMut(usize, &S, &str) -> Result<()>,
) -> Result<Vec<usize>> {
    let table = schema.table();
    let mut missing = Vec::new();
    for (position, column) in schema.columns().iter().enumerate() {
        let name = column.name();
        let ty = S::Dialect::type_of_column(schema, position);
        let Some(found) = stored.iter().find(|found| found.is_named(name)) else {
            if can_be_added::<S::Dialect>(schema, position)? {
                missing.push(position);
                continue;
            }
            let null = if column.is_nullable() { "" } else { " NOT NULL" };
            return Err(mismatch(format!(
                "the table `{table}` has no column `{name}`; add it by `ALTER TABLE … ADD COLUMN`, as {ty}{null}"
            )));
        };
        check_type(position, found, &ty)?;
        if found.is_never_null() == column.is_nullable() {
            let (is, should) =
                if found.is_never_null() { ("is", "may be null") } else { ("is not", "is never null") };
            return Err(mismatch(format!(
                "the column `{table}.{name}` {is} NOT NULL, but the field {should}; {}",
                S::CHANGES_NULL
            )));
        }
    }
    let is_known = |found: &S| schema.columns().iter().any(|column| found.is_named(column.name()));
    match stored.iter().find(|found| found.demands_value() && !is_known(found)) {
        Some(found) => Err(mismatch(format!(
            "the column `{table}.{}` is NOT NULL without a default, and `{}` has no such field; give it a default or drop it",
            found.name(),
            schema.entity()
        ))),
        None => Ok(missing),
    }
}

/// Whether rows that are there can do without the column. One that references may need a foreign key.
fn can_be_added<D: Dialect>(schema: &EntitySchema, column: usize) -> Result<bool> {
    let references = schema.references().iter().any(|reference| reference.columns().contains(&column));
    let has_value = schema.column(column).is_nullable() || default(schema, column)?.is_some();
    Ok(has_value && !(references && D::REFERENCES_IN_TABLE) && !schema.key().contains(&column))
}

/// A unique index can't be made of the rows that are there.
pub(crate) fn not_unique(schema: &EntitySchema, index: &str) -> Error {
    mismatch(format!(
        "the table `{}` has rows that the unique index `{index}` doesn't allow; remove or change them, then call `migrate` again",
        schema.table()
    ))
}

/// The error that tells what doesn't fit.
pub(crate) fn mismatch(reason: String) -> Error {
    ErrorKind::Schema { reason: reason.into() }.into()
}
