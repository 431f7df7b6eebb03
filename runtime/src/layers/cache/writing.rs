use std::sync::Arc;

use super::affected::Affected;
use super::rows::Rows;
use crate::error::{ErrorKind, Result};

/// A write that is under way. Dropped before its end, nobody knows whether it was done.
pub(super) struct Writing {
    rows: Arc<Rows>,
    affected: Affected,
    ended: bool,
}

impl Writing {
    pub(super) fn begin(rows: &Arc<Rows>, affected: Affected) -> Self {
        rows.write_begins(&affected);
        Self { rows: Arc::clone(rows), affected, ended: false }
    }

    /// It has ended so.
    pub(super) fn end<T>(mut self, done: &Result<T>) {
        let in_doubt =
            done.as_ref().is_err_and(|error| matches!(error.kind(), ErrorKind::Unavailable { .. }));
        if !in_doubt {
            self.rows.write_ended(&self.affected);
            self.ended = true;
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.ended {
            self.rows.write_in_doubt(&self.affected);
        }
    }
}
