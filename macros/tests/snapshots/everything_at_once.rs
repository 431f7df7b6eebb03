// #[derive(StoreEntity)]
// #[store(
//     table = "people",
//     id_prefix = "ausr",
//     plural = "people",
//     name = "person",
//     crate = ::other::store
// )]
// #[store(unique(app_id, email), get = "get_person_by_email", name = "people_email")]
// #[store(index(app_id, created_at desc), list = "list_app_people")]
// #[store(references(app_id -> App, on_delete = cascade))]
// #[store(references((app_id, boss) -> Member, on_delete = set_null))]
// #[store(create = "add_person")]
// #[store(
//     find = "find_latest",
//     filter(app_id, created_at >= since, role == Role::Admin),
//     order(created_at desc)
// )]
// #[store(list = "list_adults", filter(age >= 18, boss == none, email != "root"), limit)]
// #[store(count = "count_people")]
// #[store(exists = "has_boss", filter(id, boss != none))]
// #[store(delete = "delete_stale", filter(created_at < now))]
// #[store(
//     update = "touch",
//     filter(id),
//     set(seen = now, boss = none, age, role = Role::Admin, r#type = -1)
// )]
// pub(crate) struct User {
//     #[store(id)]
//     pub id: Id<User>,
//     pub app_id: Id<App>,
//     #[store(lowercase, trim)]
//     pub email: String,
//     #[store(unique)]
//     pub username: Option<String>,
//     #[store(secret, rename = "password")]
//     pub password_hash: String,
//     #[store(json)]
//     pub metadata: BTreeMap<String, String>,
//     pub role: Role,
//     pub age: i32,
//     #[store(index(list = "list_of_type"))]
//     pub r#type: i32,
//     pub boss: Option<Id<User>>,
//     pub seen: Timestamp,
//     #[store(created)]
//     pub created_at: Timestamp,
//     #[store(updated)]
//     pub updated_at: Timestamp,
//     #[store(soft_delete)]
//     pub deleted_at: Option<Timestamp>,
//     #[store(version)]
//     pub version: i64,
// }

