mod across;
mod checking;
mod counting;
mod kinds;
mod on;
mod one;

use proc_macro2::Ident;
use syn::{Expr, Path};

use self::checking::Checking;
use super::arguments::{Argument, ArgumentType};
use super::condition::{Assigned, Condition, Value};
use super::field::Fields;
use super::index::{Index, IndexColumn};
use super::reference::Reference;
use crate::declaration::{Limit, MethodDeclaration, With};
use crate::mistakes::Mistakes;

/// A declared method, or a lookup by an index.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) kind: Kind,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) filter: Vec<Condition>,
    /// What must hold of the one row besides.
    pub(crate) guard: Vec<Condition>,
    /// The index whose conditions hold besides: a lookup's.
    pub(crate) when: Option<usize>,
    pub(crate) order: Vec<IndexColumn>,
    pub(crate) limit: Option<Limit>,
    pub(crate) set: Vec<Assigned>,
    /// Whether the conditions are equalities over the whole id or a whole unique index.
    pub(crate) one: bool,
}

/// What a method does.
#[derive(Debug)]
pub(crate) enum Kind {
    Get,
    Find,
    List,
    Count,
    Exists,
    Delete,
    Update {
        returning: bool,
    },
    /// The row is replaced by the entity.
    Swap,
    /// The first row that matches is changed.
    Claim {
        returning: bool,
    },
    Take,
    InsertNew {
        /// The unique index that decides; the id unless given.
        on: Option<usize>,
    },
    Upsert {
        on: usize,
    },
    SetExclusive {
        flag: usize,
    },
    Increment {
        column: usize,
        by: Amount,
        max: Option<Amount>,
        min: Option<Amount>,
    },
    Raise {
        column: usize,
        to: Value,
    },
    CountBy {
        column: usize,
    },
    Through {
        reference: usize,
        target: Path,
        /// Columns of the target, and whether they descend.
        order: Vec<(Ident, bool)>,
        page: bool,
    },
    CreateWith {
        others: Vec<With>,
    },
}

/// A number: an `i64`.
#[derive(Debug)]
pub(crate) enum Amount {
    Argument(Ident),
    Constant(Box<Expr>),
}

/// The entity that a method is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) noun: &'a str,
    pub(crate) ident: &'a Ident,
    pub(crate) fields: &'a Fields,
    pub(crate) key: &'a [usize],
    pub(crate) indexes: &'a [Index],
    pub(crate) references: &'a [Reference],
    /// Whether all indexes and references are here: one that holds a mistake isn't missing.
    pub(crate) whole: bool,
}

impl Method {
    /// A lookup by an index: each of its equality columns is an argument.
    pub(crate) fn lookup(
        name: Ident,
        kind: Kind,
        filter: Vec<Condition>,
        order: Vec<IndexColumn>,
        when: Option<usize>,
    ) -> Self {
        let argument = |condition: &Condition| match condition {
            Condition::One(compared) => match &compared.value {
                Value::Argument(name) => {
                    Some(Argument { name: name.clone(), ty: ArgumentType::Inner(compared.field) })
                }
                _ => None,
            },
            Condition::Any(_) => None,
        };
        let arguments = filter.iter().filter_map(argument).collect();
        let one = !matches!(kind, Kind::List);
        Self {
            name,
            kind,
            arguments,
            filter,
            guard: Vec::new(),
            when,
            order,
            limit: None,
            set: Vec::new(),
            one,
        }
    }

    /// A declared method.
    pub(crate) fn check(
        declaration: MethodDeclaration,
        context: Context<'_>,
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let MethodDeclaration { key: word, name, clauses, .. } = declaration;
        let mut checking = Checking::new(context, word, mistakes);
        let kind = checking.kind(clauses)?;
        let Checking { arguments, filter, guard, order, limit, set, one, .. } = checking;
        Some(Self { name, kind, arguments: arguments.all, filter, guard, when: None, order, limit, set, one })
    }

    /// Every comparison in its filter and its guard.
    pub(crate) fn compared(&self) -> impl Iterator<Item = &super::condition::Compared> {
        self.filter.iter().chain(&self.guard).flat_map(Condition::compared)
    }
}
