//! What an entity costs at build time: `cargo run -p bench --bin check-cost`.
//!
//! Writes a leaf crate with fifty entities of twenty columns, each with CRUD, a list and two lookups, and one without any, and
//! times `cargo check` of both, a few times in turn. The difference, divided by fifty, is the cost of one entity.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that reports a figure")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{fs, io};

const ENTITIES: usize = 50;
const ROUNDS: usize = 7;

fn main() -> ExitCode {
    match measure() {
        Ok(per_entity) => {
            println!("cargo check: {:.1} ms per entity of 20 columns", per_entity.as_secs_f64() * 1_000.0);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> io::Result<Duration> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let root = workspace.join("target/check-cost");
    let full = write_crate(&root, &workspace, "full", ENTITIES)?;
    let empty = write_crate(&root, &workspace, "empty", 0)?;
    // The first check builds the dependencies.
    check(&root, &full)?;
    check(&root, &empty)?;
    let mut differences = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let (full, empty) = (check(&root, &full)?, check(&root, &empty)?);
        println!("{ENTITIES} entities: {full:.2?}, none: {empty:.2?}");
        differences.push(full.saturating_sub(empty));
    }
    differences.sort();
    let entities = u32::try_from(ENTITIES).map_err(io::Error::other)?;
    Ok(differences[ROUNDS / 2] / entities)
}

fn write_crate(root: &Path, workspace: &Path, name: &str, entities: usize) -> io::Result<PathBuf> {
    let folder = root.join(name);
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"leaf-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         storewright = {{ path = {:?}, default-features = false }}\n",
        workspace.join("runtime")
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut source = String::from("//! Entities.\n");
    if entities > 0 {
        source.push_str("use storewright::{Id, StoreEntity, Timestamp};\n");
    }
    for number in 0..entities {
        write!(
            source,
            r#"
/// An entity.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "entities_{number}", id_prefix = "ent")]
#[store(unique(tenant, email), get = "get_entity{number}_by_email")]
#[store(index(tenant, created_at desc), list = "list_tenant_entity{number}s")]
pub struct Entity{number} {{
    #[store(id)] id: Id<Entity{number}>,
    tenant: String,
    #[store(lowercase)] email: String,
    email_verified: bool,
    first_name: String,
    last_name: String,
    image: Option<String>,
    username: Option<String>,
    phone: Option<String>,
    phone_verified: bool,
    #[store(secret)] password_hash: String,
    password_changed_at: Option<Timestamp>,
    banned: bool,
    ban_reason: Option<String>,
    sign_ins: i64,
    score: f64,
    #[store(json)] metadata: std::collections::BTreeMap<String, String>,
    #[store(created)] created_at: Timestamp,
    #[store(updated)] updated_at: Timestamp,
    #[store(version)] version: i64,
}}
"#
        )
        .map_err(io::Error::other)?;
    }
    fs::write(folder.join("src/lib.rs"), source)?;
    Ok(folder)
}

fn check(root: &Path, folder: &Path) -> io::Result<Duration> {
    // A changed time of the file makes cargo check the leaf crate again and nothing else.
    fs::File::options()
        .append(true)
        .open(folder.join("src/lib.rs"))?
        .set_modified(std::time::SystemTime::now())?;
    let start = Instant::now();
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()?;
    let took = start.elapsed();
    if output.status.success() {
        Ok(took)
    } else {
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}
