//! Who may do what in an organization.

use auth_core::{Member, MemberStore as _, Organization, Role};
use hyper::Method;
use serde_json::{Value, json};
use storewright::Id;

use super::service::{Person, Service, id};
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    rights_of_every_role,
    the_last_owner_stays,
    two_owners_leave_at_once,
    many_owners_step_down_at_once
];

/// What is done, to whom, and what owner, admin, member and stranger are answered.
const RIGHTS: &[(&str, &str, Option<&str>, [u16; 4])] = &[
    ("GET", "", None, [200, 200, 200, 404]),
    ("GET", "/members", None, [200, 200, 200, 404]),
    ("PATCH", "", Some(r#"{"name":"New"}"#), [200, 200, 403, 404]),
    ("PATCH", "", Some(r#"{"logo":null}"#), [200, 200, 403, 404]),
    ("POST", "/members", Some(r#"{"email":"NEW","role":"member"}"#), [201, 201, 403, 404]),
    ("POST", "/members", Some(r#"{"email":"NEW","role":"admin"}"#), [201, 201, 403, 404]),
    ("POST", "/members", Some(r#"{"email":"NEW","role":"owner"}"#), [201, 403, 403, 404]),
    ("PATCH", "/members/MEMBER", Some(r#"{"role":"admin"}"#), [200, 403, 403, 404]),
    ("PATCH", "/members/MEMBER", Some(r#"{"role":"owner"}"#), [200, 403, 403, 404]),
    ("PATCH", "/members/ADMIN", Some(r#"{"role":"member"}"#), [200, 403, 403, 404]),
    ("PATCH", "/members/OWNER", Some(r#"{"role":"member"}"#), [200, 403, 403, 404]),
    ("PATCH", "/members/SELF", Some(r#"{"role":"owner"}"#), [200, 403, 403, 404]),
    ("PATCH", "/members/NOBODY", Some(r#"{"role":"admin"}"#), [404, 403, 403, 404]),
    ("DELETE", "/members/MEMBER", None, [204, 204, 403, 404]),
    ("DELETE", "/members/ADMIN", None, [204, 204, 403, 404]),
    ("DELETE", "/members/OWNER", None, [204, 403, 403, 404]),
    ("DELETE", "/members/SELF", None, [204, 204, 204, 404]),
    ("DELETE", "/members/NOBODY", None, [404, 404, 404, 404]),
    ("DELETE", "", None, [204, 403, 403, 404]),
];

/// An organization with two of every role, so that nobody is the last of their kind.
struct Crew {
    organization: Id<Organization>,
    members: Vec<Member>,
}

impl Crew {
    /// The first four people act: an owner, an admin, a member, a stranger. The next three are acted on.
    async fn new(service: &Service, people: &[Person]) -> Outcome<Self> {
        let form = json!({ "name": "Crew", "slug": unique("crew") });
        let made = people[0].client.post("/v1/organizations", form).await?.json(201)?;
        let organization = id(&made["id"])?;
        let own = service.store().list_members(&organization).await?;
        let roles =
            [(1, Role::Admin), (2, Role::Member), (4, Role::Owner), (5, Role::Admin), (6, Role::Member)];
        let others: Vec<_> =
            roles.iter().map(|(person, role)| Member::new(organization, people[*person].id, *role)).collect();
        let others = service.store().create_members(&others).await?;
        Ok(Self { organization, members: own.into_iter().chain(others).collect() })
    }

    /// The place of a person.
    fn member(&self, person: &Person) -> Id<Member> {
        let found = self.members.iter().find(|member| member.user_id == person.id);
        found.map_or_else(Id::new, |member| member.id)
    }

    fn path(&self) -> String {
        format!("/v1/organizations/{}", self.organization)
    }
}

async fn rights_of_every_role(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let mut people = Vec::new();
    for _ in 0..8 {
        people.push(Person::new(&client).await?);
    }
    for (method, path, body, expected) in RIGHTS {
        for (number, status) in expected.iter().enumerate() {
            let crew = Crew::new(&service, &people).await?;
            let before = service.store().list_members(&crew.organization).await?;
            let path = path
                .replace("OWNER", &crew.member(&people[4]).to_string())
                .replace("ADMIN", &crew.member(&people[5]).to_string())
                .replace("MEMBER", &crew.member(&people[6]).to_string())
                .replace("SELF", &crew.member(&people[number]).to_string())
                .replace("NOBODY", &Id::<Member>::new().to_string());
            let body = body.map(|body| body.replace("NEW", &people[7].email));
            let body = body.map(|body| serde_json::from_str::<Value>(&body)).transpose()?;
            let (method, actor) = (method.parse::<Method>()?, &people[number]);
            let words = format!("{method} {path} {body:?} by person {number}");
            let answer = actor.client.ask(method, &format!("{}{path}", crew.path()), body).await?;
            check_eq!(answer.status, *status, "the status of {words}: {}", answer.text());
            match status {
                403 => drop(answer.problem(403, "forbidden")?),
                404 => drop(answer.problem(404, "not_found")?),
                _ => {}
            }
            if *status >= 400 {
                let after = service.store().list_members(&crew.organization).await?;
                check_eq!(after, before, "members after {words}");
            }
        }
    }
    service.stop().await
}

async fn the_last_owner_stays(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let mut people = Vec::new();
    for _ in 0..7 {
        people.push(Person::new(&client).await?);
    }
    let crew = Crew::new(&service, &people).await?;
    let (owner, second) = (&people[0], &people[4]);
    let place = |person: &Person| format!("{}/members/{}", crew.path(), crew.member(person));
    // One of two may go; then the other can't, in no way.
    second.client.delete(&place(second)).await?.done()?;
    owner.client.delete(&place(owner)).await?.problem(409, "last_owner")?;
    for role in ["admin", "member"] {
        let answer = owner.client.patch(&place(owner), json!({ "role": role })).await?;
        answer.problem(409, "last_owner")?;
    }
    owner.client.patch(&place(owner), json!({ "role": "owner" })).await?.json(200)?;
    check_eq!(service.store().count_owners(&crew.organization).await?, 1, "owners");
    // With another one it is possible again.
    owner.client.patch(&place(&people[2]), json!({ "role": "owner" })).await?.json(200)?;
    owner.client.patch(&place(owner), json!({ "role": "member" })).await?.json(200)?;
    owner.client.patch(&place(&people[1]), json!({ "role": "member" })).await?.problem(403, "forbidden")?;
    people[2].client.delete(&place(&people[2])).await?.problem(409, "last_owner")?;
    service.stop().await
}

/// Each of these people does this to their own place at once: how many could.
async fn all_at_once(crew: &Crew, people: &[Person], leave: bool) -> Outcome<usize> {
    let answers = race(people.len(), |number| {
        let client = people[number].client.clone();
        let path = format!("{}/members/{}", crew.path(), crew.member(&people[number]));
        async move {
            if leave {
                client.delete(&path).await
            } else {
                client.patch(&path, json!({ "role": "admin" })).await
            }
        }
    });
    let mut done = 0;
    for answer in answers.await? {
        let answer = answer?;
        if answer.status == if leave { 204 } else { 200 } {
            done += 1;
        } else {
            answer.problem(409, "last_owner")?;
        }
    }
    Ok(done)
}

async fn two_owners_leave_at_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let owners = [Person::new(&client).await?, Person::new(&client).await?];
    for round in 0..12 {
        let form = json!({ "name": "Crew", "slug": unique("crew") });
        let made = owners[0].client.post("/v1/organizations", form).await?.json(201)?;
        let organization = id(&made["id"])?;
        let second = Member::new(organization, owners[1].id, Role::Owner);
        service.store().add_member(&second).await?;
        let members = service.store().list_members(&organization).await?;
        let crew = Crew { organization, members };
        check_eq!(all_at_once(&crew, &owners, round % 2 == 0).await?, 1, "owners who could in round {round}");
        check_eq!(service.store().count_owners(&organization).await?, 1, "owners who are left");
    }
    service.stop().await
}

async fn many_owners_step_down_at_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let mut people = Vec::new();
    for _ in 0..RACERS {
        people.push(Person::new(&client).await?);
    }
    for leave in [true, false] {
        let form = json!({ "name": "Crew", "slug": unique("crew") });
        let made = people[0].client.post("/v1/organizations", form).await?.json(201)?;
        let organization = id(&made["id"])?;
        let others: Vec<_> =
            people[1..].iter().map(|person| Member::new(organization, person.id, Role::Owner)).collect();
        service.store().create_members(&others).await?;
        let members = service.store().list_members(&organization).await?;
        let crew = Crew { organization, members };
        check_eq!(all_at_once(&crew, &people, leave).await?, RACERS - 1, "owners who could");
        check_eq!(service.store().count_owners(&organization).await?, 1, "owners who are left");
        let left = service.store().list_members(&organization).await?.len();
        check!(left == if leave { 1 } else { RACERS }, "{left} members are left");
    }
    service.stop().await
}
