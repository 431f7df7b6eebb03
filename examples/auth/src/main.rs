//! The auth service as a program: `cargo run -p auth` serves on a SQLite file, `cargo run -p auth -- --store URL` on another store.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that says where it listens")]

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use auth::{Config, Keys, Server, StartError};
use clap::Parser;
use tracing::Level;

/// Serves sign-up, sign-in, sessions and organizations over HTTP, on any store.
#[derive(Parser)]
#[command(name = "auth")]
struct Arguments {
    /// The store to run on: `memory:`, `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/DATABASE`, `mysql://…`.
    #[arg(long, value_name = "URL", default_value = "sqlite:auth.db")]
    store: String,
    /// Where to listen; with port 0 the system picks a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The file with the keys of what is encrypted. It is made when there is none.
    #[arg(long, value_name = "FILE", default_value = "auth.key")]
    key_file: PathBuf,
    /// What opens the routes under /v1/admin; without it they are not there. Other users of this machine can see the
    /// arguments of a program: the variable is the better place.
    #[arg(long, value_name = "KEY", env = "AUTH_ADMIN_KEY", hide_env_values = true)]
    admin_key: Option<String>,
    /// How much to log, on stderr: `error`, `warn`, `info`, `debug` (every request) or `trace`.
    #[arg(long, value_name = "LEVEL", default_value_t = Level::INFO)]
    log: Level,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_max_level(arguments.log).with_writer(std::io::stderr).init();
    match serve(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), StartError> {
    // Before it serves: a signal in between must not be lost.
    let told_to_stop = told_to_stop().map_err(|_| StartError::System("signals can't be handled"))?;

    // What is kept in memory has no use for keys that outlive it.
    let keys = match arguments.store.as_str() {
        "memory:" => Keys::random()?,
        _ => Keys::of_file(&arguments.key_file)?,
    };
    let config = Config { listen: arguments.listen, admin_key: arguments.admin_key, ..Config::default() };
    let server = Server::start(keys.connect(&arguments.store), config).await?;
    println!("listening on http://{}", server.address());

    told_to_stop.await;
    tracing::info!("shutting down");
    server.shutdown().await?;
    Ok(())
}

/// Takes SIGINT and SIGTERM from now on, and ends at the first of them.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where there are no signals to wait for, there is nothing else to stop it by.
        let _ = tokio::signal::ctrl_c().await;
    })
}
