use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Type;

/// The first and the last token's span: what a message underlines in between.
pub(super) fn ends(node: &impl ToTokens) -> (Span, Span) {
    let mut tokens = node.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

/// `<T as StoreValue>::item`, which underlines the whole type if that isn't one.
pub(super) fn projected(ty: &Type, door: &TokenStream, item: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let open = quote_spanned!(first=> <);
    let item = proc_macro2::Ident::new(item, last);
    let close = quote_spanned!(last=> >::#item);
    quote::quote!(#open #ty as #door::StoreValue #close)
}
