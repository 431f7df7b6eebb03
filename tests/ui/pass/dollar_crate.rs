//! A library's own macro can declare entities for its users: `$crate` is the library then.

pub mod storewright_again {
    pub use storewright::*;
}

#[macro_export]
macro_rules! counter {
    ($name:ident, $key:ty) => {
        #[derive(Debug, $crate::storewright_again::StoreEntity)]
        #[store(crate = $crate::storewright_again)]
        #[store(list = "list_large", filter(count > least))]
        pub struct $name {
            #[store(id)]
            pub id: $key,
            pub count: u64,
            #[store(version)]
            pub version: i64,
            #[store(soft_delete)]
            pub deleted_at: Option<$crate::storewright_again::Timestamp>,
        }
    };
}

mod inner {
    counter!(Clicks, String);
}

fn main() {
    let _ = inner::Clicks::COUNT.gt(3);
}
