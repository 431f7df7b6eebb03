// #[composite_store(User, plugin::Session, include(BaseStore))]
// /// What the engine persists.
// pub trait AuthStore: Debug {
//     /// Whether it is empty.
//     fn is_empty(&self) -> bool {
//         false
//     }
// }

/// What the engine persists.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `AuthStore`",
    label = "lacks an entity store that it gathers",
    note = "a `StoreHandle` is one; any other type needs each entity store that `AuthStore` gathers, and `Store`"
)]
pub trait AuthStore: Debug + UserStore + plugin::SessionStore + BaseStore + ::storewright::__private::Store {
    /// Whether it is empty.
    fn is_empty(&self) -> bool {
        false
    }
}
#[automatically_derived]
impl<
    __S: ?::storewright::__private::core::marker::Sized + Debug + UserStore
        + plugin::SessionStore + BaseStore + ::storewright::__private::Store,
> AuthStore for __S {}
#[automatically_derived]
impl ::storewright::__private::Backed for dyn AuthStore + '_ {
    fn handle(&self) -> &::storewright::__private::StoreHandle {
        ::storewright::__private::Store::backing(self)
    }
}
#[automatically_derived]
#[allow(dead_code)]
impl dyn AuthStore {
    /// The entities of an [`AuthStore`] as data, each once.
    #[must_use]
    pub fn schemas() -> ::storewright::__private::Vec<
        &'static ::storewright::__private::EntitySchema,
    > {
        ::storewright::__private::schemas(
            &[
                <User as ::storewright::__private::Entity>::schema(),
                <plugin::Session as ::storewright::__private::Entity>::schema(),
            ],
            &[<dyn BaseStore>::schemas()],
        )
    }
    /** Opens an [`AuthStore`] on the backend that the URL's scheme names, or with more to say, by `ConnectOptions`.

 # Errors

 `Config` when the URL can't be used, `Unavailable` when the database can't be reached.*/
    pub fn connect(
        options: impl ::storewright::__private::core::convert::Into<
            ::storewright::__private::ConnectOptions,
        >,
    ) -> ::storewright::__private::BoxFuture<
        'static,
        ::storewright::__private::Result<::storewright::__private::Arc<dyn AuthStore>>,
    > {
        let options: ::storewright::__private::ConnectOptions = ::storewright::__private::core::convert::Into::into(
            options,
        );
        let connecting = options.connect(<dyn AuthStore>::schemas());
        ::storewright::__private::Box::pin(async move {
            let store: ::storewright::__private::Arc<dyn AuthStore> = ::storewright::__private::Arc::new(
                connecting.await?,
            );
            ::storewright::__private::core::result::Result::Ok(store)
        })
    }
}
