use proc_macro2::Ident;

use super::field::Fields;
use super::usage::{self, Usage};
use crate::declaration::{Column, FieldDeclaration, Listed};
use crate::mistakes::Mistakes;
use crate::names;

/// The positions of the id's columns: of the marked field, or as the struct says.
pub(super) fn check(
    ident: &Ident,
    noun: &str,
    composite: Option<Listed<Column>>,
    declared: &[FieldDeclaration],
    fields: &Fields,
    mistakes: &mut Mistakes,
) -> Vec<usize> {
    let mut marked = declared.iter().enumerate().filter_map(|(i, field)| Some((i, field.keys.id?)));
    let mut key = Vec::new();
    if let Some(composite) = composite {
        for Column(column) in &composite.items {
            let Some(field) = fields.position(column, mistakes) else {
                continue;
            };
            if key.contains(&field) {
                mistakes.on(column, format!("`{}` stands in this id twice", names::plain(column)));
            }
            key.push(field);
        }
        for (_, mark) in marked {
            mistakes.at(mark.0, format!("`{ident}` already has an id, `id(…)` on the struct"));
        }
    } else if let Some((first, first_mark)) = marked.next() {
        key.push(first);
        let name = &fields.all[first].name;
        let mut others = false;
        for (other, mark) in marked {
            others = true;
            let other = &fields.all[other].name;
            let help =
                format!("help: for an id of both, write `#[store(id({name}, {other}))]` on the struct");
            mistakes.at(mark.0, format!("`{ident}` already has an id field, `{name}`\n{help}"));
        }
        if others {
            mistakes.at(first_mark.0, format!("`{name}` is the first id field of `{ident}`"));
        }
    } else if !declared.is_empty() {
        let likely = [String::from("id"), format!("{noun}_id")];
        let likely = likely.iter().find(|name| fields.all.iter().any(|field| field.name == **name));
        let near = likely.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        mistakes
            .on(ident, format!("`{ident}` has no id field\nhelp: mark one field with `#[store(id)]`{near}"));
    }
    for &field in &key {
        let of = &fields.all[field];
        usage::check(of, Usage::Id, &of.ident, mistakes);
        if let Some(default) = &declared[field].keys.default {
            mistakes.at(default.key, format!("`{}` is part of the id, which has no default", of.name));
        }
    }
    key
}
