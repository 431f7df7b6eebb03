//! The connections that read, and the threads for reads that take long.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_channel::oneshot;

use super::batch::panicked;
use super::errors::Attempt;
use super::open;
use super::options::SqliteOptions;
use super::session::Session;
use super::slow::Slow;
use super::writer::{Shared, closed};
use crate::backend::{Select, Selection};
use crate::error::{Error, ErrorKind, Result};

/// How long a read may take on its caller's thread before the next of its shape go to another.
const LONG: Duration = Duration::from_millis(2);

type Job = Box<dyn FnOnce(Option<&Session>) + Send>;

/// Where reads run: a short one on its caller's thread, a long one on a thread where it may take its time.
#[derive(Debug)]
pub(super) struct Readers {
    place: Place,
    slow: Slow,
    jobs: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
enum Place {
    /// Connections to a file that nobody uses at the moment; `None` once closed.
    Idle(Mutex<Option<Vec<Session>>>),
    /// The one connection to a database in memory.
    Shared(Shared),
}

impl Readers {
    /// Opens the connections to the file, and starts the threads.
    pub(super) fn open(options: &SqliteOptions, writer: &Shared) -> Result<Self> {
        let (jobs, inbox) = channel();
        let inbox = Arc::new(Mutex::new(inbox));
        // Few, since they share the cores with the readers on callers' threads.
        let count = std::thread::available_parallelism().map_or(2, NonZero::get).clamp(2, 4);
        let mut threads = Vec::with_capacity(count);
        for _ in 0..count {
            let own = match &options.path {
                Some(path) => Own::Session(Box::new(open::reader(path, options)?)),
                None => Own::Shared(Arc::clone(writer)),
            };
            let inbox = Arc::clone(&inbox);
            threads.push(spawn("storewright-sqlite-read", move || serve(&inbox, &own))?);
        }
        let place = match &options.path {
            Some(path) => {
                let sessions =
                    (0..options.readers).map(|_| open::reader(path, options)).collect::<Result<_>>()?;
                Place::Idle(Mutex::new(Some(sessions)))
            }
            None => Place::Shared(Arc::clone(writer)),
        };
        Ok(Self { place, slow: Slow::default(), jobs: Mutex::new(Some(jobs)), threads: Mutex::new(threads) })
    }

    /// The rows that match: at once if a connection is free and it doesn't take long, else on a thread.
    pub(super) async fn select(&self, select: Select) -> Result<Selection> {
        // A lookup of one row takes long only where its thread was held up: that says nothing about the next one.
        let one = select.names_one();
        if one || !self.slow.knows(&select) {
            let started = (!one).then(Instant::now);
            match self.at_once(|session| session.select(&select)) {
                Some(Err(failure)) if failure.is_for_want_of_time() => self.slow.learn(&select),
                Some(done) => {
                    if started.is_some_and(|started| started.elapsed() > LONG) {
                        self.slow.learn(&select);
                    }
                    return done.map_err(Error::from);
                }
                None => {}
            }
        }
        self.on_thread(move |session| session.select(&select)).await
    }

    /// Whether the file can be read.
    pub(super) async fn ping(&self) -> Result<()> {
        let look = |session: &Session| Ok(session.control("SELECT 1 FROM sqlite_schema LIMIT 1")?);
        match self.at_once(look) {
            Some(Err(failure)) if failure.is_for_want_of_time() => self.on_thread(look).await,
            Some(done) => done.map_err(Error::from),
            None => self.on_thread(look).await,
        }
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Session) -> Attempt<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let job = move |session: Option<&Session>| {
            // Whoever asked may have gone while it waited.
            if let (Some(session), false) = (session, reply.is_canceled()) {
                let done = catch_unwind(AssertUnwindSafe(|| work(session)));
                let _ = reply.send(done.map_or_else(|_| Err(panicked()), |done| done.map_err(Error::from)));
            }
        };
        let sent = lock(&self.jobs).as_ref().map(|jobs| jobs.send(Box::new(job)));
        if !matches!(sent, Some(Ok(()))) {
            return Err(closed());
        }
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// `None` when no connection is free.
    pub(super) fn at_once<T>(&self, work: impl FnOnce(&Session) -> Attempt<T>) -> Option<Attempt<T>> {
        match &self.place {
            Place::Idle(idle) => {
                let session = lock(idle).as_mut().map(Vec::pop);
                match session {
                    None => Some(Err(closed().into())),
                    Some(None) => None,
                    Some(Some(session)) => {
                        let lease = Lease { idle, session: Some(session) };
                        lease.session.as_ref().map(|session| session.hurried(work))
                    }
                }
            }
            Place::Shared(shared) => {
                let session = match shared.try_lock() {
                    Ok(session) => session,
                    Err(std::sync::TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                    Err(std::sync::TryLockError::WouldBlock) => return None,
                };
                Some(session.as_ref().map_or_else(|| Err(closed().into()), |session| session.hurried(work)))
            }
        }
    }

    #[cfg(test)]
    pub(super) fn slow(&self) -> &Slow {
        &self.slow
    }

    /// The one connection to a database in memory.
    #[cfg(test)]
    pub(super) fn with_shared(&self, work: impl FnOnce(&Session)) {
        if let Place::Shared(shared) = &self.place {
            lock(shared).as_ref().map(work);
        }
    }

    /// Finishes the reads that wait, and lets go of the connections. Blocks: it is called by the writing thread.
    pub(super) fn close(&self) {
        lock(&self.jobs).take();
        for thread in lock(&self.threads).drain(..) {
            // A panic was told to the one who asked.
            let _ = thread.join();
        }
        if let Place::Idle(idle) = &self.place {
            lock(idle).take();
        }
    }
}

/// A connection that is in use; it goes back even if its use panics.
struct Lease<'r> {
    idle: &'r Mutex<Option<Vec<Session>>>,
    session: Option<Session>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let (Some(idle), Some(session)) = (lock(self.idle).as_mut(), self.session.take()) {
            idle.push(session);
        }
    }
}

enum Own {
    Session(Box<Session>),
    Shared(Shared),
}

fn serve(inbox: &Mutex<Receiver<Job>>, own: &Own) {
    loop {
        let job = lock(inbox).recv();
        let Ok(job) = job else { return };
        match own {
            Own::Session(session) => job(Some(session)),
            Own::Shared(shared) => job(lock(shared).as_ref()),
        }
    }
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map_err(|error| {
        ErrorKind::Unavailable { reason: format!("no thread can be started: {error}").into() }.into()
    })
}

/// What these locks protect is replaced in one step, so that a panic elsewhere can't leave half of it behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
