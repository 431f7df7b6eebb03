use super::entity::Entity;
use super::field::Role;
use super::method::{Kind, Value};
use crate::declaration::OnDelete;

/// What the type of a field must be like, which only the compiler can tell.
#[derive(Debug)]
pub(crate) struct Requirement {
    pub(crate) field: usize,
    pub(crate) demand: Demand,
    /// What the user reads if it isn't.
    pub(crate) words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    Timestamp,
    /// The same, and the words say that it may be an `Option`.
    Ttl,
    OptionalTimestamp,
    Integer,
    Text,
    /// No list, map or JSON: these have no order that every backend shares.
    Ordered,
    /// As an id's part: ordered, and never `None`.
    Key,
    Optional,
    NotOptional,
}

/// All that the declaration asks of the types of fields, each demand once.
pub(super) fn requirements(entity: &Entity) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = Vec::new();
    let mut add = |field: usize, demand: Demand, why: &str| {
        let name = &entity.fields[field].name;
        let must = match demand {
            Demand::Timestamp => "its type must be `Timestamp`",
            Demand::Ttl => "its type must be `Timestamp` or `Option<Timestamp>`",
            Demand::OptionalTimestamp => "its type must be `Option<Timestamp>`",
            Demand::Integer => "its type must be an integer such as `i64`",
            Demand::Text => "its type must be text",
            Demand::Ordered => "its type can't be a list, a map or JSON",
            Demand::NotOptional => "its type can't be an `Option`",
            Demand::Optional => "its type must be an `Option`",
            Demand::Key => "its type can't be an `Option`, a list, a map or JSON",
        };
        if !all.iter().any(|other| other.field == field && other.demand == demand) {
            all.push(Requirement { field, demand, words: format!("`{name}` {why}, so {must}") });
        }
    };
    for (position, field) in entity.fields.iter().enumerate() {
        match field.role {
            Some(Role::Created) => add(position, Demand::Timestamp, "is the time of creation"),
            Some(Role::Updated) => add(position, Demand::Timestamp, "is the time of the last write"),
            Some(Role::Version) => {
                add(position, Demand::Integer, "counts the writes");
                add(position, Demand::NotOptional, "counts the writes");
            }
            Some(Role::SoftDelete) => {
                add(position, Demand::OptionalTimestamp, "says when the row was deleted")
            }
            Some(Role::Ttl) => add(position, Demand::Ttl, "says when the row expires"),
            None => {}
        }
        if field.lowercase || field.trim {
            let key = if field.lowercase { "lowercase" } else { "trim" };
            add(position, Demand::Text, &format!("is marked `{key}`"));
        }
    }
    for &field in &entity.key {
        add(field, Demand::Key, "is part of the id");
    }
    // An id and a role ask for more already.
    let ordered = |field: usize| entity.fields[field].role.is_none() && !entity.key.contains(&field);
    for by in entity.indexes.iter().flat_map(|index| &index.columns).filter(|by| ordered(by.field)) {
        add(by.field, Demand::Ordered, "is part of an index");
    }
    for method in &entity.methods {
        for compared in method.filter.iter().filter(|compared| ordered(compared.field)) {
            add(compared.field, Demand::Ordered, "is used in a filter");
        }
        for by in method.order.iter().filter(|by| ordered(by.field)) {
            add(by.field, Demand::Ordered, "is used in an order");
        }
    }
    for reference in entity.references.iter().filter(|reference| reference.on_delete == OnDelete::SetNull) {
        for &field in &reference.columns {
            add(field, Demand::Optional, "becomes null when the row it references is deleted");
        }
    }
    for method in &entity.methods {
        for compared in &method.filter {
            match compared.value {
                Value::Now => add(compared.field, Demand::Timestamp, "is compared with `now`"),
                Value::None => add(compared.field, Demand::Optional, "is compared with `none`"),
                _ => {}
            }
        }
        for assigned in method.set.iter().filter(|_| method.kind == Kind::Update) {
            match assigned.value {
                Value::Now => add(assigned.field, Demand::Timestamp, "is set to `now`"),
                Value::None => add(assigned.field, Demand::Optional, "is set to `none`"),
                _ => {}
            }
        }
    }
    all
}
