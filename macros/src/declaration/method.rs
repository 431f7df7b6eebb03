use darling::FromMeta;
use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Expr, Lit, Meta, Path, token};

use super::columns::{Column, DirectedColumn, Item, Listed};
use super::conditions::{Assignment, Conditions};
use super::values::{Fixed, Limit, Mark, value};

/// `find = "find_live_code", filter(user_id, expires_at > now), order(created_at desc)`.
#[derive(Debug)]
pub(crate) struct MethodDeclaration {
    /// The kind: `find`.
    pub(crate) key: Ident,
    pub(crate) name: Ident,
    /// Whether anything follows the name; if nothing does, some kinds rename a generated method.
    pub(crate) has_clauses: bool,
    pub(crate) clauses: MethodClauses,
}

/// What may follow a method's name.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
pub(crate) struct MethodClauses {
    /// The rows that it is about.
    pub(crate) filter: Option<Listed<Conditions>>,
    /// What must hold of the one row besides, or the call is refused.
    pub(crate) guard: Option<Listed<Conditions>>,
    /// What comes first. In `through` these are columns of the entity behind the reference.
    pub(crate) order: Option<Listed<DirectedColumn>>,
    /// How many rows at most.
    pub(crate) limit: Option<Limit>,
    /// The columns that it changes.
    pub(crate) set: Option<Listed<Assignment>>,
    /// Gives the rows as they are afterwards.
    pub(crate) returning: Option<Mark>,
    /// The columns of the unique index that decides whether a row is there.
    pub(crate) on: Option<Listed<Column>>,
    /// The column that one row alone has set.
    pub(crate) flag: Option<Listed<Column>>,
    /// The column that a number is added to, and the number.
    pub(crate) add: Option<Listed<Assignment>>,
    /// What the column is not to exceed.
    pub(crate) max: Option<Bound>,
    /// What the column is not to go below.
    pub(crate) min: Option<Bound>,
    /// The column that only rises.
    pub(crate) to: Option<Listed<Assignment>>,
    /// The column whose values are counted.
    pub(crate) by: Option<Listed<Column>>,
    /// The columns of the reference that is followed.
    pub(crate) via: Option<Listed<Column>>,
    /// Gives a page, as the caller's filter asks for.
    pub(crate) page: Option<Mark>,
    /// The other entities that are created in the same call.
    pub(crate) with: Option<Listed<With>>,
}

/// `max` or `max = 5`.
#[derive(Debug, Clone)]
pub(crate) enum Bound {
    /// As the caller says.
    Argument(Span),
    Constant(Expr),
}

impl FromMeta for Bound {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        if let Meta::Path(path) = item {
            return Ok(Self::Argument(path.span()));
        }
        let bound = value(item)?;
        match Fixed::of(bound) {
            Some(Fixed::Literal(number)) if is_integer(&number) => Ok(Self::Constant(number)),
            Some(Fixed::Constant(_)) => Ok(Self::Constant(bound.clone())),
            _ => Err(darling::Error::custom("expected a whole number or a constant").with_span(bound)),
        }
    }
}

/// Whether a literal is a whole number, perhaps with a minus in front.
pub(crate) fn is_integer(literal: &Expr) -> bool {
    match literal {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_)),
        Expr::Unary(minus) => is_integer(&minus.expr),
        Expr::Group(group) => is_integer(&group.expr),
        _ => false,
    }
}

/// Another entity that is created: `UserEmail`, or any number of them: `[Role]`.
#[derive(Debug, Clone)]
pub(crate) struct With {
    pub(crate) entity: Path,
    pub(crate) many: bool,
}

impl Item for With {
    const ONE: &'static str = "entity";
    const MANY: &'static str = "entities";
}

impl Parse for With {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = |input: ParseStream<'_>| {
            let words = "expected an entity, or `[…]` around one of which there are any number";
            input.call(Path::parse_mod_style).map_err(|error| syn::Error::new(error.span(), words))
        };
        if !input.peek(token::Bracket) {
            return Ok(Self { entity: path(input)?, many: false });
        }
        let inside;
        syn::bracketed!(inside in input);
        let entity = path(&inside)?;
        if inside.is_empty() {
            return Ok(Self { entity, many: true });
        }
        Err(inside.error("expected one entity in the brackets"))
    }
}
