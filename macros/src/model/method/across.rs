use proc_macro2::Ident;

use super::{Checking, Kind};
use crate::declaration::{Column, DirectedColumn, Listed, MethodClauses, With};
use crate::model::arguments::ArgumentType;
use crate::names;

impl Checking<'_> {
    pub(super) fn through(&mut self, clauses: MethodClauses) -> Option<Kind> {
        let MethodClauses { filter, via, order, limit, page, .. } = clauses;
        self.filter(filter);
        if page.is_some() {
            let help = "help: leave it out, the page is asked for by the filter that the caller gives";
            let order = order.as_ref().map(|order| (order.key, "order(…)"));
            let limit = limit.as_ref().map(|limit| (limit.span(), "limit"));
            for (key, clause) in order.into_iter().chain(limit) {
                self.mistakes.at(key, format!("`{clause}` can't stand beside `page`\n{help}"));
            }
        }
        let order = self.order_of_target(order);
        self.limit(limit);
        if let Some(page) = page {
            let name = Ident::new("filter", page.0);
            self.arguments.add(&name, ArgumentType::Page, self.mistakes);
        }
        let reference = match via {
            Some(via) => self.reference(via)?,
            None => {
                let help = format!("add `via(…)` with the columns of the reference{}", self.such_as());
                self.lacks("this `through` follows no reference", &help);
                return None;
            }
        };
        let target = self.context.references[reference].target.clone();
        Some(Kind::Through { reference, target, order, page: page.is_some() })
    }

    /// The columns of another entity, which the compiler looks up.
    fn order_of_target(&mut self, written: Option<Listed<DirectedColumn>>) -> Vec<(Ident, bool)> {
        let mut order: Vec<(Ident, bool)> = Vec::new();
        for DirectedColumn { column, direction } in written.into_iter().flat_map(|written| written.items) {
            if order.iter().any(|(other, _)| *other == column) {
                let name = names::plain(&column);
                self.mistakes.on(&column, format!("`{name}` stands in this order twice"));
            }
            order.push((column, direction.is_some_and(|(_, descending)| descending)));
        }
        order
    }

    fn reference(&mut self, via: Listed<Column>) -> Option<usize> {
        let mut columns = self.columns(&via)?;
        columns.sort_unstable();
        let found = self.context.references.iter().position(|reference| {
            let mut of = reference.columns.clone();
            of.sort_unstable();
            of == columns
        });
        if found.is_none() && self.context.whole {
            let names: Vec<_> = via.items.iter().map(|Column(name)| names::plain(name)).collect();
            let names = names.join(", ");
            let help = if self.context.references.is_empty() {
                let columns = if via.items.len() > 1 { format!("({names})") } else { names.clone() };
                format!("declare one: `#[store(references({columns} -> …, on_delete = …))]`")
            } else {
                format!("name the columns of one{}", self.such_as())
            };
            self.mistakes.at(via.key, format!("there is no reference by `{names}`\nhelp: {help}"));
        }
        found
    }

    /// The first reference as an example, if there is one.
    fn such_as(&self) -> String {
        let fields = &self.context.fields.all;
        let example = self.context.references.first().map(|reference| {
            let names: Vec<_> = reference.columns.iter().map(|&field| fields[field].name.as_str()).collect();
            format!(", such as `via({})`", names.join(", "))
        });
        example.unwrap_or_default()
    }

    pub(super) fn create_with(&mut self, clauses: MethodClauses) -> Option<Kind> {
        self.entity();
        let Some(with) = clauses.with else {
            let noun = self.context.noun;
            let help = "add `with(…)` with the other entities, such as `with(UserEmail, [Role])`";
            self.lacks(&format!("this `create_with` creates nothing besides the {noun}"), help);
            return None;
        };
        for (position, With { entity, many }) in with.items.iter().enumerate() {
            let Some(last) = entity.segments.last() else {
                continue;
            };
            let snake = names::snake(&names::plain(&last.ident));
            let name = if *many { names::plural(&snake) } else { snake };
            let name = names::ident(&name, last.ident.span());
            self.arguments.add(&name, ArgumentType::With(position), self.mistakes);
        }
        Some(Kind::CreateWith { others: with.items })
    }
}
