//! Which rows a write may change.

use std::collections::{HashMap, HashSet};

use super::named::{self, Id};
use crate::backend::{Delete, Insert, Step, UniqueKey, Update, Upsert, Write};
use crate::layers::operation::Seen;
use crate::schema::EntitySchema;

/// How many rows are named one by one at most.
const MOST_IDS: usize = 10_000;

/// Rows of one entity.
#[derive(Debug, Clone)]
pub(super) enum Ids {
    Every,
    These(HashSet<Id>),
}

/// Rows of some entities.
#[derive(Debug, Clone, Default)]
pub(super) struct Entities(HashMap<&'static EntitySchema, Ids>);

/// What a write may change.
#[derive(Debug, Clone, Default)]
pub(super) struct Affected {
    /// Rows that are changed or deleted.
    pub(super) changed: Entities,
    /// Rows that are added. One is here only if another process has deleted a row of the same id.
    pub(super) added: Entities,
}

impl Affected {
    pub(super) fn of(seen: Seen<'_>) -> Self {
        let mut affected = Self::default();
        affected.add(seen);
        affected
    }

    /// What this call may change as well.
    pub(super) fn add(&mut self, seen: Seen<'_>) {
        match seen {
            Seen::Insert(insert) => self.insert(insert),
            Seen::Update(update) => self.update(update),
            Seen::Upsert(upsert) => self.upsert(upsert),
            Seen::Delete(delete) => self.delete(delete),
            Seen::Batch(steps) => steps.iter().for_each(|Step { write, .. }| match write {
                Write::Insert(insert) => self.insert(insert),
                Write::Update(update) => self.update(update),
                Write::Upsert(upsert) => self.upsert(upsert),
                Write::Delete(delete) => self.delete(delete),
            }),
            Seen::Select(_) | Seen::CountBy(_) | Seen::Other(_) => {}
        }
    }

    fn insert(&mut self, Insert { schema, rows }: &Insert) {
        let ids = rows.iter().map(|row| named::id_of(schema, row)).collect();
        self.added.put(schema, Some(ids));
    }

    fn update(&mut self, Update { schema, filter, .. }: &Update) {
        self.changed.put(schema, named::ids(schema, filter));
    }

    fn upsert(&mut self, Upsert { schema, on, row, .. }: &Upsert) {
        let by_id = *on == UniqueKey::Primary;
        self.changed.put(schema, by_id.then(|| vec![named::id_of(schema, row)]));
    }

    fn delete(&mut self, Delete { schema, filter, references, .. }: &Delete) {
        self.changed.put(schema, named::ids(schema, filter));
        // All that reference it: a deletion by cascade goes on from there, and `restrict` lets expired rows go.
        let mut reached: Vec<&'static EntitySchema> = Vec::new();
        let mut next = Some(*schema);
        let mut position = 0;
        while let Some(schema) = next {
            for referrer in references.referrers(schema) {
                if !reached.contains(&referrer.schema) {
                    reached.push(referrer.schema);
                    self.changed.put(referrer.schema, None);
                }
            }
            next = reached.get(position).copied();
            position += 1;
        }
    }
}

impl Entities {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static EntitySchema, &Ids)> {
        self.0.iter().map(|(&schema, ids)| (schema, ids))
    }

    /// Adds these rows, or all where they aren't known.
    fn put(&mut self, schema: &'static EntitySchema, ids: Option<Vec<Id>>) {
        let known = self.0.entry(schema).or_insert_with(|| Ids::These(HashSet::new()));
        match (&mut *known, ids) {
            (Ids::Every, _) => {}
            (Ids::These(before), Some(ids)) if before.len() + ids.len() <= MOST_IDS => before.extend(ids),
            (Ids::These(_), _) => *known = Ids::Every,
        }
    }
}
