use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::door;
use crate::model::{Entity, PRIMARY_KEY};
use crate::names;

/// The column handles, `User::EMAIL`, and `UserFilter`.
pub(super) fn expand(entity: &Entity) -> TokenStream {
    let Entity { ident, vis, .. } = entity;
    let door = door(&entity.root);
    let kinds_of = Ident::new(&format!("__{}", names::snake(&names::plain(ident))), Span::call_site());
    let mut kinds = Vec::new();
    let columns = entity.fields.iter().enumerate().map(|(position, field)| {
        let ty = &field.ty;
        let kind = field.is_hidden().then(|| {
            let kind = Ident::new(&names::pascal(&field.name), field.ident.span());
            kinds.push(quote! {
                #[doc(hidden)]
                pub enum #kind {}
            });
            quote!(, #kinds_of::#kind)
        });
        let ty = if field.json { quote!(#door::Json<#ty>) } else { quote!(#ty) };
        let name = constant(&field.ident);
        let doc = format!(" The column of the field `{}`.", field.name);
        quote! {
            #[doc = #doc]
            #vis const #name: #door::Column<#ident, #ty #kind> = #door::Column::new(#position);
        }
    });
    let columns: TokenStream = columns.chain([keys(entity, &door)]).collect();
    let handles = quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #ident {
            #columns
        }
    };
    let handles = if kinds.is_empty() {
        handles
    } else {
        // Their names are read in errors, and must not collide with the user's types.
        quote! {
            const _: () = {
                mod #kinds_of {
                    #(#kinds)*
                }
                #handles
            };
        }
    };
    let filter = filter(ident, vis, &door);
    quote!(#handles #filter)
}

/// The constants for what a `Conflict` names: the id and the unique indexes.
fn keys(entity: &Entity, door: &TokenStream) -> TokenStream {
    let Entity { ident, vis, .. } = entity;
    let plain = names::plain(ident);
    let primary = (Ident::new(PRIMARY_KEY, ident.span()), "primary", &entity.key[..]);
    let unique = entity.indexes.iter().filter_map(|index| {
        let columns: Vec<usize> = index.columns.iter().map(|by| by.field).collect();
        Some((index.constant.clone()?, index.name.as_str(), columns))
    });
    let unique: Vec<_> = unique.collect();
    let all = unique.iter().map(|(constant, name, columns)| (constant.clone(), *name, &columns[..]));
    let constants = [primary].into_iter().chain(all).map(|(constant, name, columns)| {
        let columns: Vec<_> =
            columns.iter().map(|&field| format!("`{}`", entity.fields[field].name)).collect();
        let (columns, what) = (columns.join(" and "), if name == "primary" { "id" } else { "unique index" });
        let doc = format!(" The {what}, {columns}: what a `Conflict` about it names.");
        quote! {
            #[doc = #doc]
            #vis const #constant: #door::UniqueIndex = #door::UniqueIndex::new(#plain, #name);
        }
    });
    constants.collect()
}

/// `EMAIL` for `email`.
pub(super) fn constant(field: &Ident) -> Ident {
    Ident::new(&names::constant(&names::plain(field)), field.span())
}

/// `type UserFilter = List<User>`.
pub(super) fn filter(ident: &Ident, vis: &syn::Visibility, door: &TokenStream) -> TokenStream {
    let plain = names::plain(ident);
    let name = Ident::new(&format!("{plain}Filter"), ident.span());
    let doc =
        format!(" What a list of [`{plain}`]s is asked for: conditions, order, page size and position.");
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #vis type #name = #door::List<#ident>;
    }
}
