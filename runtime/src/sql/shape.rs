use std::borrow::Cow;

use super::node::{Node, padded};
#[cfg(feature = "postgres")]
use crate::backend::{Assignment, Change};
use crate::backend::{Through, UniqueKey};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
#[cfg(feature = "postgres")]
use crate::schema::ReferenceSchema;
use crate::value::Value;

/// What a call's text depends on, and the values that it binds: both from one walk.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    /// Two calls with the same key have the same text.
    pub(crate) key: Vec<u8>,
    /// The values, in the order in which the text's placeholders number them.
    pub(crate) params: Vec<Param<'a>>,
}

/// One value that a statement binds.
#[derive(Debug)]
pub(crate) enum Param<'a> {
    Value(&'a Value),
    Text(Cow<'a, str>),
    List(Cow<'a, [Value]>),
    Int(i64),
}

/// The number of rows that stands in the text of a statement with a limit: a power of two, so that there are few texts.
pub(super) const fn planned(limit: u32) -> u32 {
    match limit {
        0 => 0,
        limit => match limit.checked_next_power_of_two() {
            Some(most) => most,
            None => u32::MAX,
        },
    }
}

impl<'a> Shape<'a> {
    pub(super) const fn empty() -> Self {
        Self { key: Vec::new(), params: Vec::new() }
    }

    pub(super) fn new(schema: &'static EntitySchema, statement: u8) -> Self {
        let mut shape = Self { key: Vec::with_capacity(48), params: Vec::with_capacity(4) };
        shape.address(schema);
        shape.tag(statement);
        shape
    }

    pub(super) fn tag(&mut self, tag: u8) {
        self.key.push(tag);
    }

    pub(super) fn number(&mut self, number: usize) {
        // No entity has 2^32 columns, and no predicate as many parts.
        self.key.extend((number as u32).to_le_bytes());
    }

    pub(super) fn order(&mut self, order: &[Order]) {
        self.number(order.len());
        for by in order {
            self.tag(if by.descending { b'd' } else { b'a' });
            self.number(by.column);
        }
    }

    /// How many rows there are at most, and by how many the statement may be planned.
    pub(super) fn limit(&mut self, limit: u32) {
        self.number(planned(limit) as usize);
        self.params.push(Param::Int(limit.into()));
    }

    pub(super) fn columns(&mut self, columns: &[usize]) {
        self.number(columns.len());
        columns.iter().for_each(|&column| self.number(column));
    }

    /// By which entity's rows the rows must be referenced.
    pub(super) fn through(&mut self, through: Option<&'a Through>) {
        let Some(Through { schema, filter, columns }) = through else {
            return;
        };
        self.tag(b'^');
        self.address(*schema);
        self.columns(columns);
        self.predicate(schema, filter);
    }

    /// Which key must not be taken.
    pub(super) fn unless(&mut self, key: Option<UniqueKey>) {
        match key {
            None => {}
            Some(UniqueKey::Primary) => self.tag(b'p'),
            Some(UniqueKey::Index(index)) => {
                self.tag(b'x');
                self.address(index);
            }
        }
    }

    /// Of a static, which is told from others by its place.
    fn address<T>(&mut self, of: &'static T) {
        self.key.extend(std::ptr::from_ref(of).addr().to_le_bytes());
    }

    /// The values of a row that others come after; a null one is part of the text.
    pub(super) fn after(&mut self, values: &'a [Value]) {
        for value in values {
            self.tag(u8::from(value.is_null()));
            if !value.is_null() {
                self.params.push(Param::Value(value));
            }
        }
    }

    pub(super) fn predicate(&mut self, schema: &EntitySchema, predicate: &'a Predicate) {
        match Node::new(schema, predicate) {
            Node::Never => self.tag(b'0'),
            Node::IsNull { column } => self.leaf(b'n', column),
            Node::IsNotNull { column } => self.leaf(b'v', column),
            Node::Compare { column, op, value } => {
                self.leaf(b'c', column);
                self.tag(op as u8);
                self.params.push(Param::Value(value));
            }
            Node::Declared { index, part, .. } => {
                self.leaf(b'd', index);
                self.number(part);
            }
            Node::In { column, values } => {
                self.leaf(b'i', column);
                self.params.push(Param::List(values));
            }
            Node::Range { column, from, before } => {
                self.leaf(b'r', column);
                self.params.push(Param::Text(from.into()));
                self.tag(u8::from(before.is_some()));
                self.params.extend(before.map(|before| Param::Text(before.into())));
            }
            Node::Finds { column, op, ignore_case, text } => {
                self.leaf(b't', column);
                self.tag(op as u8);
                self.tag(u8::from(ignore_case));
                self.params.push(Param::Text(text));
            }
            Node::All(parts) => {
                self.leaf(b'&', parts.len());
                for part in parts {
                    self.predicate(schema, part);
                }
            }
            Node::Any(parts) => self.any(schema, parts),
            Node::Not(inner) => {
                self.tag(b'!');
                self.predicate(schema, inner);
            }
        }
    }

    fn any(&mut self, schema: &EntitySchema, parts: &'a [Predicate]) {
        let Some(padded) = padded(schema, parts) else {
            self.leaf(b'|', parts.len());
            return parts.iter().for_each(|part| self.predicate(schema, part));
        };
        self.leaf(b'*', padded);
        let last = &parts[parts.len() - 1];
        for (position, part) in parts.iter().chain(std::iter::repeat(last)).take(padded).enumerate() {
            let before = self.key.len();
            self.predicate(schema, part);
            if position > 0 {
                // It looks like the first one, which stands in the key once.
                self.key.truncate(before);
            }
        }
    }

    /// That the row which the reference is set to is live.
    #[cfg(feature = "postgres")]
    pub(super) fn live(&mut self, reference: &'static ReferenceSchema, set: &'a [Assignment]) {
        self.tag(b'l');
        self.address(reference);
        match set_to(reference, set) {
            Some(values) => self.params.extend(values.into_iter().map(Param::Value)),
            None => self.tag(b'0'),
        }
    }

    fn leaf(&mut self, tag: u8, number: usize) {
        self.tag(tag);
        self.number(number);
    }
}

/// What the reference is set to; `None` when it is to no row.
#[cfg(feature = "postgres")]
pub(super) fn set_to<'a>(reference: &ReferenceSchema, set: &'a [Assignment]) -> Option<Vec<&'a Value>> {
    let value = |&column: &usize| {
        let assignment = set.iter().find(|assignment| assignment.column == column)?;
        match &assignment.change {
            Change::Set(value) if !value.is_null() => Some(value),
            _ => None,
        }
    };
    reference.columns().iter().map(value).collect()
}
