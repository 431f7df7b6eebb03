//! Names of groups, and of those that they come after.

use super::{All, Given, Listed};
use crate::store::Group;

pub(super) fn check(all: &All<'_>, mistakes: &mut Vec<String>) {
    for (position, given) in all.given.iter().enumerate() {
        let Given { group, plugin } = given;
        let of = plugin.map_or_else(String::new, |plugin| format!(" of the plugin `{plugin}`"));
        match group.name {
            "" => mistakes.push(format!("a group{of} has no name")),
            Group::CORE => mistakes.push(format!(
                "a group{of} is called `{}`, which stands for the store's own entities",
                Group::CORE
            )),
            name => {
                let same: Vec<_> = all.given.iter().filter(|other| other.group.name == name).collect();
                let is_first = !all.given[..position].iter().any(|other| other.group.name == name);
                if same.len() > 1 && is_first {
                    mistakes.push(twice(name, &same));
                }
            }
        }
        for &dependency in &group.dependencies {
            if dependency != Group::CORE && all.position(dependency).is_none() {
                mistakes.push(format!("{given} comes after `{dependency}`, and no group is called so"));
            }
        }
        let known = all.known.groups().iter().find(|known| known.name == group.name);
        if let Some(known) = known.filter(|known| !known.has_same_entities(group)) {
            mistakes.push(format!(
                "{given} was migrated before with other entities: {}, now {}",
                entities(known),
                entities(group)
            ));
        }
    }
}

fn twice(name: &str, same: &[&Given<'_>]) -> String {
    let mut plugins: Vec<_> = same.iter().filter_map(|given| given.plugin).collect();
    plugins.dedup();
    let of = match plugins.len() {
        0 => String::new(),
        1 => format!(", all of the plugin {}", Listed(&plugins)),
        _ => format!(", of the plugins {}", Listed(&plugins)),
    };
    format!("{} groups are called `{name}`{of}", same.len())
}

fn entities(group: &Group) -> String {
    let entities: Vec<_> = group.schemas.iter().map(|schema| schema.entity()).collect();
    if entities.is_empty() { "none".to_owned() } else { Listed(&entities).to_string() }
}
