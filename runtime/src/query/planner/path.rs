//! One index as a way to the rows of a query, and which index is the best one.

use std::cmp::Reverse;

use super::Access;
use super::conditions::{Conditions, Pin};
use super::seek::{Seek, disjoint, successor};
use crate::query::{CompareOp, Order, Predicate, key};
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

/// How many parts of an index the lists of several columns may multiply to.
const MAX_PRODUCT: usize = 4_096;

/// What reading one index is good for.
#[derive(Debug)]
pub(super) struct Path {
    pub(super) access: Access,
    // How many of the first columns have known values, and how many of these are not null (which says more).
    pinned: usize,
    values: usize,
    // Which parts of the predicate every row that is found meets.
    used: Vec<usize>,
    seeks: usize,
    // A unique index with every column pinned.
    point: bool,
    ranged: bool,
    // A partial index that seems to leave out most rows.
    few: bool,
    pub(super) served: usize,
    pub(super) reverse: bool,
}

/// The columns of an index in the order of its keys, and whether each is descending. The id's follow those of an index
/// that is not unique.
pub(super) fn sequence(schema: &'static EntitySchema, access: Access) -> impl Iterator<Item = (usize, bool)> {
    let (columns, unique) = match access {
        Access::Primary => (&[][..], false),
        Access::Index(position) => {
            (schema.indexes()[position].columns(), schema.indexes()[position].is_unique())
        }
    };
    let id = if unique { &[] } else { schema.key() };
    columns
        .iter()
        .map(|part| (part.column(), part.is_descending()))
        .chain(id.iter().map(|&column| (column, false)))
}

/// The best way to the rows that match.
pub(super) fn best_path(schema: &'static EntitySchema, conditions: &Conditions<'_>, order: &[Order]) -> Path {
    let mut best = Path::new(schema, conditions, order, Access::Primary);
    // Nothing is better than the one row with an id.
    if best.point && best.seeks <= 1 {
        return best;
    }
    for position in 0..schema.indexes().len() {
        if holds_all(schema, conditions, position) {
            let path = Path::new(schema, conditions, order, Access::Index(position));
            if path.rank() > best.rank() {
                best = path;
            }
        }
    }
    best
}

/// Whether an index holds every row that can match: a unique one has no rows with nulls and no soft-deleted ones, a partial
/// one has none that don't match its filter.
fn holds_all(schema: &'static EntitySchema, conditions: &Conditions<'_>, position: usize) -> bool {
    let index = &schema.indexes()[position];
    let live = || schema.soft_delete().is_none_or(|column| conditions.is_null(column));
    let implied = |filter: &Predicate| filter.parts().iter().all(|part| conditions.implies(part));
    let present = || index.columns().iter().all(|part| conditions.is_present(part.column()));
    index.filter().is_none_or(implied) && (!index.is_unique() || present() && live())
}

/// Whether a filter seems to pick few rows: most are not deleted, have the values that they may have, and differ from one value.
fn picks_few(schema: &'static EntitySchema, filter: &Predicate) -> bool {
    filter.parts().iter().any(|part| match part {
        Predicate::IsNull { column } => schema.soft_delete() != Some(*column),
        Predicate::Compare { op, .. } => *op != CompareOp::Ne,
        _ => false,
    })
}

impl Path {
    fn new(
        schema: &'static EntitySchema,
        conditions: &Conditions<'_>,
        order: &[Order],
        access: Access,
    ) -> Self {
        let mut path = Self {
            access,
            pinned: 0,
            values: 0,
            used: Vec::new(),
            seeks: 1,
            point: false,
            ranged: false,
            few: false,
            served: 0,
            reverse: false,
        };
        let mut columns = sequence(schema, access);
        for (column, _) in columns.by_ref() {
            let Some((part, pin)) = conditions.pin(column) else {
                path.ranged = conditions.is_bounded(column);
                break;
            };
            let seeks = path.seeks.saturating_mul(pin.len());
            if seeks > MAX_PRODUCT && path.seeks > 1 {
                break;
            }
            path.seeks = seeks;
            path.pinned += 1;
            path.values += usize::from(!matches!(pin, Pin::One(Value::Null)));
            path.used.push(part);
        }
        let (length, unique) = match access {
            Access::Primary => (schema.key().len(), true),
            Access::Index(position) => {
                let index = &schema.indexes()[position];
                if let Some(filter) = index.filter() {
                    path.few = picks_few(schema, filter);
                    let parts = conditions.parts().iter().enumerate();
                    let held = parts.filter(|(_, part)| filter.parts().contains(part));
                    path.used.extend(held.map(|(position, _)| position));
                }
                (index.columns().len(), index.is_unique())
            }
        };
        path.point = unique && path.pinned == length;
        (path.served, path.reverse) = served(schema, conditions, order, access);
        path
    }

