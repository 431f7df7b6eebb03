//! How a test says what it expects.

use std::fmt::Debug;

use crate::error::{Error, ErrorKind};
use crate::value::ValueError;

/// How a test ends early.
#[derive(Debug)]
pub(super) enum Stop {
    Fail(String),
    Skip(String),
}

pub(super) type Outcome<T = ()> = Result<T, Stop>;

/// A call that was expected to work did not.
impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fail(format!("unexpected error: {error} ({error:?})"))
    }
}

impl From<ValueError> for Stop {
    fn from(error: ValueError) -> Self {
        Self::Fail(format!("unexpected error: {error}"))
    }
}

/// Fails with these words unless the condition holds.
macro_rules! check {
    ($condition:expr, $($words:tt)+) => {
        if !$condition {
            return Err($crate::conformance::check::Stop::Fail(format!($($words)+)));
        }
    };
}

/// Fails unless both are equal, showing both.
macro_rules! check_eq {
    ($got:expr, $expected:expr, $($words:tt)+) => {
        // Not `let`: a temporary in an operand lives as long as this.
        match (&$got, &$expected) {
            (got, expected) => {
                if *got != *expected {
                    let words = format!($($words)+);
                    return Err($crate::conformance::check::Stop::Fail($crate::conformance::check::differ(&words, got, expected)));
                }
            }
        }
    };
}

/// Fails unless the result is an error of this kind, and gives the error.
macro_rules! check_kind {
    ($result:expr, $kind:pat, $($words:tt)+) => {{
        let words = format!($($words)+);
        let error = $crate::conformance::check::refused($result, &words)?;
        if !matches!(error.kind(), $kind) {
            let expected = stringify!($kind);
            return Err($crate::conformance::check::Stop::Fail(format!("{words}: expected {expected}, got {error:?}")));
        }
        error
    }};
}

pub(super) use {check, check_eq, check_kind};

const SHOWN: usize = 600;

/// The words of a failed comparison, without the megabytes that some tests compare.
pub(super) fn differ(words: &str, got: &impl Debug, expected: &impl Debug) -> String {
    format!("{words}: expected {}, got {}", short(expected), short(got))
}

fn short(value: &impl Debug) -> String {
    let mut text = format!("{value:?}");
    if let Some((cut, _)) = text.char_indices().nth(SHOWN) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

/// The error of a call that must not work.
pub(super) fn refused<T: Debug>(result: crate::Result<T>, words: &str) -> Outcome<Error> {
    match result {
        Ok(value) => Err(Stop::Fail(format!("{words}: expected an error, got {}", short(&value)))),
        Err(error) => Ok(error),
    }
}

/// Fails unless the result is a conflict of `entity` on `fields`, at `position` of a bulk create.
pub(super) fn check_conflict<T: Debug>(
    result: crate::Result<T>,
    entity: &str,
    fields: &[&str],
    position: Option<usize>,
    words: &str,
) -> Outcome<Error> {
    let error = refused(result, words)?;
    let same = matches!(error.kind(), ErrorKind::Conflict { entity: of, fields: on, position: at, .. }
        if *of == entity && on.as_slice() == fields && *at == position);
    if same {
        return Ok(error);
    }
    Err(Stop::Fail(format!(
        "{words}: expected a conflict of `{entity}` on {fields:?} at position {position:?}, got {error:?}"
    )))
}

/// Fails unless the result is `InvalidValue` of `field`.
pub(super) fn check_invalid<T: Debug>(result: crate::Result<T>, field: &str, words: &str) -> Outcome<Error> {
    let error = refused(result, words)?;
    match error.kind() {
        ErrorKind::InvalidValue { field: of, .. } if *of == field => Ok(error),
        _ => Err(Stop::Fail(format!("{words}: expected InvalidValue of `{field}`, got {error:?}"))),
    }
}
