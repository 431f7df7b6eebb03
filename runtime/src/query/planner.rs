//! Picks the indexes that a query reads, for backends that keep their own: it knows schemas and bytes, no storage.
//!
//! An index is a sorted map whose keys are made by [`row_key`] and [`index_key`]. A [`Plan`] says which parts of which
//! indexes hold every row that can match, and in how far they come in the order asked for. It never changes what a query
//! gives, only what it costs.

mod conditions;
mod entry;
mod path;
mod seek;
#[cfg(test)]
mod tests;

use conditions::Conditions;
pub(crate) use entry::{index_key, is_live, row_key, sort_key};
use path::{Path, best_path};
pub(crate) use seek::Seek;
use seek::{disjoint, successor};

use crate::query::{Order, Predicate, key};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// How the rows of a query are found.
#[derive(Debug)]
pub(crate) struct Plan<'q> {
    /// What to read. When it is more than one index, a row can be found more than once.
    pub(crate) scans: Vec<Scan>,
    /// By how many columns of the order the rows come sorted already.
    pub(crate) served: usize,
    /// Whether they do so when the scan is read from its end.
    pub(crate) reverse: bool,
    // What the rows that are found must still be checked for.
    residual: Vec<&'q Predicate>,
    conditions: Conditions<'q>,
}

/// Parts of one index, in the order of their keys and without overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Which index.
    pub(crate) access: Access,
    /// Which parts.
    pub(crate) seeks: Vec<Seek>,
}

/// The id's own index or a secondary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// All rows by their ids.
    Primary,
    /// The index at this position of the schema.
    Index(usize),
}

/// Picks the indexes for the rows that match `filter`, preferably in `order`.
///
/// One that leaves a single key goes before one whose longest run of first columns is fixed, then one with a range on the
/// next column, then a partial one that seems to hold few rows, then one that has the order, then all rows by their ids.
pub(crate) fn plan<'q>(schema: &'static EntitySchema, filter: &'q Predicate, order: &[Order]) -> Plan<'q> {
    let conditions = Conditions::new(schema, filter);
    let path = best_path(schema, &conditions, order);
    if !path.is_point()
        && let Some((union, part)) = best_union(schema, &conditions, &path)
    {
        let covered = union.iter().all(|branch| branch.covers_way);
        let residual = conditions.parts().iter().enumerate();
        let residual =
            residual.filter(|(position, _)| !(covered && *position == part)).map(|(_, part)| *part).collect();
        return Plan { scans: join(schema, union), served: 0, reverse: false, residual, conditions };
    }
    let residual = conditions.parts().iter().enumerate();
    let residual = residual.filter(|(position, _)| !path.covers(*position)).map(|(_, part)| *part).collect();
    let scans = vec![Scan { access: path.access, seeks: path.seeks(schema, &conditions) }];
    Plan { scans, served: path.served, reverse: path.reverse, residual, conditions }
}

impl Plan<'_> {
    /// Whether a row that was found matches.
    pub(crate) fn matches(&self, row: &Row) -> bool {
        self.residual.iter().all(|part| part.matches(row))
    }

    /// Whether every row that is found matches, so that it needn't be looked at.
    pub(crate) const fn is_exact(&self) -> bool {
        self.residual.is_empty()
    }

    /// Whether every row is found and matches.
    pub(crate) fn is_everything(&self) -> bool {
        self.conditions.parts().is_empty()
    }

    /// Leaves out what can't come after these values of the `order` columns; what is left must still be checked.
    pub(crate) fn seek_after(&mut self, schema: &'static EntitySchema, order: &[Order], after: &[Value]) {
        let [scan] = self.scans.as_mut_slice() else { return };
        let passed = || order.iter().zip(after).take(self.served);
        // From a page of another filter: what comes after a column that differs says nothing.
        let is_foreign =
            |column, value| self.conditions.fixed(column).is_some_and(|(_, fixed)| fixed != value);
        if passed().any(|(by, value)| is_foreign(by.column, value)) {
            return;
        }
        let mut bytes = Vec::with_capacity(64);
        for (column, descending) in path::sequence(schema, scan.access) {
            let passed = order.iter().zip(after).take(self.served).find(|(by, _)| by.column == column);
            match (self.conditions.fixed(column), passed) {
                (Some((_, value)), _) | (None, Some((_, value))) => key::push(&mut bytes, value, descending),
                (None, None) => break,
            }
        }
        let seeks = std::mem::take(&mut scan.seeks).into_iter();
        scan.seeks = if self.reverse {
            match successor(bytes) {
                Some(end) => seeks.filter_map(|seek| seek.ending_before(&end)).collect(),
                None => seeks.collect(),
            }
        } else {
            seeks.filter_map(|seek| seek.starting_at(&bytes)).collect()
        };
    }
}

/// One way that a row can match, and the path to the rows that match so.
struct Branch<'q> {
    path: Path,
    conditions: Conditions<'q>,
    covers_way: bool,
}

/// The paths of an alternative, when each of them is better than `single`; and which part it is.
fn best_union<'q>(
    schema: &'static EntitySchema,
    conditions: &Conditions<'q>,
    single: &Path,
) -> Option<(Vec<Branch<'q>>, usize)> {
    conditions.parts().iter().enumerate().find_map(|(position, part)| {
        let Predicate::Any(ways) = part else { return None };
        let rest = || {
            conditions
                .parts()
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != position)
                .map(|(_, part)| *part)
        };
        let branches = ways.iter().map(|way| {
            let own = Conditions::new(schema, way);
            let own_parts = own.parts().len();
            let conditions = own.and(rest());
            let path = best_path(schema, &conditions, &[]);
            let covers_way = (0..own_parts).all(|part| path.covers(part));
            path.narrows_more_than(single).then_some(Branch { path, conditions, covers_way })
        });
        branches.collect::<Option<Vec<_>>>().map(|branches| (branches, position))
    })
}

/// The scans of several paths, one for each index.
fn join(schema: &'static EntitySchema, branches: Vec<Branch<'_>>) -> Vec<Scan> {
    let mut scans: Vec<Scan> = Vec::new();
    for branch in branches {
        let (access, seeks) = (branch.path.access, branch.path.seeks(schema, &branch.conditions));
        match scans.iter_mut().find(|scan| scan.access == access) {
            Some(scan) => scan.seeks.extend(seeks),
            None => scans.push(Scan { access, seeks }),
        }
    }
    for scan in &mut scans {
        scan.seeks = disjoint(std::mem::take(&mut scan.seeks));
    }
    scans
}
