//! What stands in the parentheses of a clause, and columns as they stand in indexes and orders.

use darling::FromMeta;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Meta, Token};

/// What the parentheses of a clause hold.
pub(crate) trait Item: Parse {
    /// What one of them is called.
    const ONE: &'static str = "column";
    const MANY: &'static str = "columns";
}

/// A clause with items in parentheses, at least one: `filter(app_id, expires_at > now)`.
#[derive(Debug, Clone)]
pub(crate) struct Listed<T> {
    /// The word in front of the parentheses.
    pub(crate) key: Span,
    pub(crate) items: Vec<T>,
}

impl<T: Item> FromMeta for Listed<T> {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = item else {
            let key = item.path().get_ident().map(Ident::to_string).unwrap_or_default();
            let words = format!("expected {}: `{key}(…)`", T::MANY);
            return Err(darling::Error::custom(words).with_span(item));
        };
        let items = Punctuated::<T, Token![,]>::parse_terminated.parse2(list.tokens.clone())?;
        if items.is_empty() {
            let words = format!("expected at least one {} in the parentheses", T::ONE);
            return Err(darling::Error::custom(words).with_span(item));
        }
        Ok(Self { key: list.path.span(), items: items.into_iter().collect() })
    }
}

/// A column of an index or an order, with the direction if one is given.
#[derive(Debug, Clone)]
pub(crate) struct DirectedColumn {
    pub(crate) column: Ident,
    /// The word `asc` or `desc`, and whether it is `desc`.
    pub(crate) direction: Option<(Ident, bool)>,
}

impl Item for DirectedColumn {}

impl Parse for DirectedColumn {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let column = input.call(Ident::parse_any)?;
        if !input.peek(Ident::peek_any) {
            return Ok(Self { column, direction: None });
        }
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "asc" => Ok(Self { column, direction: Some((word, false)) }),
            "desc" => Ok(Self { column, direction: Some((word, true)) }),
            _ => Err(syn::Error::new(word.span(), "expected `asc`, `desc` or a comma")),
        }
    }
}

/// A column without anything.
#[derive(Debug, Clone)]
pub(crate) struct Column(pub(crate) Ident);

impl Item for Column {}

impl Parse for Column {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Ident::parse_any).map(Self)
    }
}
