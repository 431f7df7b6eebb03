use super::{Value, ValueError, ValueType};

/// A Rust type that a column can hold.
///
/// Implemented for the std integers, floats, `bool`, `String`, `Vec<u8>`, lists and maps of such, [`Timestamp`](crate::Timestamp),
/// [`Id`](crate::Id), [`Json`](crate::Json), `Option` of any, and with features for the types of `uuid`, `rust_decimal`, `chrono`, `time`, `jiff`.
/// Derive it for unit enums and newtypes:
///
/// ```
/// use storewright::StoreValue;
///
/// #[derive(Clone, Debug, PartialEq, StoreValue)]
/// enum Role { Owner, Admin, Member }
///
/// #[derive(Clone, Debug, PartialEq, StoreValue)]
/// struct Slug(String);
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be stored in a column",
    label = "not a `StoreValue`",
    note = "for a unit enum or a newtype of your own: `#[derive(StoreValue)]`",
    note = "for anything that serde can write: `Json<{Self}>`, or `#[store(json)]` on the field",
    note = "for a type of another crate: turn on the feature `chrono`, `time`, `jiff`, `uuid` or `decimal`"
)]
pub trait StoreValue: Sized + Send + Sync + 'static {
    /// What is inside when this is an `Option`, else the type itself: the type that a lookup of the column takes.
    type Inner: StoreValue;
    /// How a generated method takes a value of this type: `&str` for `String`, a copy for numbers, else a reference.
    type Arg<'a>: Send;
    /// The logical type of its values.
    const TYPE: ValueType;
    /// Whether its values may be [`Value::Null`]: for `Option` only.
    const NULLABLE: bool = false;

    /// This value as a column holds it.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when no backend can hold it (R11).
    fn to_value(&self) -> Result<Value, ValueError>;

    /// The same for a value as a generated method takes it.
    ///
    /// # Errors
    ///
    /// As [`StoreValue::to_value`].
    fn arg_to_value(arg: Self::Arg<'_>) -> Result<Value, ValueError>;

    /// The Rust value that a column's value stands for.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when the value has another type, or one that this type doesn't know.
    fn from_value(value: Value) -> Result<Self, ValueError>;
}

/// A [`StoreValue`] that can be compared and ordered in a filter: all but lists, maps and JSON.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can't be compared or indexed",
    label = "lists, maps and JSON have no order that every backend shares"
)]
pub trait Comparable: StoreValue {}

/// A [`StoreValue`] that is text, or an `Option` of text.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` has no text to search in",
    label = "`contains`, `starts_with` and `ends_with` are for text columns"
)]
pub trait TextValue: Comparable {}

/// A [`StoreValue`] that can be an item of a list or a value of a map in one column.
#[diagnostic::on_unimplemented(
    message = "a list or map of `{Self}` can't be stored in a column",
    label = "not a `ListItem`",
    note = "derive `StoreValue` for it, or mark the field with `#[store(json)]`"
)]
pub trait ListItem: StoreValue {}

impl<T: StoreValue<Inner = T>> StoreValue for Option<T> {
    type Inner = T;
    type Arg<'a> = Option<T::Arg<'a>>;
    const TYPE: ValueType = T::TYPE;
    const NULLABLE: bool = true;

    fn to_value(&self) -> Result<Value, ValueError> {
        self.as_ref().map_or(Ok(Value::Null), T::to_value)
    }

    fn arg_to_value(arg: Self::Arg<'_>) -> Result<Value, ValueError> {
        arg.map_or(Ok(Value::Null), T::arg_to_value)
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        if value.is_null() { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: Comparable + StoreValue<Inner = T>> Comparable for Option<T> {}
impl<T: TextValue + StoreValue<Inner = T>> TextValue for Option<T> {}
