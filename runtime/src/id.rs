//! Typed ids.

mod base32;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use uuid::Uuid;

use crate::entity::Entity;
use crate::value::{Comparable, ListItem, StoreValue, Value, ValueError, ValueType};

/// The id of an entity `E`: a [TypeID](https://github.com/jetify-com/typeid), a UUIDv7 with the entity's prefix.
///
/// It is displayed, parsed, serialized and stored as text such as `ausr_01jdf3v0q5e9x8zvsm8pf2b6ar`, and sorts by the time it
/// was made. An `Id<App>` where an `Id<User>` is asked for doesn't compile; parsing refuses another entity's prefix.
pub struct Id<E> {
    uuid: Uuid,
    entity: PhantomData<fn() -> E>,
}

impl<E> Id<E> {
    /// A new id, later in order than every one that this process made before.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "a default should not differ from call to call")]
    pub fn new() -> Self {
        Self::from_uuid(Uuid::now_v7())
    }

    /// The id with this UUID.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, entity: PhantomData }
    }

    /// Its UUID.
    #[must_use]
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Id<E> {}

impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<E> Eq for Id<E> {}

impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Id<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<E> Hash for Id<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<E: Entity> Id<E> {
    fn to_text(self) -> String {
        let prefix = E::ID_PREFIX;
        let mut text = String::with_capacity(prefix.len() + 1 + base32::LENGTH);
        if !prefix.is_empty() {
            text.push_str(prefix);
            text.push('_');
        }
        base32::push(&mut text, self.uuid.as_u128());
        text
    }
}

impl<E: Entity> fmt::Display for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_text())
    }
}

impl<E: Entity> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl<E: Entity> FromStr for Id<E> {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let suffix = if E::ID_PREFIX.is_empty() {
            Some(text)
        } else {
            text.strip_prefix(E::ID_PREFIX).and_then(|rest| rest.strip_prefix('_'))
        };
        let suffix = suffix
            .ok_or_else(|| ValueError::new(format!("the text is not an id of `{}`", E::schema().entity())))?;
        let bits = base32::parse(suffix)
            .ok_or_else(|| ValueError::new("the text is not an id: its 26 digits are damaged"))?;
        Ok(Self::from_uuid(Uuid::from_u128(bits)))
    }
}

impl<E: Entity> serde::Serialize for Id<E> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de, E: Entity> serde::Deserialize<'de> for Id<E> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<E: Entity> StoreValue for Id<E> {
    type Inner = Self;
    type Arg<'a> = &'a Self;
    const TYPE: ValueType = ValueType::Text;

    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::Text(self.to_text()))
    }

    fn arg_to_value(arg: &Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(text) => text.parse(),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl<E: Entity> Comparable for Id<E> {}
impl<E: Entity> ListItem for Id<E> {}
