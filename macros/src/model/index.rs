mod constants;
mod lookups;
mod when;

use std::collections::HashSet;

use proc_macro2::Ident;

use self::constants::Constants;
use self::lookups::Lookups;
use super::condition::Compared;
use super::field::Fields;
use super::method::Method;
use super::method_names::MethodNames;
use super::usage::{self, Usage};
use crate::declaration::{DirectedColumn, FieldDeclaration, IndexClauses, IndexDeclaration};
use crate::mistakes::Mistakes;

pub(crate) use self::constants::{PRIMARY_KEY, default as default_constant};
pub(super) use self::lookups::pair;

/// A secondary index.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) unique: bool,
    pub(crate) columns: Vec<IndexColumn>,
    /// The conditions of the rows that are in it.
    pub(crate) when: Vec<Compared>,
    /// The constant that stands for a unique index.
    pub(crate) constant: Option<Ident>,
}

/// One column of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IndexColumn {
    pub(crate) field: usize,
    pub(crate) descending: bool,
    /// Whether it is there for the order, not for equality.
    pub(crate) order: bool,
}

/// All indexes of an entity: those of single fields first.
pub(crate) fn declared(
    fields: &[FieldDeclaration],
    on_struct: Vec<IndexDeclaration>,
) -> Vec<IndexDeclaration> {
    let mut all = Vec::new();
    for field in fields {
        let keys = [(true, &field.keys.unique), (false, &field.keys.index)];
        for (unique, index) in keys.into_iter().filter_map(|(unique, index)| Some((unique, index.as_ref()?)))
        {
            let columns = vec![DirectedColumn { column: field.ident.clone(), direction: None }];
            all.push(IndexDeclaration { key: index.key, unique, columns, clauses: index.clauses.clone() });
        }
    }
    all.extend(on_struct);
    all
}

/// What is checked of all indexes of an entity together.
#[derive(Debug)]
pub(crate) struct Indexes<'a> {
    pub(crate) table: &'a str,
    pub(crate) fields: &'a Fields,
    key: &'a [usize],
    names: HashSet<String>,
    constants: Constants,
    pub(crate) all: Vec<Index>,
    pub(crate) lookups: Vec<Method>,
}

impl<'a> Indexes<'a> {
    pub(crate) fn new(table: &'a str, fields: &'a Fields, key: &'a [usize], mistakes: &mut Mistakes) -> Self {
        let constants = Constants::new(fields, mistakes);
        Self { table, fields, key, names: HashSet::new(), constants, all: Vec::new(), lookups: Vec::new() }
    }

    pub(crate) fn add(
        &mut self,
        declaration: IndexDeclaration,
        methods: &mut MethodNames,
        mistakes: &mut Mistakes,
    ) {
        let IndexDeclaration { key, unique, columns: written, mut clauses } = declaration;
        let columns = self.columns(unique, &written, mistakes);
        let when = when::check(clauses.when.take(), self.fields, mistakes);
        let (Some(columns), Some(when)) = (columns, when) else {
            return;
        };
        let same = |other: &Index| {
            other.unique == unique && other.columns == columns && when::same(&other.when, &when)
        };
        if self.all.iter().any(same) {
            mistakes.at(key, "this index is declared twice");
            return;
        }
        if columns.iter().map(|by| by.field).eq(self.key.iter().copied())
            && columns.iter().all(|by| !by.order)
            && (unique || when.is_empty())
        {
            mistakes.at(key, "this is the id, which is unique and has an index already");
            return;
        }
        let name = self.name(unique, &columns, &clauses);
        if !self.names.insert(name.clone()) {
            let span = clauses.name.as_ref().map_or(key, |name| name.span);
            let help = "help: give this one another name with `name = \"…\"`";
            mistakes.at(span, format!("index name `{name}` is taken already\n{help}"));
        }
        let names: Vec<&str> = columns.iter().map(|by| self.fields.all[by.field].name.as_str()).collect();
        let conflict = clauses.conflict.take();
        let constant = unique.then(|| self.constants.take(key, conflict, &names, mistakes));
        let (position, fields) = (self.all.len(), self.fields);
        let lookups = Lookups { key, unique, columns: &columns, when: &when, position, fields };
        self.lookups.extend(lookups.check(clauses, methods, mistakes));
        self.all.push(Index { name, unique, columns, when, constant });
    }

    fn columns(
        &self,
        unique: bool,
        written: &[DirectedColumn],
        mistakes: &mut Mistakes,
    ) -> Option<Vec<IndexColumn>> {
        let mut columns: Vec<IndexColumn> = Vec::with_capacity(written.len());
        let mut good = true;
        for DirectedColumn { column, direction } in written {
            let Some(field) = self.fields.position(column, mistakes) else {
                good = false;
                continue;
            };
            let name = &self.fields.all[field].name;
            let before = mistakes.count();
            if columns.iter().any(|other| other.field == field) {
                mistakes.on(column, format!("`{name}` stands in this index twice"));
            }
            usage::check(&self.fields.all[field], Usage::Index, column, mistakes);
            match direction {
                Some((word, _)) if unique => {
                    let help = "help: declare an `index(…)` beside it for the order";
                    mistakes.on(word, format!("a unique index has no order, it finds one row\n{help}"));
                }
                Some((word, _)) if self.fields.all[field].secret => {
                    mistakes.on(word, format!("secret column `{name}` can't be used in an order"));
                }
                None if columns.last().is_some_and(|last| last.order) => {
                    let help = format!("help: put it before them, or write `{name} asc`");
                    mistakes.on(column, format!("`{name}` stands after the columns of the order\n{help}"));
                }
                _ => {}
            }
            good &= mistakes.count() == before;
            let descending = direction.as_ref().is_some_and(|(_, descending)| *descending);
            columns.push(IndexColumn { field, descending, order: direction.is_some() });
        }
        good.then_some(columns)
    }

    fn name(&self, unique: bool, columns: &[IndexColumn], clauses: &IndexClauses) -> String {
        if let Some(name) = &clauses.name {
            return name.value.clone();
        }
        let columns: Vec<_> = columns.iter().map(|by| self.fields.all[by.field].column.as_str()).collect();
        let suffix = if unique { "key" } else { "idx" };
        format!("{}_{}_{suffix}", self.table, columns.join("_"))
    }
}
