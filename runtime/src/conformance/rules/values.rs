//! R10: timestamps. R11: what can't be held is refused, what is accepted comes back equal.

use std::collections::BTreeMap;

use super::common::count;
use crate::conformance::check::{Outcome, Stop, check, check_eq, check_invalid};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::store::StoreHandle;
use crate::{Id, Timestamp};

register! {
    "R10": moments_come_back, finer_moments_are_cut_down, moments_compare_to_the_microsecond;
    "R11": nul_is_refused, nul_is_refused_in_lookups, nan_is_refused, large_unsigned_is_refused, zero_has_no_sign, infinities_come_back,
        extremes_come_back, large_values_come_back, json_comes_back, values_over_the_limit_are_refused, values_are_found_again;
}

/// The sample as it is read again after a create, and after an update of another row to it.
async fn comes_back(store: &StoreHandle, sample: &Sample, words: &str) -> Outcome {
    let created = store.create_sample(sample).await?;
    check_eq!(created, *sample, "{words}: what create gives");
    check_eq!(
        store.get_sample(&sample.id).await?,
        *sample,
        "{words}: what is stored"
    );
    let other = store.create_sample(&Sample::new()).await?;
    let changed = Sample {
        id: other.id,
        ..sample.clone()
    };
    check_eq!(
        store.update_sample(&changed).await?,
        changed,
        "{words}: what update gives"
    );
    let stored = store.get_samples(&[other.id]).await?;
    check_eq!(
        stored,
        vec![Some(changed)],
        "{words}: what is stored after an update"
    );
    Ok(())
}

async fn moments_come_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let micros = [
        Timestamp::MIN.unix_micros(),
        Timestamp::MIN.unix_micros() + 1,
        -62_000_000_000_000_001,
        -1_000_001,
        -1_000_000,
        -999_999,
        -1,
        0,
        1,
        999,
        1_000,
        999_999,
        1_700_000_000_123_456,
        1_700_000_000_999_999,
        4_102_444_800_000_001,
        Timestamp::MAX.unix_micros() - 1,
        Timestamp::MAX.unix_micros(),
    ];
    for micros in micros {
        let at = Timestamp::from_unix_micros(micros)?;
        comes_back(
            &store,
            &Sample {
                at,
                maybe_at: Some(at),
                ..Sample::new()
            },
            &format!("the moment {at}"),
        )
        .await?;
        let filter = SampleFilter::new()
            .filter(Sample::AT.eq(at))
            .filter(Sample::MAYBE_AT.eq(at));
        check_eq!(
            store.list_samples(&filter).await?.total,
            Some(2),
            "rows found by the moment {at}"
        );
    }
    Ok(())
}

async fn finer_moments_are_cut_down(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let parse = |text: &str| text.parse::<Timestamp>();
    let pairs = [
        ("2026-11-24T08:30:00.123456999Z", "2026-11-24T08:30:00.123456Z"),
        ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999Z"),
        ("2026-11-24T08:30:00.5+01:00", "2026-11-24T07:30:00.5Z"),
    ];
    for (fine, cut) in pairs {
        let sample = Sample {
            at: parse(fine)?,
            ..Sample::new()
        };
        store.create_sample(&sample).await?;
        check_eq!(
            store.get_sample(&sample.id).await?.at,
            parse(cut)?,
            "the stored moment of {fine}"
        );
    }
    Ok(())
}

async fn moments_compare_to_the_microsecond(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for base in [1_700_000_000_000_000_i64, -1_700_000_000_000_000] {
        let moments = [base - 1, base, base + 1].map(Timestamp::from_unix_micros);
        let mut samples = Vec::new();
        for at in moments {
            samples.push(
                store
                    .create_sample(&Sample {
                        at: at?,
                        big: base,
                        ..Sample::new()
                    })
                    .await?,
            );
        }
        let middle = samples[1].at;
        let conditions = [
            ("<", Sample::AT.lt(middle), vec![samples[0].at]),
            ("≤", Sample::AT.le(middle), vec![samples[0].at, middle]),
            ("=", Sample::AT.eq(middle), vec![middle]),
            ("≥", Sample::AT.ge(middle), vec![middle, samples[2].at]),
            (">", Sample::AT.gt(middle), vec![samples[2].at]),
        ];
        for (sign, condition, expected) in conditions {
            let list = SampleFilter::new()
                .filter(Sample::BIG.eq(base))
                .filter(condition)
                .order_by(Sample::AT.asc());
            let found: Vec<_> = store
                .list_samples(&list)
                .await?
                .items
                .iter()
                .map(|sample| sample.at)
                .collect();
            check_eq!(found, expected, "moments {sign} {middle}");
        }
    }
    Ok(())
}

