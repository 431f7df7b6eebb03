//! The suite of methods: that it is whole, and that it holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io, slice};

use auth_consent::Consent;
use auth_core::*;
use auth_mfa::{Enrollment, RecoveryCode};
use auth_scenarios::declarations::{Declaration, Declarations};
use auth_scenarios::{Failure, Suite, methods, run};
use auth_waitlist::WaitlistEntry;
use storewright::Entity;
use storewright::query::{CompareOp, Predicate};
use storewright::schema::{EntitySchema, IndexColumn, OnDelete};
use storewright::value::Value;

/// How many methods the table has.
const METHODS: usize = 114;
/// How many entities the table has.
const ENTITIES: usize = 19;

/// A row of the table: an entity, what its ids begin with, and its methods.
struct Line {
    entity: String,
    prefix: String,
    methods: Vec<String>,
}

/// The cells of the table of METHODS.md whose head begins so, row by row.
fn table(head: &str) -> io::Result<Vec<[String; 3]>> {
    let page = fs::read_to_string(here("METHODS.md"))?;
    let rows = page.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let cells = |row: &str| {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        <[String; 3]>::try_from(cells)
    };
    let read: Result<Vec<_>, _> = rows.take_while(|line| line.starts_with('|')).map(cells).collect();
    read.map_err(|row| io::Error::other(format!("not three cells: {row:?}")))
}

fn listed() -> io::Result<Vec<Line>> {
    let line = |[entity, prefix, methods]: [String; 3]| {
        // Between backticks stands a call.
        let calls = methods.split('`').skip(1).step_by(2);
        let methods = calls.filter_map(|call| Some(call.split_once('(')?.0.to_owned())).collect();
        Line { entity, prefix: prefix.trim_matches('`').trim_end_matches("_…").to_owned(), methods }
    };
    Ok(table("| entity | its ids |")?.into_iter().map(line).collect())
}

fn registered() -> Vec<(String, String)> {
    methods::all().map(|(entity, check)| (entity.to_owned(), check.name.to_owned())).collect()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of all sources below a directory.
fn sources(directory: &Path) -> io::Result<String> {
    let mut text = String::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        text.push_str(&if path.is_dir() { sources(&path)? } else { fs::read_to_string(path)? });
    }
    Ok(text)
}

#[test]
fn every_method_has_a_check_and_every_check_is_of_a_method() -> io::Result<()> {
    let listed: Vec<_> = listed()?
        .into_iter()
        .flat_map(|line| line.methods.into_iter().map(move |method| (line.entity.clone(), method)))
        .collect();
    let registered = registered();
    let [in_table, in_suite] = [&listed, &registered].map(|all| all.iter().collect::<BTreeSet<_>>());
    let without_check: Vec<_> = in_table.difference(&in_suite).collect();
    assert!(without_check.is_empty(), "methods without a check: {without_check:?}");
    let without_method: Vec<_> = in_suite.difference(&in_table).collect();
    assert!(without_method.is_empty(), "checks of no method of the table: {without_method:?}");
    assert_eq!((listed.len(), registered.len()), (METHODS, METHODS), "how many there are");
    let names: BTreeSet<_> = listed.iter().map(|(_, method)| method).collect();
    assert_eq!(names.len(), METHODS, "how many different names there are");
    let entities: BTreeSet<_> = listed.iter().map(|(entity, _)| entity).collect();
    assert_eq!(entities.len(), ENTITIES, "how many entities there are");
    Ok(())
}

/// An entity's declaration, and what its ids begin with.
type Declared = (&'static EntitySchema, &'static str);

fn of<E: Entity>() -> Declared {
    (E::schema(), E::ID_PREFIX)
}

/// All entities, in the order of the table.
fn declared() -> [Declared; ENTITIES] {
    [
        of::<App>(),
        of::<Environment>(),
        of::<User>(),
        of::<Session>(),
        of::<Account>(),
        of::<Verification>(),
        of::<Organization>(),
        of::<Member>(),
        of::<Device>(),
        of::<Webhook>(),
        of::<Notification>(),
        of::<ApiKey>(),
        of::<FormConfig>(),
        of::<Branding>(),
        of::<AppSessionConfig>(),
        of::<Consent>(),
        of::<Enrollment>(),
        of::<RecoveryCode>(),
        of::<WaitlistEntry>(),
    ]
}

#[test]
fn ids_begin_with_what_the_table_says_and_every_entity_has_its_times() -> io::Result<()> {
    let declared = declared();
    let prefixes = declared.map(|(schema, prefix)| (schema.entity().to_owned(), prefix.to_owned()));
    let listed: Vec<_> = listed()?.into_iter().map(|line| (line.entity, line.prefix)).collect();
    assert_eq!(prefixes[..], listed);
    for (schema, _) in declared {
        let times = (schema.created().is_some(), schema.updated().is_some());
        assert_eq!(times, (true, true), "whether `{}` has its times", schema.entity());
    }
    Ok(())
}

