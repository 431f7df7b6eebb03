//! Expansions as snapshots in `tests/snapshots`: each file has its input at the top and the expansion below.
//! `UPDATE_SNAPSHOTS=1` writes the expansions anew.

use std::fs;
use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::expand;

/// Compares the expansion of the input at the top of the snapshot with what stands below it.
#[track_caller]
fn snapshot(name: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(format!("{name}.rs"));
    let before = fs::read_to_string(&path).expect("the snapshot has its input at the top");
    let header: String =
        before.lines().take_while(|line| line.starts_with("//")).map(|line| format!("{line}\n")).collect();
    let input: String = header.lines().map(|line| line.trim_start_matches("//").to_owned() + "\n").collect();
    let expansion = expand(syn::parse_str(&input).expect("the input is an item"));
    let expansion = syn::parse2(expansion).expect("an expansion is a list of items");
    let after = format!("{header}\n{}", prettyplease::unparse(&expansion));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, &after).expect("the snapshot can be written");
    } else {
        assert!(before == after, "{name} expands to something else; UPDATE_SNAPSHOTS=1 shows it to git diff");
    }
}

/// Does what the compiler does with a derive or an attribute: the macro is the first one on the item.
fn expand(mut item: syn::Item) -> TokenStream {
    let attributes = match &mut item {
        syn::Item::Struct(item) => &mut item.attrs,
        syn::Item::Enum(item) => &mut item.attrs,
        syn::Item::Trait(item) => &mut item.attrs,
        other => panic!("no macro goes on {other:?}"),
    };
    let attribute = attributes.remove(0);
    let arguments = attribute.meta.require_list().expect("the macro has arguments").tokens.clone();
    let item = item.into_token_stream();
    match arguments.to_string().as_str() {
        _ if attribute.path().is_ident("composite_store") => expand::composite(arguments, item),
        "StoreEntity" => expand::entity(item),
        _ => expand::value(item),
    }
}

/// The words of the mistakes in an expansion.
fn mistakes(expansion: TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(expansion).expect("an expansion is a list of items");
    let words = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Macro(item) => item.mac.parse_body::<syn::LitStr>().ok().map(|words| words.value()),
        _ => None,
    });
    words.collect()
}

#[test]
fn expansions_are_as_they_were() {
    for name in [
        "plain_entity",
        "everything_at_once",
        "composite_id",
        "errors",
        "unit_enum",
        "newtype",
        "composite_store",
    ] {
        snapshot(name);
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let found = mistakes(expand::entity(quote! {
        #[store(uniqe(email))]
        #[store(unique(emial), order(email))]
        #[store(references(app -> App))]
        #[store(list = "by_hash", filter(password_hash > x), order(password_hash desc))]
        #[store(update = "touch", filter(email), set(email))]
        pub struct User {
            #[store(id)]
            pub a: i64,
            #[store(id)]
            pub b: i64,
            pub email: String,
            pub app: i64,
            #[store(secret)]
            pub password_hash: String,
        }
    }));
    let starts = [
        "unknown `#[store(…)]` key `uniqe`; did you mean `unique`?",
        "`order` goes with `list`, not with `unique`",
        "`User` already has an id field, `a`",
        "`a` is the first id field of `User`",
        "no field `emial` on `User`; did you mean `email`?",
        "a reference says what happens to the row",
        "secret column `password_hash` can't be used in such a filter",
        "secret column `password_hash` can't be used in an order",
        "this method already has another argument `email`",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn every_mistake_of_the_other_kinds_is_told_at_once() {
    let found = mistakes(expand::entity(quote! {
        #[store(unique(owner), when(is_main, owner == x), conflict = "main")]
        #[store(index(owner), when(token == none), conflict = "OWNER")]
        #[store(references(owner -> User, on_delete = cascade))]
        #[store(update = "touch", filter(owner), guard(is_main == false), set(token))]
        #[store(swap = "swap_user")]
        #[store(claim = "claim_user", filter(is_main == false), set(seen))]
        #[store(take = "take_user", order(seen))]
        #[store(insert_new = "insert_new_user", on(seen))]
        #[store(upsert = "upsert_user_by", on(owner))]
        #[store(set_exclusive = "make_main", filter(owner), flag(id))]
        #[store(increment = "count_up", filter(id), add(seen = now), set(seen))]
        #[store(raise = "raise_seen", filter(owner), to(seen = 3))]
        #[store(count_by = "count_by_token", by(token))]
        #[store(through = "page_users", via(seen), order(id), page)]
        #[store(create_with = "create_user_with", with(User), filter(id))]
        #[store(list = "list_any", filter(any(seen, owner == seen)))]
        #[store(purge_expired = "purge")]
        pub struct User {
            #[store(id, default)]
            pub id: i64,
            pub owner: i64,
            pub seen: i64,
            pub is_main: bool,
            #[store(encrypted, lowercase)]
            pub token: String,
        }
    }));
    let starts = [
        "`conflict` goes with `unique`, not with `index`",
        "`filter` goes with `list`, not with `create_with`",
        "`token` is encrypted, so it can't be `lowercase`",
        "`id` is part of the id, which has no default",
        "there is no method to rename without a `ttl` field",
        "an index has no arguments, so `x` means nothing here",
        "`token` is encrypted, so it can't be used in a filter",
        "`token` is encrypted together with the row's id, which this filter doesn't name",
        "this swap doesn't say what it expects of the row",
        "this claim can be won twice",
        "this take doesn't say which row it is about",
        "the ciphertext is bound to the row's id",
        "`id` can't be set, an id never changes",
        "expected a whole number, the name of an argument, or a constant",
        "a column is raised to an argument or to `now`",
        "`token` is encrypted, so it can't be counted by",
        "`order(…)` can't stand beside `page`",
        "this method already has another argument `user`",
        "this method already has another argument `seen`",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn only_structs_with_named_fields_are_entities() {
    let words = "`#[derive(StoreEntity)]` is only for a struct with named fields";
    let help = format!("{words}\nhelp: to keep `E` in a field, derive `StoreValue` for it");
    for (input, expected) in [
        (
            quote!(
                enum E {
                    A,
                }
            ),
            help.as_str(),
        ),
        (quote!(union E { a: u8 }), words),
        (
            quote!(
                struct E(u8);
            ),
            help.as_str(),
        ),
        (
            quote!(
                struct E(u8, u8);
            ),
            words,
        ),
        (
            quote!(
                struct E;
            ),
            words,
        ),
        (
            quote!(
                struct E {}
            ),
            "`E` has no fields, so there is nothing to store",
        ),
    ] {
        assert_eq!(mistakes(expand::entity(input)), [expected]);
    }
}

#[test]
fn an_id_prefix_is_that_of_a_type_id() {
    let prefixed = |prefix: &str| {
        let input = quote! {
            #[store(id_prefix = #prefix)]
            struct E { #[store(id)] id: i64 }
        };
        mistakes(expand::entity(input)).len()
    };
    let long = "a".repeat(64);
    for (prefix, mistakes) in
        [("a", 0), ("a_b", 0), (&long[1..], 0), ("_a", 1), ("a_", 1), ("A", 1), ("a1", 1), (&long, 1)]
    {
        assert_eq!(prefixed(prefix), mistakes, "{prefix}");
    }
}
