use super::{BACKEND, ONE_TRIP, compose};
use crate::declaration::{Comparison, Limit, With};
use crate::model::{Amount, Compared, Condition, Entity, Kind, Method, Value};
use crate::names::{article, plain};
use crate::show::show;

/// The docs of a declared method or a lookup.
pub(in crate::expand) fn method(method: &Method, entity: &Entity) -> String {
    let (what, errors) = (what(method, entity), errors(method, entity));
    let cost = match method.kind {
        Kind::CreateWith { .. } => "one round trip for as many as the database takes at once",
        Kind::Through { .. } => "one round trip, and one more where the database has no joins",
        _ => ONE_TRIP,
    };
    compose(&what, &errors, cost)
}

fn what(method: &Method, entity: &Entity) -> String {
    let Entity { noun, nouns, .. } = entity;
    let (first, a) = (if method.order.is_empty() { "The" } else { "The first" }, article(noun));
    let (matching, order, set) = (matching(method, entity), order(method, entity), set(method, entity));
    let name = |column: &usize| &entity.fields[*column].name;
    match &method.kind {
        Kind::Get => format!("{first} {noun}{matching}{order} (R2)."),
        Kind::Find => format!("{first} {noun}{matching}{order}, or `None` (R2)."),
        Kind::List => format!("The {nouns}{matching}{order}{} (R7).", limit(method)),
        Kind::Count => format!("How many {nouns} there are{matching}."),
        Kind::Exists => format!("Whether there is {a} {noun}{matching}."),
        Kind::Delete if method.one => format!("Deletes the {noun}{matching}: whether there was one (R4)."),
        Kind::Delete => format!("Deletes the {nouns}{matching}: how many there were (R4)."),
        Kind::Update { returning: true } if method.one => {
            format!(
                "Sets {set} of the {noun}{matching}: the {noun} as it is then, or `None` when there is none."
            )
        }
        Kind::Update { returning: true } => {
            format!("Sets {set} of the {nouns}{matching}: these as they are then.")
        }
        Kind::Update { .. } if method.one => {
            format!("Sets {set} of the {noun}{matching}: whether there was one.")
        }
        Kind::Update { .. } => format!("Sets {set} of the {nouns}{matching}: how many there were."),
        Kind::Swap => {
            format!(
                "Replaces the {noun} with the same id if it is stored{matching}: whether it was. Of racing calls one wins (R14)."
            )
        }
        Kind::Claim { returning } => {
            let gives = if *returning {
                "it as it is then, or `None` when there is none"
            } else {
                "whether there was one"
            };
            let first = if method.order.is_empty() { "one" } else { "the first" };
            format!(
                "Sets {set} of {first} {noun}{matching}{order}: {gives}. Of racing calls one wins it (R14)."
            )
        }
        Kind::Take => {
            let first = if method.order.is_empty() { "one" } else { "the first" };
            format!(
                "Deletes {first} {noun}{matching}{order} and gives it, or `None` when there is none. Of racing calls one gets it (R14)."
            )
        }
        Kind::InsertNew { on } => {
            let same = same(*on, entity);
            format!(
                "Adds the {noun} unless one with the same {same} is there: whether it was added. Of racing calls one adds it (R14)."
            )
        }
        Kind::Upsert { on } => {
            format!(
                "Adds the {noun}, or replaces the one with the same {}, which keeps its id (R14).",
                same(Some(*on), entity)
            )
        }
        Kind::SetExclusive { flag } => {
            let flag = name(flag);
            format!(
                "Sets `{flag}` of the {noun} with this id, and clears it on all other {nouns}{matching}, in one step (R14)."
            )
        }
        Kind::Increment { column, by, max, min } => {
            let by = amount(by);
            let (and, set) = if method.set.is_empty() { ("", String::new()) } else { (" and sets ", set) };
            let bounds: Vec<_> = [("above", max), ("below", min)]
                .iter()
                .filter_map(|(word, bound)| Some(format!("{word} {}", amount(bound.as_ref()?))))
                .collect();
            let refused = match bounds.is_empty() {
                true => String::new(),
                false => format!(", or `None`, and nothing is changed, when that is {}", bounds.join(" or ")),
            };
            format!(
                "Adds {by} to `{}` of the {noun}{matching}{and}{set}: the new value{refused} (R14).",
                name(column)
            )
        }
        Kind::Raise { column, to } => {
            let (and, set) = if method.set.is_empty() { ("", String::new()) } else { (" and sets ", set) };
            let (column, to) = (name(column), operand(to));
            format!(
                "Raises `{column}` of the {noun}{matching} to `{to}`{and}{set}, unless it is as high already: whether it was raised (R14)."
            )
        }
        Kind::CountBy { column } => format!("How many {nouns} there are{matching}, by `{}`.", name(column)),
        Kind::Through { reference, target, order, page } => {
            let columns: Vec<_> =
                entity.references[*reference].columns.iter().map(|by| format!("`{}`", name(by))).collect();
            let (target, columns) = (show(target), columns.join(" and "));
            let order: Vec<_> =
                order.iter().map(|(column, descending)| by(&plain(column), *descending)).collect();
            let order =
                if order.is_empty() { String::new() } else { format!(", by {}", order.join(" and ")) };
            match page {
                true => format!(
                    "One page of the [`{target}`]s that the {nouns}{matching} reference by {columns}, each once (R9)."
                ),
                false => format!(
                    "The [`{target}`]s that the {nouns}{matching} reference by {columns}, each once{order}{} (R7).",
                    limit(method)
                ),
            }
        }
        Kind::CreateWith { others } => {
            let others: Vec<_> = others.iter().map(with).collect();
            format!(
                "Adds the {noun} and {}, all or none, and gives them back as they were stored (R17).",
                others.join(" and ")
            )
        }
    }
}

