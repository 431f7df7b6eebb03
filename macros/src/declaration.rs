//! Attributes as written, with their spans. Nothing in here knows what they mean together.

mod columns;
mod composite;
mod conditions;
mod entity;
mod field;
mod index;
pub(crate) mod keys;
mod method;
mod reference;
mod value;
mod values;

pub(crate) use columns::{Column, DirectedColumn, Listed};
pub(crate) use composite::CompositeDeclaration;
pub(crate) use conditions::{Assignment, Comparison, Condition, Conditions, Operand};
pub(crate) use entity::{EntityDeclaration, Settings};
pub(crate) use field::{FieldDeclaration, FieldKeys};
pub(crate) use index::{IndexClauses, IndexDeclaration};
pub(crate) use method::{Bound, MethodClauses, MethodDeclaration, With, is_integer};
pub(crate) use reference::ReferenceDeclaration;
pub(crate) use value::{ValueDeclaration, ValueShape, VariantDeclaration};
pub(crate) use values::{Fixed, Limit, Mark, Name, OnDelete};
