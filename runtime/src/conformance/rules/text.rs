//! R5: `None` in unique indexes. R6: text by its bytes. R8: searches in text.

use super::common::count;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::query::Condition;
use crate::store::StoreHandle;

register! {
    "R5": none_never_collides, none_in_one_of_two_columns, update_to_none, bulk_and_upsert_with_none;
    "R6": distinct_texts_in_a_unique_index, text_order_is_by_bytes, comparisons_are_by_bytes;
    "R8": needles_are_literal, ignoring_case_is_ascii_only, empty_needle_finds_every_text, not_finds_none;
}

async fn none_never_collides(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for number in 0..4 {
        let created = store.create_member(&Member::new("t", &number.to_string())).await;
        check!(
            created.is_ok(),
            "a member without phone, nick and number beside another: {created:?}"
        );
    }
    let filter = MemberFilter::new()
        .filter(Member::PHONE.is_none())
        .filter(Member::NUMBER.eq(None::<i64>));
    check_eq!(
        store.list_members(&filter).await?.total,
        Some(4),
        "members without a phone"
    );
    let phone = Member {
        phone: Some(String::new()),
        ..Member::new("t", "empty")
    };
    store.create_member(&phone).await?;
    let again = Member {
        phone: Some(String::new()),
        ..Member::new("t", "empty again")
    };
    check_conflict(
        store.create_member(&again).await,
        "Member",
        &["phone"],
        None,
        "an empty phone is not None",
    )?;
    Ok(())
}

async fn none_in_one_of_two_columns(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for number in 0..3 {
        store
            .create_member(&Member::new("t", &number.to_string()))
            .await?;
    }
    let nick = |email| Member {
        nick: Some("nick".to_owned()),
        ..Member::new("t", email)
    };
    store.create_member(&nick("a")).await?;
    check_conflict(
        store.create_member(&nick("b")).await,
        "Member",
        &["tenant", "nick"],
        None,
        "a taken nick",
    )?;
    store
        .create_member(&Member {
            tenant: "u".to_owned(),
            ..nick("c")
        })
        .await?;
    check_eq!(count::<Member>(&store).await?, 5, "members");
    Ok(())
}

async fn update_to_none(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_member(&Member::new("t", "a")).await?;
    let numbered = store
        .create_member(&Member {
            number: Some(0),
            ..Member::new("t", "b")
        })
        .await?;
    let none = store
        .update_member(&Member {
            number: None,
            ..numbered.clone()
        })
        .await?;
    check_eq!(none.number, None, "the number after an update to None");
    check_eq!(
        store.find_member_by_number(0).await?,
        None,
        "a member by the number it had"
    );
    let back = store.update_member(&numbered).await?;
    check_eq!(
        store.get_member_by_number(0).await?,
        back,
        "the member by the number it has again"
    );
    Ok(())
}

async fn bulk_and_upsert_with_none(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let members: Vec<_> = (0..3)
        .map(|number| Member::new("t", &number.to_string()))
        .collect();
    check_eq!(
        store.create_members(&members).await?,
        members,
        "members without any optional value"
    );
    let upserted = store.upsert_member(&Member::new("t", "more")).await?;
    check!(
        upserted.is_inserted(),
        "an upsert with None in unique columns replaced a row"
    );
    let replaced = store.upsert_member(&members[0]).await?;
    check!(!replaced.is_inserted(), "an upsert of a taken id inserted");
    check_eq!(count::<Member>(&store).await?, 4, "members");
    Ok(())
}

/// Texts that some collation takes for the same: by case, accents, width, ligatures, or spaces at their ends.
const TEXTS: [&str; 27] = [
    "", " ", "  ", "a", "A", "a ", " a", "a\t", "a\u{a0}", "á", "a\u{301}", "Á", "ä", "ae", "æ", "ß", "ss",
    "ﬁ", "fi", "i", "İ", "i\u{307}", "ı", "K", "\u{212a}", "ａ", "😀",
];

async fn distinct_texts_in_a_unique_index(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for text in TEXTS {
        let created = store.create_profile(&Profile::new(text)).await;
        check!(
            created.is_ok(),
            "the name {text:?} is taken by none of {TEXTS:?}, got {created:?}"
        );
    }
    for text in TEXTS {
        check_eq!(
            store.get_profile_by_name(text).await?.name,
            text,
            "the profile with the name {text:?}"
        );
        let again = store.create_profile(&Profile::new(text)).await;
        check_conflict(
            again,
            "Profile",
            &["name"],
            None,
            &format!("the name {text:?} again"),
        )?;
    }
    Ok(())
}

async fn profiles(context: &Context<'_>) -> Outcome<StoreHandle> {
    let store = context.store().await?;
    store.create_profiles(&TEXTS.map(Profile::new)).await?;
    Ok(store)
}

async fn text_order_is_by_bytes(context: &Context<'_>) -> Outcome {
    let store = profiles(context).await?;
    let mut sorted = TEXTS;
    sorted.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    let ascending = store
        .list_profiles(&ProfileFilter::new().order_by(Profile::NAME.asc()))
        .await?
        .items;
    check_eq!(names(&ascending), sorted.to_vec(), "names in ascending order");
    sorted.reverse();
    let descending = store
        .list_profiles(&ProfileFilter::new().order_by(Profile::NAME.desc()))
        .await?
        .items;
    check_eq!(names(&descending), sorted.to_vec(), "names in descending order");
    Ok(())
}

