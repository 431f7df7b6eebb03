use super::fixture::*;
use crate::query::{CompareOp, Predicate, TextOp};
use crate::value::{Decimal, Row, Value};

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

const TEXTS: [&str; 12] = ["", "a", "A", "ab", "AB", "b%", "a_", "é", "É", "aé", "\u{10ffff}", "a "];

fn value(random: &mut Random, column: usize) -> Value {
    let small = random.below(4) as i64 - 1;
    match column {
        1 => Value::Bool(small > 0),
        2 => Value::Float(*random.one(&[f64::NEG_INFINITY, -1.5, 0.0, 1e300])),
        3 => {
            let found: &&str = random.one(&TEXTS);
            text(found)
        }
        4 => Value::Bytes(random.one(&[vec![], vec![0], vec![0, 1], vec![255]]).clone()),
        5 => Value::Timestamp(at(small)),
        6 => Value::Date(small as i32),
        7 => Value::Time(small + 1),
        8 => uuid(small.unsigned_abs().into()),
        9 => Value::Decimal(Decimal::new(i128::from(small) * 15, 1).unwrap()),
        10 => Value::Json("1".to_owned()),
        _ => Value::Int(small),
    }
}

fn row(random: &mut Random, id: i64) -> Row {
    let mut row = vec![Value::Int(id)];
    row.extend((1..12).map(|column| if random.below(4) == 0 { Value::Null } else { value(random, column) }));
    row
}

fn predicate(random: &mut Random, depth: usize) -> Predicate {
    let column = 1 + random.below(11);
    let op = *random.one(&[
        CompareOp::Eq,
        CompareOp::Ne,
        CompareOp::Lt,
        CompareOp::Le,
        CompareOp::Gt,
        CompareOp::Ge,
    ]);
    let parts = |random: &mut Random| {
        let length = random.below(6);
        (0..length).map(|_| predicate(random, depth - 1)).collect()
    };
    match random.below(if depth == 0 { 5 } else { 8 }) {
        0 => Predicate::IsNull { column },
        1 => {
            let length = random.below(4);
            Predicate::In { column, values: (0..length).map(|_| value(random, column)).collect() }
        }
        2 => {
            let op = *random.one(&[TextOp::Contains, TextOp::StartsWith, TextOp::EndsWith]);
            let text = (*random.one(&TEXTS)).to_owned();
            Predicate::Text { column: 3, op, ignore_case: random.below(2) == 0, text }
        }
        // Of another type than the column at times, which can't be compared.
        3 => Predicate::Compare { column, op, value: value(random, 11) },
        4 => Predicate::Compare { column, op, value: value(random, column) },
        5 => Predicate::All(parts(random)),
        6 => Predicate::Any(parts(random)),
        _ => Predicate::Not(Box::new(predicate(random, depth - 1))),
    }
}

#[tokio::test]
async fn every_condition_means_what_it_means_on_a_row() {
    let sqlite = memory().await;
    let mut random = Random(7);
    let rows: Vec<_> = (0..200).map(|id| row(&mut random, id)).collect();
    insert(&sqlite, &WIDE, rows.clone()).await.unwrap();
    let mut matched = 0;
    for round in 0..2_000 {
        let filter = predicate(&mut random, round % 4);
        let ids = |rows: &mut dyn Iterator<Item = &Row>| {
            let mut ids: Vec<_> = rows.map(|row| if let Value::Int(id) = row[0] { id } else { -1 }).collect();
            ids.sort_unstable();
            ids
        };
        let expected = ids(&mut rows.iter().filter(|row| filter.matches(row)));
        let found = find(&sqlite, &WIDE, filter.clone()).await;
        assert_eq!(ids(&mut found.iter()), expected, "{filter:?}");
        matched += expected.len();
    }
    assert!(matched > 20_000, "the conditions are too rarely met to tell anything");
}

#[tokio::test]
async fn lists_of_any_length() {
    let sqlite = memory().await;
    insert(&sqlite, &NODE, (0..10).map(|id| node_row(id, None))).await.unwrap();
    for length in [0, 1, 2, 3, 40_000, 200_000] {
        let filter = Predicate::In { column: 0, values: (0..length).map(Value::Int).collect() };
        assert_eq!(find(&sqlite, &NODE, filter).await.len(), length.min(10) as usize);
    }
    let ids =
        (0..5_000).map(|id| Predicate::All(vec![is(0, Value::Int(id)), Predicate::IsNull { column: 1 }]));
    assert_eq!(find(&sqlite, &NODE, Predicate::Any(ids.collect())).await.len(), 10);
    let endless = (0..40_000).map(|id| compare(0, CompareOp::Ne, Value::Int(id))).collect();
    let select = crate::backend::Select::new(&NODE, Predicate::All(endless));
    let error = crate::backend::Executor::select(&sqlite, select).await.unwrap_err();
    assert!(matches!(error.kind(), crate::ErrorKind::Unsupported { .. }), "{error}");
}
