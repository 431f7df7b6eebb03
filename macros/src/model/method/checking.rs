use proc_macro2::{Ident, Span};

use super::{Context, one};
use crate::declaration::{
    Assignment, Condition as Written, Conditions, DirectedColumn, Limit, Listed, Operand,
};
use crate::mistakes::Mistakes;
use crate::model::arguments::{ArgumentType, Arguments};
use crate::model::condition::{Assigned, Compared, Condition};
use crate::model::field::Role;
use crate::model::index::IndexColumn;
use crate::model::usage::{self, Usage};
use crate::names;

/// One declared method while it is checked.
pub(super) struct Checking<'a> {
    pub(super) context: Context<'a>,
    /// The word that says its kind.
    pub(super) word: Ident,
    pub(super) arguments: Arguments,
    pub(super) filter: Vec<Condition>,
    pub(super) guard: Vec<Condition>,
    pub(super) order: Vec<IndexColumn>,
    pub(super) limit: Option<Limit>,
    pub(super) set: Vec<Assigned>,
    pub(super) one: bool,
    pub(super) mistakes: &'a mut Mistakes,
}

impl<'a> Checking<'a> {
    pub(super) fn new(context: Context<'a>, word: Ident, mistakes: &'a mut Mistakes) -> Self {
        Self {
            context,
            word,
            arguments: Arguments::default(),
            filter: Vec::new(),
            guard: Vec::new(),
            order: Vec::new(),
            limit: None,
            set: Vec::new(),
            one: false,
            mistakes,
        }
    }

    /// A mistake of the method as a whole.
    pub(super) fn lacks(&mut self, words: &str, help: &str) {
        self.mistakes.on(&self.word, format!("{words}\nhelp: {help}"));
    }

    /// The column that is meant by `name`, unless it can't be used so.
    pub(super) fn column(&mut self, name: &Ident, usage: Usage) -> Option<usize> {
        let field = self.context.fields.position(name, self.mistakes)?;
        usage::check(&self.context.fields.all[field], usage, name, self.mistakes);
        Some(field)
    }

    /// The one item of a clause that takes no more.
    pub(super) fn single<T>(&mut self, listed: Listed<T>, clause: &str, at: fn(&T) -> &Ident) -> Option<T> {
        let mut items = listed.items.into_iter();
        let first = items.next();
        if let Some(second) = items.next() {
            self.mistakes.on(at(&second), format!("`{clause}(…)` takes one column"));
        }
        first
    }

    pub(super) fn filter(&mut self, written: Option<Listed<Conditions>>) {
        self.filter = self.conditions(written);
        self.one = one::names_one(&self.filter, self.context);
    }

    /// The conditions of a guard, which are those of the one row that the filter names.
    pub(super) fn guard(&mut self, written: Option<Listed<Conditions>>) {
        let Some(written) = written else {
            return;
        };
        if !self.one && self.context.whole {
            let words =
                "a guard is for the one row that `filter(…)` names, and this filter can match several";
            self.mistakes.at(written.key, format!("{words}\n{}", one::how(&self.filter, self.context)));
        }
        self.guard = self.conditions(Some(written));
    }

    fn conditions(&mut self, written: Option<Listed<Conditions>>) -> Vec<Condition> {
        let written = written.into_iter().flat_map(|written| written.items);
        written
            .filter_map(|conditions| match conditions {
                Conditions::One(one) => self.compared(one).map(Condition::One),
                Conditions::Any(_, all) => {
                    Some(Condition::Any(all.into_iter().filter_map(|one| self.compared(one)).collect()))
                }
            })
            .collect()
    }

