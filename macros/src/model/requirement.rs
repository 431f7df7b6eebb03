use syn::{Expr, ExprLit, Lit};

use super::condition::{Compared, Value};
use super::entity::Entity;
use super::field::Role;
use super::method::Kind;
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
    Bool,
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
            Demand::Bool => "its type must be `bool`",
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
    let mut order = |field: usize, why: &str| {
        if ordered(field) {
            add(field, Demand::Ordered, why);
        }
    };
    for index in &entity.indexes {
        index.columns.iter().for_each(|by| order(by.field, "is part of an index"));
        index.when.iter().for_each(|compared| order(compared.field, "is used in the condition of an index"));
    }
    for method in &entity.methods {
        method.compared().for_each(|compared| order(compared.field, "is used in a filter"));
        method.order.iter().for_each(|by| order(by.field, "is used in an order"));
        match &method.kind {
            Kind::CountBy { column } => order(*column, "is counted by"),
            Kind::Raise { column, .. } => order(*column, "is raised"),
            _ => {}
        }
    }
    for reference in entity.references.iter().filter(|reference| reference.on_delete == OnDelete::SetNull) {
        for &field in &reference.columns {
            add(field, Demand::Optional, "becomes null when the row it references is deleted");
        }
    }
    for compared in entity.indexes.iter().flat_map(|index| &index.when) {
        operand(compared.field, &compared.value, "is compared with", &mut add);
    }
    for method in &entity.methods {
        for Compared { field, value, .. } in method.compared() {
            operand(*field, value, "is compared with", &mut add);
        }
        for assigned in &method.set {
            operand(assigned.field, &assigned.value, "is set to", &mut add);
        }
        match &method.kind {
            Kind::Raise { column, to } => operand(*column, to, "is raised to", &mut add),
            Kind::SetExclusive { flag } => {
                add(*flag, Demand::Bool, "is a flag that one row alone has set");
                add(*flag, Demand::NotOptional, "is a flag that one row alone has set");
            }
            _ => {}
        }
    }
    all
}

/// What an operand asks of the column's type.
fn operand(field: usize, value: &Value, why: &str, add: &mut impl FnMut(usize, Demand, &str)) {
    match value {
        Value::Now => add(field, Demand::Timestamp, &format!("{why} `now`")),
        Value::None => add(field, Demand::Optional, &format!("{why} `none`")),
        Value::Literal(literal) => {
            if let Some(literal) = as_bool(literal) {
                add(field, Demand::Bool, &format!("{why} `{literal}`"));
            }
        }
        Value::Argument(_) | Value::Constant(_) => {}
    }
}

/// The value of `true` or `false`.
pub(crate) fn as_bool(literal: &Expr) -> Option<bool> {
    match literal {
        Expr::Lit(ExprLit { lit: Lit::Bool(literal), .. }) => Some(literal.value),
        _ => None,
    }
}
