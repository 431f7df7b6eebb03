//! What a deletion may reach, by the declarations alone.

use super::Chosen;
use crate::backend::{Assignment, CascadeWrite, Change, Delete, Referrer};
use crate::schema::EntitySchema;
use crate::value::Value;

/// Whether one statement marks the rows: nobody references them. Those as they were before must be found before.
pub(crate) fn marks_alone(delete: &Delete) -> bool {
    delete.references.referrers(delete.schema).is_empty() && !delete.returning
}

/// The entities of which the deletion may write rows.
pub(crate) fn reached(delete: &Delete) -> Vec<&'static EntitySchema> {
    let mut reached = vec![delete.schema];
    let mut next = 0;
    while let Some(&schema) = reached.get(next) {
        next += 1;
        for referrer in delete.references.referrers(schema) {
            if !reached.contains(&referrer.schema) {
                reached.push(referrer.schema);
            }
        }
    }
    reached
}

/// The references to any of these entities, each with the entity that it is to.
pub(crate) fn referrers(delete: &Delete) -> impl Iterator<Item = (&'static EntitySchema, &Referrer)> {
    let of = |schema| delete.references.referrers(schema).iter().map(move |by| (schema, by));
    reached(delete).into_iter().flat_map(of)
}

/// Takes the references out of rows that are to be removed, so that none of them takes others along: what to change in which
/// of them.
pub(crate) fn lets_go<'w>(
    delete: &Delete,
    writes: &'w [CascadeWrite],
) -> impl Iterator<Item = (Chosen<'w>, Vec<Assignment>)> {
    let reached = reached(delete);
    writes.iter().filter_map(move |write| {
        let CascadeWrite::Remove { schema, filter } = write else { return None };
        let references = schema.references().iter().filter(|reference| reached.contains(&reference.target()));
        let columns = references.flat_map(|reference| reference.columns());
        let set: Vec<_> = columns
            .filter(|&&column| schema.column(column).is_nullable() && !schema.key().contains(&column))
            .map(|&column| Assignment { column, change: Change::Set(Value::Null) })
            .collect();
        (!set.is_empty()).then(|| (Chosen::every(schema, filter), set))
    })
}
