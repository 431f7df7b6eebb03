use storewright::{Entity, StoreEntity};

// Only an id: every name comes from the struct's.
#[derive(Debug, StoreEntity)]
pub struct ApiKey {
    #[store(id)]
    pub id: i64,
}

#[derive(Debug, StoreEntity)]
pub struct Category {
    #[store(id)]
    pub id: i64,
    #[store(index)]
    pub parent: Option<i64>,
}

async fn use_it(keys: &dyn ApiKeyStore, categories: &dyn CategoryStore) -> storewright::Result<()> {
    keys.get_api_key(1).await?;
    keys.list_api_keys(&ApiKeyFilter::new()).await?;
    categories.create_categories(&[]).await?;
    categories.list_categories(&CategoryFilter::new()).await?;
    categories.list_categories_by_parent(3).await?;
    Ok(())
}

fn main() {
    let _ = use_it;
    assert_eq!(ApiKey::schema().table(), "api_keys");
    assert_eq!(Category::schema().table(), "categories");
}
