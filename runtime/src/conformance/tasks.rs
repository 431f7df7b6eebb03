//! What the suite needs of an executor, so that any can drive it.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use futures_timer::Delay;

use crate::future::BoxFuture;

/// Runs `task` to its end on a new thread.
pub(super) fn on_a_thread(task: BoxFuture<'static, ()>) {
    thread::spawn(move || block_on(task));
}

/// Wakes a thread that waits for a future.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn block_on(mut task: BoxFuture<'static, ()>) {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    while task.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}

/// The outcome of a future, or what it said when it panicked.
pub(super) struct CatchPanic<'a, T>(pub(super) BoxFuture<'a, T>);

impl<T> Future for CatchPanic<'_, T> {
    type Output = Result<T, String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = &mut self.0;
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => {
                let text = panic.downcast_ref::<&str>().copied();
                let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
                Poll::Ready(Err(text.unwrap_or("a panic without words").to_owned()))
            }
        }
    }
}

/// Polls `future` at most `polls` times and drops it: whether it was finished by then.
pub(super) async fn poll_and_drop<T>(mut future: BoxFuture<'_, T>, polls: usize) -> bool {
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Is never finished, and asks to be polled again and again.
pub(super) async fn never() {
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

/// Lets others go on.
pub(super) async fn step_aside() {
    let mut stepped = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut stepped, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

/// What came of a future that had a while.
pub(super) enum Within<T> {
    Done(T),
    TooLate,
}

/// Longer than any read of the suite takes, unless it waits for somebody else.
const A_WHILE: Duration = Duration::from_millis(300);

/// Waits a while for `future`, and drops it if it has to wait longer.
pub(super) async fn within<T>(mut future: BoxFuture<'_, T>) -> Within<T> {
    let mut late = Delay::new(A_WHILE);
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Within::Done(value)),
        Poll::Pending => Pin::new(&mut late).poll(context).map(|()| Within::TooLate),
    })
    .await
}

/// Calls that run at the same time, and what they gave.
struct Race<T> {
    results: Vec<Option<T>>,
    running: usize,
    waiting: Option<Waker>,
}

/// Counts a call as finished, even when it panicked.
struct Finish<T>(Arc<Mutex<Race<T>>>);

impl<T> Drop for Finish<T> {
    fn drop(&mut self) {
        let mut race = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        race.running -= 1;
        if let Some(waker) = race.waiting.take() {
            waker.wake();
        }
    }
}

/// Hands every call to `spawn`, lets all of them start together and waits for the last; `None` for one that panicked.
pub(super) async fn race<T: Send + 'static>(
    calls: Vec<BoxFuture<'static, T>>,
    spawn: impl Fn(BoxFuture<'static, ()>),
) -> Vec<Option<T>> {
    let count = calls.len();
    let results = std::iter::repeat_with(|| None).take(count).collect();
    let race = Arc::new(Mutex::new(Race { results, running: count, waiting: None }));
    let ready = Arc::new(AtomicUsize::new(0));
    for (position, call) in calls.into_iter().enumerate() {
        let (finish, ready) = (Finish(Arc::clone(&race)), Arc::clone(&ready));
        spawn(Box::pin(async move {
            ready.fetch_add(1, Ordering::SeqCst);
            start_together(&ready, count).await;
            let result = call.await;
            finish.0.lock().unwrap_or_else(PoisonError::into_inner).results[position] = Some(result);
        }));
    }
    std::future::poll_fn(|context| {
        let mut race = race.lock().unwrap_or_else(PoisonError::into_inner);
        if race.running == 0 {
            return Poll::Ready(std::mem::take(&mut race.results));
        }
        race.waiting = Some(context.waker().clone());
        Poll::Pending
    })
    .await
}

async fn start_together(ready: &AtomicUsize, count: usize) {
    std::future::poll_fn(|context| {
        if ready.load(Ordering::SeqCst) == count {
            return Poll::Ready(());
        }
        thread::yield_now();
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
