use std::collections::HashMap;

use proc_macro2::{Ident, Span};

use super::field::{Field, Role};
use super::index::pair;
use super::method_names::MethodNames;
use crate::declaration::MethodDeclaration;
use crate::mistakes::Mistakes;

/// The names of the methods that every entity store has.
#[derive(Debug)]
pub(crate) struct Crud {
    pub(crate) create: Ident,
    pub(crate) create_many: Ident,
    pub(crate) get: Ident,
    pub(crate) find: Ident,
    pub(crate) get_many: Ident,
    pub(crate) list: Ident,
    pub(crate) update: Ident,
    pub(crate) upsert: Ident,
    pub(crate) delete: Ident,
    /// For a soft-deletable entity: what makes a row live again, and what removes it.
    pub(crate) soft: Option<(Ident, Ident)>,
    /// For an entity whose rows expire: what removes those that did.
    pub(crate) purge_expired: Option<Ident>,
}

impl Crud {
    pub(crate) fn check(
        span: Span,
        fields: &[Field],
        renames: Vec<MethodDeclaration>,
        names: &mut MethodNames,
        mistakes: &mut Mistakes,
    ) -> Self {
        let has = |role: Role| fields.iter().any(|field| field.role == Some(role));
        let (soft, expires) = (has(Role::SoftDelete), has(Role::Ttl));
        let mut given: HashMap<String, Ident> = HashMap::new();
        for MethodDeclaration { key, name, .. } in renames {
            let kind = key.to_string();
            let lacks = match kind.as_str() {
                "restore" | "purge" if !soft => Some(("soft_delete", "an `Option<Timestamp>`")),
                "purge_expired" if !expires => Some(("ttl", "a `Timestamp`")),
                _ => None,
            };
            if let Some((role, ty)) = lacks {
                let help = format!("help: mark {ty} field with `#[store({role})]`");
                mistakes.on(&key, format!("there is no method to rename without a `{role}` field\n{help}"));
            }
            if given.contains_key(&kind) {
                mistakes.on(&key, format!("the generated method is renamed by another `{kind}` already"));
            }
            given.entry(kind).or_insert(name);
        }
        let (one, many) = (names.one().to_owned(), names.many().to_owned());
        let (get, find) = pair(given.remove("get"), given.remove("find"));
        given.extend(get.map(|get| ("get".to_owned(), get)));
        given.extend(find.map(|find| ("find".to_owned(), find)));
        let mut name = |kind: &str, default: String| {
            let name = given.remove(kind).unwrap_or_else(|| Ident::new(&default, span));
            names.take(&name, Some(kind), mistakes);
            name
        };
        Self {
            create: name("create", format!("create_{one}")),
            create_many: name("create_many", format!("create_{many}")),
            get: name("get", format!("get_{one}")),
            find: name("find", format!("find_{one}")),
            get_many: name("get_many", format!("get_{many}")),
            list: name("list", format!("list_{many}")),
            update: name("update", format!("update_{one}")),
            upsert: name("upsert", format!("upsert_{one}")),
            delete: name("delete", format!("delete_{one}")),
            soft: soft
                .then(|| (name("restore", format!("restore_{one}")), name("purge", format!("purge_{one}")))),
            purge_expired: expires.then(|| name("purge_expired", format!("purge_expired_{many}"))),
        }
    }
}
