use proc_macro2::Ident;

use super::{Amount, Checking, Kind};
use crate::declaration::{Assignment, Bound, Column, Listed, MethodClauses, Operand, is_integer};
use crate::model::arguments::ArgumentType;
use crate::model::condition::Value;
use crate::model::usage::Usage;
use crate::names;

impl Checking<'_> {
    pub(super) fn set_exclusive(&mut self, clauses: MethodClauses) -> Option<Kind> {
        self.filter(clauses.filter);
        let Some(flag) = clauses.flag else {
            let help =
                "add `flag(…)` with the `bool` column that one row alone has set, such as `flag(is_default)`";
            self.lacks("this `set_exclusive` has no flag to set", help);
            return None;
        };
        let Column(flag) = self.single(flag, "flag", |Column(name)| name)?;
        for &part in self.context.key {
            self.arguments.require(&self.context.fields.all[part].ident, part, self.mistakes);
        }
        let field = self.column(&flag, Usage::Flag)?;
        self.changeable(field, &flag);
        Some(Kind::SetExclusive { flag: field })
    }

    pub(super) fn increment(&mut self, clauses: MethodClauses) -> Option<Kind> {
        let MethodClauses { filter, add, set, max, min, .. } = clauses;
        let filter_key = filter.as_ref().map(|filter| filter.key);
        self.filter(filter);
        self.require_one(filter_key);
        if add.is_none() {
            let help = "add `add(…)` with the column, such as `add(attempts)` or `add(credits = by)`";
            self.lacks("this increment adds to no column", help);
        }
        let added = add.and_then(|add| self.added(add));
        self.set_besides(set, added.as_ref().map(|(column, _)| *column), "add");
        let max = max.map(|max| self.bound("max", max));
        let min = min.map(|min| self.bound("min", min));
        added.map(|(column, by)| Kind::Increment { column, by, max, min })
    }

    fn added(&mut self, add: Listed<Assignment>) -> Option<(usize, Amount)> {
        let Assignment { column, operand } = self.single(add, "add", |assignment| &assignment.column)?;
        let expected = "expected a whole number, the name of an argument, or a constant";
        let by = match operand {
            None => Some(Amount::Constant(Box::new(syn::parse_quote_spanned!(column.span()=> 1)))),
            Some(Operand::Argument(name)) => {
                self.arguments.add(&name, ArgumentType::Added, self.mistakes);
                Some(Amount::Argument(name))
            }
            Some(Operand::Literal(number)) if is_integer(&number) => Some(Amount::Constant(Box::new(number))),
            Some(Operand::Constant(path)) => Some(Amount::Constant(Box::new(syn::parse_quote!(#path)))),
            Some(Operand::Literal(literal)) => {
                self.mistakes.on(literal, expected);
                None
            }
            Some(Operand::Now(word) | Operand::None(word)) => {
                self.mistakes.on(word, expected);
                None
            }
        };
        let field = self.column(&column, Usage::Add)?;
        self.changeable(field, &column);
        Some((field, by?))
    }

    fn bound(&mut self, name: &str, bound: Bound) -> Amount {
        match bound {
            Bound::Constant(number) => Amount::Constant(Box::new(number)),
            Bound::Argument(span) => {
                let name = Ident::new(name, span);
                self.arguments.add(&name, ArgumentType::Bound, self.mistakes);
                Amount::Argument(name)
            }
        }
    }

    pub(super) fn raise(&mut self, clauses: MethodClauses) -> Option<Kind> {
        let MethodClauses { filter, to, set, .. } = clauses;
        let filter_key = filter.as_ref().map(|filter| filter.key);
        self.filter(filter);
        self.require_one(filter_key);
        if to.is_none() {
            let help = "add `to(…)` with the column, such as `to(sign_count)` or `to(seen_at = now)`";
            self.lacks("this raise has no column to raise", help);
        }
        let raised = to.and_then(|to| self.raised(to));
        self.set_besides(set, raised.as_ref().map(|(column, _)| *column), "to");
        raised.map(|(column, to)| Kind::Raise { column, to })
    }

    fn raised(&mut self, to: Listed<Assignment>) -> Option<(usize, Value)> {
        let Assignment { column, operand } = self.single(to, "to", |assignment| &assignment.column)?;
        let field = self.column(&column, Usage::To)?;
        self.changeable(field, &column);
        let expected = "a column is raised to an argument or to `now`";
        match operand.unwrap_or_else(|| Operand::Argument(column)) {
            Operand::Argument(name) => {
                self.arguments.add(&name, ArgumentType::Inner(field), self.mistakes);
                return Some((field, Value::Argument(name)));
            }
            Operand::Now(_) => return Some((field, Value::Now)),
            Operand::None(word) => self.mistakes.on(word, expected),
            Operand::Literal(literal) => self.mistakes.on(literal, expected),
            Operand::Constant(path) => self.mistakes.on(path, expected),
        }
        None
    }

    /// What is set besides a column that changes in its own way.
    fn set_besides(&mut self, written: Option<Listed<Assignment>>, field: Option<usize>, clause: &str) {
        let Some(mut written) = written else {
            return;
        };
        let fields = self.context.fields;
        let name = field.map(|field| fields.all[field].name.as_str());
        written.items.retain(|assignment| {
            let twice = name == Some(names::plain(&assignment.column).as_str());
            if twice {
                let words = format!("`{}` is changed by `{clause}(…)` already", name.unwrap_or_default());
                self.mistakes.on(&assignment.column, words);
            }
            !twice
        });
        self.set(Some(written));
    }

    pub(super) fn count_by(&mut self, clauses: MethodClauses) -> Option<Kind> {
        self.filter(clauses.filter);
        let Some(by) = clauses.by else {
            let help = "add `by(…)` with the column, such as `by(status)`";
            self.lacks("this `count_by` has no column to count by", help);
            return None;
        };
        let Column(by) = self.single(by, "by", |Column(name)| name)?;
        self.column(&by, Usage::By).map(|column| Kind::CountBy { column })
    }
}
