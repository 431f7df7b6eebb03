//! A server of the auth service, and people who use it.

use std::net::Ipv4Addr;
use std::sync::Arc;

use auth::{Config, Server};
use auth_core::{App, AuthStore, Notification, NotificationStore as _, User};
use serde_json::{Value, json};
use storewright::Id;
use storewright::layers::Faults;

use super::client::Client;
use crate::world::unique;
use crate::{Outcome, World};

/// The key of the operator.
pub(super) const ADMIN_KEY: &str = "the operator's key";
/// The password of everybody.
pub(super) const PASSWORD: &str = "correct horse battery";

/// A running server, whose store can be made to fail.
pub(super) struct Service {
    pub(super) faults: Faults,
    server: Server,
    client: Client,
}

impl Service {
    /// Starts one on the store of the world. A store that lives in memory is a new one.
    pub(super) async fn start(world: &World) -> Outcome<Self> {
        Self::start_with(world, Config::default()).await
    }

    /// With other times than usual. Where it listens is not asked.
    pub(super) async fn start_with(world: &World, config: Config) -> Outcome<Self> {
        let faults = Faults::new();
        let config = Config {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            admin_key: Some(ADMIN_KEY.to_owned()),
            ..config
        };
        let server = Server::start(world.options().layer(faults.clone()), config).await?;
        let client = Client::new(server.address());
        Ok(Self { faults, server, client })
    }

    /// Somebody without an app and a token.
    pub(super) fn anybody(&self) -> &Client {
        &self.client
    }

    /// The operator.
    pub(super) fn operator(&self) -> Client {
        self.client.with(ADMIN_KEY)
    }

    /// The store that the server works on.
    pub(super) fn store(&self) -> &Arc<dyn AuthStore> {
        self.server.store()
    }

    /// A new app: its id, and somebody without a token who asks for it.
    pub(super) async fn app(&self) -> Outcome<(Id<App>, Client)> {
        let form = json!({ "name": "An app", "slug": unique("app") });
        let app = self.operator().post("/v1/admin/apps", form).await?.json(201)?;
        Ok((id(&app["id"])?, self.client.of_app(text(&app["publishable_key"])?)))
    }

    /// The notifications of a user of one kind.
    pub(super) async fn notifications(&self, user: &Id<User>, kind: &str) -> Outcome<Vec<Notification>> {
        let mut notifications = self.store().list_user_notifications(user).await?;
        notifications.retain(|notification| notification.kind == kind);
        Ok(notifications)
    }

    /// Lets it end what runs.
    pub(super) async fn stop(self) -> Outcome {
        Ok(self.server.shutdown().await?)
    }
}

/// Somebody who has signed up or in.
#[derive(Clone)]
pub(super) struct Person {
    /// With the access token of the session.
    pub(super) client: Client,
    pub(super) id: Id<User>,
    pub(super) email: String,
    pub(super) session: String,
    pub(super) refresh_token: String,
    pub(super) token: String,
}

impl Person {
    /// Somebody new, with an address of their own.
    pub(super) async fn new(client: &Client) -> Outcome<Self> {
        let form = json!({ "email": format!("{}@example.com", unique("user")), "password": PASSWORD });
        Self::of(client, &client.anonymous().post("/v1/sign-up", form).await?.json(201)?)
    }

    /// The same person in a session of its own.
    pub(super) async fn again(&self) -> Outcome<Self> {
        let answer = self.client.anonymous().post("/v1/sign-in", self.credentials()).await?;
        Self::of(&self.client, &answer.json(200)?)
    }

    pub(super) fn credentials(&self) -> Value {
        json!({ "email": self.email, "password": PASSWORD })
    }

    /// Whom a sign-up or a sign-in gave.
    pub(super) fn of(client: &Client, signed_in: &Value) -> Outcome<Self> {
        let (user, session) = (&signed_in["user"], &signed_in["session"]);
        let token = text(&session["token"])?;
        Ok(Self {
            client: client.with(token),
            id: id(&user["id"])?,
            email: text(&user["email"])?.to_owned(),
            session: text(&session["id"])?.to_owned(),
            refresh_token: text(&session["refresh_token"])?.to_owned(),
            token: token.to_owned(),
        })
    }

    /// The person with the tokens of a refresh, which is asked for.
    pub(super) async fn refreshed(&self) -> Outcome<Self> {
        let answer = self.client.anonymous().post("/v1/refresh", self.refresh_form()).await?.json(200)?;
        Self::renewed(self, &answer)
    }

    /// The person with the tokens of this answer to a refresh.
    pub(super) fn renewed(&self, answer: &Value) -> Outcome<Self> {
        let token = text(&answer["session"]["token"])?;
        let refresh_token = text(&answer["session"]["refresh_token"])?.to_owned();
        Ok(Self { client: self.client.with(token), token: token.to_owned(), refresh_token, ..self.clone() })
    }

    pub(super) fn refresh_form(&self) -> Value {
        json!({ "refresh_token": self.refresh_token })
    }
}

/// The text that a value must be.
pub(super) fn text(value: &Value) -> Outcome<&str> {
    Ok(value.as_str().ok_or_else(|| format!("{value} is no text"))?)
}

/// The id that a value must be.
pub(super) fn id<E: storewright::Entity>(value: &Value) -> Outcome<Id<E>> {
    Ok(text(value)?.parse().map_err(|_| format!("{value} is no id"))?)
}

/// The list that a value must be.
pub(super) fn list(value: &Value) -> Outcome<&Vec<Value>> {
    Ok(value.as_array().ok_or_else(|| format!("{value} is no list"))?)
}
