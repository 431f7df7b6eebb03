//! Everything that is stored of an app, read past the entity stores.

use std::collections::BTreeMap;
use std::sync::Arc;

use auth_core::{App, AuthStore, User};
use storewright::backend::Select;
use storewright::query::{Order, Predicate};
use storewright::schema::EntitySchema;
use storewright::{Id, Row, StoreValue as _};

use crate::Outcome;

/// Stored rows by table.
pub(crate) type Rows = BTreeMap<&'static str, Vec<Row>>;

/// Every row of an app, in order: also such that no method gives, soft-deleted or expired. `users` are all of its users, those who are
/// deleted too, for the entities that belong to a user alone.
pub(crate) async fn rows_of(store: &Arc<dyn AuthStore>, app: Id<App>, users: &[Id<User>]) -> Outcome<Rows> {
    let store = store.backing();
    let mut rows = Rows::new();
    for &schema in store.references().schemas() {
        let order = schema.key().iter().map(|&column| Order { column, descending: false }).collect();
        let select = Select { order, ..Select::new(schema, belongs_to(schema, app, users)?) };
        rows.insert(schema.table(), store.backend().select(select).await?.rows);
    }
    Ok(rows)
}

/// How many rows there are in each table.
pub(crate) fn sizes(rows: &Rows) -> BTreeMap<&'static str, usize> {
    rows.iter().map(|(table, rows)| (*table, rows.len())).collect()
}

fn belongs_to(schema: &'static EntitySchema, app: Id<App>, users: &[Id<User>]) -> Outcome<Predicate> {
    let named = |name: &str| schema.columns().iter().position(|column| column.field() == name);
    if schema.table() == "auth_apps" {
        return Ok(Predicate::equals(schema.key()[0], app.to_value()?));
    }
    if let Some(column) = named("app_id") {
        return Ok(Predicate::equals(column, app.to_value()?));
    }
    let column =
        named("user_id").ok_or_else(|| format!("`{}` names neither app nor user", schema.entity()))?;
    let values = users.iter().map(|user| user.to_value()).collect::<Result<_, _>>()?;
    Ok(Predicate::In { column, values })
}
