//! Requests that can't be taken: each has its status and code, and is told nothing that it said.

mod bodies;
mod fields;
mod places;

use hyper::Request;
use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::service::{PASSWORD, Person, Service, list, text};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    bodies_that_cant_be_read,
    fields_that_cant_be_taken,
    places_that_arent_there,
    what_is_taken_already
];

/// Stands in everything that is sent, and must stand in nothing that is answered.
const MARK: &str = "zq9mark";

/// Who sends it.
#[derive(Clone, Copy)]
enum Who {
    Nobody,
    User,
    Operator,
}

/// What is sent as the body. `MARK`, `LONG` and `SLUG` in a text are replaced.
#[derive(Clone, Copy)]
enum Sent {
    Nothing,
    Json(&'static str),
    /// As JSON, whatever it is.
    Bytes(&'static [u8]),
    /// With another type of content, or none.
    As(&'static str, &'static str),
    /// As many bytes of JSON.
    Large(usize),
}

/// A request and what must be answered.
struct Bad {
    who: Who,
    /// The method and the path. `ORG`, `APP`, `USER` and `SESSION` are replaced by ids that are there.
    what: &'static str,
    sent: Sent,
    status: u16,
    code: &'static str,
    /// The fields that must be named, and no others.
    fields: &'static [&'static str],
}

/// A request that is refused as a whole.
const fn bad(who: Who, what: &'static str, sent: Sent, status: u16, code: &'static str) -> Bad {
    Bad { who, what, sent, status, code, fields: &[] }
}

/// A request of which some fields can't be taken.
const fn invalid(who: Who, what: &'static str, json: &'static str, fields: &'static [&'static str]) -> Bad {
    Bad { who, what, sent: Sent::Json(json), status: 422, code: "validation_failed", fields }
}

async fn bodies_that_cant_be_read(world: &World) -> Outcome {
    all_refused(world, bodies::CORPUS).await
}

async fn fields_that_cant_be_taken(world: &World) -> Outcome {
    all_refused(world, fields::CORPUS).await
}

async fn places_that_arent_there(world: &World) -> Outcome {
    all_refused(world, places::CORPUS).await
}

async fn all_refused(world: &World, corpus: &[Bad]) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let organization =
        person.client.post("/v1/organizations", json!({ "name": "Crew", "slug": "crew" })).await?;
    let organization = text(&organization.json(201)?["id"])?.to_owned();
    let me = person.client.get("/v1/me").await?.json(200)?;
    for bad in corpus {
        let (method, path) = bad.what.split_once(' ').ok_or("a method and a path")?;
        let path = (path.replace("ORG", &organization).replace("APP", &app.to_string()))
            .replace("USER", &person.id.to_string())
            .replace("SESSION", &person.session);
        let client = match bad.who {
            Who::Nobody => client.clone(),
            Who::User => person.client.clone(),
            Who::Operator => service.operator(),
        };
        let answer = answered(&client, || request(method, &path, bad.sent)).await?;
        judge(bad, &answer).map_err(|error| format!("{} {}: {error}", bad.what, named(bad.sent)))?;
    }
    // All of it has changed nothing.
    check_eq!(person.client.get("/v1/me").await?.json(200)?, me, "who they are");
    let organizations = person.client.get("/v1/organizations").await?.json(200)?;
    check_eq!(list(&organizations["items"])?.len(), 1, "organizations");
    check_eq!(organizations["items"][0]["name"], "Crew", "the organization");
    service.stop().await
}

/// A server closes the connection when it doesn't read a large body, and who still sends may not hear why: that one asks again.
async fn answered(client: &Client, request: impl Fn() -> Outcome<Request<Vec<u8>>>) -> Outcome<Answer> {
    const ATTEMPTS: usize = 5;
    for _ in 1..ATTEMPTS {
        if let Ok(answer) = client.send(request()?).await {
            return Ok(answer);
        }
    }
    client.send(request()?).await
}

fn filled(json: &str) -> String {
    json.replace("MARK", MARK).replace("LONG", &MARK.repeat(40)).replace("SLUG", &"a".repeat(64))
}

