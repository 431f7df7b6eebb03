//! What an operation gave, whichever it was.

use crate::backend::{Deleted, Replacement, Updated, Written};
#[cfg(any(feature = "mysql", feature = "postgres"))]
use crate::backend::{Group, Selection};
use crate::error::{Error, Result};

/// The answer of whoever does all operations by one way.
#[derive(Debug)]
pub(super) enum Done {
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    Selected(Selection),
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    Counted(Vec<Group>),
    Written(Written),
    Batch(Vec<Written>),
    Nothing,
}

impl Done {
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    pub(super) fn selected(self) -> Result<Selection> {
        if let Self::Selected(selection) = self { Ok(selection) } else { Err(unexpected()) }
    }

    #[cfg(any(feature = "mysql", feature = "postgres"))]
    pub(super) fn counted(self) -> Result<Vec<Group>> {
        if let Self::Counted(groups) = self { Ok(groups) } else { Err(unexpected()) }
    }

    pub(super) fn updated(self) -> Result<Updated> {
        if let Self::Written(Written::Updated(updated)) = self { Ok(updated) } else { Err(unexpected()) }
    }

    pub(super) fn upserted(self) -> Result<Replacement> {
        if let Self::Written(Written::Upserted(row)) = self { Ok(row) } else { Err(unexpected()) }
    }

    pub(super) fn deleted(self) -> Result<Deleted> {
        if let Self::Written(Written::Deleted(deleted)) = self { Ok(deleted) } else { Err(unexpected()) }
    }

    pub(super) fn batch(self) -> Result<Vec<Written>> {
        if let Self::Batch(written) = self { Ok(written) } else { Err(unexpected()) }
    }
}

fn unexpected() -> Error {
    Error::backend("the connection gave the answer of another call")
}

/// The methods of an [`Executor`](crate::backend::Executor) that write, for one that does them all by its method `perform`: it
/// takes what [`from_writes`] makes of them.
macro_rules! writes_by_perform {
    () => {
        fn insert(
            &self,
            insert: $crate::backend::Insert,
        ) -> $crate::future::BoxFuture<'_, $crate::error::Result<()>> {
            let work = $crate::backend::Write::Insert(insert);
            Box::pin(async move { self.perform(work.into()).await.map(drop) })
        }

        fn update(
            &self,
            update: $crate::backend::Update,
        ) -> $crate::future::BoxFuture<'_, $crate::error::Result<$crate::backend::Updated>> {
            let work = $crate::backend::Write::Update(update);
            Box::pin(async move { self.perform(work.into()).await?.updated() })
        }

        fn upsert(
            &self,
            upsert: $crate::backend::Upsert,
        ) -> $crate::future::BoxFuture<'_, $crate::error::Result<$crate::backend::Replacement>> {
            let work = $crate::backend::Write::Upsert(upsert);
            Box::pin(async move { self.perform(work.into()).await?.upserted() })
        }

        fn delete(
            &self,
            delete: $crate::backend::Delete,
        ) -> $crate::future::BoxFuture<'_, $crate::error::Result<$crate::backend::Deleted>> {
            let work = $crate::backend::Write::Delete(delete);
            Box::pin(async move { self.perform(work.into()).await?.deleted() })
        }

        fn batch(
            &self,
            steps: Vec<$crate::backend::Step>,
        ) -> $crate::future::BoxFuture<'_, $crate::error::Result<Vec<$crate::backend::Written>>> {
            Box::pin(async move { self.perform(steps.into()).await?.batch() })
        }
    };
}
pub(super) use writes_by_perform;

/// Makes a `Write` and the steps of a batch into what a backend does.
macro_rules! from_writes {
    ($work:ident) => {
        impl From<$crate::backend::Write> for $work {
            fn from(write: $crate::backend::Write) -> Self {
                Self::Write(write)
            }
        }

        impl From<Vec<$crate::backend::Step>> for $work {
            fn from(steps: Vec<$crate::backend::Step>) -> Self {
                Self::Batch(steps)
            }
        }
    };
}
pub(super) use from_writes;
