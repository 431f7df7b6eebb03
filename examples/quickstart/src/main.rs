//! A small but real program: two entities and their tenant, on a SQLite file or any other store.
//!
//! `cargo run -p quickstart` uses the file `quickstart.db`, `cargo run -p quickstart -- --store memory:` another store.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that says what it does")]
#![allow(clippy::duplicated_attributes, reason = "two indexes of an entity may name the same column")]
#![allow(unreachable_pub, reason = "declarations look here as they do in a library")]

mod entities;
mod tour;

use std::process::ExitCode;

use clap::Parser;

use crate::entities::QuickStore;

/// Declares two entities and walks through what their store can do.
#[derive(Parser)]
struct Arguments {
    /// The store to run on: `memory:`, `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/DATABASE`, `mysql://…`.
    #[arg(long, value_name = "URL", default_value = "sqlite:quickstart.db")]
    store: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match walk(&arguments.store).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn walk(url: &str) -> storewright::Result<()> {
    let store = <dyn QuickStore>::connect(url).await?;
    let walked = tour::run(store.as_ref()).await;
    // Closed in any case; the first error is the one to tell.
    walked.and(store.close().await)
}