    fn rank(&self) -> ((bool, usize, usize, bool, bool), usize, Reverse<usize>) {
        (self.narrowness(), self.served, Reverse(self.seeks))
    }

    const fn narrowness(&self) -> (bool, usize, usize, bool, bool) {
        (self.point, self.values, self.pinned, self.ranged, self.few)
    }

    pub(super) const fn is_point(&self) -> bool {
        self.point
    }

    /// Whether it reads less than `other`, as far as can be told, whatever the order.
    pub(super) fn narrows_more_than(&self, other: &Self) -> bool {
        self.narrowness() > other.narrowness()
    }

    /// Whether every row that it finds matches the part at `position`.
    pub(super) fn covers(&self, position: usize) -> bool {
        self.used.contains(&position)
    }

    /// The parts of the index that hold the rows.
    pub(super) fn seeks(&self, schema: &'static EntitySchema, conditions: &Conditions<'_>) -> Vec<Seek> {
        let mut columns = sequence(schema, self.access);
        let mut prefixes = vec![Vec::with_capacity(48)];
        for (column, descending) in columns.by_ref().take(self.pinned) {
            match conditions.pin(column) {
                Some((_, Pin::One(value))) => {
                    prefixes.iter_mut().for_each(|prefix| key::push(prefix, value, descending));
                }
                Some((_, Pin::Many(values))) => {
                    let longer = prefixes.iter().flat_map(|prefix| {
                        values.iter().map(move |value| {
                            let mut longer = prefix.clone();
                            key::push(&mut longer, value, descending);
                            longer
                        })
                    });
                    prefixes = longer.collect();
                }
                None => {}
            }
        }
        if self.point {
            return disjoint(prefixes.into_iter().map(Seek::Key).collect());
        }
        let Some((column, descending)) = columns.next() else {
            return disjoint(prefixes.into_iter().map(Seek::prefix).collect());
        };
        let span = conditions.span(column, descending);
        let seek = |prefix: Vec<u8>| {
            let start = [prefix.as_slice(), &span.start].concat();
            let end = match &span.end {
                Some(end) => Some([prefix.as_slice(), end].concat()),
                None => successor(prefix),
            };
            let holds_any = end.as_ref().is_none_or(|end| start < *end);
            holds_any.then_some(Seek::Range { start, end })
        };
        disjoint(prefixes.into_iter().filter_map(seek).collect())
    }
}

/// By how many columns of `order` the entries of an index are sorted, and whether they are when read backwards.
fn served(
    schema: &'static EntitySchema,
    conditions: &Conditions<'_>,
    order: &[Order],
    access: Access,
) -> (usize, bool) {
    // A column that has one value only, or stood there before, is sorted wherever it stands.
    let constant = |position: usize, column: usize| {
        conditions.fixed(column).is_some() || order[..position].iter().any(|before| before.column == column)
    };
    let mut columns = sequence(schema, access);
    let mut reverse = None;
    for (position, by) in order.iter().enumerate() {
        if constant(position, by.column) {
            continue;
        }
        // Rows that have all columns of the sequence in common are one row.
        let Some((column, descending)) = columns.find(|&(column, _)| !constant(position, column)) else {
            break;
        };
        let backwards = descending != by.descending;
        if column != by.column
            || schema.column(column).ty() == ValueType::Json
            || *reverse.get_or_insert(backwards) != backwards
        {
            return (position, reverse.unwrap_or(false));
        }
    }
    (order.len(), reverse.unwrap_or(false))
}
