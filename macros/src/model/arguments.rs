use proc_macro2::Ident;

use crate::mistakes::Mistakes;
use crate::names;

/// An argument of a generated method.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) name: Ident,
    pub(crate) ty: ArgumentType,
}

/// Where an argument's type comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArgumentType {
    /// What is inside the field's type if that is an `Option`.
    Inner(usize),
    /// The field's type.
    Whole(usize),
    /// A number of rows.
    Limit,
    /// A number that is added, named by the user.
    Added,
    /// A number that a column is not to pass.
    Bound,
    /// The entity itself.
    Entity,
    /// The other entities of a `create_with`, by their position in it.
    With(usize),
    /// What a page of the entities behind a reference is asked for.
    Page,
}

/// The arguments of one method, in the order in which they are first used.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) all: Vec<Argument>,
}

impl Arguments {
    /// Uses the argument `name`, which may be used several times if it means the same.
    pub(crate) fn add(&mut self, name: &Ident, ty: ArgumentType, mistakes: &mut Mistakes) {
        let plain = names::plain(name);
        match self.all.iter().find(|other| names::plain(&other.name) == plain) {
            Some(other) if other.ty == ty => {}
            Some(_) => {
                let help = match ty {
                    ArgumentType::Inner(_) => format!("help: name this one: `… == other_{plain}`"),
                    ArgumentType::Whole(_) => format!("help: name this one: `… = new_{plain}`"),
                    ArgumentType::Added => format!("help: name this one: `… = other_{plain}`"),
                    ArgumentType::With(_) => {
                        format!("help: for several of them, write `[{}]`", names::pascal(&plain))
                    }
                    ArgumentType::Limit => format!("help: name the other one: `{plain} == other_{plain}`"),
                    _ => format!("help: name the other one: `… == other_{plain}`"),
                };
                mistakes
                    .at(name.span(), format!("this method already has another argument `{plain}`\n{help}"));
            }
            None => self.all.push(Argument { name: name.clone(), ty }),
        }
    }

    /// Uses the column's value as the argument `name`, which can't be called otherwise.
    pub(crate) fn require(&mut self, name: &Ident, field: usize, mistakes: &mut Mistakes) {
        let (plain, ty) = (names::plain(name), ArgumentType::Inner(field));
        match self.all.iter().find(|other| names::plain(&other.name) == plain && other.ty != ty) {
            Some(other) => {
                let words = format!("the argument `{plain}` of this method is the row's own");
                let help = format!("help: name this one: `… == other_{plain}`");
                mistakes.at(other.name.span(), format!("{words}\n{help}"));
            }
            None => self.add(name, ty, mistakes),
        }
    }
}
