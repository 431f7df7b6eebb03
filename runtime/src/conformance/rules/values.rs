//! R11: what is accepted comes back equal.

use std::collections::BTreeMap;

use crate::conformance::check::{Outcome, Stop, check, check_eq, check_invalid};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;
use crate::store::StoreHandle;

register! {
    "R11": zero_has_no_sign, infinities_come_back, extremes_come_back, large_values_come_back, json_comes_back, values_are_found_again;
}

/// The sample as it is read again after a create, and after an update of another row to it.
pub(super) async fn comes_back(store: &StoreHandle, sample: &Sample, words: &str) -> Outcome {
    let created = store.create_sample(sample).await?;
    check_eq!(created, *sample, "{words}: what create gives");
    check_eq!(store.get_sample(&sample.id).await?, *sample, "{words}: what is stored");
    let other = store.create_sample(&Sample::new()).await?;
    let changed = Sample { id: other.id, ..sample.clone() };
    check_eq!(store.update_sample(&changed).await?, changed, "{words}: what update gives");
    let stored = store.get_samples(&[other.id]).await?;
    check_eq!(stored, vec![Some(changed)], "{words}: what is stored after an update");
    Ok(())
}

async fn zero_has_no_sign(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let sample = Sample { float: -0.0, single: -0.0, maybe_float: Some(-0.0), ..Sample::new() };
    comes_back(&store, &sample, "negative zero").await?;
    for zero in [0.0, -0.0] {
        for condition in [
            Sample::FLOAT.eq(zero),
            Sample::FLOAT.ge(zero),
            Sample::MAYBE_FLOAT.is_in([zero]),
            !Sample::FLOAT.lt(zero),
        ] {
            let found = store.list_samples(&SampleFilter::new().filter(condition)).await?.total;
            check_eq!(found, Some(2), "negative zeros found by {zero:?}");
        }
    }
    Ok(())
}

async fn infinities_come_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    if !store.backend().capabilities().limits.infinities {
        for float in [f64::INFINITY, f64::NEG_INFINITY] {
            check_invalid(store.create_sample(&Sample { float, ..Sample::new() }).await, "float", "create")?;
            let filter = SampleFilter::new().filter(Sample::FLOAT.lt(float));
            check_invalid(store.list_samples(&filter).await, "float", "filter")?;
        }
        return Err(Stop::Skip("it holds no infinite numbers; they are refused".to_owned()));
    }
    for float in [f64::INFINITY, f64::NEG_INFINITY] {
        let sample = Sample { float, single: float as f32, maybe_float: Some(float), ..Sample::new() };
        comes_back(&store, &sample, "an infinity").await?;
        let found = store.list_samples(&SampleFilter::new().filter(Sample::FLOAT.eq(float))).await?.total;
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
    for (float, single) in
        [(0.1, 0.1), (1.0 / 3.0, 1.0 / 3.0), (1e22, 1e-45), (9_007_199_254_740_993.0, 16_777_217.0)]
    {
        comes_back(&store, &Sample { float, single, ..Sample::new() }, "floats to the last bit").await?;
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
    comes_back(&store, &Sample { text, bytes, list, ..Sample::new() }, "values of a mebibyte").await
}

async fn json_comes_back(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    let strings = ["", "null", "\"", "\\", "é", "e\u{301}", "😀", "\n", "\u{1}", "a.b", "$set", "1"];
    let map: BTreeMap<String, i64> =
        (0..).zip(strings).map(|(at, key)| (key.to_owned(), i64::MAX - at)).collect();
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
    comes_back(&store, &Sample { tree: deep, ..Sample::new() }, "lists in lists").await
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
        let found = store.list_samples(&SampleFilter::new().filter(condition)).await?.items;
        check!(
            found.iter().map(|sample| sample.id).eq([sample.id]),
            "{words} finds {} rows, not the one it fits",
            found.len()
        );
    }
    Ok(())
}
