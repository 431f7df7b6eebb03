//! Five related tables that have, between them, everything a schema can say.

use crate::query::Predicate;
use crate::schema::{
    ColumnSchema, EntitySchema, IndexColumn, IndexFilter, IndexSchema, OnDelete, ReferenceSchema,
};
use crate::value::{Value, ValueType};

const fn column(name: &'static str, ty: ValueType) -> ColumnSchema {
    ColumnSchema::new(name, name, ty, false)
}

const fn nullable(name: &'static str, ty: ValueType) -> ColumnSchema {
    ColumnSchema::new(name, name, ty, true)
}

fn known(column: usize) -> Predicate {
    Predicate::Not(Box::new(Predicate::IsNull { column }))
}

// Which rows the partial indexes hold.
static TAGGED: IndexFilter = IndexFilter::new(|| Ok(known(2)));
static WITH_BODY: IndexFilter = IndexFilter::new(|| Ok(known(4)));
static FLAGGED: IndexFilter = IndexFilter::new(|| Ok(Predicate::equals(6, Value::Bool(true))));
static NOT_FLAGGED: IndexFilter = IndexFilter::new(|| Ok(Predicate::equals(6, Value::Bool(false))));
static ON_ZERO: IndexFilter = IndexFilter::new(|| Ok(Predicate::equals(2, Value::Int(0))));
static ON_A_LEAF: IndexFilter = IndexFilter::new(|| Ok(known(2)));
static ON_A_VINE: IndexFilter = IndexFilter::new(|| Ok(known(1)));
static CALLED_A: IndexFilter = IndexFilter::new(|| {
    let named = Predicate::equals(3, Value::Text("a".to_owned()));
    Ok(Predicate::All(vec![named, Predicate::IsNull { column: 5 }]))
});

/// Soft-deleted, versioned, with unique indexes over columns that may be null.
pub(super) static ROOT: EntitySchema = EntitySchema::new(
    "Root",
    "swc_d_roots",
    &[
        column("id", ValueType::Text),
        column("realm", ValueType::Text),
        nullable("tag", ValueType::Text),
        nullable("code", ValueType::Int),
        nullable("body", ValueType::Text),
        column("updated", ValueType::Timestamp).updated(),
        column("version", ValueType::Int).version(),
        nullable("deleted", ValueType::Timestamp).soft_delete(),
    ],
    &[0],
)
.with_indexes(&[
    IndexSchema::unique("swc_d_roots_code", &[IndexColumn::asc(3)]),
    IndexSchema::unique("swc_d_roots_realm_tag", &[IndexColumn::asc(1), IndexColumn::desc(2)]),
    IndexSchema::new("swc_d_roots_realm_body", &[IndexColumn::asc(1), IndexColumn::desc(4)]),
    IndexSchema::unique("swc_d_roots_body", &[IndexColumn::asc(4)]).when(&TAGGED),
    IndexSchema::new("swc_d_roots_realm", &[IndexColumn::desc(1)]).when(&WITH_BODY),
]);

/// References a root and itself.
pub(super) static BRANCH: EntitySchema = EntitySchema::new(
    "Branch",
    "swc_d_branches",
    &[
        column("id", ValueType::Text),
        column("root", ValueType::Text),
        nullable("parent", ValueType::Text),
        column("n", ValueType::Int),
        nullable("f", ValueType::Float),
        nullable("b", ValueType::Bytes),
        column("flag", ValueType::Bool),
    ],
    &[0],
)
.with_indexes(&[
    IndexSchema::unique("swc_d_branches_root_n", &[IndexColumn::asc(1), IndexColumn::asc(3)]),
    IndexSchema::unique("swc_d_branches_b_flag", &[IndexColumn::asc(5), IndexColumn::asc(6)]),
    IndexSchema::new("swc_d_branches_f", &[IndexColumn::desc(4), IndexColumn::asc(3)]),
    IndexSchema::unique("swc_d_branches_main", &[IndexColumn::asc(1)]).when(&FLAGGED),
    IndexSchema::new("swc_d_branches_n", &[IndexColumn::asc(3)]).when(&NOT_FLAGGED),
])
.with_references(&[
    ReferenceSchema::new(&[1], || &ROOT, OnDelete::Cascade),
    ReferenceSchema::new(&[2], || &BRANCH, OnDelete::SetNull),
]);

