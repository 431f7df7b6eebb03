use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{door, spans};
use crate::model::{Demand, Entity, Kind, Requirement};

/// What only the compiler can check: that the types of fields fit what is said of them.
pub(super) fn expand(entity: &Entity) -> TokenStream {
    let door = door(&entity.root);
    let asserted = entity
        .requirements
        .iter()
        .map(|requirement| assertion(requirement, entity, &door));
    let comparable = compared(entity).into_iter().map(|field| {
        let ty = &entity.fields[field].ty;
        quote!(#door::assert_comparable::<#ty>();)
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
    let obliged: TokenStream = comparable.chain(references).collect();
    let obliged = (!obliged.is_empty()).then(|| quote!(const _: () = { #obliged };));
    quote!(#(#asserted)* #obliged)
}

fn assertion(requirement: &Requirement, entity: &Entity, door: &TokenStream) -> TokenStream {
    let ty = &entity.fields[requirement.field].ty;
    let (first, last) = spans::ends(ty);
    let (value_type, nullable) = (
        spans::projected(ty, door, "TYPE"),
        spans::projected(ty, door, "NULLABLE"),
    );
    let is = |wanted: TokenStream| quote!(#door::core::matches!(#value_type, #door::ValueType::#wanted));
    let condition = match requirement.demand {
        Demand::Timestamp => is(quote!(Timestamp)),
        Demand::OptionalTimestamp => {
            let timestamp = is(quote!(Timestamp));
            quote!(#timestamp && #nullable)
        }
        Demand::Integer => is(quote!(Int)),
        Demand::Text => is(quote!(Text)),
        Demand::Optional => nullable,
        Demand::NotOptional => quote!(!#nullable),
    };
    let words = &requirement.words;
    let mut arguments =
        proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, quote!(#condition, #words));
    arguments.set_span(last);
    let call = quote_spanned!(first=> #door::core::assert!);
    quote!(const _: () = #call #arguments;)
}

/// The fields that are compared or ordered by, each once. What an id or a role demands is stricter already.
fn compared(entity: &Entity) -> Vec<usize> {
    let indexed = entity
        .indexes
        .iter()
        .flat_map(|index| index.columns.iter().map(|by| by.field));
    let methods = entity.methods.iter();
    let filtered = methods
        .clone()
        .flat_map(|method| method.filter.iter().map(|compared| compared.field));
    let ordered = methods.filter(|method| method.kind != Kind::Update);
    let ordered = ordered.flat_map(|method| method.order.iter().map(|by| by.field));
    let mut fields: Vec<usize> = indexed
        .chain(filtered)
        .chain(ordered)
        .chain(entity.key.iter().copied())
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields.retain(|&field| entity.fields[field].role.is_none());
    fields
}
