//! Values as PostgreSQL sends them, in its binary format.

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgRow, PgTypeInfo};
use sqlx::{Encode, Postgres, Row as _, Type, ValueRef as _};
use uuid::Uuid;

use super::numeric;
use crate::Timestamp;
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::value::{Row, Value, ValueType};

/// Microseconds and days from 1970 to 2000, where PostgreSQL counts from.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
const EPOCH_DAYS: i32 = 10_957;
/// The type of a null whose type the statement tells.
const UNKNOWN: u32 = 705;

/// The numbers of a type, and of an array of it, which are the same on every server.
const fn oids(ty: ValueType) -> (u32, u32) {
    match ty {
        ValueType::Bool => (16, 1000),
        ValueType::Int => (20, 1016),
        ValueType::Float => (701, 1022),
        ValueType::Text => (25, 1009),
        ValueType::Bytes => (17, 1001),
        ValueType::Timestamp => (1184, 1185),
        ValueType::Date => (1082, 1182),
        ValueType::Time => (1083, 1183),
        ValueType::Uuid => (2950, 2951),
        ValueType::Decimal => (1700, 1231),
        ValueType::Json => (114, 199),
    }
}

const fn type_info(oid: u32) -> PgTypeInfo {
    PgTypeInfo::with_oid(Oid(oid))
}

/// One value to bind.
pub(super) struct One<'v>(pub(super) &'v Value);

impl Type<Postgres> for One<'_> {
    fn type_info() -> PgTypeInfo {
        type_info(UNKNOWN)
    }
}

impl Encode<'_, Postgres> for One<'_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(write(self.0, buffer))
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(type_info(self.0.ty().map_or(UNKNOWN, |ty| oids(ty).0)))
    }
}

/// One array to bind.
pub(super) struct Many<I> {
    ty: ValueType,
    values: I,
}

impl<'v, I: ExactSizeIterator<Item = &'v Value> + Clone> Many<I> {
    pub(super) const fn new(ty: ValueType, values: I) -> Self {
        Self { ty, values }
    }
}

impl<I> Type<Postgres> for Many<I> {
    fn type_info() -> PgTypeInfo {
        type_info(UNKNOWN)
    }
}

impl<'v, I: ExactSizeIterator<Item = &'v Value> + Clone> Encode<'_, Postgres> for Many<I> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let values = self.values.clone();
        // Of one dimension, which may hold nulls and counts from 1.
        buffer.extend(1_i32.to_be_bytes());
        buffer.extend(1_i32.to_be_bytes());
        buffer.extend(oids(self.ty).0.to_be_bytes());
        buffer.extend(i32::try_from(values.len())?.to_be_bytes());
        buffer.extend(1_i32.to_be_bytes());
        values.for_each(|value| write_measured(value, buffer));
        Ok(IsNull::No)
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(type_info(oids(self.ty).1))
    }
}

/// Writes how many bytes the value has, then these. Of null there are none.
pub(super) fn write_measured(value: &Value, buffer: &mut Vec<u8>) {
    let start = buffer.len();
    buffer.extend((-1_i32).to_be_bytes());
    if let IsNull::No = write(value, buffer) {
        // No value is larger than the limit of 256 MiB.
        let length = (buffer.len() - start - 4) as i32;
        buffer[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }
}

fn write(value: &Value, buffer: &mut Vec<u8>) -> IsNull {
    match value {
        Value::Null => return IsNull::Yes,
        Value::Bool(value) => buffer.push(u8::from(*value)),
        Value::Int(value) | Value::Time(value) => buffer.extend(value.to_be_bytes()),
        Value::Float(value) => buffer.extend(value.to_be_bytes()),
        Value::Text(text) | Value::Json(text) => buffer.extend(text.as_bytes()),
        Value::Bytes(bytes) => buffer.extend(bytes),
        Value::Timestamp(moment) => buffer.extend((moment.unix_micros() - EPOCH_MICROS).to_be_bytes()),
        Value::Date(days) => buffer.extend(days.saturating_sub(EPOCH_DAYS).to_be_bytes()),
        Value::Uuid(uuid) => buffer.extend(uuid.as_bytes()),
        Value::Decimal(number) => numeric::write(number, buffer),
    }
    IsNull::No
}

/// The row whose columns stand first in `stored`, in the schema's order.
pub(super) fn row(schema: &'static EntitySchema, stored: &PgRow) -> Result<Row> {
    let columns = schema.columns();
    let mut row = Vec::with_capacity(columns.len());
    for (position, column) in columns.iter().enumerate() {
        row.push(read(schema, position, column.ty(), stored, position)?);
    }
    Ok(row)
}

/// The values of these columns, which stand first in `stored`.
pub(super) fn of(schema: &'static EntitySchema, columns: &[usize], stored: &PgRow) -> Result<Row> {
    let values = columns.iter().enumerate();
    values.map(|(at, &column)| read(schema, column, schema.column(column).ty(), stored, at)).collect()
}

/// A number of rows that stands at this place.
pub(super) fn count(stored: &PgRow, at: usize) -> Result<u64> {
    let bytes = stored.try_get_raw(at).ok().and_then(|stored| stored.as_bytes().ok()?.try_into().ok());
    let count = bytes.and_then(|bytes| u64::try_from(i64::from_be_bytes(bytes)).ok());
    count.ok_or_else(|| Error::backend("the server gave no count"))
}

/// Whether it is true what stands at this place.
pub(super) fn is_true(stored: &PgRow, at: usize) -> bool {
    stored.try_get_raw(at).is_ok_and(|stored| stored.as_bytes().is_ok_and(|bytes| bytes == [1]))
}

fn read(
    schema: &'static EntitySchema,
    column: usize,
    ty: ValueType,
    stored: &PgRow,
    at: usize,
) -> Result<Value> {
    let stored = stored.try_get_raw(at).map_err(|_| Error::corrupt(schema, column, "it is not there"))?;
    if stored.is_null() {
        return Ok(Value::Null);
    }
    let bytes = stored.as_bytes().map_err(|_| Error::corrupt(schema, column, "it is null"))?;
    value(ty, bytes).ok_or_else(|| Error::corrupt(schema, column, "what is stored is no value of its type"))
}

fn value(ty: ValueType, bytes: &[u8]) -> Option<Value> {
    let eight = || Some(i64::from_be_bytes(bytes.try_into().ok()?));
    let text = || Some(std::str::from_utf8(bytes).ok()?.to_owned());
    Some(match ty {
        ValueType::Bool => match bytes {
            [byte] => Value::Bool(*byte != 0),
            _ => return None,
        },
        ValueType::Int => Value::Int(eight()?),
        ValueType::Float => Value::Float(f64::from_be_bytes(bytes.try_into().ok()?)),
        ValueType::Text => Value::Text(text()?),
        ValueType::Json => Value::Json(text()?),
        ValueType::Bytes => Value::Bytes(bytes.to_vec()),
        ValueType::Timestamp => {
            let micros = eight()?.checked_add(EPOCH_MICROS)?;
            Value::Timestamp(Timestamp::from_unix_micros(micros).ok()?)
        }
        ValueType::Date => Value::Date(i32::from_be_bytes(bytes.try_into().ok()?).checked_add(EPOCH_DAYS)?),
        ValueType::Time => Value::Time(eight()?),
        ValueType::Uuid => Value::Uuid(Uuid::from_slice(bytes).ok()?),
        ValueType::Decimal => Value::Decimal(numeric::read(bytes)?),
    })
}
