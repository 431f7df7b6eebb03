//! A subscriber that keeps what it hears.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

pub(crate) type Fields = BTreeMap<String, String>;

#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) name: &'static str,
    pub(crate) parent: Option<usize>,
    pub(crate) fields: Fields,
    pub(crate) events: Vec<(Level, Fields)>,
    pub(crate) closed: bool,
}

impl Heard {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// Spans in the order in which they were made, for one thread.
#[derive(Default)]
struct Inner {
    spans: Vec<Heard>,
    entered: Vec<usize>,
    handles: BTreeMap<usize, usize>,
    // Events outside every span.
    loose: Vec<Fields>,
}

#[derive(Clone, Default)]
pub(crate) struct Capture(Arc<Mutex<Inner>>);

impl Capture {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Everything so far; the positions of spans go on from what was taken before.
    pub(crate) fn spans(&self) -> Vec<Heard> {
        let inner = self.inner();
        assert!(inner.entered.is_empty(), "a span is still entered");
        assert!(inner.loose.is_empty(), "an event is outside every span");
        inner.spans.clone()
    }

    /// What was heard since there were `before` spans.
    pub(crate) fn since(&self, before: usize) -> Vec<Heard> {
        self.spans().split_off(before)
    }
}

fn position(id: &Id) -> usize {
    usize::try_from(id.into_u64()).unwrap() - 1
}

struct Visitor<'f>(&'f mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("storewright")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        attributes.record(&mut Visitor(&mut fields));
        let mut inner = self.inner();
        let parent = match attributes.parent() {
            Some(parent) => Some(position(parent)),
            None if attributes.is_contextual() => inner.entered.last().copied(),
            None => None,
        };
        let name = attributes.metadata().name();
        inner.spans.push(Heard { name, parent, fields, events: Vec::new(), closed: false });
        let id = inner.spans.len();
        inner.handles.insert(id - 1, 1);
        Id::from_u64(u64::try_from(id).unwrap())
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Visitor(&mut self.inner().spans[position(span)].fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        let mut inner = self.inner();
        match inner.entered.last().copied() {
            Some(span) => inner.spans[span].events.push((*event.metadata().level(), fields)),
            None => inner.loose.push(fields),
        }
    }

    fn enter(&self, span: &Id) {
        self.inner().entered.push(position(span));
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.inner().entered.pop(), Some(position(span)), "spans are left in another order");
    }

    fn clone_span(&self, id: &Id) -> Id {
        *self.inner().handles.entry(position(id)).or_default() += 1;
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let mut inner = self.inner();
        let handles = inner.handles.entry(position(&id)).or_default();
        *handles -= 1;
        let closed = *handles == 0;
        inner.spans[position(&id)].closed = closed;
        closed
    }
}
