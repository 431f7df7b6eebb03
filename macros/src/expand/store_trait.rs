use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::method::{self, Written};
use super::{crud, door};
use crate::model::Entity;
use crate::names;

/// `trait UserStore` and its impl for whatever is backed by a handle.
pub(super) fn expand(entity: &Entity) -> TokenStream {
    let door = door(&entity.root);
    let mut methods = crud::expand(entity, &door);
    methods.extend(entity.all_methods().map(|one| method::write(one, entity, &door)));
    let declared = methods.iter().map(|method| {
        let Written { docs, name, arguments, output, .. } = method;
        quote! {
            #[doc = #docs]
            fn #name<'a>(&'a self #arguments) -> #door::BoxFuture<'a, #door::Result<#output>>;
        }
    });
    let bodies = methods.iter().map(|method| {
        let Written {
            name,
            arguments,
            output,
            body,
            header,
            ..
        } = method;
        // Where the compiler compares this with the trait: an argument whose type has no codec is told of there.
        let (first, last) = header.unwrap_or_else(|| (Span::call_site(), Span::call_site()));
        let (keyword, close) = (quote_spanned!(first=> fn), quote_spanned!(last=> >));
        let mut braces = Group::new(Delimiter::Brace, body.clone());
        braces.set_span(last);
        quote!(#keyword #name<'a>(&'a self #arguments) -> #door::BoxFuture<'a, #door::Result<#output> #close #braces)
    });
    let trait_of = trait_of(&entity.ident, &entity.vis, &declared.collect(), &door);
    let impl_of = impl_of(&entity.ident, &bodies.collect(), &door);
    quote!(#trait_of #impl_of)
}

/// The name of an entity's store trait.
pub(super) fn store_name(ident: &Ident) -> Ident {
    Ident::new(&format!("{}Store", names::plain(ident)), ident.span())
}

/// The trait with these methods.
pub(super) fn trait_of(
    ident: &Ident,
    vis: &syn::Visibility,
    methods: &TokenStream,
    door: &TokenStream,
) -> TokenStream {
    let (name, entity) = (store_name(ident), names::plain(ident));
    let doc = format!(
        " The store of [`{entity}`]s.\n\n Whatever is [`Backed`]({door}::Backed) by a handle has it, `StoreHandle` above all; \
         it can be implemented by hand as well.",
        door = door.to_string().replace(' ', ""),
    );
    let message = format!("`{{Self}}` is not a store for `{entity}`");
    let note = format!(
        "a `StoreHandle` is one, and so is a composite store that names `{entity}`; any other type implements `{name}` by hand"
    );
    quote! {
        #[doc = #doc]
        #[diagnostic::on_unimplemented(message = #message, label = "not a store for it", note = #note)]
        #[allow(dead_code)]
        #vis trait #name: #door::core::marker::Send + #door::core::marker::Sync {
            #methods
        }
    }
}

/// The impl with these methods.
pub(super) fn impl_of(ident: &Ident, methods: &TokenStream, door: &TokenStream) -> TokenStream {
    let name = store_name(ident);
    quote! {
        #[automatically_derived]
        impl<__S: #door::Backed + ?#door::core::marker::Sized> #name for __S {
            #methods
        }
    }
}
