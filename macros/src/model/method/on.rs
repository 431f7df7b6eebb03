use proc_macro2::Span;

use super::Checking;
use crate::declaration::{Column, Listed};

/// What decides whether a row is there already.
pub(super) enum On {
    /// The id, as the word at this place says.
    Key(Span),
    /// The unique index at this position.
    Index(usize),
}

impl Checking<'_> {
    /// The id or the unique index over exactly these columns.
    pub(super) fn on(&mut self, written: Listed<Column>) -> Option<On> {
        let mut columns = self.columns(&written)?;
        columns.sort_unstable();
        let is = |of: Vec<usize>| {
            let mut of = of;
            of.sort_unstable();
            of == columns
        };
        if is(self.context.key.to_vec()) {
            return Some(On::Key(written.key));
        }
        let over = self
            .context
            .indexes
            .iter()
            .enumerate()
            .filter(|(_, index)| index.unique && is(index.columns.iter().map(|by| by.field).collect()));
        let mut over: Vec<_> = over.collect();
        // Whole indexes come before partial ones, and two whole ones over the same columns are a mistake.
        over.sort_by_key(|(_, index)| !index.when.is_empty());
        match over[..] {
            [] => {
                if self.context.whole {
                    let names: Vec<_> = written.items.iter().map(|Column(name)| name.to_string()).collect();
                    let names = names.join(", ");
                    let help = format!("help: declare it: `#[store(unique({names}))]`");
                    self.mistakes.at(written.key, format!("there is no unique index over `{names}`\n{help}"));
                }
                None
            }
            [(_, first), _, ..] if !first.when.is_empty() => {
                let words =
                    "there are several unique indexes over these columns, and they differ in `when(…)`";
                let help = "help: declare one over these columns without `when(…)`";
                self.mistakes.at(written.key, format!("{words}\n{help}"));
                None
            }
            [(first, _), ..] => Some(On::Index(first)),
        }
    }

    /// The columns of a clause, each once; `None` if one isn't there.
    pub(super) fn columns(&mut self, written: &Listed<Column>) -> Option<Vec<usize>> {
        let before = self.mistakes.count();
        let mut columns = Vec::with_capacity(written.items.len());
        for Column(name) in &written.items {
            let Some(field) = self.context.fields.position(name, self.mistakes) else {
                continue;
            };
            if columns.contains(&field) {
                let words = format!("`{}` stands here twice", self.context.fields.all[field].name);
                self.mistakes.on(name, words);
            }
            columns.push(field);
        }
        (self.mistakes.count() == before).then_some(columns)
    }
}
