//! The texts of statements, and what is bound to them.

use std::sync::Arc;

use super::dialect::MySqlDialect;
use crate::sql::{Param, Shape, Statement, Text, Texts};

/// What a statement says beside what all databases say.
#[derive(Debug, Clone, Copy)]
pub(super) enum Locks {
    None,
    /// Others may read the rows, and nobody change them.
    Share,
    /// Nobody else may lock the rows.
    Update,
}

/// A parameter, and how many values are bound for it.
type Bound<'s, 'p> = (&'s Param<'p>, usize);

/// The text, and for each placeholder its parameter and how many values are bound for it.
pub(super) fn fill<'s, 'p>(text: &Text, shape: &'s Shape<'p>) -> Option<(Arc<str>, Vec<Bound<'s, 'p>>)> {
    let mut bound = Vec::with_capacity(text.order.len());
    let mut has_list = false;
    for &number in &text.order {
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
    let sql = if has_list { expanded(&text.sql, &bound) } else { Arc::clone(&text.sql) };
    Some((sql, bound))
}

/// The text with as many placeholders for each list as it has values.
fn expanded(text: &str, bound: &[Bound<'_, '_>]) -> Arc<str> {
    let mut lengths = bound.iter().map(|(_, length)| *length);
    let mut sql = String::with_capacity(text.len() + 3 * lengths.clone().sum::<usize>());
    let mut quote = None;
    for letter in text.chars() {
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

/// How many values a list is filled up to, so that lists of any length have few texts.
fn padded(length: usize) -> usize {
    // Longer ones are rare, and would come sooner to the end of what can be bound.
    if length > 2_048 { length } else { length.next_power_of_two() }
}

/// The texts of the shapes that were seen before.
#[derive(Debug, Default)]
pub(super) struct LockedTexts {
    none: Texts,
    share: Texts,
    update: Texts,
}

impl LockedTexts {
    /// The text of a statement of this shape, rendered if there is none yet.
    pub(super) fn text(&mut self, shape: &Shape<'_>, statement: &Statement<'_>, locks: Locks) -> Arc<Text> {
        // The words that both servers know.
        let (texts, words) = match locks {
            Locks::None => (&mut self.none, ""),
            Locks::Share => (&mut self.share, " LOCK IN SHARE MODE"),
            Locks::Update => (&mut self.update, " FOR UPDATE"),
        };
        texts.ending::<MySqlDialect>(shape, statement, words)
    }
}
