//! Partial indexes: which rows they hold, and which queries they serve.

use super::{all, any, compare, eq, is_in, null, short};
use crate::query::planner::{index_key, plan};
use crate::query::{CompareOp, Order, Predicate, TextOp};
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexFilter, IndexSchema};
use crate::value::{Row, Value, ValueType};

const ID: usize = 0;
const QUEUE: usize = 1;
const STATE: usize = 2;
const OWNER: usize = 3;
const PRIORITY: usize = 4;
const DELETED: usize = 5;

static COLUMNS: [ColumnSchema; 6] = [
    ColumnSchema::new("id", "id", ValueType::Int, false),
    ColumnSchema::new("queue", "queue", ValueType::Int, false),
    ColumnSchema::new("state", "state", ValueType::Text, true),
    ColumnSchema::new("owner", "owner", ValueType::Int, true),
    ColumnSchema::new("priority", "priority", ValueType::Int, false),
    ColumnSchema::new("deleted", "deleted", ValueType::Timestamp, true).soft_delete(),
];
static WAITING: IndexFilter = IndexFilter::new(|| Ok(eq(STATE, "waiting")));
static OWNED: IndexFilter =
    IndexFilter::new(|| Ok(all([some(OWNER), compare(PRIORITY, CompareOp::Ge, 5), null(DELETED)])));
static KEPT: IndexFilter = IndexFilter::new(|| Ok(null(DELETED)));
static LEFT_OVER: IndexFilter =
    IndexFilter::new(|| Ok(all([null(OWNER), compare(STATE, CompareOp::Ne, "done")])));
static INDEXES: [IndexSchema; 4] = [
    IndexSchema::unique("waiting", &[IndexColumn::asc(QUEUE)]).when(&WAITING),
    IndexSchema::new("owned", &[IndexColumn::asc(OWNER)]).when(&OWNED),
    IndexSchema::new("kept", &[IndexColumn::asc(PRIORITY)]).when(&KEPT),
    IndexSchema::new("left_over", &[IndexColumn::asc(QUEUE), IndexColumn::asc(PRIORITY)]).when(&LEFT_OVER),
];
static JOB: EntitySchema = EntitySchema::new("Job", "jobs", &COLUMNS, &[ID]).with_indexes(&INDEXES);

fn some(column: usize) -> Predicate {
    Predicate::Not(Box::new(null(column)))
}

#[test]
fn serves_a_query_that_implies_the_filter() {
    let live = || null(DELETED);
    let cases = [
        // A part of the query that is the filter's needn't be checked again.
        (all([eq(QUEUE, 1), eq(STATE, "waiting"), live()]), "waiting keys=1 rest=1"),
        (all([is_in(QUEUE, [1, 2]), eq(STATE, "waiting"), live()]), "waiting keys=2 rest=1"),
        (all([eq(QUEUE, 1), is_in(STATE, ["waiting"]), live()]), "waiting keys=1 rest=2"),
        (all([eq(QUEUE, 1), is_in(STATE, ["waiting", "done"]), live()]), "id whole rest=3"),
        (all([eq(QUEUE, 1), eq(STATE, "done"), live()]), "id whole rest=3"),
        (all([eq(QUEUE, 1), compare(STATE, CompareOp::Ge, "waiting"), live()]), "id whole rest=3"),
        (all([eq(QUEUE, 1), Predicate::Not(Box::new(eq(STATE, "waiting"))), live()]), "id whole rest=3"),
        // A unique one holds no soft-deleted rows either.
        (all([eq(QUEUE, 1), eq(STATE, "waiting")]), "id whole rest=2"),
        // Only some of the filter's parts.
        (all([eq(OWNER, 1), live()]), "id whole rest=2"),
        (all([eq(OWNER, 1), compare(PRIORITY, CompareOp::Ge, 5)]), "id whole rest=2"),
        // That a column isn't null, and where it lies, can follow from other conditions.
        (all([eq(OWNER, 1), compare(PRIORITY, CompareOp::Ge, 5), live()]), "owned ranges=1 rest=0"),
        (all([eq(OWNER, 1), eq(PRIORITY, 7), live()]), "owned ranges=1 rest=1"),
        (all([eq(OWNER, 1), is_in(PRIORITY, [5, 7]), live()]), "owned ranges=1 rest=1"),
        (all([eq(OWNER, 1), is_in(PRIORITY, [4, 7]), live()]), "kept ranges=2 rest=1"),
        (all([eq(QUEUE, 1), null(OWNER), eq(STATE, "failed")]), "left_over ranges=1 rest=1"),
        (all([eq(QUEUE, 1), null(OWNER), null(STATE)]), "left_over ranges=1 rest=1"),
        (all([eq(QUEUE, 1), null(OWNER), eq(STATE, "done")]), "id whole rest=3"),
        // An index that holds few rows is better than all rows, one that leaves out deleted ones is not for certain.
        (all([null(OWNER), compare(STATE, CompareOp::Ne, "done")]), "left_over whole rest=0"),
        (live(), "id whole rest=1"),
        // Each way of an alternative on its own.
        (
            all([eq(STATE, "waiting"), live(), any([eq(QUEUE, 1), eq(ID, 2)])]),
            "waiting keys=1 + id keys=1 rest=2",
        ),
        (
            any([
                all([eq(OWNER, 1), eq(PRIORITY, 7), live()]),
                all([null(OWNER), compare(STATE, CompareOp::Ne, "done")]),
            ]),
            "owned ranges=1 + left_over whole rest=1",
        ),
        // Not of the column's type.
        (all([eq(QUEUE, 1), eq(STATE, 7), live()]), "id whole rest=3"),
    ];
    for (filter, expected) in cases {
        assert_eq!(short(&JOB, &plan(&JOB, &filter, &[])), expected, "{filter:?}");
    }
}

