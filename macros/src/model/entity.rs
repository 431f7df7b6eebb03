use proc_macro2::Ident;
use syn::{Path, Visibility, parse_quote};

use super::crud::Crud;
use super::field::{Field, Fields};
use super::index::{self, Index, Indexes};
use super::key;
use super::method::{Context, Method};
use super::method_names::MethodNames;
use super::reference::Reference;
use super::requirement::{Requirement, requirements};
use crate::declaration::keys::{RENAMES, RENAMING_METHODS};
use crate::declaration::{EntityDeclaration, MethodDeclaration, Settings};
use crate::mistakes::Mistakes;
use crate::names;

/// An entity, checked.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// Where `storewright` is.
    pub(crate) root: Path,
    /// What its docs call it: `user`.
    pub(crate) noun: String,
    pub(crate) nouns: String,
    pub(crate) table: String,
    pub(crate) id_prefix: String,
    /// Whether `Debug` is generated.
    pub(crate) debug: bool,
    pub(crate) fields: Vec<Field>,
    /// The positions of the id's columns.
    pub(crate) key: Vec<usize>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) references: Vec<Reference>,
    pub(crate) crud: Crud,
    pub(crate) lookups: Vec<Method>,
    pub(crate) methods: Vec<Method>,
    pub(crate) requirements: Vec<Requirement>,
}

/// Where `storewright` is.
pub(crate) fn root(settings: &Settings) -> Path {
    settings.root.as_ref().map_or_else(|| parse_quote!(::storewright), |root| root.0.clone())
}

impl Entity {
    /// The meaning of a declaration. It is whole only if no mistakes were taken down.
    pub(crate) fn check(declaration: EntityDeclaration, mistakes: &mut Mistakes) -> Self {
        let EntityDeclaration { ident, vis, settings, key, indexes, references, methods, fields: declared } =
            declaration;
        let root = root(&settings);
        let snake = names::snake(&names::plain(&ident));
        let noun = settings.name.map_or(snake, |name| names::plain(&name.0));
        let nouns = settings.plural.map_or_else(|| names::plural(&noun), |plural| names::plain(&plural.0));
        let table = settings.table.map_or_else(|| nouns.clone(), |table| table.value);
        let id_prefix = settings.id_prefix.map(|prefix| {
            if !is_id_prefix(&prefix.value) {
                let words = format!("`{}` can't begin an id", prefix.value);
                let help = "help: use up to 63 small letters, with `_` between them";
                mistakes.at(prefix.span, format!("{words}\n{help}"));
            }
            prefix.value
        });
        let fields = Fields::check(&ident, &declared, mistakes);
        let key = key::check(&ident, &noun, key, &declared, &fields, mistakes);
        let (renames, methods): (Vec<_>, Vec<_>) = methods.into_iter().partition(renames);
        let mut taken =
            MethodNames::new(format!("{}Store", names::plain(&ident)), noun.clone(), nouns.clone());
        let crud = Crud::check(ident.span(), &fields.all, renames, &mut taken, mistakes);
        let before = mistakes.count();
        let mut checked = Indexes::new(&table, &fields, &key, mistakes);
        for declaration in index::declared(&declared, indexes) {
            checked.add(declaration, &mut taken, mistakes);
        }
        let Indexes { all: indexes, lookups, .. } = checked;
        let mut checked = Vec::with_capacity(references.len());
        for declaration in references {
            let reference = Reference::check(declaration, &fields, &checked, mistakes);
            checked.extend(reference);
        }
        let references = checked;
        let context = Context {
            noun: &noun,
            ident: &ident,
            fields: &fields,
            key: &key,
            indexes: &indexes,
            references: &references,
            whole: mistakes.count() == before,
        };
        let mut checked = Vec::with_capacity(methods.len());
        for declaration in methods {
            taken.take(&declaration.name, None, mistakes);
            checked.extend(Method::check(declaration, context, mistakes));
        }
        let mut entity = Self {
            ident,
            vis,
            root,
            noun,
            nouns,
            table,
            id_prefix: id_prefix.unwrap_or_default(),
            debug: settings.debug.is_present(),
            fields: fields.all,
            key,
            indexes,
            references,
            crud,
            lookups,
            methods: checked,
            requirements: Vec::new(),
        };
        entity.requirements = requirements(&entity);
        entity
    }

    /// Every method that selects rows by conditions.
    pub(crate) fn all_methods(&self) -> impl Iterator<Item = &Method> {
        self.lookups.iter().chain(&self.methods)
    }
}

/// Whether a name is given to a generated method, and no method declared.
fn renames(declaration: &MethodDeclaration) -> bool {
    let renaming = RENAMING_METHODS.iter().chain(&RENAMES).any(|rename| declaration.key == *rename);
    renaming && !declaration.has_clauses
}

/// A TypeID's prefix: `[a-z]([a-z_]{0,61}[a-z])?`.
fn is_id_prefix(prefix: &str) -> bool {
    let letters = prefix.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    (1..=63).contains(&prefix.len()) && letters && !prefix.starts_with('_') && !prefix.ends_with('_')
}
