//! Attributes as written, with their spans. Nothing in here knows what they mean together.

mod columns;
mod composite;
mod entity;
mod field;
mod index;
mod keys;
mod method;
mod reference;
mod value;
mod values;

pub(crate) use columns::{Assignment, Columns, Comparison, Condition, DirectedColumn, Operand};
pub(crate) use composite::CompositeDeclaration;
pub(crate) use entity::{EntityDeclaration, Settings};
pub(crate) use field::{FieldDeclaration, FieldKeys};
pub(crate) use index::{IndexClauses, IndexDeclaration};
pub(crate) use method::MethodDeclaration;
pub(crate) use reference::ReferenceDeclaration;
pub(crate) use value::{ValueDeclaration, ValueShape, VariantDeclaration};
pub(crate) use values::{Fixed, Limit, Mark, Name, OnDelete};
