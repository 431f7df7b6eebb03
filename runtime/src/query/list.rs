use std::fmt;

use super::{Condition, Cursor, Order, OrderBy};

/// What a `list_…` method is asked for: conditions, order, page size and position. `UserFilter` is `List<User>`.
///
/// ```
/// # use storewright::{Id, StoreEntity, Timestamp};
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # #[store(table = "users")]
/// # pub struct User { #[store(id)] id: Id<User>, email: String, banned: bool, created_at: Timestamp }
/// let filter = UserFilter::new()
///     .filter(User::EMAIL.contains("ali"))
///     .filter(User::BANNED.eq(false))
///     .order_by(User::CREATED_AT.desc())
///     .limit(50);
/// # let _ = filter;
/// ```
pub struct List<E> {
    pub(crate) conditions: Vec<Condition<E>>,
    pub(crate) order: Vec<Order>,
    pub(crate) limit: u32,
    pub(crate) after: Option<Cursor>,
    pub(crate) total: bool,
}

impl<E> List<E> {
    /// The page size unless [`List::limit`] says another.
    pub const DEFAULT_LIMIT: u32 = 50;

    /// Every row, in the order of the ids, in pages of [`List::DEFAULT_LIMIT`], with the total.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            conditions: Vec::new(),
            order: Vec::new(),
            limit: Self::DEFAULT_LIMIT,
            after: None,
            total: true,
        }
    }

    /// Only rows that match `condition`, and those given before.
    #[must_use]
    pub fn filter(mut self, condition: Condition<E>) -> Self {
        self.conditions.push(condition);
        self
    }

    /// In the order of this column, after those given before. Ties break by ascending id (R7).
    #[must_use]
    pub fn order_by(mut self, order: OrderBy<E>) -> Self {
        self.order.push(order.order);
        self
    }

    /// At most `limit` rows in a page. With 0, only the total is asked for.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// The page after the one that gave this cursor: a [`Cursor`], or an `Option` of one. The order must be the same (R9).
    #[must_use]
    pub fn after(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        self.after = cursor.into();
        self
    }

    /// Without counting all rows that match, which can cost more than the page.
    #[must_use]
    pub fn without_total(mut self) -> Self {
        self.total = false;
        self
    }
}

impl<E> Default for List<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for List<E> {
    fn clone(&self) -> Self {
        Self {
            conditions: self.conditions.clone(),
            order: self.order.clone(),
            limit: self.limit,
            after: self.after.clone(),
            total: self.total,
        }
    }
}

impl<E> fmt::Debug for List<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("conditions", &self.conditions)
            .field("order", &self.order)
            .field("limit", &self.limit)
            .field("after", &self.after)
            .field("total", &self.total)
            .finish()
    }
}
