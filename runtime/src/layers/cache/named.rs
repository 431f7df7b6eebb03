//! Which row a call is about, told by its conditions.

use crate::backend::Select;
use crate::query::{CompareOp, Predicate, key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::{Row, Value};

/// The id of a row as bytes, as [`key::of`] makes them.
pub(super) type Id = Vec<u8>;

/// By what a select names its row.
pub(super) enum Named {
    Id(Id),
    /// By the values of the unique index at this position.
    Index(usize, Vec<u8>),
}

impl Named {
    /// `None` for a select that asks for anything but one row.
    pub(super) fn of(select: &Select) -> Option<Self> {
        let Select { schema, filter, order, after, limit, total, through } = select;
        let plain = order.is_empty() && after.is_none() && !total && through.is_none() && *limit != Some(0);
        if !plain || !select.names_one() {
            return None;
        }
        let parts = filter.parts();
        let id = fixed(parts, schema.key().iter().copied()).map(Self::Id);
        id.or_else(|| {
            let mut indexes = schema.indexes().iter().enumerate().filter(|(_, index)| is_meant(index, parts));
            indexes.find_map(|(position, index)| {
                let columns = index.columns().iter().map(|part| part.column());
                fixed(parts, columns).map(|values| Self::Index(position, values))
            })
        })
    }
}

/// Whether rows may be named by this index: it is unique, and holds what the conditions ask for.
fn is_meant(index: &IndexSchema, parts: &[Predicate]) -> bool {
    let asked = |part: &Predicate| parts.contains(part);
    index.is_unique() && index.filter().is_none_or(|filter| filter.parts().iter().all(asked))
}

/// The ids of all rows that can match, if the conditions name them.
pub(super) fn ids(schema: &'static EntitySchema, filter: &Predicate) -> Option<Vec<Id>> {
    let parts = filter.parts();
    let one = fixed(parts, schema.key().iter().copied()).map(|id| vec![id]);
    one.or_else(|| match *schema.key() {
        [id] => parts.iter().find_map(|part| match part {
            Predicate::In { column, values } if *column == id => {
                Some(values.iter().map(|value| key::of([value])).collect())
            }
            _ => None,
        }),
        _ => None,
    })
}

pub(super) fn id_of(schema: &'static EntitySchema, row: &Row) -> Id {
    key::of(schema.key().iter().map(|&column| &row[column]))
}

/// The values that the conditions ask of these columns, if they fix each of them.
fn fixed(parts: &[Predicate], columns: impl Iterator<Item = usize>) -> Option<Vec<u8>> {
    let value = |column: usize| {
        parts.iter().find_map(|part| match part {
            Predicate::Compare { column: of, op: CompareOp::Eq, value } if *of == column => Some(value),
            _ => None,
        })
    };
    let values: Option<Vec<&Value>> = columns.map(value).collect();
    values.map(key::of)
}
