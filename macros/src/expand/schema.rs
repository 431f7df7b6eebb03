use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::method::condition;
use super::{codec, door, spans};
use crate::declaration::{Fixed, OnDelete};
use crate::model::{Entity, Field, Index, Reference, Role};
use crate::names;

/// `impl Entity for User`.
pub(super) fn expand(entity: &Entity) -> TokenStream {
    let door = door(&entity.root);
    let Entity { ident, id_prefix, table, .. } = entity;
    let name = names::plain(ident);
    let key = key_type(entity);
    let columns = entity.fields.iter().map(|field| column(field, &door));
    let positions = &entity.key;
    let filters = entity.indexes.iter().enumerate().filter_map(|(position, one)| {
        let conditions = one.when.iter().map(|compared| condition(compared, entity, &door));
        let filter = filter_name(position, one)?;
        Some(quote! {
            static #filter: #door::IndexFilter = #door::IndexFilter::new(|| {
                #door::Statement::new::<#ident>() #(#conditions)* .into_predicate()
            });
        })
    });
    let indexes = (!entity.indexes.is_empty()).then(|| {
        let indexes = entity.indexes.iter().enumerate().map(|(position, one)| index(position, one, &door));
        quote!(.with_indexes(&[#(#indexes),*]))
    });
    let references = (!entity.references.is_empty()).then(|| {
        let references = entity.references.iter().map(|one| reference(one, &door));
        quote!(.with_references(&[#(#references),*]))
    });
    let codec = codec::expand(entity, &door);
    quote! {
        #[automatically_derived]
        impl #door::Entity for #ident {
            const ID_PREFIX: &'static str = #id_prefix;
            type Key = #key;

            fn schema() -> &'static #door::EntitySchema {
                #(#filters)*
                static SCHEMA: #door::EntitySchema =
                    #door::EntitySchema::new(#name, #table, &[#(#columns),*], &[#(#positions),*]) #indexes #references;
                &SCHEMA
            }

            #codec
        }
    }
}

/// The type of the id: the field's, or a tuple of several.
pub(super) fn key_type(entity: &Entity) -> TokenStream {
    let mut types = entity.key.iter().map(|&field| &entity.fields[field].ty);
    match &entity.key[..] {
        [_] => quote!(#(#types)*),
        _ => {
            let types = types.by_ref();
            quote!((#(#types),*))
        }
    }
}

fn column(field: &Field, door: &TokenStream) -> TokenStream {
    let Field { name, column, ty, .. } = field;
    let (ty, nullable) = if field.json {
        // Whether it is null is for the JSON to say.
        (quote!(#door::ValueType::Json), quote!(false))
    } else {
        (spans::projected(ty, door, "TYPE"), spans::projected(ty, door, "NULLABLE"))
    };
    let secret = field.is_hidden().then(|| quote!(.secret()));
    let lowercase = field.lowercase.then(|| quote!(.lowercase()));
    let trim = field.trim.then(|| quote!(.trim()));
    let role = field.role.map(|role| match role {
        Role::Created => quote!(.created()),
        Role::Updated => quote!(.updated()),
        Role::Version => quote!(.version()),
        Role::SoftDelete => quote!(.soft_delete()),
        Role::Ttl => quote!(.ttl()),
    });
    let encrypted = field.encrypted.then(|| quote!(.encrypted()));
    let default = field.default.as_ref().map(|value| {
        let default = default(field, value.as_ref(), door);
        quote!(.with_default(|| #default))
    });
    quote!(#door::ColumnSchema::new(#name, #column, #ty, #nullable) #secret #lowercase #trim #role #encrypted #default)
}

/// The column's default, as the column holds it.
fn default(field: &Field, value: Option<&Fixed>, door: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let json = quote!(#door::Json<#ty>);
    match value {
        None if field.json => {
            let default = spans::default(ty, door);
            quote!(<#json as #door::StoreValue>::to_value(&#door::Json(#default)))
        }
        None => {
            let (to_value, default) = (spans::projected(ty, door, "to_value"), spans::default(ty, door));
            quote!(#to_value(&#default))
        }
        Some(Fixed::Literal(literal)) if field.json => {
            quote!(<#json as #door::StoreValue>::to_value(&#door::Json(#literal)))
        }
        Some(Fixed::Literal(literal)) => {
            let inner = spans::projected(ty, door, "Inner");
            let arg_to_value = spans::projected(&inner, door, "arg_to_value");
            quote!(#arg_to_value(#literal))
        }
        Some(Fixed::Constant(path)) if field.json => {
            quote!(<#json as #door::StoreValue>::to_value(&#door::Json(#path)))
        }
        Some(Fixed::Constant(path)) => {
            let inner = spans::projected(ty, door, "Inner");
            let to_value = spans::projected(&inner, door, "to_value");
            quote!(#to_value(&#path))
        }
    }
}

/// The static that holds the conditions of an index, if it has any.
fn filter_name(position: usize, index: &Index) -> Option<Ident> {
    (!index.when.is_empty()).then(|| format_ident!("WHEN_{position}"))
}

fn index(position: usize, index: &Index, door: &TokenStream) -> TokenStream {
    let Index { name, .. } = index;
    let columns = index.columns.iter().map(|by| {
        let field = by.field;
        if by.descending {
            quote!(#door::IndexColumn::desc(#field))
        } else {
            quote!(#door::IndexColumn::asc(#field))
        }
    });
    let new = if index.unique { quote!(unique) } else { quote!(new) };
    let when = filter_name(position, index).map(|filter| quote!(.when(&#filter)));
    quote!(#door::IndexSchema::#new(#name, &[#(#columns),*]) #when)
}

fn reference(reference: &Reference, door: &TokenStream) -> TokenStream {
    let Reference { columns, target, .. } = reference;
    let on_delete = match reference.on_delete {
        OnDelete::Cascade => quote!(Cascade),
        OnDelete::Restrict => quote!(Restrict),
        OnDelete::SetNull => quote!(SetNull),
    };
    quote! {
        #door::ReferenceSchema::new(&[#(#columns),*], <#target as #door::Entity>::schema, #door::OnDelete::#on_delete)
    }
}
