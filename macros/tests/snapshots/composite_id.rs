// #[derive(StoreEntity)]
// #[store(id(org_id, user_id))]
// pub struct Member {
//     pub org_id: Id<Org>,
//     pub user_id: Id<User>,
// }

#[automatically_derived]
impl ::storewright::__private::Entity for Member {
    const ID_PREFIX: &'static str = "";
    type Key = (Id<Org>, Id<User>);
    fn schema() -> &'static ::storewright::__private::EntitySchema {
        static SCHEMA: ::storewright::__private::EntitySchema = ::storewright::__private::EntitySchema::new(
            "Member",
            "members",
            &[
                ::storewright::__private::ColumnSchema::new(
                    "org_id",
                    "org_id",
                    <Id<Org> as ::storewright::__private::StoreValue>::TYPE,
                    <Id<Org> as ::storewright::__private::StoreValue>::NULLABLE,
                ),
                ::storewright::__private::ColumnSchema::new(
                    "user_id",
                    "user_id",
                    <Id<User> as ::storewright::__private::StoreValue>::TYPE,
                    <Id<User> as ::storewright::__private::StoreValue>::NULLABLE,
                ),
            ],
            &[0usize, 1usize],
        );
        &SCHEMA
    }
    fn to_row(&self) -> ::storewright::__private::Result<::storewright::__private::Row> {
        let mut writer = ::storewright::__private::RowWriter::new(
            <Self as ::storewright::__private::Entity>::schema(),
        );
        writer
            .value(
                <Id<Org> as ::storewright::__private::StoreValue>::to_value(&self.org_id),
            );
        writer
            .value(
                <Id<
                    User,
                > as ::storewright::__private::StoreValue>::to_value(&self.user_id),
            );
        writer.finish()
    }
    fn from_row(
        row: ::storewright::__private::Row,
    ) -> ::storewright::__private::Result<Self> {
        let mut reader = ::storewright::__private::RowReader::new(
            <Self as ::storewright::__private::Entity>::schema(),
            row,
        );
        ::storewright::__private::core::result::Result::Ok(Self {
            org_id: reader
                .value(<Id<Org> as ::storewright::__private::StoreValue>::from_value)?,
            user_id: reader
                .value(<Id<User> as ::storewright::__private::StoreValue>::from_value)?,
        })
    }
}
#[automatically_derived]
#[allow(dead_code)]
impl Member {
    /// The column of the field `org_id`.
    pub const ORG_ID: ::storewright::__private::Column<Member, Id<Org>> = ::storewright::__private::Column::new(
        0usize,
    );
    /// The column of the field `user_id`.
    pub const USER_ID: ::storewright::__private::Column<Member, Id<User>> = ::storewright::__private::Column::new(
        1usize,
    );
    /// The id, `org_id` and `user_id`: what a `Conflict` about it names.
    pub const PRIMARY_KEY: ::storewright::__private::UniqueIndex = ::storewright::__private::UniqueIndex::new(
        "Member",
        "primary",
    );
}
/// What a list of [`Member`]s is asked for: conditions, order, page size and position.
#[allow(dead_code)]
pub type MemberFilter = ::storewright::__private::List<Member>;
/** The store of [`Member`]s.

 Whatever is [`Backed`](::storewright::__private::Backed) by a handle has it, `StoreHandle` above all; it can be implemented by hand as well.*/
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store for `Member`",
    label = "not a store for it",
    note = "a `StoreHandle` is one, and so is a composite store that names `Member`; any other type implements `MemberStore` by hand"
)]
#[allow(dead_code)]
pub trait MemberStore: ::storewright::__private::core::marker::Send + ::storewright::__private::core::marker::Sync {
    /** Adds the member and gives it back as it was stored.

 Cost: one round trip.

 # Errors

 `Conflict` when the id or a unique index is taken; then nothing is written (R1).*/
    fn create_member<'a>(
        &'a self,
        entity: &'a Member,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Member>,
    >;
    /** Adds the members, all or none, and gives them back as they were stored (R17).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 `Conflict` when an id or a unique index is taken; it says by which of them.*/
    fn create_members<'a>(
        &'a self,
        entities: &'a [Member],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Vec<Member>>,
    >;
    /** The member with this id (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_member<'a>(
        &'a self,
        org_id: <Id<Org> as ::storewright::__private::StoreValue>::Arg<'a>,
        user_id: <Id<User> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Member>,
    >;
    /** The member with this id, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_member<'a>(
        &'a self,
        org_id: <Id<Org> as ::storewright::__private::StoreValue>::Arg<'a>,
        user_id: <Id<User> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::core::option::Option<Member>,
        >,
    >;
    /** The members with these ids, in the order asked for, `None` where there is none (R2).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 What the backend says.*/
    fn get_members<'a>(
        &'a self,
        ids: &'a [(Id<Org>, Id<User>)],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::Vec<
                ::storewright::__private::core::option::Option<Member>,
            >,
        >,
    >;
    /** One page of the members that match (R9).

 Cost: one round trip.

 # Errors

 `InvalidCursor` when the cursor is of another list, or forged.*/
    fn list_members<'a>(
        &'a self,
        filter: &'a MemberFilter,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Page<Member>>,
    >;
    /** Replaces the member with the same id and gives it back as it was stored.

 Cost: one round trip; up to three where the row is not as it was read.

 # Errors

 `NotFound` when there is none, `Conflict` when a unique index forbids it (R3).*/
    fn update_member<'a>(
        &'a self,
        entity: &'a Member,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Member>,
    >;
    /** Adds the member, or replaces the one with the same id (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn upsert_member<'a>(
        &'a self,
        entity: &'a Member,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Upserted<Member>>,
    >;
    /** Deletes the member with this id: whether there was one (R4).

 Cost: one round trip.

 # Errors

 `Restricted` when another row references it so (R13).*/
    fn delete_member<'a>(
        &'a self,
        org_id: <Id<Org> as ::storewright::__private::StoreValue>::Arg<'a>,
        user_id: <Id<User> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<'a, ::storewright::__private::Result<bool>>;
}
#[automatically_derived]
impl<
    __S: ::storewright::__private::Backed
        + ?::storewright::__private::core::marker::Sized,
