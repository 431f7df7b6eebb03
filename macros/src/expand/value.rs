use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Type;

use super::{door, spans};
use crate::model::{ColumnValue, ValueKind};

/// `impl StoreValue for Role`.
pub(super) fn expand(value: &ColumnValue) -> TokenStream {
    let door = door(&value.root);
    match &value.kind {
        ValueKind::Enum(variants) => unit_enum(&value.ident, variants, &door),
        ValueKind::Newtype(field, ty) => newtype(&value.ident, field.as_ref(), ty, &door),
    }
}

/// The impl, given its logical type and its two functions.
fn impl_of(
    ident: &Ident,
    door: &TokenStream,
    ty: &TokenStream,
    to: &TokenStream,
    from: &TokenStream,
) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #door::StoreValue for #ident {
            type Inner = Self;
            type Arg<'a> = &'a Self;
            const TYPE: #door::ValueType = #ty;

            fn to_value(&self) -> #door::core::result::Result<#door::Value, #door::ValueError> {
                #to
            }

            fn arg_to_value(arg: &Self) -> #door::core::result::Result<#door::Value, #door::ValueError> {
                #door::StoreValue::to_value(arg)
            }

            fn from_value(value: #door::Value) -> #door::core::result::Result<Self, #door::ValueError> {
                #from
            }
        }
    }
}

fn unit_enum(ident: &Ident, variants: &[(Ident, String)], door: &TokenStream) -> TokenStream {
    let (ok, err) = (quote!(#door::core::result::Result::Ok), quote!(#door::core::result::Result::Err));
    let to = variants.iter().map(|(variant, text)| quote!(Self::#variant => #text));
    let from = variants.iter().map(|(variant, text)| quote!(#text => #ok(Self::#variant)));
    let unknown = format!("the text is no variant of `{}`", crate::names::plain(ident));
    let to = quote! {
        #ok(#door::Value::Text(#door::core::convert::From::from(match self { #(#to),* })))
    };
    let from = quote! {
        match value {
            #door::Value::Text(text) => match text.as_str() {
                #(#from,)*
                _ => #err(#door::ValueError::new(#unknown)),
            },
            _ => #err(#door::ValueError::wrong_type()),
        }
    };
    let store_value = impl_of(ident, door, &quote!(#door::ValueType::Text), &to, &from);
    quote! {
        #store_value
        #[automatically_derived]
        impl #door::Comparable for #ident {}
        #[automatically_derived]
        impl #door::ListItem for #ident {}
    }
}

fn newtype(ident: &Ident, field: Option<&Ident>, ty: &Type, door: &TokenStream) -> TokenStream {
    let inside = field.map_or_else(|| quote!(0), |field| quote!(#field));
    let (to_value, from_value) =
        (spans::projected(ty, door, "to_value"), spans::projected(ty, door, "from_value"));
    let to = quote!(#to_value(&self.#inside));
    let from = quote! {
        #door::core::result::Result::map(#from_value(value), |inside| Self { #inside: inside })
    };
    let store_value = impl_of(ident, door, &spans::projected(ty, door, "TYPE"), &to, &from);
    let words = format!("a newtype can't hold an `Option`; use `Option<{ident}>` where it is missing");
    let requirement = spans::requirement(ty, door, "NotOptional", &words);
    // The `for` makes the compiler ask whether the bound holds where it is used, not here.
    quote! {
        #store_value
        #[automatically_derived]
        impl #door::Comparable for #ident where for<'a> #ty: #door::Comparable {}
        #[automatically_derived]
        impl #door::TextValue for #ident where for<'a> #ty: #door::TextValue {}
        #[automatically_derived]
        impl #door::ListItem for #ident where for<'a> #ty: #door::ListItem {}
        #requirement
    }
}
