use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Expr;

use super::arguments::{column_type, inner};
use crate::declaration::Comparison;
use crate::model::{Assigned, Compared, Condition, Entity, Value, as_bool};

/// The calls that add these conditions to a statement.
pub(super) fn conditions(all: &[Condition], entity: &Entity, door: &TokenStream) -> TokenStream {
    let one = |one: &Condition| match one {
        Condition::One(compared) => condition(compared, entity, door),
        Condition::Any(all) => {
            // No argument of the user's can have this name.
            let any = Ident::new("__any", Span::mixed_site());
            let all = all.iter().map(|compared| condition(compared, entity, door));
            quote!(.any(|#any| #any #(#all)*))
        }
    };
    all.iter().map(one).collect()
}

/// The call that adds one comparison.
pub(in crate::expand) fn condition(compared: &Compared, entity: &Entity, door: &TokenStream) -> TokenStream {
    let field = compared.field;
    let op = match compared.comparison {
        Comparison::Eq => quote!(#door::CompareOp::Eq),
        Comparison::Ne => quote!(#door::CompareOp::Ne),
        Comparison::Lt => quote!(#door::CompareOp::Lt),
        Comparison::Le => quote!(#door::CompareOp::Le),
        Comparison::Gt => quote!(#door::CompareOp::Gt),
        Comparison::Ge => quote!(#door::CompareOp::Ge),
    };
    match &compared.value {
        Value::Argument(name) => {
            let inner = inner(field, entity, door);
            quote!(.arg::<#inner>(#field, #op, #name))
        }
        Value::Literal(literal) => {
            let ty = literal_type(literal, field, entity, door);
            quote!(.arg::<#ty>(#field, #op, #literal))
        }
        Value::Constant(path) => {
            let inner = inner(field, entity, door);
            quote!(.constant::<#inner>(#field, #op, &#path))
        }
        Value::Now => quote!(.now(#field, #op)),
        Value::None if compared.comparison == Comparison::Ne => quote!(.is_some(#field)),
        Value::None => quote!(.is_none(#field)),
    }
}

/// The call that sets one column.
pub(super) fn assignment(assigned: &Assigned, entity: &Entity, door: &TokenStream) -> TokenStream {
    let field = assigned.field;
    match &assigned.value {
        Value::Argument(name) => {
            let ty = column_type(field, entity, door);
            quote!(.set::<#ty>(#field, #name))
        }
        Value::Literal(literal) => {
            let ty = literal_type(literal, field, entity, door);
            quote!(.set::<#ty>(#field, #literal))
        }
        Value::Constant(path) => {
            let inner = inner(field, entity, door);
            quote!(.set_constant::<#inner>(#field, &#path))
        }
        Value::Now => quote!(.set_now(#field)),
        Value::None => quote!(.set_none(#field)),
    }
}

/// The column's type, or `bool`: that the column holds one is required in words of its own.
fn literal_type(literal: &Expr, field: usize, entity: &Entity, door: &TokenStream) -> TokenStream {
    match as_bool(literal) {
        Some(_) if !entity.fields[field].json => quote!(#door::core::primitive::bool),
        _ => inner(field, entity, door),
    }
}
