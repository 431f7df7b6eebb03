//! Comparing the tables that are there with the declarations.

use std::collections::HashMap;

use super::dialect::MySqlDialect;
use super::errors::Attempt;
use super::session::Session;
use super::values;
use crate::error::Error;
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::{StoredColumn, mismatch, missing_columns};

struct Stored {
    name: String,
    ty: String,
    nullable: bool,
    has_default: bool,
    collation: String,
    /// Generated columns take no value.
    generated: bool,
}

/// What a table lacks.
pub(super) enum Missing {
    Table,
    Columns {
        /// These columns, which can be added to rows that are there.
        add: Vec<usize>,
        /// These hold longer or shorter texts than they should.
        alter: Vec<usize>,
    },
}

/// What there is to make for the entity. Fails when the table is there and doesn't fit.
pub(super) async fn missing(session: &mut Session, schema: &'static EntitySchema) -> Attempt<Missing> {
    let table = schema.table();
    let ask = "SELECT table_type, COALESCE(engine, '') FROM information_schema.tables \
        WHERE table_schema = DATABASE() AND table_name = ?";
    let found = session.ask(ask, &[table]).await?;
    let Some(found) = found.first() else { return Ok(Missing::Table) };
    let (kind, engine) = (values::text(found, 0)?, values::text(found, 1)?);
    if kind != "BASE TABLE" {
        return Err(mismatch(format!("`{table}` is a {kind}, not a table; rename one of them")).into());
    }
    if !engine.eq_ignore_ascii_case("InnoDB") {
        let reason =
            format!("the table `{table}` is kept by {engine}; change it by `ALTER TABLE … ENGINE = InnoDB`");
        return Err(mismatch(reason).into());
    }
    let stored = columns(session, table).await?;
    let missing = check_columns(schema, &stored, session.server.flavor.collation())?;
    check_key(session, schema).await?;
    check_references(session, schema).await?;
    Ok(missing)
}

async fn columns(session: &mut Session, table: &str) -> Attempt<Vec<Stored>> {
    let ask = "SELECT column_name, column_type, CAST(is_nullable = 'YES' AS SIGNED), \
        CAST(column_default IS NOT NULL OR extra LIKE '%DEFAULT_GENERATED%' OR extra LIKE '%auto_increment%' AS SIGNED), \
        COALESCE(collation_name, ''), CAST(COALESCE(generation_expression, '') <> '' AS SIGNED) \
        FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position";
    let rows = session.ask(ask, &[table]).await?;
    let read = |row| {
        Ok(Stored {
            name: values::text(row, 0)?,
            ty: values::text(row, 1)?.to_ascii_lowercase(),
            nullable: values::number(row, 2)? != 0,
            has_default: values::number(row, 3)? != 0,
            collation: values::text(row, 4)?,
            generated: values::number(row, 5)? != 0,
        })
    };
    rows.iter().map(read).collect()
}

impl StoredColumn for Stored {
    type Dialect = MySqlDialect;

    const CHANGES_NULL: &'static str = "copy the rows into a table where they agree";

    fn name(&self) -> &str {
        &self.name
    }

    fn is_never_null(&self) -> bool {
        !self.nullable
    }

    fn demands_value(&self) -> bool {
        !self.nullable && !self.has_default && !self.generated
    }
}

fn check_columns(
    schema: &'static EntitySchema,
    stored: &[Stored],
    collation: &str,
) -> Result<Missing, Error> {
    let table = schema.table();
    let mut alter = Vec::new();
    let add = missing_columns(schema, stored, |position, found: &Stored, ty| {
        let (name, is) = (schema.column(position).name(), &found.ty);
        match fit(is, ty) {
            Fit::Same => {}
            Fit::OtherLength => alter.push(position),
            Fit::No => {
                return Err(mismatch(format!(
                    "the column `{table}.{name}` is {is}, not {ty}; copy it into one that is"
                )));
            }
        }
        if !found.collation.is_empty() && found.collation != collation {
            return Err(mismatch(format!(
                "the column `{table}.{name}` compares by {}, not by {collation}; change it by `ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4 COLLATE {collation}`",
                found.collation
            )));
        }
        Ok(())
    })?;
    Ok(Missing::Columns { add, alter })
}

enum Fit {
    Same,
    /// A text or bytes of another length.
    OtherLength,
    No,
}

