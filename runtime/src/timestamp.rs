//! Moments in time, as every backend can hold them.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::value::ValueError;

/// A moment in UTC with microseconds, from the year 1 to the end of the year 9999 (R10).
///
/// It is displayed and parsed as RFC 3339. Parts finer than a microsecond are cut off when it is made. With the features
/// `chrono`, `time` and `jiff` those crates' own types can be fields as well.
///
/// ```
/// use storewright::Timestamp;
///
/// let at: Timestamp = "2026-11-24T08:30:00.25+01:00".parse()?;
/// assert_eq!(at.to_string(), "2026-11-24T07:30:00.25Z");
/// # Ok::<(), storewright::ValueError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first moment of the year 1, the earliest one.
    pub const MIN: Self = Self(-62_135_596_800_000_000);
    /// The last microsecond of the year 9999, the latest one.
    pub const MAX: Self = Self(253_402_300_799_999_999);
    /// Midnight of 1 January 1970.
    pub const UNIX_EPOCH: Self = Self(0);

    /// The moment `micros` microseconds after 1970, before it when negative.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when it lies outside [`Timestamp::MIN`] to [`Timestamp::MAX`].
    pub fn from_unix_micros(micros: i64) -> Result<Self, ValueError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(ValueError::new("the time lies outside the years 1 to 9999"))
        }
    }

    /// The moment `seconds` seconds after 1970, before it when negative.
    ///
    /// # Errors
    ///
    /// As [`Timestamp::from_unix_micros`].
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, ValueError> {
        Self::from_unix_micros(seconds.saturating_mul(1_000_000))
    }

    /// The nearest moment that can be held.
    pub(crate) fn clamped(micros: i64) -> Self {
        Self(micros.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Microseconds since 1970, negative before it.
    #[must_use]
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// The present moment of the system's clock, cut down to microseconds.
    ///
    /// A store takes its own `now` from its [`Clock`](crate::Clock); this is for the values that a caller fills in.
    #[must_use]
    pub fn now() -> Self {
        crate::Clock::now(&crate::SystemClock)
    }

    /// The time from `earlier` to this moment; zero when `earlier` is the later one.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        u64::try_from(self.0.saturating_sub(earlier.0)).map_or(Duration::ZERO, Duration::from_micros)
    }

    pub(crate) fn to_offset_date_time(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000).ok()
    }

    pub(crate) fn from_nanos(nanos: i128) -> Result<Self, ValueError> {
        let micros = i64::try_from(nanos.div_euclid(1_000)).unwrap_or(i64::MAX);
        Self::from_unix_micros(micros)
    }
}

/// Later by `rhs`, cut down to microseconds; stops at [`Timestamp::MAX`].
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, rhs: Duration) -> Self {
        let micros = i64::try_from(rhs.as_micros()).unwrap_or(i64::MAX);
        Self::clamped(self.0.saturating_add(micros))
    }
}

/// Earlier by `rhs`, cut down to microseconds; stops at [`Timestamp::MIN`].
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, rhs: Duration) -> Self {
        let micros = i64::try_from(rhs.as_micros()).unwrap_or(i64::MAX);
        Self::clamped(self.0.saturating_sub(micros))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_offset_date_time().and_then(|at| at.format(&Rfc3339).ok());
        f.write_str(&text.ok_or(fmt::Error)?)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let at = OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| ValueError::new("the text is not a time of RFC 3339"))?;
        Self::from_nanos(at.unix_timestamp_nanos())
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
