//! The texts of statements, rendered once for each shape.

use std::collections::HashMap;
use std::sync::Arc;

use super::dialect::MySqlDialect;
use crate::sql::{Param, Shape, Statement};

/// What a statement says beside what all databases say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Locks {
    None,
    /// Others may read the rows, and nobody change them.
    Share,
    /// Nobody else may lock the rows.
    Update,
}

/// The text of a statement.
#[derive(Debug)]
pub(super) struct Prepared {
    sql: Arc<str>,
    /// Which of the shape's values each placeholder stands for.
    order: Vec<u32>,
}

/// A parameter, and how many values are bound for it.
type Bound<'s, 'p> = (&'s Param<'p>, usize);

impl Prepared {
    /// The text of a statement without lists.
    pub(super) fn plain(&self) -> Arc<str> {
        Arc::clone(&self.sql)
    }

    /// The text, and for each placeholder its parameter and how many values are bound for it.
    pub(super) fn fill<'s, 'p>(&self, shape: &'s Shape<'p>) -> Option<(Arc<str>, Vec<Bound<'s, 'p>>)> {
        let mut bound = Vec::with_capacity(self.order.len());
        let mut has_list = false;
        for &number in &self.order {
            let param = shape.params.get(number as usize)?;
            let length = match param {
                Param::List(values) => {
                    has_list = true;
                    padded(values.len())
                }
                _ => 1,
            };
            bound.push((param, length));
        }
        let sql = if has_list { self.expanded(&bound) } else { Arc::clone(&self.sql) };
        Some((sql, bound))
    }

    /// The text with as many placeholders for each list as it has values.
    fn expanded(&self, bound: &[Bound<'_, '_>]) -> Arc<str> {
        let mut lengths = bound.iter().map(|(_, length)| *length);
        let mut sql = String::with_capacity(self.sql.len() + 3 * lengths.clone().sum::<usize>());
        let mut quote = None;
        for letter in self.sql.chars() {
            sql.push(letter);
            match (quote, letter) {
                (None, '?') => (1..lengths.next().unwrap_or(1)).for_each(|_| sql.push_str(", ?")),
                (None, '\'' | '`') => quote = Some(letter),
                // A quote that is doubled ends the text and begins it anew. Declared texts with a backslash before a quote
                // have it doubled as well.
                (Some(open), letter) if letter == open => quote = None,
                _ => {}
            }
        }
        sql.into()
    }
}

/// How many values a list is filled up to, so that lists of any length have few texts.
fn padded(length: usize) -> usize {
    // Longer ones are rare, and would come sooner to the end of what can be bound.
    if length > 2_048 { length } else { length.next_power_of_two() }
}

/// The texts of the shapes that were seen before.
#[derive(Debug, Default)]
pub(super) struct Texts {
    by_key: HashMap<(Vec<u8>, Locks), Arc<Prepared>>,
}

/// Filters that users put together have shapes without end, so the texts are thrown away when there are more.
const MOST_TEXTS: usize = 2_000;

impl Texts {
    /// The text of a statement of this shape, rendered if there is none yet.
    pub(super) fn text(
        &mut self,
        shape: &Shape<'_>,
        statement: &Statement<'_>,
        locks: Locks,
    ) -> Arc<Prepared> {
        let key = (shape.key.clone(), locks);
        if let Some(text) = self.by_key.get(&key) {
            return Arc::clone(text);
        }
        let text = statement.render::<MySqlDialect>();
        let words = match locks {
            Locks::None => "",
            // The words that both servers know.
            Locks::Share => " LOCK IN SHARE MODE",
            Locks::Update => " FOR UPDATE",
        };
        let sql = if words.is_empty() { text.sql } else { format!("{}{words}", text.sql).into() };
        if self.by_key.len() >= MOST_TEXTS {
            self.by_key.clear();
        }
        let text = Arc::new(Prepared { sql, order: text.order });
        self.by_key.insert(key, Arc::clone(&text));
        text
    }
}
