use proc_macro2::Ident;
use syn::{Path, Type, Visibility};

use super::entity::root;
use super::field::unstorable;
use crate::declaration::{EntityDeclaration, FieldDeclaration};

/// What can be said of an entity in spite of its mistakes, so that code that uses it doesn't fail for their sake.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) root: Path,
    pub(crate) key: Option<Type>,
    /// The fields, whether they are JSON, and their types unless these can't be stored.
    pub(crate) columns: Vec<(Ident, bool, Option<Type>)>,
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
        }
    }
}
