use syn::{Ident, ItemTrait, Path, TraitItem, parse_quote};

use crate::declaration::CompositeDeclaration;
use crate::mistakes::Mistakes;
use crate::show::show;

/// A composite store, checked.
#[derive(Debug)]
pub(crate) struct Composite {
    /// The trait as the user wrote it.
    pub(crate) item: ItemTrait,
    pub(crate) entities: Vec<Path>,
    pub(crate) included: Vec<Path>,
    /// Where `storewright` is.
    pub(crate) root: Path,
}

impl Composite {
    pub(crate) fn check(declaration: CompositeDeclaration, mistakes: &mut Mistakes) -> Self {
        let CompositeDeclaration { item, entities, included, root } = declaration;
        if !item.generics.params.is_empty() {
            mistakes.on(&item.generics, "a composite store has no parameters, its entities are fixed");
        }
        if entities.is_empty() && included.is_empty() && mistakes.is_empty() {
            let help = "help: name them: `#[composite_store(User, Session)]`";
            mistakes.on(&item.ident, format!("`{}` gathers no entities\n{help}", item.ident));
        }
        for paths in [&entities, &included] {
            for (i, path) in paths.iter().enumerate() {
                if paths[..i].contains(path) {
                    mistakes.on(path, format!("`{}` stands here twice", show(path)));
                }
            }
        }
        for member in &item.items {
            match member {
                TraitItem::Fn(method) if method.default.is_none() => {
                    let words = format!("`{}` must have a body", method.sig.ident);
                    let why = "a composite store is implemented for everything that has its entity stores";
                    mistakes.on(&method.sig, format!("{words}, {why}"));
                }
                TraitItem::Fn(_) => {}
                other => mistakes.on(other, "a composite store has methods only"),
            }
        }
        let root = root.unwrap_or_else(|| parse_quote!(::storewright));
        Self { item, entities, included, root }
    }

    /// The entity's store trait: `a::UserStore` for `a::User`.
    pub(crate) fn store(entity: &Path) -> Path {
        let mut path = entity.clone();
        if let Some(last) = path.segments.last_mut() {
            last.ident = Ident::new(&format!("{}Store", crate::names::plain(&last.ident)), last.ident.span());
        }
        path
    }
}
