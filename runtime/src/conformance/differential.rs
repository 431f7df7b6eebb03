//! Random operations on a backend and on a naive model of it, compared step by step.
//!
//! A failure tells the seed of its case and the steps that are left of it after those that don't matter were taken out.

mod compare;
mod model;
mod operations;
mod pools;
mod schemas;
mod show;

use std::time::Duration;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::model::Model;
use self::operations::{Step, Weights};
use self::schemas::TABLES;
use super::check::{Outcome, Stop};
use super::context::{Context, empty};
use super::run::register;
use super::tasks::CatchPanic;
use crate::Timestamp;
use crate::store::StoreHandle;

register! {
    "differential": random_operations, random_queries, random_deletions;
}

/// A little of everything.
async fn random_operations(context: &Context<'_>) -> Outcome {
    random(context, [4, 4, 4, 3, 2], 40).await
}

/// Many questions about rows that seldom change.
async fn random_queries(context: &Context<'_>) -> Outcome {
    random(context, [3, 30, 1, 0, 0], 60).await
}

/// References: as many deletions as insertions.
async fn random_deletions(context: &Context<'_>) -> Outcome {
    random(context, [6, 0, 2, 1, 4], 60).await
}

/// How often a failing case is run again, at most, with steps taken out.
const SHRINKING_RUNS: usize = 400;

async fn random(context: &Context<'_>, weights: Weights, steps: usize) -> Outcome {
    let store = context.store_of(TABLES.to_vec()).await?;
    for seed in context.options().seeds() {
        let case = generate(seed, weights, steps)?;
        if let Err(reason) = check_case(&store, &case).await {
            let (case, reason) = shrink(&store, case, reason).await;
            let steps: Vec<_> = case.iter().map(|step| format!("\n    {}", show::step(step))).collect();
            let legend = TABLES.map(show::legend).join(", ");
            return Err(Stop::Fail(format!(
                "seed {seed}: {reason}\n  columns: {legend}\n  steps:{}",
                steps.concat()
            )));
        }
    }
    Ok(())
}

/// The case of this seed.
fn generate(seed: u64, weights: Weights, steps: usize) -> Outcome<Vec<Step>> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let tree = operations::case(weights, steps).new_tree(&mut runner);
    let tree = tree.map_err(|reason| Stop::Fail(format!("no case could be made: {reason}")))?;
    let (mut case, steps) = tree.current();
    let mut model = Model::default();
    case.retain(|(schema, operation)| model.run(schema, operation, Timestamp::UNIX_EPOCH).is_ok());
    case.extend(steps);
    Ok(case)
}

/// Runs a case on an emptied store: what the backend did otherwise than the model.
async fn check_case(store: &StoreHandle, case: &[Step]) -> Result<(), String> {
    let checked = CatchPanic(Box::pin(async move {
        empty(store).await.map_err(|error| format!("the store can't be emptied: {error:?}"))?;
        let mut model = Model::default();
        for (number, step) in case.iter().enumerate() {
            let now = store.now() + Duration::from_secs(number as u64);
            let checked = compare::check_step(store, &mut model, step, now).await;
            checked.map_err(|words| format!("step {} of {}: {words}", number + 1, case.len()))?;
        }
        Ok(())
    }));
    checked.await.unwrap_or_else(|panic| Err(format!("panicked: {panic}")))
}

/// Takes out steps, many at once and then fewer, as long as the case still fails.
async fn shrink(store: &StoreHandle, mut case: Vec<Step>, mut reason: String) -> (Vec<Step>, String) {
    let mut runs = 0;
    let mut chunk = case.len().div_ceil(2);
    while chunk > 0 && runs < SHRINKING_RUNS {
        let mut start = 0;
        let mut smaller = false;
        while start < case.len() && runs < SHRINKING_RUNS {
            let mut fewer = case.clone();
            fewer.drain(start..(start + chunk).min(case.len()));
            runs += 1;
            match check_case(store, &fewer).await {
                Err(words) if !fewer.is_empty() => {
                    (case, reason, smaller) = (fewer, words, true);
                }
                _ => start += chunk,
            }
        }
        if !smaller || chunk > 1 {
            chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2).min(chunk - 1) };
        }
    }
    (case, reason)
}
