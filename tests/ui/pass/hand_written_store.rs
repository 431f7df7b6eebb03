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
    fn create_flag<'a>(&'a self, flag: &'a Flag) -> BoxFuture<'a, Result<Flag>> {
        Box::pin(async { Ok(flag.clone()) })
    }

    fn create_flags<'a>(&'a self, flags: &'a [Flag]) -> BoxFuture<'a, Result<Vec<Flag>>> {
        Box::pin(async { Ok(flags.to_vec()) })
    }

    fn get_flag<'a>(&'a self, _: &'a Id<Flag>) -> BoxFuture<'a, Result<Flag>> {
        Box::pin(async { Err(Error::not_found(Flag::schema())) })
    }

    fn find_flag<'a>(&'a self, _: &'a Id<Flag>) -> BoxFuture<'a, Result<Option<Flag>>> {
        Box::pin(async { Ok(None) })
    }

    fn get_flags<'a>(&'a self, ids: &'a [Id<Flag>]) -> BoxFuture<'a, Result<Vec<Option<Flag>>>> {
        Box::pin(async { Ok(ids.iter().map(|_| None).collect()) })
    }

    fn update_flag<'a>(&'a self, _: &'a Flag) -> BoxFuture<'a, Result<Flag>> {
        Box::pin(async { Err(Error::not_found(Flag::schema())) })
    }

    fn upsert_flag<'a>(&'a self, flag: &'a Flag) -> BoxFuture<'a, Result<Upserted<Flag>>> {
        Box::pin(async { Ok(Upserted::Inserted(flag.clone())) })
    }

    fn delete_flag<'a>(&'a self, _: &'a Id<Flag>) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async { Ok(false) })
    }

    fn list_flags<'a>(&'a self, _: &'a FlagFilter) -> BoxFuture<'a, Result<Page<Flag>>> {
        Box::pin(async { Ok(Page::new(Vec::new(), Some(0), None)) })
    }
}

async fn is_there<S: FlagStore + ?Sized>(store: &S, id: &Id<Flag>) -> bool {
    store.find_flag(id).await.is_ok_and(|flag| flag.is_some())
}

fn main() {
    let _ = is_there(&NoFlags, &Id::new());
    let _: &dyn FlagStore = &NoFlags;
}
