//! Two requests that meet: one has read what it needs when the other one changes it.

use std::time::{Duration, Instant};

use auth_core::{MemberStore as _, SessionStore as _};
use serde_json::json;
use storewright::layers::Call;
use tokio::time::sleep;

use super::client::{Answer, Client};
use super::service::{PASSWORD, Person, Service, id, text};
use crate::check::{check, check_eq, checks};
use crate::store::rows::{rows_of, sizes};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    a_session_in_use_keeps_the_end_of_its_refresh,
    what_ends_sessions_comes_before_a_refresh,
    a_user_is_deleted_before_their_sign_in_is_done,
    an_app_is_deleted_before_a_sign_up_is_done,
    an_organization_is_deleted_while_a_member_is_added,
];

/// How late the first request's writing begins.
const LATE: Duration = Duration::from_millis(500);

/// Sends `first`, of which the next call of this kind comes late, and lets `then` happen before that: what `first` was answered.
/// `None` when that was not soon enough, so that nobody knows which came first.
async fn meet<W>(
    service: &Service,
    call: Call,
    first: impl Future<Output = Outcome<Answer>> + Send + 'static,
    then: impl FnOnce() -> W,
) -> Outcome<Option<Answer>>
where
    W: Future<Output = Outcome>,
{
    let (answer, in_time) = overlap(service, call, first, then).await?;
    Ok(in_time.then_some(answer))
}

/// The same, and whether `then` was done before that.
async fn overlap<W>(
    service: &Service,
    call: Call,
    first: impl Future<Output = Outcome<Answer>> + Send + 'static,
    then: impl FnOnce() -> W,
) -> Outcome<(Answer, bool)>
where
    W: Future<Output = Outcome>,
{
    let calls = service.faults.on(call);
    let before = calls.calls();
    calls.delay(before + 1, LATE);
    let start = Instant::now();
    let first = tokio::spawn(first);
    while calls.calls() == before {
        check!(!first.is_finished(), "the request makes no such call: {}", first.await??.text());
        sleep(Duration::from_millis(1)).await;
    }
    then().await?;
    let in_time = start.elapsed() < LATE;
    let answer = first.await??;
    service.faults.reset();
    Ok((answer, in_time))
}

/// How often a machine that is busy with something else is given another chance.
const ATTEMPTS: usize = 20;

/// Until the two requests have met.
macro_rules! until_met {
    ($attempt:expr) => {{
        let mut met = None;
        for _ in 0..ATTEMPTS {
            met = $attempt;
            if met.is_some() {
                break;
            }
        }
        met.ok_or("the requests never met: this machine is too busy")?
    }};
}

fn refresh(client: &Client, person: &Person) -> impl Future<Output = Outcome<Answer>> + Send + use<> {
    let (client, form) = (client.anonymous(), person.refresh_form());
    async move { client.post("/v1/refresh", form).await }
}

async fn a_session_in_use_keeps_the_end_of_its_refresh(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (person, answer) = until_met!({
        let person = Person::new(&client).await?;
        world.advance(Duration::from_secs(120));
        let used = person.client.clone();
        let me = async move { used.get("/v1/me").await };
        let met = meet(&service, Call::Update, me, async || person.refreshed().await.map(drop)).await?;
        met.map(|answer| (person, answer))
    });
    answer.json(200)?;
    let session = service.store().get_session(&id(&json!(person.session))?).await?;
    let end = world.later(Duration::from_secs(30 * 24 * 3_600));
    check_eq!((session.expires_at, session.refresh_token_expires_at), (end, end), "the session's end");
    service.stop().await
}

async fn what_ends_sessions_comes_before_a_refresh(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    for way in ["sign-out", "revoke", "revoke all", "ban", "delete"] {
        let (person, answer) = until_met!({
            let person = Person::new(&client).await?;
            let user = format!("/v1/admin/apps/{app}/users/{}", person.id);
            let operator = service.operator();
            let end = async || {
                let answer = match way {
                    "sign-out" => person.client.post("/v1/sign-out", json!({})).await?,
                    "revoke" => person.client.delete(&format!("/v1/sessions/{}", person.session)).await?,
                    "revoke all" => person.client.delete("/v1/sessions").await?,
                    "ban" => operator.patch(&user, json!({ "banned": true })).await?,
                    _ => operator.delete(&user).await?,
                };
                check!(answer.status < 300, "{way} was refused: {}", answer.text());
                Ok(())
            };
            meet(&service, Call::Update, refresh(&client, &person), end).await?.map(|answer| (person, answer))
        });
        answer.problem(401, "invalid_refresh_token").map_err(|error| format!("{way}: {error}"))?;
        check_eq!(service.store().list_user_sessions(&person.id).await?, [], "sessions after {way}");
        let told = service.notifications(&person.id, "refresh_token_reused").await?;
        check_eq!(told, [], "what they were told after {way}");
    }
    service.stop().await
}

async fn a_user_is_deleted_before_their_sign_in_is_done(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let (person, answer) = until_met!({
        let person = Person::new(&client).await?;
        let (anonymous, credentials) = (client.clone(), person.credentials());
        let sign_in = async move { anonymous.post("/v1/sign-in", credentials).await };
        let path = format!("/v1/admin/apps/{app}/users/{}", person.id);
        let delete = async || service.operator().delete(&path).await?.done();
        meet(&service, Call::Insert, sign_in, delete).await?.map(|answer| (person, answer))
    });
    answer.problem(409, "gone")?;
    check_eq!(service.store().count_active_sessions(&person.id).await?, 0, "sessions of who was deleted");
    client.post("/v1/sign-in", person.credentials()).await?.problem(401, "wrong_credentials")?;
    service.stop().await
}

async fn an_app_is_deleted_before_a_sign_up_is_done(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, answer) = until_met!({
        let (app, client) = service.app().await?;
        let form = json!({ "email": format!("{}@example.com", unique("new")), "password": PASSWORD });
        let sign_up = async move { client.post("/v1/sign-up", form).await };
        let path = format!("/v1/admin/apps/{app}");
        let delete = async || service.operator().delete(&path).await?.done();
        meet(&service, Call::Batch, sign_up, delete).await?.map(|answer| (app, answer))
    });
    answer.problem(404, "unknown_app")?;
    let left = sizes(&rows_of(service.store(), app, &[]).await?);
    check!(left.values().all(|size| *size == 0), "rows that outlived their app: {left:?}");
    service.stop().await
}

async fn an_organization_is_deleted_while_a_member_is_added(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (owner, other) = (Person::new(&client).await?, Person::new(&client).await?);
    let form = json!({ "name": "Crew", "slug": unique("crew") });
    let made = owner.client.post("/v1/organizations", form).await?.json(201)?;
    let path = format!("/v1/organizations/{}", text(&made["id"])?);
    let (inviter, members) = (owner.client.clone(), format!("{path}/members"));
    let form = json!({ "email": other.email, "role": "member" });
    let add = async move { inviter.post(&members, form).await };
    let delete = async || owner.client.delete(&path).await?.done();
    let (answer, in_time) = overlap(&service, Call::Insert, add, delete).await?;
    // A store that locks what a transaction has read lets the deletion wait; the member then goes with the organization.
    if answer.status != 201 || in_time {
        answer.problem(404, "not_found")?;
    }
    check_eq!(service.store().list_members(&id(&made["id"])?).await?, [], "members of what is gone");
    check_eq!(other.client.get("/v1/organizations").await?.json(200)?["items"], json!([]), "organizations");
    service.stop().await
}