async fn nul_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for text in ["\0", "a\0b", "end\0"] {
        let sample = Sample {
            text: text.to_owned(),
            ..Sample::new()
        };
        check_invalid(store.create_sample(&sample).await, "text", "create with NUL")?;
        let maybe = Sample {
            maybe_text: Some(text.to_owned()),
            ..Sample::new()
        };
        check_invalid(
            store.create_sample(&maybe).await,
            "maybe_text",
            "create with NUL in an option",
        )?;
        let slug = Sample {
            slug: Slug(text.to_owned()),
            ..Sample::new()
        };
        check_invalid(
            store.create_samples(&[Sample::new(), slug.clone()]).await,
            "slug",
            "bulk create with NUL",
        )?;
        check_invalid(store.upsert_sample(&slug).await, "slug", "upsert with NUL")?;
        check_eq!(count::<Sample>(&store).await?, 0, "rows after refused values");
        let stored = store.create_sample(&Sample::new()).await?;
        let changed = Sample {
            text: text.to_owned(),
            big: 1,
            ..stored.clone()
        };
        check_invalid(store.update_sample(&changed).await, "text", "update to NUL")?;
        check_eq!(
            store.get_sample(&stored.id).await?,
            stored,
            "the row after a refused update"
        );
        store.delete_sample(&stored.id).await?;
    }
    Ok(())
}

async fn nul_is_refused_in_lookups(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    check_invalid(store.get_note("a\0").await, "id", "get by an id with NUL")?;
    check_invalid(store.find_note("\0").await, "id", "find by an id with NUL")?;
    check_invalid(store.delete_note("\0").await, "id", "delete by an id with NUL")?;
    check_invalid(
        store.get_notes(&["a".to_owned(), "\0".to_owned()]).await,
        "id",
        "get of many with NUL",
    )?;
    check_invalid(
        store.find_member_by_tenant_and_email("t", "\0").await,
        "email",
        "lookup with NUL",
    )?;
    check_invalid(
        store.list_notes_by_topic("\0").await,
        "topic",
        "list by an index with NUL",
    )?;
    check_invalid(
        store.count_ward_patients("\0").await,
        "ward",
        "declared count with NUL",
    )?;
    check_invalid(
        store.delete_firms_named("\0").await,
        "name",
        "declared delete with NUL",
    )?;
    check_invalid(
        store.move_patient(&Id::new(), "\0").await,
        "ward",
        "declared update to NUL",
    )?;
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
        check_invalid(
            store.list_notes(&NoteFilter::new().filter(condition)).await,
            "body",
            &words,
        )?;
    }
    Ok(())
}

async fn nan_is_refused(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let float = Sample {
        float: f64::NAN,
        ..Sample::new()
    };
    check_invalid(store.create_sample(&float).await, "float", "create with NaN")?;
    check_invalid(store.upsert_sample(&float).await, "float", "upsert with NaN")?;
    let maybe = Sample {
        maybe_float: Some(-f64::NAN),
        ..Sample::new()
    };
    check_invalid(
        store.create_samples(&[maybe]).await,
        "maybe_float",
        "bulk create with NaN in an option",
    )?;
    let single = Sample {
        single: f32::NAN,
        ..Sample::new()
    };
    check_invalid(
        store.create_sample(&single).await,
        "single",
        "create with a single-precision NaN",
    )?;
    check_eq!(count::<Sample>(&store).await?, 0, "rows after refused values");
    for condition in [
        Sample::FLOAT.eq(f64::NAN),
        Sample::FLOAT.lt(f64::NAN),
        !Sample::FLOAT.is_in([0.0, f64::NAN]),
    ] {
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
            store
                .create_sample(&Sample {
                    unsigned,
                    ..Sample::new()
                })
                .await,
            "unsigned",
            "create",
        )?;
        let filter = SampleFilter::new().filter(Sample::UNSIGNED.gt(unsigned));
        check_invalid(store.list_samples(&filter).await, "unsigned", "filter")?;
    }
    comes_back(
        &store,
        &Sample {
            unsigned: most,
            ..Sample::new()
        },
        "the largest unsigned integer",
    )
    .await
}

