//! What the URLs of all backends have in common: a place, and parameters after a question mark.

#[cfg(any(feature = "mysql", feature = "postgres"))]
use std::time::Duration;

use crate::error::{Error, Result};

/// The longest time that all servers understand, in milliseconds: 24 days.
#[cfg(any(feature = "mysql", feature = "postgres"))]
const LONGEST: u64 = i32::MAX.unsigned_abs() as u64;

const NOT_UNDERSTOOD: &str = "the URL's parameters are not understood; write a `?` in a password as `%3F`";

/// The part of a URL before its parameters, and the parameters.
pub(super) struct Url<'u> {
    pub(super) place: &'u str,
    parameters: Vec<(&'u str, &'u str)>,
    /// Whether what stands for parameters may be the end of a password with a question mark.
    doubtful: bool,
}

impl<'u> Url<'u> {
    pub(super) fn parse(rest: &'u str) -> Result<Self> {
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let doubtful = query.contains('@');
        let parameters = query.split('&').filter(|part| !part.is_empty()).map(|part| {
            // It isn't quoted: it may be anything.
            let wrong = if doubtful { NOT_UNDERSTOOD } else { "one of the URL's parameters has no value" };
            part.split_once('=').ok_or_else(|| Error::config(wrong))
        });
        Ok(Self { place, parameters: parameters.collect::<Result<_>>()?, doubtful })
    }

    /// Takes the parameter `name`, parsed.
    pub(super) fn take<T>(&mut self, name: &str) -> Result<Option<T>>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        let Some(position) = self.parameters.iter().position(|(key, _)| *key == name) else {
            return Ok(None);
        };
        let (_, text) = self.parameters.remove(position);
        if self.parameters.iter().any(|(key, _)| *key == name) {
            return Err(Error::config(format!("the URL has the parameter `{name}` twice")));
        }
        let value = text.parse().map_err(|error| {
            Error::config(if self.doubtful {
                NOT_UNDERSTOOD.to_owned()
            } else {
                format!("the URL's parameter `{name}` can't be `{text}`: {error}")
            })
        });
        value.map(Some)
    }

    /// Takes the parameter `name`, a time in milliseconds.
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    pub(super) fn take_millis(&mut self, name: &str) -> Result<Option<Duration>> {
        Ok(self.take(name)?.map(|millis: u64| Duration::from_millis(millis.min(LONGEST))))
    }

    /// Takes the parameter `name`, whose characters may be written as `%20`.
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    pub(super) fn take_text(&mut self, name: &str) -> Result<Option<String>> {
        let Some(text) = self.take::<String>(name)? else { return Ok(None) };
        let wrong = || Error::config(format!("the URL's parameter `{name}` is not a text as URLs have it"));
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            if byte != b'%' {
                bytes.push(byte);
                continue;
            }
            let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
            let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
            bytes.push(code.ok_or_else(wrong)?);
            rest = &after[2..];
        }
        // No file, host or name has a NUL.
        String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).map(Some).ok_or_else(wrong)
    }

    /// Refuses parameters that nobody took.
    pub(super) fn finish(self) -> Result<()> {
        match self.parameters.first() {
            Some(_) if self.doubtful => Err(Error::config(NOT_UNDERSTOOD)),
            Some((name, _)) => Err(Error::config(format!("the URL's parameter `{name}` is not known"))),
            None => Ok(()),
        }
    }
}

/// An address of IPv6 without the brackets that it has in URLs and nowhere else; `None` for other hosts.
#[cfg(any(feature = "mysql", feature = "postgres"))]
pub(super) fn address(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn what_is_wrong_with_parameters_is_said() {
        let mut url = Url::parse("//h/a?wait=1s&most=3&most=4").unwrap();
        let told = url.take::<u64>("wait").unwrap_err().to_string();
        assert!(told.contains("`wait`") && told.contains("`1s`: invalid digit"), "{told}");
        let told = url.take::<u64>("most").unwrap_err().to_string();
        assert!(told.contains("`most` twice"), "{told}");
    }

    #[test]
    fn what_may_be_a_password_is_not_quoted() {
        for rest in ["//u:a?hush@h/a", "//u:a?wait=hush@h/a", "//u:a?hush=1@h/a"] {
            let taken = Url::parse(rest).and_then(|mut url| {
                url.take::<u64>("wait")?;
                url.finish()
            });
            let told = taken.unwrap_err().to_string();
            assert!(told.contains("%3F") && !told.contains("hush"), "{told}");
        }
    }

    #[test]
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    fn texts_and_times_are_read() {
        let mut url = Url::parse("//h/a?text=a%20b&nul=a%00b&wait=18446744073709551615").unwrap();
        assert_eq!(url.take_text("text").unwrap().as_deref(), Some("a b"));
        assert!(url.take_text("nul").is_err());
        assert_eq!(url.take_millis("wait").unwrap(), Some(std::time::Duration::from_millis(2_147_483_647)));
        assert_eq!((super::address("[::1]"), super::address("db.example")), (Some("::1"), None));
    }
}
