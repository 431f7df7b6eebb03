use proc_macro2::TokenStream;
use quote::quote;

use super::{door, spans};
use crate::model::{Demand, Entity, Requirement};

/// What only the compiler can check: that the types of fields fit what is said of them.
pub(super) fn expand(entity: &Entity) -> TokenStream {
    let door = door(&entity.root);
    let asserted = entity.requirements.iter().map(|requirement| assertion(requirement, entity, &door));
    let references = entity.references.iter().map(|reference| {
        let target = &reference.target;
        let types = reference.columns.iter().map(|&field| &entity.fields[field].ty);
        match &reference.columns[..] {
            [_] => quote!(#door::assert_reference::<#(#types)*, <#target as #door::Entity>::Key>();),
            _ => quote! {
                let _: fn((#(<#types as #door::StoreValue>::Inner),*)) -> <#target as #door::Entity>::Key = |key| key;
            },
        }
    });
    let obliged: TokenStream = references.collect();
    let obliged = (!obliged.is_empty()).then(|| quote!(const _: () = { #obliged };));
    quote!(#(#asserted)* #obliged)
}

fn assertion(requirement: &Requirement, entity: &Entity, door: &TokenStream) -> TokenStream {
    let ty = &entity.fields[requirement.field].ty;
    let (value_type, nullable) = (spans::projected(ty, door, "TYPE"), spans::projected(ty, door, "NULLABLE"));
    let is = |ty: TokenStream| quote!(#door::core::matches!(#value_type, #door::ValueType::#ty));
    let isnt = |ty: TokenStream| {
        let is = is(ty);
        quote!(!#is)
    };
    let wrong = match requirement.demand {
        Demand::Timestamp => isnt(quote!(Timestamp)),
        Demand::OptionalTimestamp => {
            let other = isnt(quote!(Timestamp));
            quote!(#other || !#nullable)
        }
        Demand::Ordered => is(quote!(Json)),
        Demand::Integer => isnt(quote!(Int)),
        Demand::Text => isnt(quote!(Text)),
        Demand::Optional => quote!(!#nullable),
        Demand::NotOptional => nullable,
    };
    spans::assertion(ty, door, &wrong, &requirement.words)
}
