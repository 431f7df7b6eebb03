//! The calls of a backend as data, so that a layer needs one method for all of them.

use super::call::Call;
use crate::backend::{
    Backend, CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step,
    Transaction, Update, Updated, Upsert, Written,
};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// A call that can be run on an `On`: a backend or a transaction.
pub(super) trait Operation<On: ?Sized>: Clone + Send + Sync {
    type Answer: Send;

    /// What it is, whatever its type.
    fn seen(&self) -> Seen<'_>;

    fn run<'e>(self, on: &'e On) -> BoxFuture<'e, Result<Self::Answer>>
    where
        Self: 'e;

    /// How many rows an answer holds, where it may hold any.
    #[cfg_attr(not(feature = "trace"), allow(dead_code, reason = "asked by `Trace` only"))]
    fn rows(_: &Self::Answer) -> Option<usize> {
        None
    }
}

/// What a call asks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Seen<'o> {
    Select(&'o Select),
    CountBy(&'o CountBy),
    Insert(&'o Insert),
    Update(&'o Update),
    Upsert(&'o Upsert),
    Delete(&'o Delete),
    Batch(&'o [Step]),
    /// A call that names no entity.
    Other(Call),
}

impl Seen<'_> {
    pub(super) const fn call(self) -> Call {
        match self {
            Self::Select(_) => Call::Select,
            Self::CountBy(_) => Call::CountBy,
            Self::Insert(_) => Call::Insert,
            Self::Update(_) => Call::Update,
            Self::Upsert(_) => Call::Upsert,
            Self::Delete(_) => Call::Delete,
            Self::Batch(_) => Call::Batch,
            Self::Other(call) => call,
        }
    }

    /// The entities that it names, each once, in the order in which they come.
    pub(super) fn schemas(self) -> Vec<&'static EntitySchema> {
        match self {
            Self::Select(Select { schema, .. })
            | Self::CountBy(CountBy { schema, .. })
            | Self::Insert(Insert { schema, .. })
            | Self::Update(Update { schema, .. })
            | Self::Upsert(Upsert { schema, .. })
            | Self::Delete(Delete { schema, .. }) => vec![schema],
            Self::Batch(steps) => {
                let mut schemas = Vec::new();
                for schema in steps.iter().map(|step| step.write.schema()) {
                    if !schemas.contains(&schema) {
                        schemas.push(schema);
                    }
                }
                schemas
            }
            Self::Other(_) => Vec::new(),
        }
    }
}

/// `impl Operation` for a call of an executor.
macro_rules! operations {
    ($($operation:ty, $answer:ty, $method:ident, $seen:ident $(, $rows:expr)?;)*) => { $(
        impl<On: Executor + ?Sized> Operation<On> for $operation {
            type Answer = $answer;

            fn seen(&self) -> Seen<'_> {
                Seen::$seen(self)
            }

            fn run<'e>(self, on: &'e On) -> BoxFuture<'e, Result<Self::Answer>>
            where
                Self: 'e,
            {
                on.$method(self)
            }

            $(fn rows(answer: &Self::Answer) -> Option<usize> {
                let rows: fn(&$answer) -> usize = $rows;
                Some(rows(answer))
            })?
        }
    )* };
}

operations! {
    Select, Selection, select, Select, |selection| selection.rows.len();
    CountBy, Vec<Group>, count_by, CountBy, |groups| groups.len();
    Insert, (), insert, Insert;
    Update, Updated, update, Update, |updated| updated.rows.len();
    Upsert, Replacement, upsert, Upsert, |_| 1;
    Delete, Deleted, delete, Delete, |deleted| deleted.rows.len();
    Vec<Step>, Vec<Written>, batch, Batch;
}

/// A type for each of the calls that aren't given one, and `impl Operation` for it.
macro_rules! other_operations {
    ($($(#[$doc:meta])* $name:ident $(<$life:lifetime>)? $(($($argument:ty),*))? on $on:ty: |$this:ident, $target:ident| $run:expr, $answer:ty;)*) => { $(
        $(#[$doc])*
        #[derive(Clone)]
        pub(super) struct $name $(<$life>)? $(($(pub(super) $argument),*))?;

        impl $(<$life>)? Operation<$on> for $name $(<$life>)? {
            type Answer = $answer;

            fn seen(&self) -> Seen<'_> {
                Seen::Other(Call::$name)
            }

            fn run<'e>(self, $target: &'e $on) -> BoxFuture<'e, Result<Self::Answer>>
            where
                Self: 'e,
            {
                let $this = self;
                $run
            }
        }
    )* };
}

other_operations! {
    Begin on dyn Backend: |_this, backend| backend.begin(), Box<dyn Transaction>;
    Ensure<'s>(&'s [&'static EntitySchema]) on dyn Backend: |this, backend| backend.ensure(this.0), ();
    Ping on dyn Backend: |_this, backend| backend.ping(), ();
    Close on dyn Backend: |_this, backend| backend.close(), ();
    Savepoint(u32) on dyn Transaction: |this, transaction| transaction.savepoint(this.0), ();
    Release(u32) on dyn Transaction: |this, transaction| transaction.release(this.0), ();
    Commit on dyn Transaction: |_this, transaction| transaction.commit(), ();
}
