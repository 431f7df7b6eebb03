use std::sync::Arc;

use super::Group;
use crate::backend::ReferenceGraph;
use crate::schema::EntitySchema;

/// What a store knows: its own entities, and the groups that were migrated.
#[derive(Debug)]
pub(crate) struct Known {
    references: Arc<ReferenceGraph>,
    core: Arc<[&'static EntitySchema]>,
    groups: Vec<Group>,
}

impl Known {
    /// A store of these entities and those that they reference.
    pub(crate) fn new(schemas: impl IntoIterator<Item = &'static EntitySchema>) -> Self {
        let references = ReferenceGraph::new(schemas);
        let core = references.schemas().into();
        Self { references: Arc::new(references), core, groups: Vec::new() }
    }

    /// All entities, and who references whom.
    pub(crate) const fn references(&self) -> &Arc<ReferenceGraph> {
        &self.references
    }

    /// The store's own entities.
    pub(crate) const fn core(&self) -> &Arc<[&'static EntitySchema]> {
        &self.core
    }

    /// The groups that were migrated.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Adds a group, or puts it in the place of the one of its name.
    pub(crate) fn learn(&mut self, group: &Group) {
        match self.groups.iter_mut().find(|known| known.name == group.name) {
            Some(known) => *known = group.clone(),
            None => self.groups.push(group.clone()),
        }
        if group.schemas.iter().any(|schema| !self.references.contains(schema)) {
            let schemas = self.references.schemas().iter().chain(&group.schemas);
            // What was handed out stays as it is: a deletion that is under way keeps its graph.
            self.references = Arc::new(ReferenceGraph::new(schemas.copied()));
        }
    }
}
