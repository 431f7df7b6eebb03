use proc_macro2::Ident;
use syn::{Expr, Path};

use super::arguments::{Argument, ArgumentType, Arguments};
use super::field::{Fields, Role};
use super::index::{Index, IndexColumn};
use super::usage::{self, Usage};
use crate::declaration::{
    Assignment, Comparison, Condition, DirectedColumn, Limit, MethodDeclaration, Operand,
};
use crate::mistakes::Mistakes;

/// A method that selects rows by conditions: a declared one, or a lookup by an index.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) kind: Kind,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) filter: Vec<Compared>,
    pub(crate) order: Vec<IndexColumn>,
    pub(crate) limit: Option<Limit>,
    pub(crate) set: Vec<Assigned>,
    /// Whether the conditions are equalities over the whole id or a whole unique index.
    pub(crate) one: bool,
}

/// What a method does with the rows that match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Get,
    Find,
    List,
    Count,
    Exists,
    Delete,
    Update,
}

/// A column and what it is compared with.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) field: usize,
    pub(crate) comparison: Comparison,
    pub(crate) value: Value,
}

/// A column and what it is set to.
#[derive(Debug)]
pub(crate) struct Assigned {
    pub(crate) field: usize,
    pub(crate) value: Value,
}

/// What a column is compared with or set to.
#[derive(Debug)]
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
            Operand::Now => Self::Now,
            Operand::None(_) => Self::None,
            Operand::Literal(literal) => Self::Literal(literal),
            Operand::Constant(path) => Self::Constant(path),
        }
    }
}

impl Kind {
    fn of(key: &Ident) -> Option<Self> {
        Some(match key.to_string().as_str() {
            "get" => Self::Get,
            "find" => Self::Find,
            "list" => Self::List,
            "count" => Self::Count,
            "exists" => Self::Exists,
            "delete" => Self::Delete,
            "update" => Self::Update,
            _ => return None,
        })
    }
}

impl Method {
    /// A lookup by an index: each of its equality columns is an argument.
    pub(crate) fn lookup(name: Ident, kind: Kind, filter: Vec<Compared>, order: Vec<IndexColumn>) -> Self {
        let argument = |compared: &Compared| match &compared.value {
            Value::Argument(name) => {
                Some(Argument { name: name.clone(), ty: ArgumentType::Inner(compared.field) })
            }
            _ => None,
        };
        let arguments = filter.iter().filter_map(argument).collect();
        Self { name, kind, arguments, filter, order, limit: None, set: Vec::new(), one: kind != Kind::List }
    }

    /// A declared method.
    pub(crate) fn check(
        declaration: MethodDeclaration,
        fields: &Fields,
        key: &[usize],
        indexes: &[Index],
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let MethodDeclaration { key: word, name, clauses, .. } = declaration;
        let kind = Kind::of(&word)?;
        let mut checking = Checking { fields, key, arguments: Arguments::default(), mistakes };
        let filter = clauses.filter.map(|filter| filter.0).unwrap_or_default();
        let filter: Vec<_> =
            filter.into_iter().filter_map(|condition| checking.condition(condition)).collect();
        let set = clauses.set.map(|set| set.0);
        if kind == Kind::Update && set.is_none() {
            let help = "help: add `set(…)` with the columns that it changes";
            checking.mistakes.on(&word, format!("this update changes nothing\n{help}"));
        }
        let mut assigned = Vec::new();
        for assignment in set.unwrap_or_default() {
            checking.assignment(assignment, &mut assigned);
        }
        let order = clauses.order.map(|order| order.0).unwrap_or_default();
        let order = checking.order(&order);
        if let Some(Limit::Argument(span)) = &clauses.limit {
            checking.arguments.add(&Ident::new("limit", *span), ArgumentType::Limit, checking.mistakes);
        }
        let arguments = checking.arguments.all;
        let one = names_one(&filter, key, indexes);
        Some(Self { name, kind, arguments, filter, order, limit: clauses.limit, set: assigned, one })
    }
}

