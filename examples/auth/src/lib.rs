//! An auth service over HTTP, on any store: the engine of `auth-core` and its plugins, mounted in an axum application.
//!
//! [`Server::start`] is all there is: it opens the store that the options name, brings the tables up to date, starts the plugins and
//! serves. Nothing in here knows a database: every line works on `dyn AuthStore`.
//!
//! ```
//! use auth::{Config, Server};
//! use storewright::{ConnectOptions, KeyRing};
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let options = ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
//! let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
//! let server = Server::start(options, config).await?;
//! println!("listening on http://{}", server.address());
//! server.shutdown().await?;
//! # Ok(())
//! # }
//! ```

mod config;
mod extract;
mod http;
mod keys;
mod passwords;
mod problem;
mod refresh;
mod server;
mod sessions;
mod start_error;
mod state;
mod tokens;
mod validation;

pub use config::Config;
pub use keys::Keys;
pub use server::Server;
pub use start_error::StartError;
