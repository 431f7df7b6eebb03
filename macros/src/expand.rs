//! From the model to tokens, one file per generated thing.

mod codec;
mod columns;
mod composite;
mod crud;
mod debug;
mod docs;
mod fallback;
mod key;
mod method;
mod requirements;
mod schema;
mod spans;
mod store_trait;
mod value;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, ItemTrait, Path};

use crate::declaration::{CompositeDeclaration, EntityDeclaration, ValueDeclaration};
use crate::mistakes::Mistakes;
use crate::model::{ColumnValue, Composite, Entity, Outline};

/// The one door from generated code into `storewright`.
fn door(root: &Path) -> TokenStream {
    quote!(#root::__private)
}

/// `#[derive(StoreEntity)]`.
pub(crate) fn entity(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    // An impl without the parameters would be one mistake more.
    let generic = !input.generics.params.is_empty();
    let mut mistakes = Mistakes::new();
    let declaration = EntityDeclaration::read(input, &mut mistakes);
    let outline = Outline::of(&declaration);
    let entity = Entity::check(declaration, &mut mistakes);
    match mistakes.finish(entity) {
        Ok(entity) => {
            let parts = [
                schema::expand(&entity),
                columns::expand(&entity),
                debug::expand(&entity),
                store_trait::expand(&entity),
                requirements::expand(&entity),
            ];
            parts.into_iter().collect()
        }
        Err(mistakes) => {
            let mistakes = mistakes.into_compile_error();
            let fallback = if generic { TokenStream::new() } else { fallback::expand(&outline) };
            quote!(#mistakes #fallback)
        }
    }
}

/// `#[derive(StoreValue)]`.
pub(crate) fn value(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let generic = !input.generics.params.is_empty();
    let ident = input.ident.clone();
    let mut mistakes = Mistakes::new();
    let declaration = ValueDeclaration::read(input, &mut mistakes);
    let value = ColumnValue::check(declaration, &mut mistakes);
    let root = value.root.clone();
    match mistakes.finish(value) {
        Ok(value) => value::expand(&value),
        Err(mistakes) => {
            let mistakes = mistakes.into_compile_error();
            let fallback = if generic { TokenStream::new() } else { fallback::value(&ident, &root) };
            quote!(#mistakes #fallback)
        }
    }
}

/// `#[composite_store(…)]`.
pub(crate) fn composite(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let written = item.clone();
    let item: ItemTrait = match syn::parse2(item) {
        Ok(item) => item,
        Err(_) => {
            let words =
                "`#[composite_store(…)]` goes on a trait\nhelp: write `pub trait AuthStore {}` below it";
            let first = written.clone().into_iter().next();
            let mistake = syn::Error::new_spanned(first, words).into_compile_error();
            return quote!(#mistake #written);
        }
    };
    let mut mistakes = Mistakes::new();
    let declaration = CompositeDeclaration::read(arguments, item, &mut mistakes);
    let composite = Composite::check(declaration, &mut mistakes);
    let expanded = composite::expand(&composite, mistakes.is_empty());
    match mistakes.finish(()) {
        Ok(()) => expanded,
        Err(mistakes) => {
            let mistakes = mistakes.into_compile_error();
            quote!(#mistakes #expanded)
        }
    }
}
