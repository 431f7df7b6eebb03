use darling::FromMeta;
use darling::ast::NestedMeta;
use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Meta, Token};

use super::keys::{self, Place};
use super::values::OnDelete;

/// `references(app_id -> App, on_delete = cascade)`.
#[derive(Debug)]
pub(crate) struct ReferenceDeclaration {
    pub(crate) key: Span,
    pub(crate) columns: Vec<Ident>,
    pub(crate) target: syn::Path,
    pub(crate) clauses: ReferenceClauses,
}

/// What follows the target of a reference.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
pub(crate) struct ReferenceClauses {
    /// What happens to the row when the one it references is deleted.
    pub(crate) on_delete: Option<OnDelete>,
}

impl FromMeta for ReferenceDeclaration {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = item else {
            let words = "expected a column and an entity: `references(app_id -> App, on_delete = cascade)`";
            return Err(darling::Error::custom(words).with_span(item));
        };
        let (columns, target, rest) = parse.parse2(list.tokens.clone())?;
        let mut mistakes = darling::Error::accumulator();
        let items = keys::sift(NestedMeta::parse_meta_list(rest)?, Place::Reference, &mut mistakes);
        let clauses = mistakes.handle(ReferenceClauses::from_list(&items)).unwrap_or_default();
        let key = item.path().get_ident().map_or_else(Span::call_site, Ident::span);
        mistakes.finish_with(Self { key, columns, target, clauses })
    }
}

fn parse(input: ParseStream<'_>) -> syn::Result<(Vec<Ident>, syn::Path, TokenStream)> {
    let columns = if input.peek(syn::token::Paren) {
        let inside;
        syn::parenthesized!(inside in input);
        Punctuated::<Ident, Token![,]>::parse_terminated_with(&inside, Ident::parse_any)?
            .into_iter()
            .collect()
    } else {
        vec![input.call(Ident::parse_any)?]
    };
    input
        .parse::<Token![->]>()
        .map_err(|error| syn::Error::new(error.span(), "expected `->` and an entity"))?;
    let target = input.call(syn::Path::parse_mod_style)?;
    input.parse::<Option<Token![,]>>()?;
    Ok((columns, target, input.parse()?))
}
