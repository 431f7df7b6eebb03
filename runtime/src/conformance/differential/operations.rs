//! Random operations, as the shared middle could send them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::{Strategy, Union};

use super::pools::{needle, pool, row};
use super::schemas::TABLES;
use crate::backend::{Assignment, Change, DeleteMode, UniqueKey};
use crate::query::{CompareOp, Order, Predicate, TextOp};
use crate::schema::EntitySchema;
use crate::value::{Row, Value, ValueType};

/// One operation on one table.
#[derive(Clone)]
pub(super) enum Operation {
    Insert(Vec<Row>),
    Select {
        filter: Predicate,
        order: Vec<Order>,
        after: Option<Vec<Value>>,
        limit: Option<u32>,
        total: bool,
    },
    Update {
        filter: Predicate,
        set: Vec<Assignment>,
        returning: bool,
    },
    Upsert {
        on: UniqueKey,
        row: Row,
        set: Vec<Assignment>,
        only_if: Predicate,
    },
    Delete {
        filter: Predicate,
        mode: DeleteMode,
    },
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&super::show::operation(self))
    }
}

/// An operation and the table it is about.
pub(super) type Step = (&'static EntitySchema, Operation);

/// How often each kind of operation comes: insert, select, update, upsert, delete.
pub(super) type Weights = [u32; 5];

/// A case: rows to begin with, parents first, of which those that clash are to be left out; then anything.
pub(super) fn case(weights: Weights, steps: usize) -> impl Strategy<Value = (Vec<Step>, Vec<Step>)> {
    let start = TABLES.map(|schema| {
        let insert = row(schema).prop_map(move |row| (schema, Operation::Insert(vec![row])));
        vec(insert, 0..25)
    });
    (start.prop_map(|tables| tables.into_iter().flatten().collect()), vec(step(weights), 1..steps))
}

fn step(weights: Weights) -> impl Strategy<Value = Step> {
    let tables = TABLES.map(|schema| {
        let kinds = [insert(schema), query(schema), update(schema), upsert(schema), delete(schema)];
        let kinds = weights.into_iter().zip(kinds).filter(|(weight, _)| *weight > 0);
        (1, Union::new_weighted(kinds.collect()).prop_map(move |operation| (schema, operation)).boxed())
    });
    Union::new_weighted(tables.to_vec())
}

fn insert(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    prop_oneof![vec(row(schema), 1), vec(row(schema), 1..=5)].prop_map(Operation::Insert).boxed()
}

fn query(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let limit = option::of(select([0, 1, 2, 3, 100, u32::MAX].as_slice()));
    let order = prop_oneof![Just(Vec::new()), order(schema)];
    (predicate(schema), order, any::<bool>(), row(schema), limit, any::<bool>())
        .prop_map(|(filter, order, seek, row, limit, total)| {
            let after =
                (seek && !order.is_empty()).then(|| order.iter().map(|by| row[by.column].clone()).collect());
            Operation::Select { filter, order, after, limit, total }
        })
        .boxed()
}

/// A complete order: some columns, then those of the id.
fn order(schema: &'static EntitySchema) -> BoxedStrategy<Vec<Order>> {
    let columns: Vec<_> = (0..schema.columns().len()).filter(|&column| comparable(schema, column)).collect();
    let by = (select(columns), any::<bool>()).prop_map(|(column, descending)| Order { column, descending });
    vec(by, 0..=3)
        .prop_map(|some| {
            let key = schema.key().iter().map(|&column| Order { column, descending: false });
            let mut order: Vec<Order> = Vec::new();
            for by in some.into_iter().chain(key) {
                if order.iter().all(|before| before.column != by.column) {
                    order.push(by);
                }
            }
            order
        })
        .boxed()
}

fn comparable(schema: &'static EntitySchema, column: usize) -> bool {
    schema.column(column).ty() != ValueType::Json
}

/// A value of the column's pool that is not null, when it is compared with.
fn operand(schema: &'static EntitySchema, column: usize) -> impl Strategy<Value = Value> + use<> {
    let mut values = pool(schema, column);
    values.retain(|value| !value.is_null());
    select(values)
}

fn predicate(schema: &'static EntitySchema) -> BoxedStrategy<Predicate> {
    let columns = 0..schema.columns().len();
    let leaves = columns.flat_map(|column| leaves(schema, column)).collect::<Vec<_>>();
    let everything = Just(Predicate::EVERYTHING).boxed();
    let nested = Union::new(leaves).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..=3).prop_map(Predicate::All),
            vec(inner.clone(), 0..=3).prop_map(Predicate::Any),
            inner.prop_map(|inner| Predicate::Not(Box::new(inner))),
        ]
    });
    prop_oneof![1 => everything, 5 => nested].boxed()
}

