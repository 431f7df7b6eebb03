use darling::FromMeta;
use darling::ast::NestedMeta;
use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{ItemTrait, Meta, Path, Token};

use super::keys::{self, Place};
use super::values;
use crate::mistakes::Mistakes;

/// A trait with `#[composite_store(…)]` as written.
#[derive(Debug)]
pub(crate) struct CompositeDeclaration {
    pub(crate) item: ItemTrait,
    pub(crate) entities: Vec<Path>,
    pub(crate) included: Vec<Path>,
    pub(crate) root: Option<Path>,
}

/// `include(BaseStore, other::PluginStore)`.
#[derive(Debug)]
struct Paths(Vec<Path>);

impl FromMeta for Paths {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = item else {
            let words = "expected composite stores: `include(BaseStore)`";
            return Err(darling::Error::custom(words).with_span(item));
        };
        let parse = Punctuated::<Path, Token![,]>::parse_terminated_with;
        let paths = (|input: syn::parse::ParseStream<'_>| parse(input, Path::parse_mod_style))
            .parse2(list.tokens.clone())?;
        if paths.is_empty() {
            let words = "expected composite stores: `include(BaseStore)`";
            return Err(darling::Error::custom(words).with_span(item));
        }
        Ok(Self(paths.into_iter().collect()))
    }
}

/// What stands among the entities.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
struct CompositeKeys {
    /// Other composite stores that are part of this one.
    include: Option<Paths>,
    /// Where `storewright` is.
    #[darling(rename = "crate")]
    root: Option<values::Path>,
}

impl CompositeDeclaration {
    pub(crate) fn read(arguments: TokenStream, item: ItemTrait, mistakes: &mut Mistakes) -> Self {
        let mut found = darling::Error::accumulator();
        let items =
            found.handle(NestedMeta::parse_meta_list(arguments).map_err(Into::into)).unwrap_or_default();
        let mut entities = Vec::new();
        let mut keyed = Vec::new();
        for item in items {
            match item {
                // Keys are in lower case, types are not.
                NestedMeta::Meta(Meta::Path(path)) => entities.push(path),
                NestedMeta::Lit(literal) => {
                    found.push(darling::Error::custom("expected the name of an entity").with_span(&literal));
                }
                item => keyed.push(item),
            }
        }
        let keyed = keys::sift(keyed, Place::Composite, &mut found);
        let CompositeKeys { include, root } =
            found.handle(CompositeKeys::from_list(&keyed)).unwrap_or_default();
        mistakes.take(found.finish());
        let included = include.map(|Paths(paths)| paths).unwrap_or_default();
        Self { item, entities, included, root: root.map(|values::Path(path)| path) }
    }
}
