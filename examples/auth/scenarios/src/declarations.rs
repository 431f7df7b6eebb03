//! How long the declarations of the entities are, counted in their sources.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// The declaration of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The entity's name.
    pub entity: String,
    /// How many lines of attributes it has, the derive among them.
    pub attributes: usize,
    /// How many fields it has.
    pub fields: usize,
}

impl Declaration {
    /// All lines from the derive to the closing brace but comments and empty ones: attributes, fields, and two of the struct itself.
    #[must_use]
    pub const fn lines(&self) -> usize {
        self.attributes + self.fields + 2
    }
}

/// The declarations of all entities, those of the core first.
#[derive(Clone, Debug)]
pub struct Declarations(pub Vec<Declaration>);

impl Declarations {
    /// Reads the sources of the core and of the plugins, in the repository that this crate was built in.
    ///
    /// # Errors
    ///
    /// When they can't be read.
    pub fn read() -> io::Result<Self> {
        let auth = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut crates = vec![auth.join("core")];
        crates.extend(entries(&auth.join("plugins"))?);
        let mut found = Vec::new();
        for source in crates {
            for file in entries(&source.join("src"))? {
                if file.extension().is_some_and(|extension| extension == "rs") {
                    found.extend(declarations(&fs::read_to_string(file)?));
                }
            }
        }
        Ok(Self(found))
    }

    /// How many lines they have on average, in tenths.
    #[must_use]
    pub fn mean_in_tenths(&self) -> usize {
        let lines: usize = self.0.iter().map(Declaration::lines).sum();
        (lines * 10).div_ceil(self.0.len().max(1))
    }
}

impl fmt::Display for Declarations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<18} {:>10} {:>6} {:>5}", "entity", "attributes", "fields", "lines")?;
        for declaration in &self.0 {
            let Declaration { entity, attributes, fields } = declaration;
            writeln!(f, "{entity:<18} {attributes:>10} {fields:>6} {:>5}", declaration.lines())?;
        }
        let mean = self.mean_in_tenths();
        write!(f, "{:<18} {:>10} {:>6} {:>3}.{}", "mean", "", "", mean / 10, mean % 10)
    }
}

fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The declarations in a source that is formatted as rustfmt does.
fn declarations(source: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut lines = source.lines();
    while lines.any(|line| line.starts_with("#[derive(") && line.contains("StoreEntity")) {
        let mut declaration = Declaration { entity: String::new(), attributes: 1, fields: 0 };
        for line in lines.by_ref().take_while(|line| *line != "}").map(str::trim) {
            if let Some(name) = line.strip_prefix("pub struct ") {
                declaration.entity = name.trim_end_matches(" {").to_owned();
            } else if line.starts_with("pub ") {
                declaration.fields += 1;
            } else if !line.is_empty() && !line.starts_with("//") {
                // The further lines of an attribute count as well.
                declaration.attributes += 1;
            }
        }
        found.push(declaration);
    }
    found
}
