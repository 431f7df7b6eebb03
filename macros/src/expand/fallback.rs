use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Path;

use super::{columns, door, store_trait};
use crate::model::Outline;
use crate::names;

/// What stands beside the errors of an entity, so that its uses are no errors as well.
pub(super) fn expand(outline: &Outline) -> TokenStream {
    let Outline { ident, vis, root, key, columns: fields, constants } = outline;
    let door = door(root);
    let name = names::plain(ident);
    let key = key.as_ref().map_or_else(|| quote!(()), |key| quote!(#key));
    let handles = fields.iter().enumerate().map(|(position, (field, json, ty))| {
        let constant = columns::constant(field);
        // What stands for a type that borrows is most often text.
        let ty = ty.as_ref().map_or_else(|| quote!(#door::String), |ty| quote!(#ty));
        let ty = if *json { quote!(#door::Json<#ty>) } else { quote!(#ty) };
        let doc = format!(" The column of the field `{}`.", names::plain(field));
        quote! {
            #[doc = #doc]
            #vis const #constant: #door::Column<#ident, #ty> = #door::Column::new(#position);
        }
    });
    let filter = columns::filter(ident, vis, &door);
    let trait_of = store_trait::trait_of(ident, vis, &TokenStream::new(), &door);
    let impl_of = store_trait::impl_of(ident, &TokenStream::new(), &door);
    quote! {
        #[automatically_derived]
        impl #door::Entity for #ident {
            const ID_PREFIX: &'static str = "";
            type Key = #key;

            fn schema() -> &'static #door::EntitySchema {
                static SCHEMA: #door::EntitySchema = #door::EntitySchema::new(#name, #name, &[], &[]);
                &SCHEMA
            }

            fn to_row(&self) -> #door::Result<#door::Row> {
                #door::core::unreachable!()
            }

            fn from_row(_: #door::Row) -> #door::Result<Self> {
                #door::core::unreachable!()
            }
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl #ident {
            #(#handles)*
            #(
                #[doc = ""]
                #vis const #constants: #door::UniqueIndex = #door::UniqueIndex::new(#name, "");
            )*
        }

        #filter
        #trait_of
        #impl_of
    }
}

/// What stands beside the errors of a column's type.
pub(super) fn value(ident: &Ident, root: &Path) -> TokenStream {
    let door = door(root);
    quote! {
        #[automatically_derived]
        impl #door::StoreValue for #ident {
            type Inner = Self;
            type Arg<'a> = &'a Self;
            const TYPE: #door::ValueType = #door::ValueType::Text;

            fn to_value(&self) -> #door::core::result::Result<#door::Value, #door::ValueError> {
                #door::core::unreachable!()
            }

            fn arg_to_value(_: &Self) -> #door::core::result::Result<#door::Value, #door::ValueError> {
                #door::core::unreachable!()
            }

            fn from_value(_: #door::Value) -> #door::core::result::Result<Self, #door::ValueError> {
                #door::core::unreachable!()
            }
        }

        #[automatically_derived]
        impl #door::Comparable for #ident {}
        #[automatically_derived]
        impl #door::TextValue for #ident {}
        #[automatically_derived]
        impl #door::ListItem for #ident {}
    }
}
