//! R10: timestamps.

use super::values::comes_back;
use crate::Timestamp;
use crate::conformance::check::{Outcome, check_eq};
use crate::conformance::context::Context;
use crate::conformance::entities::*;
use crate::conformance::run::register;

register! {
    "R10": moments_come_back, finer_moments_are_cut_down, moments_compare_to_the_microsecond;
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
        comes_back(&store, &Sample { at, maybe_at: Some(at), ..Sample::new() }, &format!("the moment {at}"))
            .await?;
        let filter = SampleFilter::new().filter(Sample::AT.eq(at)).filter(Sample::MAYBE_AT.eq(at));
        check_eq!(store.list_samples(&filter).await?.total, Some(2), "rows found by the moment {at}");
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
        let sample = Sample { at: parse(fine)?, ..Sample::new() };
        store.create_sample(&sample).await?;
        check_eq!(store.get_sample(&sample.id).await?.at, parse(cut)?, "the stored moment of {fine}");
    }
    Ok(())
}

async fn moments_compare_to_the_microsecond(context: &Context<'_>) -> Outcome {
    let store = context.store().await?;
    for base in [1_700_000_000_000_000_i64, -1_700_000_000_000_000] {
        let moments = [base - 1, base, base + 1].map(Timestamp::from_unix_micros);
        let mut samples = Vec::new();
        for at in moments {
            samples.push(store.create_sample(&Sample { at: at?, big: base, ..Sample::new() }).await?);
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
            let list =
                SampleFilter::new().filter(Sample::BIG.eq(base)).filter(condition).order_by(Sample::AT.asc());
            let found: Vec<_> =
                store.list_samples(&list).await?.items.iter().map(|sample| sample.at).collect();
            check_eq!(found, expected, "moments {sign} {middle}");
        }
    }
    Ok(())
}
