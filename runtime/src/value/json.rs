//! What is kept as JSON: anything that serde can write, lists and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash};
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Decimal, ListItem, StoreValue, Value, ValueError, ValueType};
use crate::Timestamp;

/// A value that is kept as JSON text, by way of serde.
///
/// Marking a field with `#[store(json)]` does the same without changing its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> StoreValue for Json<T> {
    type Inner = Self;
    type Arg<'a> = &'a Self;
    const TYPE: ValueType = ValueType::Json;

    fn to_value(&self) -> Result<Value, ValueError> {
        json_to_value(&self.0)
    }

    fn arg_to_value(arg: &Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        json_from_value(value).map(Self)
    }
}

/// `content` as JSON text.
pub(crate) fn json_to_value<T: Serialize>(content: &T) -> Result<Value, ValueError> {
    // serde's message may quote the content, so it is left out.
    serde_json::to_string(content)
        .map(Value::Json)
        .map_err(|_| ValueError::new("it can't be written as JSON"))
}

/// The content of JSON text.
pub(crate) fn json_from_value<T: DeserializeOwned>(value: Value) -> Result<T, ValueError> {
    match value {
        Value::Json(text) => {
            serde_json::from_str(&text).map_err(|_| ValueError::new("the JSON doesn't have the field's form"))
        }
        _ => Err(ValueError::wrong_type()),
    }
}

/// An item of a list as JSON holds it.
fn item_to_json<T: ListItem>(item: &T) -> Result<serde_json::Value, ValueError> {
    use serde_json::Value as Json;
    Ok(match item.to_value()? {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Int(value) | Value::Time(value) => Json::from(value),
        Value::Float(value) => serde_json::Number::from_f64(value)
            .map(Json::Number)
            .ok_or_else(|| ValueError::new("JSON can't hold this float"))?,
        Value::Text(text) => Json::String(text),
        Value::Timestamp(at) => Json::from(at.unix_micros()),
        Value::Date(days) => Json::from(days),
        Value::Uuid(uuid) => Json::String(uuid.to_string()),
        Value::Decimal(number) => Json::String(number.to_sortable_text()),
        Value::Json(text) => {
            serde_json::from_str(&text).map_err(|_| ValueError::new("it can't be written as JSON"))?
        }
        Value::Bytes(bytes) => Json::from(bytes),
    })
}

/// The item of a list that JSON holds.
fn item_from_json<T: ListItem>(json: serde_json::Value) -> Result<T, ValueError> {
    use serde_json::Value as Json;
    let wrong = ValueError::wrong_type;
    if json.is_null() {
        return T::from_value(Value::Null);
    }
    let value = match (T::TYPE, json) {
        (ValueType::Bool, Json::Bool(value)) => Value::Bool(value),
        (ValueType::Int, Json::Number(number)) => Value::Int(number.as_i64().ok_or_else(wrong)?),
        (ValueType::Float, Json::Number(number)) => Value::Float(number.as_f64().ok_or_else(wrong)?),
        (ValueType::Text, Json::String(text)) => Value::Text(text),
        (ValueType::Timestamp, Json::Number(number)) => {
            Value::Timestamp(Timestamp::from_unix_micros(number.as_i64().ok_or_else(wrong)?)?)
        }
        (ValueType::Date, Json::Number(number)) => {
            Value::Date(number.as_i64().and_then(|days| i32::try_from(days).ok()).ok_or_else(wrong)?)
        }
        (ValueType::Time, Json::Number(number)) => Value::Time(number.as_i64().ok_or_else(wrong)?),
        (ValueType::Uuid, Json::String(text)) => Value::Uuid(text.parse().map_err(|_| wrong())?),
        (ValueType::Decimal, Json::String(text)) => Value::Decimal(Decimal::from_sortable_text(&text)?),
        (ValueType::Bytes, Json::Array(bytes)) => Value::Bytes(
            bytes
                .into_iter()
                .map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok()).ok_or_else(wrong))
                .collect::<Result<_, _>>()?,
        ),
        (ValueType::Json, json) => Value::Json(json.to_string()),
        _ => return Err(wrong()),
    };
    T::from_value(value)
}

fn list_to_value<'a, T: ListItem>(items: impl Iterator<Item = &'a T>) -> Result<Value, ValueError> {
    let items = items.map(item_to_json).collect::<Result<Vec<_>, _>>()?;
    Ok(Value::Json(serde_json::Value::Array(items).to_string()))
}

fn list_from_value<T: ListItem, C: FromIterator<T>>(value: Value) -> Result<C, ValueError> {
    json_from_value::<Vec<serde_json::Value>>(value)?.into_iter().map(item_from_json).collect()
}

fn map_to_value<'a, T: ListItem>(
    entries: impl Iterator<Item = (&'a String, &'a T)>,
) -> Result<Value, ValueError> {
    let entries = entries
        .map(|(key, item)| Ok((key.clone(), item_to_json(item)?)))
        .collect::<Result<serde_json::Map<_, _>, ValueError>>()?;
    Ok(Value::Json(serde_json::Value::Object(entries).to_string()))
}

fn map_from_value<T: ListItem, C: FromIterator<(String, T)>>(value: Value) -> Result<C, ValueError> {
    json_from_value::<serde_json::Map<String, serde_json::Value>>(value)?
        .into_iter()
        .map(|(key, json)| Ok((key, item_from_json(json)?)))
        .collect()
}

/// A collection that is kept as JSON.
macro_rules! collection {
    ([$($generics:tt)*] $rust:ty, $to:expr, $from:path) => {
        impl<$($generics)*> StoreValue for $rust {
            type Inner = Self;
            type Arg<'a> = &'a Self;
            const TYPE: ValueType = ValueType::Json;

            fn to_value(&self) -> Result<Value, ValueError> {
                $to(self.iter())
            }

            fn arg_to_value(arg: &Self) -> Result<Value, ValueError> {
                arg.to_value()
            }

            fn from_value(value: Value) -> Result<Self, ValueError> {
                $from(value)
            }
        }
    };
}

collection!([T: ListItem] Vec<T>, list_to_value, list_from_value);
collection!([T: ListItem + Ord] BTreeSet<T>, list_to_value, list_from_value);
collection!([T: ListItem] BTreeMap<String, T>, map_to_value, map_from_value);
collection!([T: ListItem + Hash + Eq, S: BuildHasher + Default + Send + Sync + 'static] std::collections::HashSet<T, S>, list_to_value, list_from_value);
collection!([T: ListItem, S: BuildHasher + Default + Send + Sync + 'static] HashMap<String, T, S>, map_to_value, map_from_value);

impl<T: ListItem> ListItem for Vec<T> {}
impl<T: ListItem> ListItem for BTreeMap<String, T> {}
impl<T: ListItem + StoreValue<Inner = T>> ListItem for Option<T> {}
impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> ListItem for Json<T> {}

impl StoreValue for serde_json::Value {
    type Inner = Self;
    type Arg<'a> = &'a Self;
    const TYPE: ValueType = ValueType::Json;

    fn to_value(&self) -> Result<Value, ValueError> {
        json_to_value(self)
    }

    fn arg_to_value(arg: &Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        json_from_value(value)
    }
}
