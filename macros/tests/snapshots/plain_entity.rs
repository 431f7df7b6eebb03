// #[derive(StoreEntity)]
// #[store(id_prefix = "note")]
// pub struct Note {
//     #[store(id)]
//     pub id: Id<Note>,
//     pub text: String,
// }

#[automatically_derived]
impl ::storewright::__private::Entity for Note {
    const ID_PREFIX: &'static str = "note";
    type Key = Id<Note>;
    fn schema() -> &'static ::storewright::__private::EntitySchema {
        static SCHEMA: ::storewright::__private::EntitySchema = ::storewright::__private::EntitySchema::new(
            "Note",
            "notes",
            &[
                ::storewright::__private::ColumnSchema::new(
                    "id",
                    "id",
                    <Id<Note> as ::storewright::__private::StoreValue>::TYPE,
                    <Id<Note> as ::storewright::__private::StoreValue>::NULLABLE,
                ),
                ::storewright::__private::ColumnSchema::new(
                    "text",
                    "text",
                    <String as ::storewright::__private::StoreValue>::TYPE,
                    <String as ::storewright::__private::StoreValue>::NULLABLE,
                ),
            ],
            &[0usize],
        );
        &SCHEMA
    }
    fn to_row(&self) -> ::storewright::__private::Result<::storewright::__private::Row> {
        let mut writer = ::storewright::__private::RowWriter::new(
            <Self as ::storewright::__private::Entity>::schema(),
        );
        writer
            .value(
                <Id<Note> as ::storewright::__private::StoreValue>::to_value(&self.id),
            );
        writer
            .value(
                <String as ::storewright::__private::StoreValue>::to_value(&self.text),
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
            id: reader
                .value(<Id<Note> as ::storewright::__private::StoreValue>::from_value)?,
            text: reader
                .value(<String as ::storewright::__private::StoreValue>::from_value)?,
        })
    }
}
#[automatically_derived]
#[allow(dead_code)]
impl Note {
    /// The column of the field `id`.
    pub const ID: ::storewright::__private::Column<Note, Id<Note>> = ::storewright::__private::Column::new(
        0usize,
    );
    /// The column of the field `text`.
    pub const TEXT: ::storewright::__private::Column<Note, String> = ::storewright::__private::Column::new(
        1usize,
    );
    /// The id, `id`: what a `Conflict` about it names.
    pub const PRIMARY_KEY: ::storewright::__private::UniqueIndex = ::storewright::__private::UniqueIndex::new(
        "Note",
        "primary",
    );
}
/// What a list of [`Note`]s is asked for: conditions, order, page size and position.
#[allow(dead_code)]
pub type NoteFilter = ::storewright::__private::List<Note>;
/** The store of [`Note`]s.

 Whatever is [`Backed`](::storewright::__private::Backed) by a handle has it, `StoreHandle` above all; it can be implemented by hand as well.*/
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store for `Note`",
    label = "not a store for it",
    note = "a `StoreHandle` is one, and so is a composite store that names `Note`; any other type implements `NoteStore` by hand"
)]
#[allow(dead_code)]
pub trait NoteStore: ::storewright::__private::core::marker::Send + ::storewright::__private::core::marker::Sync {
    /** Adds the note and gives it back as it was stored.

 Cost: one round trip.

 # Errors

 `Conflict` when the id or a unique index is taken; then nothing is written (R1).*/
    fn create_note<'a>(
        &'a self,
        entity: &'a Note,
    ) -> ::storewright::__private::BoxFuture<'a, ::storewright::__private::Result<Note>>;
    /** Adds the notes, all or none, and gives them back as they were stored (R17).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 `Conflict` when an id or a unique index is taken; it says by which of them.*/
    fn create_notes<'a>(
        &'a self,
        entities: &'a [Note],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Vec<Note>>,
    >;
    /** The note with this id (R2).

 Cost: one round trip.

 # Errors

 `NotFound` when there is none.*/
    fn get_note<'a>(
        &'a self,
        id: <Id<Note> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<'a, ::storewright::__private::Result<Note>>;
    /** The note with this id, or `None` (R2).

 Cost: one round trip.

 # Errors

 What the backend says.*/
    fn find_note<'a>(
        &'a self,
        id: <Id<Note> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::core::option::Option<Note>,
        >,
    >;
    /** The notes with these ids, in the order asked for, `None` where there is none (R2).

 Cost: one round trip for as many as the database takes at once.

 # Errors

 What the backend says.*/
    fn get_notes<'a>(
        &'a self,
        ids: &'a [Id<Note>],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::Vec<
                ::storewright::__private::core::option::Option<Note>,
            >,
        >,
    >;
    /** One page of the notes that match (R9).

 Cost: one round trip.

 # Errors

 `InvalidCursor` when the cursor is of another list, or forged.*/
    fn list_notes<'a>(
        &'a self,
        filter: &'a NoteFilter,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Page<Note>>,
    >;
    /** Replaces the note with the same id and gives it back as it was stored.

 Cost: one round trip; up to three where the row is not as it was read.

 # Errors

 `NotFound` when there is none, `Conflict` when a unique index forbids it (R3).*/
    fn update_note<'a>(
        &'a self,
        entity: &'a Note,
    ) -> ::storewright::__private::BoxFuture<'a, ::storewright::__private::Result<Note>>;
    /** Adds the note, or replaces the one with the same id (R14).

 Cost: one round trip.

 # Errors

 `Conflict` when a unique index forbids it (R1).*/
    fn upsert_note<'a>(
        &'a self,
        entity: &'a Note,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Upserted<Note>>,
    >;
    /** Deletes the note with this id: whether there was one (R4).

 Cost: one round trip.

 # Errors

 `Restricted` when another row references it so (R13).*/
    fn delete_note<'a>(
        &'a self,
        id: <Id<Note> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<'a, ::storewright::__private::Result<bool>>;
}
#[automatically_derived]
impl<
    __S: ::storewright::__private::Backed
        + ?::storewright::__private::core::marker::Sized,
