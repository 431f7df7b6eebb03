//! Refreshing: one exchange for each token, and the end of the family when one comes again.

use std::time::Duration;

use auth_core::SessionStore as _;
use serde_json::json;

use super::client::Client;
use super::service::{Person, Service, list};
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    tokens_are_exchanged_again_and_again,
    one_of_many_exchanges_a_token,
    a_token_that_comes_again_ends_its_family,
    a_token_that_comes_again_from_many_is_told_once,
    the_newest_token_and_an_old_one_at_once,
    tokens_that_stay,
    what_is_no_token_is_refused,
];

const REUSED: &str = "refresh_token_reused";

/// How many of these were told to a user, as they see it themselves after a new sign-in.
async fn told(person: &Person) -> Outcome<usize> {
    let answer = person.again().await?.client.get("/v1/notifications").await?.json(200)?;
    Ok(list(&answer["items"])?.iter().filter(|notification| notification["kind"] == REUSED).count())
}

/// What many who have the same refresh token get, who all ask at once: those who got new ones.
async fn refreshed_at_once(client: &Client, holders: &[&Person]) -> Outcome<Vec<Person>> {
    let forms: Vec<_> = holders.iter().map(|holder| holder.refresh_form()).collect();
    let answers = race(forms.len(), |number| {
        let (client, form) = (client.clone(), forms[number].clone());
        async move { client.post("/v1/refresh", form).await }
    });
    let mut winners = Vec::new();
    for (answer, holder) in answers.await?.into_iter().zip(holders) {
        let answer = answer?;
        if answer.status == 200 {
            winners.push(holder.renewed(&answer.json(200)?)?);
        } else {
            answer.problem(401, "invalid_refresh_token")?;
        }
    }
    Ok(winners)
}

async fn tokens_are_exchanged_again_and_again(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let first = Person::new(&client).await?;
    let mut person = first.clone();
    for _ in 0..5 {
        world.advance(Duration::from_secs(60));
        let renewed = person.refreshed().await?;
        check!(renewed.token != person.token, "the access token is the old one");
        check!(renewed.refresh_token != person.refresh_token, "the refresh token is the old one");
        person.client.get("/v1/me").await?.problem(401, "invalid_token")?;
        let me = renewed.client.get("/v1/me").await?.json(200)?;
        check_eq!(me["session"]["id"], first.session, "the session");
        let stored = service.store().list_user_sessions(&person.id).await?;
        check_eq!(stored.len(), 1, "sessions of the user");
        // Thirty days from the last refresh on, unless the app says otherwise.
        let end = world.later(Duration::from_secs(30 * 24 * 3_600));
        check_eq!(
            (stored[0].expires_at, stored[0].refresh_token_expires_at),
            (end, end),
            "the session's end"
        );
        person = renewed;
    }
    check_eq!(told(&person).await?, 0, "tokens that came again");
    service.stop().await
}

async fn one_of_many_exchanges_a_token(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let other = Person::new(&client).await?;
    for round in 1..=4 {
        let person = other.again().await?;
        let winners = refreshed_at_once(&client, &[&person; RACERS]).await?;
        check_eq!(winners.len(), 1, "who got new tokens in round {round}");
        // Somebody else had the token too, so that session is over for all of them.
        for holder in winners.iter().chain([&person]) {
            holder.client.get("/v1/me").await?.problem(401, "invalid_token")?;
            let again = client.post("/v1/refresh", holder.refresh_form()).await?;
            again.problem(401, "invalid_refresh_token")?;
        }
        other.client.get("/v1/me").await?.json(200)?;
        check_eq!(told(&other).await?, round, "tokens that came again, after {round} rounds");
        // Those of earlier rounds to look at what was told are left, and the first one.
        check_eq!(service.store().count_active_sessions(&other.id).await?, 1 + round as u64, "sessions");
    }
    service.stop().await
}

