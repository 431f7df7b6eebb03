//! Faults at will, for tests.

mod plan;

use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_timer::Delay;
use plan::{Fault, Plan, Which};

use super::Layer;
use super::around::{Around, Hook};
use super::call::Call;
use super::operation::{Begin, Operation, Seen};
use crate::backend::{Backend, Transaction};
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

/// Makes calls fail, come late or never come back, so that a test can see what a program does then.
///
/// It is the layer and its remote control: clones share what was planned and counted. Calls are counted from 1, as they are
/// first polled, since it was made or [reset](Faults::reset): operations, those of transactions and their
/// `begin`, `savepoint`, `release` and `commit`, `ensure` (which `migrate` calls), `ping`, `close`. What isn't counted is a
/// roll-back, which can't fail. The same calls meet the same faults, always; those that run at the same time are counted in
/// the order in which they come.
///
/// Narrowed by [`on`](Faults::on) and [`of`](Faults::of), a handle is about calls of these kinds and entities only: `nth` and
/// [`calls`](Faults::calls) count such only.
///
/// ```
/// # use storewright::{Id, Result, StoreEntity, composite_store};
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # #[store(table = "users")]
/// # pub struct User { #[store(id)] id: Id<User>, name: String }
/// # #[composite_store(User)]
/// # trait AppStore {}
/// use storewright::layers::{Call, Faults};
/// use storewright::{ConnectOptions, Error};
///
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let faults = Faults::new();
/// let store = <dyn AppStore>::connect(ConnectOptions::url("memory:").layer(faults.clone())).await?;
/// store.migrate(&[]).await?;
///
/// faults.on(Call::Insert).of("users").fail(2, Error::busy("planned"));
/// let [ada, bob] = ["Ada", "Bob"].map(|name| User { id: Id::new(), name: name.to_owned() });
/// store.create_user(&ada).await?;
/// assert!(store.create_user(&bob).await.is_err_and(|error| error.is_retryable()));
/// store.create_user(&bob).await?;
/// assert_eq!(faults.on(Call::Insert).calls(), 3);
/// # Ok(()) }) }
/// ```
#[derive(Clone, Default)]
pub struct Faults {
    plan: Arc<Mutex<Plan>>,
    which: Which,
}

impl Faults {
    /// Without any fault yet, about every call.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A handle about calls of this kind only, and of those that it was narrowed to before.
    #[must_use]
    pub fn on(&self, call: Call) -> Self {
        let mut narrowed = self.clone();
        narrowed.which.calls.push(call);
        narrowed
    }

    /// A handle about calls that name the entity of this table only, and the entities that it was narrowed to before.
    ///
    /// A batch names the entity of each of its steps; what a deletion reaches by cascade is not named.
    #[must_use]
    pub fn of(&self, table: impl Into<String>) -> Self {
        let mut narrowed = self.clone();
        narrowed.which.tables.push(table.into());
        narrowed
    }

    /// The `nth` call isn't done and fails with `error`. A number that has passed already hits nothing, here and below.
    pub fn fail(&self, nth: u64, error: Error) {
        self.add(nth, Fault::Fail(error));
    }

    /// The `nth` call is done, but fails with [`Unavailable`](ErrorKind::Unavailable), as if the connection had broken before
    /// its answer came. A transaction whose begin it is, is rolled back.
    pub fn lose_answer(&self, nth: u64) {
        self.add(nth, Fault::LoseAnswer);
    }

    /// The `nth` call is done, but begins only after this time.
    pub fn delay(&self, nth: u64, time: Duration) {
        self.add(nth, Fault::Delay(time));
    }

    /// The `nth` call isn't done and never comes back: its future waits until it is dropped.
    pub fn hang(&self, nth: u64) {
        self.add(nth, Fault::Hang);
    }

    /// From now on, until [`heal`](Faults::heal), no call is done and each fails with `error`: an outage.
    pub fn fail_always(&self, error: Error) {
        let which = self.which.clone();
        self.plan().outages.push((which, error));
    }

    /// Ends every outage, those of other handles too. What was planned for single calls stays.
    pub fn heal(&self) {
        self.plan().outages.clear();
    }

    /// Forgets all faults and what was counted, whichever handle is asked: for a test that begins after its preparations.
    pub fn reset(&self) {
        *self.plan() = Plan::default();
    }

    /// How many calls have come, those that failed or hang included.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.plan().calls(&self.which)
    }

    fn add(&self, nth: u64, fault: Fault) {
        let which = self.which.clone();
        self.plan().add(which, nth, fault);
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        // Nothing that is done with it can panic half way.
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call and does to it what was planned: what is left is to run it, or not.
    async fn meet(&self, seen: Seen<'_>) -> Result<Answer> {
        let met = self.plan().meet(seen.call(), seen.schemas());
        let mut answer = Answer::Given;
        for fault in met {
            match fault {
                Fault::Delay(time) => Delay::new(time).await,
                Fault::Fail(error) => return Err(error),
                Fault::Hang => pending().await,
                Fault::LoseAnswer => answer = Answer::Lost,
            }
        }
        Ok(answer)
    }
}

/// What becomes of the answer of a call that is run.
enum Answer {
    Given,
    Lost,
}

impl Layer for Faults {
    /// Every call of the backend goes through it, even if the handle was narrowed.
    fn wrap(self: Box<Self>, inner: Arc<dyn Backend>) -> Arc<dyn Backend> {
        Around::backend(*self, inner)
    }
}

impl Hook for Faults {
    fn around<'a, On, O>(&'a self, operation: O, on: &'a On) -> BoxFuture<'a, Result<O::Answer>>
    where
        On: Sync + ?Sized,
        O: Operation<On> + 'a,
    {
        Box::pin(async move {
            match self.meet(operation.seen()).await? {
                Answer::Given => operation.run(on).await,
                Answer::Lost => {
                    let _lost = operation.run(on).await;
                    Err(ErrorKind::Unavailable { reason: "the answer was lost, as planned".into() }.into())
                }
            }
        })
    }

    fn begin<'a>(&'a self, on: &'a (dyn Backend + 'static)) -> BoxFuture<'a, Result<Box<dyn Transaction>>> {
        Box::pin(async move { Ok(Around::transaction(self.clone(), self.around(Begin, on).await?)) })
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faults").field("which", &self.which).field("plan", &*self.plan()).finish()
    }
}
