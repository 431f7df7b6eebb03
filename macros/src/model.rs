//! The checked meaning of a declaration. Every mistake is found here at the latest, and all of them at once.

mod arguments;
mod composite;
mod condition;
mod crud;
mod entity;
mod field;
mod index;
mod key;
mod method;
mod method_names;
mod outline;
mod reference;
mod requirement;
mod usage;
mod value;

pub(crate) use arguments::{Argument, ArgumentType};
pub(crate) use composite::Composite;
pub(crate) use condition::{Assigned, Compared, Condition, Value};
pub(crate) use crud::Crud;
pub(crate) use entity::Entity;
pub(crate) use field::{Field, Role};
pub(crate) use index::{Index, PRIMARY_KEY};
pub(crate) use method::{Amount, Kind, Method};
pub(crate) use outline::Outline;
pub(crate) use reference::Reference;
pub(crate) use requirement::{Demand, as_bool};
pub(crate) use value::{Value as ColumnValue, ValueKind};
