//! A way to a server that counts round trips, and can be cut or held up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::Engine;

/// What becomes of the next call on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Way {
    /// It goes through.
    Open,
    /// The connection is cut before the server sees the call.
    CutBefore,
    /// The connection is cut when the server has done the call, before it can say so.
    CutAfter,
    /// Nothing goes through any more, and nobody is told. What waits goes on when the way is another one.
    Stalled,
    /// The server gets the call, but nothing that it says comes back, and nobody is told.
    Muted,
}

#[derive(Debug)]
struct State {
    engine: Engine,
    way: watch::Sender<Way>,
    once: AtomicU8,
    round_trips: AtomicUsize,
}

impl State {
    fn is(&self, way: Way) -> bool {
        *self.way.borrow() == way || self.once.load(Ordering::SeqCst) == way as u8
    }

    fn over(&self) {
        self.once.store(Way::Open as u8, Ordering::SeqCst);
    }

    async fn until_not(&self, held: &[Way]) {
        let mut way = self.way.subscribe();
        // The sender is there as long as this is.
        let _ = way.wait_for(|way| !held.contains(way)).await;
    }
}

/// A proxy on this machine. Every connection through it counts and is cut alike.
#[derive(Debug)]
pub struct Proxy {
    /// The URL of the database through it.
    pub url: String,
    state: Arc<State>,
}

impl Proxy {
    /// A proxy to the database at `url`, which has a host and a port.
    ///
    /// # Panics
    ///
    /// When it has none, or this machine gives no port.
    pub async fn to(url: &str) -> Self {
        let (head, rest) = url.split_once('@').unwrap();
        let (place, database) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (way, once) = (watch::Sender::new(Way::Open), AtomicU8::new(Way::Open as u8));
        let state = Arc::new(State { engine: Engine::of(url), way, once, round_trips: AtomicUsize::new(0) });
        let (of_all, place) = (Arc::clone(&state), place.to_owned());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (state, place) = (Arc::clone(&of_all), place.clone());
                tokio::spawn(async move { carry(client, &place, &state).await });
            }
        });
        Self { url: format!("{head}@127.0.0.1:{port}/{database}"), state }
    }

    /// The URL of the database through it, with these parameters, and without encryption.
    #[must_use]
    pub fn with(&self, parameters: &str) -> String {
        format!("{}?{}&{parameters}", self.url, self.state.engine.plain())
    }

    /// From now on.
    pub fn set(&self, way: Way) {
        self.state.over();
        self.state.way.send_replace(way);
    }

    /// For the next call of any connection, which is cut.
    pub fn cut_once(&self, way: Way) {
        self.state.once.store(way as u8, Ordering::SeqCst);
    }

    /// How often a client has waited for the server since this was asked last.
    pub fn round_trips(&self) -> usize {
        self.state.round_trips.swap(0, Ordering::SeqCst)
    }
}

/// Carries both directions until one of them ends.
async fn carry(mut client: TcpStream, place: &str, state: &State) {
    let Ok(mut server) = TcpStream::connect(place).await else { return };
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let asks = async {
        let mut first = true;
        loop {
            let Some((message, is_call)) = message(&mut from_client, state.engine, first).await else {
                return;
            };
            first = false;
            if is_call {
                state.round_trips.fetch_add(1, Ordering::SeqCst);
                if state.is(Way::CutBefore) {
                    state.over();
                    return;
                }
            }
            state.until_not(&[Way::Stalled]).await;
            if to_server.write_all(&message).await.is_err() {
                return;
            }
        }
    };
    let answers = async {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let Ok(count @ 1..) = from_server.read(&mut buffer).await else { return };
            if state.is(Way::CutAfter) {
                state.over();
                return;
            }
            state.until_not(&[Way::Stalled, Way::Muted]).await;
            if to_client.write_all(&buffer[..count]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = asks => {}
        () = answers => {}
    }
}

/// The client's next message, and whether it waits for an answer to it.
async fn message(
    from_client: &mut (impl AsyncRead + Unpin),
    engine: Engine,
    first: bool,
) -> Option<(Vec<u8>, bool)> {
    let of_postgres = engine == Engine::Postgres;
    let mut message = vec![0; if of_postgres && !first { 5 } else { 4 }];
    from_client.read_exact(&mut message).await.ok()?;
    let length = if of_postgres {
        let at = message.len() - 4;
        u32::from_be_bytes([message[at], message[at + 1], message[at + 2], message[at + 3]]) as usize - 4
    } else {
        u32::from_le_bytes([message[0], message[1], message[2], 0]) as usize
    };
    let head = message.len();
    message.resize(head + length, 0);
    from_client.read_exact(&mut message[head..]).await.ok()?;
    let is_call = if of_postgres {
        // The server answers a `Query` and a `Sync`.
        !first && matches!(message[0], b'Q' | b'S')
    } else {
        // A command begins a new count of packets. `COM_QUIT` and `COM_STMT_CLOSE` have no answer.
        message[3] == 0 && !matches!(message.get(head), Some(0x01 | 0x19))
    };
    Some((message, is_call))
}
