//! References: the server's foreign keys check that the row is there; that it is live (R12) is checked here.
//!
//! Nobody can delete it meanwhile: whoever does reads which rows reference it, and of two transactions that read what the
//! other one writes the server lets one fail.

use super::errors::Attempt;
use super::session::Session;
use crate::error::Error;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::references::named;
use crate::value::Row;

/// Fails when one of the rows names by one of the `references` no live row.
pub(super) async fn check(
    session: &mut Session<'_>,
    schema: &'static EntitySchema,
    references: Vec<&'static ReferenceSchema>,
    rows: &[Row],
) -> Attempt<()> {
    for reference in references {
        let mut asked: Option<&Row> = None;
        for row in rows {
            let is_same = |of: &Row| reference.columns().iter().all(|&column| row[column] == of[column]);
            // Rows written together mostly reference the same one.
            if asked.is_some_and(is_same) {
                continue;
            }
            let Some(named) = named(reference, |column| row.get(column)) else { continue };
            if !session.exists(reference.target(), &named).await? {
                return Err(Error::missing_reference(schema, reference).into());
            }
            asked = Some(row);
        }
    }
    Ok(())
}
