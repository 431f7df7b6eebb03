use std::collections::HashMap;

use crate::schema::{EntitySchema, ReferenceSchema};

/// The entities of a store, and who references whom among them.
#[derive(Debug, Clone, Default)]
pub struct ReferenceGraph {
    schemas: Vec<&'static EntitySchema>,
    referrers: HashMap<&'static EntitySchema, Vec<Referrer>>,
}

/// One reference to an entity.
#[derive(Debug, Clone, Copy)]
pub struct Referrer {
    /// The entity that holds the reference.
    pub schema: &'static EntitySchema,
    /// The reference.
    pub reference: &'static ReferenceSchema,
}

impl ReferenceGraph {
    /// A graph of these entities and all that they reference, directly or not.
    #[must_use]
    pub fn new(schemas: impl IntoIterator<Item = &'static EntitySchema>) -> Self {
        let mut graph = Self::default();
        let mut waiting: Vec<_> = schemas.into_iter().collect();
        waiting.reverse();
        while let Some(schema) = waiting.pop() {
            if graph.contains(schema) {
                continue;
            }
            graph.schemas.push(schema);
            graph.referrers.entry(schema).or_default();
            for reference in schema.references() {
                graph.referrers.entry(reference.target()).or_default().push(Referrer { schema, reference });
                waiting.push(reference.target());
            }
        }
        graph
    }

    /// The entities, each once.
    #[must_use]
    pub fn schemas(&self) -> &[&'static EntitySchema] {
        &self.schemas
    }

    /// Whether `schema` is one of the entities.
    #[must_use]
    pub fn contains(&self, schema: &'static EntitySchema) -> bool {
        // An entry of `referrers` may be made by a reference before the entity itself is reached.
        self.schemas.contains(&schema)
    }

    /// Who references `schema`.
    #[must_use]
    pub fn referrers(&self, schema: &'static EntitySchema) -> &[Referrer] {
        self.referrers.get(schema).map_or(&[], Vec::as_slice)
    }

    /// The entities in an order where one that references another comes before it, as far as there are no cycles.
    #[must_use]
    pub fn children_first(&self) -> Vec<&'static EntitySchema> {
        let mut sorted = Vec::with_capacity(self.schemas.len());
        let mut left = self.schemas.clone();
        while !left.is_empty() {
            let free = |schema: &&'static EntitySchema| {
                let waits_for = |by: &Referrer| by.schema != *schema && left.contains(&by.schema);
                !self.referrers(schema).iter().any(waits_for)
            };
            // In a cycle nobody is free; any of them may go first.
            let next = left.iter().position(free).unwrap_or(0);
            sorted.push(left.remove(next));
        }
        sorted
    }
}
