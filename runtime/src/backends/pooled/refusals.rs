//! Why there is no connection, where all servers' answers mean the same.

use crate::error::{Error, ErrorKind};

/// Nobody answers at the URL's host and port, or at its socket.
pub(in crate::backends) fn unreachable(error: &sqlx::Error) -> Error {
    let kind = match error {
        sqlx::Error::Io(error) => error.kind().to_string(),
        _ => String::new(),
    };
    // The system has no better word for a name that stands for no host.
    let reason = match kind.as_str() {
        "" | "uncategorized error" => "the server can't be reached; is its host the right one?".to_owned(),
        kind => format!("the server can't be reached: {kind}"),
    };
    ErrorKind::Unavailable { reason: reason.into() }.into()
}

/// Others have all connections that the server gives.
pub(in crate::backends) fn no_connection_left() -> Error {
    Error::busy(
        "the server has no connection left; lower `max_connections` of this URL, or raise the server's",
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::unreachable;

    #[test]
    fn the_systems_word_is_told_and_its_text_is_not() {
        let refused = unreachable(&sqlx::Error::Io(Error::new(ErrorKind::ConnectionRefused, "s3cret")));
        assert!(refused.is_retryable());
        assert!(refused.to_string().contains("can't be reached: connection refused"), "{refused}");
        assert!(!format!("{refused} {refused:?}").contains("s3cret"));
    }
}
