//! R16: rows that expire.

use std::time::Duration;

use super::common::{all_pages, count};
use crate::conformance::check::{Outcome, check, check_eq, check_kind};
use crate::conformance::context::{Context, rows};
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::entity::Entity;
use crate::error::ErrorKind;
use crate::store::StoreHandle;
use crate::{Id, Timestamp};

register! {
    "R16": a_row_expires_at_its_moment, none_never_expires, it_comes_back_when_the_clock_is_set_back,
        an_expired_row_can_be_written, expired_rows_are_not_paged, a_link_expires, purge_removes_what_has_expired,
        purge_takes_along_what_hangs_on_it, purge_is_restricted, an_expired_row_restricts_nothing;
}

fn until(id: &str, until: Timestamp) -> Pass {
    Pass { until: Some(until), ..Pass::new(id, "x") }
}

async fn ids(store: &StoreHandle) -> Outcome<Vec<String>> {
    Ok(store.list_passes(&PassFilter::new()).await?.items.into_iter().map(|pass| pass.id).collect())
}

async fn a_row_expires_at_its_moment(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let start = store.now();
    store.create_pass(&until("a", start + Duration::from_micros(1))).await?;
    store.create_pass(&until("b", start + Duration::from_micros(2))).await?;
    store.create_pass(&until("c", Timestamp::MAX)).await?;
    check_eq!(ids(&store).await?, ["a", "b", "c"], "what has not expired");
    context.clock().advance(Duration::from_micros(1));
    check_eq!(ids(&store).await?, ["b", "c"], "what has not expired a microsecond later");
    check_eq!(store.find_pass("a").await?, None, "the row at its moment");
    context.clock().advance(Duration::from_micros(1));
    check_eq!(ids(&store).await?, ["c"], "what has not expired two microseconds later");
    context.clock().set(Timestamp::MAX);
    check_eq!(ids(&store).await?, [""; 0], "what has not expired in the year 9999");
    Ok(())
}

async fn none_never_expires(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let pass = store.create_pass(&Pass::new("a", "x")).await?;
    for moment in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        context.clock().set(moment);
        check_eq!(store.find_pass("a").await?.as_ref(), Some(&pass), "a row without a moment at {moment}");
        check_eq!(store.purge_expired_passes().await?, 0, "rows purged at {moment}");
    }
    // Until it is given one.
    check!(store.extend_pass("a", Some(Timestamp::MIN)).await?, "the update found no row");
    check_eq!(store.find_pass("a").await?, None, "the row that was given a moment in the past");
    Ok(())
}

async fn it_comes_back_when_the_clock_is_set_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let start = store.now();
    let pass = store.create_pass(&until("a", start + Duration::from_secs(1))).await?;
    context.clock().advance(Duration::from_secs(5));
    check_eq!(store.find_pass("a").await?, None, "the expired row");
    context.clock().set(start);
    check_eq!(store.get_pass("a").await?, pass, "the row, with the clock set back");
    check!(store.extend_pass("a", Some(start + Duration::from_secs(9))).await?, "an update found no row");
    context.clock().advance(Duration::from_secs(5));
    check_eq!(store.get_pass("a").await?.version, 2, "the version of the row that was extended");
    Ok(())
}

async fn an_expired_row_can_be_written(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let past = until("a", store.now());
    let created = store.create_pass(&past).await?;
    check_eq!(created.until, past.until, "what create gives of a row that has expired already");
    check_eq!(ids(&store).await?, [""; 0], "rows that can be seen");
    check_eq!(rows(&store, Pass::schema()).await?.len(), 1, "rows that are stored");
    check!(store.upsert_pass(&past).await?.is_inserted(), "an upsert replaced an expired row");
    check_eq!(store.purge_expired_passes().await?, 1, "rows purged");
    Ok(())
}

async fn expired_rows_are_not_paged(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let soon = store.now() + Duration::from_secs(1);
    let passes: Vec<_> = (0..30)
        .map(|number| {
            let id = format!("{number:02}");
            if number % 3 == 1 { until(&id, soon) } else { Pass::new(&id, "x") }
        })
        .collect();
    store.create_passes(&passes).await?;
    let list = PassFilter::new().order_by(Pass::ID.desc());
    let first = store.list_passes(&list.clone().limit(4)).await?;
    check_eq!(first.total, Some(30), "the total before any has expired");
    context.clock().set(soon);
    // The cursor of a page whose last row has expired still leads on.
    let next = store.list_passes(&list.clone().limit(4).after(first.next)).await?;
    let seen: Vec<_> = next.items.iter().map(|pass| pass.id.as_str()).collect();
    check_eq!((seen, next.total), (vec!["24", "23", "21", "20"], Some(20)), "the second page, and the total");
    check_eq!(all_pages(&store, &list, 3).await?.len(), 20, "rows of all pages");
    check_eq!(count::<Pass>(&store).await?, 20, "rows in all");
    Ok(())
}