fn names(profiles: &[Profile]) -> Vec<&str> {
    profiles.iter().map(|profile| profile.name.as_str()).collect()
}

async fn comparisons_are_by_bytes(context: &Context<'_>) -> Outcome {
    let store = profiles(context).await?;
    for pivot in TEXTS.into_iter().chain(["b", "\u{10ffff}", "a  "]) {
        let conditions: [(&str, Condition<Profile>, fn(&str, &str) -> bool); 7] = [
            ("=", Profile::NAME.eq(pivot), |name, pivot| name == pivot),
            ("≠", Profile::NAME.ne(pivot), |name, pivot| name != pivot),
            ("<", Profile::NAME.lt(pivot), |name, pivot| {
                name.as_bytes() < pivot.as_bytes()
            }),
            ("≤", Profile::NAME.le(pivot), |name, pivot| {
                name.as_bytes() <= pivot.as_bytes()
            }),
            (">", Profile::NAME.gt(pivot), |name, pivot| {
                name.as_bytes() > pivot.as_bytes()
            }),
            ("≥", Profile::NAME.ge(pivot), |name, pivot| {
                name.as_bytes() >= pivot.as_bytes()
            }),
            ("in", Profile::NAME.is_in([pivot, "fi"]), |name, pivot| {
                name == pivot || name == "fi"
            }),
        ];
        for (sign, condition, holds) in conditions {
            let found = store
                .list_profiles(&ProfileFilter::new().filter(condition))
                .await?
                .items;
            let mut found = names(&found);
            found.sort_unstable();
            let mut expected: Vec<_> = TEXTS.into_iter().filter(|name| holds(name, pivot)).collect();
            expected.sort_unstable();
            check_eq!(found, expected, "names {sign} {pivot:?}");
        }
    }
    Ok(())
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

async fn needles_are_literal(context: &Context<'_>) -> Outcome {
    let store = haystacks(context).await?;
    for needle in NEEDLES {
        let lower = needle.to_ascii_lowercase();
        let low = |text: &str| text.to_ascii_lowercase();
        let searches: [(&str, Condition<Note>, &dyn Fn(&str) -> bool); 6] = [
            ("contains", Note::BODY.contains(needle), &|text| {
                text.contains(needle)
            }),
            ("starts with", Note::BODY.starts_with(needle), &|text| {
                text.starts_with(needle)
            }),
            ("ends with", Note::BODY.ends_with(needle), &|text| {
                text.ends_with(needle)
            }),
            (
                "contains, ignoring case,",
                Note::BODY.contains_ignore_case(needle),
                &|text| low(text).contains(&lower),
            ),
            (
                "starts, ignoring case, with",
                Note::BODY.starts_with_ignore_case(needle),
                &|text| low(text).starts_with(&lower),
            ),
            (
                "ends, ignoring case, with",
                Note::BODY.ends_with_ignore_case(needle),
                &|text| low(text).ends_with(&lower),
            ),
        ];
        // What is to be found is worked out before the first await: the closures can't cross it.
        let searches = searches.map(|(words, condition, holds)| {
            let expected: Vec<_> = HAYSTACKS.into_iter().filter(|text| holds(text)).collect();
            (words, condition, expected)
        });
        for (words, condition, expected) in searches {
            check_eq!(
                found(&store, condition).await?,
                expected,
                "texts of which one {words} {needle:?}"
            );
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
    let notes = store
        .list_notes(&NoteFilter::new().filter(condition).limit(1_000))
        .await?;
    check_eq!(
        notes.total,
        Some(notes.items.len() as u64),
        "the total of a search"
    );
    Ok(notes
        .items
        .into_iter()
        .map(|note| note.body.unwrap_or_else(|| "<none>".to_owned()))
        .collect())
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
        for condition in [
            Note::BODY.contains_ignore_case(needle),
            Note::BODY.starts_with_ignore_case(needle),
        ] {
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
        check_eq!(
            found(&store, condition).await?,
            HAYSTACKS,
            "texts that hold the empty one"
        );
    }
    Ok(())
}

async fn not_finds_none(context: &Context<'_>) -> Outcome {
    let store = with_bodies(context, &["a", "b", ""]).await?;
    check_eq!(
        found(&store, !Note::BODY.contains("a")).await?,
        ["b", "", "<none>"],
        "bodies without `a`"
    );
    check_eq!(
        found(&store, !Note::BODY.starts_with_ignore_case("A")).await?,
        ["b", "", "<none>"],
        "bodies that start otherwise"
    );
    check_eq!(
        found(&store, !Note::BODY.contains("")).await?,
        ["<none>"],
        "bodies without the empty text"
    );
    check_eq!(
        found(&store, Note::BODY.ne("a")).await?,
        ["b", "", "<none>"],
        "bodies that are not `a`"
    );
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
    check_eq!(
        found(&store, !!Note::BODY.contains("a")).await?,
        ["a"],
        "bodies that don't not hold `a`"
    );
    Ok(())
}
