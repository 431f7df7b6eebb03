//! Names made from names.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

/// The name of an identifier, without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The words of a name in any case: `HTTPLog` and `http_log` are both `http`, `log`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (i, &letter) in letters.iter().enumerate() {
        if matches!(letter, '_' | '-') {
            words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            continue;
        }
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after_small = before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        let before_small = letters.get(i + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && !word.is_empty() && (after_small || before_small) {
            words.push(std::mem::take(&mut word));
        }
        word.extend(letter.to_lowercase());
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// `http_log`.
pub(crate) fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `HttpLog`.
pub(crate) fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `HTTP_LOG`, as a constant is called: the field's letters in capitals.
pub(crate) fn constant(name: &str) -> String {
    name.to_uppercase()
}

/// An identifier with this name, which may be a keyword of Rust.
pub(crate) fn ident(name: &str, span: Span) -> Ident {
    let mut ident = match syn::parse_str(name) {
        Ok(ident) => ident,
        // What can't be raw can't be an argument either.
        Err(_) if matches!(name, "self" | "super" | "crate") => Ident::new("entity", span),
        Err(_) => Ident::new_raw(name, span),
    };
    ident.set_span(span);
    ident
}

/// The plural of a snake-case name, by the rules of English that need no dictionary.
pub(crate) fn plural(name: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if let Some(stem) = name.strip_suffix('y')
        && stem.chars().last().is_some_and(|last| !"aeiou".contains(last))
    {
        return format!("{stem}ies");
    }
    if ends(&["s", "x", "z", "ch", "sh"]) { format!("{name}es") } else { format!("{name}s") }
}

/// `a` or `an`.
pub(crate) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// How the variants of an enum are written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        match self {
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => {
                let rest: String = words.iter().skip(1).map(|word| capitalised(word)).collect();
                words.first().cloned().unwrap_or_default() + &rest
            }
            Self::Snake => words.join("_"),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
            Self::Kebab => words.join("-"),
            Self::ScreamingKebab => words.join("-").to_uppercase(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, pascal, plural, snake};

    #[test]
    fn splits_names_into_words() {
        assert_eq!(snake("User"), "user");
        assert_eq!(snake("HTTPLog"), "http_log");
        assert_eq!(snake("AuthConfigV2"), "auth_config_v2");
        assert_eq!(pascal("password_hash"), "PasswordHash");
    }

    #[test]
    fn makes_plurals() {
        let plurals = [
            ("user", "users"),
            ("category", "categories"),
            ("day", "days"),
            ("address", "addresses"),
            ("box", "boxes"),
            ("batch", "batches"),
            ("crash", "crashes"),
        ];
        for (one, many) in plurals {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn writes_variants_in_every_case() {
        let written: Vec<_> = Case::ALL.iter().map(|(_, case)| case.apply("InReview")).collect();
        let expected = [
            "inreview",
            "INREVIEW",
            "InReview",
            "inReview",
            "in_review",
            "IN_REVIEW",
            "in-review",
            "IN-REVIEW",
        ];
        assert_eq!(written, expected);
    }
}
