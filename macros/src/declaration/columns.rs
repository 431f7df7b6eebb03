//! Columns as they stand in indexes, orders, conditions and assignments.

use darling::FromMeta;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Meta, Token};

use crate::names;

/// The items in the parentheses of a clause, at least one.
fn list<T: Parse>(item: &Meta) -> darling::Result<Vec<T>> {
    let Meta::List(list) = item else {
        let key = item.path().get_ident().map(Ident::to_string).unwrap_or_default();
        return Err(darling::Error::custom(format!("expected columns: `{key}(…)`")).with_span(item));
    };
    let items = Punctuated::<T, Token![,]>::parse_terminated.parse2(list.tokens.clone())?;
    if items.is_empty() {
        return Err(darling::Error::custom("expected at least one column in the parentheses").with_span(item));
    }
    Ok(items.into_iter().collect())
}

/// A column of an index or an order, with the direction if one is given.
#[derive(Debug, Clone)]
pub(crate) struct DirectedColumn {
    pub(crate) column: Ident,
    /// The word `asc` or `desc`, and whether it is `desc`.
    pub(crate) direction: Option<(Ident, bool)>,
}

impl Parse for DirectedColumn {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let column = input.call(Ident::parse_any)?;
        if !input.peek(Ident::peek_any) {
            return Ok(Self { column, direction: None });
        }
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "asc" => Ok(Self { column, direction: Some((word, false)) }),
            "desc" => Ok(Self { column, direction: Some((word, true)) }),
            _ => Err(syn::Error::new(word.span(), "expected `asc`, `desc` or a comma")),
        }
    }
}

/// `(app_id, created_at desc)`.
#[derive(Debug, Clone)]
pub(crate) struct DirectedColumns(pub(crate) Vec<DirectedColumn>);

impl FromMeta for DirectedColumns {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        list(item).map(Self)
    }
}

/// `(org_id, user_id)`.
#[derive(Debug, Clone)]
pub(crate) struct Columns(pub(crate) Vec<Ident>);

struct AnyIdent(Ident);

impl Parse for AnyIdent {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Ident::parse_any).map(Self)
    }
}

impl FromMeta for Columns {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        list(item).map(|columns| Self(columns.into_iter().map(|AnyIdent(column)| column).collect()))
    }
}

/// How a condition compares a column with its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Comparison {
    fn parse(input: ParseStream<'_>) -> syn::Result<Option<Self>> {
        let found = [
            (input.peek(Token![==]), Self::Eq),
            (input.peek(Token![!=]), Self::Ne),
            (input.peek(Token![<=]), Self::Le),
            (input.peek(Token![>=]), Self::Ge),
            (input.peek(Token![<]), Self::Lt),
            (input.peek(Token![>]), Self::Gt),
        ];
        let Some((_, comparison)) = found.into_iter().find(|(here, _)| *here) else {
            return Ok(None);
        };
        match comparison {
            Self::Eq => input.parse::<Token![==]>().map(drop),
            Self::Ne => input.parse::<Token![!=]>().map(drop),
            Self::Le => input.parse::<Token![<=]>().map(drop),
            Self::Ge => input.parse::<Token![>=]>().map(drop),
            Self::Lt => input.parse::<Token![<]>().map(drop),
            Self::Gt => input.parse::<Token![>]>().map(drop),
        }?;
        Ok(Some(comparison))
    }
}

/// The operand up to the next comma.
fn whole_operand(input: ParseStream<'_>) -> syn::Result<Operand> {
    let operand = input.parse()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(operand);
    }
    Err(input.error("expected a comma, an operand is one literal, argument or constant"))
}

/// What a column is compared with or set to.
#[derive(Debug, Clone)]
pub(crate) enum Operand {
    /// An argument of the method with this name.
    Argument(Ident),
    /// The store's clock.
    Now,
    /// The word `none`.
    None(Ident),
    Literal(Expr),
    /// A constant, or a variant without data.
    Constant(syn::Path),
}

impl Parse for Operand {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![-]) {
            let (minus, number) = (input.parse::<Token![-]>()?, input.parse::<Lit>()?);
            return Ok(Self::Literal(syn::parse_quote!(#minus #number)));
        }
        if input.peek(Lit) {
            return input.parse::<Lit>().map(|literal| Self::Literal(syn::parse_quote!(#literal)));
        }
        let words =
            "expected `now`, `none`, a literal, the name of an argument, or a path such as `Role::Admin`";
        let path =
            input.call(syn::Path::parse_mod_style).map_err(|error| syn::Error::new(error.span(), words))?;
        let Some(word) = path.get_ident() else {
            return Ok(Self::Constant(path));
        };
        Ok(match word.to_string().as_str() {
            "now" => Self::Now,
            "none" => Self::None(word.clone()),
            _ => Self::Argument(word.clone()),
        })
    }
}

/// A condition of a declared method: `app_id`, `expires_at > now`.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) column: Ident,
    pub(crate) comparison: Comparison,
    /// The argument named like the column, if none is given.
    pub(crate) operand: Operand,
}

impl Parse for Condition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let column = input.call(Ident::parse_any)?;
        if let Some(comparison) = Comparison::parse(input)? {
            return Ok(Self { column, comparison, operand: whole_operand(input)? });
        }
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(Self {
                operand: Operand::Argument(column.clone()),
                comparison: Comparison::Eq,
                column,
            });
        }
        let column = names::plain(&column);
        let words = if input.peek(Token![=]) {
            format!("a condition compares with `==`: `{column} == …`")
        } else {
            format!("expected `==`, `!=`, `<`, `<=`, `>`, `>=` or a comma after `{column}`")
        };
        Err(input.error(words))
    }
}

/// `filter(app_id, expires_at > now)`.
#[derive(Debug, Clone)]
pub(crate) struct Conditions(pub(crate) Vec<Condition>);

impl FromMeta for Conditions {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        list(item).map(Self)
    }
}

/// A column that an update sets: `expires_at`, `last_seen = now`.
#[derive(Debug, Clone)]
pub(crate) struct Assignment {
    pub(crate) column: Ident,
    /// The argument named like the column, if none is given.
    pub(crate) operand: Operand,
}

impl Parse for Assignment {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let column = input.call(Ident::parse_any)?;
        let operand = if input.is_empty() || input.peek(Token![,]) {
            Operand::Argument(column.clone())
        } else {
            input.parse::<Token![=]>()?;
            whole_operand(input)?
        };
        Ok(Self { column, operand })
    }
}

/// `set(last_seen = now, expires_at)`.
#[derive(Debug, Clone)]
pub(crate) struct Assignments(pub(crate) Vec<Assignment>);

impl FromMeta for Assignments {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        list(item).map(Self)
    }
}
