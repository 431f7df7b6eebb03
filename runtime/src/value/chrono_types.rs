//! The types of the `chrono` crate (feature `chrono`).

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use super::{Comparable, ListItem, StoreValue, Value, ValueError, ValueType};
use crate::Timestamp;

/// The day number of 1 January 1970 as chrono counts days from the year 1.
const EPOCH_DAY: i32 = 719_163;

impl StoreValue for DateTime<Utc> {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Timestamp;

    fn to_value(&self) -> Result<Value, ValueError> {
        Timestamp::from_unix_micros(self.timestamp_micros()).map(Value::Timestamp)
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Timestamp(at) => {
                Self::from_timestamp_micros(at.unix_micros()).ok_or_else(ValueError::wrong_type)
            }
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl StoreValue for NaiveDate {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Date;

    fn to_value(&self) -> Result<Value, ValueError> {
        super::date_in_range(self.num_days_from_ce() - EPOCH_DAY)
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Date(days) => days
                .checked_add(EPOCH_DAY)
                .and_then(Self::from_num_days_from_ce_opt)
                .ok_or_else(ValueError::wrong_type),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl StoreValue for NaiveTime {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Time;

    fn to_value(&self) -> Result<Value, ValueError> {
        // A leap second is told in more than a million microseconds; it is kept as the last moment before the next one.
        let micros = (self.nanosecond() / 1_000).min(999_999);
        Ok(Value::Time(i64::from(self.num_seconds_from_midnight()) * 1_000_000 + i64::from(micros)))
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        let Value::Time(micros @ 0..86_400_000_000) = value else { return Err(ValueError::wrong_type()) };
        let seconds = u32::try_from(micros / 1_000_000).map_err(|_| ValueError::wrong_type())?;
        let nanos = u32::try_from(micros % 1_000_000 * 1_000).map_err(|_| ValueError::wrong_type())?;
        Self::from_num_seconds_from_midnight_opt(seconds, nanos).ok_or_else(ValueError::wrong_type)
    }
}

impl Comparable for DateTime<Utc> {}
impl Comparable for NaiveDate {}
impl Comparable for NaiveTime {}
impl ListItem for DateTime<Utc> {}
impl ListItem for NaiveDate {}
impl ListItem for NaiveTime {}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

    use crate::value::StoreValue;

    #[test]
    fn come_back_equal() {
        let at: DateTime<Utc> = "1906-04-18T05:12:00.123456Z".parse().unwrap();
        assert_eq!(StoreValue::from_value(at.to_value().unwrap()), Ok(at));
        let day = NaiveDate::from_ymd_opt(1970, 1, 2).unwrap();
        assert!(day.to_value().unwrap() == crate::Value::Date(1));
        assert_eq!(StoreValue::from_value(day.to_value().unwrap()), Ok(day));
        let time = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap();
        assert_eq!(StoreValue::from_value(time.to_value().unwrap()), Ok(time));
    }

    #[test]
    fn are_cut_to_microseconds_and_refused_out_of_range() {
        let fine: DateTime<Utc> = "1969-12-31T23:59:59.9999999Z".parse().unwrap();
        assert_eq!(<DateTime<Utc>>::from_value(fine.to_value().unwrap()).unwrap().timestamp_micros(), -1);
        assert!(DateTime::<Utc>::MAX_UTC.to_value().is_err());
        assert!(NaiveDate::MIN.to_value().is_err());
    }
}
