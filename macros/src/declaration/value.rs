use darling::FromMeta;
use darling::ast::NestedMeta;
use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, Type};

use super::keys::{self, Place};
use super::values::{Path, Text};
use crate::mistakes::Mistakes;

/// An enum or a newtype with `#[derive(StoreValue)]` as written.
#[derive(Debug)]
pub(crate) struct ValueDeclaration {
    pub(crate) ident: Ident,
    pub(crate) keys: ValueKeys,
    pub(crate) shape: ValueShape,
}

#[derive(Debug)]
pub(crate) enum ValueShape {
    Enum(Vec<VariantDeclaration>),
    /// The field, unless it has no name, and its type.
    Newtype(Option<Ident>, Box<Type>),
}

/// The keys of `#[store(…)]` on the enum or struct.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
pub(crate) struct ValueKeys {
    /// The case of the variants' text.
    pub(crate) rename_all: Option<Text>,
    /// Where `storewright` is.
    #[darling(rename = "crate")]
    pub(crate) root: Option<Path>,
}

/// A variant and what its attributes say.
#[derive(Debug)]
pub(crate) struct VariantDeclaration {
    pub(crate) ident: Ident,
    pub(crate) rename: Option<Text>,
}

/// The keys of `#[store(…)]` on a variant.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
struct VariantKeys {
    /// Its text.
    rename: Option<Text>,
}

impl ValueDeclaration {
    pub(crate) fn read(input: DeriveInput, mistakes: &mut Mistakes) -> Self {
        let DeriveInput { ident, generics, .. } = input;
        if !generics.params.is_empty() {
            mistakes
                .on(&generics, "`#[derive(StoreValue)]` doesn't support parameters, a column holds one type");
        }
        let words = "`#[derive(StoreValue)]` is only for enums without data and structs with one field";
        let help =
            format!("{words}\nhelp: to keep `{ident}` in a field, mark the field with `#[store(json)]`");
        let place = if matches!(input.data, Data::Enum(_)) { Place::Enum } else { Place::Newtype };
        let keys = read_keys(&input.attrs, place, mistakes);
        let shape = match input.data {
            Data::Enum(data) if data.variants.is_empty() => {
                mistakes.on(&ident, format!("`{ident}` has no variants, so no column can hold one"));
                None
            }
            Data::Enum(data) => {
                let variants = data.variants.into_iter().filter_map(|variant| {
                    let read = read_variant(variant.ident, &variant.attrs, mistakes);
                    if matches!(variant.fields, Fields::Unit) {
                        return Some(read);
                    }
                    let words = format!("`{}` has data, which text can't hold", read.ident);
                    let help = format!("help: mark fields of type `{ident}` with `#[store(json)]` instead");
                    mistakes.on(variant.fields, format!("{words}\n{help}"));
                    None
                });
                Some(ValueShape::Enum(variants.collect()))
            }
            Data::Union(data) => {
                mistakes.on(data.union_token, words);
                None
            }
            Data::Struct(data) => match data.fields {
                Fields::Unit => {
                    mistakes.on(data.struct_token, help);
                    None
                }
                fields if fields.len() == 1 => fields.into_iter().next().map(|field| {
                    // No key goes on the field of a newtype, but one that is written must not be swallowed.
                    let _: NoKeys = read_keys(&field.attrs, Place::NewtypeField, mistakes);
                    ValueShape::Newtype(field.ident, Box::new(field.ty))
                }),
                fields => {
                    mistakes.on(fields, help);
                    None
                }
            },
        };
        // What has no shape is a mistake by now, and goes no further than the check of what else is wrong.
        Self { ident, keys, shape: shape.unwrap_or(ValueShape::Enum(Vec::new())) }
    }
}

/// A place where no key is read.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
struct NoKeys {}

fn read_variant(ident: Ident, attributes: &[syn::Attribute], mistakes: &mut Mistakes) -> VariantDeclaration {
    let VariantKeys { rename } = read_keys(attributes, Place::Variant, mistakes);
    VariantDeclaration { ident, rename }
}

fn read_keys<K: FromMeta + Default>(
    attributes: &[syn::Attribute],
    place: Place,
    mistakes: &mut Mistakes,
) -> K {
    let mut found = darling::Error::accumulator();
    let items: Vec<NestedMeta> = keys::store_attributes(attributes)
        .filter_map(|attribute| found.handle(keys::items(attribute)))
        .flatten()
        .collect();
    let items = keys::sift(items, place, &mut found);
    let keys = found.handle(K::from_list(&items)).unwrap_or_default();
    mistakes.take(found.finish());
    keys
}
