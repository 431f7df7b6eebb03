use std::collections::HashSet;

use proc_macro2::{Ident, Span};

use super::field::Fields;
use super::method::{Compared, Kind, Method, Value};
use super::method_names::MethodNames;
use super::usage::{self, Usage};
use crate::declaration::{Comparison, DirectedColumn, FieldDeclaration, IndexClauses, IndexDeclaration};
use crate::mistakes::Mistakes;
use crate::names;

/// A secondary index.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) unique: bool,
    pub(crate) columns: Vec<IndexColumn>,
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
    pub(crate) all: Vec<Index>,
    pub(crate) lookups: Vec<Method>,
}

impl<'a> Indexes<'a> {
    pub(crate) fn new(table: &'a str, fields: &'a Fields, key: &'a [usize]) -> Self {
        Self { table, fields, key, names: HashSet::new(), all: Vec::new(), lookups: Vec::new() }
    }

    pub(crate) fn add(
        &mut self,
        declaration: IndexDeclaration,
        methods: &mut MethodNames,
        mistakes: &mut Mistakes,
    ) {
        let IndexDeclaration { key, unique, columns: written, clauses } = declaration;
        let Some(columns) = self.columns(unique, &written, mistakes) else {
            return;
        };
        if self.all.iter().any(|other| other.unique == unique && other.columns == columns) {
            mistakes.at(key, "this index is declared twice");
            return;
        }
        if columns.iter().map(|by| by.field).eq(self.key.iter().copied())
            && columns.iter().all(|by| !by.order)
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
        self.lookups(key, unique, &columns, clauses, methods, mistakes);
        self.all.push(Index { name, unique, columns });
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

    fn lookups(
        &mut self,
        key: Span,
        unique: bool,
        columns: &[IndexColumn],
        clauses: IndexClauses,
        methods: &mut MethodNames,
        mistakes: &mut Mistakes,
    ) {
        let equal: Vec<usize> = columns.iter().filter(|by| !by.order).map(|by| by.field).collect();
        let by: Vec<&str> = equal.iter().map(|&field| self.fields.all[field].name.as_str()).collect();
        let by = by.join("_and_");
        let order: Vec<IndexColumn> = columns.iter().filter(|by| by.order).copied().collect();
        let named = |name: Option<crate::declaration::Name>| name.map(|name| name.0);
        let found: Vec<(Kind, &str, Ident)> = if unique {
            let (get, find) = pair(named(clauses.get), named(clauses.find));
            let get = get.unwrap_or_else(|| Ident::new(&format!("get_{}_by_{by}", methods.one()), key));
            let find = find.unwrap_or_else(|| Ident::new(&format!("find_{}_by_{by}", methods.one()), key));
            vec![(Kind::Get, "get", get), (Kind::Find, "find", find)]
        } else {
            // Without a column to look up by it is there for the order alone.
            let default =
                (!equal.is_empty()).then(|| Ident::new(&format!("list_{}_by_{by}", methods.many()), key));
            named(clauses.list).or(default).map(|list| (Kind::List, "list", list)).into_iter().collect()
        };
        let before = mistakes.count();
        for (kind, word, name) in found {
            // The other name of a pair follows the first, and so would its mistake.
            if mistakes.count() == before {
                methods.take(&name, Some(word), mistakes);
            }
            let filter = equal.iter().map(|&field| Compared {
                field,
                comparison: Comparison::Eq,
                value: Value::Argument(self.fields.all[field].ident.clone()),
            });
            let lookup = Method::lookup(name, kind, filter.collect(), order.clone());
            self.lookups.push(lookup);
        }
    }
}

/// The other name of a pair follows the one that is given.
pub(crate) fn pair(get: Option<Ident>, find: Option<Ident>) -> (Option<Ident>, Option<Ident>) {
    let follow = |name: &Ident, from: &str, to: &str| {
        let rest = names::plain(name).strip_prefix(from)?.to_owned();
        Some(Ident::new(&format!("{to}{rest}"), name.span()))
    };
    match (&get, &find) {
        (Some(name), None) => {
            let find = follow(name, "get_", "find_");
            (get, find)
        }
        (None, Some(name)) => (follow(name, "find_", "get_"), find),
        _ => (get, find),
    }
}
