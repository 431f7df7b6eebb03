use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// A type or a path as a person writes it: `&'a Vec<u8>`, not `& 'a Vec < u8 >`.
pub(crate) fn show(node: impl ToTokens) -> String {
    let mut text = String::new();
    write(node.into_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    // Two words in a row need a space, and so does what follows a comma.
    let mut word = false;
    let mut lifetime = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                if word && group.delimiter() != Delimiter::Parenthesis {
                    text.push(' ');
                }
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
                word = false;
            }
            TokenTree::Punct(punct) => {
                lifetime = punct.as_char() == '\'';
                text.push(punct.as_char());
                let alone = punct.spacing() == Spacing::Alone;
                if alone && matches!(punct.as_char(), ',' | ';') {
                    text.push(' ');
                }
                word = false;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if word {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
                word = true;
                if std::mem::take(&mut lifetime) {
                    text.push(' ');
                    word = false;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::show;

    #[test]
    fn shows_types_as_written() {
        assert_eq!(show(quote!(&str)), "&str");
        assert_eq!(show(quote!(&'a str)), "&'a str");
        assert_eq!(show(quote!(&mut [u8])), "&mut [u8]");
        assert_eq!(show(quote!(BTreeMap<String, a::Vec<u8>>)), "BTreeMap<String, a::Vec<u8>>");
        assert_eq!(show(quote!([u8; 4])), "[u8; 4]");
        assert_eq!(show(quote!(dyn Send)), "dyn Send");
    }
}
