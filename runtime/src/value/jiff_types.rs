//! The types of the `jiff` crate (feature `jiff`).

use jiff::civil::{Date, Time};
use jiff::{Span, Unit};

use super::{Comparable, ListItem, StoreValue, Value, ValueError, ValueType};
use crate::Timestamp;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl StoreValue for jiff::Timestamp {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Timestamp;

    fn to_value(&self) -> Result<Value, ValueError> {
        Timestamp::from_nanos(self.as_nanosecond()).map(Value::Timestamp)
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Timestamp(at) => Self::from_microsecond(at.unix_micros())
                .map_err(|_| ValueError::new("jiff can't hold this time")),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl StoreValue for Date {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Date;

    fn to_value(&self) -> Result<Value, ValueError> {
        let span = EPOCH.until((Unit::Day, *self)).map_err(|_| ValueError::wrong_type())?;
        super::date_in_range(span.get_days())
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        let Value::Date(days) = value else { return Err(ValueError::wrong_type()) };
        let span = Span::new().try_days(days).map_err(|_| ValueError::wrong_type())?;
        EPOCH.checked_add(span).map_err(|_| ValueError::wrong_type())
    }
}

impl StoreValue for Time {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Time;

    fn to_value(&self) -> Result<Value, ValueError> {
        let seconds =
            (i64::from(self.hour()) * 60 + i64::from(self.minute())) * 60 + i64::from(self.second());
        Ok(Value::Time(seconds * 1_000_000 + i64::from(self.subsec_nanosecond()) / 1_000))
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        let Value::Time(micros @ 0..86_400_000_000) = value else { return Err(ValueError::wrong_type()) };
        let span = Span::new().try_microseconds(micros).map_err(|_| ValueError::wrong_type())?;
        Self::midnight().checked_add(span).map_err(|_| ValueError::wrong_type())
    }
}

impl Comparable for jiff::Timestamp {}
impl Comparable for Date {}
impl Comparable for Time {}
impl ListItem for jiff::Timestamp {}
impl ListItem for Date {}
impl ListItem for Time {}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Time, date, time};

    use crate::value::StoreValue;

    #[test]
    fn come_back_equal() {
        let at: jiff::Timestamp = "1906-04-18T05:12:00.123456Z".parse().unwrap();
        assert_eq!(StoreValue::from_value(at.to_value().unwrap()), Ok(at));
        for day in [date(1, 1, 1), date(1970, 1, 2), date(9999, 12, 31)] {
            assert_eq!(StoreValue::from_value(day.to_value().unwrap()), Ok(day));
        }
        let last = time(23, 59, 59, 999_999_000);
        assert_eq!(StoreValue::from_value(last.to_value().unwrap()), Ok(last));
    }

    #[test]
    fn are_cut_to_microseconds_and_refused_out_of_range() {
        let fine: jiff::Timestamp = "1969-12-31T23:59:59.9999999Z".parse().unwrap();
        assert_eq!(jiff::Timestamp::from_value(fine.to_value().unwrap()).unwrap().as_microsecond(), -1);
        assert!(Date::MIN.to_value().is_err());
        assert!(Time::from_value(crate::Value::Time(86_400_000_000)).is_err());
    }
}