/// An id of two columns; soft-deleted; holds on to branches until it expires, and goes with roots.
pub(super) static LEAF: EntitySchema = EntitySchema::new(
    "Leaf",
    "swc_d_leaves",
    &[
        column("a", ValueType::Int),
        column("b", ValueType::Text),
        nullable("branch", ValueType::Text),
        nullable("root", ValueType::Text),
        nullable("dec", ValueType::Decimal),
        column("uuid", ValueType::Uuid),
        nullable("date", ValueType::Date),
        column("time", ValueType::Time),
        nullable("json", ValueType::Json),
        nullable("deleted", ValueType::Timestamp).soft_delete(),
        nullable("until", ValueType::Timestamp).ttl(),
    ],
    &[0, 1],
)
.with_indexes(&[
    IndexSchema::unique("swc_d_leaves_uuid_date", &[IndexColumn::asc(5), IndexColumn::asc(6)]),
    IndexSchema::new("swc_d_leaves_dec", &[IndexColumn::asc(4)]),
])
.with_references(&[
    ReferenceSchema::new(&[2], || &BRANCH, OnDelete::Restrict),
    ReferenceSchema::new(&[3], || &ROOT, OnDelete::Cascade),
]);

/// References itself and, by two columns, a leaf.
pub(super) static VINE: EntitySchema = EntitySchema::new(
    "Vine",
    "swc_d_vines",
    &[
        column("id", ValueType::Uuid),
        nullable("up", ValueType::Uuid),
        nullable("leaf_a", ValueType::Int),
        nullable("leaf_b", ValueType::Text),
        column("at", ValueType::Timestamp),
        column("text", ValueType::Text),
    ],
    &[0],
)
.with_indexes(&[
    IndexSchema::unique("swc_d_vines_at_text", &[IndexColumn::desc(4), IndexColumn::asc(5)]),
    IndexSchema::new("swc_d_vines_text", &[IndexColumn::asc(5)]),
    IndexSchema::unique("swc_d_vines_text_zero", &[IndexColumn::asc(5)]).when(&ON_ZERO),
    IndexSchema::unique("swc_d_vines_text_any", &[IndexColumn::asc(5)]).when(&ON_A_LEAF),
])
.with_references(&[
    ReferenceSchema::new(&[1], || &VINE, OnDelete::Cascade),
    ReferenceSchema::new(&[2, 3], || &LEAF, OnDelete::Cascade),
]);

/// Holds on to vines until it expires, and lets go of roots.
pub(super) static MOSS: EntitySchema = EntitySchema::new(
    "Moss",
    "swc_d_mosses",
    &[
        column("id", ValueType::Int),
        nullable("vine", ValueType::Uuid),
        nullable("root", ValueType::Text),
        nullable("text", ValueType::Text),
        column("updated", ValueType::Timestamp).updated(),
        nullable("until", ValueType::Timestamp).ttl(),
    ],
    &[0],
)
.with_indexes(&[
    IndexSchema::unique("swc_d_mosses_text", &[IndexColumn::asc(3)]).when(&ON_A_VINE),
    IndexSchema::unique("swc_d_mosses_root_of_a", &[IndexColumn::asc(2)]).when(&CALLED_A),
])
.with_references(&[
    ReferenceSchema::new(&[1], || &VINE, OnDelete::Restrict),
    ReferenceSchema::new(&[2], || &ROOT, OnDelete::SetNull),
]);

/// The tables, by their numbers in operations and in the model.
pub(super) static TABLES: [&EntitySchema; 5] = [&ROOT, &BRANCH, &LEAF, &VINE, &MOSS];
