//! R11: what can't be held is refused before anything is written.

use super::common::count;
use super::values::comes_back;
use crate::Id;
use crate::conformance::check::{Outcome, Stop, check_eq, check_invalid};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R11": nul_is_refused, nul_is_refused_in_lookups, nan_is_refused, large_unsigned_is_refused, values_over_the_limit_are_refused;
}

async fn nul_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for text in ["\0", "a\0b", "end\0"] {
        let sample = Sample { text: text.to_owned(), ..Sample::new() };
        check_invalid(store.create_sample(&sample).await, "text", "create with NUL")?;
        let maybe = Sample { maybe_text: Some(text.to_owned()), ..Sample::new() };
        check_invalid(store.create_sample(&maybe).await, "maybe_text", "create with NUL in an option")?;
        let slug = Sample { slug: Slug(text.to_owned()), ..Sample::new() };
        check_invalid(
            store.create_samples(&[Sample::new(), slug.clone()]).await,
            "slug",
            "bulk create with NUL",
        )?;
        check_invalid(store.upsert_sample(&slug).await, "slug", "upsert with NUL")?;
        check_eq!(count::<Sample>(&store).await?, 0, "rows after refused values");
        let stored = store.create_sample(&Sample::new()).await?;
        let changed = Sample { text: text.to_owned(), big: 1, ..stored.clone() };
        check_invalid(store.update_sample(&changed).await, "text", "update to NUL")?;
        check_eq!(store.get_sample(&stored.id).await?, stored, "the row after a refused update");
        store.delete_sample(&stored.id).await?;
    }
    Ok(())
}

async fn nul_is_refused_in_lookups(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check_invalid(store.get_note("a\0").await, "id", "get by an id with NUL")?;
    check_invalid(store.find_note("\0").await, "id", "find by an id with NUL")?;
    check_invalid(store.delete_note("\0").await, "id", "delete by an id with NUL")?;
    check_invalid(store.get_notes(&["a".to_owned(), "\0".to_owned()]).await, "id", "get of many with NUL")?;
    check_invalid(store.find_member_by_tenant_and_email("t", "\0").await, "email", "lookup with NUL")?;
    check_invalid(store.list_notes_by_topic("\0").await, "topic", "list by an index with NUL")?;
    check_invalid(store.count_ward_patients("\0").await, "ward", "declared count with NUL")?;
    check_invalid(store.delete_firms_named("\0").await, "name", "declared delete with NUL")?;
    check_invalid(store.move_patient(&Id::new(), "\0").await, "ward", "declared update to NUL")?;
    let conditions = [
        Note::BODY.eq("\0"),
        Note::BODY.lt("\0"),
        Note::BODY.contains("\0"),
        Note::BODY.starts_with_ignore_case("a\0"),
        Note::BODY.is_in(["a", "\0"]),
        !Note::BODY.eq("\0").or(Note::BODY.is_none()),
    ];
    for condition in conditions {
        let words = format!("{condition:?}");
        check_invalid(store.list_notes(&NoteFilter::new().filter(condition)).await, "body", &words)?;
    }
    Ok(())
}

async fn nan_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let float = Sample { float: f64::NAN, ..Sample::new() };
    check_invalid(store.create_sample(&float).await, "float", "create with NaN")?;
    check_invalid(store.upsert_sample(&float).await, "float", "upsert with NaN")?;
    let maybe = Sample { maybe_float: Some(-f64::NAN), ..Sample::new() };
    check_invalid(store.create_samples(&[maybe]).await, "maybe_float", "bulk create with NaN in an option")?;
    let single = Sample { single: f32::NAN, ..Sample::new() };
    check_invalid(store.create_sample(&single).await, "single", "create with a single-precision NaN")?;
    check_eq!(count::<Sample>(&store).await?, 0, "rows after refused values");
    for condition in
        [Sample::FLOAT.eq(f64::NAN), Sample::FLOAT.lt(f64::NAN), !Sample::FLOAT.is_in([0.0, f64::NAN])]
    {
        check_invalid(
            store.list_samples(&SampleFilter::new().filter(condition)).await,
            "float",
            "filter with NaN",
        )?;
    }
    Ok(())
}

async fn large_unsigned_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let most = i64::MAX.unsigned_abs();
    for unsigned in [most + 1, u64::MAX] {
        check_invalid(
            store.create_sample(&Sample { unsigned, ..Sample::new() }).await,
            "unsigned",
            "create",
        )?;
        let filter = SampleFilter::new().filter(Sample::UNSIGNED.gt(unsigned));
        check_invalid(store.list_samples(&filter).await, "unsigned", "filter")?;
    }
    comes_back(&store, &Sample { unsigned: most, ..Sample::new() }, "the largest unsigned integer").await
}

/// A limit above this is not tried.
const LARGEST_TRIED: usize = 64 << 20;

async fn values_over_the_limit_are_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let limits = store.backend().capabilities().limits;
    if limits.value_bytes > LARGEST_TRIED {
        return Err(Stop::Skip(format!(
            "its limit of {} bytes is above {LARGEST_TRIED}, which are not tried",
            limits.value_bytes
        )));
    }
    let text = "x".repeat(limits.value_bytes + 1);
    check_invalid(
        store.create_note(&Note { body: Some(text.clone()), ..Note::new("n", "t", "") }).await,
        "body",
        "create over the limit",
    )?;
    check_invalid(
        store.list_notes(&NoteFilter::new().filter(Note::BODY.eq(text))).await,
        "body",
        "filter over the limit",
    )?;
    check_eq!(count::<Note>(&store).await?, 0, "rows after refused values");
    let text = "x".repeat(limits.value_bytes.min(limits.row_bytes / 2));
    let note = Note { body: Some(text), ..Note::new("n", "t", "") };
    check_eq!(store.create_note(&note).await?, note, "a value at the limit");
    Ok(())
}
