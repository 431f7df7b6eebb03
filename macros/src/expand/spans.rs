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
    let (first, last) = ends(ty);
    let door = respan(door.clone(), first);
    let (item, open) = (Ident::new(item, last), quote_spanned!(first=> <));
    let close = quote_spanned!(last=> ::StoreValue>::#item);
    quote!(#open #ty as #door #close)
}

/// `<T as StoreValue>::Arg<'a>`: how a method takes a value of the type.
pub(super) fn argument(ty: &impl ToTokens, door: &TokenStream) -> TokenStream {
    let (arg, (_, last)) = (projected(ty, door, "Arg"), ends(ty));
    let lifetime = quote_spanned!(last=> <'a>);
    quote!(#arg #lifetime)
}

/// A constant that panics with `words` if the type is `wrong`, and underlines the whole of it.
pub(super) fn assertion(ty: &Type, door: &TokenStream, wrong: &TokenStream, words: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let panic = respan(quote!(#door::core::panic!), first);
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#words));
    arguments.set_span(last);
    quote! {
        const _: () = if #wrong {
            #panic #arguments
        };
    }
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
