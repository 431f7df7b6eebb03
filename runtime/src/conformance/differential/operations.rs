//! Random operations, as the shared middle could send them.

mod conditions;
mod reads;
mod writes;

use proptest::collection::vec;
use proptest::prelude::{Just, any, prop_oneof};
use proptest::strategy::{BoxedStrategy, Strategy, Union};

use super::pools::row;
use super::schemas::TABLES;
use crate::backend::{Assignment, DeleteMode, Through, UniqueKey};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// One operation on one table, or a batch on several.
#[derive(Clone)]
pub(super) enum Operation {
    Insert(Vec<Row>),
    Select {
        filter: Predicate,
        order: Vec<Order>,
        after: Option<Vec<Value>>,
        limit: Option<u32>,
        total: bool,
        through: Option<Through>,
    },
    CountBy {
        filter: Predicate,
        columns: Vec<usize>,
    },
    Update {
        rows: Reach,
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
        rows: Reach,
        mode: DeleteMode,
        returning: bool,
    },
    /// Writes, each with whether it is required.
    Batch(Vec<(Step, bool)>),
}

/// Which rows a write is about: those that match, or the first of them in an order.
#[derive(Clone)]
pub(super) struct Reach {
    pub(super) filter: Predicate,
    pub(super) order: Vec<Order>,
    pub(super) limit: Option<u32>,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&super::show::operation(self))
    }
}

/// An operation and the table it is about.
pub(super) type Step = (&'static EntitySchema, Operation);

/// What happens in a case, one after the other.
#[derive(Debug, Clone)]
pub(super) enum Move {
    /// An operation, inside the transaction if one is open.
    Do(Step),
    Begin,
    Savepoint,
    /// Of one of the marks that are set, or of one that is not.
    Release(u8),
    /// The same.
    Abandon(u8),
    Commit,
    RollBack,
    /// The transaction is dropped.
    Drop,
}

/// How often each kind of operation comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    pub(super) insert: u32,
    pub(super) select: u32,
    pub(super) count_by: u32,
    pub(super) update: u32,
    pub(super) upsert: u32,
    pub(super) delete: u32,
    pub(super) batch: u32,
    /// Of everything that is about transactions, beside the operations.
    pub(super) transactions: u32,
}

/// A case: rows to begin with, parents first, of which those that clash are to be left out; then anything.
pub(super) fn case(weights: Weights, steps: usize) -> impl Strategy<Value = (Vec<Step>, Vec<Move>)> {
    let start = TABLES.map(|schema| {
        let insert = row(schema).prop_map(move |row| (schema, Operation::Insert(vec![row])));
        vec(insert, 0..25)
    });
    let moves = match weights.transactions {
        0 => step(weights).prop_map(Move::Do).boxed(),
        weight => prop_oneof![10 => step(weights).prop_map(Move::Do), weight => around()].boxed(),
    };
    (start.prop_map(|tables| tables.into_iter().flatten().collect()), vec(moves, 1..steps))
}

/// What begins and ends transactions, and what marks points in them.
fn around() -> BoxedStrategy<Move> {
    prop_oneof![
        6 => Just(Move::Begin),
        4 => Just(Move::Savepoint),
        2 => any::<u8>().prop_map(Move::Release),
        2 => any::<u8>().prop_map(Move::Abandon),
        2 => Just(Move::Commit),
        1 => Just(Move::RollBack),
        1 => Just(Move::Drop),
    ]
    .boxed()
}

fn step(weights: Weights) -> BoxedStrategy<Step> {
    let on_one_table = TABLES.map(|schema| {
        let kinds = [
            (weights.insert, writes::insert(schema)),
            (weights.select, reads::query(schema)),
            (weights.count_by, reads::count_by(schema)),
            (weights.update, writes::update(schema)),
            (weights.upsert, writes::upsert(schema)),
            (weights.delete, writes::delete(schema)),
        ];
        let kinds = kinds.into_iter().filter(|(weight, _)| *weight > 0).collect();
        (1, Union::new_weighted(kinds).prop_map(move |operation| (schema, operation)).boxed())
    });
    let of_one =
        weights.insert + weights.select + weights.count_by + weights.update + weights.upsert + weights.delete;
    let single = Union::new_weighted(on_one_table.to_vec());
    match weights.batch {
        0 => single.boxed(),
        batch => prop_oneof![of_one => single, batch => writes::batch()].boxed(),
    }
}
