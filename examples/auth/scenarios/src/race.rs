//! Many callers at the same moment.

use std::sync::Arc;

use tokio::sync::Barrier;

use crate::Outcome;

/// How many callers race each other, unless a check says otherwise.
pub(crate) const RACERS: usize = 16;

/// What each of `callers` calls gave, which were all begun at the same moment, in the order of their numbers.
pub(crate) async fn race<T, W>(callers: usize, call: impl Fn(usize) -> W) -> Outcome<Vec<T>>
where
    T: Send + 'static,
    W: Future<Output = T> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(callers));
    let begin = |number| {
        let (barrier, call) = (Arc::clone(&barrier), call(number));
        tokio::spawn(async move {
            barrier.wait().await;
            call.await
        })
    };
    let tasks: Vec<_> = (0..callers).map(begin).collect();
    let mut given = Vec::with_capacity(callers);
    for task in tasks {
        given.push(task.await?);
    }
    Ok(given)
}

/// What the calls gave, if none of them failed.
pub(crate) fn all_done<T, E>(results: Vec<Result<T, E>>) -> Result<Vec<T>, E> {
    results.into_iter().collect()
}

/// How many of the calls said that they won; none may have failed.
pub(crate) fn winners<E>(results: Vec<Result<bool, E>>) -> Result<usize, E> {
    Ok(all_done(results)?.into_iter().filter(|won| *won).count())
}
