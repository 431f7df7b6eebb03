use darling::FromMeta;
use darling::ast::NestedMeta;
use darling::error::Accumulator;
use darling::util::Flag;
use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, GenericParam, Meta, Visibility};

use super::columns::{Column, DirectedColumn, Listed};
use super::field::FieldDeclaration;
use super::index::{IndexClauses, IndexDeclaration};
use super::keys::{self, METHODS, Place, RENAMES, SETTINGS};
use super::method::{MethodClauses, MethodDeclaration};
use super::reference::ReferenceDeclaration;
use super::values::{Name, Path, Text};
use crate::mistakes::Mistakes;
use crate::names;

/// A struct with `#[derive(StoreEntity)]` as written.
#[derive(Debug)]
pub(crate) struct EntityDeclaration {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) settings: Settings,
    /// `id(org_id, user_id)`.
    pub(crate) key: Option<Listed<Column>>,
    pub(crate) indexes: Vec<IndexDeclaration>,
    pub(crate) references: Vec<ReferenceDeclaration>,
    pub(crate) methods: Vec<MethodDeclaration>,
    pub(crate) fields: Vec<FieldDeclaration>,
}

/// What is said of the entity as a whole.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
pub(crate) struct Settings {
    /// The table; the plural unless given.
    pub(crate) table: Option<Text>,
    /// What its ids begin with.
    pub(crate) id_prefix: Option<Text>,
    /// Where `storewright` is.
    #[darling(rename = "crate")]
    pub(crate) root: Option<Path>,
    /// The plural, for the names of methods.
    pub(crate) plural: Option<Name>,
    /// The singular, for the names of methods; the struct's name in snake case unless given.
    pub(crate) name: Option<Name>,
    /// Whether `Debug` is generated, without the content of secret fields.
    pub(crate) debug: Flag,
}

impl EntityDeclaration {
    /// Reads the attributes. What can't be read is a mistake and left out.
    pub(crate) fn read(input: DeriveInput, mistakes: &mut Mistakes) -> Self {
        let mut declaration = Self {
            fields: fields(input.data, &input.ident, mistakes),
            ident: input.ident,
            vis: input.vis,
            settings: Settings::default(),
            key: None,
            indexes: Vec::new(),
            references: Vec::new(),
            methods: Vec::new(),
        };
        if !input.generics.params.is_empty() {
            let (kind, why) = match input.generics.params.first() {
                Some(GenericParam::Lifetime(_)) => ("lifetime", "an entity owns its data"),
                Some(GenericParam::Const(_)) => ("const", "a table holds one row type"),
                _ => ("type", "a table holds one row type"),
            };
            let words = format!("`#[derive(StoreEntity)]` doesn't support {kind} parameters, {why}");
            mistakes.on(&input.generics, words);
        }
        let mut found = darling::Error::accumulator();
        let mut settings = Vec::new();
        for attribute in keys::store_attributes(&input.attrs) {
            let items = found.handle(keys::items(attribute)).unwrap_or_default();
            for statement in keys::statements(items, &mut found) {
                declaration.statement(statement, &mut settings, &mut found);
            }
        }
        for item in keys::sift(settings, Place::Struct, &mut found) {
            found.handle(declaration.setting(item));
        }
        mistakes.take(found.finish());
        declaration
    }

    fn setting(&mut self, item: NestedMeta) -> darling::Result<()> {
        let Settings { table, id_prefix, root, plural, name, debug } = Settings::from_list(&[item])?;
        let settings = &mut self.settings;
        settings.table = settings.table.take().or(table);
        settings.id_prefix = settings.id_prefix.take().or(id_prefix);
        settings.root = settings.root.take().or(root);
        settings.plural = settings.plural.take().or(plural);
        settings.name = settings.name.take().or(name);
        if debug.is_present() {
            settings.debug = debug;
        }
        Ok(())
    }

