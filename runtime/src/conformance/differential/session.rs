//! A case on a store: its moves one by one, each checked inside the transaction that is open and outside of it.

use super::compare::{check_step, check_tables};
use super::model::Model;
use super::operations::Move;
use crate::Timestamp;
use crate::backend::{Executor, Select, Transaction};
use crate::conformance::tasks::{Within, within};
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::store::StoreHandle;

/// How far a case has come.
pub(super) struct Session<'s> {
    store: &'s StoreHandle,
    outside: Model,
    open: Option<Open>,
    // Where readers have to wait for the end of a transaction, they can't see what was done in it.
    readers_wait: bool,
}

/// A transaction that is open.
struct Open {
    transaction: Box<dyn Transaction>,
    inside: Model,
    /// The marks that are set, and what there was at each.
    marks: Vec<(u32, Model)>,
    last_mark: u32,
}

impl<'s> Session<'s> {
    pub(super) fn new(store: &'s StoreHandle) -> Self {
        Self { store, outside: Model::default(), open: None, readers_wait: false }
    }

    /// Does this, and says what the backend did otherwise than the model.
    pub(super) async fn make(&mut self, next: &Move, now: Timestamp) -> Result<(), String> {
        match (next, &mut self.open) {
            (Move::Do(step), None) => {
                return check_step(self.store, &**self.store.backend(), &mut self.outside, step, now).await;
            }
            (Move::Do(step), Some(Open { transaction, inside, .. })) => {
                let executor: &dyn Executor = &**transaction;
                check_step(self.store, executor, inside, step, now).await?;
            }
            (Move::Begin, None) => {
                let transaction =
                    self.store.backend().begin().await.map_err(|error| format!("begin: {error:?}"))?;
                let inside = self.outside.clone();
                self.open = Some(Open { transaction, inside, marks: Vec::new(), last_mark: 0 });
            }
            (Move::Begin, Some(_)) | (_, None) => return Ok(()),
            (Move::Savepoint, Some(open)) => open.mark().await?,
            (Move::Release(which), Some(open)) => open.release(*which).await?,
            (Move::Abandon(which), Some(open)) => open.abandon(*which),
            (Move::Commit, Some(open)) => {
                open.transaction.commit().await.map_err(|error| format!("commit: {error:?}"))?;
                self.outside = open.inside.clone();
                return self.end().await;
            }
            (Move::RollBack, Some(open)) => {
                open.transaction.abandon(0);
                return self.end().await;
            }
            (Move::Drop, Some(_)) => {
                self.open = None;
                return self.check_outside().await;
            }
        }
        if let Some(Open { transaction, inside, .. }) = &self.open {
            let executor: &dyn Executor = &**transaction;
            check_tables(executor, inside).await.map_err(|words| format!("inside, {words}"))?;
        }
        self.check_outside().await
    }

    /// After its end, no transaction does anything any more.
    async fn end(&mut self) -> Result<(), String> {
        if let Some(Open { transaction, .. }) = self.open.take() {
            let select = Select::new(super::schemas::TABLES[0], Predicate::EVERYTHING);
            let ended = [
                ("select", transaction.select(select).await.map(drop)),
                ("savepoint", transaction.savepoint(1).await),
                ("commit", transaction.commit().await),
            ];
            for (call, given) in ended {
                let refused = given.as_ref().is_err_and(|error| *error.kind() == ErrorKind::TransactionEnded);
                if !refused {
                    return Err(format!("{call} after the end: expected TransactionEnded, got {given:?}"));
                }
            }
            transaction.abandon(0);
        }
        self.check_outside().await
    }

    async fn check_outside(&mut self) -> Result<(), String> {
        if self.open.is_some() && self.readers_wait {
            return Ok(());
        }
        let backend = self.store.backend();
        let checked = if self.open.is_some() {
            within(Box::pin(check_tables(&**backend, &self.outside))).await
        } else {
            Within::Done(check_tables(&**backend, &self.outside).await)
        };
        match checked {
            Within::Done(checked) => checked.map_err(|words| format!("outside, {words}")),
            Within::TooLate => {
                self.readers_wait = true;
                Ok(())
            }
        }
    }
}

impl Open {
    async fn mark(&mut self) -> Result<(), String> {
        self.last_mark += 1;
        let marked = self.transaction.savepoint(self.last_mark).await;
        marked.map_err(|error| format!("savepoint: {error:?}"))?;
        self.marks.push((self.last_mark, self.inside.clone()));
        Ok(())
    }

    /// The place of one of the marks that are set and its number; at the end a number that no mark has.
    fn pick(&self, which: u8) -> (usize, u32) {
        let place = usize::from(which) % (self.marks.len() + 1);
        (place, self.marks.get(place).map_or(self.last_mark + 7, |(mark, _)| *mark))
    }

    async fn release(&mut self, which: u8) -> Result<(), String> {
        let (place, mark) = self.pick(which);
        self.transaction.release(mark).await.map_err(|error| format!("release: {error:?}"))?;
        self.marks.truncate(place);
        Ok(())
    }

    fn abandon(&mut self, which: u8) {
        let (place, mark) = self.pick(which);
        self.transaction.abandon(mark);
        if let Some((_, then)) = self.marks.get(place) {
            self.inside = then.clone();
        }
        self.marks.truncate(place);
    }
}
