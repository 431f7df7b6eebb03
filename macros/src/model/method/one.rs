use super::Context;
use crate::model::condition::{Compared, Condition};
use crate::model::index::Index;

/// Whether the conditions leave the column one value.
pub(super) fn fixes(filter: &[Condition], field: usize) -> bool {
    filter.iter().any(|condition| matches!(condition, Condition::One(compared) if compared.fixes(field)))
}

/// Whether the conditions are equalities over the whole id or a whole unique index, so that at most one row matches.
///
/// A partial index does so only for the rows that are in it.
pub(super) fn names_one(filter: &[Condition], context: Context<'_>) -> bool {
    let holds = |when: &Compared| {
        filter.iter().any(|condition| matches!(condition, Condition::One(compared) if compared == when))
    };
    context.key.iter().all(|&field| fixes(filter, field))
        || over_unique(filter, context).any(|index| index.when.iter().all(holds))
}

/// How the conditions could name one row.
pub(super) fn how(filter: &[Condition], context: Context<'_>) -> String {
    let partial = over_unique(filter, context).next().map(|index| {
        let columns = index.columns.iter().map(|by| context.fields.all[by.field].name.as_str());
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!("help: `unique({columns})` holds some rows only, repeat the conditions of its `when(…)` here")
    });
    partial
        .unwrap_or_else(|| "help: compare every column of the id, or of a unique index, with `==`".to_owned())
}

/// The unique indexes, whole or partial, of which every column is left one value.
fn over_unique<'a>(filter: &[Condition], context: Context<'a>) -> impl Iterator<Item = &'a Index> {
    let fixed = |index: &&Index| index.columns.iter().all(|by| fixes(filter, by.field));
    context.indexes.iter().filter(|index| index.unique).filter(fixed)
}