async fn zero_has_no_sign(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let sample = Sample {
        float: -0.0,
        single: -0.0,
        maybe_float: Some(-0.0),
        ..Sample::new()
    };
    comes_back(&store, &sample, "negative zero").await?;
    for zero in [0.0, -0.0] {
        for condition in [
            Sample::FLOAT.eq(zero),
            Sample::FLOAT.ge(zero),
            Sample::MAYBE_FLOAT.is_in([zero]),
            !Sample::FLOAT.lt(zero),
        ] {
            let found = store
                .list_samples(&SampleFilter::new().filter(condition))
                .await?
                .total;
            check_eq!(found, Some(2), "negative zeros found by {zero:?}");
        }
    }
    Ok(())
}

async fn infinities_come_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for float in [f64::INFINITY, f64::NEG_INFINITY] {
        let sample = Sample {
            float,
            single: float as f32,
            maybe_float: Some(float),
            ..Sample::new()
        };
        comes_back(&store, &sample, "an infinity").await?;
        let found = store
            .list_samples(&SampleFilter::new().filter(Sample::FLOAT.eq(float)))
            .await?
            .total;
        check_eq!(found, Some(2), "rows found by {float}");
    }
    Ok(())
}

async fn extremes_come_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    comes_back(&store, &Sample::new(), "the empty sample").await?;
    let least = Sample {
        tiny: i8::MIN,
        int: i32::MIN,
        big: i64::MIN,
        float: f64::MIN,
        single: f32::MIN,
        text: " ".to_owned(),
        bytes: vec![0],
        order: Some(false),
        group: Some(i64::MIN),
        where_: Some(0),
        maybe_float: Some(f64::MIN_POSITIVE),
        maybe_text: Some(String::new()),
        maybe_bytes: Some(Vec::new()),
        maybe_mood: Some(Mood::Calm),
        maybe_slug: Some(Slug(String::new())),
        maybe_list: Some(Vec::new()),
        ..Sample::new()
    };
    comes_back(&store, &least, "least and empty values").await?;
    let most = Sample {
        flag: true,
        tiny: i8::MAX,
        byte: u8::MAX,
        int: i32::MAX,
        big: i64::MAX,
        float: f64::MAX,
        single: f32::MAX,
        text: "😀 \u{10ffff} e\u{301} \u{202e} \r\n\t \u{1} \u{7f} ' \" \\ ; -- %s {} $1 ?1 :a @b".to_owned(),
        bytes: (0..=255).chain([0, 0]).collect(),
        mood: Mood::VeryCross,
        slug: Slug("\\0".to_owned()),
        order: Some(true),
        group: Some(i64::MAX),
        where_: Some(u32::MAX),
        maybe_float: Some(5e-324),
        maybe_text: Some("null".to_owned()),
        maybe_bytes: Some(vec![255; 3]),
        maybe_mood: Some(Mood::VeryCross),
        maybe_slug: Some(Slug(" x ".to_owned())),
        maybe_list: Some(vec![i64::MIN, 0, i64::MAX]),
        ..Sample::new()
    };
    comes_back(&store, &most, "most values").await?;
    for (float, single) in [
        (0.1, 0.1),
        (1.0 / 3.0, 1.0 / 3.0),
        (1e22, 1e-45),
        (9_007_199_254_740_993.0, 16_777_217.0),
    ] {
        comes_back(
            &store,
            &Sample {
                float,
                single,
                ..Sample::new()
            },
            "floats to the last bit",
        )
        .await?;
    }
    Ok(())
}

async fn large_values_come_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let size = store.backend().capabilities().limits.value_bytes.min(1 << 20);
    let row = store.backend().capabilities().limits.row_bytes;
    if row < 4 << 20 {
        return Err(Stop::Skip(format!("a row holds {row} bytes only")));
    }
    let text: String = "0123456789abcdeé".chars().cycle().take(size / 2).collect();
    let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
    let list = vec![text.clone()];
    comes_back(
        &store,
        &Sample {
            text,
            bytes,
            list,
            ..Sample::new()
        },
        "values of a mebibyte",
    )
    .await
}