fn request(method: &str, path: &str, sent: Sent) -> Outcome<Request<Vec<u8>>> {
    let request = Request::builder().method(method).uri(path);
    let json = || ("content-type", "application/json");
    let (request, body) = match sent {
        Sent::Nothing => (request, Vec::new()),
        Sent::Json(text) => (request.header(json().0, json().1), filled(text).into_bytes()),
        Sent::Bytes(bytes) => (request.header(json().0, json().1), bytes.to_vec()),
        Sent::As("", text) => (request, filled(text).into_bytes()),
        Sent::As(kind, text) => (request.header("content-type", kind), filled(text).into_bytes()),
        Sent::Large(bytes) => {
            let body = format!(r#"{{"email":"{}"}}"#, "a".repeat(bytes.saturating_sub(12)));
            (request.header(json().0, json().1), body.into_bytes())
        }
    };
    Ok(request.body(body)?)
}

fn named(sent: Sent) -> String {
    match sent {
        Sent::Nothing => String::new(),
        Sent::Json(text) | Sent::As(_, text) => text.to_owned(),
        Sent::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Sent::Large(bytes) => format!("{bytes} bytes"),
    }
}

fn judge(bad: &Bad, answer: &Answer) -> Outcome {
    let document = answer.problem(bad.status, bad.code)?;
    let told = answer.text();
    for secret in [MARK, PASSWORD, "example.com"] {
        check!(!told.contains(secret), "the answer says what was sent: {told}");
    }
    let mut fields: Vec<_> = match &document["errors"] {
        Value::Null => Vec::new(),
        errors => list(errors)?.iter().map(|error| text(&error["field"])).collect::<Result<_, _>>()?,
    };
    let mut expected = bad.fields.to_vec();
    fields.sort_unstable();
    expected.sort_unstable();
    check_eq!(fields, expected, "the fields that are named");
    if bad.status == 405 {
        check!(!answer.header("allow").is_empty(), "it isn't told which methods there are");
    }
    Ok(())
}

/// What clashes is told by a code, and never by the value.
async fn what_is_taken_already(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let operator = service.operator();
    let (email, username, slug) = (format!("{}@example.com", unique(MARK)), unique(MARK), unique(MARK));
    let taken = |answer: Answer, code: &str| {
        answer.problem(409, code)?;
        let told = answer.text();
        check!(
            !told.contains(MARK) && !told.contains("example.com"),
            "the answer says what is taken: {told}"
        );
        Outcome::Ok(())
    };
    let sign_up =
        |email: &str, username: &str| json!({ "email": email, "username": username, "password": PASSWORD });
    let first = client.post("/v1/sign-up", sign_up(&email, &username)).await?.json(201)?;
    let first = Person::of(&client, &first)?;
    let other = format!("{}@example.com", unique("other"));
    taken(client.post("/v1/sign-up", sign_up(&email, &unique("other"))).await?, "email_taken")?;
    taken(
        client.post("/v1/sign-up", sign_up(&email.to_uppercase(), &unique("other"))).await?,
        "email_taken",
    )?;
    taken(client.post("/v1/sign-up", sign_up(&other, &username)).await?, "username_taken")?;
    let app = json!({ "name": MARK, "slug": slug });
    operator.post("/v1/admin/apps", app.clone()).await?.json(201)?;
    taken(operator.post("/v1/admin/apps", app.clone()).await?, "slug_taken")?;
    let made = first.client.post("/v1/organizations", app.clone()).await?.json(201)?;
    taken(first.client.post("/v1/organizations", app).await?, "slug_taken")?;
    let members = format!("/v1/organizations/{}/members", text(&made["id"])?);
    taken(first.client.post(&members, json!({ "email": email, "role": "admin" })).await?, "already_member")?;
    let waiting = json!({ "email": email, "name": MARK });
    client.post("/v1/waitlist", waiting.clone()).await?.json(201)?;
    taken(client.post("/v1/waitlist", waiting).await?, "already_waiting")?;
    taken(leave(&first.client, &members).await?, "last_owner")?;
    service.stop().await
}

/// The first member leaves.
async fn leave(client: &Client, members: &str) -> Outcome<Answer> {
    let listed = client.get(members).await?.json(200)?;
    client.delete(&format!("{members}/{}", text(&listed["items"][0]["id"])?)).await
}
