use quote::ToTokens;

use super::field::Field;
use crate::mistakes::Mistakes;

/// What a declaration uses a column for that not every column can be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usage {
    Id,
    Index,
    Reference,
    /// In the condition of an index.
    When,
    /// In the condition of a method.
    Filter,
    Order,
    Flag,
    By,
    To,
    Add,
}

impl Usage {
    /// What can't be done with a column that is stored as JSON.
    fn of_json(self) -> &'static str {
        match self {
            Self::Id => "which can't be an id",
            Self::Index => "which can't be indexed",
            Self::Reference => "which can't hold an id",
            Self::When | Self::Filter => "which can't be used in a filter",
            Self::Order | Self::To => "which has no order",
            Self::Flag => "which can't be a flag",
            Self::By => "which can't be counted by",
            Self::Add => "which can't be added to",
        }
    }

    /// What can't be done with a column that a backend can't read.
    fn of_encrypted(self) -> &'static str {
        match self {
            Self::Id => "so it can't be an id",
            Self::Index => "so it can't be indexed",
            Self::Reference => "so it can't hold another entity's id",
            Self::When | Self::Filter => "so it can't be used in a filter",
            Self::Order => "so it can't be used in an order",
            Self::Flag => "so it can't be a flag",
            Self::By => "so it can't be counted by",
            Self::To => "so it can't be compared and raised",
            Self::Add => "so it can't be added to",
        }
    }

    /// What can't be done with a secret column. A filter says it itself: it may look one up by equality.
    fn of_secret(self) -> Option<&'static str> {
        match self {
            Self::When => Some("can't be used in the condition of an index"),
            Self::Order => Some("can't be used in an order"),
            Self::By => Some("can't be counted by, the counts would show its values"),
            Self::To => Some("can't be compared and raised"),
            _ => None,
        }
    }
}

/// Takes it down if `field` can't be used so, underlining `at`.
pub(super) fn check(field: &Field, usage: Usage, at: impl ToTokens, mistakes: &mut Mistakes) {
    let name = &field.name;
    if field.encrypted {
        mistakes.on(at, format!("`{name}` is encrypted, {}", usage.of_encrypted()));
    } else if field.json {
        mistakes.on(at, format!("`{name}` is stored as JSON, {}", usage.of_json()));
    } else if let Some(words) = usage.of_secret().filter(|_| field.secret) {
        mistakes.on(at, format!("secret column `{name}` {words}"));
    }
}
