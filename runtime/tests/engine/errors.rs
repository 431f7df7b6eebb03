//! What an engine's errors say about trying again, and what is behind them.

use std::error::Error as StdError;
use std::fmt;

use storewright::engine::EngineError;
use storewright::{Error, ErrorKind, Retryable};

use crate::fixture::outage;

/// An error of a plugin with another one behind it.
#[derive(Debug)]
struct Wrapped(Box<dyn StdError + Send + Sync>);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no consents")
    }
}

impl StdError for Wrapped {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

fn of_plugin(source: impl Into<Box<dyn StdError + Send + Sync>>) -> EngineError {
    EngineError::Plugin { name: "consents", source: source.into() }
}

#[test]
fn what_the_store_says_about_trying_again_counts() {
    let closed = || Error::from(ErrorKind::Closed);
    for (error, retryable) in [
        (EngineError::Store(outage()), true),
        (EngineError::Store(closed()), false),
        (EngineError::Migrate { plugin: "consents", source: outage() }, true),
        (EngineError::Migrate { plugin: "consents", source: closed() }, false),
        (of_plugin(outage()), true),
        (of_plugin(closed()), false),
        (of_plugin("no consents"), false),
        // Behind an error of its own, or one of another engine.
        (of_plugin(Wrapped(outage().into())), true),
        (of_plugin(Wrapped("no reason".into())), false),
        (of_plugin(EngineError::Store(outage())), true),
        (of_plugin(EngineError::AlreadyStarted), false),
        (EngineError::AlreadyStarted, false),
        (EngineError::UnderWay, false),
        (EngineError::Stopped, false),
    ] {
        assert_eq!(error.is_retryable(), retryable, "{error:?}");
        assert_eq!(Retryable::is_retryable(&error), retryable);
    }
}

#[test]
fn what_is_behind_it() {
    let behind = |error: &EngineError| error.source().map(ToString::to_string);
    assert_eq!(behind(&EngineError::Store(outage())).unwrap(), outage().to_string());
    let of_plugin = of_plugin(Wrapped("no reason".into()));
    assert_eq!(behind(&of_plugin).unwrap(), "no consents");
    assert_eq!(of_plugin.to_string(), "the plugin `consents` failed: no consents");
    assert_eq!(behind(&EngineError::Stopped), None);
    assert_eq!(behind(&EngineError::Unbound { plugin: "consents", entity: "Consent" }), None);
}
