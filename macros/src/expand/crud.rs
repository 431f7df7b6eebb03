use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::compose;
use super::key::Key;
use super::method::Written;
use super::schema;
use crate::model::{Crud, Entity, Role};
use crate::names;

/// The methods that every entity store has.
pub(super) fn expand(entity: &Entity, door: &TokenStream) -> Vec<Written> {
    let Entity { ident, noun, nouns, crud, .. } = entity;
    let handle = quote!(#door::Backed::handle(self));
    let trip = "one round trip";
    let row = Ident::new("entity", ident.span());
    let rows = Ident::new("entities", ident.span());
    let key_type = schema::key_type(entity);
    let write =
        |name: &Ident, docs: String, arguments: TokenStream, output: TokenStream, body: TokenStream| {
            Written { docs, name: name.clone(), arguments, output, body, header: None }
        };
    let key = Key::of(entity, door);
    let by_key = |name: &Ident, docs: String, output: TokenStream, run: TokenStream| {
        let (arguments, values) = (&key.arguments, &key.from_arguments);
        write(name, docs, arguments.clone(), output, quote!(#values.#run(#handle)))
    };
    let Crud { create, create_many, get, find, get_many, list, update, upsert, delete, soft, purge_expired } =
        crud;
    let conflict = "`Conflict` when the id or a unique index is taken; then nothing is written (R1).";
    let (values_of, filter) =
        (&key.from_id, Ident::new(&format!("{}Filter", names::plain(ident)), ident.span()));
    let replaced = if entity.fields.iter().any(|field| field.role == Some(Role::Version)) {
        "`NotFound` when there is none, `Stale` when it was changed meanwhile, `Conflict` when a unique index forbids it (R3)."
    } else {
        "`NotFound` when there is none, `Conflict` when a unique index forbids it (R3)."
    };
    let mut all = vec![
        write(
            create,
            compose(&format!("Adds the {noun} and gives it back as it was stored."), conflict, trip),
            quote!(, #row: &'a #ident),
            quote!(#ident),
            quote!(#door::create(#handle, #row)),
        ),
        write(
            create_many,
            compose(
                &format!("Adds the {nouns}, all or none, and gives them back as they were stored (R17)."),
                "`Conflict` when an id or a unique index is taken; it says by which of them.",
                "one round trip for as many as the database takes at once",
            ),
            quote!(, #rows: &'a [#ident]),
            quote!(#door::Vec<#ident>),
            quote!(#door::create_many(#handle, #rows)),
        ),
        by_key(
            get,
            compose(&format!("The {noun} with this id (R2)."), "`NotFound` when there is none.", trip),
            quote!(#ident),
            quote!(get::<#ident>),
        ),
        by_key(
            find,
            compose(&format!("The {noun} with this id, or `None` (R2)."), "What the backend says.", trip),
            quote!(#door::core::option::Option<#ident>),
            quote!(find::<#ident>),
        ),
        write(
            get_many,
            compose(
                &format!(
                    "The {nouns} with these ids, in the order asked for, `None` where there is none (R2)."
                ),
                "What the backend says.",
                "one round trip for as many as the database takes at once",
            ),
            quote!(, ids: &'a [#key_type]),
            quote!(#door::Vec<#door::core::option::Option<#ident>>),
            quote!(#door::get_many_by::<#ident>(#handle, ids, |id| #values_of.into_values())),
        ),
        write(
            list,
            compose(
                &format!("One page of the {nouns} that match (R9)."),
                "`InvalidCursor` when the cursor is of another list, or forged.",
                trip,
            ),
            quote!(, filter: &'a #filter),
            quote!(#door::Page<#ident>),
            quote!(#door::list(#handle, filter)),
        ),
        write(
            update,
            compose(
                &format!("Replaces the {noun} with the same id and gives it back as it was stored."),
                replaced,
                "one round trip; up to three where the row is not as it was read",
            ),
            quote!(, #row: &'a #ident),
            quote!(#ident),
            quote!(#door::update(#handle, #row)),
        ),
        write(
            upsert,
            compose(
                &format!("Adds the {noun}, or replaces the one with the same id (R14)."),
                "`Conflict` when a unique index forbids it (R1).",
                trip,
            ),
            quote!(, #row: &'a #ident),
            quote!(#door::Upserted<#ident>),
            quote!(#door::upsert(#handle, #row)),
        ),
        by_key(
            delete,
            compose(
                &format!("Deletes the {noun} with this id: whether there was one (R4)."),
                "`Restricted` when another row references it so (R13).",
                trip,
            ),
            quote!(bool),
            quote!(delete),
        ),
    ];
    if let Some((restore, purge)) = soft {
        all.push(by_key(
            restore,
            compose(
                &format!("Makes the deleted {noun} with this id live again: whether there was one (R12)."),
                "`Conflict` when a live row has taken its place in a unique index.",
                trip,
            ),
            quote!(bool),
            quote!(restore),
        ));
        all.push(by_key(
            purge,
            compose(
                &format!("Removes the {noun} with this id for good, deleted before or not: whether there was one (R12)."),
                "`Restricted` when another row references it so (R13).",
                trip,
            ),
            quote!(bool),
            quote!(purge),
        ));
    }
    if let Some(purge_expired) = purge_expired {
        all.push(write(
            purge_expired,
            compose(
                &format!("Removes the {nouns} that have expired, which are invisible before as well: how many there were (R16)."),
                "`Restricted` when another row references one of them so (R13).",
                "one round trip for as many as the database removes at once",
            ),
            TokenStream::new(),
            quote!(u64),
            quote!(#door::purge_expired::<#ident>(#handle)),
        ));
    }
    all
}
