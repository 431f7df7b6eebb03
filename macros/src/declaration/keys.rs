//! Which keys of `#[store(…)]` go where.

use darling::ast::NestedMeta;
use darling::error::Accumulator;
use proc_macro2::Ident;
use syn::Meta;

use crate::names;
use crate::nearest::{did_you_mean, nearest};

/// Where a key may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Field,
    Unique,
    Index,
    Reference,
    Enum,
    Variant,
    Newtype,
    NewtypeField,
    Composite,
    /// After a declared method of this kind.
    Method(&'static str),
}

impl Place {
    fn phrase(self) -> String {
        match self {
            Self::Struct => "on the struct".to_owned(),
            Self::Field => "on a field".to_owned(),
            Self::Unique => "with `unique`".to_owned(),
            Self::Index => "with `index`".to_owned(),
            Self::Reference => "in `references(…)`".to_owned(),
            Self::Enum => "on the enum".to_owned(),
            Self::Variant => "on a variant".to_owned(),
            Self::Newtype => "on the struct".to_owned(),
            Self::NewtypeField => "on the field of a newtype".to_owned(),
            Self::Composite => "in `#[composite_store(…)]`".to_owned(),
            Self::Method(kind) => format!("with `{kind}`"),
        }
    }

    fn keys(self) -> Vec<&'static str> {
        match self {
            Self::Struct => {
                [&SETTINGS[..], &["id", "unique", "index", "references"], &RENAMES, &METHODS].concat()
            }
            Self::Field => vec![
                "id",
                "unique",
                "index",
                "secret",
                "json",
                "lowercase",
                "trim",
                "created",
                "updated",
                "version",
                "soft_delete",
                "ttl",
                "default",
                "encrypted",
                "rename",
            ],
            Self::Unique => vec!["get", "find", "name", "when", "conflict"],
            Self::Index => vec!["list", "name", "when"],
            Self::Reference => vec!["on_delete"],
            Self::Enum => vec!["rename_all", "crate"],
            Self::Variant => vec!["rename"],
            Self::Newtype => vec!["crate"],
            Self::NewtypeField => Vec::new(),
            Self::Composite => vec!["include", "crate"],
            Self::Method("list") => vec!["filter", "order", "limit"],
            Self::Method("get" | "find" | "take") => vec!["filter", "order"],
            Self::Method("update") => vec!["filter", "set", "guard", "returning"],
            Self::Method("delete") => vec!["filter", "guard"],
            Self::Method("claim") => vec!["filter", "set", "order", "returning"],
            Self::Method("upsert" | "insert_new") => vec!["on"],
            Self::Method("set_exclusive") => vec!["filter", "flag"],
            Self::Method("increment") => vec!["filter", "add", "max", "min", "set"],
            Self::Method("raise") => vec!["filter", "to", "set"],
            Self::Method("count_by") => vec!["filter", "by"],
            Self::Method("through") => vec!["filter", "via", "order", "limit", "page"],
            Self::Method("create_with") => vec!["with"],
            Self::Method(_) => vec!["filter"],
        }
    }

    /// Where else a key could have been meant to stand.
    fn others(self) -> Vec<Self> {
        match self {
            Self::Enum | Self::Variant | Self::Newtype | Self::NewtypeField => {
                vec![Self::Enum, Self::Variant]
            }
            Self::Composite => Vec::new(),
            // The clauses of the other kind of index come before the methods of the same name.
            Self::Unique => [&[Self::Index, Self::Struct][..], &CLAUSES, &[Self::Field]].concat(),
            Self::Index => [&[Self::Unique, Self::Struct][..], &CLAUSES, &[Self::Field]].concat(),
            _ => {
                let indexes = [Self::Reference, Self::Unique];
                [&[Self::Struct, Self::Field][..], &CLAUSES, &indexes].concat()
            }
        }
    }
}

/// What is said of the entity as a whole.
pub(crate) const SETTINGS: [&str; 6] = ["table", "id_prefix", "crate", "plural", "name", "debug"];
/// The kinds of declared methods.
pub(crate) const METHODS: [&str; 18] = [
    "get",
    "find",
    "list",
    "count",
    "exists",
    "delete",
    "update",
    "swap",
    "claim",
    "take",
    "insert_new",
    "upsert",
    "set_exclusive",
    "increment",
    "raise",
    "count_by",
    "through",
    "create_with",
];
/// The kinds that, without clauses, are names for generated methods.
pub(crate) const RENAMING_METHODS: [&str; 6] = ["get", "find", "list", "delete", "update", "upsert"];
/// The kinds whose clauses are what a clause in the wrong place was meant for.
const CLAUSES: [Place; 9] = [
    Place::Method("list"),
    Place::Method("update"),
    Place::Method("upsert"),
    Place::Method("set_exclusive"),
    Place::Method("increment"),
    Place::Method("raise"),
    Place::Method("count_by"),
    Place::Method("through"),
    Place::Method("create_with"),
];
/// The generated methods that can only be renamed.
pub(crate) const RENAMES: [&str; 6] =
    ["create", "create_many", "get_many", "restore", "purge", "purge_expired"];

