use std::collections::HashSet;

use proc_macro2::Ident;

use crate::mistakes::Mistakes;
use crate::names;

/// The names of the methods of one entity store, each of which may be used once.
#[derive(Debug)]
pub(crate) struct MethodNames {
    store: String,
    one: String,
    many: String,
    taken: HashSet<String>,
}

impl MethodNames {
    /// The names of `store`'s methods, made of the entity's name in the singular and the plural.
    pub(crate) fn new(store: String, one: String, many: String) -> Self {
        Self { store, one, many, taken: HashSet::new() }
    }

    /// `user`.
    pub(crate) fn one(&self) -> &str {
        &self.one
    }

    /// `users`.
    pub(crate) fn many(&self) -> &str {
        &self.many
    }

    /// Takes `name`, which a key of `#[store(…)]` can change.
    pub(crate) fn take(&mut self, name: &Ident, key: Option<&str>, mistakes: &mut Mistakes) {
        let plain = names::plain(name);
        if !self.taken.insert(plain.clone()) {
            let help =
                key.map(|key| format!("\nhelp: name this one with `{key} = \"…\"`")).unwrap_or_default();
            mistakes.at(name.span(), format!("`{}` already has a method `{plain}`{help}", self.store));
        }
    }
}
