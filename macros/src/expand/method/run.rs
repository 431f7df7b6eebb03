use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::arguments::{column_type, inner};
use super::conditions::{assignment, conditions};
use crate::declaration::{Limit, With};
use crate::expand::columns;
use crate::expand::key::Key;
use crate::model::{Amount, ArgumentType, Entity, Kind, Method, Value};

/// What a method gives, and its body.
pub(super) fn expand(method: &Method, entity: &Entity, door: &TokenStream) -> (TokenStream, TokenStream) {
    let ident = &entity.ident;
    let handle = quote!(#door::Backed::handle(self));
    let option = |ty: &TokenStream| quote!(#door::core::option::Option<#ty>);
    let (this, none) = (quote!(#ident), quote!());
    let (output, change, run) = match &method.kind {
        Kind::Get => (this, none, quote!(get::<#ident>(#handle))),
        Kind::Find => (option(&this), none, quote!(find::<#ident>(#handle))),
        Kind::List => (quote!(#door::Vec<#ident>), none, quote!(list::<#ident>(#handle))),
        Kind::Count => (quote!(u64), none, quote!(count(#handle))),
        Kind::Exists => (quote!(bool), none, quote!(exists(#handle))),
        Kind::Delete if method.one => (quote!(bool), none, quote!(delete_one(#handle))),
        Kind::Delete => (quote!(u64), none, quote!(delete(#handle))),
        Kind::Update { returning: true } if method.one => {
            (option(&this), none, quote!(update_one_returning::<#ident>(#handle)))
        }
        Kind::Update { returning: true } => {
            (quote!(#door::Vec<#ident>), none, quote!(update_returning::<#ident>(#handle)))
        }
        Kind::Update { .. } if method.one => (quote!(bool), none, quote!(update_one(#handle))),
        Kind::Update { .. } => (quote!(u64), none, quote!(update(#handle))),
        Kind::Swap => {
            let row = entity_argument(method);
            (quote!(bool), none, quote!(swap::<#ident>(#handle, #row)))
        }
        Kind::Claim { returning: true } => (option(&this), none, quote!(claim_returning::<#ident>(#handle))),
        Kind::Claim { .. } => (quote!(bool), none, quote!(claim(#handle))),
        Kind::Take => (option(&this), none, quote!(take::<#ident>(#handle))),
        Kind::InsertNew { on } => {
            let row = entity_argument(method);
            let on = optional(on.map(|on| quote!(#on)), door);
            return (quote!(bool), quote!(#door::insert_new(#handle, #row, #on)));
        }
        Kind::Upsert { on } => {
            let row = entity_argument(method);
            return (quote!(#door::Upserted<#ident>), quote!(#door::upsert_on(#handle, #row, #on)));
        }
        Kind::SetExclusive { flag } => {
            let key = Key::of(entity, door).from_arguments;
            (quote!(()), none, quote!(set_exclusive(#handle, #flag, #key)))
        }
        Kind::Increment { column, by, max, min } => {
            let (ty, by) = (column_type(*column, entity, door), amount(by));
            let max = max.as_ref().map(amount).map(|max| quote!(.at_most(#max)));
            let min = min.as_ref().map(amount).map(|min| quote!(.at_least(#min)));
            (option(&ty), quote!(.add(#column, #by) #max #min), quote!(increment::<#ty>(#handle)))
        }
        Kind::Raise { column, to } => {
            let to = match to {
                Value::Argument(name) => {
                    let inner = inner(*column, entity, door);
                    quote!(.to::<#inner>(#column, #name))
                }
                _ => quote!(.to_now(#column)),
            };
            (quote!(bool), to, quote!(raise(#handle)))
        }
        Kind::CountBy { column } => {
            let ty = column_type(*column, entity, door);
            (quote!(#door::Counts<#ty>), none, quote!(count_by::<#ty>(#handle, #column)))
        }
        Kind::Through { reference, target, page: true, .. } => {
            let filter = method.arguments.iter().find(|argument| argument.ty == ArgumentType::Page);
            let filter = filter.map(|argument| &argument.name);
            let run = quote!(through_page::<#target>(#handle, #reference, #filter));
            (quote!(#door::Page<#target>), none, run)
        }
        Kind::Through { reference, target, order, .. } => {
            let order = order.iter().map(|(column, descending)| {
                let constant = columns::constant(column);
                // The compiler says at the column that it can't be used in an order.
                let direction = Ident::new(if *descending { "desc" } else { "asc" }, column.span());
                quote_spanned!(column.span()=> <#target>::#constant.#direction())
            });
            let limit = optional(limit(method), door);
            let run = quote!(through::<#target>(#handle, #reference, &[#(#order),*], #limit));
            let filter = conditions(&method.filter, entity, door);
            let output = quote!(#door::Vec<#target>);
            return (output, quote!(#door::Statement::new::<#ident>() #filter .#run));
        }
        Kind::CreateWith { others } => return create_with(method, others, entity, door),
    };
    let statement = statement(method, entity, door);
    (output, quote!(#statement #change .#run))
}

/// The method's clauses as calls of the builder.
fn statement(method: &Method, entity: &Entity, door: &TokenStream) -> TokenStream {
    let ident = &entity.ident;
    let filter = conditions(&method.filter, entity, door);
    let when = method.when.map(|index| quote!(.when(#index)));
    let guard = (!method.guard.is_empty()).then(|| {
        let guard = conditions(&method.guard, entity, door);
        quote!(.guard() #guard)
    });
    let set = method.set.iter().map(|assigned| assignment(assigned, entity, door));
    let order = method.order.iter().map(|by| {
        let (field, descending) = (by.field, by.descending);
        quote!(.order(#field, #descending))
    });
    let limit = limit(method).map(|limit| quote!(.limit(#limit)));
    quote!(#door::Statement::new::<#ident>() #filter #when #guard #(#set)* #(#order)* #limit)
}

fn limit(method: &Method) -> Option<TokenStream> {
    method.limit.as_ref().map(|limit| match limit {
        Limit::Constant(_, limit) => quote!(#limit),
        Limit::Argument(_) => {
            let name = method.arguments.iter().find(|argument| argument.ty == ArgumentType::Limit);
            let name = name.map(|argument| &argument.name);
            quote!(#name)
        }
    })
}

fn optional(value: Option<TokenStream>, door: &TokenStream) -> TokenStream {
    match value {
        Some(value) => quote!(#door::core::option::Option::Some(#value)),
        None => quote!(#door::core::option::Option::None),
    }
}

fn amount(amount: &Amount) -> TokenStream {
    match amount {
        Amount::Argument(name) => quote!(#name),
        Amount::Constant(number) => quote!(#number),
    }
}

/// The argument that is the entity itself.
fn entity_argument(method: &Method) -> TokenStream {
    let row = method.arguments.iter().find(|argument| argument.ty == ArgumentType::Entity);
    let row = row.map(|argument| &argument.name);
    quote!(#row)
}

fn create_with(
    method: &Method,
    others: &[With],
    entity: &Entity,
    door: &TokenStream,
) -> (TokenStream, TokenStream) {
    let (ident, row) = (&entity.ident, entity_argument(method));
    let (mut types, mut batch) = (quote!(#ident), quote!(#door::also_create(#door::Batch::new(), #row)));
    let mut rows = quote!(rows.one::<#ident>()?);
    // The entity is the first argument.
    for (With { entity, many }, argument) in others.iter().zip(method.arguments.iter().skip(1)) {
        let name = &argument.name;
        if *many {
            types.extend(quote!(, #door::Vec<#entity>));
            batch = quote!(#door::also_create_many(#batch, #name));
            rows.extend(quote!(, rows.many::<#entity>()?));
        } else {
            types.extend(quote!(, #entity));
            batch = quote!(#door::also_create(#batch, #name));
            rows.extend(quote!(, rows.one::<#entity>()?));
        }
    }
    let handle = quote!(#door::Backed::handle(self));
    let body = quote!(#door::create_with(#handle, #batch, |rows| #door::core::result::Result::Ok((#rows))));
    (quote!((#types)), body)
}
