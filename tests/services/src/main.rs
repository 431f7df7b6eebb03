//! Starts the databases that the tests share and keeps them until Ctrl-C, for many test runs:
//! `cargo run -p services -- postgres mysql`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that says what it does")]

use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p services -- [postgres] [mysql]";

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    }
    for name in &names {
        let started = match &**name {
            "postgres" => services::postgres(),
            "mysql" => services::mysql(),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::FAILURE;
            }
        };
        match started {
            Ok(server) => println!("export STOREWRIGHT_TEST_{}_URL='{}'", name.to_uppercase(), server.url()),
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    eprintln!("running until Ctrl-C");
    loop {
        std::thread::park();
    }
}
