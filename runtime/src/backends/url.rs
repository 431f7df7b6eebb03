//! What the URLs of all backends have in common: a place, and parameters after a question mark.

use crate::error::{Error, Result};

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
        let parameters = query.split('&').filter(|part| !part.is_empty()).map(|part| {
            // It isn't quoted: it may be anything.
            part.split_once('=').ok_or_else(|| Error::config("one of the URL's parameters has no value"))
        });
        let doubtful = query.contains('@');
        Ok(Self { place, parameters: parameters.collect::<Result<_>>()?, doubtful })
    }

    /// Takes the parameter `name`, parsed.
    pub(super) fn take<T: std::str::FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        let Some(position) = self.parameters.iter().position(|(key, _)| *key == name) else {
            return Ok(None);
        };
        let (_, text) = self.parameters.remove(position);
        let value = text
            .parse()
            .map_err(|_| Error::config(format!("the URL's parameter `{name}` can't be `{text}`")))?;
        Ok(Some(value))
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
        String::from_utf8(bytes).map(Some).map_err(|_| wrong())
    }

    /// Refuses parameters that nobody took.
    pub(super) fn finish(self) -> Result<()> {
        match self.parameters.first() {
            Some(_) if self.doubtful => Err(Error::config(
                "the URL's parameters are not understood; write a `?` in a password as `%3F`",
            )),
            Some((name, _)) => Err(Error::config(format!("the URL's parameter `{name}` is not known"))),
            None => Ok(()),
        }
    }
}
