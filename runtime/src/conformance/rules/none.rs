//! R5: `None` in unique indexes.

use super::common::count;
use crate::conformance::check::{Outcome, check, check_conflict, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R5": none_never_collides, none_in_one_of_two_columns, update_to_none, bulk_and_upsert_with_none;
}

async fn none_never_collides(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for number in 0..4 {
        let created = store.create_member(&Member::new("t", &number.to_string())).await;
        check!(created.is_ok(), "a member without phone, nick and number beside another: {created:?}");
    }
    let filter = MemberFilter::new().filter(Member::PHONE.is_none()).filter(Member::NUMBER.eq(None::<i64>));
    check_eq!(store.list_members(&filter).await?.total, Some(4), "members without a phone");
    let phone = Member { phone: Some(String::new()), ..Member::new("t", "empty") };
    store.create_member(&phone).await?;
    let again = Member { phone: Some(String::new()), ..Member::new("t", "empty again") };
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
        store.create_member(&Member::new("t", &number.to_string())).await?;
    }
    let nick = |email| Member { nick: Some("nick".to_owned()), ..Member::new("t", email) };
    store.create_member(&nick("a")).await?;
    check_conflict(
        store.create_member(&nick("b")).await,
        "Member",
        &["tenant", "nick"],
        None,
        "a taken nick",
    )?;
    store.create_member(&Member { tenant: "u".to_owned(), ..nick("c") }).await?;
    check_eq!(count::<Member>(&store).await?, 5, "members");
    Ok(())
}

async fn update_to_none(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_member(&Member::new("t", "a")).await?;
    let numbered = store.create_member(&Member { number: Some(0), ..Member::new("t", "b") }).await?;
    let none = store.update_member(&Member { number: None, ..numbered.clone() }).await?;
    check_eq!(none.number, None, "the number after an update to None");
    check_eq!(store.find_member_by_number(0).await?, None, "a member by the number it had");
    let back = store.update_member(&numbered).await?;
    check_eq!(store.get_member_by_number(0).await?, back, "the member by the number it has again");
    Ok(())
}

async fn bulk_and_upsert_with_none(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let members: Vec<_> = (0..3).map(|number| Member::new("t", &number.to_string())).collect();
    check_eq!(store.create_members(&members).await?, members, "members without any optional value");
    let upserted = store.upsert_member(&Member::new("t", "more")).await?;
    check!(upserted.is_inserted(), "an upsert with None in unique columns replaced a row");
    let replaced = store.upsert_member(&members[0]).await?;
    check!(!replaced.is_inserted(), "an upsert of a taken id inserted");
    check_eq!(count::<Member>(&store).await?, 4, "members");
    Ok(())
}
