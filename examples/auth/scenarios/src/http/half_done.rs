//! Faults in the middle of a request: what it does is done whole, or not at all.

mod managing;
mod signing_in;

use auth_core::{SessionStore as _, User};
use storewright::{ErrorKind, Id};

use super::client::Answer;
use super::service::Service;
use crate::{Check, Outcome};

/// The checks.
pub(super) fn checks() -> impl Iterator<Item = Check> {
    [signing_in::CHECKS, managing::CHECKS].into_iter().flatten().copied()
}

/// No request makes as many calls.
const MOST: u64 = 60;

/// What becomes of a call.
#[derive(Clone, Copy)]
enum Fault {
    Fail,
    LoseAnswer,
}

/// Does to the `nth` call of a request, if it makes that many, what is planned: its answer then.
async fn disturbed<W>(service: &Service, nth: u64, fault: Fault, request: W) -> Outcome<Option<Answer>>
where
    W: Future<Output = Outcome<Answer>>,
{
    service.faults.reset();
    match fault {
        Fault::Fail => service.faults.fail(nth, ErrorKind::Unavailable { reason: "planned".into() }.into()),
        Fault::LoseAnswer => service.faults.lose_answer(nth),
    }
    let answer = request.await?;
    let reached = service.faults.calls() >= nth;
    service.faults.reset();
    Ok(reached.then_some(answer))
}

async fn sessions(service: &Service, user: &Id<User>) -> Outcome<u64> {
    Ok(service.store().count_active_sessions(user).await?)
}
