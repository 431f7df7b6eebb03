//! Entities of groups: where they are, their tables, and what they reference.

use std::collections::HashMap;

use super::{All, Given, Listed};
use crate::schema::{EntitySchema, ReferenceSchema};

pub(super) fn check(all: &All<'_>, mistakes: &mut Vec<String>) {
    places(all, mistakes);
    tables(all, mistakes);
    for (position, given) in all.given.iter().enumerate() {
        for &schema in given.group.schemas.iter().filter(|schema| !is_core(all, schema)) {
            for reference in schema.references() {
                mistakes.extend(foreign(all, position, schema, reference));
            }
        }
    }
}

fn is_core(all: &All<'_>, schema: &'static EntitySchema) -> bool {
    all.known.core().contains(&schema)
}

/// The groups that have the entity, one for each name.
fn homes<'a, 'g>(all: &'a All<'g>, schema: &'static EntitySchema) -> Vec<&'a Given<'g>> {
    let mut homes: Vec<&Given<'_>> = Vec::new();
    for given in all.groups.iter().filter(|given| given.group.schemas.contains(&schema)) {
        if !homes.iter().any(|home| home.group.name == given.group.name) {
            homes.push(given);
        }
    }
    homes
}

/// Every entity is in one group only, or in the core.
fn places(all: &All<'_>, mistakes: &mut Vec<String>) {
    let mut told: Vec<&'static EntitySchema> = Vec::new();
    for &schema in all.given.iter().flat_map(|given| &given.group.schemas) {
        if is_core(all, schema) || told.contains(&schema) {
            continue;
        }
        told.push(schema);
        let homes: Vec<_> = homes(all, schema).iter().map(ToString::to_string).collect();
        if homes.len() > 1 {
            mistakes.push(format!("`{}` is in {}: leave it in one", schema.entity(), homes.join(" and in ")));
        }
    }
}

/// Two entities never share a table. The core's own may: they were written together.
fn tables(all: &All<'_>, mistakes: &mut Vec<String>) {
    // Databases differ in whether case tells two tables apart.
    let key = |schema: &EntitySchema| schema.table().to_ascii_lowercase();
    let mut first: HashMap<String, (&'static EntitySchema, String)> = HashMap::new();
    for &schema in &**all.known.core() {
        first.entry(key(schema)).or_insert_with(|| (schema, "the core".to_owned()));
    }
    let earlier = &all.groups[all.given.len()..];
    let later = earlier.iter().map(|given| (given, false)).chain(all.given.iter().map(|given| (given, true)));
    for (given, is_given) in later {
        for &schema in given.group.schemas.iter().filter(|schema| !is_core(all, schema)) {
            let (other, home) = first.entry(key(schema)).or_insert_with(|| (schema, given.to_string()));
            if *other != schema && is_given {
                mistakes.push(format!(
                    "`{}` of {home} and `{}` of {given} have the same table, `{}`: \
                     give one of them another by `#[store(table = \"…\")]`",
                    other.entity(),
                    schema.entity(),
                    schema.table()
                ));
            }
        }
    }
}

/// What is wrong with a reference of the group at `position`: the tables that it needs must be there before it.
fn foreign(
    all: &All<'_>,
    position: usize,
    schema: &'static EntitySchema,
    reference: &ReferenceSchema,
) -> Option<String> {
    let (given, target) = (&all.given[position], reference.target());
    if is_core(all, target) {
        return None;
    }
    let homes = homes(all, target);
    let own = given.group.name;
    let is_there = |home: &Given<'_>| home.group.name == own || all.comes_after(position, home.group.name);
    if homes.iter().any(|home| is_there(home)) {
        return None;
    }
    let fields: Vec<_> = reference.columns().iter().map(|&column| schema.column(column).field()).collect();
    let (fields, entity, target) = (Listed(&fields), schema.entity(), target.entity());
    let way_out = match homes.first() {
        None => format!(
            ", which is in no group: add `.entity::<{target}>()`, or write `.after(…)` with the group that has it"
        ),
        Some(home) => {
            let name = home.group.name;
            if all.position(name).is_some_and(|there| all.comes_after(there, own)) {
                format!(" of {home}, which comes after it: put both into one group")
            } else {
                format!(" of {home}: write `.after(\"{name}\")`")
            }
        }
    };
    Some(format!("{given}: `{entity}` references by {fields} a `{target}`{way_out}"))
}