> NoteStore for __S {
    fn create_note<'a>(
        &'a self,
        entity: &'a Note,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Note>,
    > {
        ::storewright::__private::create(
            ::storewright::__private::Backed::handle(self),
            entity,
        )
    }
    fn create_notes<'a>(
        &'a self,
        entities: &'a [Note],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Vec<Note>>,
    > {
        ::storewright::__private::create_many(
            ::storewright::__private::Backed::handle(self),
            entities,
        )
    }
    fn get_note<'a>(
        &'a self,
        id: <Id<Note> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Note>,
    > {
        ::storewright::__private::Key::new::<Note>()
            .arg::<Id<Note>>(id)
            .get::<Note>(::storewright::__private::Backed::handle(self))
    }
    fn find_note<'a>(
        &'a self,
        id: <Id<Note> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::core::option::Option<Note>,
        >,
    > {
        ::storewright::__private::Key::new::<Note>()
            .arg::<Id<Note>>(id)
            .find::<Note>(::storewright::__private::Backed::handle(self))
    }
    fn get_notes<'a>(
        &'a self,
        ids: &'a [Id<Note>],
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<
            ::storewright::__private::Vec<
                ::storewright::__private::core::option::Option<Note>,
            >,
        >,
    > {
        ::storewright::__private::get_many_by::<
            Note,
        >(
            ::storewright::__private::Backed::handle(self),
            ids,
            |id| {
                ::storewright::__private::Key::new::<Note>()
                    .part(
                        <Id<Note> as ::storewright::__private::StoreValue>::to_value(id),
                    )
                    .into_values()
            },
        )
    }
    fn list_notes<'a>(
        &'a self,
        filter: &'a NoteFilter,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Page<Note>>,
    > {
        ::storewright::__private::list(
            ::storewright::__private::Backed::handle(self),
            filter,
        )
    }
    fn update_note<'a>(
        &'a self,
        entity: &'a Note,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<Note>,
    > {
        ::storewright::__private::update(
            ::storewright::__private::Backed::handle(self),
            entity,
        )
    }
    fn upsert_note<'a>(
        &'a self,
        entity: &'a Note,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<::storewright::__private::Upserted<Note>>,
    > {
        ::storewright::__private::upsert(
            ::storewright::__private::Backed::handle(self),
            entity,
        )
    }
    fn delete_note<'a>(
        &'a self,
        id: <Id<Note> as ::storewright::__private::StoreValue>::Arg<'a>,
    ) -> ::storewright::__private::BoxFuture<
        'a,
        ::storewright::__private::Result<bool>,
    > {
        ::storewright::__private::Key::new::<Note>()
            .arg::<Id<Note>>(id)
            .delete(::storewright::__private::Backed::handle(self))
    }
}
const _: () = ::storewright::__private::require(
    ::storewright::__private::Demand::Key,
    <Id<Note> as ::storewright::__private::StoreValue>::TYPE,
    <Id<Note> as ::storewright::__private::StoreValue>::NULLABLE,
    "`id` is part of the id, so its type can't be an `Option`, a list, a map or JSON",
);
