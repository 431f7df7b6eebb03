use std::borrow::Cow;

use sea_query::{Expr, QueryBuilder, SchemaBuilder};

use crate::query::TextOp;
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

/// Where SQL databases differ.
pub(crate) trait Dialect {
    /// What renders names, placeholders and tables.
    type Builder: QueryBuilder + SchemaBuilder + Default;

    /// What follows the closing bracket of a table.
    const TABLE_OPTIONS: &'static str;

    /// Whether an order says where null comes (R7): left alone, the database has it last in an ascending one.
    const TELLS_NULLS: bool = false;

    /// Whether foreign keys stand in the table's own statement, where they may name tables that are made later.
    const REFERENCES_IN_TABLE: bool = true;

    /// Whether an index is searched by a comparison of row values: `(a, b) > (?, ?)`.
    const SEEKS_BY_ROWS: bool = true;

    /// Whether an update or a deletion itself can have an order and a limit, and can't look into its own table.
    const LIMITS_WRITES: bool = false;

    /// Whether a prepared statement is planned well only if its text says about how many rows are asked for.
    const PLANS_BY_LIMIT: bool = false;

    /// Whether the one row that a write picks from several is locked as it is picked. Then it is another one if somebody else
    /// has it meanwhile.
    const LOCKS_PICKED: bool = false;

    /// How values of this type are stored.
    fn column_type(ty: ValueType) -> &'static str;

    /// How this column is stored, where that depends on more than its type: on what an index can hold.
    fn type_of_column(schema: &'static EntitySchema, column: usize) -> Cow<'static, str> {
        Self::column_type(schema.column(column).ty()).into()
    }

    /// A value of the declaration, which is never null, as it stands in a text. No other values do.
    fn literal(value: &Value) -> Expr;

    /// Whether `column` equals one of the values of `list`, which is one parameter.
    fn in_list(column: Expr, list: Expr) -> Expr;

    /// `sum`, which must be refused when it is null: nothing can be added to null.
    fn never_null(sum: Expr) -> Expr;

    /// `text` with its ASCII letters, and nothing else, in lower case.
    fn fold(text: Expr) -> Expr;

    /// Whether `column` holds the text of the parameter, which is never empty, literally (R8).
    fn finds(op: TextOp, column: Expr, parameter: Expr) -> Expr;
}
