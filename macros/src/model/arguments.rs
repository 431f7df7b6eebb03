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
                    ArgumentType::Limit => format!("help: name the other one: `{plain} == other_{plain}`"),
                };
                mistakes
                    .at(name.span(), format!("this method already has another argument `{plain}`\n{help}"));
            }
            None => self.all.push(Argument { name: name.clone(), ty }),
        }
    }
}
