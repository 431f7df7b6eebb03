//! Every method of every entity, each with a check of its meaning that has its name.

mod app;

use crate::Check;

/// The entities in the order of the table in `METHODS.md`, with the checks of their methods.
const ENTITIES: &[(&str, &[Check])] = &[("App", app::CHECKS)];

/// The checks, each with its entity.
pub fn all() -> impl Iterator<Item = (&'static str, Check)> {
    ENTITIES.iter().flat_map(|(entity, checks)| checks.iter().map(move |check| (*entity, *check)))
}
