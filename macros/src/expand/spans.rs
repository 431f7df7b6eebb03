use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

/// The first and the last token's span: what a message underlines in between.
pub(super) fn ends(node: &impl ToTokens) -> (Span, Span) {
    let mut tokens = node.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

/// `<T as StoreValue>::item`, which underlines the whole type if that isn't one.
///
/// All uses of a field's type are written so: the compiler reports what is the same in words and place once.
pub(super) fn projected(ty: &impl ToTokens, door: &TokenStream, item: &str) -> TokenStream {
    let item = Ident::new(item, Span::call_site());
    projection(ty, door, &quote!(::StoreValue>::#item))
}

/// `<T as Default>::default()`, which underlines the whole type if it has none.
pub(super) fn default(ty: &impl ToTokens, door: &TokenStream) -> TokenStream {
    projection(ty, door, &quote!(::core::default::Default > ::default()))
}

fn projection(ty: &impl ToTokens, door: &TokenStream, close: &TokenStream) -> TokenStream {
    let (first, last) = ends(ty);
    let (door, open) = (respan(door.clone(), first), quote_spanned!(first=> <));
    let close = respan(close.clone(), last);
    quote!(#open #ty as #door #close)
}

/// `<T as StoreValue>::Arg<'a>`, which underlines the whole type as well.
pub(super) fn argument(ty: &impl ToTokens, door: &TokenStream) -> TokenStream {
    let (_, last) = ends(ty);
    let arg = projected(ty, door, "Arg");
    let (open, close) = (quote_spanned!(last=> <), quote_spanned!(last=> >));
    quote!(#arg #open 'a #close)
}

/// A constant that stops the compiler with `words` unless the type meets the demand, and underlines the whole type.
pub(super) fn requirement(ty: &Type, door: &TokenStream, demand: &str, words: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let (value_type, nullable) = (projected(ty, door, "TYPE"), projected(ty, door, "NULLABLE"));
    let demand = Ident::new(demand, first);
    let require = respan(quote!(#door::require), first);
    let arguments = quote!(#door::Demand::#demand, #value_type, #nullable, #words);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last);
    quote!(const _: () = #require #arguments;)
}

/// The same tokens, all at `span`.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        // The span of `$crate` says which crate that is.
        if token.to_string() != "$crate" {
            token.set_span(span);
        }
        token
    };
    tokens.into_iter().map(at).collect()
}
