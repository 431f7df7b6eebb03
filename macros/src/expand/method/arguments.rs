use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::expand::spans;
use crate::model::{Argument, ArgumentType, Entity, Kind, Method};

/// The arguments of a method, each with a comma in front.
pub(super) fn expand(method: &Method, entity: &Entity, door: &TokenStream) -> TokenStream {
    let ident = &entity.ident;
    let argument = |argument: &Argument| {
        let name = &argument.name;
        let ty = match argument.ty {
            ArgumentType::Limit => quote!(u32),
            ArgumentType::Added | ArgumentType::Bound => quote!(i64),
            ArgumentType::Entity => quote!(&'a #ident),
            ArgumentType::Inner(field) => spans::argument(&inner(field, entity, door), door),
            ArgumentType::Whole(field) => spans::argument(&column_type(field, entity, door), door),
            ArgumentType::With(position) => with(&method.kind, position),
            ArgumentType::Page => page(&method.kind, door),
        };
        quote!(, #name: #ty)
    };
    method.arguments.iter().map(argument).collect()
}

fn with(kind: &Kind, position: usize) -> TokenStream {
    let Kind::CreateWith { others } = kind else {
        return TokenStream::new();
    };
    let entity = &others[position].entity;
    if others[position].many { quote!(&'a [#entity]) } else { quote!(&'a #entity) }
}

fn page(kind: &Kind, door: &TokenStream) -> TokenStream {
    let Kind::Through { target, .. } = kind else {
        return TokenStream::new();
    };
    quote!(&'a #door::List<#target>)
}

/// The ends of the one type that the arguments come from, if it is one.
pub(super) fn header(method: &Method, entity: &Entity) -> Option<(Span, Span)> {
    match &method.arguments[..] {
        [Argument { ty: ArgumentType::Inner(field) | ArgumentType::Whole(field), .. }] => {
            Some(spans::ends(&entity.fields[*field].ty))
        }
        _ => None,
    }
}

/// What a column holds.
pub(super) fn column_type(field: usize, entity: &Entity, door: &TokenStream) -> TokenStream {
    let field = &entity.fields[field];
    let ty = &field.ty;
    if field.json { quote!(#door::Json<#ty>) } else { quote!(#ty) }
}

/// What is inside what a column holds if that is an `Option`.
pub(super) fn inner(field: usize, entity: &Entity, door: &TokenStream) -> TokenStream {
    spans::projected(&column_type(field, entity, door), door, "Inner")
}
