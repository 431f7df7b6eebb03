//! Random operations on a backend and on a naive model of it, compared step by step.
//!
//! A failure tells the seed of its case and the steps that are left of it after those that don't matter were taken out.

mod compare;
mod fit;
mod model;
mod operations;
mod pools;
mod schemas;
mod session;
mod show;

use std::time::Duration;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::model::Model;
use self::operations::{Move, Weights};
use self::schemas::TABLES;
use self::session::Session;
use super::check::{Outcome, Stop};
use super::context::{Context, empty, transactional};
use super::run::register;
use super::tasks::CatchPanic;
use crate::Timestamp;
use crate::backend::Limits;
use crate::store::StoreHandle;

register! {
    "differential": random_operations, random_queries, random_deletions, random_batches, random_transactions;
}

/// A little of everything that is one call.
const EVEN: Weights =
    Weights { insert: 4, select: 4, count_by: 1, update: 4, upsert: 4, delete: 2, batch: 1, transactions: 0 };

async fn random_operations(context: &Context<'_>) -> Outcome {
    random(context, EVEN, 40).await
}

/// Many questions about rows that seldom change.
async fn random_queries(context: &Context<'_>) -> Outcome {
    let weights =
        Weights { insert: 3, select: 30, count_by: 5, update: 1, upsert: 0, delete: 0, batch: 0, ..EVEN };
    random(context, weights, 80).await
}

/// References: as many deletions as insertions.
async fn random_deletions(context: &Context<'_>) -> Outcome {
    let weights =
        Weights { insert: 6, select: 0, count_by: 0, update: 2, upsert: 1, delete: 4, batch: 0, ..EVEN };
    random(context, weights, 60).await
}

/// Several writes as one.
async fn random_batches(context: &Context<'_>) -> Outcome {
    let weights =
        Weights { insert: 4, select: 0, count_by: 0, update: 1, upsert: 1, delete: 1, batch: 8, ..EVEN };
    random(context, weights, 40).await
}

/// Operations in transactions, with marks to go back to: seen inside at once, and outside after the commit.
async fn random_transactions(context: &Context<'_>) -> Outcome {
    random(context, Weights { transactions: 8, ..EVEN }, 60).await
}

/// How often a failing case is run again, at most, with steps taken out.
const SHRINKING_RUNS: usize = 400;

async fn random(context: &Context<'_>, weights: Weights, steps: usize) -> Outcome {
    let store = context.store_of(TABLES.to_vec()).await?;
    if weights.transactions > 0 {
        transactional(&store)?;
    }
    for seed in context.options().seeds() {
        let case = generate(seed, weights, steps, store.backend().capabilities().limits)?;
        if let Err(reason) = check_case(&store, &case).await {
            let (case, reason) = shrink(&store, case, reason).await;
            let steps: Vec<_> = case.iter().map(|next| format!("\n    {}", show::next(next))).collect();
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
fn generate(seed: u64, weights: Weights, steps: usize, limits: Limits) -> Outcome<Vec<Move>> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let tree = operations::case(weights, steps).new_tree(&mut runner);
    let tree = tree.map_err(|reason| Stop::Fail(format!("no case could be made: {reason}")))?;
    let (mut start, mut moves) = tree.current();
    start.iter_mut().for_each(|(_, operation)| fit::operation(operation, limits));
    moves.iter_mut().for_each(|next| fit::next(next, limits));
    let mut model = Model::default();
    start.retain(|(schema, operation)| model.run(schema, operation, Timestamp::UNIX_EPOCH).is_ok());
    Ok(start.into_iter().map(Move::Do).chain(moves).collect())
}

/// Runs a case on an emptied store: what the backend did otherwise than the model.
async fn check_case(store: &StoreHandle, case: &[Move]) -> Result<(), String> {
    let checked = CatchPanic(Box::pin(async move {
        empty(store).await.map_err(|error| format!("the store can't be emptied: {error:?}"))?;
        let mut session = Session::new(store);
        for (number, next) in case.iter().enumerate() {
            let now = store.now() + Duration::from_secs(number as u64);
            let made = session.make(next, now).await;
            made.map_err(|words| format!("step {} of {}: {words}", number + 1, case.len()))?;
        }
        Ok(())
    }));
    checked.await.unwrap_or_else(|panic| Err(format!("panicked: {panic}")))
}

/// Takes out steps, many at once and then fewer, as long as the case still fails.
async fn shrink(store: &StoreHandle, mut case: Vec<Move>, mut reason: String) -> (Vec<Move>, String) {
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