async fn a_token_that_comes_again_ends_its_family(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let first = Person::new(&client).await?;
    let other = first.again().await?;
    let second = first.refreshed().await?;
    let third = second.refreshed().await?;
    third.client.get("/v1/me").await?.json(200)?;
    client.post("/v1/refresh", first.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    third.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    for holder in [&third, &second, &first] {
        let answer = client.post("/v1/refresh", holder.refresh_form()).await?;
        answer.problem(401, "invalid_refresh_token")?;
    }
    other.client.get("/v1/me").await?.json(200)?;
    other.refreshed().await?;
    check_eq!(told(&first).await?, 1, "tokens that came again");
    let stored = service.notifications(&first.id, REUSED).await?;
    check_eq!((stored.len(), stored[0].sent), (1, false), "the notification that is stored");
    service.stop().await
}

async fn a_token_that_comes_again_from_many_is_told_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (user, bystander) = (Person::new(&client).await?, Person::new(&client).await?);
    for round in 1..=3 {
        let first = user.again().await?;
        let second = first.refreshed().await?;
        let third = second.refreshed().await?;
        // Some have the first token, some the second one.
        let holders: Vec<_> = (0..12).map(|number| if number % 2 == 0 { &first } else { &second }).collect();
        check_eq!(refreshed_at_once(&client, &holders).await?.len(), 0, "who got new tokens");
        third.client.get("/v1/me").await?.problem(401, "invalid_token")?;
        client.post("/v1/refresh", third.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
        check_eq!(told(&user).await?, round, "tokens that came again, after {round} rounds");
    }
    user.client.get("/v1/me").await?.json(200)?;
    bystander.client.get("/v1/me").await?.json(200)?;
    check_eq!(told(&bystander).await?, 0, "what somebody else was told");
    service.stop().await
}

async fn the_newest_token_and_an_old_one_at_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let user = Person::new(&client).await?;
    for round in 1..=4 {
        let first = user.again().await?;
        let second = first.refreshed().await?;
        // The rightful holder and a thief: whoever is first, the family is over and it is told once.
        let holders: Vec<_> = (0..RACERS).map(|number| if number == 0 { &second } else { &first }).collect();
        let winners = refreshed_at_once(&client, &holders).await?;
        check!(winners.len() <= 1, "an old token was exchanged");
        for holder in winners.iter().chain([&first, &second]) {
            holder.client.get("/v1/me").await?.problem(401, "invalid_token")?;
        }
        check_eq!(told(&user).await?, round, "tokens that came again, after {round} rounds");
    }
    service.stop().await
}

async fn tokens_that_stay(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let config = json!({ "rotate_refresh_token": false, "refresh_token_ttl_seconds": 3_600 });
    let path = format!("/v1/admin/apps/{app}/session-config");
    service.operator().put(&path, config).await?.json(200)?;
    let person = Person::new(&client).await?;
    let end = service.store().list_user_sessions(&person.id).await?[0].expires_at;
    let mut token = person.token.clone();
    for _ in 0..3 {
        world.advance(Duration::from_secs(60));
        let renewed = person.refreshed().await?;
        check_eq!(renewed.refresh_token, person.refresh_token, "the refresh token");
        check!(renewed.token != token, "the access token is the old one");
        client.with(&token).get("/v1/me").await?.problem(401, "invalid_token")?;
        renewed.client.get("/v1/me").await?.json(200)?;
        check_eq!(
            service.store().list_user_sessions(&person.id).await?[0].expires_at,
            end,
            "the session's end"
        );
        token = renewed.token;
    }
    // Everybody gets an access token; the one that was written last is good.
    let winners = refreshed_at_once(&client, &[&person; RACERS]).await?;
    check_eq!(winners.len(), RACERS, "who got a new access token");
    let mut good = 0;
    for winner in &winners {
        check_eq!(winner.refresh_token, person.refresh_token, "the refresh token");
        good += usize::from(winner.client.get("/v1/me").await?.status == 200);
    }
    check_eq!(good, 1, "access tokens that are good");
    check_eq!(told(&person).await?, 0, "tokens that came again");
    world.advance(Duration::from_secs(3_600));
    client.post("/v1/refresh", person.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    service.stop().await
}

async fn what_is_no_token_is_refused(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let token = &person.refresh_token;
    for bad in [
        "",
        "nothing",
        &token[1..],
        &format!("{token}A"),
        &format!("{token}="),
        &token.to_lowercase(),
        &person.token,
        &"A".repeat(token.len()),
        &"é".repeat(token.len() / 2),
    ] {
        let answer = client.post("/v1/refresh", json!({ "refresh_token": bad })).await?;
        answer.problem(401, "invalid_refresh_token")?;
    }
    person.client.get("/v1/me").await?.json(200)?;
    check_eq!(told(&person).await?, 0, "tokens that came again");
    // Who knows the family's secret, which is the first half, has had one of its tokens: that is as good as a used one.
    let stranger = Person::new(&client).await?;
    let half = token.len() / 2;
    let made_up = format!("{}{}", &stranger.refresh_token[..half], &token[half..]);
    let answer = client.post("/v1/refresh", json!({ "refresh_token": made_up })).await?;
    answer.problem(401, "invalid_refresh_token")?;
    stranger.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    check_eq!(told(&stranger).await?, 1, "tokens that came again");
    person.client.get("/v1/me").await?.json(200)?;
    person.refreshed().await?;
    service.stop().await
}
