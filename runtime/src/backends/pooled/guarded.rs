use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use crate::error::{ErrorKind, Result};

/// Opens a connection. The drivers panic at some of what a server may say that is none of theirs: that is an error of this
/// connection here.
pub(in crate::backends) async fn guarded<T>(opening: impl Future<Output = Result<T>>) -> Result<T> {
    let mut opening = pin!(opening);
    std::future::poll_fn(|context| {
        // After a panic it is not polled again.
        catch_unwind(AssertUnwindSafe(|| opening.as_mut().poll(context))).unwrap_or_else(|_| {
            let reason = "what answers there is no server of this kind".into();
            Poll::Ready(Err(ErrorKind::Unavailable { reason }.into()))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::guarded;
    use crate::error::{ErrorKind, Result};

    #[tokio::test]
    async fn a_panic_of_the_driver_is_an_error() {
        assert_eq!(guarded(async { Ok(7) }).await.unwrap(), 7);
        let panics = async {
            tokio::task::yield_now().await;
            let empty: &[u8] = &[];
            let number: Result<u8> = Ok(empty[std::hint::black_box(4)]);
            number
        };
        let error = guarded(panics).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unavailable { .. }));
    }
}