> MemberStore for __S {
    fn create_member<'a>(
        &'a self,
        entity: &'a Member,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Member>,
    > {
        ::storewright::__private::create(
            ::storewright::__private::Backed::handle(self),
            entity,
        )
    }
    fn create_members<'a>(
        &'a self,
        entities: &'a [Member],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Vec<Member>>,
    > {
        ::storewright::__private::create_many(
            ::storewright::__private::Backed::handle(self),
            entities,
        )
    }
    fn get_member<'a>(
        &'a self,
        org_id: <Id<Org> as ::storewright::__private::StoreValue>::Arg<'a>,
        user_id: <Id<User> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Member>,
    > {
        ::storewright::__private::Key::new::<Member>()
            .arg::<Id<Org>>(org_id)
            .arg::<Id<User>>(user_id)
            .get::<Member>(::storewright::__private::Backed::handle(self))
    }
    fn find_member<'a>(
        &'a self,
        org_id: <Id<Org> as ::storewright::__private::StoreValue>::Arg<'a>,
        user_id: <Id<User> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::core::option::Option<Member>,
        >,
    > {
        ::storewright::__private::Key::new::<Member>()
            .arg::<Id<Org>>(org_id)
            .arg::<Id<User>>(user_id)
            .find::<Member>(::storewright::__private::Backed::handle(self))
    }
    fn get_members<'a>(
        &'a self,
        ids: &'a [(Id<Org>, Id<User>)],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::Vec<
                ::storewright::__private::core::option::Option<Member>,
            >,
        >,
    > {
        ::storewright::__private::get_many_by::<
            Member,
        >(
            ::storewright::__private::Backed::handle(self),
            ids,
            |id| {
                ::storewright::__private::Key::new::<Member>()
                    .part(
                        <Id<
                            Org,
                        > as ::storewright::__private::StoreValue>::to_value(&id.0),
                    )
                    .part(
                        <Id<
                            User,
                        > as ::storewright::__private::StoreValue>::to_value(&id.1),
                    )
                    .into_values()
            },
        )
    }
    fn list_members<'a>(
        &'a self,
        filter: &'a MemberFilter,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Page<Member>>,
    > {
        ::storewright::__private::list(
            ::storewright::__private::Backed::handle(self),
            filter,
        )
    }
    fn update_member<'a>(
        &'a self,
        entity: &'a Member,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Member>,
    > {
        ::storewright::__private::update(
            ::storewright::__private::Backed::handle(self),
            entity,
        )
    }
    fn upsert_member<'a>(
        &'a self,
        entity: &'a Member,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Upserted<Member>>,
    > {
        ::storewright::__private::upsert(
            ::storewright::__private::Backed::handle(self),
            entity,
        )
    }
    fn delete_member<'a>(
        &'a self,
        org_id: <Id<Org> as ::storewright::__private::StoreValue>::Arg<'a>,
        user_id: <Id<User> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<bool>,
    > {
        ::storewright::__private::Key::new::<Member>()
            .arg::<Id<Org>>(org_id)
            .arg::<Id<User>>(user_id)
            .delete(::storewright::__private::Backed::handle(self))
    }
}
const _: () = ::storewright::__private::require(
    ::storewright::__private::Demand::Key,
    <Id<Org> as ::storewright::__private::StoreValue>::TYPE,
    <Id<Org> as ::storewright::__private::StoreValue>::NULLABLE,
    "`org_id` is part of the id, so its type can't be an `Option`, a list, a map or JSON",
);
const _: () = ::storewright::__private::require(
    ::storewright::__private::Demand::Key,
    <Id<User> as ::storewright::__private::StoreValue>::TYPE,
    <Id<User> as ::storewright::__private::StoreValue>::NULLABLE,
    "`user_id` is part of the id, so its type can't be an `Option`, a list, a map or JSON",
);
