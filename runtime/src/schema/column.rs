use crate::value::{Value, ValueError, ValueType};

/// What the store itself does with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Created,
    Updated,
    Version,
    SoftDelete,
    Ttl,
}

/// One column of an entity.
#[derive(Debug)]
pub struct ColumnSchema {
    field: &'static str,
    name: &'static str,
    ty: ValueType,
    nullable: bool,
    secret: bool,
    lowercase: bool,
    trim: bool,
    encrypted: bool,
    default: Option<fn() -> Result<Value, ValueError>>,
    pub(super) role: Role,
}

impl ColumnSchema {
    /// A column of the struct's field `field`, called `name` in the database, that holds values of type `ty`.
    #[must_use]
    pub const fn new(field: &'static str, name: &'static str, ty: ValueType, nullable: bool) -> Self {
        Self {
            field,
            name,
            ty,
            nullable,
            secret: false,
            lowercase: false,
            trim: false,
            encrypted: false,
            default: None,
            role: Role::Plain,
        }
    }

    /// The same column, kept out of filters, orders and everything that is printed (R19).
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The same column, lowercased on write and in lookups.
    #[must_use]
    pub const fn lowercase(mut self) -> Self {
        self.lowercase = true;
        self
    }

    /// The same column, without white space at its ends on write and in lookups.
    #[must_use]
    pub const fn trim(mut self) -> Self {
        self.trim = true;
        self
    }

    /// The same column, kept as ciphertext. It is [secret](ColumnSchema::secret) as well.
    #[must_use]
    pub const fn encrypted(mut self) -> Self {
        self.encrypted = true;
        self.secret = true;
        self
    }

    /// The same column, with the value that rows hold which were written without it.
    #[must_use]
    pub const fn with_default(mut self, default: fn() -> Result<Value, ValueError>) -> Self {
        self.default = Some(default);
        self
    }

    /// The same column as the entity's `created` column.
    #[must_use]
    pub const fn created(mut self) -> Self {
        self.role = Role::Created;
        self
    }

    /// The same column as the entity's `updated` column.
    #[must_use]
    pub const fn updated(mut self) -> Self {
        self.role = Role::Updated;
        self
    }

    /// The same column as the entity's `version` column.
    #[must_use]
    pub const fn version(mut self) -> Self {
        self.role = Role::Version;
        self
    }

    /// The same column as the entity's `soft_delete` column.
    #[must_use]
    pub const fn soft_delete(mut self) -> Self {
        self.role = Role::SoftDelete;
        self
    }

    /// The same column as the entity's `ttl` column.
    #[must_use]
    pub const fn ttl(mut self) -> Self {
        self.role = Role::Ttl;
        self
    }

    /// The name of the struct's field, for errors.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The name of the column in the database.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The type of the values that backends hold: of an encrypted column [`ValueType::Bytes`], whatever the field's type.
    #[must_use]
    pub const fn ty(&self) -> ValueType {
        if self.encrypted { ValueType::Bytes } else { self.ty }
    }

    /// The type of the field's values.
    #[must_use]
    pub const fn declared_ty(&self) -> ValueType {
        self.ty
    }

    /// Whether it may hold [`Value::Null`](crate::Value::Null).
    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// Whether its values are kept out of everything that is printed (R19).
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    /// Whether its text is lowercased.
    #[must_use]
    pub const fn is_lowercase(&self) -> bool {
        self.lowercase
    }

    /// Whether its text is trimmed.
    #[must_use]
    pub const fn is_trimmed(&self) -> bool {
        self.trim
    }

    /// Whether backends hold ciphertext of it.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// What rows hold that were written without it; `None` where it was not declared.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when no backend can hold the declared default.
    pub fn default_value(&self) -> Option<Result<Value, ValueError>> {
        self.default.map(|default| default())
    }
}
