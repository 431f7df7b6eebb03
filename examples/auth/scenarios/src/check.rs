//! One check, and how it says what it found.

use std::error::Error;
use std::fmt;

use storewright::BoxFuture;

use crate::World;

/// Why a check failed.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What a check gives.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Something that must hold on every store.
#[derive(Clone, Copy)]
pub struct Check {
    /// The method or the scenario that it is about.
    pub name: &'static str,
    /// Runs it.
    pub run: fn(&World) -> BoxFuture<'_, Outcome>,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Check").field(&self.name).finish()
    }
}

/// A list of checks, each an `async fn(&World) -> Outcome` whose name is what it is about.
macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        &[$($crate::Check { name: stringify!($name), run: |world| Box::pin($name(world)) }),*]
    };
}

/// Fails unless the condition holds.
macro_rules! check {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err(format!("{}:{}: {}", file!(), line!(), format_args!($($words)+)).into());
        }
    };
}

/// Fails unless both are the same.
macro_rules! check_eq {
    ($found:expr, $expected:expr, $($words:tt)+) => {
        match (&$found, &$expected) {
            (found, expected) => {
                if *found != *expected {
                    let words = format_args!($($words)+);
                    return Err(format!("{}:{}: {words}: found {found:?}, expected {expected:?}", file!(), line!()).into());
                }
            }
        }
    };
}

/// The error of a call that must fail.
macro_rules! refused {
    ($result:expr, $($words:tt)+) => {
        match $result {
            Err(error) => error,
            Ok(_) => {
                let words = format_args!($($words)+);
                return Err(format!("{}:{}: {words} was not refused", file!(), line!()).into());
            }
        }
    };
}

pub(crate) use {check, check_eq, checks, refused};
