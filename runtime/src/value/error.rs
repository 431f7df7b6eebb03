use std::borrow::Cow;
use std::fmt;

/// Why a Rust value can't become a column's value, or the other way round. The text never holds the value (R19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError(Cow<'static, str>);

impl ValueError {
    /// An error with this reason, in lower case and without a full stop. It must not quote the value.
    #[must_use]
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }

    /// A stored value has another type than the field asks for.
    #[must_use]
    pub fn wrong_type() -> Self {
        Self::new("it has another type than the field")
    }

    pub(crate) fn into_reason(self) -> Cow<'static, str> {
        self.0
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}
