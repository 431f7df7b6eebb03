//! R6: text by its bytes.

use crate::conformance::check::{Outcome, check, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::query::Condition;
use crate::store::StoreHandle;

register! {
    "R6": distinct_texts_in_a_unique_index, text_order_is_by_bytes, comparisons_are_by_bytes;
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
        check!(created.is_ok(), "the name {text:?} is taken by none of {TEXTS:?}, got {created:?}");
    }
    for text in TEXTS {
        check_eq!(store.get_profile_by_name(text).await?.name, text, "the profile with the name {text:?}");
        let again = store.create_profile(&Profile::new(text)).await;
        check_conflict(again, "Profile", &["name"], None, &format!("the name {text:?} again"))?;
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
    let ascending = store.list_profiles(&ProfileFilter::new().order_by(Profile::NAME.asc())).await?.items;
    check_eq!(names(&ascending), sorted.to_vec(), "names in ascending order");
    sorted.reverse();
    let descending = store.list_profiles(&ProfileFilter::new().order_by(Profile::NAME.desc())).await?.items;
    check_eq!(names(&descending), sorted.to_vec(), "names in descending order");
    Ok(())
}

fn names(profiles: &[Profile]) -> Vec<&str> {
    profiles.iter().map(|profile| profile.name.as_str()).collect()
}

/// Its sign, the condition, and what it means of a name and what it is compared with.
type Compared = (&'static str, Condition<Profile>, fn(&str, &str) -> bool);

async fn comparisons_are_by_bytes(context: &Context<'_>) -> Outcome {
    let store = profiles(context).await?;
    for pivot in TEXTS.into_iter().chain(["b", "\u{10ffff}", "a  "]) {
        let conditions: [Compared; 7] = [
            ("=", Profile::NAME.eq(pivot), |name, pivot| name == pivot),
            ("≠", Profile::NAME.ne(pivot), |name, pivot| name != pivot),
            ("<", Profile::NAME.lt(pivot), |name, pivot| name.as_bytes() < pivot.as_bytes()),
            ("≤", Profile::NAME.le(pivot), |name, pivot| name.as_bytes() <= pivot.as_bytes()),
            (">", Profile::NAME.gt(pivot), |name, pivot| name.as_bytes() > pivot.as_bytes()),
            ("≥", Profile::NAME.ge(pivot), |name, pivot| name.as_bytes() >= pivot.as_bytes()),
            ("in", Profile::NAME.is_in([pivot, "fi"]), |name, pivot| name == pivot || name == "fi"),
        ];
        for (sign, condition, holds) in conditions {
            let found = store.list_profiles(&ProfileFilter::new().filter(condition)).await?.items;
            let mut found = names(&found);
            found.sort_unstable();
            let mut expected: Vec<_> = TEXTS.into_iter().filter(|name| holds(name, pivot)).collect();
            expected.sort_unstable();
            check_eq!(found, expected, "names {sign} {pivot:?}");
        }
    }
    Ok(())
}
