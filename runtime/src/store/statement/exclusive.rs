use super::Statement;
use crate::__private::Key;
use crate::backend::{Assignment, Change, Step, Update, Write};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::query::{CompareOp, Predicate};
use crate::store::StoreHandle;
use crate::store::crud;
use crate::store::prepare;
use crate::value::Value;

impl Statement {
    /// Sets a flag in the row with this id and clears it in all others that match, in one step (R14).
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such row among those that match; nothing is changed then.
    pub fn set_exclusive(mut self, handle: &StoreHandle, flag: usize, key: Key) -> BoxFuture<'_, Result<()>> {
        let steps = self.exclusive_steps(handle, flag, key);
        Box::pin(async move { handle.executor().batch(steps?).await.map(drop) })
    }

    fn exclusive_steps(&mut self, handle: &StoreHandle, flag: usize, key: Key) -> Result<Vec<Step>> {
        let schema = self.schema;
        let filter = self.filter(handle)?;
        let mut key = key.into_values()?;
        for (&column, value) in schema.key().iter().zip(&mut key) {
            prepare::value(schema, handle.limits(), column, value)?;
        }
        let (this, now) = (crud::is_row(schema, &key), self.moment(handle));
        let set = |value: bool| {
            let mut set = vec![Assignment { column: flag, change: Change::Set(Value::Bool(value)) }];
            crud::stamp_changes(schema, now, &mut set);
            set
        };
        let is_set = Predicate::Compare { column: flag, op: CompareOp::Eq, value: Value::Bool(true) };
        let others = filter.clone().and(is_set).and(Predicate::Not(Box::new(this.clone())));
        Ok(vec![
            // First, so that a unique index over the flagged rows has room.
            Step::from(Write::Update(Update::new(schema, others, set(false)))),
            Step { write: Write::Update(Update::new(schema, this.and(filter), set(true))), required: true },
        ])
    }
}
