use std::collections::HashSet;

use proc_macro2::Ident;
use syn::{Path, Type, Visibility};

use super::entity::root;
use super::field::unstorable;
use super::index::{PRIMARY_KEY, default_constant};
use crate::declaration::{EntityDeclaration, FieldDeclaration, IndexClauses};
use crate::names;

/// What can be said of an entity in spite of its mistakes, so that code that uses it doesn't fail for their sake.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) root: Path,
    pub(crate) key: Option<Type>,
    /// The fields, whether they are JSON, and their types unless these can't be stored.
    pub(crate) columns: Vec<(Ident, bool, Option<Type>)>,
    /// The constants of the id and of the unique indexes, each once.
    pub(crate) constants: Vec<Ident>,
}

impl Outline {
    pub(crate) fn of(declaration: &EntityDeclaration) -> Self {
        let EntityDeclaration { ident, vis, settings, fields, .. } = declaration;
        let mut storable = fields.iter().filter(|field| unstorable(&field.ty).is_none());
        let key = storable.clone().find(|field| field.keys.id.is_some());
        let key = key.or_else(|| storable.find(|field| field.ident == "id"));
        let column = |field: &FieldDeclaration| {
            let ty = unstorable(&field.ty).is_none().then(|| field.ty.clone());
            (field.ident.clone(), field.keys.json.is_some(), ty)
        };
        Self {
            ident: ident.clone(),
            vis: vis.clone(),
            root: root(settings),
            key: key.map(|field| field.ty.clone()),
            columns: fields.iter().map(column).collect(),
            constants: constants(declaration),
        }
    }
}

fn constants(declaration: &EntityDeclaration) -> Vec<Ident> {
    let EntityDeclaration { ident, fields, indexes, .. } = declaration;
    let name = |field: &Ident| names::plain(field);
    let mut taken: HashSet<String> =
        fields.iter().map(|field| names::constant(&name(&field.ident))).collect();
    let constant = |clauses: &IndexClauses, columns: &[String]| {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let default = || Ident::new(&default_constant(&columns), ident.span());
        clauses.conflict.as_ref().map_or_else(default, |name| name.0.clone())
    };
    let of_fields = fields.iter().filter_map(|field| {
        let index = field.keys.unique.as_ref()?;
        Some(constant(&index.clauses, &[name(&field.ident)]))
    });
    let of_struct = indexes.iter().filter(|index| index.unique).map(|index| {
        let columns: Vec<String> = index.columns.iter().map(|by| name(&by.column)).collect();
        constant(&index.clauses, &columns)
    });
    let primary = Ident::new(PRIMARY_KEY, ident.span());
    let all = [primary].into_iter().chain(of_fields).chain(of_struct);
    all.filter(|constant| taken.insert(name(constant))).collect()
}
