//! What the URLs of all backends have in common: a place, and parameters after a question mark.

use crate::error::{Error, Result};

/// The part of a URL before its parameters, and the parameters.
pub(super) struct Url<'u> {
    pub(super) place: &'u str,
    parameters: Vec<(&'u str, &'u str)>,
}

impl<'u> Url<'u> {
    pub(super) fn parse(rest: &'u str) -> Result<Self> {
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parameters = query.split('&').filter(|part| !part.is_empty()).map(|part| {
            part.split_once('=')
                .ok_or_else(|| Error::config(format!("the URL's parameter `{part}` has no value")))
        });
        Ok(Self { place, parameters: parameters.collect::<Result<_>>()? })
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

    /// Refuses parameters that nobody took.
    pub(super) fn finish(self) -> Result<()> {
        match self.parameters.first() {
            Some((name, _)) => Err(Error::config(format!("the URL's parameter `{name}` is not known"))),
            None => Ok(()),
        }
    }
}
