// #[derive(StoreEntity)]
// #[store(tabel = "users")]
// #[store(unique(emial))]
// pub struct User {
//     pub user_id: Id<User>,
//     #[store(table = "x")]
//     pub email: &'static str,
// }

::core::compile_error! {
    "`table` goes on the struct, not on a field"
}
::core::compile_error! {
    "unknown `#[store(…)]` key `tabel`; did you mean `table`?"
}
::core::compile_error! {
    "`&'static str` can't be stored, an entity owns its data\nhelp: use `String`"
}
::core::compile_error! {
    "`User` has no id field\nhelp: mark one field with `#[store(id)]`; did you mean `user_id`?"
}
::core::compile_error! {
    "no field `emial` on `User`; did you mean `email`?"
}
#[automatically_derived]
impl ::storewright::__private::Entity for User {
    const ID_PREFIX: &'static str = "";
    type Key = ();
    fn schema() -> &'static ::storewright::__private::EntitySchema {
        static SCHEMA: ::storewright::__private::EntitySchema = ::storewright::__private::EntitySchema::new(
            "User",
            "User",
            &[],
            &[],
        );
        &SCHEMA
    }
    fn to_row(&self) -> ::storewright::__private::Result<::storewright::__private::Row> {
        ::storewright::__private::core::unreachable!()
    }
    fn from_row(
        _: ::storewright::__private::Row,
    ) -> ::storewright::__private::Result<Self> {
        ::storewright::__private::core::unreachable!()
    }
}
#[automatically_derived]
#[allow(dead_code)]
impl User {
    /// The column of the field `user_id`.
    pub const USER_ID: ::storewright::__private::Column<User, Id<User>> = ::storewright::__private::Column::new(
        0usize,
    );
    /// The column of the field `email`.
    pub const EMAIL: ::storewright::__private::Column<
        User,
        ::storewright::__private::String,
    > = ::storewright::__private::Column::new(1usize);
    ///
    pub const PRIMARY_KEY: ::storewright::__private::UniqueIndex = ::storewright::__private::UniqueIndex::new(
        "User",
        "",
    );
    ///
    pub const EMIAL_KEY: ::storewright::__private::UniqueIndex = ::storewright::__private::UniqueIndex::new(
        "User",
        "",
    );
}
/// What a list of [`User`]s is asked for: conditions, order, page size and position.
#[allow(dead_code)]
pub type UserFilter = ::storewright::__private::List<User>;
/** The store of [`User`]s.

 Whatever is [`Backed`](::storewright::__private::Backed) by a handle has it, `StoreHandle` above all; it can be implemented by hand as well.*/
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store for `User`",
    label = "not a store for it",
    note = "a `StoreHandle` is one, and so is a composite store that names `User`; any other type implements `UserStore` by hand"
)]
#[allow(dead_code)]
pub trait UserStore: ::storewright::__private::core::marker::Send + ::storewright::__private::core::marker::Sync {}
#[automatically_derived]
impl<
    __S: ::storewright::__private::Backed
        + ?::storewright::__private::core::marker::Sized,
> UserStore for __S {}
