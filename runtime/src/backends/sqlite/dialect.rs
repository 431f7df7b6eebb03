use sea_query::{Alias, BinOper, Expr, Func, Keyword, SqliteQueryBuilder};

use crate::query::TextOp;
use crate::sql::Dialect;
use crate::value::{Value, ValueType};

/// SQLite's SQL.
#[derive(Debug)]
pub(super) struct SqliteDialect;

impl Dialect for SqliteDialect {
    type Builder = SqliteQueryBuilder;

    // Else a column takes values of every type, and an overflowing addition becomes a float.
    const TABLE_OPTIONS: &'static str = "STRICT";

    fn column_type(ty: ValueType) -> &'static str {
        match ty {
            ValueType::Bool | ValueType::Int | ValueType::Timestamp | ValueType::Date | ValueType::Time => {
                "INTEGER"
            }
            ValueType::Float => "REAL",
            ValueType::Text | ValueType::Json | ValueType::Decimal => "TEXT",
            ValueType::Bytes | ValueType::Uuid => "BLOB",
        }
    }

    fn literal(value: &Value) -> Expr {
        let as_is = |text: String| Expr::custom_keyword(Alias::new(text));
        match value {
            Value::Null => Expr::Keyword(Keyword::Null),
            Value::Bool(value) => Expr::Constant(i64::from(*value).into()),
            Value::Int(value) | Value::Time(value) => Expr::Constant((*value).into()),
            // The nearest text to infinity that SQLite reads as a number.
            Value::Float(value) if value.is_infinite() => {
                as_is(if *value > 0.0 { "9e999" } else { "-9e999" }.to_owned())
            }
            Value::Float(value) => as_is(format!("{value:?}")),
            Value::Text(text) | Value::Json(text) => Expr::Constant(text.as_str().into()),
            Value::Bytes(bytes) => Expr::Constant(bytes.clone().into()),
            Value::Timestamp(moment) => Expr::Constant(moment.unix_micros().into()),
            Value::Date(days) => Expr::Constant(i64::from(*days).into()),
            Value::Uuid(uuid) => Expr::Constant(uuid.as_bytes().to_vec().into()),
            Value::Decimal(number) => Expr::Constant(number.to_sortable_text().into()),
        }
    }

    // A table-valued function over a bound array: one shape for lists of every length, and no limit on it.
    fn in_list(column: Expr, list: Expr) -> Expr {
        Expr::cust_with_exprs("? IN (SELECT value FROM rarray(?))", [column, list])
    }

    // A STRICT table refuses the text, as it does a sum out of range.
    fn never_null(sum: Expr) -> Expr {
        Func::coalesce([sum, Expr::Constant("null".into())]).into()
    }

    // SQLite's own function folds ASCII and nothing else, as long as ICU is not built in.
    fn fold(text: Expr) -> Expr {
        Func::lower(text).into()
    }

    fn finds(op: TextOp, column: Expr, parameter: Expr) -> Expr {
        let call = |name: &'static str, args: Vec<Expr>| -> Expr { Func::cust(name).args(args).into() };
        let length = call("length", vec![parameter.clone()]);
        let equals = |part: Expr| Expr::Binary(Box::new(part), BinOper::Equal, Box::new(parameter.clone()));
        match op {
            TextOp::Contains => {
                let at = call("instr", vec![column, parameter]);
                Expr::Binary(Box::new(at), BinOper::GreaterThan, Box::new(Expr::Constant(0.into())))
            }
            TextOp::StartsWith => equals(call("substr", vec![column, Expr::Constant(1.into()), length])),
            TextOp::EndsWith => {
                let from_end = Expr::cust_with_expr("-?", length);
                equals(call("substr", vec![column, from_end]))
            }
        }
    }
}
