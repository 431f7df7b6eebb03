mod partial;

use super::{Access, Plan, Seek, plan};
use crate::query::{CompareOp, Order, Predicate, TextOp};
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexSchema};
use crate::value::{Value, ValueType};

const ID: usize = 0;
const APP: usize = 1;
const EMAIL: usize = 2;
const NICK: usize = 3;
const CREATED: usize = 4;
const DELETED: usize = 5;
const NOTE: usize = 6;

static COLUMNS: [ColumnSchema; 7] = [
    ColumnSchema::new("id", "id", ValueType::Int, false),
    ColumnSchema::new("app", "app", ValueType::Int, false),
    ColumnSchema::new("email", "email", ValueType::Text, false),
    ColumnSchema::new("nick", "nick", ValueType::Text, true),
    ColumnSchema::new("created", "created", ValueType::Int, false),
    ColumnSchema::new("deleted", "deleted", ValueType::Timestamp, true).soft_delete(),
    ColumnSchema::new("note", "note", ValueType::Text, true),
];
static INDEXES: [IndexSchema; 4] = [
    IndexSchema::unique("email", &[IndexColumn::asc(APP), IndexColumn::asc(EMAIL)]),
    IndexSchema::unique("nick", &[IndexColumn::asc(NICK)]),
    IndexSchema::new("recent", &[IndexColumn::asc(APP), IndexColumn::desc(CREATED)]),
    IndexSchema::new("note", &[IndexColumn::desc(NOTE)]),
];
static USER: EntitySchema = EntitySchema::new("User", "users", &COLUMNS, &[ID]).with_indexes(&INDEXES);

fn eq(column: usize, value: impl Into<V>) -> Predicate {
    compare(column, CompareOp::Eq, value)
}

fn compare(column: usize, op: CompareOp, value: impl Into<V>) -> Predicate {
    Predicate::Compare { column, op, value: value.into().0 }
}

fn is_in<T: Into<V>>(column: usize, values: impl IntoIterator<Item = T>) -> Predicate {
    Predicate::In { column, values: values.into_iter().map(|value| value.into().0).collect() }
}

fn starts_with(column: usize, text: &str, ignore_case: bool) -> Predicate {
    Predicate::Text { column, op: TextOp::StartsWith, ignore_case, text: text.to_owned() }
}

fn null(column: usize) -> Predicate {
    Predicate::IsNull { column }
}

fn all(parts: impl IntoIterator<Item = Predicate>) -> Predicate {
    Predicate::All(parts.into_iter().collect())
}

fn any(parts: impl IntoIterator<Item = Predicate>) -> Predicate {
    Predicate::Any(parts.into_iter().collect())
}

struct V(Value);

impl From<i64> for V {
    fn from(value: i64) -> Self {
        Self(Value::Int(value))
    }
}

impl From<&str> for V {
    fn from(value: &str) -> Self {
        Self(Value::Text(value.to_owned()))
    }
}

/// A plan in short: `email keys=2`, `recent ranges=1 served=2 reversed`, with `rest=` for what is left to check.
fn short(schema: &'static EntitySchema, plan: &Plan<'_>) -> String {
    let scans = plan.scans.iter().map(|scan| {
        let name = match scan.access {
            Access::Primary => "id",
            Access::Index(position) => schema.indexes()[position].name(),
        };
        let keys = scan.seeks.iter().filter(|seek| matches!(seek, Seek::Key(_))).count();
        let ranges = scan.seeks.iter().filter(|seek| matches!(seek, Seek::Range { .. })).count();
        let whole = matches!(scan.seeks.as_slice(), [Seek::Range { start, end: None }] if start.is_empty());
        match (keys, ranges) {
            _ if whole => format!("{name} whole"),
            (0, ranges) => format!("{name} ranges={ranges}"),
            (keys, 0) => format!("{name} keys={keys}"),
            (keys, ranges) => format!("{name} keys={keys} ranges={ranges}"),
        }
    });
    let mut text = scans.collect::<Vec<_>>().join(" + ");
    if plan.served > 0 {
        text += &format!(" served={}{}", plan.served, if plan.reverse { " reversed" } else { "" });
    }
    text + &format!(" rest={}", plan.residual.len())
}

