use proc_macro2::Ident;
use syn::{Path, Visibility, parse_quote};

use super::crud::Crud;
use super::field::{Field, Fields, Role};
use super::index::{self, Index, Indexes};
use super::method::{Kind, Method, Value};
use super::method_names::MethodNames;
use super::reference::Reference;
use crate::declaration::{
    Columns, EntityDeclaration, FieldDeclaration, MethodDeclaration, OnDelete, Settings,
};
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

/// What the type of a field must be like, which only the compiler can tell.
#[derive(Debug)]
pub(crate) struct Requirement {
    pub(crate) field: usize,
    pub(crate) demand: Demand,
    /// What the user reads if it isn't.
    pub(crate) words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    Timestamp,
    OptionalTimestamp,
    Integer,
    Text,
    Optional,
    NotOptional,
}

/// Where `storewright` is.
pub(crate) fn root(settings: &Settings) -> Path {
    settings
        .root
        .as_ref()
        .map_or_else(|| parse_quote!(::storewright), |root| root.0.clone())
}

impl Entity {
    /// The meaning of a declaration. It is whole only if no mistakes were taken down.
    pub(crate) fn check(declaration: EntityDeclaration, mistakes: &mut Mistakes) -> Self {
        let EntityDeclaration {
            ident,
            vis,
            settings,
            key,
            indexes,
            references,
            methods,
            fields: declared,
        } = declaration;
        let root = root(&settings);
        let snake = names::snake(&names::plain(&ident));
        let noun = settings.name.map_or(snake, |name| names::plain(&name.0));
        let nouns = settings
            .plural
            .map_or_else(|| names::plural(&noun), |plural| names::plain(&plural.0));
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
        let key = check_key(&ident, &noun, key, &declared, &fields, mistakes);
        let (renames, methods): (Vec<_>, Vec<_>) = methods.into_iter().partition(renames);
        let mut taken = MethodNames::new(
            format!("{}Store", names::plain(&ident)),
            noun.clone(),
            nouns.clone(),
        );
        let crud = Crud::check(ident.span(), &fields.all, renames, &mut taken, mistakes);
        let mut checked = Indexes::new(&table, &fields, &key);
        for declaration in index::declared(&declared, indexes) {
            checked.add(declaration, &mut taken, mistakes);
        }
        let Indexes {
            all: indexes,
            lookups,
            ..
        } = checked;
        let mut checked = Vec::with_capacity(references.len());
        for declaration in references {
            let reference = Reference::check(declaration, &fields, &checked, mistakes);
            checked.extend(reference);
        }
        let references = checked;
        let mut checked = Vec::with_capacity(methods.len());
        for declaration in methods {
            taken.take(&declaration.name, None, mistakes);
            checked.extend(Method::check(declaration, &fields, &key, &indexes, mistakes));
        }
        let mut entity = Self {
            ident,
            vis,
            root,
            noun,
            nouns,
            table,
            id_prefix: id_prefix.unwrap_or_default(),
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
    !declaration.has_clauses && declaration.key != "count" && declaration.key != "exists"
}

/// A TypeID's prefix: `[a-z]([a-z_]{0,61}[a-z])?`.
fn is_id_prefix(prefix: &str) -> bool {
    let letters = prefix
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '_');
    (1..=63).contains(&prefix.len()) && letters && !prefix.starts_with('_') && !prefix.ends_with('_')
}

fn check_key(
    ident: &Ident,
    noun: &str,
    composite: Option<(proc_macro2::Span, Columns)>,
    declared: &[FieldDeclaration],
    fields: &Fields,
    mistakes: &mut Mistakes,
) -> Vec<usize> {
    let mut marked = declared
        .iter()
        .enumerate()
        .filter_map(|(i, field)| Some((i, field.keys.id?)));
    let mut key = Vec::new();
    if let Some((_, Columns(columns))) = composite {
        for column in &columns {
            let Some(field) = fields.position(column, mistakes) else {
                continue;
            };
            if key.contains(&field) {
                mistakes.on(
                    column,
                    format!("`{}` stands in this id twice", names::plain(column)),
                );
            }
            key.push(field);
        }
        for (_, mark) in marked {
            mistakes.at(
                mark.0,
                format!("`{ident}` already has an id, `id(…)` on the struct"),
            );
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
            mistakes.at(
                mark.0,
                format!("`{ident}` already has an id field, `{name}`\n{help}"),
            );
        }
        if others {
            mistakes.at(
                first_mark.0,
                format!("`{name}` is the first id field of `{ident}`"),
            );
        }
    } else if !declared.is_empty() {
        let likely = [String::from("id"), format!("{noun}_id")];
        let likely = likely
            .iter()
            .find(|name| fields.all.iter().any(|field| field.name == **name));
        let near = likely
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        mistakes.on(
            ident,
            format!("`{ident}` has no id field\nhelp: mark one field with `#[store(id)]`{near}"),
        );
    }
    for &field in &key {
        if fields.all[field].json {
            let field = &fields.all[field];
            mistakes.on(
                &field.ident,
                format!("`{}` is stored as JSON, which can't be an id", field.name),
            );
        }
    }
    key
}

fn requirements(entity: &Entity) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = Vec::new();
    let mut add = |field: usize, demand: Demand, why: &str| {
        let name = &entity.fields[field].name;
        let must = match demand {
            Demand::Timestamp => "its type must be `Timestamp`",
            Demand::OptionalTimestamp => "its type must be `Option<Timestamp>`",
            Demand::Integer => "its type must be an integer such as `i64`",
            Demand::Text => "its type must be text",
            Demand::Optional => "its type must be an `Option`",
            Demand::NotOptional => "its type can't be an `Option`",
        };
        if !all
            .iter()
            .any(|other| other.field == field && other.demand == demand)
        {
            all.push(Requirement {
                field,
                demand,
                words: format!("`{name}` {why}, so {must}"),
            });
        }
    };
    for (position, field) in entity.fields.iter().enumerate() {
        match field.role {
            Some(Role::Created) => add(position, Demand::Timestamp, "is the time of creation"),
            Some(Role::Updated) => add(position, Demand::Timestamp, "is the time of the last write"),
            Some(Role::Version) => {
                add(position, Demand::Integer, "counts the writes");
                add(position, Demand::NotOptional, "counts the writes");
            }
            Some(Role::SoftDelete) => add(
                position,
                Demand::OptionalTimestamp,
                "says when the row was deleted",
            ),
            None => {}
        }
        if field.lowercase || field.trim {
            let key = if field.lowercase { "lowercase" } else { "trim" };
            add(position, Demand::Text, &format!("is marked `{key}`"));
        }
    }
    for &field in &entity.key {
        add(field, Demand::NotOptional, "is part of the id");
    }
    for reference in entity
        .references
        .iter()
        .filter(|reference| reference.on_delete == OnDelete::SetNull)
    {
        for &field in &reference.columns {
            add(
                field,
                Demand::Optional,
                "becomes null when the row it references is deleted",
            );
        }
    }
    for method in &entity.methods {
        for compared in &method.filter {
            match compared.value {
                Value::Now => add(compared.field, Demand::Timestamp, "is compared with `now`"),
                Value::None => add(compared.field, Demand::Optional, "is compared with `none`"),
                _ => {}
            }
        }
        for assigned in method.set.iter().filter(|_| method.kind == Kind::Update) {
            match assigned.value {
                Value::Now => add(assigned.field, Demand::Timestamp, "is set to `now`"),
                Value::None => add(assigned.field, Demand::Optional, "is set to `none`"),
                _ => {}
            }
        }
    }
    all
}
