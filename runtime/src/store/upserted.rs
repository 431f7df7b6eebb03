/// What an upsert did, with the entity as it is stored now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upserted<E> {
    /// There was none: it was added.
    Inserted(E),
    /// There was one: it was replaced.
    Replaced(E),
}

impl<E> Upserted<E> {
    /// Whether it was added.
    #[must_use]
    pub const fn is_inserted(&self) -> bool {
        matches!(self, Self::Inserted(_))
    }

    /// The entity as it is stored now.
    #[must_use]
    pub fn into_inner(self) -> E {
        match self {
            Self::Inserted(entity) | Self::Replaced(entity) => entity,
        }
    }
}
