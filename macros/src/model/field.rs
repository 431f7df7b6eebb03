use proc_macro2::Ident;
use quote::ToTokens;
use syn::Type;

use crate::declaration::{FieldDeclaration, FieldKeys, Fixed, Mark};
use crate::mistakes::Mistakes;
use crate::names;
use crate::nearest::did_you_mean;
use crate::show::show;

/// A field of an entity and its column.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// Its name without `r#`.
    pub(crate) name: String,
    pub(crate) column: String,
    pub(crate) ty: Type,
    pub(crate) json: bool,
    pub(crate) secret: bool,
    pub(crate) lowercase: bool,
    pub(crate) trim: bool,
    /// Encrypted before a backend sees it.
    pub(crate) encrypted: bool,
    /// What a row holds that was written without the column: a value, or the `Default` of the type.
    pub(crate) default: Option<Option<Fixed>>,
    pub(crate) role: Option<Role>,
}

impl Field {
    /// Whether its content is kept out of everything that is printed.
    pub(crate) fn is_hidden(&self) -> bool {
        self.secret || self.encrypted
    }
}

/// What the store itself does with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Created,
    Updated,
    Version,
    SoftDelete,
    Ttl,
}

impl Role {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Version => "version",
            Self::SoftDelete => "soft_delete",
            Self::Ttl => "ttl",
        }
    }
}

/// The fields of one entity, to be found by name.
#[derive(Debug)]
pub(crate) struct Fields {
    pub(crate) entity: String,
    pub(crate) all: Vec<Field>,
}

impl Fields {
    pub(crate) fn check(entity: &Ident, declared: &[FieldDeclaration], mistakes: &mut Mistakes) -> Self {
        let mut all: Vec<Field> = Vec::with_capacity(declared.len());
        for declaration in declared {
            let field = check(declaration, mistakes);
            if let Some(other) = all.iter().find(|other| other.column == field.column) {
                let words =
                    format!("column `{}` is the column of field `{}` already", field.column, other.name);
                let span = declaration.keys.rename.as_ref().map_or(field.ident.span(), |rename| rename.span);
                mistakes.at(span, words);
            }
            if let Some((role, mark)) = role(&declaration.keys).into_iter().next()
                && let Some(other) = all.iter().find(|other| other.role == Some(role))
            {
                let (key, other) = (role.key(), &other.name);
                mistakes.at(mark.0, format!("`{entity}` already has a `{key}` field, `{other}`"));
            }
            all.push(field);
        }
        Self { entity: names::plain(entity), all }
    }

    /// The position of the field that is meant by `name`.
    pub(crate) fn position(&self, name: &Ident, mistakes: &mut Mistakes) -> Option<usize> {
        let plain = names::plain(name);
        let position = self.all.iter().position(|field| field.name == plain);
        if position.is_none() {
            let near = match self.all.iter().find(|field| field.column == plain) {
                Some(field) => format!("; did you mean `{}`, whose column that is?", field.name),
                None => did_you_mean(&plain, self.all.iter().map(|field| field.name.as_str())),
            };
            mistakes.on(name, format!("no field `{plain}` on `{}`{near}", self.entity));
        }
        position
    }
}

fn check(declaration: &FieldDeclaration, mistakes: &mut Mistakes) -> Field {
    let FieldDeclaration { ident, ty, keys } = declaration;
    if let Some(words) = unstorable(ty) {
        mistakes.on(ty, words);
    }
    let name = names::plain(ident);
    let roles = role(keys);
    if let [(first, _), rest @ ..] = &roles[..] {
        for (other, mark) in rest {
            mistakes.at(mark.0, format!("`{name}` can't be `{}` and `{}` at once", first.key(), other.key()));
        }
    }
    let others = [("lowercase", keys.lowercase), ("trim", keys.trim)].into_iter();
    let others = others.chain(roles.iter().map(|(role, mark)| (role.key(), Some(*mark))));
    let kept = match (&keys.encrypted, &keys.json) {
        (Some(_), _) => Some("encrypted"),
        (None, Some(_)) => Some("stored as JSON"),
        (None, None) => None,
    };
    if let Some(kept) = kept {
        for (key, mark) in others.filter_map(|(key, mark)| mark.map(|mark| (key, mark))) {
            mistakes.at(mark.0, format!("`{name}` is {kept}, so it can't be `{key}`"));
        }
    }
    if let (Some(_), Some(default)) = (&keys.encrypted, &keys.default) {
        let words = format!("`{name}` is encrypted, and a default would stand in the database in the clear");
        mistakes.at(default.key, format!("{words}\nhelp: make it an `Option`, which is `None` in such rows"));
    }
    Field {
        column: keys.rename.as_ref().map_or_else(|| name.clone(), |rename| rename.value.clone()),
        ident: ident.clone(),
        name,
        ty: ty.clone(),
        json: keys.json.is_some(),
        secret: keys.secret.is_some(),
        lowercase: keys.lowercase.is_some(),
        trim: keys.trim.is_some(),
        encrypted: keys.encrypted.is_some(),
        default: keys.default.as_ref().map(|default| default.value.clone()),
        role: roles.first().map(|(role, _)| *role),
    }
}

fn role(keys: &FieldKeys) -> Vec<(Role, Mark)> {
    let roles = [
        (Role::Created, keys.created),
        (Role::Updated, keys.updated),
        (Role::Version, keys.version),
        (Role::SoftDelete, keys.soft_delete),
        (Role::Ttl, keys.ttl),
    ];
    roles.into_iter().filter_map(|(role, mark)| mark.map(|mark| (role, mark))).collect()
}

/// Why a type can't be a field's: it borrows, or has no size. Anything else is for the compiler to say.
pub(crate) fn unstorable(ty: &Type) -> Option<String> {
    let owned = |of: &Type| match of {
        Type::Slice(slice) => format!("Vec<{}>", show(&slice.elem)),
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        other => show(other),
    };
    let (problem, instead) = match ty {
        Type::Reference(reference) => ("an entity owns its data", owned(&reference.elem)),
        Type::Slice(_) => ("it has no size of its own", owned(ty)),
        Type::Path(path) if path.path.is_ident("str") => ("it has no size of its own", owned(ty)),
        Type::TraitObject(_) => {
            return Some(format!("`{}` can't be stored, only types known at compile time can", show(ty)));
        }
        Type::Ptr(_) | Type::FnPtr(_) => {
            return Some(format!("`{}` can't be stored, it means nothing to a database", show(ty)));
        }
        Type::Group(group) => return unstorable(&group.elem),
        Type::Paren(paren) => return unstorable(&paren.elem),
        _ => return None,
    };
    Some(format!("`{}` can't be stored, {problem}\nhelp: use `{instead}`", show(ty.to_token_stream())))
}
