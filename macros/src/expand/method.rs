use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{docs, spans};
use crate::declaration::{Comparison, Limit};
use crate::model::{Argument, ArgumentType, Assigned, Compared, Entity, Kind, Method, Value};

/// A method of an entity store: its signature, for the trait and the impl, and its body.
pub(super) struct Written {
    pub(super) docs: String,
    pub(super) name: Ident,
    /// The arguments behind `&'a self`, each with a comma in front.
    pub(super) arguments: TokenStream,
    pub(super) output: TokenStream,
    pub(super) body: TokenStream,
    /// The ends of the one type that its arguments come from, if it is one.
    pub(super) header: Option<(Span, Span)>,
}

/// A declared method or a lookup.
pub(super) fn write(method: &Method, entity: &Entity, door: &TokenStream) -> Written {
    let ident = &entity.ident;
    let arguments = method.arguments.iter().map(|argument| self::argument(argument, entity, door)).collect();
    let filter = method.filter.iter().map(|compared| condition(compared, entity, door));
    let set = method.set.iter().map(|assigned| assignment(assigned, entity, door));
    let order = method.order.iter().map(|by| {
        let (field, descending) = (by.field, by.descending);
        quote!(.order(#field, #descending))
    });
    let limit = method.limit.as_ref().map(|limit| match limit {
        Limit::Argument(_) => {
            let name = method.arguments.iter().find(|argument| argument.ty == ArgumentType::Limit);
            let name = name.map(|argument| &argument.name);
            quote!(.limit(#name))
        }
        Limit::Constant(limit) => quote!(.limit(#limit)),
    });
    let (output, run) = match (method.kind, method.one) {
        (Kind::Get, _) => (quote!(#ident), quote!(get::<#ident>)),
        (Kind::Find, _) => (quote!(#door::core::option::Option<#ident>), quote!(find::<#ident>)),
        (Kind::List, _) => (quote!(#door::Vec<#ident>), quote!(list::<#ident>)),
        (Kind::Count, _) => (quote!(u64), quote!(count)),
        (Kind::Exists, _) => (quote!(bool), quote!(exists)),
        (Kind::Delete, true) => (quote!(bool), quote!(delete_one)),
        (Kind::Delete, false) => (quote!(u64), quote!(delete)),
        (Kind::Update, true) => (quote!(bool), quote!(update_one)),
        (Kind::Update, false) => (quote!(u64), quote!(update)),
    };
    let body = quote! {
        #door::Statement::new::<#ident>() #(#filter)* #(#set)* #(#order)* #limit .#run(#door::Backed::handle(self))
    };
    let header = match &method.arguments[..] {
        [Argument { ty: ArgumentType::Inner(field) | ArgumentType::Whole(field), .. }] => {
            Some(spans::ends(&entity.fields[*field].ty))
        }
        _ => None,
    };
    Written { docs: docs::method(method, entity), name: method.name.clone(), arguments, output, body, header }
}

fn argument(argument: &Argument, entity: &Entity, door: &TokenStream) -> TokenStream {
    let name = &argument.name;
    let ty = match argument.ty {
        ArgumentType::Limit => quote!(u32),
        ArgumentType::Inner(field) => inner_argument(&column_type(field, entity, door), door),
        ArgumentType::Whole(field) => {
            let ty = column_type(field, entity, door);
            spans::argument(&ty, door)
        }
    };
    quote!(, #name: #ty)
}

/// How a method takes a value of a column that holds `ty`s.
fn inner_argument(ty: &TokenStream, door: &TokenStream) -> TokenStream {
    let inner = spans::projected(ty, door, "Inner");
    spans::argument(&inner, door)
}

fn column_type(field: usize, entity: &Entity, door: &TokenStream) -> TokenStream {
    let field = &entity.fields[field];
    let ty = &field.ty;
    if field.json { quote!(#door::Json<#ty>) } else { quote!(#ty) }
}

fn inner(field: usize, entity: &Entity, door: &TokenStream) -> TokenStream {
    let ty = column_type(field, entity, door);
    spans::projected(&ty, door, "Inner")
}

fn condition(compared: &Compared, entity: &Entity, door: &TokenStream) -> TokenStream {
    let field = compared.field;
    let op = match compared.comparison {
        Comparison::Eq => quote!(#door::CompareOp::Eq),
        Comparison::Ne => quote!(#door::CompareOp::Ne),
        Comparison::Lt => quote!(#door::CompareOp::Lt),
        Comparison::Le => quote!(#door::CompareOp::Le),
        Comparison::Gt => quote!(#door::CompareOp::Gt),
        Comparison::Ge => quote!(#door::CompareOp::Ge),
    };
    let inner = || inner(field, entity, door);
    match &compared.value {
        Value::Argument(name) => {
            let inner = inner();
            quote!(.arg::<#inner>(#field, #op, #name))
        }
        Value::Literal(literal) => {
            let inner = inner();
            quote!(.arg::<#inner>(#field, #op, #literal))
        }
        Value::Constant(path) => {
            let inner = inner();
            quote!(.constant::<#inner>(#field, #op, &#path))
        }
        Value::Now => quote!(.now(#field, #op)),
        Value::None if compared.comparison == Comparison::Ne => quote!(.is_some(#field)),
        Value::None => quote!(.is_none(#field)),
    }
}

fn assignment(assigned: &Assigned, entity: &Entity, door: &TokenStream) -> TokenStream {
    let field = assigned.field;
    match &assigned.value {
        Value::Argument(name) => {
            let ty = column_type(field, entity, door);
            quote!(.set::<#ty>(#field, #name))
        }
        Value::Literal(literal) => {
            let inner = inner(field, entity, door);
            quote!(.set::<#inner>(#field, #literal))
        }
        Value::Constant(path) => {
            let inner = inner(field, entity, door);
            quote!(.set_constant::<#inner>(#field, &#path))
        }
        Value::Now => quote!(.set_now(#field)),
        Value::None => quote!(.set_none(#field)),
    }
}
