// #[derive(StoreEntity)]
// #[store(
//     table = "people",
//     id_prefix = "ausr",
//     plural = "people",
//     name = "person",
//     crate = ::other::store
// )]
// #[store(unique(app_id, email), get = "get_person_by_email", name = "people_email")]
// #[store(unique(app_id), when(is_default, r#type != 3, boss == none), conflict = "DEFAULT_TAKEN")]
// #[store(unique(is_default), when(is_default, role == Role::Admin), get = "get_chief", name = "chief")]
// #[store(index(app_id, created_at desc), list = "list_app_people")]
// #[store(index(age), when(age > 17))]
// #[store(references(app_id -> App, on_delete = cascade))]
// #[store(references((app_id, boss) -> Member, on_delete = set_null))]
// #[store(create = "add_person")]
// #[store(
//     find = "find_latest",
//     filter(app_id, created_at >= since, role == Role::Admin),
//     order(created_at desc)
// )]
// #[store(list = "list_adults", filter(age >= 18, any(boss == none, boss), email != "root"), limit)]
// #[store(count = "count_people")]
// #[store(exists = "has_boss", filter(id, boss != none))]
// #[store(delete = "delete_stale", filter(created_at < now))]
// #[store(delete = "delete_idle", filter(id), guard(any(seen < now, age > 99), role != Role::Admin))]
// #[store(
//     update = "touch",
//     filter(id),
//     set(seen = now, boss = none, age, role = Role::Admin, r#type = -1)
// )]
// #[store(update = "set_token", filter(id), guard(version == expected), set(token, expires_at), returning)]
// #[store(update = "grow_up", filter(age < 18), set(age = 18), returning)]
// #[store(swap = "swap_if_seen", filter(seen == seen_before))]
// #[store(claim = "claim_chair", filter(app_id, is_default == false), set(is_default = true, boss), order(age desc))]
// #[store(claim = "claim_chair_of", filter(id, is_default == false), set(is_default = true), returning)]
// #[store(take = "take_youngest", filter(app_id), order(age))]
// #[store(insert_new = "insert_new_person")]
// #[store(insert_new = "insert_new_address", on(app_id, email))]
// #[store(set_exclusive = "make_default", filter(app_id), flag(is_default))]
// #[store(increment = "count_visit", filter(id), add(age))]
// #[store(increment = "move_age", filter(id), add(age = by), set(seen = now), max, min = 0)]
// #[store(increment = "count_down", filter(id), add(age = -1), max = MAX_AGE)]
// #[store(raise = "raise_type", filter(id), to(r#type), set(seen = now))]
// #[store(raise = "raise_seen", filter(id), to(seen = now))]
// #[store(count_by = "count_by_boss", filter(app_id), by(boss))]
// #[store(through = "list_apps", filter(role), via(app_id), order(name, created_at desc), limit)]
// #[store(through = "list_members", via(app_id, boss), limit = 5)]
// #[store(through = "page_apps", filter(role), via(app_id), page)]
// #[store(create_with = "create_with_app", with(App, [a::PersonEmail]))]
// pub(crate) struct User {
//     #[store(id)]
//     pub id: Id<User>,
//     pub app_id: Id<App>,
//     #[store(lowercase, trim)]
//     pub email: String,
//     #[store(unique(when(r#type == 1), find = "find_by_username", conflict = "NAME_TAKEN"))]
//     pub username: Option<String>,
//     #[store(secret, rename = "password")]
//     pub password_hash: String,
//     #[store(json, default)]
//     pub metadata: BTreeMap<String, String>,
//     #[store(default = Role::Member)]
//     pub role: Role,
//     #[store(default = 18)]
//     pub age: i32,
//     #[store(index(list = "list_of_type"))]
//     pub r#type: i32,
//     pub boss: Option<Id<User>>,
//     pub seen: Timestamp,
//     #[store(default)]
//     pub is_default: bool,
//     #[store(encrypted)]
//     pub token: Option<String>,
//     #[store(ttl)]
//     pub expires_at: Option<Timestamp>,
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
        static WHEN_0: ::other::store::__private::IndexFilter = ::other::store::__private::IndexFilter::new(||
        {
            ::other::store::__private::Statement::new::<User>()
                .arg::<
                    <i32 as ::other::store::__private::StoreValue>::Inner,
                >(8usize, ::other::store::__private::CompareOp::Eq, 1)
                .into_predicate()
        });
        static WHEN_3: ::other::store::__private::IndexFilter = ::other::store::__private::IndexFilter::new(||
        {
            ::other::store::__private::Statement::new::<User>()
                .arg::<
                    ::other::store::__private::core::primitive::bool,
                >(11usize, ::other::store::__private::CompareOp::Eq, true)
                .arg::<
                    <i32 as ::other::store::__private::StoreValue>::Inner,
                >(8usize, ::other::store::__private::CompareOp::Ne, 3)
                .is_none(9usize)
                .into_predicate()
        });
        static WHEN_4: ::other::store::__private::IndexFilter = ::other::store::__private::IndexFilter::new(||
        {
            ::other::store::__private::Statement::new::<User>()
                .arg::<
                    ::other::store::__private::core::primitive::bool,
                >(11usize, ::other::store::__private::CompareOp::Eq, true)
                .constant::<
                    <Role as ::other::store::__private::StoreValue>::Inner,
                >(6usize, ::other::store::__private::CompareOp::Eq, &Role::Admin)
                .into_predicate()
        });
        static WHEN_6: ::other::store::__private::IndexFilter = ::other::store::__private::IndexFilter::new(||
        {
            ::other::store::__private::Statement::new::<User>()
                .arg::<
                    <i32 as ::other::store::__private::StoreValue>::Inner,
                >(7usize, ::other::store::__private::CompareOp::Gt, 17)
                .into_predicate()
        });
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
                        )
                        .with_default(|| <::other::store::__private::Json<
                            BTreeMap<String, String>,
                        > as ::other::store::__private::StoreValue>::to_value(
                            &::other::store::__private::Json(
                                <BTreeMap<
                                    String,
                                    String,
                                > as ::other::store::__private::core::default::Default>::default(),
                            ),
                        )),
                    ::other::store::__private::ColumnSchema::new(
                            "role",
                            "role",
                            <Role as ::other::store::__private::StoreValue>::TYPE,
                            <Role as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .with_default(|| <<Role as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::to_value(
                            &Role::Member,
                        )),
                    ::other::store::__private::ColumnSchema::new(
                            "age",
                            "age",
                            <i32 as ::other::store::__private::StoreValue>::TYPE,
                            <i32 as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .with_default(|| <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::arg_to_value(
                            18,
                        )),
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
                            "is_default",
                            "is_default",
                            <bool as ::other::store::__private::StoreValue>::TYPE,
                            <bool as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .with_default(|| <bool as ::other::store::__private::StoreValue>::to_value(
                            &<bool as ::other::store::__private::core::default::Default>::default(),
                        )),
                    ::other::store::__private::ColumnSchema::new(
                            "token",
                            "token",
                            <Option<
                                String,
                            > as ::other::store::__private::StoreValue>::TYPE,
                            <Option<
                                String,
                            > as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .secret()
                        .encrypted(),
                    ::other::store::__private::ColumnSchema::new(
                            "expires_at",
                            "expires_at",
                            <Option<
                                Timestamp,
                            > as ::other::store::__private::StoreValue>::TYPE,
                            <Option<
                                Timestamp,
                            > as ::other::store::__private::StoreValue>::NULLABLE,
                        )
                        .ttl(),
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
                        )
                        .when(&WHEN_0),
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
                    ::other::store::__private::IndexSchema::unique(
                            "people_app_id_key",
                            &[::other::store::__private::IndexColumn::asc(1usize)],
                        )
                        .when(&WHEN_3),
                    ::other::store::__private::IndexSchema::unique(
                            "chief",
                            &[::other::store::__private::IndexColumn::asc(11usize)],
                        )
                        .when(&WHEN_4),
                    ::other::store::__private::IndexSchema::new(
                        "people_app_id_created_at_idx",
                        &[
                            ::other::store::__private::IndexColumn::asc(1usize),
                            ::other::store::__private::IndexColumn::desc(14usize),
                        ],
                    ),
                    ::other::store::__private::IndexSchema::new(
                            "people_age_idx",
                            &[::other::store::__private::IndexColumn::asc(7usize)],
                        )
                        .when(&WHEN_6),
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
                <bool as ::other::store::__private::StoreValue>::to_value(
                    &self.is_default,
                ),
            );
        writer
            .value(
                <Option<
                    String,
                > as ::other::store::__private::StoreValue>::to_value(&self.token),
            );
        writer
            .value(
                <Option<
                    Timestamp,
                > as ::other::store::__private::StoreValue>::to_value(&self.expires_at),
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
            is_default: reader
                .value(<bool as ::other::store::__private::StoreValue>::from_value)?,
            token: reader
                .value(
                    <Option<String> as ::other::store::__private::StoreValue>::from_value,
                )?,
            expires_at: reader
                .value(
                    <Option<
                        Timestamp,
                    > as ::other::store::__private::StoreValue>::from_value,
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
        #[doc(hidden)]
        pub enum Token {}
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
        /// The column of the field `is_default`.
        pub(crate) const IS_DEFAULT: ::other::store::__private::Column<User, bool> = ::other::store::__private::Column::new(
            11usize,
        );
        /// The column of the field `token`.
        pub(crate) const TOKEN: ::other::store::__private::Column<
            User,
            Option<String>,
            __user::Token,
        > = ::other::store::__private::Column::new(12usize);
        /// The column of the field `expires_at`.
        pub(crate) const EXPIRES_AT: ::other::store::__private::Column<
            User,
            Option<Timestamp>,
        > = ::other::store::__private::Column::new(13usize);
        /// The column of the field `created_at`.
        pub(crate) const CREATED_AT: ::other::store::__private::Column<
            User,
            Timestamp,
        > = ::other::store::__private::Column::new(14usize);
        /// The column of the field `updated_at`.
        pub(crate) const UPDATED_AT: ::other::store::__private::Column<
            User,
            Timestamp,
        > = ::other::store::__private::Column::new(15usize);
        /// The column of the field `deleted_at`.
        pub(crate) const DELETED_AT: ::other::store::__private::Column<
            User,
            Option<Timestamp>,
        > = ::other::store::__private::Column::new(16usize);
        /// The column of the field `version`.
        pub(crate) const VERSION: ::other::store::__private::Column<User, i64> = ::other::store::__private::Column::new(
            17usize,
        );
        /// The id, `id`: what a `Conflict` about it names.
        pub(crate) const PRIMARY_KEY: ::other::store::__private::UniqueIndex = ::other::store::__private::UniqueIndex::new(
            "User",
            "primary",
        );
        /// The unique index, `username`: what a `Conflict` about it names.
        pub(crate) const NAME_TAKEN: ::other::store::__private::UniqueIndex = ::other::store::__private::UniqueIndex::new(
            "User",
            "people_username_key",
        );
        /// The unique index, `app_id` and `email`: what a `Conflict` about it names.
        pub(crate) const APP_ID_AND_EMAIL_KEY: ::other::store::__private::UniqueIndex = ::other::store::__private::UniqueIndex::new(
            "User",
            "people_email",
        );
        /// The unique index, `app_id`: what a `Conflict` about it names.
        pub(crate) const DEFAULT_TAKEN: ::other::store::__private::UniqueIndex = ::other::store::__private::UniqueIndex::new(
            "User",
            "people_app_id_key",
        );
        /// The unique index, `is_default`: what a `Conflict` about it names.
        pub(crate) const IS_DEFAULT_KEY: ::other::store::__private::UniqueIndex = ::other::store::__private::UniqueIndex::new(
            "User",
            "chief",
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

 Cost: one round trip; up to three where the row is not as it was read.

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
    /** Removes the people that have expired, which are invisible before as well: how many there were (R16).

 Cost: one round trip for as many as the database removes at once.

 # Errors

 `Restricted` when another row references one of them so (R13).*/
    fn purge_expired_people<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<u64>,
    >;
    /** The person with this `username` and `type == 1` (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_by_username<'a>(
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
    /** The person with this `username` and `type == 1`, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_by_username<'a>(
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
    /** The person with this `app_id` and `is_default == true` and `type != 3` and no `boss` (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_person_by_app_id<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** The person with this `app_id` and `is_default == true` and `type != 3` and no `boss`, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_person_by_app_id<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** The person with `is_default == true` and `role == Role::Admin` (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_chief<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    >;
    /** The person with `is_default == true` and `role == Role::Admin`, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_chief<'a>(
        &'a self,
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
    /** The people with this `age` and `age > 17` (R7).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn list_people_by_age<'a>(
        &'a self,
        age: <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
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
    /** The people with `age >= 18` and (no `boss` or this `boss`) and `email != "root"`, at most `limit` (R7).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn list_adults<'a>(
        &'a self,
        boss: <<Option<
            Id<User>,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
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
    /** Deletes the person with this `id`: whether there was one (R4).

 Cost: one round trip.

 # Errors

 `Refused` when the person is there, but not with (`seen < now` or `age > 99`) and `role != Role::Admin`; then nothing is changed. `Restricted` when another row references one that is to go (R13).*/
    fn delete_idle<'a>(
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
    /** Sets `token` and `expires_at` of the person with this `id`: the person as it is then, or `None` when there is none.

 Cost: one round trip.

 # Errors

 `Refused` when the person is there, but not with `version == expected`; then nothing is changed. `Conflict` when a unique index forbids it (R1).*/
    fn set_token<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        expected: <<i64 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        token: <Option<String> as ::other::store::__private::StoreValue>::Arg<'a>,
        expires_at: <Option<Timestamp> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** Sets `age` of the people with `age < 18`: these as they are then.

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn grow_up<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    >;
    /** Replaces the person with the same id if it is stored with `seen == seen_before`: whether it was. Of racing calls one wins (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn swap_if_seen<'a>(
        &'a self,
        person: &'a User,
        seen_before: <<Timestamp as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Sets `is_default` and `boss` of the first person with this `app_id` and `is_default == false`, by `age` descending: whether there was one. Of racing calls one wins it (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn claim_chair<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        boss: <Option<Id<User>> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Sets `is_default` of one person with this `id` and `is_default == false`: it as it is then, or `None` when there is none. Of racing calls one wins it (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn claim_chair_of<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** Deletes the first person with this `app_id`, by `age` and gives it, or `None` when there is none. Of racing calls one gets it (R14).

 Cost: one round trip.

 # Errors

 `Restricted` when another row references one that is to go (R13).*/
    fn take_youngest<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    >;
    /** Adds the person unless one with the same id is there: whether it was added. Of racing calls one adds it (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when another unique index forbids it (R1).*/
    fn insert_new_person<'a>(
        &'a self,
        person: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Adds the person unless one with the same `app_id` and `email` is there: whether it was added. Of racing calls one adds it (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when another unique index forbids it (R1).*/
    fn insert_new_address<'a>(
        &'a self,
        person: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Sets `is_default` of the person with this id, and clears it on all other people with this `app_id`, in one step (R14).

 Cost: one round trip.

 # Errors

 `NotFound` when there is no row with this id.*/
    fn make_default<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<'a, ::other::store::__private::Result<()>>;
    /** Adds 1 to `age` of the person with this `id`: the new value (R14).

 Cost: one round trip.

 # Errors

 `NotFound` when there is no such row.*/
    fn count_visit<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<i32>,
        >,
    >;
    /** Adds `by` to `age` of the person with this `id` and sets `seen`: the new value, or `None`, and nothing is changed, when that is above `max` or below 0 (R14).

 Cost: one round trip.

 # Errors

 `NotFound` when there is no such row.*/
    fn move_age<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        by: i64,
        max: i64,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<i32>,
        >,
    >;
    /** Adds -1 to `age` of the person with this `id`: the new value, or `None`, and nothing is changed, when that is above MAX_AGE (R14).

 Cost: one round trip.

 # Errors

 `NotFound` when there is no such row.*/
    fn count_down<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<i32>,
        >,
    >;
    /** Raises `type` of the person with this `id` to `type` and sets `seen`, unless it is as high already: whether it was raised (R14).

 Cost: one round trip.

 # Errors

 `NotFound` when there is no such row.*/
    fn raise_type<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        r#type: <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    >;
    /** Raises `seen` of the person with this `id` to `now`, unless it is as high already: whether it was raised (R14).

 Cost: one round trip.

 # Errors

 `NotFound` when there is no such row.*/
    fn raise_seen<'a>(
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
    /** How many people there are with this `app_id`, by `boss`.

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn count_by_boss<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::Counts<Option<Id<User>>>,
        >,
    >;
    /** The [`App`]s that the people with this `role` reference by `app_id`, each once, by `name` and `created_at` descending, at most `limit` (R7).

 Cost: one round trip, and one more where the database has no joins.

 # Errors

 What the backend says.*/
    fn list_apps<'a>(
        &'a self,
        role: <<Role as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        limit: u32,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<App>>,
    >;
    /** The [`Member`]s that the people reference by `app_id` and `boss`, each once, at most 5 (R7).

 Cost: one round trip, and one more where the database has no joins.

 # Errors

 What the backend says.*/
    fn list_members<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<Member>>,
    >;
    /** One page of the [`App`]s that the people with this `role` reference by `app_id`, each once (R9).

 Cost: one round trip, and one more where the database has no joins.

 # Errors

 `InvalidCursor` when the cursor is of another list, or forged.*/
    fn page_apps<'a>(
        &'a self,
        role: <<Role as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        filter: &'a ::other::store::__private::List<App>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Page<App>>,
    >;
    /** Adds the person and the [`App`] and the [`a::PersonEmail`]s, all or none, and gives them back as they were stored (R17).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 `Conflict` when an id or a unique index is taken; then nothing is written.*/
    fn create_with_app<'a>(
        &'a self,
        person: &'a User,
        app: &'a App,
        person_emails: &'a [a::PersonEmail],
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            (User, App, ::other::store::__private::Vec<a::PersonEmail>),
        >,
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
    fn purge_expired_people<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<u64>,
    > {
        ::other::store::__private::purge_expired::<
            User,
        >(::other::store::__private::Backed::handle(self))
    }
    fn get_by_username<'a>(
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
            .when(0usize)
            .get::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_by_username<'a>(
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
            .when(0usize)
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
    fn get_person_by_app_id<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
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
            .when(3usize)
            .get::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_person_by_app_id<'a>(
        &'a self,
        app_id: <<Id<
            App,
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
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .when(3usize)
            .find::<User>(::other::store::__private::Backed::handle(self))
    }
    fn get_chief<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<User>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .when(4usize)
            .get::<User>(::other::store::__private::Backed::handle(self))
    }
    fn find_chief<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .when(4usize)
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
            .order(14usize, true)
            .list::<User>(::other::store::__private::Backed::handle(self))
    }
    fn list_people_by_age<'a>(
        &'a self,
        age: <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <i32 as ::other::store::__private::StoreValue>::Inner,
            >(7usize, ::other::store::__private::CompareOp::Eq, age)
            .when(6usize)
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
            >(14usize, ::other::store::__private::CompareOp::Ge, since)
            .constant::<
                <Role as ::other::store::__private::StoreValue>::Inner,
            >(6usize, ::other::store::__private::CompareOp::Eq, &Role::Admin)
            .order(14usize, true)
            .find::<User>(::other::store::__private::Backed::handle(self))
    }
    fn list_adults<'a>(
        &'a self,
        boss: <<Option<
            Id<User>,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        limit: u32,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <i32 as ::other::store::__private::StoreValue>::Inner,
            >(7usize, ::other::store::__private::CompareOp::Ge, 18)
            .any(|__any| {
                __any
                    .is_none(9usize)
                    .arg::<
                        <Option<
                            Id<User>,
                        > as ::other::store::__private::StoreValue>::Inner,
                    >(9usize, ::other::store::__private::CompareOp::Eq, boss)
            })
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
            .now(14usize, ::other::store::__private::CompareOp::Lt)
            .delete(::other::store::__private::Backed::handle(self))
    }
    fn delete_idle<'a>(
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
            .guard()
            .any(|__any| {
                __any
                    .now(10usize, ::other::store::__private::CompareOp::Lt)
                    .arg::<
                        <i32 as ::other::store::__private::StoreValue>::Inner,
                    >(7usize, ::other::store::__private::CompareOp::Gt, 99)
            })
            .constant::<
                <Role as ::other::store::__private::StoreValue>::Inner,
            >(6usize, ::other::store::__private::CompareOp::Ne, &Role::Admin)
            .delete_one(::other::store::__private::Backed::handle(self))
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
    fn set_token<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        expected: <<i64 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        token: <Option<String> as ::other::store::__private::StoreValue>::Arg<'a>,
        expires_at: <Option<Timestamp> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<User>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .guard()
            .arg::<
                <i64 as ::other::store::__private::StoreValue>::Inner,
            >(17usize, ::other::store::__private::CompareOp::Eq, expected)
            .set::<Option<String>>(12usize, token)
            .set::<Option<Timestamp>>(13usize, expires_at)
            .update_one_returning::<
                User,
            >(::other::store::__private::Backed::handle(self))
    }
    fn grow_up<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<User>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <i32 as ::other::store::__private::StoreValue>::Inner,
            >(7usize, ::other::store::__private::CompareOp::Lt, 18)
            .set::<<i32 as ::other::store::__private::StoreValue>::Inner>(7usize, 18)
            .update_returning::<User>(::other::store::__private::Backed::handle(self))
    }
    fn swap_if_seen<'a>(
        &'a self,
        person: &'a User,
        seen_before: <<Timestamp as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Timestamp as ::other::store::__private::StoreValue>::Inner,
            >(10usize, ::other::store::__private::CompareOp::Eq, seen_before)
            .swap::<User>(::other::store::__private::Backed::handle(self), person)
    }
    fn claim_chair<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        boss: <Option<Id<User>> as ::other::store::__private::StoreValue>::Arg<'a>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .arg::<
                ::other::store::__private::core::primitive::bool,
            >(11usize, ::other::store::__private::CompareOp::Eq, false)
            .set::<::other::store::__private::core::primitive::bool>(11usize, true)
            .set::<Option<Id<User>>>(9usize, boss)
            .order(7usize, true)
            .claim(::other::store::__private::Backed::handle(self))
    }
    fn claim_chair_of<'a>(
        &'a self,
        id: <<Id<
            User,
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
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .arg::<
                ::other::store::__private::core::primitive::bool,
            >(11usize, ::other::store::__private::CompareOp::Eq, false)
            .set::<::other::store::__private::core::primitive::bool>(11usize, true)
            .claim_returning::<User>(::other::store::__private::Backed::handle(self))
    }
    fn take_youngest<'a>(
        &'a self,
        app_id: <<Id<
            App,
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
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .order(7usize, false)
            .take::<User>(::other::store::__private::Backed::handle(self))
    }
    fn insert_new_person<'a>(
        &'a self,
        person: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::insert_new(
            ::other::store::__private::Backed::handle(self),
            person,
            ::other::store::__private::core::option::Option::None,
        )
    }
    fn insert_new_address<'a>(
        &'a self,
        person: &'a User,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<bool>,
    > {
        ::other::store::__private::insert_new(
            ::other::store::__private::Backed::handle(self),
            person,
            ::other::store::__private::core::option::Option::Some(2usize),
        )
    }
    fn make_default<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<()>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .set_exclusive(
                ::other::store::__private::Backed::handle(self),
                11usize,
                ::other::store::__private::Key::new::<User>().arg::<Id<User>>(id),
            )
    }
    fn count_visit<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<i32>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .add(7usize, 1)
            .increment::<i32>(::other::store::__private::Backed::handle(self))
    }
    fn move_age<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        by: i64,
        max: i64,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<i32>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .set_now(10usize)
            .add(7usize, by)
            .at_most(max)
            .at_least(0)
            .increment::<i32>(::other::store::__private::Backed::handle(self))
    }
    fn count_down<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::core::option::Option<i32>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<User> as ::other::store::__private::StoreValue>::Inner,
            >(0usize, ::other::store::__private::CompareOp::Eq, id)
            .add(7usize, -1)
            .at_most(MAX_AGE)
            .increment::<i32>(::other::store::__private::Backed::handle(self))
    }
    fn raise_type<'a>(
        &'a self,
        id: <<Id<
            User,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        r#type: <<i32 as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
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
            .set_now(10usize)
            .to::<<i32 as ::other::store::__private::StoreValue>::Inner>(8usize, r#type)
            .raise(::other::store::__private::Backed::handle(self))
    }
    fn raise_seen<'a>(
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
            .to_now(10usize)
            .raise(::other::store::__private::Backed::handle(self))
    }
    fn count_by_boss<'a>(
        &'a self,
        app_id: <<Id<
            App,
        > as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            ::other::store::__private::Counts<Option<Id<User>>>,
        >,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Id<App> as ::other::store::__private::StoreValue>::Inner,
            >(1usize, ::other::store::__private::CompareOp::Eq, app_id)
            .count_by::<
                Option<Id<User>>,
            >(::other::store::__private::Backed::handle(self), 9usize)
    }
    fn list_apps<'a>(
        &'a self,
        role: <<Role as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        limit: u32,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<App>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Role as ::other::store::__private::StoreValue>::Inner,
            >(6usize, ::other::store::__private::CompareOp::Eq, role)
            .through::<
                App,
            >(
                ::other::store::__private::Backed::handle(self),
                0usize,
                &[<App>::NAME.asc(), <App>::CREATED_AT.desc()],
                ::other::store::__private::core::option::Option::Some(limit),
            )
    }
    fn list_members<'a>(
        &'a self,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Vec<Member>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .through::<
                Member,
            >(
                ::other::store::__private::Backed::handle(self),
                1usize,
                &[],
                ::other::store::__private::core::option::Option::Some(5u32),
            )
    }
    fn page_apps<'a>(
        &'a self,
        role: <<Role as ::other::store::__private::StoreValue>::Inner as ::other::store::__private::StoreValue>::Arg<
            'a,
        >,
        filter: &'a ::other::store::__private::List<App>,
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<::other::store::__private::Page<App>>,
    > {
        ::other::store::__private::Statement::new::<User>()
            .arg::<
                <Role as ::other::store::__private::StoreValue>::Inner,
            >(6usize, ::other::store::__private::CompareOp::Eq, role)
            .through_page::<
                App,
            >(::other::store::__private::Backed::handle(self), 0usize, filter)
    }
    fn create_with_app<'a>(
        &'a self,
        person: &'a User,
        app: &'a App,
        person_emails: &'a [a::PersonEmail],
    ) -> ::other::store::__private::BoxFuture<
        'a,
        ::other::store::__private::Result<
            (User, App, ::other::store::__private::Vec<a::PersonEmail>),
        >,
    > {
        ::other::store::__private::create_with(
            ::other::store::__private::Backed::handle(self),
            ::other::store::__private::also_create_many(
                ::other::store::__private::also_create(
                    ::other::store::__private::also_create(
                        ::other::store::__private::Batch::new(),
                        person,
                    ),
                    app,
                ),
                person_emails,
            ),
            |rows| ::other::store::__private::core::result::Result::Ok((
                rows.one::<User>()?,
                rows.one::<App>()?,
                rows.many::<a::PersonEmail>()?,
            )),
        )
    }
}
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Text,
    <String as ::other::store::__private::StoreValue>::TYPE,
    <String as ::other::store::__private::StoreValue>::NULLABLE,
    "`email` is marked `lowercase`, so its type must be text",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Timestamp,
    <Option<Timestamp> as ::other::store::__private::StoreValue>::TYPE,
    <Option<Timestamp> as ::other::store::__private::StoreValue>::NULLABLE,
    "`expires_at` says when the row expires, so its type must be `Timestamp` or `Option<Timestamp>`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Timestamp,
    <Timestamp as ::other::store::__private::StoreValue>::TYPE,
    <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
    "`created_at` is the time of creation, so its type must be `Timestamp`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Timestamp,
    <Timestamp as ::other::store::__private::StoreValue>::TYPE,
    <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
    "`updated_at` is the time of the last write, so its type must be `Timestamp`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::OptionalTimestamp,
    <Option<Timestamp> as ::other::store::__private::StoreValue>::TYPE,
    <Option<Timestamp> as ::other::store::__private::StoreValue>::NULLABLE,
    "`deleted_at` says when the row was deleted, so its type must be `Option<Timestamp>`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Integer,
    <i64 as ::other::store::__private::StoreValue>::TYPE,
    <i64 as ::other::store::__private::StoreValue>::NULLABLE,
    "`version` counts the writes, so its type must be an integer such as `i64`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::NotOptional,
    <i64 as ::other::store::__private::StoreValue>::TYPE,
    <i64 as ::other::store::__private::StoreValue>::NULLABLE,
    "`version` counts the writes, so its type can't be an `Option`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Key,
    <Id<User> as ::other::store::__private::StoreValue>::TYPE,
    <Id<User> as ::other::store::__private::StoreValue>::NULLABLE,
    "`id` is part of the id, so its type can't be an `Option`, a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <Option<String> as ::other::store::__private::StoreValue>::TYPE,
    <Option<String> as ::other::store::__private::StoreValue>::NULLABLE,
    "`username` is part of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <i32 as ::other::store::__private::StoreValue>::TYPE,
    <i32 as ::other::store::__private::StoreValue>::NULLABLE,
    "`type` is used in the condition of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <Id<App> as ::other::store::__private::StoreValue>::TYPE,
    <Id<App> as ::other::store::__private::StoreValue>::NULLABLE,
    "`app_id` is part of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <String as ::other::store::__private::StoreValue>::TYPE,
    <String as ::other::store::__private::StoreValue>::NULLABLE,
    "`email` is part of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <bool as ::other::store::__private::StoreValue>::TYPE,
    <bool as ::other::store::__private::StoreValue>::NULLABLE,
    "`is_default` is used in the condition of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <Option<Id<User>> as ::other::store::__private::StoreValue>::TYPE,
    <Option<Id<User>> as ::other::store::__private::StoreValue>::NULLABLE,
    "`boss` is used in the condition of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <Role as ::other::store::__private::StoreValue>::TYPE,
    <Role as ::other::store::__private::StoreValue>::NULLABLE,
    "`role` is used in the condition of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <i32 as ::other::store::__private::StoreValue>::TYPE,
    <i32 as ::other::store::__private::StoreValue>::NULLABLE,
    "`age` is part of an index, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Ordered,
    <Timestamp as ::other::store::__private::StoreValue>::TYPE,
    <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
    "`seen` is used in a filter, so its type can't be a list, a map or JSON",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Optional,
    <Id<App> as ::other::store::__private::StoreValue>::TYPE,
    <Id<App> as ::other::store::__private::StoreValue>::NULLABLE,
    "`app_id` becomes null when the row it references is deleted, so its type must be an `Option`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Optional,
    <Option<Id<User>> as ::other::store::__private::StoreValue>::TYPE,
    <Option<Id<User>> as ::other::store::__private::StoreValue>::NULLABLE,
    "`boss` becomes null when the row it references is deleted, so its type must be an `Option`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Bool,
    <bool as ::other::store::__private::StoreValue>::TYPE,
    <bool as ::other::store::__private::StoreValue>::NULLABLE,
    "`is_default` is compared with `true`, so its type must be `bool`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::Timestamp,
    <Timestamp as ::other::store::__private::StoreValue>::TYPE,
    <Timestamp as ::other::store::__private::StoreValue>::NULLABLE,
    "`seen` is compared with `now`, so its type must be `Timestamp`",
);
const _: () = ::other::store::__private::require(
    ::other::store::__private::Demand::NotOptional,
    <bool as ::other::store::__private::StoreValue>::TYPE,
    <bool as ::other::store::__private::StoreValue>::NULLABLE,
    "`is_default` is a flag that one row alone has set, so its type can't be an `Option`",
);
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
