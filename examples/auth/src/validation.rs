//! What a client may send, told about all fields at once.

use std::borrow::Cow;
use std::mem;

use email_address::{EmailAddress, Options};

use crate::problem::{FieldError, Problem};

const NAME_CHARS: usize = 200;
const TEXT_BYTES: usize = 2048;
const SLUG_BYTES: usize = 63;
const PASSWORD_BYTES: std::ops::RangeInclusive<usize> = 8..=256;

/// Collects what is wrong with the fields of a body.
#[derive(Default)]
#[must_use = "nothing is refused before `finish`"]
pub(crate) struct Validation(Vec<FieldError>);

impl Validation {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Refuses `field` with these words unless it is as it should be.
    pub(crate) fn check(
        mut self,
        field: &'static str,
        good: bool,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        if !good {
            self.0.push(FieldError { field, detail: detail.into() });
        }
        self
    }

    pub(crate) fn email(self, field: &'static str, email: &str) -> Self {
        self.check(field, is_email(email), "is not an e-mail address")
    }

    pub(crate) fn password(self, field: &'static str, password: &str) -> Self {
        let good = PASSWORD_BYTES.contains(&password.len());
        self.check(field, good, "must have 8 to 256 bytes")
    }

    /// A name that may be empty.
    pub(crate) fn name(self, field: &'static str, name: &str) -> Self {
        let good = name.chars().count() <= NAME_CHARS && !name.contains(char::is_control);
        self.check(field, good, "must have at most 200 characters, none of them a control character")
    }

    /// A name that may be left out, but isn't empty.
    pub(crate) fn some_name(self, field: &'static str, name: Option<&str>) -> Self {
        match name {
            Some(name) => self.required_name(field, name),
            None => self,
        }
    }

    pub(crate) fn required_name(self, field: &'static str, name: &str) -> Self {
        if name.trim().is_empty() {
            self.check(field, false, "must not be empty")
        } else {
            self.name(field, name)
        }
    }

    /// A text such as a URL, not empty and not too long.
    pub(crate) fn text(self, field: &'static str, text: &str) -> Self {
        let good = (1..=TEXT_BYTES).contains(&text.len()) && !text.contains(char::is_control);
        self.check(field, good, "must have 1 to 2048 bytes, none of them a control character")
    }

    pub(crate) fn slug(self, field: &'static str, slug: &str) -> Self {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = (1..=SLUG_BYTES).contains(&slug.len()) && slug.bytes().all(known);
        self.check(field, good, "must have 1 to 63 of the characters a-z, 0-9 and -")
    }

    pub(crate) fn finish(mut self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(mem::take(&mut self.0))) }
    }
}

/// An address that mail can be sent to: no display name, no literal IP address.
pub(crate) fn is_email(email: &str) -> bool {
    let options = Options::default().without_display_text().without_domain_literal();
    EmailAddress::parse_with_options(email.trim(), options).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Validation, is_email};

    #[test]
    fn every_field_is_told_at_once() {
        let validation = Validation::new()
            .email("email", "ada")
            .password("password", "short")
            .name("first_name", &"x".repeat(201))
            .slug("slug", "Acme!")
            .required_name("name", " ");
        let problem = format!("{:?}", validation.finish().unwrap_err());
        for field in ["email", "password", "first_name", "slug", "name"] {
            assert!(problem.contains(&format!("field: \"{field}\"")), "{problem}");
        }
        assert!(!problem.contains("short") && !problem.contains("ada"), "{problem}");
    }

    #[test]
    fn limits_are_taken_exactly() {
        let good = Validation::new()
            .password("password", &"x".repeat(8))
            .password("password", &"x".repeat(256))
            .name("name", &"ü".repeat(200))
            .name("name", "")
            .slug("slug", "a")
            .slug("slug", &"-9".repeat(31));
        assert!(good.finish().is_ok());
        for bad in ["", "a_b", &"a".repeat(64), "ä"] {
            assert!(Validation::new().slug("slug", bad).finish().is_err(), "{bad}");
        }
        assert!(Validation::new().password("password", &"x".repeat(257)).finish().is_err());
        assert!(Validation::new().name("name", "a\0b").finish().is_err());
    }

    #[test]
    fn addresses() {
        for good in ["ada@example.com", " Ada@Example.com ", "a+b@sub.example.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["", "ada", "@example.com", "ada@", "Ada <ada@example.com>", "a b@example.com", "a@b\0.com"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
