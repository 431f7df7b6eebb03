//! One column's value, and how Rust types become one.

pub(crate) mod codec;
mod decimal;
mod error;
pub(crate) mod json;
mod scalars;
mod store_value;

#[cfg(feature = "chrono")]
mod chrono_types;
#[cfg(feature = "jiff")]
mod jiff_types;
#[cfg(feature = "decimal")]
mod rust_decimal_types;
#[cfg(feature = "time")]
mod time_types;

use std::cmp::Ordering;
use std::fmt;

pub use decimal::Decimal;
pub use error::ValueError;
pub use json::Json;
pub use scalars::Counter;
pub use store_value::{Comparable, ListItem, StoreValue, TextValue};
use uuid::Uuid;

use crate::Timestamp;

/// One entity as the values of its columns, in the order of [`EntitySchema::columns`](crate::schema::EntitySchema::columns).
pub type Row = Vec<Value>;

/// One column's value in one of the logical types that every backend can hold.
///
/// Its `Debug` shows the type and never the content, so that no stored value reaches a log by accident (R19).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `None`.
    Null,
    /// True or false.
    Bool(bool),
    /// Any integer; unsigned ones up to `i64::MAX`.
    Int(i64),
    /// A float. Never NaN and never negative zero once it has passed the boundary (R11).
    Float(f64),
    /// Text, compared by its UTF-8 bytes (R6). Never with a NUL character (R11).
    Text(String),
    /// Bytes, compared as unsigned numbers.
    Bytes(Vec<u8>),
    /// A moment (R10).
    Timestamp(Timestamp),
    /// A day of the Gregorian calendar, as days since 1 January 1970.
    Date(i32),
    /// A time of day, as microseconds since midnight.
    Time(i64),
    /// A UUID.
    Uuid(Uuid),
    /// A decimal number with up to 28 digits.
    Decimal(Decimal),
    /// JSON as text. It can't be compared, ordered or indexed.
    Json(String),
}

/// The logical type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// [`Value::Bool`].
    Bool,
    /// [`Value::Int`].
    Int,
    /// [`Value::Float`].
    Float,
    /// [`Value::Text`].
    Text,
    /// [`Value::Bytes`].
    Bytes,
    /// [`Value::Timestamp`].
    Timestamp,
    /// [`Value::Date`].
    Date,
    /// [`Value::Time`].
    Time,
    /// [`Value::Uuid`].
    Uuid,
    /// [`Value::Decimal`].
    Decimal,
    /// [`Value::Json`].
    Json,
}

impl Value {
    /// The type of this value; `None` for null, which every nullable column may hold.
    #[must_use]
    pub const fn ty(&self) -> Option<ValueType> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(_) => ValueType::Bool,
            Self::Int(_) => ValueType::Int,
            Self::Float(_) => ValueType::Float,
            Self::Text(_) => ValueType::Text,
            Self::Bytes(_) => ValueType::Bytes,
            Self::Timestamp(_) => ValueType::Timestamp,
            Self::Date(_) => ValueType::Date,
            Self::Time(_) => ValueType::Time,
            Self::Uuid(_) => ValueType::Uuid,
            Self::Decimal(_) => ValueType::Decimal,
            Self::Json(_) => ValueType::Json,
        })
    }

    /// Whether this is [`Value::Null`].
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The order of two values of one column: null first (R7), text by its UTF-8 bytes (R6).
    ///
    /// `None` for two values of different types, for NaN and for JSON.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Null, Self::Null) => Some(Ordering::Equal),
            (Self::Null, _) => Some(Ordering::Less),
            (_, Self::Null) => Some(Ordering::Greater),
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Int(b)) | (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(b),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Bytes(a), Self::Bytes(b)) => Some(a.cmp(b)),
            (Self::Timestamp(a), Self::Timestamp(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Uuid(a), Self::Uuid(b)) => Some(a.cmp(b)),
            (Self::Decimal(a), Self::Decimal(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// The bytes of its content, for a backend's size limits.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Bool(_) => 1,
            Self::Date(_) => 4,
            Self::Int(_) | Self::Float(_) | Self::Timestamp(_) | Self::Time(_) => 8,
            Self::Uuid(_) | Self::Decimal(_) => 16,
            Self::Text(text) | Self::Json(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ty() {
            None => f.write_str("Null"),
            Some(ty) => write!(f, "{ty:?}(..)"),
        }
    }
}

/// A day as [`Value::Date`] holds it, within the years 1 to 9999 that every backend can hold.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn date_in_range(days: i32) -> Result<Value, ValueError> {
    const DAY: i64 = 86_400_000_000;
    let micros = i64::from(days).saturating_mul(DAY);
    Timestamp::from_unix_micros(micros)
        .map(|_| Value::Date(days))
        .map_err(|_| ValueError::new("the day lies outside the years 1 to 9999"))
}
