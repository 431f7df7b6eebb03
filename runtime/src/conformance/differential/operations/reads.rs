//! Random questions.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::Strategy;

use super::super::pools::row;
use super::super::schemas::TABLES;
use super::Operation;
use super::conditions::{comparable, order, predicate};
use crate::backend::Through;
use crate::schema::EntitySchema;

pub(super) fn query(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let limit = option::of(select([0, 1, 2, 3, 100, u32::MAX].as_slice()));
    let order = prop_oneof![Just(Vec::new()), order(schema)];
    (predicate(schema), order, any::<bool>(), row(schema), limit, any::<bool>(), through(schema))
        .prop_map(|(filter, order, seek, row, limit, total, through)| {
            let after =
                (seek && !order.is_empty()).then(|| order.iter().map(|by| row[by.column].clone()).collect());
            Operation::Select { filter, order, after, limit, total, through }
        })
        .boxed()
}

/// By way of one of the references to `schema`, now and then.
fn through(schema: &'static EntitySchema) -> BoxedStrategy<Option<Through>> {
    let references =
        TABLES.iter().flat_map(|by| by.references().iter().map(move |reference| (*by, reference)));
    let links: Vec<_> = references
        .filter(|(_, reference)| reference.target() == schema)
        .map(|(by, reference)| (by, reference.columns()))
        .collect();
    if links.is_empty() {
        return Just(None).boxed();
    }
    let through = select(links).prop_flat_map(|(schema, columns)| {
        predicate(schema).prop_map(move |filter| Through { schema, filter, columns })
    });
    option::weighted(0.25, through).boxed()
}

pub(super) fn count_by(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let columns: Vec<_> = (0..schema.columns().len()).filter(|&column| comparable(schema, column)).collect();
    (predicate(schema), vec(select(columns), 1..=2))
        .prop_map(|(filter, mut columns)| {
            columns.dedup();
            Operation::CountBy { filter, columns }
        })
        .boxed()
}