#[test]
fn serves_an_order_of_the_rows_that_it_holds() {
    let by = |column, descending| Order { column, descending };
    let left_over = || all([null(OWNER), compare(STATE, CompareOp::Ne, "done")]);
    let cases = [
        (null(DELETED), vec![by(PRIORITY, false), by(ID, false)], "kept whole served=2 rest=0"),
        (null(DELETED), vec![by(ID, false)], "id whole served=1 rest=1"),
        (Predicate::EVERYTHING, vec![by(PRIORITY, false), by(ID, false)], "id whole rest=0"),
        (
            left_over().and(eq(QUEUE, 1)),
            vec![by(PRIORITY, true), by(ID, true)],
            "left_over ranges=1 served=2 reversed rest=0",
        ),
        // Few rows to sort go before many that are sorted.
        (left_over(), vec![by(ID, false)], "left_over whole rest=0"),
    ];
    for (filter, order, expected) in cases {
        assert_eq!(short(&JOB, &plan(&JOB, &filter, &order)), expected, "{filter:?} {order:?}");
    }
}

#[test]
fn holds_the_rows_that_match_its_filter() {
    let row = |state: &str, owner: Value, priority| -> Row {
        let state = Value::Text(state.to_owned());
        vec![Value::Int(1), Value::Int(2), state, owner, Value::Int(priority), Value::Null]
    };
    let held = |row: &Row| INDEXES.each_ref().map(|index| index_key(&JOB, index, row).is_some());
    assert_eq!(held(&row("waiting", Value::Null, 9)), [true, false, true, true]);
    assert_eq!(held(&row("done", Value::Int(1), 5)), [false, true, true, false]);
    assert_eq!(held(&row("done", Value::Null, 4)), [false, false, true, false]);
    let mut deleted = row("waiting", Value::Int(1), 9);
    deleted[DELETED] = Value::Timestamp(crate::Timestamp::from_unix_micros(0).unwrap());
    assert_eq!(held(&deleted), [false, false, false, false]);
}

#[test]
fn what_looks_alike_implies_nothing() {
    let text = |ignore_case| Predicate::Text {
        column: STATE,
        op: TextOp::StartsWith,
        ignore_case,
        text: "waiting".to_owned(),
    };
    let live = || null(DELETED);
    for part in [text(false), text(true), any([eq(STATE, "waiting"), eq(OWNER, 1)]), any([])] {
        let filter = all([eq(QUEUE, 1), part, live()]);
        let plan = plan(&JOB, &filter, &[]);
        assert!(!short(&JOB, &plan).contains("waiting"), "{filter:?}");
    }
}
