//! A way to a PostgreSQL server that counts round trips, and can be cut or held up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

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
    /// Nothing goes through any more, and nobody is told.
    Stalled,
}

#[derive(Debug, Default)]
struct State {
    way: AtomicU8,
    round_trips: AtomicUsize,
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
        let state = Arc::<State>::default();
        let (of_all, place) = (Arc::clone(&state), place.to_owned());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (state, place) = (Arc::clone(&of_all), place.clone());
                tokio::spawn(async move { carry(client, &place, &state).await });
            }
        });
        Self { url: format!("{head}@127.0.0.1:{port}/{database}"), state }
    }

    /// From now on.
    pub fn set(&self, way: Way) {
        self.state.way.store(way as u8, Ordering::SeqCst);
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
    let is = |way: Way| state.way.load(Ordering::SeqCst) == way as u8;
    let asks = async {
        let mut first = true;
        loop {
            let mut head = vec![0; if first { 4 } else { 5 }];
            if from_client.read_exact(&mut head).await.is_err() {
                return;
            }
            let at = head.len() - 4;
            let length = u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize;
            let mut body = vec![0; length - 4];
            if from_client.read_exact(&mut body).await.is_err() {
                return;
            }
            // The server answers a `Query` and a `Sync`.
            let is_call = !first && matches!(head[0], b'Q' | b'S');
            first = false;
            if is_call {
                state.round_trips.fetch_add(1, Ordering::SeqCst);
                if is(Way::CutBefore) {
                    return;
                }
            }
            if is(Way::Stalled) {
                std::future::pending::<()>().await;
            }
            head.extend(body);
            if to_server.write_all(&head).await.is_err() {
                return;
            }
        }
    };
    let answers = async {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let Ok(count @ 1..) = from_server.read(&mut buffer).await else { return };
            if is(Way::CutAfter) {
                return;
            }
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
