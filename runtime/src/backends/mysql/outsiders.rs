//! Tables that reference this store's without its knowing.

use std::collections::BTreeMap;

use super::errors::Attempt;
use super::session::Session;
use super::values;
use crate::backend::Delete;
use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;

/// A foreign key of another table: the pairs of its columns and the key's.
type Pairs = Vec<(String, String)>;

/// Fails when a foreign key that the store doesn't know of has lost its row. Of those that it knows, the deletion has found
/// every row.
pub(super) async fn check(
    session: &mut Session,
    delete: &Delete,
    reached: &[&'static EntitySchema],
) -> Attempt<()> {
    for schema in reached {
        for ((owner, table, _), pairs) in unknown(session, delete, schema).await? {
            let on: Vec<_> =
                pairs.iter().map(|(from, to)| format!("c.{} = p.{}", quoted(from), quoted(to))).collect();
            let set: Vec<_> =
                pairs.iter().map(|(from, _)| format!("c.{} IS NOT NULL", quoted(from))).collect();
            let lost = format!(
                "SELECT 1 FROM {}.{} AS c LEFT JOIN {} AS p ON {} WHERE {} AND p.{} IS NULL LIMIT 1",
                quoted(&owner),
                quoted(&table),
                quoted(schema.table()),
                on.join(" AND "),
                set.join(" AND "),
                quoted(schema.column(schema.key()[0]).name())
            );
            if !session.ask(lost, &[]).await?.is_empty() {
                return Err(refused(delete).into());
            }
        }
    }
    Ok(())
}

pub(super) fn refused(delete: &Delete) -> Error {
    let by = "row of a table outside this store";
    ErrorKind::Restricted { entity: delete.schema.entity(), by }.into()
}

/// The foreign keys of others to `schema`, by their database, table and name.
async fn unknown(
    session: &mut Session,
    delete: &Delete,
    schema: &'static EntitySchema,
) -> Attempt<BTreeMap<(String, String, String), Pairs>> {
    let ask = "SELECT table_schema, table_name, constraint_name, column_name, referenced_column_name, \
        CAST(table_schema = DATABASE() AS SIGNED) FROM information_schema.key_column_usage \
        WHERE referenced_table_schema = DATABASE() AND referenced_table_name = ? ORDER BY ordinal_position";
    let mut keys: BTreeMap<_, Pairs> = BTreeMap::new();
    for row in session.ask(ask, &[schema.table()]).await? {
        let text = |at| values::text(&row, at);
        let is_known = values::number(&row, 5)? != 0
            && delete
                .references
                .schemas()
                .iter()
                .any(|known| text(1).is_ok_and(|table| table.eq_ignore_ascii_case(known.table())));
        if !is_known {
            keys.entry((text(0)?, text(1)?, text(2)?)).or_default().push((text(3)?, text(4)?));
        }
    }
    Ok(keys)
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
