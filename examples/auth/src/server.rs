//! The server as a whole: how it comes up, and how it goes down.

mod accept;
mod platform;
mod purge;

pub(crate) use platform::default_environment;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use auth_consent::ConsentPlugin;
use auth_core::AuthStore;
use auth_mfa::MfaPlugin;
use auth_waitlist::WaitlistPlugin;
use storewright::engine::EngineError;
use storewright::{ConnectOptions, Engine};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::http;
use crate::passwords::Passwords;
use crate::start_error::StartError;
use crate::state::{KeyDigest, State};

/// A running auth service. Dropped, it stops to accept and ends what it does; [`Server::shutdown`] waits for that.
pub struct Server {
    address: SocketAddr,
    engine: Arc<Engine<dyn AuthStore>>,
    // Dropped or set: everything that runs comes to its end.
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    purging: JoinHandle<()>,
}

impl Server {
    /// Opens the store, migrates it, starts the plugins, and serves.
    ///
    /// The options say which store, and have the keys of the encrypted columns.
    ///
    /// # Errors
    ///
    /// What keeps it from serving, in one line. Nothing is left running then.
    pub async fn start(options: ConnectOptions, config: Config) -> Result<Self, StartError> {
        if config.admin_key.as_deref().is_some_and(str::is_empty) {
            return Err(StartError::EmptyAdminKey);
        }
        let store = <dyn AuthStore>::connect(options).await?;
        let engine = Engine::builder()
            .store(store)
            .plugin(ConsentPlugin::new())
            .plugin(MfaPlugin::new())
            .plugin(WaitlistPlugin::new())
            .build()?;
        let engine = Arc::new(engine);
        match Self::serve(Arc::clone(&engine), config).await {
            Ok(server) => Ok(server),
            Err(error) => {
                // The first error is the one to tell. An engine that never started is closed by being dropped.
                let _ = engine.stop().await;
                Err(error)
            }
        }
    }

    async fn serve(engine: Arc<Engine<dyn AuthStore>>, config: Config) -> Result<Self, StartError> {
        engine.start().await?;
        let platform = platform::ensure(&**engine.store()).await?.id;
        let passwords =
            Passwords::new().await.map_err(|_| StartError::System("passwords can't be hashed"))?;
        let admin_key = config.admin_key.as_deref().map(KeyDigest::new);
        let refused = |error| StartError::Listen { address: config.listen, error };
        let listener = TcpListener::bind(config.listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;

        let state = Arc::new(State { engine: Arc::clone(&engine), passwords, platform, admin_key });
        let (stop, stopped) = watch::channel(false);
        let router = http::router(state, config.request_timeout);
        let serving = tokio::spawn(accept::serve(listener, router, stopped.clone(), config.shutdown_timeout));
        let purging =
            tokio::spawn(purge::now_and_then(Arc::clone(engine.store()), config.purge_interval, stopped));
        Ok(Self { address, engine, stop, serving, purging })
    }

    /// Where it listens: with port 0 in the configuration, the port that the system chose.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The store that it works on.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn AuthStore> {
        self.engine.store()
    }

    /// The engine, and by it the plugins.
    #[must_use]
    pub fn engine(&self) -> &Engine<dyn AuthStore> {
        &self.engine
    }

    /// Stops to accept, lets requests that run come to their end, for as long as the configuration says, and stops the engine.
    ///
    /// # Errors
    ///
    /// What the plugins or the database say when they can't be left properly; they are left all the same.
    pub async fn shutdown(self) -> Result<(), EngineError> {
        self.stop.send_replace(true);
        for task in [self.serving, self.purging] {
            if task.await.is_err() {
                tracing::error!("a part of the server ended before its time");
            }
        }
        self.engine.stop().await
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