#[automatically_derived]
impl ::other::store::__private::Entity for User {
    const ID_PREFIX: &'static str = "ausr";
    type Key = Id<User>;
    fn schema() -> &'static ::other::store::__private::EntitySchema {
        static SCHEMA: ::other::store::__private::EntitySchema = ::other::store::__private::EntitySchema::new(
                "User",
                "people",
                &[
                    ::other::store::__private::ColumnSchema::new(
                        "id",
                        "id",
                        <Id<User> as ::other::store::__private::StoreValue>::TYPE,
                        <Id<User> as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                        "app_id",
                        "app_id",
                        <Id<App> as ::other::store::__private::StoreValue>::TYPE,
                        <Id<App> as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                            "email",
                            "email",
                            <String as ::other::store::__private::StoreValue>::TYPE,
                            <String as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .lowercase()
                        .trim(),
                    ::other::store::__private::ColumnSchema::new(
                        "username",
                        "username",
                        <Option<String> as ::other::store::__private::StoreValue>::TYPE,
                        <Option<
                            String,
                        > as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                            "password_hash",
                            "password",
                            <String as ::other::store::__private::StoreValue>::TYPE,
                            <String as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .secret(),
                    ::other::store::__private::ColumnSchema::new(
                        "metadata",
                        "metadata",
                        ::other::store::__private::ValueType::Json,
                        false,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                        "role",
                        "role",
                        <Role as ::other::store::__private::StoreValue>::TYPE,
                        <Role as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                        "age",
                        "age",
                        <i32 as ::other::store::__private::StoreValue>::TYPE,
                        <i32 as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                        "type",
                        "type",
                        <i32 as ::other::store::__private::StoreValue>::TYPE,
                        <i32 as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                        "boss",
                        "boss",
                        <Option<
                            Id<User>,
                        > as ::other::store::__private::StoreValue>::TYPE,
                        <Option<
                            Id<User>,
                        > as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                        "seen",
                        "seen",
                        <Timestamp as ::other::store::__private::StoreValue>::TYPE,
                        <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
                    ),
                    ::other::store::__private::ColumnSchema::new(
                            "created_at",
                            "created_at",
                            <Timestamp as ::other::store::__private::StoreValue>::TYPE,
                            <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .created(),
                    ::other::store::__private::ColumnSchema::new(
                            "updated_at",
                            "updated_at",
                            <Timestamp as ::other::store::__private::StoreValue>::TYPE,
                            <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .updated(),
                    ::other::store::__private::ColumnSchema::new(
                            "deleted_at",
                            "deleted_at",
                            <Option<
                                Timestamp,
                            > as ::other::store::__private::StoreValue>::TYPE,
                            <Option<
                                Timestamp,
                            > as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .soft_delete(),
                    ::other::store::__private::ColumnSchema::new(
                            "version",
                            "version",
                            <i64 as ::other::store::__private::StoreValue>::TYPE,
                            <i64 as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .version(),
                ],
                &[0usize],
            )
            .with_indexes(
                &[
                    ::other::store::__private::IndexSchema::unique(
                        "people_username_key",
                        &[::other::store::__private::IndexColumn::asc(3usize)],
                    ),
                    ::other::store::__private::IndexSchema::new(
                        "people_type_idx",
                        &[::other::store::__private::IndexColumn::asc(8usize)],
                    ),
                    ::other::store::__private::IndexSchema::unique(
                        "people_email",
                        &[
                            ::other::store::__private::IndexColumn::asc(1usize),
                            ::other::store::__private::IndexColumn::asc(2usize),
                        ],
                    ),
                    ::other::store::__private::IndexSchema::new(
                        "people_app_id_created_at_idx",
                        &[
                            ::other::store::__private::IndexColumn::asc(1usize),
                            ::other::store::__private::IndexColumn::desc(11usize),
                        ],
                    ),
                ],
            )
            .with_references(
                &[
                    ::other::store::__private::ReferenceSchema::new(
                        &[1usize],
                        <App as ::other::store::__private::Entity>::schema,
                        ::other::store::__private::OnDelete::Cascade,
                    ),
                    ::other::store::__private::ReferenceSchema::new(
                        &[1usize, 9usize],
                        <Member as ::other::store::__private::Entity>::schema,
                        ::other::store::__private::OnDelete::SetNull,
                    ),
                ],
            );
        &SCHEMA
    }
    fn to_row(
        &self,
    ) -> ::other::store::__private::Result<::other::store::__private::Row> {
        let mut writer = ::other::store::__private::RowWriter::new(
            <Self as ::other::store::__private::Entity>::schema(),
        );
        writer
            .value(
                <Id<User> as ::other::store::__private::StoreValue>::to_value(&self.id),
            );
        writer
            .value(
                <Id<
                    App,
                > as ::other::store::__private::StoreValue>::to_value(&self.app_id),
            );
        writer
            .value(
                <String as ::other::store::__private::StoreValue>::to_value(&self.email),
            );
        writer
            .value(
                <Option<
                    String,
                > as ::other::store::__private::StoreValue>::to_value(&self.username),
            );
        writer
            .value(
                <String as ::other::store::__private::StoreValue>::to_value(
                    &self.password_hash,
                ),
            );
        writer.json::<BTreeMap<String, String>>(&self.metadata);
        writer
            .value(
                <Role as ::other::store::__private::StoreValue>::to_value(&self.role),
            );
        writer
            .value(<i32 as ::other::store::__private::StoreValue>::to_value(&self.age));
        writer
            .value(
                <i32 as ::other::store::__private::StoreValue>::to_value(&self.r#type),
            );
        writer
            .value(
                <Option<
                    Id<User>,
                > as ::other::store::__private::StoreValue>::to_value(&self.boss),
            );
        writer
            .value(
                <Timestamp as ::other::store::__private::StoreValue>::to_value(
                    &self.seen,
                ),
            );
        writer
            .value(
                <Timestamp as ::other::store::__private::StoreValue>::to_value(
                    &self.created_at,
                ),
            );
        writer
            .value(
                <Timestamp as ::other::store::__private::StoreValue>::to_value(
                    &self.updated_at,
                ),
            );
        writer
            .value(
                <Option<
                    Timestamp,
                > as ::other::store::__private::StoreValue>::to_value(&self.deleted_at),
            );
        writer
            .value(
                <i64 as ::other::store::__private::StoreValue>::to_value(&self.version),
            );
        writer.finish()
    }
    fn from_row(
        row: ::other::store::__private::Row,
    ) -> ::other::store::__private::Result<Self> {
        let mut reader = ::other::store::__private::RowReader::new(
            <Self as ::other::store::__private::Entity>::schema(),
            row,
        );
        ::other::store::__private::core::result::Result::Ok(Self {
            id: reader
                .value(<Id<User> as ::other::store::__private::StoreValue>::from_value)?,
            app_id: reader
                .value(<Id<App> as ::other::store::__private::StoreValue>::from_value)?,
            email: reader
                .value(<String as ::other::store::__private::StoreValue>::from_value)?,
            username: reader
                .value(
                    <Option<String> as ::other::store::__private::StoreValue>::from_value,
                )?,
            password_hash: reader
                .value(<String as ::other::store::__private::StoreValue>::from_value)?,
            metadata: reader.json::<BTreeMap<String, String>>()?,
            role: reader
                .value(<Role as ::other::store::__private::StoreValue>::from_value)?,
            age: reader
                .value(<i32 as ::other::store::__private::StoreValue>::from_value)?,
            r#type: reader
                .value(<i32 as ::other::store::__private::StoreValue>::from_value)?,
            boss: reader
                .value(
                    <Option<
                        Id<User>,
                    > as ::other::store::__private::StoreValue>::from_value,
                )?,
            seen: reader
                .value(
                    <Timestamp as ::other::store::__private::StoreValue>::from_value,
                )?,
            created_at: reader
                .value(
                    <Timestamp as ::other::store::__private::StoreValue>::from_value,
                )?,
            updated_at: reader
                .value(
                    <Timestamp as ::other::store::__private::StoreValue>::from_value,
                )?,
            deleted_at: reader
                .value(
                    <Option<
                        Timestamp,
                    > as ::other::store::__private::StoreValue>::from_value,
                )?,
            version: reader
                .value(<i64 as ::other::store::__private::StoreValue>::from_value)?,
        })
    }
}
const _: () = {
    mod __user {
        #[doc(hidden)]
        pub enum PasswordHash {}
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl User {
        /// The column of the field `id`.
        pub(crate) const ID: ::other::store::__private::Column<User, Id<User>> = ::other::store::__private::Column::new(
            0usize,
        );
        /// The column of the field `app_id`.
        pub(crate) const APP_ID: ::other::store::__private::Column<User, Id<App>> = ::other::store::__private::Column::new(
            1usize,
        );
        /// The column of the field `email`.
        pub(crate) const EMAIL: ::other::store::__private::Column<User, String> = ::other::store::__private::Column::new(
            2usize,
        );
        /// The column of the field `username`.
        pub(crate) const USERNAME: ::other::store::__private::Column<
            User,
            Option<String>,
        > = ::other::store::__private::Column::new(3usize);
        /// The column of the field `password_hash`.
        pub(crate) const PASSWORD_HASH: ::other::store::__private::Column<
            User,
            String,
            __user::PasswordHash,
        > = ::other::store::__private::Column::new(4usize);
        /// The column of the field `metadata`.
        pub(crate) const METADATA: ::other::store::__private::Column<
            User,
            ::other::store::__private::Json<BTreeMap<String, String>>,
        > = ::other::store::__private::Column::new(5usize);
        /// The column of the field `role`.
        pub(crate) const ROLE: ::other::store::__private::Column<User, Role> = ::other::store::__private::Column::new(
            6usize,
        );
        /// The column of the field `age`.
        pub(crate) const AGE: ::other::store::__private::Column<User, i32> = ::other::store::__private::Column::new(
            7usize,
        );
        /// The column of the field `type`.
        pub(crate) const TYPE: ::other::store::__private::Column<User, i32> = ::other::store::__private::Column::new(
            8usize,
        );
        /// The column of the field `boss`.
        pub(crate) const BOSS: ::other::store::__private::Column<
            User,
            Option<Id<User>>,
        > = ::other::store::__private::Column::new(9usize);
        /// The column of the field `seen`.
        pub(crate) const SEEN: ::other::store::__private::Column<User, Timestamp> = ::other::store::__private::Column::new(
            10usize,
        );
        /// The column of the field `created_at`.
        pub(crate) const CREATED_AT: ::other::store::__private::Column<
            User,
            Timestamp,
        > = ::other::store::__private::Column::new(11usize);
        /// The column of the field `updated_at`.
        pub(crate) const UPDATED_AT: ::other::store::__private::Column<
            User,
            Timestamp,
        > = ::other::store::__private::Column::new(12usize);
        /// The column of the field `deleted_at`.
        pub(crate) const DELETED_AT: ::other::store::__private::Column<
            User,
            Option<Timestamp>,
        > = ::other::store::__private::Column::new(13usize);
        /// The column of the field `version`.
        pub(crate) const VERSION: ::other::store::__private::Column<User, i64> = ::other::store::__private::Column::new(
            14usize,
        );
    }
};
/// What a list of [`User`]s is asked for: conditions, order, page size and position.
#[allow(dead_code)]
pub(crate) type UserFilter = ::other::store::__private::List<User>;
/** The store of [`User`]s.

 Whatever is [`Backed`](::other::store::__private::Backed) by a handle has it, `StoreHandle` above all; it can be implemented by hand as well.*/
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store for `User`",
    label = "not a store for it",
    note = "a `StoreHandle` is one, and so is a composite store that names `User`; any other type implements `UserStore` by hand"
)]
#[allow(dead_code)]
pub(crate) trait UserStore: ::other::store::__private::core::marker::Send + ::other::store::__private::core::marker::Sync {
    /** Adds the person and gives it back as it was stored.

 Cost: one round trip.

 # Errors

 `Conflict` when the id or a unique index is taken; then nothing is written (R1).*/
    fn add_person<'a>(
        &'a self,
        entity: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** Adds the people, all or none, and gives them back as they were stored (R17).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 `Conflict` when an id or a unique index is taken; it says by which of them.*/
    fn create_people<'a>(
        &'a self,
        entities: &'a [User],
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    >;
    /** The person with this id (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** The person with this id, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** The people with these ids, in the order asked for, `None` where there is none (R2).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 What the backend says.*/
    fn get_people<'a>(
        &'a self,
        ids: &'a [Id<User>],
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::Vec<
                ::other::store::__private::core::option::Option<User>,
            >,
        >,
    >;
    /** One page of the people that match (R9).

 Cost: one round trip.

 # Errors

 `InvalidCursor` when the cursor is of another list, or forged.*/
    fn list_people<'a>(
        &'a self,
        filter: &'a UserFilter,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Page<User>>,
    >;
    /** Replaces the person with the same id and gives it back as it was stored.

 Cost: one round trip.

 # Errors

 `NotFound` when there is none, `Stale` when it was changed meanwhile, `Conflict` when a unique index forbids it (R3).*/
    fn update_person<'a>(
        &'a self,
        entity: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** Adds the person, or replaces the one with the same id (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn upsert_person<'a>(
        &'a self,
        entity: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Upserted<User>>,
    >;
    /** Deletes the person with this id: whether there was one (R4).

 Cost: one round trip.

 # Errors

 `Restricted` when another row references it so (R13).*/
    fn delete_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Makes the deleted person with this id live again: whether there was one (R12).

 Cost: one round trip.

 # Errors

 `Conflict` when a live row has taken its place in a unique index.*/
    fn restore_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Removes the person with this id for good, deleted before or not: whether there was one (R12).

 Cost: one round trip.

 # Errors

 `Restricted` when another row references it so (R13).*/
    fn purge_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** The person with this `username` (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_person_by_username<'a>(
        &'a self,
        username: <<Option<
            String,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** The person with this `username`, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_person_by_username<'a>(
        &'a self,
        username: <<Option<
            String,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** The people with this `type` (R7).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn list_of_type<'a>(
        &'a self,
        r#type: <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    >;
    /** The person with this `app_id` and this `email` (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_person_by_email<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        email: <<String as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** The person with this `app_id` and this `email`, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_person_by_email<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        email: <<String as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** The people with this `app_id`, by `created_at` descending (R7).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn list_app_people<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    >;
    /** The first person with this `app_id` and `created_at >= since` and `role == Role::Admin`, by `created_at` descending, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_latest<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        since: <<Timestamp as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** The people with `age >= 18` and no `boss` and `email != "root"`, at most `limit` (R7).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn list_adults<'a>(
        &'a self,
        limit: u32,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    >;
    /** How many people there are.

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn count_people<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<u64>,
    >;
    /** Whether there is a person with this `id` and some `boss`.

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn has_boss<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Deletes the people with `created_at < now`: how many there were (R4).

 Cost: one round trip.

 # Errors

 `Restricted` when another row references one that is to go (R13).*/
    fn delete_stale<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<u64>,
    >;
    /** Sets `seen` and `boss` and `age` and `role` and `type` of the person with this `id`: whether there was one.

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn touch<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        age: <i32 as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
}
#[automatically_derived]
impl<
    __S: ::other::store::__private::Backed
        + ?::other::store::__private::core::marker::Sized,
> UserStore for __S {
    fn add_person<'a>(
        &'a self,
        entity: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    > {
        ::other::store::__private::create(
            ::other::store::__private::Backed::handle(self),
            entity,
        )
    }
    fn create_people<'a>(
        &'a self,
        entities: &'a [User],
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::create_many(
            ::other::store::__private::Backed::handle(self),
            entities,
        )
    }
    fn get_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    > {
        ::other::store::__private::Key::new::<User>()
            .arg::<Id<User>>(id)
            .get::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    > {
        ::other::store::__private::Key::new::<User>()
            .arg::<Id<User>>(id)
            .find::<User>(::other::store::__private::Backed::handle(self))
    }
    fn get_people<'a>(
        &'a self,
        ids: &'a [Id<User>],
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::Vec<
                ::other::store::__private::core::option::Option<User>,
            >,
        >,
    > {
        ::other::store::__private::get_many_by::<
            User,
        >(
            ::other::store::__private::Backed::handle(self),
            ids,
            |id| {
                ::other::store::__private::Key::new::<User>()
                    .part(
                        <Id<User> as ::other::store::__private::StoreValue>::to_value(id),
                    )
                    .into_values()
            },
        )
    }
    fn list_people<'a>(
        &'a self,
        filter: &'a UserFilter,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Page<User>>,
    > {
        ::other::store::__private::list(
            ::other::store::__private::Backed::handle(self),
            filter,
        )
    }
    fn update_person<'a>(
        &'a self,
        entity: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    > {
        ::other::store::__private::update(
            ::other::store::__private::Backed::handle(self),
            entity,
        )
    }
    fn upsert_person<'a>(
        &'a self,
        entity: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Upserted<User>>,
    > {
        ::other::store::__private::upsert(
            ::other::store::__private::Backed::handle(self),
            entity,
        )
    }
    fn delete_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Key::new::<User>()
            .arg::<Id<User>>(id)
            .delete(::other::store::__private::Backed::handle(self))
    }
    fn restore_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Key::new::<User>()
            .arg::<Id<User>>(id)
            .restore(::other::store::__private::Backed::handle(self))
    }
    fn purge_person<'a>(
        &'a self,
        id: <Id<User> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Key::new::<User>()
            .arg::<Id<User>>(id)
            .purge(::other::store::__private::Backed::handle(self))
    }
    fn get_person_by_username<'a>(
        &'a self,
        username: <<Option<
            String,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Option<String> as ::other::store::__private::StoreValue>::Inner,
            >(3usize, ::other::store::__private::CompareOp::Eq, username)
            .get::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_person_by_username<'a>(
        &'a self,
        username: <<Option<
            String,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Option<String> as ::other::store::__private::StoreValue>::Inner,
            >(3usize, ::other::store::__private::CompareOp::Eq, username)
            .find::<User>(::other::store::__private::Backed::handle(self))
    }
    fn list_of_type<'a>(
        &'a self,
        r#type: <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <i32 as ::other::store::__private::StoreValue>::Inner,
            >(8usize, ::other::store::__private::CompareOp::Eq, r#type)
            .list::<User>(::other::store::__private::Backed::handle(self))
    }
    fn get_person_by_email<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        email: <<String as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .arg::<
                <String as ::other::store::__private::StoreValue>::Inner,
            >(2usize, ::other::store::__private::CompareOp::Eq, email)
            .get::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_person_by_email<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        email: <<String as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .arg::<
                <String as ::other::store::__private::StoreValue>::Inner,
            >(2usize, ::other::store::__private::CompareOp::Eq, email)
            .find::<User>(::other::store::__private::Backed::handle(self))
    }
    fn list_app_people<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .order(11usize, true)
            .list::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_latest<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        since: <<Timestamp as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .arg::<
                <Timestamp as ::other::store::__private::StoreValue>::Inner,
            >(11usize, ::other::store::__private::CompareOp::Ge, since)
            .constant::<
                <Role as ::other::store::__private::StoreValue>::Inner,
            >(6usize, ::other::store::__private::CompareOp::Eq, &Role::Admin)
            .order(11usize, true)
            .find::<User>(::other::store::__private::Backed::handle(self))
    }
    fn list_adults<'a>(
        &'a self,
        limit: u32,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <i32 as ::other::store::__private::StoreValue>::Inner,
            >(7usize, ::other::store::__private::CompareOp::Ge, 18)
            .is_none(9usize)
            .arg::<
                <String as ::other::store::__private::StoreValue>::Inner,
            >(2usize, ::other::store::__private::CompareOp::Ne, "root")
            .limit(limit)
            .list::<User>(::other::store::__private::Backed::handle(self))
    }
    fn count_people<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<u64>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .count(::other::store::__private::Backed::handle(self))
    }
    fn has_boss<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .is_some(9usize)
            .exists(::other::store::__private::Backed::handle(self))
    }
    fn delete_stale<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<u64>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .now(11usize, ::other::store::__private::CompareOp::Lt)
            .delete(::other::store::__private::Backed::handle(self))
    }
    fn touch<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        age: <i32 as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .set_now(10usize)
            .set_none(9usize)
            .set::<i32>(7usize, age)
            .set_constant::<
                <Role as ::other::store::__private::StoreValue>::Inner,
            >(6usize, &Role::Admin)
            .set::<<i32 as ::other::store::__private::StoreValue>::Inner>(8usize, -1)
            .update_one(::other::store::__private::Backed::handle(self))
    }
}
const _: () = if !::other::store::__private::core::matches!(
    < String as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Text
) {
    ::other::store::__private::core::panic!(
        "`email` is marked `lowercase`, so its type must be text"
    )
};
const _: () = if !::other::store::__private::core::matches!(
    < Timestamp as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Timestamp
) {
    ::other::store::__private::core::panic!(
        "`created_at` is the time of creation, so its type must be `Timestamp`"
    )
};
const _: () = if !::other::store::__private::core::matches!(
    < Timestamp as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Timestamp
) {
    ::other::store::__private::core::panic!(
        "`updated_at` is the time of the last write, so its type must be `Timestamp`"
    )
};
const _: () = if !::other::store::__private::core::matches!(
    < Option < Timestamp > as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Timestamp
) || !<Option<Timestamp> as ::other::store::__private::StoreValue>::NULLABLE
{
    ::other::store::__private::core::panic!(
        "`deleted_at` says when the row was deleted, so its type must be `Option<Timestamp>`"
    )
};
const _: () = if !::other::store::__private::core::matches!(
    < i64 as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Int
) {
    ::other::store::__private::core::panic!(
        "`version` counts the writes, so its type must be an integer such as `i64`"
    )
};
const _: () = if <i64 as ::other::store::__private::StoreValue>::NULLABLE {
    ::other::store::__private::core::panic!(
        "`version` counts the writes, so its type can't be an `Option`"
    )
};
const _: () = if <Id<User> as ::other::store::__private::StoreValue>::NULLABLE {
    ::other::store::__private::core::panic!(
        "`id` is part of the id, so its type can't be an `Option`"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < Id < User > as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`id` is part of the id, so its type can't be a list, a map or JSON"
    )
};
const _: () = if !<Id<App> as ::other::store::__private::StoreValue>::NULLABLE {
    ::other::store::__private::core::panic!(
        "`app_id` becomes null when the row it references is deleted, so its type must be an `Option`"
    )
};
const _: () = if !<Option<Id<User>> as ::other::store::__private::StoreValue>::NULLABLE {
    ::other::store::__private::core::panic!(
        "`boss` becomes null when the row it references is deleted, so its type must be an `Option`"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < Option < String > as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`username` is part of an index, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < i32 as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`type` is part of an index, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < Id < App > as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`app_id` is part of an index, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < String as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`email` is part of an index, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < Timestamp as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`created_at` is part of an index, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < Role as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`role` is used in a filter, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < i32 as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`age` is used in a filter, so its type can't be a list, a map or JSON"
    )
};
const _: () = if ::other::store::__private::core::matches!(
    < Option < Id < User > > as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Json
) {
    ::other::store::__private::core::panic!(
        "`boss` is used in a filter, so its type can't be a list, a map or JSON"
    )
};
const _: () = if !::other::store::__private::core::matches!(
    < Timestamp as ::other::store::__private::StoreValue > ::TYPE,
    ::other::store::__private::ValueType::Timestamp
) {
    ::other::store::__private::core::panic!(
        "`seen` is set to `now`, so its type must be `Timestamp`"
    )
};
const _: () = {
    ::other::store::__private::assert_reference::<
        Id<App>,
        <App as ::other::store::__private::Entity>::Key,
    >();
    let _: fn(
        (
            <Id<App> as ::other::store::__private::StoreValue>::Inner,
            <Option<Id<User>> as ::other::store::__private::StoreValue>::Inner,
        ),
    ) -> <Member as ::other::store::__private::Entity>::Key = |key| key;
};
