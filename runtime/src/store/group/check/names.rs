//! Names of groups, and of those that they come after.

use super::{All, Given, Listed, Plugins};
use crate::store::Group;

pub(super) fn check(all: &All<'_>, mistakes: &mut Vec<String>) {
    for (position, given) in all.given.iter().enumerate() {
        let group = given.group;
        let is_same = |other: &&Given<'_>| other.group.name == group.name;
        match group.name {
            "" => mistakes.push(format!("a group{} has no name", Plugins(&[*given]))),
            Group::CORE => mistakes.push(format!(
                "a group{} is called `{}`, which stands for the store's own entities",
                Plugins(&[*given]),
                Group::CORE
            )),
            name => {
                let same: Vec<_> = all.given.iter().filter(is_same).copied().collect();
                let is_first = all.given[..position].iter().find(is_same).is_none();
                if same.len() > 1 && is_first {
                    mistakes.push(format!("{} groups{} are called `{name}`", same.len(), Plugins(&same)));
                }
            }
        }
        for &dependency in &group.dependencies {
            if dependency != Group::CORE && all.position(dependency).is_none() {
                mistakes.push(format!("{given} comes after `{dependency}`, which is no group of this store"));
            }
        }
        let known = all.known.groups().iter().find(|known| known.name == group.name);
        if let Some(known) = known.filter(|known| !known.has_same_entities(group)) {
            let (before, now) = (entities(known), entities(group));
            mistakes.push(format!(
                "{given} was migrated before with other entities: with {before} then, with {now} now"
            ));
        }
    }
}

fn entities(group: &Group) -> String {
    let entities: Vec<_> = group.schemas.iter().map(|schema| schema.entity()).collect();
    if entities.is_empty() { "none".to_owned() } else { Listed(&entities).to_string() }
}
