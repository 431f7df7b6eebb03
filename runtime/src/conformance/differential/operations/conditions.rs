//! Random conditions and orders.

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::{Strategy, Union};

use super::super::pools::{needle, pool, row};
use crate::query::{CompareOp, Order, Predicate, TextOp};
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

/// A complete order: some columns, then those of the id.
pub(super) fn order(schema: &'static EntitySchema) -> BoxedStrategy<Vec<Order>> {
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

pub(super) fn comparable(schema: &'static EntitySchema, column: usize) -> bool {
    schema.column(column).ty() != ValueType::Json
}

/// A value of the column's pool that is not null, when it is compared with.
fn operand(schema: &'static EntitySchema, column: usize) -> impl Strategy<Value = Value> + use<> {
    let mut values = pool(schema, column);
    values.retain(|value| !value.is_null());
    select(values)
}

pub(super) fn predicate(schema: &'static EntitySchema) -> BoxedStrategy<Predicate> {
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
pub(super) fn by_id(schema: &'static EntitySchema) -> BoxedStrategy<Predicate> {
    row(schema)
        .prop_map(|row| {
            Predicate::All(
                schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone())).collect(),
            )
        })
        .boxed()
}
