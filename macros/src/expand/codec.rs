use proc_macro2::TokenStream;
use quote::quote;

use super::spans;
use crate::model::Entity;

/// `to_row` and `from_row`.
pub(super) fn expand(entity: &Entity, door: &TokenStream) -> TokenStream {
    let writes = entity.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let to_value = spans::projected(ty, door, "to_value");
        if field.json {
            quote!(writer.json::<#ty>(&self.#ident);)
        } else {
            quote!(writer.value(#to_value(&self.#ident));)
        }
    });
    let reads = entity.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let from_value = spans::projected(ty, door, "from_value");
        if field.json {
            quote!(#ident: reader.json::<#ty>()?)
        } else {
            quote!(#ident: reader.value(#from_value)?)
        }
    });
    quote! {
        fn to_row(&self) -> #door::Result<#door::Row> {
            let mut writer = #door::RowWriter::new(<Self as #door::Entity>::schema());
            #(#writes)*
            writer.finish()
        }

        fn from_row(row: #door::Row) -> #door::Result<Self> {
            let mut reader = #door::RowReader::new(<Self as #door::Entity>::schema(), row);
            #door::core::result::Result::Ok(Self { #(#reads),* })
        }
    }
}
