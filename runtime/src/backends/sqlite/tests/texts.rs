use super::fixture::*;
use crate::backend::{Assignment, Change, Select};
use crate::backends::sqlite::dialect::SqliteDialect;
use crate::query::{CompareOp, Predicate, TextOp};
use crate::schema::EntitySchema;
use crate::sql::{Chosen, Statement, Texts, create_index, create_table, indexes};
use crate::value::Value;

fn sql(statement: &Statement<'_>) -> String {
    Texts::default().text::<SqliteDialect>(&statement.shape(), statement).sql.to_string()
}

fn deletion(filter: &Predicate) -> Statement<'_> {
    Statement::Delete { rows: Chosen::every(&USER, filter), returning: false }
}

/// The condition that a filter on users becomes.
fn condition(filter: &Predicate) -> String {
    let sql = sql(&deletion(filter));
    sql.strip_prefix(r#"DELETE FROM "users" WHERE "#).unwrap_or(&sql).to_owned()
}

fn key(filter: &Predicate) -> Vec<u8> {
    deletion(filter).shape().key
}

#[test]
fn conditions() {
    let age = |op| compare(4, op, Value::Int(1));
    assert_eq!(condition(&is(2, text("a"))), r#""email" = ?"#);
    assert_eq!(condition(&age(CompareOp::Ge)), r#""age" >= ?"#);
    assert_eq!(condition(&age(CompareOp::Ne)), r#""age" <> ? OR "age" IS NULL"#);
    assert_eq!(condition(&compare(2, CompareOp::Ne, text("a"))), r#""email" <> ?"#);
    assert_eq!(condition(&Predicate::Not(Box::new(age(CompareOp::Lt)))), r#"("age" < ?) IS NOT TRUE"#);
    assert_eq!(condition(&Predicate::Not(Box::new(Predicate::IsNull { column: 4 }))), r#""age" IS NOT NULL"#);
    let list = Predicate::In { column: 4, values: vec![Value::Int(1), Value::Int(2)] };
    assert_eq!(condition(&list), r#""age" IN (SELECT value FROM rarray(?))"#);
    let any = Predicate::Any(vec![age(CompareOp::Eq), is(2, text("a")).and(Predicate::IsNull { column: 7 })]);
    assert_eq!(condition(&any), r#""age" = ? OR ("email" = ? AND "deleted_at" IS NULL)"#);
    assert_eq!(condition(&Predicate::Any(Vec::new())), "FALSE");
    assert_eq!(condition(&Predicate::EVERYTHING), r#"DELETE FROM "users""#);
}

#[test]
fn text_conditions() {
    let find = |op, ignore_case| Predicate::Text { column: 2, op, ignore_case, text: "Al_%".to_owned() };
    assert_eq!(condition(&find(TextOp::Contains, false)), r#"instr("email", ?) > 0"#);
    assert_eq!(condition(&find(TextOp::Contains, true)), r#"instr(LOWER("email"), ?) > 0"#);
    assert_eq!(condition(&find(TextOp::StartsWith, false)), r#""email" >= ? AND "email" < ?"#);
    assert_eq!(condition(&find(TextOp::StartsWith, true)), r#"substr(LOWER("email"), 1, length(?)) = ?"#);
    assert_eq!(condition(&find(TextOp::EndsWith, false)), r#"substr("email", -length(?)) = ?"#);
}

#[test]
fn statements() {
    let filter = is(1, uuid(1));
    let order = vec![by(5, true), by(0, false)];
    let after = Some(vec![Value::Timestamp(at(5)), uuid(9)]);
    let page = Select { order, after, limit: Some(3), total: true, ..Select::new(&USER, filter.clone()) };
    assert_eq!(
        sql(&Statement::Rows(&page)),
        concat!(
            r#"SELECT "id", "app_id", "email", "username", "age", "created_at", "version", "deleted_at", "#,
            r#"(SELECT COUNT(*) FROM "users" WHERE "app_id" = ?) FROM "users" "#,
            r#"WHERE "app_id" = ? AND ("created_at" <= ? AND ("created_at" < ? OR "id" > ?)) "#,
            r#"ORDER BY "created_at" DESC, "id" ASC LIMIT ?"#
        )
    );
    let text =
        Texts::default().text::<SqliteDialect>(&Statement::Rows(&page).shape(), &Statement::Rows(&page));
    assert_eq!(text.order, [0, 0, 1, 1, 2, 3]);
    assert_eq!(
        sql(&Statement::Insert { schema: &NODE, unless: None }),
        r#"INSERT INTO "nodes" ("id", "parent_id", "label") VALUES (?, ?, ?)"#
    );
    let set = [
        Assignment { column: 2, change: Change::Set(Value::Null) },
        Assignment { column: 1, change: Change::Add(3) },
    ];
    let filter = is(0, Value::Int(1));
    assert_eq!(
        sql(&Statement::Update { rows: Chosen::every(&NODE, &filter), set: &set, returning: true }),
        concat!(
            r#"UPDATE "nodes" SET "label" = ?, "parent_id" = COALESCE("parent_id" + ?, 'null') WHERE "id" = ? "#,
            r#"RETURNING "id", "parent_id""#
        )
    );
    assert_eq!(
        sql(&Statement::Count { schema: &NODE, filter: &filter, through: None }),
        r#"SELECT COUNT(*) FROM "nodes" WHERE "id" = ?"#
    );
}

#[test]
fn keyset_positions() {
    let after = |schema: &'static EntitySchema, order, after| {
        let select = Select { order, after: Some(after), ..Select::new(schema, Predicate::EVERYTHING) };
        let sql = sql(&Statement::Rows(&select));
        sql.split_once(" WHERE ").unwrap().1.split_once(" ORDER BY ").unwrap().0.to_owned()
    };
    assert_eq!(after(&USER, vec![by(0, false)], vec![uuid(1)]), r#""id" > ?"#);
    assert_eq!(
        after(&USER, vec![by(4, false), by(0, false)], vec![Value::Int(1), uuid(1)]),
        r#"("age", "id") > (?, ?)"#
    );
    assert_eq!(
        after(&USER, vec![by(4, false), by(0, false)], vec![Value::Null, uuid(1)]),
        r#""age" IS NOT NULL OR "id" > ?"#
    );
    assert_eq!(
        after(&USER, vec![by(4, true), by(0, false)], vec![Value::Int(1), uuid(1)]),
        r#"("age" <= ? OR "age" IS NULL) AND ("age" < ? OR "age" IS NULL OR "id" > ?)"#
    );
}

#[test]
fn tables_and_indexes() {
    assert_eq!(
        create_table::<SqliteDialect>(&MEMBER).unwrap(),
        concat!(
            r#"CREATE TABLE IF NOT EXISTS "members" ( "node_id" INTEGER NOT NULL, "user_id" BLOB NOT NULL, "#,
            r#""inviter_id" BLOB, "role" TEXT NOT NULL, PRIMARY KEY ("node_id", "user_id"), "#,
            r#"FOREIGN KEY ("node_id") REFERENCES "nodes" ("id") ON DELETE NO ACTION, "#,
            r#"FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE, "#,
            r#"FOREIGN KEY ("inviter_id") REFERENCES "users" ("id") ON DELETE SET NULL ) STRICT"#
        )
    );
    let of = |schema| {
        indexes(schema).iter().map(|index| create_index::<SqliteDialect>(schema, index)).collect::<Vec<_>>()
    };
    assert_eq!(
        of(&USER),
        [
            r#"CREATE UNIQUE INDEX IF NOT EXISTS "users_app_id_email" ON "users" ("app_id" ASC, "email" ASC) WHERE "deleted_at" IS NULL"#,
            r#"CREATE UNIQUE INDEX IF NOT EXISTS "users_username" ON "users" ("username" ASC) WHERE "deleted_at" IS NULL"#,
            r#"CREATE INDEX IF NOT EXISTS "users_app_id_created_at" ON "users" ("app_id" ASC, "created_at" DESC, "id" ASC)"#,
        ]
    );
    // The id begins with the node, so only the users need indexes.
    assert_eq!(
        of(&MEMBER),
        [
            r#"CREATE INDEX IF NOT EXISTS "members_user_id_reference" ON "members" ("user_id" ASC, "node_id" ASC)"#,
            r#"CREATE INDEX IF NOT EXISTS "members_inviter_id_reference" ON "members" ("inviter_id" ASC, "node_id" ASC, "user_id" ASC)"#,
        ]
    );
}

#[test]
fn equal_keys_are_equal_texts() {
    let email = |value: &str| is(2, text(value));
    let age = |op, value| compare(4, op, Value::Int(value));
    assert_eq!(key(&email("a")), key(&email("b")));
    assert_ne!(key(&email("a")), key(&is(3, text("a"))));
    assert_ne!(key(&age(CompareOp::Lt, 1)), key(&age(CompareOp::Le, 1)));
    assert_ne!(key(&email("a").and(age(CompareOp::Lt, 1))), key(&age(CompareOp::Lt, 1).and(email("a"))));
    // A list's length is not part of the text; that of other alternatives is, up to the next power of two.
    let list = |length| Predicate::In { column: 4, values: (0..length).map(Value::Int).collect() };
    assert_eq!(key(&list(2)), key(&list(50_000)));
    let ids = |length: i64| {
        let one = |number| Predicate::All(vec![age(CompareOp::Eq, number), email("a")]);
        Predicate::Any((0..length).map(one).collect())
    };
    assert_eq!(key(&ids(5)), key(&ids(8)));
    assert_ne!(key(&ids(8)), key(&ids(9)));
    // Filled up by repeating the last one, which changes nothing.
    let filter = ids(5);
    let shape = deletion(&filter).shape();
    assert_eq!(shape.params.len(), 16);
    assert_eq!(condition(&filter).matches('?').count(), 16);
}

#[test]
fn texts_are_bounded() {
    let mut texts = Texts::default();
    for number in 0..3_000 {
        let parts = (0..12).map(|bit| is(if number >> bit & 1 == 1 { 2 } else { 3 }, text("a")));
        let filter = Predicate::All(parts.collect());
        let statement = deletion(&filter);
        texts.text::<SqliteDialect>(&statement.shape(), &statement);
        assert!(texts.len() <= 1_000);
    }
}
