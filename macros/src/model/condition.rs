use std::slice;

use proc_macro2::Ident;
use syn::{Expr, Path};

use crate::declaration::{Comparison, Operand};

/// A condition of a method.
#[derive(Debug)]
pub(crate) enum Condition {
    One(Compared),
    /// At least one of them holds.
    Any(Vec<Compared>),
}

impl Condition {
    /// Every comparison in it.
    pub(crate) fn compared(&self) -> &[Compared] {
        match self {
            Self::One(compared) => slice::from_ref(compared),
            Self::Any(all) => all,
        }
    }
}

/// A column and what it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Compared {
    pub(crate) field: usize,
    pub(crate) comparison: Comparison,
    pub(crate) value: Value,
}

impl Compared {
    /// Whether it leaves the column one value, which every call says or the declaration does.
    pub(crate) fn fixes(&self, field: usize) -> bool {
        let value = matches!(self.value, Value::Argument(_) | Value::Literal(_) | Value::Constant(_));
        self.field == field && self.comparison == Comparison::Eq && value
    }
}

/// A column and what it is set to.
#[derive(Debug)]
pub(crate) struct Assigned {
    pub(crate) field: usize,
    pub(crate) value: Value,
}

/// What a column is compared with or set to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Argument(Ident),
    Now,
    None,
    Literal(Expr),
    Constant(Path),
}

impl From<Operand> for Value {
    fn from(operand: Operand) -> Self {
        match operand {
            Operand::Argument(name) => Self::Argument(name),
            Operand::Now(_) => Self::Now,
            Operand::None(_) => Self::None,
            Operand::Literal(literal) => Self::Literal(literal),
            Operand::Constant(path) => Self::Constant(path),
        }
    }
}
