use proc_macro2::TokenStream;
use quote::quote;

use super::{door, spans};
use crate::model::{Demand, Entity};

/// What only the compiler can check: that the types of fields fit what is said of them.
pub(super) fn expand(entity: &Entity) -> TokenStream {
    let door = door(&entity.root);
    let required = entity.requirements.iter().map(|requirement| {
        let ty = &entity.fields[requirement.field].ty;
        spans::requirement(ty, &door, demand(requirement.demand), &requirement.words)
    });
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
    quote!(#(#required)* #obliged)
}

fn demand(demand: Demand) -> &'static str {
    match demand {
        Demand::Timestamp | Demand::Ttl => "Timestamp",
        Demand::OptionalTimestamp => "OptionalTimestamp",
        Demand::Integer => "Integer",
        Demand::Text => "Text",
        Demand::Bool => "Bool",
        Demand::Ordered => "Ordered",
        Demand::Key => "Key",
        Demand::Optional => "Optional",
        Demand::NotOptional => "NotOptional",
    }
}
