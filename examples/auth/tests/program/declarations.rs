//! The README's table of declarations is what the sources say.

use std::fs;
use std::path::{Path, PathBuf};

const README: &str = include_str!("../../README.md");

/// The sources of the entities: those of the core and of the plugins.
fn sources() -> Vec<PathBuf> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR"));
    let plugins = fs::read_dir(example.join("plugins")).unwrap().map(|plugin| plugin.unwrap().path());
    let crates = plugins.chain([example.join("core")]);
    let files = crates.flat_map(|of| fs::read_dir(of.join("src")).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

/// The rows of the table for the entities of a file, and their lines.
fn rows(source: &str) -> Vec<(String, usize)> {
    let (mut rows, mut inside) = (Vec::new(), false);
    let (mut name, mut attributes, mut fields) = ("", 0, 0);
    for line in source.lines() {
        if line.starts_with("#[derive(") && line.contains("StoreEntity") {
            (inside, attributes, fields) = (true, 0, 0);
        } else if !inside {
        } else if line.trim_start().starts_with("#[store(") {
            attributes += 1;
        } else if line.starts_with("    pub ") {
            fields += 1;
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            name = rest.trim_end_matches(" {");
        } else if line == "}" {
            let lines = attributes + fields;
            rows.push((format!("| {name} | {attributes} | {fields} | {lines} |"), lines));
            inside = false;
        }
    }
    rows
}

#[test]
fn the_table_is_right() {
    let rows: Vec<_> = sources().iter().flat_map(|file| rows(&fs::read_to_string(file).unwrap())).collect();
    assert_eq!(rows.len(), 19);
    for (row, _) in &rows {
        assert!(README.lines().any(|line| line == row), "the README should have the row {row}");
    }
    let all = format!("| **all** | | | **{}** |", rows.iter().map(|(_, lines)| lines).sum::<usize>());
    assert!(README.lines().any(|line| line == all), "the README should have the row {all}");
}
