//! The values that random operations use: few, so that they meet each other, and each with a reason.

use proptest::sample::select;
use proptest::strategy::Strategy;
use uuid::Uuid;

use super::super::context::START;
use super::schemas::TABLES;
use crate::Timestamp;
use crate::schema::EntitySchema;
use crate::value::{Decimal, Row, Value, ValueType};

/// What the columns of one table can hold.
pub(super) fn pool(schema: &'static EntitySchema, column: usize) -> Vec<Value> {
    let mut values = match meaning(schema, column) {
        Meaning::Root => texts(&["r", "R", "r ", "é", "e\u{301}", "", "%", "rr", "\u{212a}"]),
        Meaning::Branch => texts(&["b", "B", "b%", "e\u{301}", "b_", "b ", "ß", "ss"]),
        Meaning::LeafNumber => ints(&[i64::MIN, 0, 1]),
        Meaning::LeafText => texts(&["", "x", "X", "x "]),
        Meaning::Vine => (0..8).map(|number| Value::Uuid(Uuid::from_u128(u128::MAX / 8 * number))).collect(),
        Meaning::Moss => ints(&[i64::MIN, -2, -1, 0, 1, 2, 10, i64::MAX]),
        Meaning::Version => ints(&[1, 2, 3]),
        Meaning::Counter => ints(&[0, 1, 2, 3, i64::MAX - 1, i64::MAX]),
        Meaning::Until => until(),
        Meaning::Plain => plain(schema.column(column).ty()),
    };
    if schema.column(column).is_nullable() {
        // Often enough to meet other nulls in unique indexes.
        let nulls = values.len() / 3 + 1;
        values.extend(std::iter::repeat_n(Value::Null, nulls));
    }
    values
}

/// A row of `schema` that is live.
pub(super) fn row(schema: &'static EntitySchema) -> impl Strategy<Value = Row> + use<> {
    (0..schema.columns().len()).map(|column| value(schema, column)).collect::<Vec<_>>()
}

fn value(schema: &'static EntitySchema, column: usize) -> impl Strategy<Value = Value> + use<> {
    let live = Some(column) == schema.soft_delete();
    select(if live { vec![Value::Null] } else { pool(schema, column) })
}

enum Meaning {
    Root,
    Branch,
    LeafNumber,
    LeafText,
    Vine,
    Moss,
    Version,
    Counter,
    Until,
    Plain,
}

fn meaning(schema: &'static EntitySchema, column: usize) -> Meaning {
    if schema.ttl() == Some(column) {
        return Meaning::Until;
    }
    let table = TABLES.iter().position(|table| *table == schema);
    match (table, column) {
        (Some(0), 0) | (Some(1), 1) | (Some(2), 3) | (Some(4), 2) => Meaning::Root,
        (Some(1), 0 | 2) | (Some(2), 2) => Meaning::Branch,
        (Some(2), 0) | (Some(3), 2) => Meaning::LeafNumber,
        (Some(2), 1) | (Some(3), 3) => Meaning::LeafText,
        (Some(3), 0 | 1) | (Some(4), 1) => Meaning::Vine,
        (Some(4), 0) => Meaning::Moss,
        (Some(0), 6) => Meaning::Version,
        (Some(1), 3) => Meaning::Counter,
        _ => Meaning::Plain,
    }
}

/// Moments before, while and after a case runs: [`START`] is when it begins, and each step is a second later.
fn until() -> Vec<Value> {
    let moments = [0, START, START + 5_000_000, START + 20_000_000, Timestamp::MAX.unix_micros()];
    moments.into_iter().map(|at| Value::Timestamp(Timestamp::clamped(at))).collect()
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::Text((*text).to_owned())).collect()
}

fn ints(ints: &[i64]) -> Vec<Value> {
    ints.iter().copied().map(Value::Int).collect()
}

fn plain(ty: ValueType) -> Vec<Value> {
    match ty {
        ValueType::Bool => vec![Value::Bool(false), Value::Bool(true)],
        ValueType::Int => ints(&[i64::MIN, -1, 0, 1, 10, 1 << 53, (1 << 53) + 1, i64::MAX]),
        ValueType::Float => {
            let floats =
                [f64::NEG_INFINITY, f64::MIN, -1.5, 0.0, f64::MIN_POSITIVE, 0.1, 1.0, 1e300, f64::INFINITY];
            floats.into_iter().map(Value::Float).collect()
        }
        ValueType::Text => {
            let mut values = texts(&PLAIN_TEXTS);
            values.push(Value::Text("ab".repeat(32 * 1024)));
            values
        }
        ValueType::Bytes => {
            let bytes: [&[u8]; 6] = [&[], &[0], &[0, 0], &[0, 1], b"a", &[255]];
            bytes.into_iter().map(|bytes| Value::Bytes(bytes.to_vec())).collect()
        }
        ValueType::Timestamp => {
            let moments =
                [Timestamp::MIN.unix_micros(), -1, 0, 1, 1_700_000_000_123_456, Timestamp::MAX.unix_micros()];
            moments
                .into_iter()
                .filter_map(|at| Timestamp::from_unix_micros(at).ok())
                .map(Value::Timestamp)
                .collect()
        }
        // Years 1 and 9999, and the days around 1970.
        ValueType::Date => [-719_162, -1, 0, 1, 2_932_896].into_iter().map(Value::Date).collect(),
        ValueType::Time => [0, 1, 43_200_000_000, 86_399_999_999].into_iter().map(Value::Time).collect(),
        ValueType::Uuid => {
            [0, 1, u128::MAX].into_iter().map(|bits| Value::Uuid(Uuid::from_u128(bits))).collect()
        }
        ValueType::Decimal => {
            let most = (1 << 96) - 1;
            let numbers =
                [(-most, 0), (-1_005, 3), (0, 0), (1, 28), (1, 1), (9, 1), (10, 0), (most, 5), (most, 0)];
            numbers
                .into_iter()
                .filter_map(|(digits, scale)| Decimal::new(digits, scale).ok())
                .map(Value::Decimal)
                .collect()
        }
        ValueType::Json => {
            let texts = ["null", "{}", "[]", "\"\"", r#"{"a":[1,2.5,"é%_\\"],"b":null}"#];
            texts.into_iter().map(|text| Value::Json(text.to_owned())).collect()
        }
    }
}

/// Texts that databases tend to confuse with each other or with patterns.
const PLAIN_TEXTS: [&str; 18] = [
    "", " ", "a", "A", "a ", " a", "aa", "a%", "a_", "%", "_", "\\", "*", "é", "e\u{301}", "É", "\u{212a}",
    "😀'\"[",
];

/// What is searched in texts. What differs by the case of other letters than ASCII's comes more often.
pub(super) fn needle() -> impl Strategy<Value = String> {
    select(
        [
            "", "a", "A", "%", "_", "\\", "*", ".", "[", "'", "é", "é", "é", "É", "É", "É", "k", "\u{301}",
            "a ", "ab", "aba", "a%",
        ]
        .as_slice(),
    )
    .prop_map(str::to_owned)
}
