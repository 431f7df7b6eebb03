use std::cmp::Ordering;
use std::marker::PhantomData;

use crate::value::Row;

/// One column of an order, by its position: what backends see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Order {
    /// The column's position.
    pub column: usize,
    /// Whether larger values come first, and null last (R7).
    pub descending: bool,
}

impl Order {
    /// How two rows stand to each other in the order of these columns, null first where ascending (R7).
    #[must_use]
    pub fn compare(order: &[Self], a: &Row, b: &Row) -> Ordering {
        order.iter().fold(Ordering::Equal, |so_far, by| {
            so_far.then_with(|| {
                let columns = a[by.column].compare(&b[by.column]).unwrap_or(Ordering::Equal);
                if by.descending { columns.reverse() } else { columns }
            })
        })
    }
}

/// One column of an order, typed: from [`Column::asc`](crate::Column::asc) or [`Column::desc`](crate::Column::desc).
#[derive(Debug)]
pub struct OrderBy<E> {
    pub(crate) order: Order,
    entity: PhantomData<fn() -> E>,
}

impl<E> OrderBy<E> {
    pub(crate) const fn new(column: usize, descending: bool) -> Self {
        Self { order: Order { column, descending }, entity: PhantomData }
    }
}

impl<E> Clone for OrderBy<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for OrderBy<E> {}