fn errors(method: &Method, entity: &Entity) -> String {
    let Entity { noun, .. } = entity;
    let guarded = if method.guard.is_empty() {
        String::new()
    } else {
        format!(
            "`Refused` when the {noun} is there, but not{}; then nothing is changed. ",
            holding(&method.guard, entity)
        )
    };
    let errors = match &method.kind {
        Kind::Get => "`NotFound` when there is none.",
        Kind::Delete | Kind::Take => "`Restricted` when another row references one that is to go (R13).",
        Kind::Update { .. } | Kind::Swap | Kind::Claim { .. } => {
            "`Conflict` when a unique index forbids it (R1)."
        }
        Kind::InsertNew { .. } | Kind::Upsert { .. } => {
            "`Conflict` when another unique index forbids it (R1)."
        }
        Kind::SetExclusive { .. } => "`NotFound` when there is no row with this id.",
        Kind::Increment { .. } | Kind::Raise { .. } => "`NotFound` when there is no such row.",
        Kind::Through { page: true, .. } => "`InvalidCursor` when the cursor is of another list, or forged.",
        Kind::CreateWith { .. } => {
            "`Conflict` when an id or a unique index is taken; then nothing is written."
        }
        _ => BACKEND,
    };
    guarded + errors
}

fn with(other: &With) -> String {
    let entity = show(&other.entity);
    if other.many { format!("the [`{entity}`]s") } else { format!("the [`{entity}`]") }
}

/// The id, or the columns of a unique index.
fn same(index: Option<usize>, entity: &Entity) -> String {
    let Some(index) = index else {
        return "id".to_owned();
    };
    let columns =
        entity.indexes[index].columns.iter().map(|by| format!("`{}`", entity.fields[by.field].name));
    columns.collect::<Vec<_>>().join(" and ")
}

fn matching(method: &Method, entity: &Entity) -> String {
    let when = method.when.into_iter().flat_map(|index| &entity.indexes[index].when);
    let mut conditions = vec![holding(&method.filter, entity)];
    conditions.extend(when.map(|when| compared(when, entity)));
    conditions.retain(|condition| !condition.is_empty());
    let all: Vec<_> = conditions.iter().map(|condition| condition.trim_start_matches(" with ")).collect();
    if all.is_empty() { String::new() } else { format!(" with {}", all.join(" and ")) }
}

/// ` with …`, or nothing.
fn holding(conditions: &[Condition], entity: &Entity) -> String {
    let condition = |condition: &Condition| {
        let all: Vec<_> = condition.compared().iter().map(|one| compared(one, entity)).collect();
        match condition {
            Condition::One(_) => all.concat(),
            Condition::Any(_) => format!("({})", all.join(" or ")),
        }
    };
    let all: Vec<_> = conditions.iter().map(condition).collect();
    if all.is_empty() { String::new() } else { format!(" with {}", all.join(" and ")) }
}

fn compared(compared: &Compared, entity: &Entity) -> String {
    let name = &entity.fields[compared.field].name;
    let (is, isnt) = (compared.comparison == Comparison::Eq, compared.comparison == Comparison::Ne);
    match &compared.value {
        Value::Argument(argument) if is && plain(argument) == *name => format!("this `{name}`"),
        Value::None if isnt => format!("some `{name}`"),
        Value::None => format!("no `{name}`"),
        value => format!("`{name} {} {}`", symbol(compared.comparison), operand(value)),
    }
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

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Argument(name) => format!("`{}`", plain(name)),
        Amount::Constant(number) => show(number),
    }
}

fn by(column: &str, descending: bool) -> String {
    format!("`{column}`{}", if descending { " descending" } else { "" })
}

fn order(method: &Method, entity: &Entity) -> String {
    let all: Vec<_> =
        method.order.iter().map(|one| by(&entity.fields[one.field].name, one.descending)).collect();
    if all.is_empty() { String::new() } else { format!(", by {}", all.join(" and ")) }
}

fn limit(method: &Method) -> String {
    match &method.limit {
        Some(Limit::Argument(_)) => ", at most `limit`".to_owned(),
        Some(Limit::Constant(_, limit)) => format!(", at most {limit}"),
        None => String::new(),
    }
}

fn set(method: &Method, entity: &Entity) -> String {
    let columns = method.set.iter().map(|assigned| format!("`{}`", entity.fields[assigned.field].name));
    columns.collect::<Vec<_>>().join(" and ")
}
