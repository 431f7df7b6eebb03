use std::fmt;

use sea_query::{QueryBuilder, QueryStatementBuilder, SqlWriter, Value as Placeholder};

use super::Text;

/// Numbers from here on are not those of parameters.
const LITERALS: u64 = 1 << 32;

/// A number that stands in the text itself, where sea-query is given the number of a parameter.
pub(super) fn literal(number: u32) -> u64 {
    LITERALS + u64::from(number)
}

/// The text of a statement, whose values are the numbers of parameters.
pub(super) fn text(statement: &impl QueryStatementBuilder, builder: &impl QueryBuilder) -> Text {
    let mut written = Written { sql: String::with_capacity(256), order: Vec::new() };
    statement.build_collect_any_into(builder, &mut written);
    Text { sql: written.sql.into(), order: written.order }
}

struct Written {
    sql: String,
    order: Vec<u32>,
}

impl fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.sql.write_str(text)
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql)
    }
}

impl SqlWriter for Written {
    fn push_param<T: QueryBuilder>(&mut self, value: Placeholder, builder: &T) {
        let number = match value {
            Placeholder::Unsigned(Some(number)) => number,
            Placeholder::BigUnsigned(Some(number)) if number >= LITERALS => {
                return self.sql.push_str(&(number - LITERALS).to_string());
            }
            Placeholder::BigUnsigned(Some(number)) => number as u32,
            // Nothing else is ever handed to sea-query; a number no shape has fails when it is bound.
            _ => u32::MAX,
        };
        self.order.push(number);
        let (placeholder, numbered) = builder.placeholder();
        self.sql.push_str(placeholder);
        if numbered {
            self.sql.push_str(&self.order.len().to_string());
        }
    }

    fn as_writer(&mut self) -> &mut dyn fmt::Write {
        self
    }
}