fn leaves(schema: &'static EntitySchema, column: usize) -> Vec<BoxedStrategy<Predicate>> {
    let mut leaves = vec![Just(Predicate::IsNull { column }).boxed()];
    if comparable(schema, column) {
        use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
        let ops = select([Eq, Eq, Ne, Lt, Le, Gt, Ge].as_slice());
        let compare = (ops, operand(schema, column)).prop_map(move |(op, value)| Predicate::Compare {
            column,
            op,
            value,
        });
        let among =
            vec(operand(schema, column), 0..4).prop_map(move |values| Predicate::In { column, values });
        leaves.extend([compare.boxed(), among.boxed()]);
    }
    if schema.column(column).ty() == ValueType::Text {
        let ops = select([TextOp::Contains, TextOp::StartsWith, TextOp::EndsWith].as_slice());
        let text = (ops, any::<bool>(), needle()).prop_map(move |(op, ignore_case, text)| Predicate::Text {
            column,
            op,
            ignore_case,
            text,
        });
        leaves.push(text.boxed());
    }
    leaves
}

/// Rows by their id, as most calls name them.
fn by_id(schema: &'static EntitySchema) -> BoxedStrategy<Predicate> {
    row(schema)
        .prop_map(|row| {
            Predicate::All(
                schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone())).collect(),
            )
        })
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
fn update(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let filter = prop_oneof![predicate(schema), by_id(schema)];
    (filter, assignments(schema), any::<bool>(), 0..5_u32)
        .prop_filter("something is set", |(_, set, _, _)| !set.is_empty())
        .prop_map(|(mut filter, mut set, returning, restore)| {
            if let Some(column) = schema.soft_delete() {
                let live = Predicate::IsNull { column };
                if restore == 0 {
                    filter = filter.and(Predicate::Not(Box::new(live)));
                    set.push(Assignment { column, change: Change::Set(Value::Null) });
                } else {
                    filter = filter.and(live);
                }
            }
            Operation::Update { filter, set, returning }
        })
        .boxed()
}

fn upsert(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let unique = schema.indexes().iter().filter(|index| index.is_unique()).map(UniqueKey::Index);
    let on: Vec<_> = std::iter::once(UniqueKey::Primary).chain(unique).collect();
    let only_if = prop_oneof![3 => Just(Predicate::EVERYTHING), 1 => predicate(schema)];
    (select(on), row(schema), assignments(schema), only_if)
        .prop_map(|(on, row, set, only_if)| {
            let live = schema.soft_delete().map(|column| Predicate::IsNull { column });
            let only_if = live.map_or(only_if.clone(), |live| only_if.and(live));
            Operation::Upsert { on, row, set, only_if }
        })
        .boxed()
}

fn delete(schema: &'static EntitySchema) -> BoxedStrategy<Operation> {
    let filter = prop_oneof![1 => predicate(schema), 3 => by_id(schema)];
    (filter, any::<bool>())
        .prop_map(|(filter, soft)| match schema.soft_delete() {
            // As the middle does: what is deleted softly already is not deleted again.
            Some(column) if soft => {
                Operation::Delete { filter: filter.and(Predicate::IsNull { column }), mode: DeleteMode::Soft }
            }
            _ => Operation::Delete { filter, mode: DeleteMode::Hard },
        })
        .boxed()
}
