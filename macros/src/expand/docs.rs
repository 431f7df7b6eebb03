//! What the generated methods say of themselves.

use crate::declaration::{Comparison, Limit};
use crate::model::{Entity, Kind, Method, Value};
use crate::names::{article, plain};
use crate::show::show;

/// The parts that the docs of every method have.
pub(super) fn compose(what: &str, errors: &str, cost: &str) -> String {
    format!(" {what}\n\n Cost: {cost}.\n\n # Errors\n\n {errors}")
}

const ONE_TRIP: &str = "one round trip";
const BACKEND: &str = "What the backend says.";

/// The docs of a declared method or a lookup.
pub(super) fn method(method: &Method, entity: &Entity) -> String {
    let Entity { noun, nouns, .. } = entity;
    let (first, a) = (if method.order.is_empty() { "The" } else { "The first" }, article(noun));
    let matching = matching(method, entity);
    let order = order(method, entity);
    let what = match method.kind {
        Kind::Get => format!("{first} {noun}{matching}{order} (R2)."),
        Kind::Find => format!("{first} {noun}{matching}{order}, or `None` (R2)."),
        Kind::List => format!("The {nouns}{matching}{order}{} (R7).", limit(method)),
        Kind::Count => format!("How many {nouns} there are{matching}."),
        Kind::Exists => format!("Whether there is {a} {noun}{matching}."),
        Kind::Delete if method.one => format!("Deletes the {noun}{matching}: whether there was one (R4)."),
        Kind::Delete => format!("Deletes the {nouns}{matching}: how many there were (R4)."),
        Kind::Update if method.one => {
            format!("Sets {} of the {noun}{matching}: whether there was one.", set(method, entity))
        }
        Kind::Update => {
            format!("Sets {} of the {nouns}{matching}: how many there were.", set(method, entity))
        }
    };
    let errors = match method.kind {
        Kind::Get => "`NotFound` when there is none.",
        Kind::Delete => "`Restricted` when another row references one that is to go (R13).",
        Kind::Update => "`Conflict` when a unique index forbids it (R1).",
        _ => BACKEND,
    };
    compose(&what, errors, ONE_TRIP)
}

fn matching(method: &Method, entity: &Entity) -> String {
    let conditions = method.filter.iter().map(|compared| {
        let name = &entity.fields[compared.field].name;
        let (is, isnt) = (compared.comparison == Comparison::Eq, compared.comparison == Comparison::Ne);
        match &compared.value {
            Value::Argument(argument) if is && plain(argument) == *name => format!("this `{name}`"),
            Value::None if isnt => format!("some `{name}`"),
            Value::None => format!("no `{name}`"),
            value => format!("`{name} {} {}`", symbol(compared.comparison), operand(value)),
        }
    });
    let conditions: Vec<_> = conditions.collect();
    if conditions.is_empty() { String::new() } else { format!(" with {}", conditions.join(" and ")) }
}

fn symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

fn operand(value: &Value) -> String {
    match value {
        Value::Argument(argument) => plain(argument),
        Value::Now => "now".to_owned(),
        Value::None => "none".to_owned(),
        Value::Literal(literal) => show(literal),
        Value::Constant(path) => show(path),
    }
}

fn order(method: &Method, entity: &Entity) -> String {
    let by = method.order.iter().map(|by| {
        let (name, direction) =
            (&entity.fields[by.field].name, if by.descending { " descending" } else { "" });
        format!("`{name}`{direction}")
    });
    let by: Vec<_> = by.collect();
    if by.is_empty() { String::new() } else { format!(", by {}", by.join(" and ")) }
}

fn limit(method: &Method) -> String {
    match &method.limit {
        Some(Limit::Argument(_)) => ", at most `limit`".to_owned(),
        Some(Limit::Constant(limit)) => format!(", at most {limit}"),
        None => String::new(),
    }
}

fn set(method: &Method, entity: &Entity) -> String {
    let columns = method.set.iter().map(|assigned| format!("`{}`", entity.fields[assigned.field].name));
    columns.collect::<Vec<_>>().join(" and ")
}