async fn json_comes_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let strings = [
        "", "null", "\"", "\\", "é", "e\u{301}", "😀", "\n", "\u{1}", "a.b", "$set", "1",
    ];
    let map: BTreeMap<String, i64> = (0..)
        .zip(strings)
        .map(|(at, key)| (key.to_owned(), i64::MAX - at))
        .collect();
    let tree = serde_json::json!({
        "": null, "a": [1, -1, 1.5, true, [], {}, {"b": {"c": ["\u{0}"]}}], "large": i64::MIN, "text": strings, "1": "1",
    });
    let sample = Sample {
        list: strings.map(str::to_owned).to_vec(),
        map,
        tree,
        maybe_list: Some(vec![3, 1, 2, 1]),
        ..Sample::new()
    };
    comes_back(&store, &sample, "lists, maps and JSON").await?;
    let deep = (0..100).fold(serde_json::Value::Null, |inner, _| serde_json::json!([inner]));
    comes_back(
        &store,
        &Sample {
            tree: deep,
            ..Sample::new()
        },
        "lists in lists",
    )
    .await
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
        store
            .create_note(&Note {
                body: Some(text.clone()),
                ..Note::new("n", "t", "")
            })
            .await,
        "body",
        "create over the limit",
    )?;
    check_invalid(
        store
            .list_notes(&NoteFilter::new().filter(Note::BODY.eq(text)))
            .await,
        "body",
        "filter over the limit",
    )?;
    check_eq!(count::<Note>(&store).await?, 0, "rows after refused values");
    let text = "x".repeat(limits.value_bytes.min(limits.row_bytes / 2));
    let note = Note {
        body: Some(text),
        ..Note::new("n", "t", "")
    };
    check_eq!(store.create_note(&note).await?, note, "a value at the limit");
    Ok(())
}

async fn values_are_found_again(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let sample = Sample {
        flag: true,
        tiny: -1,
        byte: 200,
        int: i32::MIN,
        big: i64::MIN,
        unsigned: 1 << 62,
        float: 0.1,
        single: 0.1,
        text: "%".to_owned(),
        bytes: vec![0, 1, 0],
        mood: Mood::VeryCross,
        slug: Slug("s".to_owned()),
        order: Some(false),
        group: Some(0),
        where_: Some(7),
        maybe_bytes: Some(Vec::new()),
        maybe_mood: Some(Mood::Calm),
        ..Sample::new()
    };
    store.create_samples(&[sample.clone(), Sample::new()]).await?;
    let conditions = [
        Sample::ID.eq(sample.id),
        Sample::FLAG.eq(true),
        Sample::TINY.lt(0),
        Sample::BYTE.gt(199),
        Sample::INT.eq(i32::MIN),
        Sample::BIG.le(i64::MIN),
        Sample::UNSIGNED.ge(1_u64 << 62),
        Sample::FLOAT.eq(0.1),
        Sample::SINGLE.eq(0.1_f32),
        Sample::TEXT.eq("%"),
        Sample::BYTES.eq(vec![0, 1, 0]),
        Sample::BYTES.gt(vec![0, 1]),
        Sample::BYTES.gt(Vec::new()),
        Sample::MOOD.eq(Mood::VeryCross),
        Sample::SLUG.eq(Slug("s".to_owned())),
        Sample::ORDER.eq(false),
        Sample::GROUP.eq(0),
        Sample::WHERE_.is_in([7, 8]),
        Sample::MAYBE_BYTES.eq(Vec::new()),
        Sample::MAYBE_MOOD.ne(None::<Mood>),
        Sample::MAYBE_MOOD.is_some(),
    ];
    for condition in conditions {
        let words = format!("{condition:?}");
        let found = store
            .list_samples(&SampleFilter::new().filter(condition))
            .await?
            .items;
        check!(
            found.iter().map(|sample| sample.id).eq([sample.id]),
            "{words} finds {} rows, not the one it fits",
            found.len()
        );
    }
    Ok(())
}
