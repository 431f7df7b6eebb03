use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use super::door;
use crate::model::Composite;
use crate::names;

/// The trait with its supertraits, its impl, and how a store of it is opened. With mistakes, its impl is left out.
pub(super) fn expand(composite: &Composite, whole: bool) -> TokenStream {
    let Composite { item, entities, included, root } = composite;
    let door = door(root);
    let (attrs, vis, unsafety, ident, own) =
        (&item.attrs, &item.vis, &item.unsafety, &item.ident, &item.supertraits);
    let (generics, items) = (&item.generics, &item.items);
    let stores: Vec<Path> = entities.iter().map(Composite::store).collect();
    let own = own.iter();
    let bounds = quote!(#(#own +)* #(#stores +)* #(#included +)* #door::Store);
    let name = names::plain(ident);
    let message = format!("`{{Self}}` is not {} `{name}`", names::article(&name));
    let label = "lacks an entity store that it gathers";
    let note = format!(
        "a `StoreHandle` is one; any other type needs each entity store that `{name}` gathers, and `Store`"
    );
    let generated = whole.then(|| generated(composite, &bounds, &door));
    quote! {
        #(#attrs)*
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        #vis #unsafety trait #ident #generics: #bounds {
            #(#items)*
        }

        #generated
    }
}

fn generated(composite: &Composite, bounds: &TokenStream, door: &TokenStream) -> TokenStream {
    let Composite { item, entities, included, .. } = composite;
    let (ident, vis) = (&item.ident, &item.vis);
    let name = names::plain(ident);
    let a = names::article(&name);
    let connect = format!(
        " Opens {a} [`{name}`] on the backend that the URL's scheme names, or with more to say, by `ConnectOptions`.\n\n \
         # Errors\n\n `Config` when the URL can't be used, `Unavailable` when the database can't be reached."
    );
    let schemas = format!(" The entities of {a} [`{name}`] as data, each once.");
    quote! {
        #[automatically_derived]
        impl<__S: ?#door::core::marker::Sized + #bounds> #ident for __S {}

        // By this it has the store of any other entity too, those of plugins.
        #[automatically_derived]
        impl #door::Backed for dyn #ident + '_ {
            fn handle(&self) -> &#door::StoreHandle {
                #door::Store::backing(self)
            }
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl dyn #ident {
            #[doc = #schemas]
            #[must_use]
            #vis fn schemas() -> #door::Vec<&'static #door::EntitySchema> {
                #door::schemas(&[#(<#entities as #door::Entity>::schema()),*], &[#(<dyn #included>::schemas()),*])
            }

            #[doc = #connect]
            #vis fn connect(
                options: impl #door::core::convert::Into<#door::ConnectOptions>,
            ) -> #door::BoxFuture<'static, #door::Result<#door::Arc<dyn #ident>>> {
                let options: #door::ConnectOptions = #door::core::convert::Into::into(options);
                let connecting = options.connect(<dyn #ident>::schemas());
                #door::Box::pin(async move {
                    let store: #door::Arc<dyn #ident> = #door::Arc::new(connecting.await?);
                    #door::core::result::Result::Ok(store)
                })
            }
        }
    }
}
