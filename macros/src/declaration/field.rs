use darling::FromMeta;
use darling::ast::NestedMeta;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Meta, Type};

use super::index::IndexClauses;
use super::keys::{self, Place};
use super::values::{DefaultValue, Mark, Text};
use crate::mistakes::Mistakes;
use crate::show::show;

/// A field and what its attributes say.
#[derive(Debug)]
pub(crate) struct FieldDeclaration {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) keys: FieldKeys,
}

/// The keys of `#[store(…)]` on a field.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
pub(crate) struct FieldKeys {
    /// The field is the entity's id.
    pub(crate) id: Option<Mark>,
    /// No two rows have the same value; `unique(get = "…", find = "…", name = "…")` names the lookups and the index.
    pub(crate) unique: Option<FieldIndex>,
    /// Rows are looked up by it; `index(list = "…", name = "…")` names the lookup and the index.
    pub(crate) index: Option<FieldIndex>,
    /// Kept out of filters, orders and everything that is printed.
    pub(crate) secret: Option<Mark>,
    /// Stored as JSON, by way of serde.
    pub(crate) json: Option<Mark>,
    /// Its text is lowercased on write and in lookups.
    pub(crate) lowercase: Option<Mark>,
    /// Its text loses white space at both ends on write and in lookups.
    pub(crate) trim: Option<Mark>,
    /// Set when a row is created, and never afterwards.
    pub(crate) created: Option<Mark>,
    /// Set by every write.
    pub(crate) updated: Option<Mark>,
    /// Raised by every write and compared by an update.
    pub(crate) version: Option<Mark>,
    /// Says when the row was soft-deleted.
    pub(crate) soft_delete: Option<Mark>,
    /// Says when the row expires.
    pub(crate) ttl: Option<Mark>,
    /// What a row holds that was written without the column.
    pub(crate) default: Option<DefaultValue>,
    /// Encrypted before a backend sees it.
    pub(crate) encrypted: Option<Mark>,
    /// The name of the column, if it isn't the field's.
    pub(crate) rename: Option<Text>,
}

/// `unique` or `index` on a field.
#[derive(Debug)]
pub(crate) struct FieldIndex {
    pub(crate) key: Span,
    pub(crate) clauses: IndexClauses,
}

impl FromMeta for FieldIndex {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        let path = item.path();
        let key = path.get_ident().map_or_else(Span::call_site, Ident::span);
        let Meta::List(list) = item else {
            return Mark::from_meta(item).map(|_| Self { key, clauses: IndexClauses::default() });
        };
        let place = if path.is_ident("unique") { Place::Unique } else { Place::Index };
        let mut mistakes = darling::Error::accumulator();
        let items = NestedMeta::parse_meta_list(list.tokens.clone())?;
        if items.iter().any(|item| matches!(item, NestedMeta::Meta(Meta::Path(_)))) {
            let key = show(path);
            let words = format!("`{key}` on a field is over that field alone");
            let help = format!("help: for several columns, write `#[store({})]` on the struct", show(item));
            return Err(darling::Error::custom(format!("{words}\n{help}")).with_span(path));
        }
        let items = keys::sift(items, place, &mut mistakes);
        let clauses = mistakes.handle(IndexClauses::from_list(&items)).unwrap_or_default();
        mistakes.finish_with(Self { key, clauses })
    }
}

impl FieldDeclaration {
    /// Reads a field of the struct `entity`.
    pub(crate) fn read(field: syn::Field, entity: &Ident, mistakes: &mut Mistakes) -> Option<Self> {
        let ident = field.ident?;
        let mut found = darling::Error::accumulator();
        let attributes = keys::store_attributes(&field.attrs);
        let items: Vec<NestedMeta> =
            attributes.filter_map(|attribute| found.handle(keys::items(attribute))).flatten().collect();
        let items = keys::sift(items, Place::Field, &mut found);
        // A key whose value is wrong must not take the others with it: an id that is lost would be a second mistake.
        let (good, bad): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| FieldKeys::from_list(std::slice::from_ref(item)).is_ok());
        for item in bad {
            found.handle(FieldKeys::from_list(&[item]));
        }
        let keys = found.handle(FieldKeys::from_list(&good)).unwrap_or_default();
        mistakes.take(found.finish());
        Some(Self { ident, ty: without_self(field.ty, entity), keys })
    }
}

/// The type with the struct's name for `Self`, which means something else or nothing where the type is repeated.
fn without_self(ty: Type, entity: &Ident) -> Type {
    fn rename(tokens: TokenStream, entity: &Ident) -> TokenStream {
        let rename = |token| match token {
            TokenTree::Ident(word) if word == "Self" => Ident::new(&entity.to_string(), word.span()).into(),
            TokenTree::Group(group) => {
                let mut renamed = Group::new(group.delimiter(), rename(group.stream(), entity));
                renamed.set_span(group.span());
                renamed.into()
            }
            other => other,
        };
        tokens.into_iter().map(rename).collect()
    }
    syn::parse2(rename(ty.to_token_stream(), entity)).unwrap_or(ty)
}
