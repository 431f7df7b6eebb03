//! Rows that rows of another entity reference.

use super::fixture::*;
use crate::backend::{Executor, Select, Selection, Through};
use crate::backends::sqlite::Sqlite;
use crate::query::Predicate;
use crate::value::Value;

/// Users 10 to 13; node 1 has the members 12, 10 and 11, which 10 invited, node 2 has 13.
async fn filled() -> Sqlite {
    let sqlite = memory().await;
    insert(&sqlite, &USER, (10..14).map(|id| user_row(id, &id.to_string()))).await.unwrap();
    insert(&sqlite, &NODE, [node_row(1, None), node_row(2, None)]).await.unwrap();
    let members = [
        member_row(1, 12, None),
        member_row(1, 10, None),
        member_row(1, 11, Some(10)),
        member_row(2, 13, Some(10)),
    ];
    insert(&sqlite, &MEMBER, members).await.unwrap();
    sqlite
}

fn members_of(node: i64) -> Through {
    Through { schema: &MEMBER, filter: is(0, Value::Int(node)), columns: &[1] }
}

fn ids(selection: &Selection) -> Vec<Value> {
    selection.rows.iter().map(|row| row[0].clone()).collect()
}

#[tokio::test]
async fn referenced_rows_are_given_in_their_own_order() {
    let sqlite = filled().await;
    let select = Select {
        order: vec![by(2, true), by(0, false)],
        through: Some(members_of(1)),
        ..Select::new(&USER, Predicate::EVERYTHING)
    };
    assert_eq!(ids(&sqlite.select(select.clone()).await.unwrap()), [12, 11, 10].map(uuid));
    let not = Predicate::Not(Box::new(is(2, text("11"))));
    let fewer = sqlite.select(Select { filter: not, ..select.clone() }).await.unwrap();
    assert_eq!(ids(&fewer), [12, 10].map(uuid));
    let other = Select { through: Some(members_of(2)), ..select.clone() };
    assert_eq!(ids(&sqlite.select(other).await.unwrap()), [13].map(uuid));
    // A null references nothing, and a row that two reference is given once.
    let inviters = Through { columns: &[2], filter: Predicate::EVERYTHING, ..members_of(1) };
    assert_eq!(ids(&sqlite.select(Select { through: Some(inviters), ..select }).await.unwrap()), [uuid(10)]);
}

#[tokio::test]
async fn pages_and_totals_count_referenced_rows_only() {
    let sqlite = filled().await;
    let page = Select {
        order: vec![by(0, false)],
        limit: Some(2),
        total: true,
        through: Some(members_of(1)),
        ..Select::new(&USER, Predicate::IsNull { column: 7 })
    };
    let first = sqlite.select(page.clone()).await.unwrap();
    assert_eq!((ids(&first), first.total), ([10, 11].map(uuid).to_vec(), Some(3)));
    let next = sqlite.select(Select { after: Some(vec![uuid(11)]), ..page.clone() }).await.unwrap();
    assert_eq!((ids(&next), next.total), (vec![uuid(12)], Some(3)));
    let past = sqlite.select(Select { after: Some(vec![uuid(12)]), ..page.clone() }).await.unwrap();
    assert_eq!((ids(&past), past.total), (Vec::new(), Some(3)));
    let count = sqlite.select(Select { limit: Some(0), ..page.clone() }).await.unwrap();
    assert_eq!((ids(&count), count.total), (Vec::new(), Some(3)));
    let one = Select { filter: is(0, uuid(13)), order: Vec::new(), limit: None, total: false, ..page };
    assert_eq!(ids(&sqlite.select(one).await.unwrap()), []);
}

#[tokio::test]
async fn an_id_of_several_columns_is_found_as_a_whole() {
    use crate::backend::Backend;
    use crate::schema::{ColumnSchema, EntitySchema, OnDelete, ReferenceSchema};
    use crate::value::ValueType;
    static BADGE: EntitySchema = EntitySchema::new(
        "Badge",
        "badges",
        &[
            ColumnSchema::new("id", "id", ValueType::Int, false),
            ColumnSchema::new("node", "node", ValueType::Int, true),
            ColumnSchema::new("user", "user", ValueType::Uuid, true),
        ],
        &[0],
    )
    .with_references(&[ReferenceSchema::new(&[1, 2], || &MEMBER, OnDelete::Cascade)]);
    let sqlite = filled().await;
    sqlite.ensure(&[&BADGE]).await.unwrap();
    let badge = |id, node, user| vec![Value::Int(id), node, user];
    let badges = [badge(1, Value::Int(1), uuid(11)), badge(2, Value::Int(2), Value::Null)];
    insert(&sqlite, &BADGE, badges).await.unwrap();
    let through = Through { schema: &BADGE, filter: Predicate::EVERYTHING, columns: &[1, 2] };
    let select = Select { through: Some(through), ..Select::new(&MEMBER, Predicate::EVERYTHING) };
    assert!(sqlite.select(select).await.unwrap().rows == [member_row(1, 11, Some(10))]);
}
