use std::collections::HashMap;

use crate::query::{Predicate, key};
use crate::schema::EntitySchema;
use crate::value::Row;

/// Asks how many rows there are for each value of some columns.
#[derive(Debug, Clone)]
pub struct CountBy {
    /// Of which entity.
    pub schema: &'static EntitySchema,
    /// Which rows.
    pub filter: Predicate,
    /// By which columns. None of them holds JSON.
    pub columns: Vec<usize>,
}

/// The rows that have the same values: a part of the answer to a [`CountBy`].
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The values of the columns, in the order asked for.
    pub values: Row,
    /// How many rows have them, at least one.
    pub count: u64,
}

/// Counts rows by the values of some columns.
pub(crate) struct Groups<'c> {
    columns: &'c [usize],
    places: HashMap<Vec<u8>, usize>,
    groups: Vec<Group>,
}

impl<'c> Groups<'c> {
    pub(crate) fn new(columns: &'c [usize]) -> Self {
        Self { columns, places: HashMap::new(), groups: Vec::new() }
    }

    pub(crate) fn add(&mut self, row: &Row) {
        let values = || self.columns.iter().map(|&column| &row[column]);
        let place = *self.places.entry(key::of(values())).or_insert(self.groups.len());
        match self.groups.get_mut(place) {
            Some(group) => group.count += 1,
            None => self.groups.push(Group { values: values().cloned().collect(), count: 1 }),
        }
    }

    /// The groups, in the order in which the first row of each came.
    pub(crate) fn finish(self) -> Vec<Group> {
        self.groups
    }
}
