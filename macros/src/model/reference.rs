use syn::Path;

use super::field::Fields;
use super::usage::{self, Usage};
use crate::declaration::{OnDelete, ReferenceDeclaration};
use crate::mistakes::Mistakes;
use crate::names;

/// Columns that hold another entity's id.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) columns: Vec<usize>,
    pub(crate) target: Path,
    pub(crate) on_delete: OnDelete,
}

impl Reference {
    pub(crate) fn check(
        declaration: ReferenceDeclaration,
        fields: &Fields,
        others: &[Self],
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let ReferenceDeclaration { key, columns: written, target, clauses } = declaration;
        let mut columns = Vec::with_capacity(written.len());
        for column in &written {
            let Some(field) = fields.position(column, mistakes) else {
                continue;
            };
            let name = names::plain(column);
            usage::check(&fields.all[field], Usage::Reference, column, mistakes);
            if columns.contains(&field) {
                mistakes.on(column, format!("`{name}` stands in this reference twice"));
            }
            columns.push(field);
        }
        if written.is_empty() {
            mistakes.at(key, "a reference needs at least one column");
        }
        if !columns.is_empty() && others.iter().any(|other| other.columns == columns) {
            mistakes.at(key, "these columns are a reference already");
        }
        let Some(on_delete) = clauses.on_delete else {
            let words = "a reference says what happens to the row when the one it references is deleted";
            let help = "help: add `on_delete = cascade`, `on_delete = restrict` or `on_delete = set_null`";
            mistakes.at(key, format!("{words}\n{help}"));
            return None;
        };
        (columns.len() == written.len()).then_some(Self { columns, target, on_delete })
    }
}
