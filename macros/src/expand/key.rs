use proc_macro2::TokenStream;
use quote::quote;

use super::spans;
use crate::model::Entity;

/// An id as methods take it and as a `Key` is made of it.
pub(super) struct Key {
    /// The columns of the id, each with a comma in front.
    pub(super) arguments: TokenStream,
    pub(super) from_arguments: TokenStream,
    pub(super) from_id: TokenStream,
}

impl Key {
    pub(super) fn of(entity: &Entity, door: &TokenStream) -> Self {
        let ident = &entity.ident;
        let mut arguments = TokenStream::new();
        let mut from_arguments = quote!(#door::Key::new::<#ident>());
        let mut from_id = from_arguments.clone();
        for (part, &field) in entity.key.iter().enumerate() {
            let field = &entity.fields[field];
            let (name, ty) = (&field.ident, &field.ty);
            let arg = spans::argument(ty, door);
            arguments.extend(quote!(, #name: #arg));
            from_arguments.extend(quote!(.arg::<#ty>(#name)));
            let part = syn::Index::from(part);
            let to_value = spans::projected(ty, door, "to_value");
            from_id.extend(if entity.key.len() == 1 {
                quote!(.part(#to_value(id)))
            } else {
                quote!(.part(#to_value(&id.#part)))
            });
        }
        Self { arguments, from_arguments, from_id }
    }
}
