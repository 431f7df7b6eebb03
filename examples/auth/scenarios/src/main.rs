//! Runs the auth engine's suites on stores named by their URLs.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that says what it found")]

use std::process::ExitCode;

use auth_scenarios::declarations::Declarations;
use auth_scenarios::{Suite, run};
use clap::Parser;

/// Checks the auth engine on stores: every method, and scenarios over the store and over HTTP.
#[derive(Debug, Parser)]
#[command(name = "auth-scenarios")]
struct Arguments {
    /// A store, by its URL; may be given several times. Without: `memory:` and `sqlite::memory:`.
    ///
    /// The suites make apps of their own there and leave everything else alone.
    #[arg(long = "store", value_name = "URL")]
    stores: Vec<String>,

    /// Only checks whose name contains this.
    #[arg(long)]
    only: Option<String>,

    /// Prints how long the declarations of the entities are, and runs nothing.
    #[arg(long, conflicts_with_all = ["stores", "only"])]
    declarations: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { mut stores, only, declarations } = Arguments::parse();
    if declarations {
        return print_declarations();
    }
    if stores.is_empty() {
        stores = vec!["memory:".to_owned(), "sqlite::memory:".to_owned()];
    }
    let mut code = ExitCode::SUCCESS;
    for (number, url) in (1..).zip(&stores) {
        for suite in Suite::ALL {
            match run(url, suite, only.as_deref()).await {
                Ok(report) => {
                    let (held, failed) = (report.held, report.failed.len());
                    println!("store {number}  {suite:<8} {held:>4} hold  {failed:>3} fail");
                    for (name, reason) in &report.failed {
                        println!("    {name}: {reason}");
                        code = ExitCode::FAILURE;
                    }
                }
                Err(error) => {
                    eprintln!("error: store {number}: {error}");
                    return ExitCode::from(2);
                }
            }
        }
    }
    code
}

fn print_declarations() -> ExitCode {
    match Declarations::read() {
        Ok(declarations) => {
            println!("{declarations}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: the sources of the entities: {error}");
            ExitCode::from(2)
        }
    }
}
