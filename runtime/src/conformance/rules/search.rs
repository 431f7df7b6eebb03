//! R8: searches in text.

use crate::conformance::check::{Outcome, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::query::Condition;
use crate::store::StoreHandle;

register! {
    "R8": needles_are_literal, ignoring_case_is_ascii_only, empty_needle_finds_every_text, not_finds_none;
}

/// Texts with whatever means something in a pattern, and those that such a pattern would find.
const HAYSTACKS: [&str; 28] = [
    "", "a", "ab", "aXb", "a%b", "a_b", "a\\b", "a\\%b", "a*b", "a.b", "a?b", "a[b]c", "abc", "a'b", "a\"b",
    "a^b", "$a", "a|b", "(a)", "a+b", "a{1}", "%", "_", "\\", "a\nb", "a--b", "A%B", "😀%",
];

const NEEDLES: [&str; 33] = [
    "a", "%", "_", "\\", "\\%", "\\\\", "*", ".", ".*", "?", "[", "]", "[b]", "[abc]", "'", "\"", "''", "^",
    "^a", "$", "|", "(a)", "+", "{1}", "a%b", "a_b", "%%", "\n", "--", "A", "😀", "b%", "a.b",
];

/// Its words, the search, and what it means.
type Search<'a> = (&'a str, Condition<Note>, &'a dyn Fn(&str) -> bool);

async fn needles_are_literal(context: &Context<'_>) -> Outcome {
    let store = haystacks(context).await?;
    for needle in NEEDLES {
        let lower = needle.to_ascii_lowercase();
        let low = |text: &str| text.to_ascii_lowercase();
        let searches: [Search<'_>; 6] = [
            ("contains", Note::BODY.contains(needle), &|text| text.contains(needle)),
            ("starts with", Note::BODY.starts_with(needle), &|text| text.starts_with(needle)),
            ("ends with", Note::BODY.ends_with(needle), &|text| text.ends_with(needle)),
            ("contains, ignoring case,", Note::BODY.contains_ignore_case(needle), &|text| {
                low(text).contains(&lower)
            }),
            ("starts, ignoring case, with", Note::BODY.starts_with_ignore_case(needle), &|text| {
                low(text).starts_with(&lower)
            }),
            ("ends, ignoring case, with", Note::BODY.ends_with_ignore_case(needle), &|text| {
                low(text).ends_with(&lower)
            }),
        ];
        // What is to be found is worked out before the first await: the closures can't cross it.
        let searches = searches.map(|(words, condition, holds)| {
            let expected: Vec<_> = HAYSTACKS.into_iter().filter(|text| holds(text)).collect();
            (words, condition, expected)
        });
        for (words, condition, expected) in searches {
            check_eq!(found(&store, condition).await?, expected, "texts of which one {words} {needle:?}");
        }
    }
    Ok(())
}

/// Notes with these bodies, and one without.
async fn haystacks(context: &Context<'_>) -> Outcome<StoreHandle> {
    with_bodies(context, &HAYSTACKS).await
}

async fn with_bodies(context: &Context<'_>, bodies: &[&str]) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    let note = |(number, text): (usize, &&str)| Note {
        body: Some((*text).to_owned()),
        ..Note::new(&format!("{number:03}"), "t", "")
    };
    let mut notes: Vec<_> = bodies.iter().enumerate().map(note).collect();
    notes.push(Note::new("none", "t", ""));
    store.create_notes(&notes).await?;
    Ok(store)
}

/// The bodies of the notes that match, in the order in which they were made.
async fn found(store: &StoreHandle, condition: Condition<Note>) -> Outcome<Vec<String>> {
    let notes = store.list_notes(&NoteFilter::new().filter(condition).limit(1_000)).await?;
    check_eq!(notes.total, Some(notes.items.len() as u64), "the total of a search");
    Ok(notes.items.into_iter().map(|note| note.body.unwrap_or_else(|| "<none>".to_owned())).collect())
}

async fn ignoring_case_is_ascii_only(context: &Context<'_>) -> Outcome {
    let bodies = [
        "Élan",
        "élan",
        "STRASSE",
        "straße",
        "Kelvin",
        "\u{212a}elvin",
        "İd",
        "id",
        "ıd",
        "ΣΑΣ",
        "σας",
        "ſ",
        "S",
    ];
    let store = with_bodies(context, &bodies).await?;
    let expectations: [(&str, &[&str]); 9] = [
        ("ÉLAN", &["Élan"]),
        ("élan", &["élan"]),
        ("straSSE", &["STRASSE"]),
        ("STRAßE", &["straße"]),
        ("kELVIN", &["Kelvin"]),
        ("\u{212a}ELVIN", &["\u{212a}elvin"]),
        ("ID", &["id"]),
        ("σΑΣ", &[]),
        ("s", &["STRASSE", "straße", "S"]),
    ];
    for (needle, expected) in expectations {
        for condition in [Note::BODY.contains_ignore_case(needle), Note::BODY.starts_with_ignore_case(needle)]
        {
            check_eq!(
                found(&store, condition).await?,
                expected,
                "texts that hold {needle:?} in any case of ASCII letters"
            );
        }
    }
    Ok(())
}

async fn empty_needle_finds_every_text(context: &Context<'_>) -> Outcome {
    let store = haystacks(context).await?;
    let conditions = [
        Note::BODY.contains(""),
        Note::BODY.starts_with(""),
        Note::BODY.ends_with(""),
        Note::BODY.contains_ignore_case(""),
        Note::BODY.starts_with_ignore_case(""),
        Note::BODY.ends_with_ignore_case(""),
    ];
    for condition in conditions {
        check_eq!(found(&store, condition).await?, HAYSTACKS, "texts that hold the empty one");
    }
    Ok(())
}

async fn not_finds_none(context: &Context<'_>) -> Outcome {
    let store = with_bodies(context, &["a", "b", ""]).await?;
    check_eq!(found(&store, !Note::BODY.contains("a")).await?, ["b", "", "<none>"], "bodies without `a`");
    check_eq!(
        found(&store, !Note::BODY.starts_with_ignore_case("A")).await?,
        ["b", "", "<none>"],
        "bodies that start otherwise"
    );
    check_eq!(found(&store, !Note::BODY.contains("")).await?, ["<none>"], "bodies without the empty text");
    check_eq!(found(&store, Note::BODY.ne("a")).await?, ["b", "", "<none>"], "bodies that are not `a`");
    check_eq!(
        found(&store, !Note::BODY.eq("a")).await?,
        ["b", "", "<none>"],
        "bodies that are not equal to `a`"
    );
    check_eq!(
        found(&store, !Note::BODY.lt("b")).await?,
        ["b", "<none>"],
        "bodies that are not less than `b`"
    );
    check_eq!(
        found(&store, !Note::BODY.is_in(["a", "b"])).await?,
        ["", "<none>"],
        "bodies that are not among `a` and `b`"
    );
    check_eq!(found(&store, !!Note::BODY.contains("a")).await?, ["a"], "bodies that don't not hold `a`");
    Ok(())
}