    fn compared(&mut self, written: Written) -> Option<Compared> {
        let Written { column, comparison, operand } = written;
        let field = self.column(&column, Usage::Filter)?;
        let operand = operand.unwrap_or_else(|| Operand::Argument(column.clone()));
        let equality =
            comparison == crate::declaration::Comparison::Eq && matches!(operand, Operand::Argument(_));
        let of = &self.context.fields.all[field];
        if of.secret && !of.encrypted && !equality {
            let words = format!("secret column `{}` can't be used in such a filter", of.name);
            let help = "help: it can only be looked up by equality with an argument";
            self.mistakes.on(&column, format!("{words}\n{help}"));
        }
        match &operand {
            Operand::Argument(argument) => {
                self.arguments.add(argument, ArgumentType::Inner(field), self.mistakes);
            }
            Operand::None(word) if !comparison.is_equality() => {
                self.mistakes.on(word, "`none` can only be compared with `==` or `!=`");
            }
            _ => {}
        }
        Some(Compared { field, comparison, value: operand.into() })
    }

    pub(super) fn set(&mut self, written: Option<Listed<Assignment>>) {
        for Assignment { column, operand } in written.into_iter().flat_map(|written| written.items) {
            let Some(field) = self.context.fields.position(&column, self.mistakes) else {
                continue;
            };
            let of = &self.context.fields.all[field];
            if self.set.iter().any(|other| other.field == field) {
                self.mistakes.on(&column, format!("`{}` is set here twice", of.name));
            }
            self.changeable(field, &column);
            let fixed = |&part: &usize| one::fixes(&self.filter, part);
            if of.encrypted && !self.context.key.iter().all(fixed) {
                let words = format!(
                    "`{}` is encrypted together with the row's id, which this filter doesn't name",
                    of.name
                );
                let help = "help: compare every column of the id with `==`";
                self.mistakes.on(&column, format!("{words}\n{help}"));
            }
            let operand = operand.unwrap_or_else(|| Operand::Argument(column.clone()));
            if let Operand::Argument(argument) = &operand {
                self.arguments.add(argument, ArgumentType::Whole(field), self.mistakes);
            }
            self.set.push(Assigned { field, value: operand.into() });
        }
    }

    /// Takes it down if no method can change the column.
    pub(super) fn changeable(&mut self, field: usize, column: &Ident) {
        let of = &self.context.fields.all[field];
        let why = match of.role {
            _ if self.context.key.contains(&field) => "an id never changes",
            Some(Role::Created) => "it is set once, when the row is created",
            Some(Role::Updated | Role::Version) => "every write sets it",
            Some(Role::SoftDelete) => "the generated methods that delete and restore set it",
            Some(Role::Ttl) | None => return,
        };
        self.mistakes.on(column, format!("`{}` can't be set, {why}", of.name));
    }

    pub(super) fn order(&mut self, written: Option<Listed<DirectedColumn>>) {
        for DirectedColumn { column, direction } in written.into_iter().flat_map(|written| written.items) {
            let Some(field) = self.column(&column, Usage::Order) else {
                continue;
            };
            if self.order.iter().any(|other| other.field == field) {
                let name = names::plain(&column);
                self.mistakes.on(&column, format!("`{name}` stands in this order twice"));
            }
            let descending = direction.is_some_and(|(_, descending)| descending);
            self.order.push(IndexColumn { field, descending, order: true });
        }
    }

    pub(super) fn limit(&mut self, limit: Option<Limit>) {
        if let Some(Limit::Argument(span)) = &limit {
            self.arguments.add(&Ident::new("limit", *span), ArgumentType::Limit, self.mistakes);
        }
        self.limit = limit;
    }

    /// The entity itself as an argument, called by its noun.
    pub(super) fn entity(&mut self) {
        let name = names::ident(self.context.noun, self.context.ident.span());
        self.arguments.add(&name, ArgumentType::Entity, self.mistakes);
    }

    /// Takes it down unless the filter names one row.
    pub(super) fn require_one(&mut self, filter: Option<Span>) {
        if self.one || !self.context.whole {
            return;
        }
        let word = names::plain(&self.word);
        match filter {
            None => self.lacks(
                &format!("this `{word}` doesn't say which row it is about"),
                "add `filter(…)` with the id",
            ),
            Some(span) => {
                let words = format!("`{word}` is for one row, and this filter can match several");
                self.mistakes.at(span, format!("{words}\n{}", one::how(&self.filter, self.context)));
            }
        }
    }
}
