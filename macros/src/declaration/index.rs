use darling::FromMeta;
use proc_macro2::Span;

use super::columns::{DirectedColumn, Listed};
use super::conditions::Conditions;
use super::values::{Name, Text};

/// `unique(app_id, email)` or `index(app_id, created_at desc)`, with its clauses.
#[derive(Debug)]
pub(crate) struct IndexDeclaration {
    /// The word `unique` or `index`.
    pub(crate) key: Span,
    pub(crate) unique: bool,
    pub(crate) columns: Vec<DirectedColumn>,
    pub(crate) clauses: IndexClauses,
}

/// What may follow an index.
#[derive(Debug, Clone, Default, FromMeta)]
#[darling(default)]
pub(crate) struct IndexClauses {
    /// The lookup that fails when there is no such row.
    pub(crate) get: Option<Name>,
    /// The lookup that gives an `Option`.
    pub(crate) find: Option<Name>,
    /// The lookup of all rows with these values.
    pub(crate) list: Option<Name>,
    /// The name of the index in the database.
    pub(crate) name: Option<Text>,
    /// The conditions of the rows that are in it; all rows unless given.
    pub(crate) when: Option<Listed<Conditions>>,
    /// The constant that stands for it where a `Conflict` is looked at; made of its columns unless given.
    pub(crate) conflict: Option<Name>,
}
