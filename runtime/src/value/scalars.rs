//! The std types, UUIDs and timestamps.

#[cfg(feature = "uuid")]
use uuid::Uuid;

use super::{Comparable, ListItem, StoreValue, TextValue, Value, ValueError, ValueType};
use crate::Timestamp;

/// An integer that a store can add to: all of the std ones. See the declared method `increment`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can't be added to",
    label = "only integers can be counted up or down",
    note = "an `Option` can't be counted either: nothing can be added to `None`"
)]
pub trait Counter: StoreValue {
    /// Its least value, within those of `i64`.
    const LEAST: i64;
    /// Its greatest value, within those of `i64`.
    const MOST: i64;
}

impl Counter for i64 {
    const LEAST: i64 = Self::MIN;
    const MOST: i64 = Self::MAX;
}

/// A type that is copied in and out of one variant of [`Value`].
macro_rules! copied {
    ($($rust:ty => $variant:ident),+ $(,)?) => {$(
        impl StoreValue for $rust {
            type Inner = Self;
            type Arg<'a> = Self;
            const TYPE: ValueType = ValueType::$variant;

            fn to_value(&self) -> Result<Value, ValueError> {
                Ok(Value::$variant(*self))
            }

            fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
                arg.to_value()
            }

            fn from_value(value: Value) -> Result<Self, ValueError> {
                match value {
                    Value::$variant(value) => Ok(value),
                    _ => Err(ValueError::wrong_type()),
                }
            }
        }

        impl Comparable for $rust {}
        impl ListItem for $rust {}
    )+};
}

copied! { bool => Bool, i64 => Int, f64 => Float, Timestamp => Timestamp }

#[cfg(feature = "uuid")]
copied! { Uuid => Uuid }

/// An integer that is narrower than `i64` or unsigned: checked both ways.
macro_rules! integers {
    ($($rust:ty),+) => {$(
        impl StoreValue for $rust {
            type Inner = Self;
            type Arg<'a> = Self;
            const TYPE: ValueType = ValueType::Int;

            fn to_value(&self) -> Result<Value, ValueError> {
                i64::try_from(*self).map(Value::Int).map_err(|_| ValueError::new("the integer is larger than `i64::MAX`"))
            }

            fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
                arg.to_value()
            }

            fn from_value(value: Value) -> Result<Self, ValueError> {
                match value {
                    Value::Int(value) => {
                        Self::try_from(value).map_err(|_| ValueError::new(concat!("the integer doesn't fit `", stringify!($rust), "`")))
                    }
                    _ => Err(ValueError::wrong_type()),
                }
            }
        }

        impl Comparable for $rust {}

        impl Counter for $rust {
            const LEAST: i64 = Self::MIN as i64;
            // Its own, where that is not beyond what an `i64` holds.
            const MOST: i64 = if Self::MAX as u128 > i64::MAX as u128 { i64::MAX } else { Self::MAX as i64 };
        }
    )+};
}

integers! { i8, i16, i32, isize, u8, u16, u32, u64, usize }

// Not `u8`: a `Vec<u8>` is bytes.
impl ListItem for i8 {}
impl ListItem for i16 {}
impl ListItem for i32 {}
impl ListItem for isize {}
impl ListItem for u16 {}
impl ListItem for u32 {}
impl ListItem for u64 {}
impl ListItem for usize {}

impl StoreValue for f32 {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Float;

    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::Float(f64::from(*self)))
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            // Every `f32` came in as an `f64` that it fits; another one was written by somebody else.
            Value::Float(wide) => {
                let narrow = wide as f32;
                if f64::from(narrow) == wide {
                    Ok(narrow)
                } else {
                    Err(ValueError::new("the float doesn't fit `f32`"))
                }
            }
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl Comparable for f32 {}
impl ListItem for f32 {}

impl StoreValue for String {
    type Inner = Self;
    type Arg<'a> = &'a str;
    const TYPE: ValueType = ValueType::Text;

    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::Text(self.clone()))
    }

    fn arg_to_value(arg: &str) -> Result<Value, ValueError> {
        Ok(Value::Text(arg.to_owned()))
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(text) => Ok(text),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl Comparable for String {}
impl TextValue for String {}
impl ListItem for String {}

impl StoreValue for Vec<u8> {
    type Inner = Self;
    type Arg<'a> = &'a [u8];
    const TYPE: ValueType = ValueType::Bytes;

    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::Bytes(self.clone()))
    }

    fn arg_to_value(arg: &[u8]) -> Result<Value, ValueError> {
        Ok(Value::Bytes(arg.to_owned()))
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl Comparable for Vec<u8> {}
