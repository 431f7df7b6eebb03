use darling::FromMeta;
use proc_macro2::Ident;

use super::columns::{Assignments, Conditions, DirectedColumns};
use super::values::Limit;

/// `find = "find_live_code", filter(user_id, expires_at > now), order(created_at desc)`.
#[derive(Debug)]
pub(crate) struct MethodDeclaration {
    /// The kind: `find`.
    pub(crate) key: Ident,
    pub(crate) name: Ident,
    /// Whether anything follows the name; if nothing does, most kinds rename a generated method.
    pub(crate) has_clauses: bool,
    pub(crate) clauses: MethodClauses,
}

/// What may follow a method's name.
#[derive(Debug, Default, FromMeta)]
#[darling(default)]
pub(crate) struct MethodClauses {
    /// The rows that it is about.
    pub(crate) filter: Option<Conditions>,
    /// What comes first.
    pub(crate) order: Option<DirectedColumns>,
    /// How many rows at most.
    pub(crate) limit: Option<Limit>,
    /// What an update changes.
    pub(crate) set: Option<Assignments>,
}
