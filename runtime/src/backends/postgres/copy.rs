//! Adding many rows by `COPY`, in its binary format.

use super::errors::Attempt;
use super::names::quoted;
use super::session::Session;
use super::values;
use crate::schema::EntitySchema;
use crate::value::Row;

/// What stands before the rows: the format's name, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What stands behind them.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();
/// How many bytes are sent at once, about: the server works on what it has while the next ones are put together.
const PIECE: usize = 64 << 10;

/// Adds rows by one statement: how many.
pub(super) async fn add_rows(
    session: &mut Session<'_>,
    schema: &'static EntitySchema,
    rows: &[Row],
) -> Attempt<u64> {
    let sql = session.own(schema, "copy", || text(schema));
    session.copy(&sql, Pieces { schema, rows, started: false, ended: false }).await
}

fn text(schema: &EntitySchema) -> String {
    let names: Vec<_> = schema.columns().iter().map(|column| quoted(column.name())).collect();
    format!("COPY {} ({}) FROM STDIN (FORMAT binary)", quoted(schema.table()), names.join(", "))
}

/// The bytes to send, piece by piece.
struct Pieces<'r> {
    schema: &'static EntitySchema,
    rows: &'r [Row],
    started: bool,
    ended: bool,
}

impl Iterator for Pieces<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.ended {
            return None;
        }
        let mut piece = Vec::with_capacity(PIECE + PIECE / 4);
        if !std::mem::replace(&mut self.started, true) {
            piece.extend(HEADER);
        }
        // No entity has 2^15 columns: the server takes 1,600.
        let columns = self.schema.columns().len() as i16;
        while piece.len() < PIECE {
            let Some((row, rest)) = self.rows.split_first() else {
                piece.extend(TRAILER);
                self.ended = true;
                break;
            };
            self.rows = rest;
            piece.extend(columns.to_be_bytes());
            row.iter().for_each(|value| values::write_measured(value, &mut piece));
        }
        Some(piece)
    }
}
