use std::collections::HashSet;

use proc_macro2::{Ident, Span};

use crate::declaration::Name;
use crate::mistakes::Mistakes;
use crate::model::field::Fields;
use crate::names;

/// The constant that stands for the id.
pub(crate) const PRIMARY_KEY: &str = "PRIMARY_KEY";

/// The names of the constants of one entity: its columns and its unique indexes.
#[derive(Debug)]
pub(super) struct Constants {
    entity: String,
    taken: HashSet<String>,
}

impl Constants {
    pub(super) fn new(fields: &Fields, mistakes: &mut Mistakes) -> Self {
        let mut taken: HashSet<String> = HashSet::from([PRIMARY_KEY.to_owned()]);
        for field in &fields.all {
            let constant = names::constant(&field.name);
            if constant == PRIMARY_KEY {
                let help = format!(
                    "help: call the field otherwise, and keep its column with `rename = \"{}\"`",
                    field.column
                );
                mistakes.on(&field.ident, format!("the constant `{PRIMARY_KEY}` stands for the id\n{help}"));
            }
            taken.insert(constant);
        }
        Self { entity: fields.entity.clone(), taken }
    }

    /// The constant of a unique index over the columns called `columns`.
    pub(super) fn take(
        &mut self,
        key: Span,
        given: Option<Name>,
        columns: &[&str],
        mistakes: &mut Mistakes,
    ) -> Ident {
        let name = match given {
            Some(Name(name)) => {
                let plain = names::plain(&name);
                if plain.chars().any(char::is_lowercase) {
                    let help = format!("help: write `conflict = \"{}\"`", names::constant(&plain));
                    mistakes.on(&name, format!("a constant is written in capitals\n{help}"));
                }
                name
            }
            None => Ident::new(&default(columns), key),
        };
        let plain = names::plain(&name);
        if !self.taken.insert(plain.clone()) {
            let help = "help: name the one of this index with `conflict = \"…\"`";
            mistakes.at(name.span(), format!("`{}` already has a constant `{plain}`\n{help}", self.entity));
        }
        name
    }
}

/// The constant of a unique index that isn't given one: `TENANT_AND_EMAIL_KEY`.
pub(crate) fn default(columns: &[&str]) -> String {
    let columns: Vec<String> = columns.iter().map(|column| names::constant(column)).collect();
    format!("{}_KEY", columns.join("_AND_"))
}
