use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Entity;

/// `to_row` and `from_row`.
pub(super) fn expand(entity: &Entity, door: &TokenStream) -> TokenStream {
    let writes = entity.fields.iter().map(|field| {
        let ident = &field.ident;
        if field.json {
            quote!(writer.json(&self.#ident)?;)
        } else {
            quote!(writer.field(&self.#ident)?;)
        }
    });
    let reads = entity.fields.iter().map(|field| {
        let ident = &field.ident;
        if field.json {
            quote!(#ident: reader.json()?)
        } else {
            quote!(#ident: reader.field()?)
        }
    });
    quote! {
        fn to_row(&self) -> #door::Result<#door::Row> {
            let mut writer = #door::RowWriter::new(<Self as #door::Entity>::schema());
            #(#writes)*
            #door::core::result::Result::Ok(writer.finish())
        }

        fn from_row(row: #door::Row) -> #door::Result<Self> {
            let mut reader = #door::RowReader::new(<Self as #door::Entity>::schema(), row);
            #door::core::result::Result::Ok(Self { #(#reads),* })
        }
    }
}
