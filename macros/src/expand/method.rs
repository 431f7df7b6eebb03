mod arguments;
mod conditions;
mod run;

use proc_macro2::{Ident, Span, TokenStream};

use super::docs;
use crate::model::{Entity, Method};

pub(super) use conditions::condition;

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
    let (output, body) = run::expand(method, entity, door);
    Written {
        docs: docs::method(method, entity),
        name: method.name.clone(),
        arguments: arguments::expand(method, entity, door),
        output,
        body,
        header: arguments::header(method, entity),
    }
}
