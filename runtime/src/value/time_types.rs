//! The types of the `time` crate (feature `time`).

use time::{Date, OffsetDateTime, Time};

use super::{Comparable, ListItem, StoreValue, Value, ValueError, ValueType};
use crate::Timestamp;

const EPOCH_JULIAN_DAY: i32 = 2_440_588;

impl StoreValue for OffsetDateTime {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Timestamp;

    fn to_value(&self) -> Result<Value, ValueError> {
        Timestamp::from_nanos(self.unix_timestamp_nanos()).map(Value::Timestamp)
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Timestamp(at) => at.to_offset_date_time().ok_or_else(ValueError::wrong_type),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl StoreValue for Date {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Date;

    fn to_value(&self) -> Result<Value, ValueError> {
        super::date_in_range(self.to_julian_day() - EPOCH_JULIAN_DAY)
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Date(days) => days
                .checked_add(EPOCH_JULIAN_DAY)
                .and_then(|day| Self::from_julian_day(day).ok())
                .ok_or_else(ValueError::wrong_type),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl StoreValue for Time {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Time;

    fn to_value(&self) -> Result<Value, ValueError> {
        let (hour, minute, second, micro) = self.as_hms_micro();
        let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
        Ok(Value::Time(seconds * 1_000_000 + i64::from(micro)))
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Time(micros @ 0..86_400_000_000) => {
                Ok(Self::MIDNIGHT + time::Duration::microseconds(micros))
            }
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl Comparable for OffsetDateTime {}
impl Comparable for Date {}
impl Comparable for Time {}
impl ListItem for OffsetDateTime {}
impl ListItem for Date {}
impl ListItem for Time {}
