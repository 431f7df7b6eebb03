//! The entities of these tests, and stores of them.

use std::sync::Arc;

use storewright::layers::Layer;
use storewright::{ConnectOptions, Id, StoreEntity, Timestamp, composite_store};

use crate::staged::Staged;

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "authors")]
#[store(unique(tenant, email))]
#[store(update = "rename_author", filter(id), set(name))]
#[store(update = "rename_authors_named", filter(name == before), set(name = after))]
#[store(delete = "delete_authors_named", filter(name))]
pub(crate) struct Author {
    #[store(id)]
    pub(crate) id: Id<Author>,
    pub(crate) tenant: String,
    pub(crate) email: String,
    pub(crate) name: String,
    #[store(secret)]
    pub(crate) password: String,
    #[store(soft_delete)]
    pub(crate) deleted_at: Option<Timestamp>,
}

/// A counter, with an id that is a text.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "pages")]
pub(crate) struct Page {
    #[store(id)]
    pub(crate) id: String,
    pub(crate) views: i64,
}

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "books")]
#[store(references(author_id -> Author, on_delete = cascade))]
#[store(references(page_id -> Page, on_delete = set_null))]
pub(crate) struct Book {
    #[store(id)]
    pub(crate) id: Id<Book>,
    pub(crate) author_id: Id<Author>,
    pub(crate) page_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "chapters")]
#[store(references(book_id -> Book, on_delete = cascade))]
pub(crate) struct Chapter {
    #[store(id)]
    pub(crate) id: Id<Chapter>,
    pub(crate) book_id: Id<Book>,
}

#[composite_store(Author, Page, Book, Chapter)]
pub(crate) trait Shelf {}

/// A store in memory behind these layers, the first one innermost. It has transactions, as far as [`Staged`] goes.
pub(crate) async fn shelf(layers: impl FnOnce(ConnectOptions) -> ConnectOptions) -> Arc<dyn Shelf> {
    shelf_on(Staged::default(), layers).await
}

/// The same on this backend.
pub(crate) async fn shelf_on(
    backend: Staged,
    layers: impl FnOnce(ConnectOptions) -> ConnectOptions,
) -> Arc<dyn Shelf> {
    let options = layers(ConnectOptions::backend(Arc::new(backend)));
    let store = <dyn Shelf>::connect(options).await.unwrap();
    store.migrate(&[]).await.unwrap();
    store
}

/// The same behind one layer.
pub(crate) async fn shelf_behind(layer: impl Layer + 'static) -> Arc<dyn Shelf> {
    shelf(|options| options.layer(layer)).await
}

pub(crate) fn author(name: &str) -> Author {
    Author {
        id: Id::new(),
        tenant: "acme".to_owned(),
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        password: "hash".to_owned(),
        deleted_at: None,
    }
}

pub(crate) fn page(id: &str, views: i64) -> Page {
    Page { id: id.to_owned(), views }
}
