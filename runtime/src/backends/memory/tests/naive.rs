//! Planned queries against a filter and a sort of all rows.

use proptest::prelude::*;
use proptest::sample::select;

use super::fixture::text;
use crate::Timestamp;
use crate::backend::{Assignment, Backend, Change, Delete, DeleteMode, Executor, Insert, Select, Update};
use crate::backends::memory::Memory;
use crate::query::{CompareOp, Order, Predicate, TextOp};
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexFilter, IndexSchema};
use crate::value::{Decimal, Row, Value, ValueType};

static COLUMNS: [ColumnSchema; 8] = [
    ColumnSchema::new("part", "part", ValueType::Int, false),
    ColumnSchema::new("number", "number", ValueType::Int, false),
    ColumnSchema::new("name", "name", ValueType::Text, true),
    ColumnSchema::new("score", "score", ValueType::Float, true),
    ColumnSchema::new("active", "active", ValueType::Bool, false),
    ColumnSchema::new("price", "price", ValueType::Decimal, true),
    ColumnSchema::new("deleted", "deleted", ValueType::Timestamp, true).soft_delete(),
    ColumnSchema::new("data", "data", ValueType::Bytes, true),
];
static ACTIVE: IndexFilter = IndexFilter::new(|| Ok(active()));
static NAMED: IndexFilter =
    IndexFilter::new(|| Ok(Predicate::Not(Box::new(Predicate::IsNull { column: 2 }))));
static SCORED: IndexFilter = IndexFilter::new(|| {
    let low = Predicate::Compare { column: 3, op: CompareOp::Ge, value: Value::Float(0.0) };
    Ok(Predicate::IsNull { column: 6 }.and(low))
});
static INDEXES: [IndexSchema; 9] = [
    IndexSchema::unique("unique_name", &[IndexColumn::asc(0), IndexColumn::desc(2)]),
    IndexSchema::unique("unique_data", &[IndexColumn::asc(7)]),
    IndexSchema::new("by_score", &[IndexColumn::asc(4), IndexColumn::desc(3)]),
    IndexSchema::new("by_name", &[IndexColumn::desc(2), IndexColumn::asc(3)]),
    IndexSchema::new("by_price", &[IndexColumn::asc(5), IndexColumn::asc(2), IndexColumn::desc(0)]),
    IndexSchema::new("by_deleted", &[IndexColumn::asc(6)]),
    IndexSchema::unique("unique_active", &[IndexColumn::desc(3), IndexColumn::asc(1)]).when(&ACTIVE),
    IndexSchema::new("named_price", &[IndexColumn::asc(5)]).when(&NAMED),
    IndexSchema::new("scored", &[IndexColumn::asc(1), IndexColumn::desc(0)]).when(&SCORED),
];
static THING: EntitySchema = EntitySchema::new("Thing", "things", &COLUMNS, &[0, 1]).with_indexes(&INDEXES);

fn active() -> Predicate {
    Predicate::equals(4, Value::Bool(true))
}

/// Few values, so that they meet often.
fn domain(column: usize) -> Vec<Value> {
    match column {
        0 | 1 => (-2..6).map(Value::Int).collect(),
        2 => ["", "a", "A", "ab", "a b", "b\u{301}", "\u{10ffff}"].into_iter().map(text).collect(),
        3 => [f64::NEG_INFINITY, -1.5, 0.0, 0.25, f64::INFINITY].into_iter().map(Value::Float).collect(),
        4 => [true, false].into_iter().map(Value::Bool).collect(),
        5 => [-15, -1, 0, 2, 30].into_iter().map(|n| Value::Decimal(Decimal::new(n, 1).unwrap())).collect(),
        6 => [-1, 7].into_iter().map(|n| Value::Timestamp(Timestamp::from_unix_micros(n).unwrap())).collect(),
        _ => [&[][..], &[0], &[0, 0], &[0, 1], &[255], &[255, 255]]
            .into_iter()
            .map(|b| Value::Bytes(b.to_vec()))
            .collect(),
    }
}

fn value(column: usize) -> BoxedStrategy<Value> {
    let values = select(domain(column)).boxed();
    if COLUMNS[column].is_nullable() {
        prop_oneof![3 => values, 1 => Just(Value::Null)].boxed()
    } else {
        values
    }
}

fn row() -> impl Strategy<Value = Row> {
    (0..COLUMNS.len()).map(value).collect::<Vec<_>>()
}

fn leaf() -> impl Strategy<Value = Predicate> {
    static OPS: [CompareOp; 6] =
        [CompareOp::Eq, CompareOp::Ne, CompareOp::Lt, CompareOp::Le, CompareOp::Gt, CompareOp::Ge];
    let column = 0..COLUMNS.len();
    prop_oneof![
        6 => (column.clone(), prop_oneof![2 => Just(CompareOp::Eq), 1 => select(&OPS[..])]).prop_flat_map(|(column, op)| {
            select(domain(column)).prop_map(move |value| Predicate::Compare { column, op, value })
        }),
        1 => column.clone().prop_map(|column| Predicate::IsNull { column }),
        1 => Just(Predicate::IsNull { column: 6 }),
        1 => Just(active()),
        2 => column.prop_flat_map(|column| {
            proptest::collection::vec(select(domain(column)), 0..4).prop_map(move |values| Predicate::In { column, values })
        }),
        1 => (select(&[TextOp::StartsWith, TextOp::Contains, TextOp::EndsWith][..]), any::<bool>(), select(&["", "a", "A", "b"][..]))
            .prop_map(|(op, ignore_case, text)| Predicate::Text { column: 2, op, ignore_case, text: text.to_owned() }),
    ]
}

