//! Conditions and assignments: columns with what they are compared with or set to.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Token, token};

use super::columns::Item;
use crate::names;

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
    /// `==` or `!=`.
    pub(crate) fn is_equality(self) -> bool {
        matches!(self, Self::Eq | Self::Ne)
    }

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
    /// The word `now`: the store's clock.
    Now(Ident),
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
            "now" => Self::Now(word.clone()),
            "none" => Self::None(word.clone()),
            _ => Self::Argument(word.clone()),
        })
    }
}

/// A condition: `app_id`, `expires_at > now`.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) column: Ident,
    pub(crate) comparison: Comparison,
    /// What it is compared with, unless the column stands alone.
    pub(crate) operand: Option<Operand>,
}

impl Parse for Condition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if is_any(input) {
            return Err(input.error("`any(…)` can't stand in `any(…)`, put all conditions in one"));
        }
        let column = input.call(Ident::parse_any)?;
        if let Some(comparison) = Comparison::parse(input)? {
            return Ok(Self { column, comparison, operand: Some(whole_operand(input)?) });
        }
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(Self { column, comparison: Comparison::Eq, operand: None });
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

/// One of the conditions in parentheses, or several of which one is enough: `any(expires_at == none, expires_at > now)`.
#[derive(Debug, Clone)]
pub(crate) enum Conditions {
    One(Condition),
    /// The word `any`, and the conditions in its parentheses.
    Any(Ident, Vec<Condition>),
}

impl Item for Conditions {
    const ONE: &'static str = "condition";
    const MANY: &'static str = "conditions";
}

impl Parse for Conditions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !is_any(input) {
            return input.parse().map(Self::One);
        }
        let any = input.call(Ident::parse_any)?;
        let inside;
        syn::parenthesized!(inside in input);
        let conditions: Vec<_> =
            Punctuated::<Condition, Token![,]>::parse_terminated(&inside)?.into_iter().collect();
        if conditions.len() < 2 {
            let words = "`any(…)` needs at least two conditions, of which one has to hold";
            return Err(syn::Error::new(any.span(), words));
        }
        Ok(Self::Any(any, conditions))
    }
}

/// Whether `any(…)` comes next, and no column called `any`.
fn is_any(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok_and(|word| word == "any") && ahead.peek(token::Paren)
}

/// A column that an update sets: `expires_at`, `last_seen = now`.
#[derive(Debug, Clone)]
pub(crate) struct Assignment {
    pub(crate) column: Ident,
    /// What it is set to, unless the column stands alone.
    pub(crate) operand: Option<Operand>,
}

impl Item for Assignment {}

impl Parse for Assignment {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let column = input.call(Ident::parse_any)?;
        let operand = if input.is_empty() || input.peek(Token![,]) {
            None
        } else {
            input.parse::<Token![=]>()?;
            Some(whole_operand(input)?)
        };
        Ok(Self { column, operand })
    }
}
