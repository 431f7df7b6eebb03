use std::error::Error as StdError;
use std::fmt;

use super::PluginError;
use crate::error::Error;
use crate::store::Retryable;

/// Why an engine couldn't be built, started, asked or stopped.
///
/// Its own words name plugins, groups and entities and never a value (R19); what a plugin's error says is the plugin's affair. Its
/// `Display` ends with the words of its [source](StdError::source), so that one line in a log is enough.
#[derive(Debug)]
#[non_exhaustive]
pub enum EngineError {
    /// What the engine was built of doesn't go together.
    Build {
        /// Everything that is wrong, as a sentence each.
        mistakes: Vec<String>,
    },
    /// A call of the store failed: its own migration, a ping, or its close.
    Store(Error),
    /// A group of a plugin couldn't be migrated.
    Migrate {
        /// The plugin's name.
        plugin: &'static str,
        /// What the store said, which names the group where it is about that.
        source: Error,
    },
    /// The store took a plugin's group and doesn't know its entity: its `migrate` passes over the groups that it is given.
    Unbound {
        /// The plugin's name.
        plugin: &'static str,
        /// The entity's name.
        entity: &'static str,
    },
    /// A plugin's start or stop failed.
    Plugin {
        /// The plugin's name.
        name: &'static str,
        /// What it said.
        source: PluginError,
    },
    /// The engine was started before.
    AlreadyStarted,
    /// Another call is starting or stopping the engine.
    UnderWay,
    /// The engine was stopped, and its store closed with it.
    Stopped,
}

impl EngineError {
    /// Whether the same call may succeed later, unchanged: the database couldn't be reached, say.
    ///
    /// Of a plugin's error, what the first [`Error`] or [`EngineError`] says that is among its sources.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Store(error) | Self::Migrate { source: error, .. } => error.is_retryable(),
            Self::Plugin { source, .. } => is_retryable(&**source),
            Self::Build { .. }
            | Self::Unbound { .. }
            | Self::AlreadyStarted
            | Self::UnderWay
            | Self::Stopped => false,
        }
    }
}

fn is_retryable(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<Error>() {
            return error.is_retryable();
        }
        if let Some(error) = error.downcast_ref::<EngineError>() {
            return error.is_retryable();
        }
        next = error.source();
    }
    false
}

impl Retryable for EngineError {
    fn is_retryable(&self) -> bool {
        EngineError::is_retryable(self)
    }
}

impl StdError for EngineError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Store(error) | Self::Migrate { source: error, .. } => Some(error),
            Self::Plugin { source, .. } => Some(&**source),
            Self::Build { .. }
            | Self::Unbound { .. }
            | Self::AlreadyStarted
            | Self::UnderWay
            | Self::Stopped => None,
        }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build { mistakes } => write!(f, "the engine can't be built: {}", mistakes.join("; ")),
            Self::Store(error) => write!(f, "the store of the engine failed: {error}"),
            Self::Migrate { plugin, source } => {
                write!(f, "the plugin `{plugin}` can't be migrated: {source}")
            }
            Self::Unbound { plugin, entity } => write!(
                f,
                "the store has no `{entity}` of the plugin `{plugin}`; \
                 its `migrate` must pass on the groups that it is given to its handle"
            ),
            Self::Plugin { name, source } => write!(f, "the plugin `{name}` failed: {source}"),
            Self::AlreadyStarted => f.write_str("the engine was started before"),
            Self::UnderWay => f.write_str("the engine is being started or stopped by another call"),
            Self::Stopped => f.write_str("the engine was stopped; build another one on a store that is open"),
        }
    }
}
