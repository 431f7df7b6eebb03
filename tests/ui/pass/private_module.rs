#![deny(warnings)]

use storewright::Id;

mod store {
    use storewright::{Id, StoreEntity, composite_store};

    #[derive(Debug, StoreEntity)]
    #[store(table = "users")]
    #[store(unique(email))]
    pub(crate) struct User {
        #[store(id)]
        pub(crate) id: Id<User>,
        pub(super) email: String,
        #[store(secret)]
        hash: Vec<u8>,
    }

    impl User {
        pub(crate) fn new(email: &str) -> Self {
            Self { id: Id::new(), email: email.to_owned(), hash: Vec::new() }
        }

        pub(crate) fn hash(&self) -> &[u8] {
            &self.hash
        }
    }

    #[composite_store(User)]
    pub(crate) trait AuthStore {}
}

use store::{AuthStore, User, UserFilter};

async fn sign_in(store: &dyn AuthStore, email: &str) -> storewright::Result<Id<User>> {
    let user = store.get_user_by_email(email).await?;
    let page = store.list_users(&UserFilter::new().filter(User::EMAIL.contains(&user.email))).await?;
    Ok(page.items[0].id)
}

fn main() {
    let _ = sign_in;
    assert!(User::new("a@b.c").hash().is_empty());
}
