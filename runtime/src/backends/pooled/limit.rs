use std::fmt;
use std::future::Future;
use std::io;
use std::time::Duration;

/// How long a server may take to answer a statement.
///
/// The server's own limits don't hold where the network swallows its answer. The driver sets no keepalive on its sockets
/// and lets nobody else do so, so that without this a call would wait for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::backends) struct AnswerLimit(Option<Duration>);

impl AnswerLimit {
    pub(in crate::backends) const fn new(limit: Duration) -> Self {
        Self(if limit.is_zero() { None } else { Some(limit) })
    }

    /// The limit for statements that change tables: they look at every row that is there.
    pub(in crate::backends) fn for_tables(self) -> Self {
        Self(self.0.map(|limit| limit.saturating_mul(60)))
    }

    /// The answer. If there is none in time, what asked for it must be closed: it is in the middle of anything.
    pub(in crate::backends) async fn within<T>(
        self,
        answer: impl Future<Output = sqlx::Result<T>>,
    ) -> sqlx::Result<T> {
        let Some(limit) = self.0 else { return answer.await };
        match tokio::time::timeout(limit, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(sqlx::Error::Io(io::Error::other(Unanswered))),
        }
    }
}

/// Whether it failed since no answer came in time. Nobody knows then whether the server still does what it was asked.
pub(in crate::backends) fn is_unanswered(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.get_ref().is_some_and(|inner| inner.is::<Unanswered>()),
        _ => false,
    }
}

#[derive(Debug)]
struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer within `read_timeout`")
    }
}

impl std::error::Error for Unanswered {}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{AnswerLimit, is_unanswered};

    #[tokio::test]
    async fn waiting_ends_with_an_error_of_its_own() {
        let brief = AnswerLimit::new(Duration::from_millis(10));
        assert_eq!(brief.within(async { Ok(7) }).await.unwrap(), 7);
        let never = std::future::pending::<sqlx::Result<()>>();
        assert!(is_unanswered(&brief.within(never).await.unwrap_err()));
        let broken = async { Err::<(), _>(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())) };
        assert!(!is_unanswered(&brief.within(broken).await.unwrap_err()));
    }

    #[test]
    fn none_is_none_and_tables_take_longer() {
        let none = AnswerLimit::new(Duration::ZERO);
        assert_eq!(none.for_tables(), none);
        let minute = AnswerLimit::new(Duration::from_secs(1)).for_tables();
        assert_eq!(minute, AnswerLimit::new(Duration::from_secs(60)));
    }
}