    /// One statement: its first key says what the others are about.
    fn statement(
        &mut self,
        mut items: Vec<NestedMeta>,
        settings: &mut Vec<NestedMeta>,
        found: &mut Accumulator,
    ) {
        let Some(key) = items.first().and_then(keys::key).cloned() else {
            if let Some(item) = items.first() {
                found.push(darling::Error::custom("expected a key of `#[store(…)]`").with_span(item));
            }
            return;
        };
        let name = names::plain(&key);
        if SETTINGS.contains(&name.as_str()) {
            settings.extend(items);
            return;
        }
        if !keys::check(&key, Place::Struct, found) {
            return;
        }
        let clauses = items.split_off(1);
        let Some(NestedMeta::Meta(head)) = items.pop() else {
            found.push(darling::Error::custom(format!("expected a value: `{name} = …`")).with_span(&key));
            return;
        };
        match name.as_str() {
            "unique" | "index" => self.index(&key, &head, clauses, found),
            "id" => {
                alone(&key, &clauses, found);
                if self.key.is_some() {
                    found.push(darling::Error::custom("`id` stands here twice").with_span(&key));
                }
                // Columns that can't be read are one mistake; to lack an id would be another.
                let columns = found.handle(Listed::from_meta(&head));
                self.key.get_or_insert(columns.unwrap_or(Listed { key: key.span(), items: Vec::new() }));
            }
            "references" => {
                alone(&key, &clauses, found);
                self.references.extend(found.handle(ReferenceDeclaration::from_meta(&head)));
            }
            _ => self.method(key, &head, clauses, found),
        }
    }

    fn index(&mut self, key: &Ident, head: &Meta, clauses: Vec<NestedMeta>, found: &mut Accumulator) {
        let unique = key == "unique";
        let clauses = keys::sift(clauses, if unique { Place::Unique } else { Place::Index }, found);
        let columns = found.handle(Listed::<DirectedColumn>::from_meta(head));
        let clauses = found.handle(IndexClauses::from_list(&clauses));
        if let (Some(columns), Some(clauses)) = (columns, clauses) {
            self.indexes.push(IndexDeclaration { key: key.span(), unique, columns: columns.items, clauses });
        }
    }

    fn method(&mut self, key: Ident, head: &Meta, clauses: Vec<NestedMeta>, found: &mut Accumulator) {
        let kind = METHODS.into_iter().find(|kind| key == *kind);
        let has_clauses = !clauses.is_empty();
        let clauses = match kind {
            Some(kind) => keys::sift(clauses, Place::Method(kind), found),
            None => {
                debug_assert!(RENAMES.iter().any(|rename| key == *rename));
                alone(&key, &clauses, found);
                Vec::new()
            }
        };
        let name = found.handle(Name::from_meta(head));
        let clauses = found.handle(MethodClauses::from_list(&clauses));
        if let (Some(Name(name)), Some(clauses)) = (name, clauses) {
            self.methods.push(MethodDeclaration { key, name, has_clauses, clauses });
        }
    }
}

/// A statement that takes nothing behind it.
fn alone(key: &Ident, clauses: &[NestedMeta], found: &mut Accumulator) {
    for clause in clauses {
        let words = match keys::key(clause) {
            Some(clause) => format!("`{}` can't follow `{key}`", names::plain(clause)),
            None => format!("nothing can follow `{key}`"),
        };
        let words = format!("{words}\nhelp: a statement of its own goes in a `#[store(…)]` of its own");
        found.push(darling::Error::custom(words).with_span(clause));
    }
}

fn fields(data: Data, ident: &Ident, mistakes: &mut Mistakes) -> Vec<FieldDeclaration> {
    let words = "`#[derive(StoreEntity)]` is only for a struct with named fields";
    let help = format!("{words}\nhelp: to keep `{ident}` in a field, derive `StoreValue` for it");
    match data {
        Data::Enum(data) => mistakes.on(data.enum_token, help),
        Data::Union(data) => mistakes.on(data.union_token, words),
        Data::Struct(data) => match data.fields {
            Fields::Named(fields) if fields.named.is_empty() => {
                mistakes.on(fields, format!("`{ident}` has no fields, so there is nothing to store"));
            }
            Fields::Named(fields) => {
                return fields
                    .named
                    .into_iter()
                    .filter_map(|field| FieldDeclaration::read(field, ident, mistakes))
                    .collect();
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => mistakes.on(fields, help),
            Fields::Unnamed(fields) => mistakes.on(fields, words),
            Fields::Unit => mistakes.on(data.struct_token, words),
        },
    }
    Vec::new()
}
