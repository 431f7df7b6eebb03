//! Random writes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::{Strategy, Union};

use super::super::pools::{pool, row};
use super::super::schemas::TABLES;
use super::conditions::{by_id, order, predicate};
use super::{Operation, Reach, Step};
use crate::backend::{Assignment, Change, DeleteMode, UniqueKey};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

pub(super) fn insert(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    prop_oneof![vec(row(schema), 1), vec(row(schema), 1..=5)].prop_map(Operation::Insert).boxed()
}

/// How many rows a write may reach, and which of them first: as often as not all.
fn first(schema: &'static EntitySchema) -> BoxedStrategy<(Vec<Order>, Option<u32>)> {
    let limited = (order(schema), select([0, 1, 1, 1, 2, 3, u32::MAX].as_slice()));
    prop_oneof![
        2 => Just((Vec::new(), None)),
        2 => limited.prop_map(|(order, limit)| (order, Some(limit))),
    ]
    .boxed()
}

/// Changes of columns that are not the id's. Soft deletion is no change: it would pass by the references.
fn assignments(schema: &'static EntitySchema) -> BoxedStrategy<Vec<Assignment>> {
    let kept = |column: &usize| schema.key().contains(column) || schema.soft_delete() == Some(*column);
    let changes = (0..schema.columns().len()).filter(|column| !kept(column)).map(|column| {
        let set = select(pool(schema, column)).prop_map(Change::Set);
        let declared = schema.column(column);
        let change = if schema.version() == Some(column) {
            Just(Change::Add(1)).boxed()
        } else if declared.ty() == ValueType::Int && !declared.is_nullable() {
            prop_oneof![set, select([1, -1, 2, i64::MAX, i64::MIN].as_slice()).prop_map(Change::Add)].boxed()
        } else {
            set.boxed()
        };
        option::weighted(0.3, change.prop_map(move |change| Assignment { column, change })).boxed()
    });
    changes.collect::<Vec<_>>().prop_map(|some| some.into_iter().flatten().collect()).boxed()
}

/// Changes of live rows, and of soft-deleted ones that become live again by it.
pub(super) fn update(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let filter = prop_oneof![predicate(schema), by_id(schema)];
    (filter, first(schema), assignments(schema), any::<bool>(), 0..5_u32)
        .prop_filter("something is set", |(_, _, set, _, _)| !set.is_empty())
        .prop_map(|(mut filter, (order, limit), mut set, returning, restore)| {
            if let Some(column) = schema.soft_delete() {
                let live = Predicate::IsNull { column };
                if restore == 0 {
                    filter = filter.and(Predicate::Not(Box::new(live)));
                    set.push(Assignment { column, change: Change::Set(Value::Null) });
                } else {
                    filter = filter.and(live);
                }
            }
            Operation::Update { rows: Reach { filter, order, limit }, set, returning }
        })
        .boxed()
}

/// With nothing to change now and then: what is there stays as it is.
pub(super) fn upsert(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let unique = schema.indexes().iter().filter(|index| index.is_unique()).map(UniqueKey::Index);
    let on: Vec<_> = std::iter::once(UniqueKey::Primary).chain(unique).collect();
    let only_if = prop_oneof![3 => Just(Predicate::EVERYTHING), 1 => predicate(schema)];
    let set = prop_oneof![1 => Just(Vec::new()), 3 => assignments(schema)];
    (select(on), row(schema), set, only_if)
        .prop_map(|(on, row, set, only_if)| {
            let live = schema.soft_delete().map(|column| Predicate::IsNull { column });
            let only_if = live.map_or(only_if.clone(), |live| only_if.and(live));
            Operation::Upsert { on, row, set, only_if }
        })
        .boxed()
}

pub(super) fn delete(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let filter = prop_oneof![1 => predicate(schema), 3 => by_id(schema)];
    (filter, first(schema), any::<bool>(), any::<bool>())
        .prop_map(|(filter, (order, limit), soft, returning)| {
            let (filter, mode) = match schema.soft_delete() {
                // As the middle does: what is deleted softly already is not deleted again.
                Some(column) if soft => (filter.and(Predicate::IsNull { column }), DeleteMode::Soft),
                _ => (filter, DeleteMode::Hard),
            };
            Operation::Delete { rows: Reach { filter, order, limit }, mode, returning }
        })
        .boxed()
}

/// A few writes on any tables. The table beside it is the first one's, and means nothing.
pub(super) fn batch() -> BoxedStrategy<Step> {
    let writes = TABLES.map(|schema| {
        let kinds = [insert(schema), update(schema), upsert(schema), delete(schema)];
        Union::new(kinds).prop_map(move |operation| (schema, operation)).boxed()
    });
    let required = prop_oneof![3 => Just(false), 1 => Just(true)];
    vec((Union::new(writes), required), 1..=4).prop_map(|steps| (TABLES[0], Operation::Batch(steps))).boxed()
}
