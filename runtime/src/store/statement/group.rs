use super::Statement;
use crate::backend::{CountBy, Group};
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::key;
use crate::store::{Counts, StoreHandle};
use crate::value::StoreValue;

impl Statement {
    /// How many rows match for each value of a column of type `T`, in the order of the values.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorKind::Corrupt) when the type doesn't know a stored value.
    pub fn count_by<T: StoreValue>(
        mut self,
        handle: &StoreHandle,
        column: usize,
    ) -> BoxFuture<'_, Result<Counts<T>>> {
        let schema = self.schema;
        let count = self.filter(handle).map(|filter| CountBy { schema, filter, columns: vec![column] });
        let groups = groups(handle, count);
        Box::pin(async move {
            let decoded = groups.await?.into_iter().map(|Group { values, count }| {
                let value = values.into_iter().next().unwrap_or(crate::Value::Null);
                let value = T::from_value(value);
                let value = value.map_err(|error| Error::corrupt(schema, column, error.into_reason()));
                Ok((value?, count))
            });
            decoded.collect::<Result<_>>().map(Counts::new)
        })
    }
}

fn groups(handle: &StoreHandle, count: Result<CountBy>) -> BoxFuture<'_, Result<Vec<Group>>> {
    Box::pin(async move {
        let mut groups = handle.executor().count_by(count?).await?;
        groups.sort_by_cached_key(|group| key::of(&group.values));
        Ok(groups)
    })
}
