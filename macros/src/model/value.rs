use std::collections::HashMap;

use proc_macro2::Ident;
use syn::{Path, Type, parse_quote};

use crate::declaration::{ValueDeclaration, ValueShape, VariantDeclaration};
use crate::mistakes::Mistakes;
use crate::names::{self, Case};
use crate::nearest::did_you_mean;

/// A type that a column can hold, checked.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) ident: Ident,
    /// Where `storewright` is.
    pub(crate) root: Path,
    pub(crate) kind: ValueKind,
}

#[derive(Debug)]
pub(crate) enum ValueKind {
    /// Variants and their text.
    Enum(Vec<(Ident, String)>),
    /// The field, unless it has no name, and its type.
    Newtype(Option<Ident>, Box<Type>),
}

impl Value {
    pub(crate) fn check(declaration: ValueDeclaration, mistakes: &mut Mistakes) -> Self {
        let ValueDeclaration { ident, keys, shape } = declaration;
        let case = keys.rename_all.map_or(Case::Snake, |text| {
            let case = Case::ALL.into_iter().find(|(name, _)| *name == text.value);
            if case.is_none() {
                let near = did_you_mean(&text.value, Case::ALL.map(|(name, _)| name));
                let all = Case::ALL.map(|(name, _)| format!("`{name}`")).join(", ");
                mistakes
                    .at(text.span, format!("unknown case `{}`{near}\nhelp: it is one of {all}", text.value));
            }
            case.map_or(Case::Snake, |(_, case)| case)
        });
        let kind = match shape {
            ValueShape::Newtype(field, ty) => ValueKind::Newtype(field, ty),
            ValueShape::Enum(variants) => ValueKind::Enum(texts(variants, case, mistakes)),
        };
        let root = keys.root.map_or_else(|| parse_quote!(::storewright), |root| root.0);
        Self { ident, root, kind }
    }
}

fn texts(variants: Vec<VariantDeclaration>, case: Case, mistakes: &mut Mistakes) -> Vec<(Ident, String)> {
    let mut taken: HashMap<String, Ident> = HashMap::new();
    let mut all = Vec::with_capacity(variants.len());
    for VariantDeclaration { ident, rename } in variants {
        let span = rename.as_ref().map_or(ident.span(), |rename| rename.span);
        let text = rename.map_or_else(|| case.apply(&names::plain(&ident)), |rename| rename.value);
        if let Some(other) = taken.get(&text) {
            mistakes.at(span, format!("`{other}` is stored as `{text}` already"));
        }
        taken.entry(text.clone()).or_insert_with(|| ident.clone());
        all.push((ident, text));
    }
    all
}
