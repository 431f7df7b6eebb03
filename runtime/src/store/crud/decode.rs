//! From rows that are on their way to entities that are on their way.

use crate::error::Result;
use crate::future::BoxFuture;
use crate::value::Row;

/// The entity of a row that is on its way.
pub(crate) fn decode<'a, E: 'a>(
    row: BoxFuture<'a, Result<Row>>,
    read: fn(Row) -> Result<E>,
) -> BoxFuture<'a, Result<E>> {
    Box::pin(async move { read(row.await?) })
}

/// The entity of a row that may be on its way.
pub(crate) fn decode_some<'a, E: 'a>(
    row: BoxFuture<'a, Result<Option<Row>>>,
    read: fn(Row) -> Result<E>,
) -> BoxFuture<'a, Result<Option<E>>> {
    Box::pin(async move { row.await?.map(read).transpose() })
}

/// The entities of rows that are on their way.
pub(crate) fn decode_all<'a, E: 'a>(
    rows: BoxFuture<'a, Result<Vec<Row>>>,
    read: fn(Row) -> Result<E>,
) -> BoxFuture<'a, Result<Vec<E>>> {
    Box::pin(async move { rows.await?.into_iter().map(read).collect() })
}
