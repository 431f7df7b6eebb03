//! Values as the server stores them, and in its protocol.

use sqlx::mysql::{MySqlArguments, MySqlRow, MySqlValueRef};
use sqlx::{Arguments, Decode, MySql, Row as _, ValueRef};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use crate::Timestamp;
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::sql::Param;
use crate::value::{Decimal, Row, Value, ValueType};

/// The Julian day of 1 January 1970.
const EPOCH_DAY: i32 = 2_440_588;
const MICROS_PER_SECOND: i64 = 1_000_000;

/// Appends a parameter, a list as all of its values and the last one again up to `length` of them.
pub(super) fn bind(arguments: &mut MySqlArguments, param: &Param<'_>, length: usize) -> Result<()> {
    match param {
        Param::Value(value) => bind_value(arguments, value),
        Param::Text(text) => added(arguments.add(text.as_ref())),
        Param::Int(number) => added(arguments.add(*number)),
        Param::List(values) => {
            let last = values.last().unwrap_or(&Value::Null);
            let mut padded = values.iter().chain(std::iter::repeat(last)).take(length);
            padded.try_for_each(|value| bind_value(arguments, value))
        }
    }
}

pub(super) fn bind_value(arguments: &mut MySqlArguments, value: &Value) -> Result<()> {
    added(match value {
        Value::Null => arguments.add(None::<&str>),
        Value::Bool(value) => arguments.add(*value),
        Value::Int(value) => arguments.add(*value),
        Value::Float(value) => arguments.add(*value),
        Value::Text(text) | Value::Json(text) => arguments.add(text.as_str()),
        Value::Bytes(bytes) => arguments.add(bytes.as_slice()),
        Value::Uuid(uuid) => arguments.add(uuid.as_bytes().as_slice()),
        Value::Timestamp(moment) => arguments.add(moment_of(*moment)),
        Value::Date(days) => arguments.add(date_of(*days)),
        Value::Time(micros) => arguments.add(time_of(*micros)),
        Value::Decimal(number) => arguments.add(number.to_sortable_text()),
    })
}

fn added<E>(added: Result<(), E>) -> Result<()> {
    added.map_err(|_| Error::backend("the driver could not take a value"))
}

fn moment_of(at: Timestamp) -> PrimitiveDateTime {
    let nanos = i128::from(at.unix_micros()) * 1_000;
    // Every timestamp lies in the years that the type has.
    let moment = OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    PrimitiveDateTime::new(moment.date(), moment.time())
}

fn date_of(days: i32) -> Date {
    Date::from_julian_day(days.saturating_add(EPOCH_DAY)).unwrap_or(Date::MIN)
}

fn time_of(micros: i64) -> Time {
    let (seconds, rest) = (micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    let part = |number: i64| u8::try_from(number).unwrap_or_default();
    let fraction = u32::try_from(rest).unwrap_or_default();
    Time::from_hms_micro(part(seconds / 3_600), part(seconds / 60 % 60), part(seconds % 60), fraction)
        .unwrap_or(Time::MIDNIGHT)
}

pub(super) fn timestamp_text(at: Timestamp) -> String {
    let moment = moment_of(at);
    format!("{} {}", text_of_date(moment.date()), text_of_time(moment.time()))
}

pub(super) fn date_text(days: i32) -> String {
    text_of_date(date_of(days))
}

pub(super) fn time_text(micros: i64) -> String {
    text_of_time(time_of(micros))
}

fn text_of_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

fn text_of_time(time: Time) -> String {
    format!("{:02}:{:02}:{:02}.{:06}", time.hour(), time.minute(), time.second(), time.microsecond())
}

/// The row whose columns stand first in `stored`, in the schema's order.
pub(super) fn row(schema: &'static EntitySchema, stored: &MySqlRow) -> Result<Row> {
    let columns = schema.columns();
    let mut row = Vec::with_capacity(columns.len());
    for (position, column) in columns.iter().enumerate() {
        row.push(read(schema, position, column.ty(), stored, position)?);
    }
    Ok(row)
}

/// The values of these columns, which stand first in `stored`.
pub(super) fn of(schema: &'static EntitySchema, columns: &[usize], stored: &MySqlRow) -> Result<Row> {
    let values = columns.iter().enumerate();
    values.map(|(at, &column)| read(schema, column, schema.column(column).ty(), stored, at)).collect()
}

/// A count that stands at this place.
pub(super) fn number(stored: &MySqlRow, at: usize) -> Result<u64> {
    let number = stored.try_get_raw(at).ok().and_then(decode::<i64>);
    let number = number.ok_or_else(|| Error::backend("the server gave no count"))?;
    Ok(u64::try_from(number).unwrap_or_default())
}

/// A text that stands at this place.
pub(super) fn text(stored: &MySqlRow, at: usize) -> Result<String> {
    let text = stored.try_get_raw(at).ok().and_then(decode::<&str>);
    text.map(str::to_owned).ok_or_else(|| Error::backend("the server gave no text"))
}

fn read(
    schema: &'static EntitySchema,
    column: usize,
    ty: ValueType,
    stored: &MySqlRow,
    at: usize,
) -> Result<Value> {
    let stored = stored.try_get_raw(at).map_err(|_| Error::corrupt(schema, column, "it is not there"))?;
    if stored.is_null() {
        return Ok(Value::Null);
    }
    value(ty, stored).ok_or_else(|| Error::corrupt(schema, column, "what is stored is no value of its type"))
}

fn value(ty: ValueType, stored: MySqlValueRef<'_>) -> Option<Value> {
    Some(match ty {
        ValueType::Bool => Value::Bool(decode(stored)?),
        ValueType::Int => Value::Int(decode(stored)?),
        ValueType::Float => Value::Float(decode(stored)?),
        ValueType::Text => Value::Text(decode::<&str>(stored)?.to_owned()),
        ValueType::Json => Value::Json(decode::<&str>(stored)?.to_owned()),
        ValueType::Bytes => Value::Bytes(decode::<&[u8]>(stored)?.to_owned()),
        ValueType::Uuid => Value::Uuid(Uuid::from_slice(decode(stored)?).ok()?),
        ValueType::Timestamp => {
            let nanos = decode::<PrimitiveDateTime>(stored)?.assume_utc().unix_timestamp_nanos();
            Value::Timestamp(Timestamp::from_unix_micros(i64::try_from(nanos / 1_000).ok()?).ok()?)
        }
        ValueType::Date => Value::Date(decode::<Date>(stored)?.to_julian_day() - EPOCH_DAY),
        ValueType::Time => {
            let (hour, minute, second, micro) = decode::<Time>(stored)?.as_hms_micro();
            let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
            Value::Time(seconds * MICROS_PER_SECOND + i64::from(micro))
        }
        ValueType::Decimal => Value::Decimal(Decimal::from_sortable_text(decode(stored)?).ok()?),
    })
}

fn decode<'r, T: Decode<'r, MySql>>(stored: MySqlValueRef<'r>) -> Option<T> {
    T::decode(stored).ok()
}
