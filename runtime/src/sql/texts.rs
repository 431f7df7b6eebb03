use std::collections::HashMap;
use std::sync::Arc;

use super::{Dialect, Shape, Statement};

/// The text of a statement.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) sql: Arc<str>,
    /// Which of the shape's values each placeholder stands for.
    pub(crate) order: Vec<u32>,
}

/// The texts of the shapes that were seen before.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    by_key: HashMap<Vec<u8>, Arc<Text>>,
    bytes: usize,
}

/// Filters that users put together have shapes without end, so the texts are thrown away when they grow past this.
const MOST_BYTES: usize = 2 << 20;
const MOST_TEXTS: usize = 1_000;

impl Texts {
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// The text of a statement of this shape, rendered if there is none yet.
    pub(crate) fn text<D: Dialect>(&mut self, shape: &Shape<'_>, statement: &Statement<'_>) -> Arc<Text> {
        self.ending::<D>(shape, statement, "")
    }

    /// The same with `words` at its end: those of one value of this type all end with the same.
    pub(crate) fn ending<D: Dialect>(
        &mut self,
        shape: &Shape<'_>,
        statement: &Statement<'_>,
        words: &str,
    ) -> Arc<Text> {
        if let Some(text) = self.by_key.get(&shape.key) {
            return Arc::clone(text);
        }
        let mut text = statement.render::<D>();
        if !words.is_empty() {
            text.sql = format!("{}{words}", text.sql).into();
        }
        let text = Arc::new(text);
        if self.bytes > MOST_BYTES || self.by_key.len() >= MOST_TEXTS {
            self.by_key.clear();
            self.bytes = 0;
        }
        self.bytes += text.sql.len() + shape.key.len();
        self.by_key.insert(shape.key.clone(), Arc::clone(&text));
        text
    }
}