/// Whether a column of the type `stored` serves as one of the type `declared`.
fn fit(stored: &str, declared: &str) -> Fit {
    let declared = declared.to_ascii_lowercase();
    let (stored_name, stored_length) = parts(stored);
    let (name, length) = parts(&declared);
    let family = |name: &str| match name {
        "varchar" | "longtext" => 't',
        "varbinary" | "longblob" => 'b',
        _ => 'x',
    };
    match (stored_name == name, length) {
        (true, Some(length)) if family(name) != 'x' => {
            if stored_length >= Some(length) {
                Fit::Same
            } else {
                Fit::OtherLength
            }
        }
        // The width in which integers are shown says nothing; MySQL leaves it out.
        (true, _) if name == "bigint" => Fit::Same,
        (true, length) if stored_length == length => Fit::Same,
        (false, _) if family(stored_name) == family(name) && family(name) != 'x' => Fit::OtherLength,
        _ => Fit::No,
    }
}

fn parts(ty: &str) -> (&str, Option<usize>) {
    match ty.split_once('(') {
        Some((name, rest)) => (name, rest.trim_end_matches(')').parse().ok()),
        None => (ty, None),
    }
}

async fn check_key(session: &mut Session, schema: &EntitySchema) -> Attempt<()> {
    let ask = "SELECT column_name FROM information_schema.statistics WHERE table_schema = DATABASE() \
        AND table_name = ? AND index_name = 'PRIMARY' ORDER BY seq_in_index";
    let rows = session.ask(ask, &[schema.table()]).await?;
    let key: Vec<_> = rows.iter().map(|row| values::text(row, 0)).collect::<Result<_, _>>()?;
    let declared: Vec<_> = schema.key().iter().map(|&column| schema.column(column).name()).collect();
    let mut pairs = key.iter().zip(&declared);
    if key.len() == declared.len() && pairs.all(|(stored, name)| stored.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let (table, declared) = (schema.table(), declared.join(", "));
    Err(mismatch(format!(
        "the primary key of the table `{table}` is not ({declared}); copy its rows into a table where it is"
    ))
    .into())
}

/// A foreign key's parts, in the order of its columns.
struct Part {
    key: String,
    table: String,
    from: String,
    to: String,
    on_delete: String,
}

async fn check_references(session: &mut Session, schema: &EntitySchema) -> Attempt<()> {
    if schema.references().is_empty() {
        return Ok(());
    }
    // Two questions: the server opens every table there is for their join.
    let ask = "SELECT constraint_name, delete_rule FROM information_schema.referential_constraints \
        WHERE constraint_schema = DATABASE() AND table_name = ?";
    let mut rules = HashMap::new();
    for row in session.ask(ask, &[schema.table()]).await? {
        rules.insert(values::text(&row, 0)?, values::text(&row, 1)?);
    }
    let ask = "SELECT constraint_name, referenced_table_name, column_name, referenced_column_name \
        FROM information_schema.key_column_usage \
        WHERE table_schema = DATABASE() AND table_name = ? AND referenced_table_name IS NOT NULL \
        ORDER BY constraint_name, ordinal_position";
    let mut stored = Vec::new();
    for row in session.ask(ask, &[schema.table()]).await? {
        let text = |at| values::text(&row, at);
        let (key, table, from, to) = (text(0)?, text(1)?, text(2)?, text(3)?);
        let on_delete = rules.get(&key).cloned().unwrap_or_default();
        stored.push(Part { key, table, from, to, on_delete });
    }
    let keys: Vec<&[Part]> = stored.chunk_by(|a, b| a.key == b.key).collect();
    for reference in schema.references() {
        let target = reference.target();
        let actions: &[&str] = match reference.on_delete() {
            OnDelete::Cascade => &["CASCADE"],
            OnDelete::SetNull => &["SET NULL"],
            // The server doesn't tell them apart.
            OnDelete::Restrict => &["NO ACTION", "RESTRICT"],
        };
        let names: Vec<_> = reference.columns().iter().map(|&column| schema.column(column).name()).collect();
        let fits = |key: &&[Part]| {
            let mut pairs = names.iter().zip(target.key()).zip(key.iter());
            key.len() == names.len()
                && pairs.all(|((from, &to), part)| {
                    part.table.eq_ignore_ascii_case(target.table())
                        && part.from.eq_ignore_ascii_case(from)
                        && part.to.eq_ignore_ascii_case(target.column(to).name())
                        && actions.contains(&part.on_delete.as_str())
                })
        };
        if !keys.iter().any(fits) {
            return Err(mismatch(format!(
                "the table `{}` has no foreign key ({}) to `{}` ON DELETE {}; add it by `ALTER TABLE … ADD FOREIGN KEY`",
                schema.table(),
                names.join(", "),
                target.table(),
                actions[0]
            ))
            .into());
        }
    }
    Ok(())
}
