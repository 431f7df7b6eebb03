//! How long the texts and bytes may be that stand in the id, an index or a reference.
//!
//! An index of InnoDB holds 3,072 bytes, and a character counts as four. The columns of an index share them; a column that
//! stands in several has the least of its shares.

use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

/// What an index holds, less the byte of the column that tells which rows a partial one has.
const INDEX_BYTES: usize = 3_071;
/// What the columns of limited length may have together: a row holds 65,535 bytes of such.
const ROW_BYTES: usize = 60_000;
/// As many characters, and so no less of a text's bytes.
pub(super) const INDEX_CHARACTERS: usize = INDEX_BYTES / CHARACTER;
/// Bytes of a character, at most.
const CHARACTER: usize = 4;

/// How many characters of text, or bytes, the column holds; `None` where the length doesn't matter.
pub(super) fn limit(schema: &'static EntitySchema, column: usize) -> Option<usize> {
    let share = share(schema, column)?;
    let limited = (0..schema.columns().len()).filter_map(|other| self::share(schema, other));
    let bytes: usize = limited.sum();
    // Rounded down, and far enough from the limit.
    let share = if bytes > ROW_BYTES { share * ROW_BYTES / bytes } else { share };
    Some(if schema.column(column).ty() == ValueType::Text { share / CHARACTER } else { share })
}

/// How many bytes the column may take in the narrowest of the indexes that have it.
fn share(schema: &'static EntitySchema, column: usize) -> Option<usize> {
    if !varies(schema, column) {
        return None;
    }
    let indexes = schema.indexes().iter().map(|index| {
        let mut columns: Vec<_> = index.columns().iter().map(|part| part.column()).collect();
        // One that descends ends with the id.
        if !index.is_unique() && index.columns().iter().any(|part| part.is_descending()) {
            columns.extend(
                schema.key().iter().filter(|key| !index.columns().iter().any(|part| part.column() == **key)),
            );
        }
        columns
    });
    let references = schema.references().iter().map(|reference| reference.columns().to_vec());
    let groups = indexes.chain(references).chain([schema.key().to_vec()]);
    let shares = groups.filter(|group| group.contains(&column)).map(|group| {
        let fixed: usize = group.iter().map(|&other| fixed_size(schema.column(other).ty())).sum();
        let varying = group.iter().filter(|&&other| varies(schema, other)).count();
        INDEX_BYTES.saturating_sub(fixed) / varying.max(1)
    });
    shares.min()
}

fn varies(schema: &EntitySchema, column: usize) -> bool {
    matches!(schema.column(column).ty(), ValueType::Text | ValueType::Bytes)
}

fn fixed_size(ty: ValueType) -> usize {
    match ty {
        ValueType::Text | ValueType::Bytes | ValueType::Json => 0,
        ValueType::Bool => 1,
        ValueType::Int | ValueType::Float | ValueType::Timestamp => 8,
        ValueType::Date => 3,
        ValueType::Time => 6,
        ValueType::Uuid => 16,
        ValueType::Decimal => 59 * CHARACTER,
    }
}

/// The limits of all columns of an entity.
#[derive(Debug)]
pub(super) struct Lengths(Vec<Option<usize>>);

impl Lengths {
    pub(super) fn of(schema: &'static EntitySchema) -> Self {
        Self((0..schema.columns().len()).map(|column| limit(schema, column)).collect())
    }

    /// Fails when a value is longer than its column (R11).
    pub(super) fn check<'v>(
        &self,
        schema: &'static EntitySchema,
        values: impl IntoIterator<Item = (usize, &'v Value)>,
    ) -> Result<()> {
        for (column, value) in values {
            let Some(Some(limit)) = self.0.get(column) else { continue };
            let (length, unit) = match value {
                // There are no more characters than bytes, which are known.
                Value::Text(text) if text.len() > *limit => (text.chars().count(), "characters"),
                Value::Bytes(bytes) => (bytes.len(), "bytes"),
                _ => continue,
            };
            if length > *limit {
                let reason = format!(
                    "it has {length} {unit}; as it stands in an index, a reference or the id, this database holds {limit} at most"
                );
                return Err(Error::invalid_value(schema, column, reason));
            }
        }
        Ok(())
    }
}
