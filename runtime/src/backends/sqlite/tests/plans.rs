//! What SQLite makes of the statements: lookups and ordered lists must be read off an index.

use super::fixture::*;
use crate::backend::{Assignment, Change, Select, Through};
use crate::backends::sqlite::dialect::SqliteDialect;
use crate::backends::sqlite::ensure::ensure;
use crate::backends::sqlite::open;
use crate::backends::sqlite::options::SqliteOptions;
use crate::query::{CompareOp, Predicate, TextOp};
use crate::sql::{Chosen, Statement, Texts};
use crate::value::Value;

fn plan(statement: &Statement<'_>) -> String {
    let session = open::writer(&SqliteOptions::memory()).unwrap();
    ensure(&session, &ALL).unwrap();
    let text = Texts::default().text::<SqliteDialect>(&statement.shape(), statement);
    let mut explain = session.connection.prepare(&format!("EXPLAIN QUERY PLAN {}", text.sql)).unwrap();
    let lines =
        explain.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<Vec<_>, _>>().unwrap();
    lines.join("; ")
}

fn rows(select: &Select) -> String {
    plan(&Statement::Rows(select))
}

fn is_indexed(plan: &str) -> bool {
    // The bound list is read as a table of its own.
    let plan = plan.replace("SCAN rarray VIRTUAL TABLE", "");
    plan.contains("SEARCH") && !plan.contains("SCAN") && !plan.contains("TEMP B-TREE")
}

fn live(filter: Predicate) -> Predicate {
    Predicate::All(vec![filter, Predicate::IsNull { column: 7 }])
}

#[test]
fn lookups_use_an_index() {
    let by_id = is(0, uuid(1));
    let by_email = is(1, uuid(1)).and(is(2, text("a")));
    let by_name =
        Predicate::Text { column: 3, op: TextOp::StartsWith, ignore_case: false, text: "a".to_owned() };
    let by_list = Predicate::In { column: 0, values: vec![uuid(1), uuid(2)] };
    for filter in [by_id, by_email, by_name, by_list] {
        let filter = live(filter);
        let plan = rows(&Select { limit: Some(1), ..Select::new(&USER, filter.clone()) });
        assert!(is_indexed(&plan), "{plan}");
        let rows = Chosen::every(&USER, &filter);
        assert!(is_indexed(&self::plan(&Statement::Delete { rows, returning: false })));
    }
    let both = Predicate::Any((1..6).map(|id| is(0, Value::Int(id)).and(is(1, uuid(1)))).collect());
    let plan = rows(&Select::new(&MEMBER, both));
    assert!(is_indexed(&plan), "{plan}");
}

#[test]
fn ordered_lists_are_read_off_an_index() {
    let page = Select {
        order: vec![by(5, true), by(0, false)],
        limit: Some(50),
        ..Select::new(&USER, live(is(1, uuid(1))))
    };
    let plan = rows(&page);
    assert!(is_indexed(&plan) && plan.contains("users_app_id_created_at"), "{plan}");
    let next = Select { after: Some(vec![Value::Timestamp(at(1)), uuid(1)]), ..page };
    let plan = rows(&next);
    assert!(
        is_indexed(&plan) && plan.contains("users_app_id_created_at (app_id=? AND created_at<?)"),
        "{plan}"
    );
    let by_id = Select {
        order: vec![by(0, false)],
        after: Some(vec![uuid(1)]),
        ..Select::new(&USER, live(Predicate::EVERYTHING))
    };
    let plan = rows(&by_id);
    assert!(is_indexed(&plan), "{plan}");
}

#[test]
fn the_rows_that_reference_a_row_are_found_by_an_index() {
    for (schema, column) in [(&USER, 1), (&MEMBER, 0), (&MEMBER, 1), (&MEMBER, 2), (&NODE, 1)] {
        let value =
            if schema.column(column).ty() == crate::value::ValueType::Int { Value::Int(1) } else { uuid(1) };
        let plan = rows(&Select::new(schema, compare(column, CompareOp::Eq, value)));
        assert!(is_indexed(&plan), "{plan}");
    }
}

#[test]
fn the_first_row_to_change_is_found_by_an_index() {
    let set = [Assignment { column: 3, change: Change::Set(text("a")) }];
    let filter = live(is(1, uuid(1)));
    let order = [by(5, true), by(0, false)];
    for limit in [1, 5] {
        let rows = Chosen { schema: &USER, filter: &filter, order: &order, limit: Some(limit) };
        for statement in [
            Statement::Update { rows, set: &set, returning: true },
            Statement::Delete { rows, returning: true },
        ] {
            let plan = plan(&statement);
            assert!(is_indexed(&plan) && plan.contains("users_app_id_created_at"), "{plan}");
        }
    }
    let order = [by(0, false), by(1, false)];
    let filter = is(0, Value::Int(1));
    let rows = Chosen { schema: &MEMBER, filter: &filter, order: &order, limit: Some(5) };
    let plan = plan(&Statement::Delete { rows, returning: false });
    assert!(is_indexed(&plan), "{plan}");
}

#[test]
fn a_list_through_a_reference_uses_an_index_on_both_sides() {
    let through = Through { schema: &MEMBER, filter: is(0, Value::Int(1)), columns: &[1] };
    let plan = rows(&Select { through: Some(through), ..Select::new(&USER, live(Predicate::EVERYTHING)) });
    assert!(is_indexed(&plan), "{plan}");
}
