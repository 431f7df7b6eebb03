//! Rows of several entities, created together.

use std::fmt;
use std::vec;

use super::crud::{self, new_row, without_position};
use super::handle::{Backed, StoreHandle};
use crate::backend::{Insert, Step, Write};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;
use crate::value::Row;

/// Entities to be created together: all of them or none, in one call.
///
/// A `create_with` method is made of one. They are created in the order given, so one may reference another that comes
/// before it.
///
/// ```
/// # use storewright::{Batch, Id, Result, StoreEntity, composite_store};
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # pub struct User { #[store(id)] id: Id<User>, name: String }
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # #[store(references(user_id -> User, on_delete = cascade))]
/// # pub struct Address { #[store(id)] id: Id<Address>, user_id: Id<User>, #[store(unique)] email: String }
/// # #[composite_store(User, Address)]
/// # trait AppStore {}
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let store = <dyn AppStore>::connect("memory:").await?;
/// # store.migrate(&[]).await?;
/// let user = User { id: Id::new(), name: "Ada".to_owned() };
/// let address = |email: &str| Address { id: Id::new(), user_id: user.id, email: email.to_owned() };
///
/// let batch = Batch::new().create(&user).create_many(&[address("ada@example.com"), address("al@example.com")]);
/// let mut created = batch.run(store.backing()).await?;
/// assert_eq!(created.one::<User>()?, user);
/// assert_eq!(created.many::<Address>()?.len(), 2);
/// # Ok(()) }) }
/// ```
#[derive(Debug, Default)]
#[must_use = "nothing is created before `run`"]
pub struct Batch {
    steps: Vec<(&'static EntitySchema, Vec<Row>, bool)>,
    error: Option<Error>,
}

impl Batch {
    /// Nothing to be created yet.
    pub const fn new() -> Self {
        Self { steps: Vec::new(), error: None }
    }

    /// And this entity.
    pub fn create<E: Entity>(self, entity: &E) -> Self {
        self.add(E::schema(), entity.to_row().map(|row| vec![row]), false)
    }

    /// And these entities.
    pub fn create_many<E: Entity>(self, entities: &[E]) -> Self {
        self.add(E::schema(), entities.iter().map(E::to_row).collect(), true)
    }

    fn add(mut self, schema: &'static EntitySchema, rows: Result<Vec<Row>>, many: bool) -> Self {
        match rows {
            Ok(rows) => self.steps.push((schema, rows, many)),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
        self
    }

    /// Creates all of them, or none.
    ///
    /// Cost: one round trip where the database takes several statements at once.
    ///
    /// # Errors
    ///
    /// As `create` of the entity that can't be created: [`Conflict`](crate::ErrorKind::Conflict) (R1), with the position of the row
    /// among those of [`Batch::create_many`] (R17), [`MissingReference`](crate::ErrorKind::MissingReference) (R13).
    pub fn run(self, store: &(impl Backed + ?Sized)) -> BoxFuture<'_, Result<Created>> {
        create_all(store.handle(), self)
    }
}

fn create_all(handle: &StoreHandle, batch: Batch) -> BoxFuture<'_, Result<Created>> {
    Box::pin(async move {
        if let Some(error) = batch.error {
            return Err(error);
        }
        let now = handle.now();
        let (mut steps, mut stored) = (Vec::new(), Vec::new());
        // A single row has no position to tell.
        let mut lists = Vec::new();
        for (schema, rows, many) in batch.steps {
            handle.check_known(schema)?;
            let rows =
                rows.into_iter().map(|row| new_row(handle, schema, now, row)).collect::<Result<Vec<_>>>()?;
            if !rows.is_empty() {
                let sealed =
                    rows.iter().cloned().map(|row| handle.sealed(schema, row)).collect::<Result<_>>()?;
                steps.push(Step::from(Write::Insert(Insert { schema, rows: sealed })));
            }
            if many {
                lists.push(schema.entity());
            }
            stored.push((schema, rows));
        }
        if !steps.is_empty() {
            let written = crud::expired::batch(handle, steps).await;
            written.map_err(|error| {
                let of_a_list = error.conflict().is_some_and(|taken| lists.contains(&taken.entity()));
                if of_a_list { error } else { without_position(error) }
            })?;
        }
        Ok(Created(stored.into_iter()))
    })
}

/// What a [`Batch`] created, as it was stored: to be taken out in the order in which it was put in.
pub struct Created(vec::IntoIter<(&'static EntitySchema, Vec<Row>)>);

impl Created {
    fn next(&mut self, schema: &'static EntitySchema) -> Result<Vec<Row>> {
        match self.0.next() {
            Some((of, rows)) if of == schema => Ok(rows),
            _ => Err(Error::unsupported(format!(
                "the next of what the batch created is no `{}`; take them in the order in which they were put in",
                schema.entity()
            ))),
        }
    }

    /// The next one, put in by [`Batch::create`].
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) when the next is of another entity, or there are several.
    pub fn one<E: Entity>(&mut self) -> Result<E> {
        let mut rows = self.next(E::schema())?.into_iter();
        match (rows.next(), rows.next()) {
            (Some(row), None) => E::from_row(row),
            _ => {
                Err(Error::unsupported("the next of what the batch created is not a single one; use `many`"))
            }
        }
    }

    /// The next ones, put in by [`Batch::create_many`].
    ///
    /// # Errors
    ///
    /// As [`Created::one`].
    pub fn many<E: Entity>(&mut self) -> Result<Vec<E>> {
        self.next(E::schema())?.into_iter().map(E::from_row).collect()
    }
}

impl fmt::Debug for Created {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Created").field("left", &self.0.len()).finish()
    }
}

/// [`Batch::create`], for the derive: an error that names it must not depend on what else is called `Batch`.
pub fn also_create<E: Entity>(batch: Batch, entity: &E) -> Batch {
    batch.create(entity)
}

/// [`Batch::create_many`], likewise.
pub fn also_create_many<E: Entity>(batch: Batch, entities: &[E]) -> Batch {
    batch.create_many(entities)
}

/// The body of a `create_with` method.
pub fn create_with<'a, T: Send + 'a>(
    handle: &'a StoreHandle,
    batch: Batch,
    read: fn(&mut Created) -> Result<T>,
) -> BoxFuture<'a, Result<T>> {
    let created = create_all(handle, batch);
    Box::pin(async move { read(&mut created.await?) })
}