/// Whether the conditions are equalities over the whole id or a whole unique index, so that at most one row matches.
fn names_one(filter: &[Compared], key: &[usize], indexes: &[Index]) -> bool {
    let fixed = |field: usize| {
        filter.iter().any(|compared| {
            compared.field == field
                && compared.comparison == Comparison::Eq
                && matches!(compared.value, Value::Argument(_) | Value::Literal(_) | Value::Constant(_))
        })
    };
    let mut unique = indexes.iter().filter(|index| index.unique);
    key.iter().all(|&field| fixed(field))
        || unique.any(|index| index.columns.iter().all(|by| fixed(by.field)))
}

/// One declared method while it is checked.
struct Checking<'a> {
    fields: &'a Fields,
    key: &'a [usize],
    arguments: Arguments,
    mistakes: &'a mut Mistakes,
}

impl Checking<'_> {
    fn condition(&mut self, condition: Condition) -> Option<Compared> {
        let Condition { column, comparison, operand } = condition;
        let field = self.fields.position(&column, self.mistakes)?;
        let (name, secret) = (&self.fields.all[field].name, self.fields.all[field].secret);
        usage::check(&self.fields.all[field], Usage::Filter, &column, self.mistakes);
        let equality = comparison == Comparison::Eq && matches!(operand, Operand::Argument(_));
        if secret && !equality {
            let help = "help: it can only be looked up by equality with an argument";
            self.mistakes
                .on(&column, format!("secret column `{name}` can't be used in such a filter\n{help}"));
        }
        match &operand {
            Operand::Argument(argument) => {
                self.arguments.add(argument, ArgumentType::Inner(field), self.mistakes);
            }
            Operand::None(word) if !matches!(comparison, Comparison::Eq | Comparison::Ne) => {
                self.mistakes.on(word, "`none` can only be compared with `==` or `!=`");
            }
            _ => {}
        }
        Some(Compared { field, comparison, value: operand.into() })
    }

    fn assignment(&mut self, assignment: Assignment, assigned: &mut Vec<Assigned>) {
        let Assignment { column, operand } = assignment;
        let Some(field) = self.fields.position(&column, self.mistakes) else {
            return;
        };
        let name = &self.fields.all[field].name;
        if assigned.iter().any(|other| other.field == field) {
            self.mistakes.on(&column, format!("`{name}` is set here twice"));
        }
        let why = match self.fields.all[field].role {
            _ if self.key.contains(&field) => Some("an id never changes"),
            Some(Role::Created) => Some("it is set once, when the row is created"),
            Some(Role::Updated | Role::Version) => Some("every write sets it"),
            Some(Role::SoftDelete) => Some("the generated methods that delete and restore set it"),
            Some(Role::Ttl) | None => None,
        };
        if let Some(why) = why {
            self.mistakes.on(&column, format!("`{name}` can't be set, {why}"));
        }
        if let Operand::Argument(argument) = &operand {
            self.arguments.add(argument, ArgumentType::Whole(field), self.mistakes);
        }
        assigned.push(Assigned { field, value: operand.into() });
    }

    fn order(&mut self, written: &[DirectedColumn]) -> Vec<IndexColumn> {
        let mut order: Vec<IndexColumn> = Vec::with_capacity(written.len());
        for DirectedColumn { column, direction } in written {
            let Some(field) = self.fields.position(column, self.mistakes) else {
                continue;
            };
            let name = &self.fields.all[field].name;
            usage::check(&self.fields.all[field], Usage::Order, column, self.mistakes);
            if order.iter().any(|other| other.field == field) {
                self.mistakes.on(column, format!("`{name}` stands in this order twice"));
            }
            let descending = direction.as_ref().is_some_and(|(_, descending)| *descending);
            order.push(IndexColumn { field, descending, order: true });
        }
        order
    }
}
