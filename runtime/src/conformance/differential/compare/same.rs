//! Whether two answers hold the same rows.

use super::super::model::same_row;
use super::super::show;
use crate::value::Row;

pub(super) fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    given: &T,
    expected: &T,
) -> Result<(), String> {
    if given == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, got {given:?}")) }
}

pub(super) fn same_order(given: &[Row], expected: &[Row]) -> Result<(), String> {
    let equal = given.len() == expected.len() && given.iter().zip(expected).all(|(a, b)| same_row(a, b));
    if equal { Ok(()) } else { Err(format!("expected {}, got {}", show::rows(expected), show::rows(given))) }
}

/// The same rows in any order.
pub(super) fn same_rows(given: &[Row], expected: &[Row]) -> Result<(), String> {
    same("number of rows", &given.len(), &expected.len())
        .map_err(|words| format!("{words}: {} instead of {}", show::rows(given), show::rows(expected)))?;
    some_of(given, expected)
}

/// Each of `given` is one of `expected`, none twice.
pub(super) fn some_of(given: &[Row], expected: &[Row]) -> Result<(), String> {
    let mut left: Vec<_> = expected.iter().collect();
    for row in given {
        let Some(found) = left.iter().position(|candidate| same_row(candidate, row)) else {
            return Err(format!(
                "unexpected row {}, expected of {}",
                show::values(row),
                show::rows(expected)
            ));
        };
        left.swap_remove(found);
    }
    Ok(())
}