async fn a_link_expires(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let soon = store.now() + Duration::from_secs(1);
    store.create_passes(&["a", "b", "c"].map(|id| Pass::new(id, "x"))).await?;
    store.create_stamps(&[Stamp { until: soon, ..Stamp::new("p", "a") }, Stamp::new("p", "b")]).await?;
    store.create_stamps(&[Stamp { until: soon, ..Stamp::new("p", "c") }, Stamp::new("p", "c")]).await?;
    check_eq!(store.list_stamped_passes("p").await?.len(), 3, "rows through links that have not expired");
    context.clock().set(soon);
    let ids: Vec<_> = store.list_stamped_passes("p").await?.into_iter().map(|pass| pass.id).collect();
    check_eq!(ids, ["b", "c"], "rows through links of which some have expired");
    let page = store.page_stamped_passes("p", &PassFilter::new().limit(1)).await?;
    check_eq!((page.items.len(), page.total), (1, Some(2)), "a page through them, and the total");
    Ok(())
}

async fn purge_removes_what_has_expired(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let start = store.now();
    store.create_pass(&until("now", start)).await?;
    store.create_pass(&until("past", Timestamp::MIN)).await?;
    store.create_pass(&until("soon", start + Duration::from_secs(1))).await?;
    store.create_pass(&Pass::new("never", "x")).await?;
    store.create_pass(&until("deleted", start + Duration::from_secs(1))).await?;
    store.delete_pass("deleted").await?;
    check_eq!(store.purge_expired_passes().await?, 2, "rows purged");
    check_eq!(store.purge_expired_passes().await?, 0, "rows purged again");
    check_eq!(rows(&store, Pass::schema()).await?.len(), 3, "rows that are stored");
    context.clock().advance(Duration::from_secs(1));
    check_eq!(store.purge_expired_passes().await?, 2, "rows purged later, a soft-deleted one too");
    check_eq!(ids(&store).await?, ["never"], "what is left");
    context.clock().set(start);
    check_eq!(ids(&store).await?, ["never"], "what is left, with the clock set back");
    Ok(())
}

async fn purge_takes_along_what_hangs_on_it(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let soon = store.now() + Duration::from_secs(1);
    // More than one question of a cascade names.
    let passes: Vec<_> = (0..600).map(|number| until(&format!("{number:03}"), soon)).collect();
    store.create_passes(&passes).await?;
    store.create_pass(&Pass::new("kept", "x")).await?;
    let mut stamps: Vec<_> = passes.iter().map(|pass| Stamp::new("p", &pass.id)).collect();
    stamps.push(Stamp::new("p", "kept"));
    store.create_stamps(&stamps).await?;
    context.clock().set(soon);
    check_eq!(store.purge_expired_passes().await?, 600, "rows purged");
    check_eq!(
        (count::<Pass>(&store).await?, count::<Stamp>(&store).await?),
        (1, 1),
        "passes and stamps that are left"
    );
    Ok(())
}

fn hold(pass: &str, until: Timestamp) -> Hold {
    Hold { id: Id::new(), pass_id: pass.to_owned(), until }
}

async fn purge_is_restricted(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let soon = store.now() + Duration::from_secs(1);
    store.create_passes(&[until("a", soon), until("b", soon)]).await?;
    let later = soon + Duration::from_secs(1);
    store.create_hold(&hold("b", later)).await?;
    context.clock().set(soon);
    check_kind!(
        store.purge_expired_passes().await,
        ErrorKind::Restricted { entity: "Pass", by: "Hold" },
        "a purge of two rows, one of them restricted"
    );
    check_eq!(rows(&store, Pass::schema()).await?.len(), 2, "rows after a refused purge");
    let taken = store.create_pass(&Pass::new("b", "x")).await;
    check!(taken.is_err(), "a new row took the place of an expired one that is held");
    check_eq!(rows(&store, Hold::schema()).await?.len(), 1, "what holds it");
    context.clock().set(later);
    check_eq!(store.purge_expired_passes().await?, 2, "rows purged, when what held them has expired too");
    Ok(())
}

async fn an_expired_row_restricts_nothing(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    store.create_passes(&["a", "b"].map(|id| Pass::new(id, "x"))).await?;
    let soon = store.now() + Duration::from_secs(1);
    store.create_holds(&[hold("a", soon), hold("b", soon), hold("b", Timestamp::MAX)]).await?;
    check_kind!(store.delete_pass("a").await, ErrorKind::Restricted { .. }, "deletion of a row that is held");
    context.clock().set(soon);
    check!(store.delete_pass("a").await?, "deletion of a row whose hold has expired");
    check_kind!(
        store.purge_pass("b").await,
        ErrorKind::Restricted { .. },
        "removal of a row with one hold that has not expired"
    );
    check_eq!(rows(&store, Hold::schema()).await?.len(), 2, "holds that are stored");
    Ok(())
}
