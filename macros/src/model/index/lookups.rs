use proc_macro2::{Ident, Span};

use super::{IndexColumn, when};
use crate::declaration::{Comparison, IndexClauses, Name};
use crate::mistakes::Mistakes;
use crate::model::condition::{Compared, Condition, Value};
use crate::model::field::Fields;
use crate::model::method::{Kind, Method};
use crate::model::method_names::MethodNames;
use crate::names;

/// An index whose lookups are to be made.
pub(super) struct Lookups<'a> {
    /// The word `unique` or `index`.
    pub(super) key: Span,
    pub(super) unique: bool,
    pub(super) columns: &'a [IndexColumn],
    pub(super) when: &'a [Compared],
    pub(super) position: usize,
    pub(super) fields: &'a Fields,
}

impl Lookups<'_> {
    /// The methods that look rows up by the index.
    pub(super) fn check(
        &self,
        clauses: IndexClauses,
        methods: &mut MethodNames,
        mistakes: &mut Mistakes,
    ) -> Vec<Method> {
        let Self { columns, fields, .. } = *self;
        // A column that the index's condition leaves one value is no question.
        let equal: Vec<usize> = columns
            .iter()
            .filter(|by| !by.order && !when::fixes(self.when, by.field))
            .map(|by| by.field)
            .collect();
        let by: Vec<&str> = equal.iter().map(|&field| fields.all[field].name.as_str()).collect();
        let order: Vec<IndexColumn> = columns.iter().filter(|by| by.order).copied().collect();
        let before = mistakes.count();
        let found = if self.unique {
            self.unique(&by, clauses, methods, mistakes)
        } else {
            // Without a column to look up by it is there for the order alone.
            let default = (!by.is_empty())
                .then(|| Ident::new(&format!("list_{}_by_{}", methods.many(), by.join("_and_")), self.key));
            let list = clauses.list.map(|name| name.0).or(default);
            list.map(|list| (Kind::List, "list", list)).into_iter().collect()
        };
        let mut all = Vec::with_capacity(found.len());
        for (kind, word, name) in found {
            // The other name of a pair follows the first, and so would its mistake.
            if mistakes.count() == before {
                methods.take(&name, Some(word), mistakes);
            }
            let filter = equal.iter().map(|&field| {
                Condition::One(Compared {
                    field,
                    comparison: Comparison::Eq,
                    value: Value::Argument(fields.all[field].ident.clone()),
                })
            });
            let when = (!self.when.is_empty()).then_some(self.position);
            all.push(Method::lookup(name, kind, filter.collect(), order.clone(), when));
        }
        all
    }

    fn unique(
        &self,
        by: &[&str],
        clauses: IndexClauses,
        methods: &MethodNames,
        mistakes: &mut Mistakes,
    ) -> Vec<(Kind, &'static str, Ident)> {
        let named = |name: Option<Name>| name.map(|name| name.0);
        let (get, find) = pair(named(clauses.get), named(clauses.find));
        if by.is_empty() && (get.is_none() || find.is_none()) {
            let one = methods.one();
            let words =
                "`when(…)` fixes every column of this index, so its lookups have no column to be named after";
            let help = match (&get, &find) {
                (Some(_), None) => format!("help: name the other one too: `find = \"find_default_{one}\"`"),
                (None, Some(_)) => format!("help: name the other one too: `get = \"get_default_{one}\"`"),
                _ => format!("help: name them: `get = \"get_default_{one}\"`"),
            };
            mistakes.at(self.key, format!("{words}\n{help}"));
            return Vec::new();
        }
        let default =
            |word: &str| Ident::new(&format!("{word}_{}_by_{}", methods.one(), by.join("_and_")), self.key);
        vec![
            (Kind::Get, "get", get.unwrap_or_else(|| default("get"))),
            (Kind::Find, "find", find.unwrap_or_else(|| default("find"))),
        ]
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
