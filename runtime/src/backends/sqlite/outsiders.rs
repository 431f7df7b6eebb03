//! Tables that reference this store's without its knowing.

use rusqlite::Connection;

use super::errors::Attempt;
use super::session::Session;
use crate::backend::{Delete, ReferenceGraph};
use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::sql::deletion::reached;

/// Fails when a foreign key that the store doesn't know of has lost its row. Of those that it knows, the deletion has found
/// every row, and nobody else writes meanwhile.
///
/// Cost: reads each table with such a foreign key; a look at the list of tables where there is none.
pub(super) fn check(session: &Session, delete: &Delete) -> Attempt<()> {
    let connection = &session.connection;
    for schema in reached(delete) {
        for table in unknown(connection, &delete.references, schema)? {
            let sql = "SELECT 1 FROM pragma_foreign_key_check(?) WHERE parent = ? COLLATE NOCASE LIMIT 1";
            if connection.prepare_cached(sql)?.exists([table.as_str(), schema.table()])? {
                let by = "row of a table outside this store";
                return Err(Error::from(ErrorKind::Restricted { entity: delete.schema.entity(), by }).into());
            }
        }
    }
    Ok(())
}

/// The tables that reference `schema` by a foreign key of others.
fn unknown(
    connection: &Connection,
    references: &ReferenceGraph,
    schema: &'static EntitySchema,
) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT m.name, f.id, f.\"from\" FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f \
        WHERE m.type = 'table' AND f.\"table\" = ? COLLATE NOCASE ORDER BY m.name, f.id, f.seq";
    let mut listed = connection.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let parts: Vec<(String, i64, String)> =
        listed.query_map([schema.table()], read)?.collect::<Result<_, _>>()?;
    let is_known = |key: &&[(String, i64, String)]| {
        references.referrers(schema).iter().any(|by| {
            let columns = by.reference.columns();
            let mut pairs = key.iter().zip(columns);
            key.len() == columns.len()
                && pairs.all(|((table, _, from), &column)| {
                    table.eq_ignore_ascii_case(by.schema.table())
                        && from.eq_ignore_ascii_case(by.schema.column(column).name())
                })
        })
    };
    let keys = parts.chunk_by(|a, b| (&a.0, a.1) == (&b.0, b.1));
    Ok(keys.filter(|key| !is_known(key)).map(|key| key[0].0.clone()).collect())
}
