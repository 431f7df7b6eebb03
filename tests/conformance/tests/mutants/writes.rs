//! Faults of writing.

use std::sync::Arc;
use std::time::Duration;

use storewright::backend::{
    Assignment, Change, Delete, Deleted, Insert, ReferenceGraph, Replacement, Select, UniqueKey, Update,
    Updated, Upsert,
};
use storewright::query::Predicate;
use storewright::schema::{EntitySchema, IndexSchema};
use storewright::{Error, ErrorKind, Result, Row, Timestamp, Value};

use crate::Fault;
use crate::backend::Faulty;

impl Faulty<'_> {
    pub(crate) async fn insert(&self, mut insert: Insert) -> Result<()> {
        for (position, row) in insert.rows.iter_mut().enumerate() {
            self.spoil(insert.schema, row);
            self.collide(insert.schema, row).await.map_err(|error| error.at_position(position))?;
        }
        match self.fault {
            Fault::CutsBulk => insert.rows.truncate(1_000),
            Fault::PartialBulk => {
                for (position, row) in insert.rows.into_iter().enumerate() {
                    let one = Insert { schema: insert.schema, rows: vec![row] };
                    self.inner.insert(one).await.map_err(|error| error.at_position(position))?;
                }
                return Ok(());
            }
            _ => {}
        }
        let rows = insert.rows.clone();
        self.inner.insert(insert).await.map_err(|error| self.misreport(error, &rows))
    }

    pub(crate) async fn update(&self, mut update: Update) -> Result<Updated> {
        update.filter = self.misread(update.schema, update.filter);
        let mut written = vec![Value::Null; update.schema.columns().len()];
        for Assignment { column, change } in &mut update.set {
            if let Change::Set(value) = change {
                written[*column] = std::mem::replace(value, Value::Null);
                self.spoil(update.schema, &mut written);
                *value = written[*column].clone();
            }
        }
        if let (Fault::IgnoresVersion, Some(version), Predicate::All(parts)) =
            (self.fault, update.schema.version(), &mut update.filter)
        {
            parts.retain(|part| !matches!(part, Predicate::Compare { column, .. } if *column == version));
        }
        if self.has(Fault::IgnoresLimit) {
            update.limit = None;
        }
        if self.has(Fault::ClaimsTwice) && update.limit.is_some() {
            update.filter = self.first_in_two_steps(&update).await?;
        }
        let before = self.inner.select(Select::new(update.schema, update.filter.clone())).await?.rows;
        let updated = self.inner.update(update).await;
        let mut updated = updated.map_err(|error| self.misreport(error, &[written]))?;
        if self.has(Fault::ReturnsOldRows) && !updated.rows.is_empty() {
            updated.rows = before;
        }
        Ok(updated)
    }

    /// The rows that a limited update would change, found before it is done.
    async fn first_in_two_steps(&self, update: &Update) -> Result<Predicate> {
        let Update { schema, filter, order, limit, .. } = update;
        let select = Select { order: order.clone(), limit: *limit, ..Select::new(schema, filter.clone()) };
        let rows = self.inner.select(select).await?.rows;
        std::thread::sleep(Duration::from_millis(20));
        Ok(Predicate::Any(rows.iter().map(|row| same_key(schema, row)).collect()))
    }

    pub(crate) async fn upsert(&self, mut upsert: Upsert) -> Result<Replacement> {
        self.spoil(upsert.schema, &mut upsert.row);
        if self.has(Fault::InsertNewOverwrites) && upsert.set.is_empty() {
            let columns = (0..upsert.row.len()).filter(|column| !upsert.schema.key().contains(column));
            let set = |column: usize| Assignment { column, change: Change::Set(upsert.row[column].clone()) };
            upsert.set = columns.map(set).collect();
        }
        if self.has(Fault::IgnoresOnlyIf) {
            upsert.only_if = Predicate::EVERYTHING;
        }
        if self.has(Fault::UpsertsInTwoSteps) && upsert.on == UniqueKey::Primary {
            let select = Select::new(upsert.schema, same_key(upsert.schema, &upsert.row));
            if self.inner.select(select).await?.rows.is_empty() {
                std::thread::sleep(Duration::from_millis(20));
                let row = upsert.row.clone();
                self.inner.insert(Insert { schema: upsert.schema, rows: vec![upsert.row] }).await?;
                return Ok(Replacement { row, inserted: true });
            }
        }
        let row = upsert.row.clone();
        self.inner.upsert(upsert).await.map_err(|error| self.misreport(error, &[row]))
    }

    pub(crate) async fn delete(&self, mut delete: Delete) -> Result<Deleted> {
        delete.filter = self.misread(delete.schema, delete.filter);
        let alone = Delete { references: Arc::new(ReferenceGraph::new([delete.schema])), ..delete.clone() };
        match self.fault {
            Fault::IgnoresLimit => self.inner.delete(Delete { limit: None, ..delete }).await,
            Fault::ForgetsTakenRows => {
                let deleted = self.inner.delete(delete).await?;
                Ok(Deleted { rows: Vec::new(), ..deleted })
            }
            Fault::ForgetsLevels => {
                let referrers = delete.references.referrers(delete.schema).iter().map(|by| by.schema);
                let references = Arc::new(ReferenceGraph::new(referrers.chain([delete.schema])));
                self.inner.delete(Delete { references, ..delete }).await
            }
            Fault::ForgetsCascade => self.inner.delete(alone).await,
            Fault::AlwaysDeletes => {
                let deleted = self.inner.delete(delete).await?;
                Ok(Deleted { count: deleted.count.max(1), ..deleted })
            }
            Fault::IgnoresRestrict => match self.inner.delete(delete).await {
                Err(error) if matches!(error.kind(), ErrorKind::Restricted { .. }) => {
                    self.inner.delete(alone).await
                }
                other => other,
            },
            _ => self.inner.delete(delete).await,
        }
    }

    /// Loses something of the values that are written.
    fn spoil(&self, schema: &EntitySchema, row: &mut Row) {
        for (column, value) in row.iter_mut().enumerate() {
            match (self.fault, &value) {
                (Fault::Milliseconds, Value::Timestamp(at)) => {
                    let micros = at.unix_micros().div_euclid(1_000) * 1_000;
                    *value = Value::Timestamp(Timestamp::from_unix_micros(micros).unwrap_or(*at));
                }
                (Fault::EmptyIsNone, Value::Text(text))
                    if text.is_empty() && schema.column(column).is_nullable() =>
                {
                    *value = Value::Null;
                }
                _ => {}
            }
        }
    }

    /// Finds clashes where there are none.
    async fn collide(&self, schema: &'static EntitySchema, row: &Row) -> Result<()> {
        for index in schema.indexes().iter().filter(|index| index.is_unique()) {
            let columns = || index.columns().iter().map(|part| part.column());
            let has_null = columns().any(|column| row[column].is_null());
            let wrong = match self.fault {
                Fault::NoneCollides => has_null,
                Fault::DeletedRowsCollide => !has_null && schema.soft_delete().is_some(),
                Fault::PartialIndexIsWhole => !has_null && index.filter().is_some(),
                _ => false,
            };
            if wrong {
                let same = columns().map(|column| Predicate::equals(column, row[column].clone()));
                let select = Select::new(schema, Predicate::All(same.collect()));
                if !self.inner.select(select).await?.rows.is_empty() {
                    return Err(conflict(schema, index));
                }
            }
        }
        Ok(())
    }

    /// Says something else than what went wrong.
    fn misreport(&self, error: Error, rows: &[Row]) -> Error {
        let ErrorKind::Conflict { entity, index, fields, position } = error.kind().clone() else {
            return error;
        };
        match self.fault {
            Fault::WrongFields => {
                let fields = fields.into_iter().take(1).chain(["tenant"]).rev().collect();
                ErrorKind::Conflict { entity, index, fields, position }.into()
            }
            Fault::LosesPosition => ErrorKind::Conflict { entity, index, fields, position: None }.into(),
            Fault::AnyError => Error::backend("duplicate key"),
            Fault::TellsValues => {
                let texts = rows.iter().flatten().filter_map(|value| match value {
                    Value::Text(text) => Some(text.as_str()),
                    _ => None,
                });
                Error::backend(format!("duplicate key: {}", texts.collect::<Vec<_>>().join(", ")))
            }
            _ => error,
        }
    }
}

fn same_key(schema: &EntitySchema, row: &Row) -> Predicate {
    let parts = schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone()));
    Predicate::All(parts.collect())
}

fn conflict(schema: &'static EntitySchema, index: &'static IndexSchema) -> Error {
    Error::conflict_on_index(schema, index)
}
