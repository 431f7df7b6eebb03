//! A store by hand beside the generated ones: for a test double, or for one entity that lives elsewhere.

use storewright::{BoxFuture, Entity, Error, Id, Page, Result, StoreEntity, Upserted};

#[derive(Clone, Debug, StoreEntity)]
#[store(table = "flags")]
pub struct Flag {
    #[store(id)]
    pub id: Id<Flag>,
    pub name: String,
}

pub struct NoFlags;

impl FlagStore for NoFlags {
    fn create_flag(&self, flag: &Flag) -> BoxFuture<'_, Result<Flag>> {
        let flag = flag.clone();
        Box::pin(async move { Ok(flag) })
    }

    fn create_flags(&self, flags: &[Flag]) -> BoxFuture<'_, Result<Vec<Flag>>> {
        let flags = flags.to_vec();
        Box::pin(async move { Ok(flags) })
    }

    fn get_flag(&self, _: &Id<Flag>) -> BoxFuture<'_, Result<Flag>> {
        Box::pin(async { Err(Error::not_found(Flag::schema())) })
    }

    fn find_flag(&self, _: &Id<Flag>) -> BoxFuture<'_, Result<Option<Flag>>> {
        Box::pin(async { Ok(None) })
    }

    fn get_flags(&self, ids: &[Id<Flag>]) -> BoxFuture<'_, Result<Vec<Option<Flag>>>> {
        let none = ids.iter().map(|_| None).collect();
        Box::pin(async move { Ok(none) })
    }

    fn update_flag(&self, _: &Flag) -> BoxFuture<'_, Result<Flag>> {
        Box::pin(async { Err(Error::not_found(Flag::schema())) })
    }

    fn upsert_flag(&self, flag: &Flag) -> BoxFuture<'_, Result<Upserted<Flag>>> {
        let flag = flag.clone();
        Box::pin(async move { Ok(Upserted::Inserted(flag)) })
    }

    fn delete_flag(&self, _: &Id<Flag>) -> BoxFuture<'_, Result<bool>> {
        Box::pin(async { Ok(false) })
    }

    fn list_flags(&self, _: &FlagFilter) -> BoxFuture<'_, Result<Page<Flag>>> {
        Box::pin(async { Ok(Page { items: Vec::new(), total: Some(0), next: None }) })
    }
}

async fn is_there<S: FlagStore + ?Sized>(store: &S, id: &Id<Flag>) -> bool {
    store.find_flag(id).await.is_ok_and(|flag| flag.is_some())
}

fn main() {
    let _ = is_there(&NoFlags, &Id::new());
    let _: &dyn FlagStore = &NoFlags;
}
