use std::slice;
use std::vec;

/// How many rows there are for each value of a column: what a `count_by` method gives, in the order of the values.
///
/// ```
/// # use storewright::{Id, Result, StoreEntity, StoreValue, composite_store};
/// #[derive(Clone, Debug, PartialEq, StoreValue)]
/// pub enum Status { Pending, Done, Failed }
///
/// #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// #[store(count_by = "count_jobs_by_status", filter(queue), by(status))]
/// pub struct Job {
///     #[store(id)]
///     pub id: Id<Job>,
///     pub queue: String,
///     pub status: Status,
/// }
/// # #[composite_store(Job)]
/// # trait AppStore {}
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let store = <dyn AppStore>::connect("memory:").await?;
/// # store.migrate(&[]).await?;
/// let job = |status| Job { id: Id::new(), queue: "mail".to_owned(), status };
/// store.create_jobs(&[job(Status::Done), job(Status::Done), job(Status::Pending)]).await?;
///
/// let counts = store.count_jobs_by_status("mail").await?;
/// assert_eq!(counts.get(&Status::Done), 2);
/// assert_eq!(counts.get(&Status::Failed), 0);
/// assert_eq!(counts.total(), 3);
/// # Ok(()) }) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts<T>(Vec<(T, u64)>);

impl<T> Counts<T> {
    /// The counts of a store that is written by hand: each value once.
    #[must_use]
    pub const fn new(counts: Vec<(T, u64)>) -> Self {
        Self(counts)
    }

    /// How many rows have this value.
    #[must_use]
    pub fn get(&self, value: &T) -> u64
    where
        T: PartialEq,
    {
        self.0.iter().find(|(other, _)| other == value).map_or(0, |(_, count)| *count)
    }

    /// How many rows there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// The values that rows have, and how many.
    pub fn iter(&self) -> slice::Iter<'_, (T, u64)> {
        self.0.iter()
    }

    /// How many values there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> IntoIterator for Counts<T> {
    type Item = (T, u64);
    type IntoIter = vec::IntoIter<(T, u64)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Counts<T> {
    type Item = &'a (T, u64);
    type IntoIter = slice::Iter<'a, (T, u64)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