/// The key of an item, for its name and its span.
pub(crate) fn key(item: &NestedMeta) -> Option<&Ident> {
    let path = match item {
        NestedMeta::Meta(meta) => meta.path(),
        NestedMeta::NameValueInvalidExpr(meta) => &meta.path,
        NestedMeta::Lit(_) => return None,
    };
    path.get_ident()
}

/// The items whose keys belong in `place`, each key once. The others are mistakes.
pub(crate) fn sift(items: Vec<NestedMeta>, place: Place, mistakes: &mut Accumulator) -> Vec<NestedMeta> {
    let mut seen: Vec<Ident> = Vec::new();
    let mut fits = |item: &NestedMeta| {
        let Some(key) = key(item) else {
            mistakes.push(darling::Error::custom("expected a key of `#[store(…)]`").with_span(item));
            return false;
        };
        let known = check(key, place, mistakes);
        let repeated = seen.contains(key);
        if known && repeated {
            let words = format!("`{}` stands here twice", names::plain(key));
            mistakes.push(darling::Error::custom(words).with_span(key));
        }
        seen.push(key.clone());
        known && !repeated
    };
    items.into_iter().filter(|item| fits(item)).collect()
}

/// Whether `key` belongs in `place`; if not, it says where it does.
pub(crate) fn check(key: &Ident, place: Place, mistakes: &mut Accumulator) -> bool {
    let name = names::plain(key);
    let here = place.keys();
    if here.contains(&name.as_str()) {
        return true;
    }
    let near = nearest(&name, here.iter().copied());
    let elsewhere = place.others().into_iter().find(|other| other.keys().contains(&name.as_str()));
    let words = match (elsewhere, near) {
        (Some(Place::Method(kind)), _) if place == Place::Struct => {
            let clause = written(&name);
            format!(
                "`{name}` is a clause of a method\nhelp: begin with the method: `{kind} = \"…\", {clause}`"
            )
        }
        (Some(Place::Unique), _) if place == Place::Struct => {
            let clause = written(&name);
            format!("`{name}` is a clause of an index\nhelp: begin with the index: `unique(…), {clause}`")
        }
        (Some(other), _) => format!("`{name}` goes {}, not {}", other.phrase(), place.phrase()),
        (None, Some(near)) => format!("unknown `#[store(…)]` key `{name}`; did you mean `{near}`?"),
        (None, None) => {
            let all = place.others().into_iter().flat_map(Place::keys);
            format!("unknown `#[store(…)]` key `{name}`{}", did_you_mean(&name, all))
        }
    };
    let words = if place == Place::Composite {
        words.replace("#[store(…)]", "#[composite_store(…)]")
    } else {
        words
    };
    mistakes.push(darling::Error::custom(words).with_span(key));
    false
}

/// A clause as it is written.
fn written(clause: &str) -> String {
    match clause {
        "limit" | "page" | "returning" | "max" | "min" => clause.to_owned(),
        "conflict" => format!("{clause} = \"…\""),
        _ => format!("{clause}(…)"),
    }
}

/// The statements in one `#[store(…)]`, which should be one, or all of the settings.
///
/// A second statement is a mistake, but taken for what it is: its clauses are not those of the first.
pub(crate) fn statements(items: Vec<NestedMeta>, mistakes: &mut Accumulator) -> Vec<Vec<NestedMeta>> {
    let on_struct = Place::Struct.keys();
    let mut all: Vec<(String, Vec<NestedMeta>)> = Vec::new();
    for item in items {
        let name = key(&item).map(names::plain).unwrap_or_default();
        match all.last_mut() {
            Some((head, statement)) if !begins(&name, head, &on_struct) => statement.push(item),
            Some((head, _)) => {
                let typo = !on_struct.contains(&head.as_str());
                let settings = SETTINGS.contains(&name.as_str()) && SETTINGS.contains(&head.as_str());
                if !typo && !settings {
                    let words =
                        format!("`{name}` begins a statement\nhelp: give it a `#[store(…)]` of its own");
                    mistakes.push(darling::Error::custom(words).with_span(&key(&item)));
                }
                all.push((name, vec![item]));
            }
            None => all.push((name, vec![item])),
        }
    }
    all.into_iter().map(|(_, statement)| statement).collect()
}

/// Whether a key begins a statement of its own behind the statement that `head` begins.
fn begins(name: &str, head: &str, on_struct: &[&str]) -> bool {
    let of_index = matches!(head, "unique" | "index") && matches!(name, "get" | "find" | "list" | "name");
    on_struct.contains(&name) && !of_index
}

/// The items of one `#[store(…)]`.
pub(crate) fn items(attribute: &syn::Attribute) -> darling::Result<Vec<NestedMeta>> {
    match &attribute.meta {
        Meta::List(list) => Ok(NestedMeta::parse_meta_list(list.tokens.clone())?),
        other => Err(darling::Error::custom("expected keys in parentheses: `#[store(…)]`").with_span(other)),
    }
}

/// The `#[store(…)]`s among the attributes.
pub(crate) fn store_attributes(attributes: &[syn::Attribute]) -> impl Iterator<Item = &syn::Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("store"))
}