fn predicate() -> impl Strategy<Value = Predicate> {
    leaf().prop_recursive(3, 12, 4, |inner| {
        let parts = proptest::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            3 => parts.clone().prop_map(Predicate::All),
            2 => parts.prop_map(Predicate::Any),
            1 => inner.prop_map(|inner| Predicate::Not(Box::new(inner))),
        ]
    })
}

fn order() -> impl Strategy<Value = Vec<Order>> {
    proptest::collection::vec((0..COLUMNS.len(), any::<bool>()), 0..4).prop_map(|columns| {
        let mut order: Vec<Order> = Vec::new();
        let id = [(0, false), (1, false)];
        for (column, descending) in columns.into_iter().chain(id) {
            if !order.iter().any(|by| by.column == column) {
                order.push(Order { column, descending });
            }
        }
        order
    })
}

fn assignment() -> impl Strategy<Value = Assignment> {
    (2..COLUMNS.len()).prop_flat_map(|column| {
        value(column).prop_map(move |value| Assignment { column, change: Change::Set(value) })
    })
}

#[derive(Debug, Clone)]
struct Query {
    filter: Predicate,
    order: Option<Vec<Order>>,
    after: Option<Row>,
    limit: Option<u32>,
    total: bool,
}

fn query() -> impl Strategy<Value = Query> {
    (
        predicate(),
        proptest::option::of(order()),
        proptest::option::of(row()),
        proptest::option::of(0_u32..12),
        any::<bool>(),
    )
        .prop_map(|(filter, order, after, limit, total)| Query { filter, order, after, limit, total })
}

/// Whether two rows can't stand beside each other.
fn clash(a: &Row, b: &Row) -> bool {
    let same =
        |columns: &[usize]| columns.iter().all(|&column| !a[column].is_null() && a[column] == b[column]);
    let live = a[6].is_null() && b[6].is_null();
    let active = active().matches(a) && active().matches(b);
    same(&[0, 1]) || (live && (same(&[0, 2]) || same(&[7]) || (active && same(&[1, 3]))))
}

fn expected(stored: &[Row], select: &Select) -> (Vec<Row>, usize) {
    let mut rows: Vec<_> = stored.iter().filter(|row| select.filter.matches(row)).cloned().collect();
    let total = rows.len();
    rows.sort_by(|a, b| Order::compare(&select.order, a, b));
    if let Some(after) = select.after_predicate() {
        rows.retain(|row| after.matches(row));
    }
    rows.truncate(select.limit.map_or(usize::MAX, |limit| limit as usize));
    (rows, total)
}

async fn check(
    rows: Vec<Row>,
    updates: Vec<(Predicate, Assignment)>,
    removed: Predicate,
    queries: Vec<Query>,
) {
    let store = Memory::new();
    store.ensure(&[&THING]).await.unwrap();
    let mut stored: Vec<Row> = Vec::new();
    for row in rows {
        let clashes = stored.iter().any(|other| clash(other, &row));
        let result = store.insert(Insert { schema: &THING, rows: vec![row.clone()] }).await;
        assert_eq!(result.is_err_and(|error| error.is_conflict()), clashes);
        if !clashes {
            stored.push(row);
        }
    }
    for (filter, assignment) in updates {
        let Change::Set(value) = &assignment.change else { unreachable!() };
        let mut changed = stored.clone();
        for row in changed.iter_mut().filter(|row| filter.matches(row)) {
            row[assignment.column] = value.clone();
        }
        let clashes =
            changed.iter().enumerate().any(|(n, row)| changed[..n].iter().any(|other| clash(other, row)));
        let update = Update::new(&THING, filter, vec![assignment]);
        assert_eq!(store.update(update).await.is_err_and(|error| error.is_conflict()), clashes);
        if !clashes {
            stored = changed;
        }
    }
    let now = Timestamp::from_unix_micros(0).unwrap();
    let delete = Delete::new(&THING, removed.clone(), DeleteMode::Hard, now, Default::default());
    let count = store.delete(delete).await.unwrap().count;
    let before = stored.len();
    stored.retain(|row| !removed.matches(row));
    assert_eq!(count as usize, before - stored.len());
    for Query { filter, order, after, limit, total } in queries {
        let after = order
            .as_ref()
            .zip(after)
            .map(|(order, row)| order.iter().map(|by| row[by.column].clone()).collect());
        let ordered = order.is_some();
        let select =
            Select { order: order.unwrap_or_default(), after, limit, total, ..Select::new(&THING, filter) };
        let selection = store.select(select.clone()).await.unwrap();
        let (rows, count) = expected(&stored, &select);
        assert_eq!(selection.total, total.then_some(count as u64));
        if ordered {
            assert_eq!(selection.rows, rows, "{select:?}");
        } else {
            assert_eq!(selection.rows.len(), rows.len(), "{select:?}");
            let distinct = |row: &Row| selection.rows.iter().filter(|other| *other == row).count() == 1;
            assert!(
                selection
                    .rows
                    .iter()
                    .all(|row| select.filter.matches(row) && stored.contains(row) && distinct(row))
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_as_a_scan_of_all_rows_does(
        rows in proptest::collection::vec(row(), 0..40),
        updates in proptest::collection::vec((predicate(), assignment()), 0..4),
        removed in leaf(),
        queries in proptest::collection::vec(query(), 1..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(check(rows, updates, removed, queries));
    }
}