#[test]
fn picks_the_narrowest_index() {
    let live = || null(DELETED);
    let cases = [
        (Predicate::EVERYTHING, "id whole rest=0"),
        (eq(ID, 7), "id keys=1 rest=0"),
        (all([eq(ID, 7), live(), eq(APP, 1)]), "id keys=1 rest=2"),
        (is_in(ID, [3, 1, 3]), "id keys=2 rest=0"),
        (is_in(ID, [0_i64; 0]), "id ranges=0 rest=0"),
        (compare(ID, CompareOp::Gt, 7), "id ranges=1 rest=1"),
        // A unique index holds live rows without nulls only.
        (all([eq(APP, 1), eq(EMAIL, "a"), live()]), "email keys=1 rest=1"),
        (all([eq(APP, 1), eq(EMAIL, "a")]), "recent ranges=1 rest=1"),
        (all([eq(NICK, "a"), live()]), "nick keys=1 rest=1"),
        (all([is_in(NICK, ["a", "b"]), live()]), "nick keys=2 rest=1"),
        (all([null(NICK), live()]), "id whole rest=2"),
        (all([starts_with(NICK, "a", false), live()]), "nick ranges=1 rest=2"),
        (all([starts_with(NICK, "a", true), live()]), "id whole rest=2"),
        (all([eq(APP, 1), starts_with(EMAIL, "a", false), live()]), "email ranges=1 rest=2"),
        // Longest run of first columns, then a range on the next.
        (eq(APP, 1), "recent ranges=1 rest=0"),
        (all([eq(APP, 1), compare(CREATED, CompareOp::Ge, 5)]), "recent ranges=1 rest=1"),
        (
            all([eq(APP, 1), compare(CREATED, CompareOp::Ge, 5), compare(CREATED, CompareOp::Lt, 5)]),
            "recent ranges=0 rest=2",
        ),
        (all([is_in(APP, [1, 2]), is_in(CREATED, [5, 6, 7])]), "recent ranges=6 rest=0"),
        (null(NOTE), "note ranges=1 rest=0"),
        (all([null(NOTE), eq(APP, 1)]), "recent ranges=1 rest=1"),
        (compare(NOTE, CompareOp::Ne, "a"), "id whole rest=1"),
        (Predicate::Not(Box::new(eq(ID, 1))), "id whole rest=1"),
        // Alternatives, each by its own index.
        (any([eq(ID, 1), eq(ID, 2)]), "id keys=2 rest=0"),
        (any([all([eq(ID, 1), eq(APP, 1)]), eq(ID, 2)]), "id keys=2 rest=1"),
        (all([any([eq(ID, 1), eq(NICK, "a")]), live()]), "id keys=1 + nick keys=1 rest=1"),
        (any([eq(ID, 1), eq(EMAIL, "a")]), "id whole rest=1"),
        (any([any([eq(ID, 1)])]), "id keys=1 rest=0"),
        (any([]), " rest=0"),
        // Not of the column's type: no row matches, and bytes wouldn't say so.
        (eq(ID, "7"), "id whole rest=1"),
    ];
    for (filter, expected) in cases {
        assert_eq!(short(&USER, &plan(&USER, &filter, &[])), expected, "{filter:?}");
    }
}

#[test]
fn picks_the_index_that_has_the_order() {
    let asc = |column| Order { column, descending: false };
    let desc = |column| Order { column, descending: true };
    let live = || null(DELETED);
    let cases = [
        (Predicate::EVERYTHING, vec![asc(ID)], "id whole served=1 rest=0"),
        (Predicate::EVERYTHING, vec![desc(ID)], "id whole served=1 reversed rest=0"),
        (eq(APP, 1), vec![desc(CREATED), asc(ID)], "recent ranges=1 served=2 rest=0"),
        // Read from its end, its ids come the wrong way round.
        (eq(APP, 1), vec![asc(CREATED), asc(ID)], "recent ranges=1 served=1 reversed rest=0"),
        (eq(APP, 1), vec![asc(CREATED), desc(ID)], "recent ranges=1 served=2 reversed rest=0"),
        // A column that has one value only is sorted wherever it stands.
        (eq(APP, 1), vec![desc(CREATED), asc(APP), asc(ID)], "recent ranges=1 served=3 rest=0"),
        (eq(APP, 1), vec![asc(EMAIL), asc(ID)], "recent ranges=1 rest=0"),
        // A unique index has no ties that the id would have to break.
        (all([eq(APP, 1), live()]), vec![asc(EMAIL), asc(ID)], "email ranges=1 served=2 rest=1"),
        (Predicate::EVERYTHING, vec![desc(NOTE), asc(ID)], "note whole served=2 rest=0"),
        (Predicate::EVERYTHING, vec![asc(NOTE), asc(ID)], "note whole served=1 reversed rest=0"),
        // Not all rows are in the index.
        (live(), vec![asc(NICK), asc(ID)], "id whole rest=1"),
        (
            all([live(), Predicate::Not(Box::new(null(NICK)))]),
            vec![asc(NICK), asc(ID)],
            "nick ranges=1 served=2 rest=2",
        ),
        (eq(ID, 1), vec![asc(NOTE), asc(ID)], "id keys=1 served=2 rest=0"),
        (is_in(APP, [1, 2]), vec![asc(APP), desc(CREATED), asc(ID)], "recent ranges=2 served=3 rest=0"),
    ];
    for (filter, order, expected) in cases {
        let short = short(&USER, &plan(&USER, &filter, &order));
        // An order that only fixed columns serve says nothing of the index.
        assert_eq!(short, expected, "{filter:?} {order:?}");
    }
}

#[test]
fn seeks_to_where_a_page_starts() {
    let order = [Order { column: CREATED, descending: true }, Order { column: ID, descending: false }];
    let filter = is_in(APP, [1]).and(eq(APP, 1));
    let mut plan = plan(&USER, &filter, &order);
    let before = plan.scans.clone();
    plan.seek_after(&USER, &order, &[Value::Int(5), Value::Int(9)]);
    let (Seek::Range { start: whole, end: old_end }, Seek::Range { start, end }) =
        (&before[0].seeks[0], &plan.scans[0].seeks[0])
    else {
        panic!("no ranges");
    };
    assert!(start > whole && start.starts_with(whole) && end == old_end);
}
