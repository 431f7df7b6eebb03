use storewright::{Id, Result};

use super::Cached;
use crate::fixture::{Author, AuthorStore, Book, BookStore, Chapter, ChapterStore, PageStore, author, page};

#[tokio::test]
async fn a_write_by_id_drops_that_row_only() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    store.create_pages(&[page("a", 1), page("b", 1)]).await?;
    store.get_page("b").await?;

    store.get_page("a").await?;
    store.update_page(&page("a", 2)).await?;
    assert_eq!(store.get_page("a").await?.views, 2);
    store.upsert_page(&page("a", 3)).await?;
    assert_eq!(store.get_page("a").await?.views, 3);
    assert!(store.delete_page("a").await?);
    assert_eq!(store.find_page("a").await?, None);
    store.create_page(&page("a", 4)).await?;
    assert_eq!(store.get_page("a").await?.views, 4);

    let selects = cached.selects();
    assert_eq!(store.get_page("b").await?, page("b", 1));
    assert_eq!(cached.selects(), selects);
    Ok(())
}

#[tokio::test]
async fn a_write_by_conditions_drops_all_rows_of_the_entity() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    let [ada, bob] = [author("ada"), author("bob")];
    store.create_authors(&[ada.clone(), bob.clone()]).await?;
    store.create_page(&page("a", 1)).await?;
    store.get_page("a").await?;
    store.get_author(&ada.id).await?;
    store.get_author(&bob.id).await?;

    store.rename_authors_named("ada", "Ada").await?;
    assert_eq!(store.get_author(&ada.id).await?.name, "Ada");
    store.get_author(&bob.id).await?;
    store.delete_authors_named("bob").await?;
    assert_eq!(store.find_author(&bob.id).await?, None);
    assert_eq!(store.get_author(&ada.id).await?.name, "Ada");

    store.rename_author(&ada.id, "Ada L").await?;
    assert_eq!(store.get_author(&ada.id).await?.name, "Ada L");
    // Another entity has kept its rows.
    let selects = cached.selects();
    store.get_page("a").await?;
    assert_eq!(cached.selects(), selects);
    Ok(())
}

#[tokio::test]
async fn a_row_is_found_by_the_values_that_it_has_now() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    let [ada, bob] = [author("ada"), author("bob")];
    store.create_authors(&[ada.clone(), bob.clone()]).await?;
    store.get_author_by_tenant_and_email("acme", &ada.email).await?;
    store.get_author_by_tenant_and_email("acme", &bob.email).await?;

    // Ada moves, and Bob takes her address.
    let moved = Author { email: "lovelace@example.com".to_owned(), ..ada.clone() };
    store.update_author(&moved).await?;
    assert_eq!(store.find_author_by_tenant_and_email("acme", &ada.email).await?, None);
    let heir = Author { email: ada.email.clone(), ..bob.clone() };
    store.update_author(&heir).await?;
    // Kept by her id, and still named by the address that she had.
    store.get_author(&ada.id).await?;
    for _ in 0..2 {
        assert_eq!(store.get_author_by_tenant_and_email("acme", &ada.email).await?, heir);
        assert_eq!(store.get_author_by_tenant_and_email("acme", &moved.email).await?, moved);
        assert_eq!(store.find_author_by_tenant_and_email("acme", &bob.email).await?, None);
    }
    Ok(())
}

#[tokio::test]
async fn a_deletion_drops_what_references_the_row() -> Result<()> {
    let cached = Cached::new().await;
    let store = &cached.store;
    let ada = store.create_author(&author("ada")).await?;
    store.create_page(&page("a", 1)).await?;
    let book = Book { id: Id::new(), author_id: ada.id, page_id: Some("a".to_owned()) };
    store.create_book(&book).await?;
    let chapter = Chapter { id: Id::new(), book_id: book.id };
    store.create_chapter(&chapter).await?;
    store.get_book(&book.id).await?;
    store.get_chapter(&chapter.id).await?;

    store.delete_page("a").await?;
    assert_eq!(store.get_book(&book.id).await?.page_id, None);
    assert_eq!(store.get_chapter(&chapter.id).await?, chapter);

    // Two levels down.
    store.delete_author(&ada.id).await?;
    assert_eq!(store.find_author(&ada.id).await?, None);
    assert_eq!(store.find_book(&book.id).await?, None);
    assert_eq!(store.find_chapter(&chapter.id).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_deleted_row_comes_back_when_it_is_restored() -> Result<()> {
    let cached = Cached::new().await;
    let ada = cached.store.create_author(&author("ada")).await?;
    for _ in 0..2 {
        cached.store.get_author_by_tenant_and_email("acme", &ada.email).await?;
        cached.store.delete_author(&ada.id).await?;
        assert_eq!(cached.store.find_author(&ada.id).await?, None);
        assert_eq!(cached.store.find_author_by_tenant_and_email("acme", &ada.email).await?, None);
        cached.store.restore_author(&ada.id).await?;
        assert_eq!(cached.store.get_author(&ada.id).await?, ada);
    }
    cached.store.purge_author(&ada.id).await?;
    assert_eq!(cached.store.find_author(&ada.id).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_write_that_fails_leaves_the_right_row() -> Result<()> {
    let cached = Cached::new().await;
    let [ada, bob] = [author("ada"), author("bob")];
    cached.store.create_authors(&[ada.clone(), bob.clone()]).await?;
    cached.store.get_author(&bob.id).await?;
    let taken = Author { email: ada.email.clone(), ..bob.clone() };
    assert!(cached.store.update_author(&taken).await.is_err_and(|error| error.is_conflict()));
    for _ in 0..2 {
        assert_eq!(cached.store.get_author(&bob.id).await?, bob);
    }
    assert_eq!(cached.cache.stats().hits, 1);
    Ok(())
}
