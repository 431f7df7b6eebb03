//! Every kind of value, each required and optional.

use std::collections::BTreeMap;

use crate::{Id, StoreEntity, StoreValue, Timestamp};

/// A unit enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, StoreValue)]
pub(crate) enum Mood {
    Calm,
    VeryCross,
}

/// A newtype.
#[derive(Clone, Debug, PartialEq, Eq, StoreValue)]
pub(crate) struct Slug(pub(crate) String);

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_samples", id_prefix = "swcs")]
pub(crate) struct Sample {
    #[store(id)]
    pub(crate) id: Id<Sample>,
    pub(crate) flag: bool,
    pub(crate) tiny: i8,
    pub(crate) byte: u8,
    pub(crate) int: i32,
    pub(crate) big: i64,
    pub(crate) unsigned: u64,
    pub(crate) float: f64,
    pub(crate) single: f32,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) at: Timestamp,
    pub(crate) mood: Mood,
    pub(crate) slug: Slug,
    pub(crate) list: Vec<String>,
    pub(crate) map: BTreeMap<String, i64>,
    #[store(json)]
    pub(crate) tree: serde_json::Value,
    // Words of SQL and of other query languages.
    #[store(rename = "select")]
    pub(crate) order: Option<bool>,
    pub(crate) group: Option<i64>,
    pub(crate) where_: Option<u32>,
    pub(crate) maybe_float: Option<f64>,
    pub(crate) maybe_text: Option<String>,
    pub(crate) maybe_bytes: Option<Vec<u8>>,
    pub(crate) maybe_at: Option<Timestamp>,
    pub(crate) maybe_mood: Option<Mood>,
    pub(crate) maybe_slug: Option<Slug>,
    pub(crate) maybe_list: Option<Vec<i64>>,
}

impl Sample {
    pub(crate) fn new() -> Self {
        Self {
            id: Id::new(),
            flag: false,
            tiny: 0,
            byte: 0,
            int: 0,
            big: 0,
            unsigned: 0,
            float: 0.0,
            single: 0.0,
            text: String::new(),
            bytes: Vec::new(),
            at: Timestamp::UNIX_EPOCH,
            mood: Mood::Calm,
            slug: Slug(String::new()),
            list: Vec::new(),
            map: BTreeMap::new(),
            tree: serde_json::Value::Null,
            order: None,
            group: None,
            where_: None,
            maybe_float: None,
            maybe_text: None,
            maybe_bytes: None,
            maybe_at: None,
            maybe_mood: None,
            maybe_slug: None,
            maybe_list: None,
        }
    }
}
