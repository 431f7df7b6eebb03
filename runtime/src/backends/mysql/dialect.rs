use std::borrow::Cow;

use sea_query::{Alias, BinOper, Expr, Func, Keyword, MysqlQueryBuilder};

use super::{lengths, values};
use crate::query::TextOp;
use crate::schema::EntitySchema;
use crate::sql::Dialect;
use crate::value::{Value, ValueType};

/// The SQL that MySQL and MariaDB have in common.
#[derive(Debug)]
pub(super) struct MySqlDialect;

impl Dialect for MySqlDialect {
    type Builder = MysqlQueryBuilder;

    // The collation depends on the server: `Flavor` has it.
    const TABLE_OPTIONS: &'static str = "";

    // A comparison of row values is right but reads the whole index.
    const SEEKS_BY_ROWS: bool = false;

    const LIMITS_WRITES: bool = true;

    fn column_type(ty: ValueType) -> &'static str {
        match ty {
            ValueType::Bool => "TINYINT(1)",
            ValueType::Int => "BIGINT",
            ValueType::Float => "DOUBLE",
            // JSON as the text that it was: MySQL's own type changes the order of keys.
            ValueType::Text | ValueType::Json => "LONGTEXT",
            ValueType::Bytes => "LONGBLOB",
            ValueType::Timestamp => "DATETIME(6)",
            ValueType::Date => "DATE",
            ValueType::Time => "TIME(6)",
            ValueType::Uuid => "BINARY(16)",
            // As text that sorts: it has one length.
            ValueType::Decimal => "VARCHAR(59)",
        }
    }

    fn type_of_column(schema: &'static EntitySchema, column: usize) -> Cow<'static, str> {
        let ty = schema.column(column).ty();
        match lengths::limit(schema, column) {
            Some(limit) if ty == ValueType::Text => format!("VARCHAR({limit})").into(),
            Some(limit) => format!("VARBINARY({limit})").into(),
            None => Self::column_type(ty).into(),
        }
    }

    fn literal(value: &Value) -> Expr {
        let as_is = |text: String| Expr::custom_keyword(Alias::new(text));
        match value {
            Value::Null => Expr::Keyword(Keyword::Null),
            Value::Bool(value) => Expr::Constant(i64::from(*value).into()),
            Value::Int(value) => Expr::Constant((*value).into()),
            Value::Float(value) => as_is(format!("{value:e}")),
            // MySQL wants the default of a long text in brackets, which sea-query writes around what it doesn't know.
            Value::Text(text) | Value::Json(text) => Expr::cust(quoted(text)),
            Value::Bytes(bytes) => Expr::cust(hex(bytes)),
            Value::Uuid(uuid) => as_is(hex(uuid.as_bytes())),
            Value::Timestamp(moment) => as_is(format!("'{}'", values::timestamp_text(*moment))),
            Value::Date(days) => as_is(format!("'{}'", values::date_text(*days))),
            Value::Time(micros) => as_is(format!("'{}'", values::time_text(*micros))),
            Value::Decimal(number) => as_is(format!("'{}'", number.to_sortable_text())),
        }
    }

    // The list is one parameter here, and as many placeholders as it has values when it is run.
    fn in_list(column: Expr, list: Expr) -> Expr {
        Expr::cust_with_exprs("? IN (?)", [column, list])
    }

    // One more than the largest integer is out of range, as a sum that is too large; nothing else reads the second part.
    fn never_null(sum: Expr) -> Expr {
        let refused = Expr::cust_with_expr("9223372036854775807 + ISNULL(?)", sum.clone());
        Func::coalesce([sum, refused]).into()
    }

    // The server's own function folds letters of every script.
    fn fold(text: Expr) -> Expr {
        ('A'..='Z').fold(text, |folded, letter| {
            let call = format!("REPLACE(?, '{letter}', '{}')", letter.to_ascii_lowercase());
            Expr::cust_with_expr(call, folded)
        })
    }

    fn finds(op: TextOp, column: Expr, parameter: Expr) -> Expr {
        let call = |name: &'static str, args: Vec<Expr>| -> Expr { Func::cust(name).args(args).into() };
        let length = || call("CHAR_LENGTH", vec![parameter.clone()]);
        let equals = |part: Expr| Expr::Binary(Box::new(part), BinOper::Equal, Box::new(parameter.clone()));
        match op {
            TextOp::Contains => {
                let at = call("LOCATE", vec![parameter, column]);
                Expr::Binary(Box::new(at), BinOper::GreaterThan, Box::new(Expr::Constant(0.into())))
            }
            TextOp::StartsWith => equals(call("LEFT", vec![column, length()])),
            TextOp::EndsWith => equals(call("RIGHT", vec![column, length()])),
        }
    }
}

/// A text as it stands between quotes, where a backslash escapes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("x'{digits}'")
}
