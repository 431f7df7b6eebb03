//! What can be wrong with groups before anything is written: all of it is found, whoever brings them.

mod entities;
mod names;

use std::fmt;

use super::circle::ordered;
use super::{Group, Known};

/// A group that comes to a store.
#[derive(Clone, Copy)]
pub(crate) struct Given<'g> {
    pub(crate) group: &'g Group,
    /// The plugin that brings it, if one does.
    pub(crate) plugin: Option<&'static str>,
}

/// The positions of `given` in the order in which they are to be migrated.
///
/// # Errors
///
/// Every mistake, as a sentence each.
pub(crate) fn check(known: &Known, given: &[Given<'_>]) -> Result<Vec<usize>, Vec<String>> {
    let all = All::new(known, given);
    let mut mistakes = Vec::new();
    names::check(&all, &mut mistakes);
    let order = order(&all, &mut mistakes);
    entities::check(&all, &mut mistakes);
    if mistakes.is_empty() { Ok(order) } else { Err(mistakes) }
}

/// The groups that come, and those that are there.
struct All<'g> {
    known: &'g Known,
    given: &'g [Given<'g>],
    // The given ones first, then those that none of them stands for.
    groups: Vec<Given<'g>>,
}

impl<'g> All<'g> {
    fn new(known: &'g Known, given: &'g [Given<'g>]) -> Self {
        let is_given = |group: &&Group| given.iter().any(|other| other.group.name == group.name);
        let earlier = known.groups().iter().filter(|group| !is_given(group));
        let earlier = earlier.map(|group| Given { group, plugin: None });
        Self { known, given, groups: given.iter().copied().chain(earlier).collect() }
    }

    /// The positions of the groups that this one comes after. A name that is there twice is told elsewhere.
    fn before(&self, position: usize) -> Vec<usize> {
        let dependencies = self.groups[position].group.dependencies.iter();
        dependencies.filter_map(|&name| self.position(name)).collect()
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|other| other.group.name == name)
    }

    /// Whether the group at `position` comes after the one called `name`, directly or not.
    fn comes_after(&self, position: usize, name: &str) -> bool {
        let mut reached = self.before(position);
        let mut next = 0;
        while let Some(&position) = reached.get(next) {
            if self.groups[position].group.name == name {
                return true;
            }
            next += 1;
            for before in self.before(position) {
                if !reached.contains(&before) {
                    reached.push(before);
                }
            }
        }
        false
    }
}

fn order(all: &All<'_>, mistakes: &mut Vec<String>) -> Vec<usize> {
    let (mut order, circles) = ordered(all.groups.len(), |position| all.before(position));
    for circle in circles {
        let groups: Vec<_> = circle.iter().map(|&position| all.groups[position]).collect();
        let names: Vec<_> = groups.iter().chain(groups.first()).map(|given| given.group.name).collect();
        let names = names.join(" -> ");
        mistakes.push(format!("groups come after each other in a circle: `{names}`{}", Plugins(&groups)));
    }
    order.retain(|&position| position < all.given.len());
    order
}

/// The plugins that bring these groups: `` of the plugins `a` and `b` ``, nothing if none does.
struct Plugins<'a>(&'a [Given<'a>]);

impl fmt::Display for Plugins<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut plugins: Vec<&'static str> = Vec::new();
        for plugin in self.0.iter().filter_map(|given| given.plugin) {
            if !plugins.contains(&plugin) {
                plugins.push(plugin);
            }
        }
        match plugins.len() {
            0 => Ok(()),
            1 => write!(f, " of the plugin {}", Listed(&plugins)),
            _ => write!(f, " of the plugins {}", Listed(&plugins)),
        }
    }
}

/// ``group `consent` ``, and the plugin that brings it.
impl fmt::Display for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "group `{}`{}", self.group.name, Plugins(&[*self]))
    }
}

/// Names as a sentence holds them: `` `a`, `b` and `c` ``.
struct Listed<'a>(&'a [&'static str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.0.iter().enumerate() {
            let before = match position {
                0 => "",
                last if last + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}`{name}`")?;
        }
        Ok(())
    }
}
