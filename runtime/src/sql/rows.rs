use super::Chosen;
use crate::backend::{Delete, Select, Update, Updated};
use crate::value::Row;

impl<'a> From<&'a Update> for Chosen<'a> {
    fn from(update: &'a Update) -> Self {
        Self { schema: update.schema, filter: &update.filter, order: &update.order, limit: update.limit }
    }
}

impl<'a> From<&'a Delete> for Chosen<'a> {
    fn from(delete: &'a Delete) -> Self {
        Self { schema: delete.schema, filter: &delete.filter, order: &delete.order, limit: delete.limit }
    }
}

impl Chosen<'_> {
    /// What finds these rows as they are.
    pub(crate) fn select(&self) -> Select {
        let all = Select::new(self.schema, self.filter.clone());
        Select { order: self.order.to_vec(), limit: self.limit, ..all }
    }
}

/// The answer to an update of these rows.
pub(crate) fn updated(update: &Update, rows: Vec<Row>) -> Updated {
    let count = rows.len() as u64;
    Updated { count, rows: if update.returning { rows } else { Vec::new() } }
}
