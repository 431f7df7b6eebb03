use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The mistakes of one declaration, so that all are reported in one compile.
///
/// It must be read with [`Mistakes::finish`]: dropping it unread would forget them, so that panics.
#[derive(Debug)]
pub(crate) struct Mistakes {
    found: Option<Vec<syn::Error>>,
}

impl Mistakes {
    pub(crate) fn new() -> Self {
        Self { found: Some(Vec::new()) }
    }

    pub(crate) fn push(&mut self, mistake: syn::Error) {
        if let Some(found) = &mut self.found {
            found.push(mistake);
        }
    }

    /// A mistake that underlines the whole of `node`.
    pub(crate) fn on(&mut self, node: impl ToTokens, words: impl Display) {
        self.push(syn::Error::new_spanned(node, words));
    }

    /// A mistake at one token.
    pub(crate) fn at(&mut self, span: Span, words: impl Display) {
        self.push(syn::Error::new(span, words));
    }

    /// The value of `result`, or `None` with its mistakes taken down.
    pub(crate) fn take<T, E: Into<syn::Error>>(&mut self, result: Result<T, E>) -> Option<T> {
        result.map_err(|mistake| self.push(mistake.into())).ok()
    }

    pub(crate) fn count(&self) -> usize {
        self.found.as_ref().map_or(0, Vec::len)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// `value`, unless there were mistakes.
    pub(crate) fn finish<T>(mut self, value: T) -> Result<T, syn::Error> {
        let all = self.found.take().unwrap_or_default().into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        });
        all.map_or(Ok(value), Err)
    }
}

impl Drop for Mistakes {
    fn drop(&mut self) {
        assert!(self.found.is_none() || std::thread::panicking(), "mistakes were dropped unread");
    }
}
