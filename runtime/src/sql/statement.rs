mod read;
mod write;

use super::written::text;
use super::{Chosen, Dialect, Param, Shape, Text};
#[cfg(feature = "postgres")]
use crate::backend::Upsert;
use crate::backend::{Assignment, Change, CountBy, Select, Through, UniqueKey};
use crate::query::Predicate;
use crate::schema::EntitySchema;
#[cfg(feature = "postgres")]
use crate::schema::ReferenceSchema;

/// One statement: what a call, or a step of one, asks the database.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Statement<'a> {
    /// The rows, and the total in one more column if it is asked for and there is a limit but not of zero.
    Rows(&'a Select),
    /// How many rows match.
    Count { schema: &'static EntitySchema, filter: &'a Predicate, through: Option<&'a Through> },
    /// The values of each group, and in one more column how many rows have them.
    CountBy(&'a CountBy),
    /// Whether any row matches.
    Exists { schema: &'static EntitySchema, filter: &'a Predicate },
    /// One row, all of whose values are bound in the order of the columns; nothing if this key is taken.
    Insert { schema: &'static EntitySchema, unless: Option<UniqueKey> },
    /// One row, or the changes of the one that has the same key and matches: the row as it is stored then, and in one more
    /// column whether it was added. There are changes.
    #[cfg(feature = "postgres")]
    Upsert(&'a Upsert),
    /// One row, unless its key is taken by a row that matches: one line with that row as it is stored, in one more column
    /// whether the row was added, and in another whether that row was seen. There are no changes.
    #[cfg(feature = "postgres")]
    InsertNew { upsert: &'a Upsert, taken: &'a Predicate },
    /// The changed rows are given if `returning`.
    Update { rows: Chosen<'a>, set: &'a [Assignment], returning: bool },
    /// The same, and none is changed unless there is a live row for each of these references, whose columns are all set.
    #[cfg(feature = "postgres")]
    UpdateLive {
        rows: Chosen<'a>,
        set: &'a [Assignment],
        returning: bool,
        live: &'a [&'static ReferenceSchema],
    },
    /// The rows as they were are given if `returning`.
    Delete { rows: Chosen<'a>, returning: bool },
}

impl<'a> Statement<'a> {
    /// Walks the statement: its key and its values.
    pub(crate) fn shape(&self) -> Shape<'a> {
        match *self {
            Self::Rows(select) => {
                let mut shape = Shape::new(select.schema, b'S');
                shape.tag(u8::from(select.total) | u8::from(select.limit.is_some()) << 1);
                shape.predicate(select.schema, &select.filter);
                shape.through(select.through.as_ref());
                shape.order(&select.order);
                if let Some(after) = &select.after {
                    shape.after(after);
                }
                if let Some(limit) = select.limit {
                    shape.limit(limit);
                }
                shape
            }
            Self::Count { schema, filter, through } => {
                let mut shape = Shape::new(schema, b'C');
                shape.predicate(schema, filter);
                shape.through(through);
                shape
            }
            Self::CountBy(count) => {
                let mut shape = Shape::new(count.schema, b'G');
                shape.columns(&count.columns);
                shape.predicate(count.schema, &count.filter);
                shape
            }
            Self::Exists { schema, filter } => {
                let mut shape = Shape::new(schema, b'E');
                shape.predicate(schema, filter);
                shape
            }
            Self::Insert { schema, unless } => {
                let mut shape = Shape::new(schema, b'I');
                shape.unless(unless);
                shape
            }
            #[cfg(feature = "postgres")]
            Self::Upsert(Upsert { schema, on, row, set, only_if }) => {
                let mut shape = Shape::new(schema, b'P');
                shape.unless(Some(*on));
                shape.number(set.len());
                shape.params.extend(row.iter().map(Param::Value));
                changes(&mut shape, set);
                shape.predicate(schema, only_if);
                shape
            }
            #[cfg(feature = "postgres")]
            Self::InsertNew { upsert: Upsert { schema, on, row, .. }, taken } => {
                let mut shape = Shape::new(schema, b'N');
                shape.unless(Some(*on));
                shape.params.extend(row.iter().map(Param::Value));
                shape.predicate(schema, taken);
                shape
            }
            Self::Update { rows, set, returning } => {
                let mut shape = Shape::new(rows.schema, b'U');
                shape.tag(u8::from(returning));
                shape.number(set.len());
                changes(&mut shape, set);
                rows.walk(&mut shape);
                shape
            }
            #[cfg(feature = "postgres")]
            Self::UpdateLive { rows, set, returning, live } => {
                let mut shape = Self::Update { rows, set, returning }.shape();
                for reference in live {
                    shape.live(reference, set);
                }
                shape
            }
            Self::Delete { rows, returning } => {
                let mut shape = Shape::new(rows.schema, b'D');
                shape.tag(u8::from(returning));
                rows.walk(&mut shape);
                shape
            }
        }
    }

    /// The text for every statement of this shape.
    pub(crate) fn render<D: Dialect>(&self) -> Text {
        let builder = &D::Builder::default();
        match *self {
            Self::Rows(select) => text(&read::rows::<D>(select), builder),
            Self::Count { schema, filter, through } => {
                text(&read::count::<D>(schema, filter, through), builder)
            }
            Self::CountBy(by) => text(&read::count_by::<D>(by), builder),
            Self::Exists { schema, filter } => text(&read::exists::<D>(schema, filter), builder),
            Self::Insert { schema, unless } => text(&write::insert::<D>(schema, unless), builder),
            #[cfg(feature = "postgres")]
            Self::Upsert(upsert) => text(&write::upsert::<D>(upsert), builder),
            #[cfg(feature = "postgres")]
            Self::InsertNew { upsert, taken } => text(&write::insert_new::<D>(upsert, taken), builder),
            Self::Update { rows, set, returning } => text(&write::update::<D>(rows, set, returning), builder),
            #[cfg(feature = "postgres")]
            Self::UpdateLive { rows, set, returning, live } => {
                text(&write::update_live::<D>(rows, set, returning, live), builder)
            }
            Self::Delete { rows, returning } => text(&write::delete::<D>(rows, returning), builder),
        }
    }
}

fn changes<'a>(shape: &mut Shape<'a>, set: &'a [Assignment]) {
    for assignment in set {
        shape.number(assignment.column);
        match &assignment.change {
            Change::Set(value) => {
                shape.tag(b'=');
                shape.params.push(Param::Value(value));
            }
            Change::Add(by) => {
                shape.tag(b'+');
                shape.params.push(Param::Int(*by));
            }
        }
    }
}
