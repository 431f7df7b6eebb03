//! The connections that read, and the threads for reads that take long.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_channel::oneshot;

use super::connection::Shared;
use super::errors::Attempt;
use super::open;
use super::options::SqliteOptions;
use super::session::Session;
use super::slow::Slow;
use super::work::guarded;
use super::writer::closed;
use crate::backend::{CountBy, Group, Select, Selection};
use crate::error::{Error, ErrorKind, Result};
use crate::sql::Statement;

/// How long a read may take on its caller's thread before the next of its shape go to another.
const LONG: Duration = Duration::from_millis(2);

type Work = dyn FnOnce(Result<&Session>) + Send;

/// Something to read, and until when it may wait for a transaction on its connection.
struct Job {
    until: Instant,
    work: Box<Work>,
}

/// Where reads run: a short one on its caller's thread, a long one on a thread where it may take its time.
#[derive(Debug)]
pub(super) struct Readers {
    place: Place,
    patience: Duration,
    slow: Slow,
    jobs: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
enum Place {
    /// Connections to a file that nobody uses at the moment; `None` once closed.
    Idle(Mutex<Option<Vec<Session>>>),
    /// The one connection to a database in memory.
    Shared(Arc<Shared>),
}

impl Readers {
    /// Opens the connections to the file, and starts the threads.
    pub(super) fn open(options: &SqliteOptions, writer: &Arc<Shared>) -> Result<Self> {
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
        Ok(Self {
            place,
            patience: options.busy_timeout,
            slow: Slow::default(),
            jobs: Mutex::new(Some(jobs)),
            threads: Mutex::new(threads),
        })
    }

    /// The rows that match: at once if a connection is free and it doesn't take long, else on a thread.
    // Not async, here and below: the question would be moved through one more future.
    pub(super) fn select(&self, select: Select) -> impl Future<Output = Result<Selection>> {
        // A lookup of one row takes long only where its thread was held up: that says nothing about the next one.
        let one = select.names_one();
        self.read(select, one, |select| Statement::Rows(select), Session::select)
    }

    /// How many rows there are for each value, as [`Readers::select`] reads.
    pub(super) fn count_by(&self, count: CountBy) -> impl Future<Output = Result<Vec<Group>>> {
        self.read(count, false, |count| Statement::CountBy(count), Session::count_by)
    }

    async fn read<Q: Send + 'static, T: Send + 'static>(
        &self,
        question: Q,
        is_short: bool,
        statement: impl Fn(&Q) -> Statement<'_>,
        answer: impl Fn(&Session, &Q) -> Attempt<T> + Send + 'static,
    ) -> Result<T> {
        if is_short || !self.slow.knows(&statement(&question)) {
            let started = (!is_short).then(Instant::now);
            match self.at_once(|session| answer(session, &question)) {
                Some(Err(failure)) if failure.is_for_want_of_time() => self.slow.learn(&statement(&question)),
                Some(done) => {
                    if started.is_some_and(|started| started.elapsed() > LONG) {
                        self.slow.learn(&statement(&question));
                    }
                    return done.map_err(Error::from);
                }
                None => {}
            }
        }
        self.on_thread(move |session| answer(session, &question)).await
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
        let work = move |session: Result<&Session>| {
            // Whoever asked may have gone while it waited.
            if !reply.is_canceled() {
                let done = session.and_then(|session| guarded(|| work(session)).map_err(Error::from));
                let _ = reply.send(done);
            }
        };
        let job = Job { until: Instant::now() + self.patience, work: Box::new(work) };
        let sent = lock(&self.jobs).as_ref().map(|jobs| jobs.send(job));
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
            Place::Shared(shared) => shared.try_with(|session| session.hurried(work)),
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
            shared.with(Instant::now(), |session| work(session.unwrap()));
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
    Shared(Arc<Shared>),
}

fn serve(inbox: &Mutex<Receiver<Job>>, own: &Own) {
    loop {
        let job = lock(inbox).recv();
        let Ok(job) = job else { return };
        match own {
            Own::Session(session) => (job.work)(Ok(session)),
            Own::Shared(shared) => shared.with(job.until, job.work),
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
