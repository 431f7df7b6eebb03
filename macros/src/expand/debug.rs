use proc_macro2::TokenStream;
use quote::quote;

use super::door;
use crate::model::Entity;
use crate::names;

/// `Debug` without the content of secret fields, where the declaration asks for it (R19).
pub(super) fn expand(entity: &Entity) -> TokenStream {
    if !entity.debug {
        return TokenStream::new();
    }
    let (door, ident) = (door(&entity.root), &entity.ident);
    let title = names::plain(ident);
    let fields = entity.fields.iter().map(|field| {
        let (ident, name) = (&field.ident, &field.name);
        if field.is_hidden() {
            quote!(.field(#name, &#door::core::format_args!("[secret]")))
        } else {
            quote!(.field(#name, &self.#ident))
        }
    });
    quote! {
        #[automatically_derived]
        impl #door::core::fmt::Debug for #ident {
            fn fmt(&self, f: &mut #door::core::fmt::Formatter<'_>) -> #door::core::fmt::Result {
                f.debug_struct(#title)#(#fields)*.finish()
            }
        }
    }
}