/// An entity's indexes and references, as the table of constraints has them.
fn constraints(schema: &EntitySchema) -> [String; 3] {
    let field = |column: usize| schema.column(column).field();
    let indexes = schema.indexes().iter().map(|index| {
        let part = |part: &IndexColumn| {
            let descending = if part.is_descending() { " desc" } else { "" };
            format!("{}{descending}", field(part.column()))
        };
        let columns: Vec<_> = index.columns().iter().map(part).collect();
        let kind = if index.is_unique() { "unique" } else { "index" };
        let only = match index.filter() {
            None => &[],
            Some(Predicate::All(all)) => &all[..],
            Some(one) => slice::from_ref(one),
        };
        let when = |part: &Predicate| match part {
            Predicate::Compare { column, op: CompareOp::Eq, value: Value::Bool(true) } => {
                format!(" when {}", field(*column))
            }
            other => format!(" when {other:?}"),
        };
        let when: String = only.iter().map(when).collect();
        format!("`{kind} ({}){when}`", columns.join(", "))
    });
    let references = schema.references().iter().map(|reference| {
        let columns: Vec<_> = reference.columns().iter().map(|column| field(*column)).collect();
        let on_delete = match reference.on_delete() {
            OnDelete::Cascade => "goes with it",
            OnDelete::SetNull => "is emptied",
            OnDelete::Restrict => "keeps it",
        };
        format!("`{}` of {}: {on_delete}", columns.join(", "), reference.target().entity())
    });
    let joined = |all: Vec<String>, by: &str| if all.is_empty() { "–".to_owned() } else { all.join(by) };
    [schema.entity().to_owned(), joined(indexes.collect(), ", "), joined(references.collect(), "; ")]
}

#[test]
fn indexes_and_references_are_what_the_table_says() -> io::Result<()> {
    let listed = table("| entity | indexes |")?;
    let declared = declared().map(|(schema, _)| constraints(schema));
    for (declared, listed) in declared.iter().zip(&listed) {
        assert_eq!(declared, listed);
    }
    assert_eq!(listed.len(), ENTITIES, "how many entities there are");
    Ok(())
}

#[test]
fn every_check_calls_its_method() -> io::Result<()> {
    let text = sources(&here("src/methods"))?;
    for (entity, method) in registered() {
        let head = format!("async fn {method}(world: &World) -> Outcome {{\n");
        let bodies: Vec<_> =
            text.split(&head).skip(1).filter_map(|rest| rest.split("\n}\n").next()).collect();
        let [body] = bodies[..] else { panic!("{entity}: {} checks are called `{method}`", bodies.len()) };
        assert!(body.contains(&format!("store.{method}(")), "{entity}: the check `{method}` never calls it");
    }
    Ok(())
}

/// Runs the suite on a store, and fails with the names and reasons of what does not hold.
async fn holds(url: &str) -> Result<(), Failure> {
    let report = run(url, Suite::Methods, None).await?;
    let failed: Vec<_> = report.failed.iter().map(|(name, reason)| format!("{name}: {reason}")).collect();
    // Without what else is in the URL: a password, say.
    let store = url.split(':').next().unwrap_or_default();
    assert!(failed.is_empty(), "on {store}:\n{}", failed.join("\n"));
    assert_eq!(report.held, METHODS, "how many checks ran on {store}");
    Ok(())
}

#[tokio::test]
async fn in_memory() -> Result<(), Failure> {
    holds("memory:").await
}

#[tokio::test]
async fn in_sqlite_in_memory() -> Result<(), Failure> {
    holds("sqlite::memory:").await
}

#[tokio::test]
async fn in_a_file_twice() -> Result<(), Failure> {
    let directory = tempfile::tempdir()?;
    let url = format!("sqlite:{}", directory.path().join("auth.db").display());
    holds(&url).await?;
    // The second time on what the first has left there.
    holds(&url).await
}

#[tokio::test]
async fn on_postgres_twice() -> Result<(), Failure> {
    let Some(url) = servers::shared_postgres("sw_auth_methods").await else { return Ok(()) };
    holds(&url).await?;
    holds(&url).await
}

#[tokio::test]
async fn on_mysql_twice() -> Result<(), Failure> {
    let Some(url) = servers::shared_mysql("sw_auth_methods").await else { return Ok(()) };
    holds(&url).await?;
    holds(&url).await
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is what the test is about")]
fn declarations_are_short() -> io::Result<()> {
    let declarations = Declarations::read()?;
    let table = declarations.to_string();
    println!("{table}");
    let counted: BTreeSet<_> = declarations.0.iter().map(|declaration| declaration.entity.clone()).collect();
    let entities: BTreeSet<_> = registered().into_iter().map(|(entity, _)| entity).collect();
    assert_eq!(counted, entities, "whose declarations were found");
    assert_eq!(declarations.0.len(), ENTITIES, "how many declarations were found");
    for declaration in &declarations.0 {
        assert!(declaration.fields > 3, "`{}` has fields that were not found\n{table}", declaration.entity);
        assert!(declaration.lines() <= 45, "`{}` is longer than 45 lines\n{table}", declaration.entity);
    }
    assert!(declarations.mean_in_tenths() <= 400, "the mean is over 40 lines\n{table}");
    Ok(())
}

#[test]
fn the_readme_tells_how_long_they_are() -> io::Result<()> {
    let declarations = Declarations::read()?;
    let readme = fs::read_to_string(here("../README.md"))?;
    for declaration in &declarations.0 {
        let Declaration { entity, attributes, fields } = declaration;
        let row = format!("| {entity} | {attributes} | {fields} | {} |", declaration.lines());
        assert!(readme.contains(&row), "the README has no row `{row}`");
    }
    let mean = declarations.mean_in_tenths();
    let row = format!("| **mean** | | | **{}.{}** |", mean / 10, mean % 10);
    assert!(readme.contains(&row), "the README has no row `{row}`");
    Ok(())
}
