use crate::declaration::{Condition, Conditions, Listed, Operand};
use crate::mistakes::Mistakes;
use crate::model::condition::{Compared, Value};
use crate::model::field::Fields;
use crate::model::usage::{self, Usage};
use crate::names;

/// The conditions of the rows that are in an index; `None` if one of them is a mistake.
pub(super) fn check(
    written: Option<Listed<Conditions>>,
    fields: &Fields,
    mistakes: &mut Mistakes,
) -> Option<Vec<Compared>> {
    let before = mistakes.count();
    let mut all: Vec<Compared> = Vec::new();
    for conditions in written.into_iter().flat_map(|written| written.items) {
        match conditions {
            Conditions::Any(word, _) => {
                let help = "help: write an index for each of them";
                mistakes.on(
                    word,
                    format!("all conditions of an index hold at once, `any(…)` can't be one\n{help}"),
                );
            }
            Conditions::One(condition) => {
                let column = condition.column.clone();
                let Some(compared) = compared(condition, fields, mistakes) else {
                    continue;
                };
                if all.contains(&compared) {
                    mistakes.on(column, "this condition stands here twice");
                } else {
                    all.push(compared);
                }
            }
        }
    }
    (mistakes.count() == before).then_some(all)
}

fn compared(condition: Condition, fields: &Fields, mistakes: &mut Mistakes) -> Option<Compared> {
    let Condition { column, comparison, operand } = condition;
    let field = fields.position(&column, mistakes)?;
    usage::check(&fields.all[field], Usage::When, &column, mistakes);
    let value = match operand {
        // The words about another type than `bool` underline the field's type.
        None => Value::Literal(syn::parse_quote_spanned!(column.span()=> true)),
        Some(Operand::Argument(name)) => {
            let plain = names::plain(&name);
            if plain.chars().any(char::is_lowercase) {
                let help = "help: compare with a literal, `none`, or a constant such as `Role::Admin`";
                mistakes
                    .on(&name, format!("an index has no arguments, so `{plain}` means nothing here\n{help}"));
                return None;
            }
            Value::Constant(name.into())
        }
        Some(Operand::Now(word)) => {
            let help = "help: compare with `now` in the `filter(…)` of a method";
            mistakes.on(&word, format!("`now` moves on, and a row can't leave an index by itself\n{help}"));
            return None;
        }
        Some(Operand::None(word)) if !comparison.is_equality() => {
            mistakes.on(&word, "`none` can only be compared with `==` or `!=`");
            return None;
        }
        Some(operand) => operand.into(),
    };
    Some(Compared { field, comparison, value })
}

/// Whether two indexes hold the same rows.
pub(super) fn same(one: &[Compared], other: &[Compared]) -> bool {
    one.len() == other.len() && one.iter().all(|compared| other.contains(compared))
}

/// Whether it leaves a column one value.
pub(super) fn fixes(when: &[Compared], field: usize) -> bool {
    when.iter().any(|compared| compared.fixes(field))
}
