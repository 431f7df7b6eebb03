//! Where a client's messages end, and which of them it waits for an answer to.

use tokio::io::{AsyncRead, AsyncReadExt};

#[derive(Debug, Clone, Copy)]
pub(super) enum Protocol {
    Postgres,
    MySql,
}

impl Protocol {
    pub(super) fn of(url: &str) -> Self {
        if url.starts_with("postgres") { Self::Postgres } else { Self::MySql }
    }

    /// The next message, and whether it is a call that the server answers.
    pub(super) async fn read(
        self,
        client: &mut (impl AsyncRead + Unpin),
        first: bool,
    ) -> std::io::Result<(Vec<u8>, bool)> {
        let mut message = vec![0; if first && matches!(self, Self::Postgres) { 4 } else { self.head() }];
        client.read_exact(&mut message).await?;
        let head = message.len();
        let length = match self {
            Self::Postgres => {
                let length = message[head - 4..].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
                length - 4
            }
            Self::MySql => message[..3].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
        };
        message.resize(head + length, 0);
        client.read_exact(&mut message[head..]).await?;
        let is_call = match self {
            // The server answers a `Query` and a `Sync`.
            Self::Postgres => !first && matches!(message[0], b'Q' | b'S'),
            // Those that log in are numbered on; a command is number 0. Nobody waits for an answer to a statement that is
            // forgotten, or to the last goodbye.
            Self::MySql => message[3] == 0 && !matches!(message.get(4), None | Some(0x01 | 0x18 | 0x19)),
        };
        Ok((message, is_call))
    }

    /// Whether this first message asks to encrypt what follows, which then begins anew.
    pub(super) fn asks_to_encrypt(self, message: &[u8]) -> bool {
        matches!(self, Self::Postgres) && message == [0, 0, 0, 8, 4, 210, 22, 47]
    }

    const fn head(self) -> usize {
        match self {
            Self::Postgres => 5,
            Self::MySql => 4,
        }
    }
}
