//! What stands behind the `=` of a key.

use darling::FromMeta;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Lit, Meta, UnOp};

use crate::nearest::did_you_mean;

/// The literal behind `=`, through the invisible groups that `macro_rules!` leaves.
fn literal(expr: &Expr) -> Option<&Lit> {
    match expr {
        Expr::Lit(literal) => Some(&literal.lit),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

fn text(expr: &Expr) -> darling::Result<&syn::LitStr> {
    match literal(expr) {
        Some(Lit::Str(text)) => Ok(text),
        _ => Err(darling::Error::custom("expected text in quotes").with_span(expr)),
    }
}

/// Text in quotes.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl FromMeta for Text {
    fn from_expr(expr: &Expr) -> darling::Result<Self> {
        let text = text(expr)?;
        if text.value().is_empty() {
            return Err(darling::Error::custom("expected some text between the quotes").with_span(text));
        }
        Ok(Self { value: text.value(), span: text.span() })
    }

    fn from_meta(item: &Meta) -> darling::Result<Self> {
        value(item).and_then(Self::from_expr)
    }
}

/// What stands behind the `=`, which must be there.
pub(super) fn value(item: &Meta) -> darling::Result<&Expr> {
    let example = item.path().get_ident().map(Ident::to_string).unwrap_or_default();
    match item {
        Meta::NameValue(item) => Ok(&item.value),
        _ => Err(darling::Error::custom(format!("expected a value: `{example} = …`")).with_span(item)),
    }
}

/// The name of a method or a part of it, in quotes.
#[derive(Debug, Clone)]
pub(crate) struct Name(pub(crate) Ident);

impl FromMeta for Name {
    fn from_expr(expr: &Expr) -> darling::Result<Self> {
        let text = text(expr)?;
        text.parse().map(Self).map_err(|_| {
            let name = text.value();
            let words = if name.is_empty() {
                "expected a name between the quotes".to_owned()
            } else if text.parse_with(Ident::parse_any).is_ok() {
                format!("`{name}` is a keyword of Rust, so it can't be a name")
            } else {
                format!("`{name}` can't be a name\nhelp: use letters, digits and `_`")
            };
            darling::Error::custom(words).with_span(text)
        })
    }

    fn from_meta(item: &Meta) -> darling::Result<Self> {
        value(item).and_then(Self::from_expr)
    }
}

/// A path without quotes, or with them.
#[derive(Debug, Clone)]
pub(crate) struct Path(pub(crate) syn::Path);

impl FromMeta for Path {
    fn from_expr(expr: &Expr) -> darling::Result<Self> {
        let path = match (expr, literal(expr)) {
            (Expr::Path(path), _) if path.qself.is_none() => Some(path.path.clone()),
            (_, Some(Lit::Str(text))) => text.parse_with(syn::Path::parse_mod_style).ok(),
            _ => None,
        };
        path.map(Self)
            .ok_or_else(|| darling::Error::custom("expected a path such as `::storewright`").with_span(expr))
    }

    fn from_meta(item: &Meta) -> darling::Result<Self> {
        value(item).and_then(Self::from_expr)
    }
}

/// A key without a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(pub(crate) Span);

impl FromMeta for Mark {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        match item {
            Meta::Path(path) => Ok(Self(path.span())),
            other => {
                let key = other.path().get_ident().map(Ident::to_string).unwrap_or_default();
                Err(darling::Error::custom(format!("`{key}` stands alone here, without a value"))
                    .with_span(other))
            }
        }
    }
}

/// What a row holds that was written without the column: `default`, `default = 3`, `default = Role::Member`.
#[derive(Debug, Clone)]
pub(crate) struct DefaultValue {
    pub(crate) key: Span,
    /// The `Default` of the type, if none is given.
    pub(crate) value: Option<Fixed>,
}

/// A value that is the same for every call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fixed {
    Literal(Expr),
    /// A constant, or a variant without data.
    Constant(syn::Path),
}

impl Fixed {
    /// A literal, perhaps with a minus in front, or a path.
    pub(crate) fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Lit(_) => Some(Self::Literal(expr.clone())),
            Expr::Unary(minus) if matches!(minus.op, UnOp::Neg(_)) && literal(&minus.expr).is_some() => {
                Some(Self::Literal(expr.clone()))
            }
            Expr::Path(path) if path.qself.is_none() => Some(Self::Constant(path.path.clone())),
            Expr::Group(group) => Self::of(&group.expr),
            _ => None,
        }
    }
}

impl FromMeta for DefaultValue {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        let key = item.path().span();
        let value = match item {
            Meta::Path(_) => return Ok(Self { key, value: None }),
            Meta::NameValue(item) => &item.value,
            Meta::List(_) => {
                let words = "expected `default`, or `default = …` with a literal or a constant";
                return Err(darling::Error::custom(words).with_span(item));
            }
        };
        let words = match Fixed::of(value) {
            Some(Fixed::Constant(path)) if path.is_ident("now") => {
                "a default is the same for every row, so it can't be `now`".to_owned()
            }
            Some(Fixed::Constant(path)) if path.is_ident("none") => {
                "the default of an `Option` is `none` already\nhelp: write `default` alone".to_owned()
            }
            Some(value) => return Ok(Self { key, value: Some(value) }),
            None => "expected a literal, or a path such as `Role::Member`".to_owned(),
        };
        Err(darling::Error::custom(words).with_span(value))
    }
}

/// How many rows a declared method gives at most.
#[derive(Debug, Clone)]
pub(crate) enum Limit {
    /// As many as the caller says.
    Argument(Span),
    /// The word, and the number behind it.
    Constant(Span, u32),
}

impl Limit {
    /// The word.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Argument(span) | Self::Constant(span, _) => *span,
        }
    }
}

impl FromMeta for Limit {
    fn from_meta(item: &Meta) -> darling::Result<Self> {
        let Meta::NameValue(item) = item else {
            return Mark::from_meta(item).map(|mark| Self::Argument(mark.0));
        };
        let limit = match literal(&item.value) {
            Some(Lit::Int(limit)) => limit.base10_parse().ok().filter(|&limit| limit > 0),
            _ => None,
        };
        limit.map(|limit| Self::Constant(item.path.span(), limit)).ok_or_else(|| {
            darling::Error::custom("expected a number of rows, from 1 to 4294967295").with_span(&item.value)
        })
    }
}

/// What happens to a row when the row it references is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnDelete {
    Cascade,
    Restrict,
    SetNull,
}

impl FromMeta for OnDelete {
    fn from_expr(expr: &Expr) -> darling::Result<Self> {
        let word = match (expr, literal(expr)) {
            (Expr::Path(path), _) => path.path.get_ident().map(Ident::to_string),
            (_, Some(Lit::Str(text))) => Some(text.value()),
            _ => None,
        };
        let word = word.unwrap_or_default();
        match word.as_str() {
            "cascade" => Ok(Self::Cascade),
            "restrict" => Ok(Self::Restrict),
            "set_null" => Ok(Self::SetNull),
            _ => {
                let near = did_you_mean(&word, ["cascade", "restrict", "set_null"]);
                let words =
                    format!("unknown `on_delete`{near}\nhelp: it is `cascade`, `restrict` or `set_null`");
                Err(darling::Error::custom(words).with_span(expr))
            }
        }
    }

    fn from_meta(item: &Meta) -> darling::Result<Self> {
        value(item).and_then(Self::from_expr)
    }
}
