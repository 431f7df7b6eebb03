use std::sync::{Arc, Mutex, PoisonError};

use super::Counters;
use super::affected::Affected;
use super::named::Named;
use super::rows::Rows;
use super::writing::Writing;
use crate::backend::{Backend, Executor, Select, Selection, Transaction};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::layers::Call;
use crate::layers::around::{Around, Hook};
use crate::layers::operation::{Begin, Operation};

/// Around a backend.
pub(super) struct Outside {
    pub(super) rows: Arc<Rows>,
    pub(super) counters: Arc<Counters>,
}

impl Hook for Outside {
    fn around<'a, On, O>(&'a self, operation: O, on: &'a On) -> BoxFuture<'a, Result<O::Answer>>
    where
        On: Sync + ?Sized,
        O: Operation<On> + 'a,
    {
        match operation.seen().call() {
            Call::Select | Call::CountBy | Call::Begin | Call::Ping => operation.run(on),
            Call::Close => Box::pin(async move {
                self.rows.close();
                operation.run(on).await
            }),
            // What a migration does to rows isn't told.
            Call::Ensure => Box::pin(async move {
                let done = operation.run(on).await;
                self.rows.clear();
                done
            }),
            _ => Box::pin(async move {
                let affected = Affected::of(operation.seen());
                let writing = Writing::begin(&self.rows, affected);
                let done = operation.run(on).await;
                writing.end(&done);
                done
            }),
        }
    }

    fn select<'a, On>(&'a self, select: Select, on: &'a On) -> BoxFuture<'a, Result<Selection>>
    where
        On: Executor + ?Sized,
    {
        let Some(named) = Named::of(&select) else { return on.select(select) };
        Box::pin(async move {
            if let Some(row) = self.rows.find(&select, &named) {
                self.counters.hit();
                return Ok(Selection { rows: vec![row], total: None });
            }
            self.counters.missed();
            let schema = select.schema;
            let began = self.rows.moment(schema);
            let selection = on.select(select).await?;
            if let [row] = &*selection.rows {
                self.rows.keep(schema, began, named, row);
            }
            Ok(selection)
        })
    }

    fn begin<'a>(&'a self, on: &'a (dyn Backend + 'static)) -> BoxFuture<'a, Result<Box<dyn Transaction>>> {
        Box::pin(async move {
            let begun = self.around(Begin, on).await?;
            let inside = Inside { rows: Arc::clone(&self.rows), affected: Mutex::default() };
            Ok(Around::transaction(inside, begun))
        })
    }
}

/// Around a transaction: what it writes is seen by others when it is committed.
struct Inside {
    rows: Arc<Rows>,
    affected: Mutex<Affected>,
}

impl Inside {
    fn affected<T>(&self, look: impl FnOnce(&mut Affected) -> T) -> T {
        look(&mut self.affected.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hook for Inside {
    fn around<'a, On, O>(&'a self, operation: O, on: &'a On) -> BoxFuture<'a, Result<O::Answer>>
    where
        On: Sync + ?Sized,
        O: Operation<On> + 'a,
    {
        Box::pin(async move {
            let seen = operation.seen();
            if seen.call() == Call::Commit {
                let writing = Writing::begin(&self.rows, self.affected(|affected| affected.clone()));
                let done = operation.run(on).await;
                writing.end(&done);
                done
            } else {
                self.affected(|affected| affected.add(seen));
                operation.run(on).await
            }
        })
    }
}
