//! How sessions begin and how long they last.

use std::time::Duration;

use auth_core::{App, AuthStore, Session, SessionStore as _, User};
use serde::Serialize;
use storewright::{Backoff, Id, StoreExt as _, StoreHandle, Timestamp};

use crate::extract::Client;
use crate::problem::Problem;
use crate::tokens::{AccessToken, NoRandomness, RefreshToken};

const TOKEN_TTL: Duration = Duration::from_secs(15 * 60);
const SESSION_TTL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What an app says of its sessions, the gaps filled in.
pub(crate) struct Lifetimes {
    token: Duration,
    session: Duration,
    most: Option<u32>,
    pub(crate) rotate: bool,
}

impl Lifetimes {
    pub(crate) async fn of(store: &dyn AuthStore, app: &Id<App>) -> storewright::Result<Self> {
        let config = store.find_app_session_config(app).await?;
        let seconds = |given: Option<u32>, default| given.map_or(default, |s| Duration::from_secs(s.into()));
        Ok(Self {
            token: seconds(config.as_ref().and_then(|config| config.token_ttl_seconds), TOKEN_TTL),
            session: seconds(
                config.as_ref().and_then(|config| config.refresh_token_ttl_seconds),
                SESSION_TTL,
            ),
            most: config.as_ref().and_then(|config| config.max_active_sessions),
            rotate: config.and_then(|config| config.rotate_refresh_token).unwrap_or(true),
        })
    }

    /// An access token, good until its own end or the session's.
    pub(crate) fn access(&self, now: Timestamp, end: Timestamp) -> Result<AccessToken, NoRandomness> {
        AccessToken::new(end.min(now + self.token))
    }

    /// The end of a session that begins, or is prolonged, now.
    pub(crate) fn end(&self, now: Timestamp) -> Timestamp {
        now + self.session
    }
}

/// A session with the tokens that only its client has.
pub(crate) struct Issued {
    pub(crate) session: Session,
    pub(crate) access: AccessToken,
    pub(crate) refresh: RefreshToken,
}

impl Issued {
    /// A session that begins now. It is not stored yet.
    pub(crate) fn new(
        user: &User,
        client: Client,
        lifetimes: &Lifetimes,
        now: Timestamp,
    ) -> Result<Self, NoRandomness> {
        let end = lifetimes.end(now);
        let (access, refresh) = (lifetimes.access(now, end)?, RefreshToken::new()?);
        let mut session = Session::new(user, access.digest(), refresh.digest(), end);
        session.family_id = refresh.family();
        session.ip_address = client.ip;
        session.user_agent = client.agent;
        session.last_activity_at = now;
        Ok(Self { session, access, refresh })
    }

    /// Stores it, and ends the user's oldest sessions where the app wants no more than so many.
    pub(crate) async fn begin(self, store: &dyn AuthStore, lifetimes: &Lifetimes) -> Result<Self, Problem> {
        let session = match lifetimes.most {
            None => store.create_session(&self.session).await?,
            Some(most) => {
                let session = &self.session;
                // Together, so that the limit holds however many begin at once.
                let beginning = |tx| begin_within(tx, session, most);
                store.retrying_transaction(&Backoff::default(), beginning).await?
            }
        };
        Ok(Self { session, ..self })
    }
}

async fn begin_within(tx: StoreHandle, session: &Session, most: u32) -> Result<Session, Problem> {
    // By its id, so that it is there once also when the transaction is run again because the answer of the first was lost.
    let begun = tx.upsert_session(session).await?.into_inner();
    let others =
        tx.list_user_sessions(&session.user_id).await?.into_iter().filter(|other| other.id != begun.id);
    let room = usize::try_from(most).unwrap_or(usize::MAX).saturating_sub(1);
    // The newest come first.
    for oldest in others.skip(room) {
        tx.delete_session(&oldest.id).await?;
    }
    Ok(begun)
}

/// What the client is told of it.
#[derive(Serialize)]
pub(crate) struct IssuedView {
    id: Id<Session>,
    token: String,
    token_expires_at: Timestamp,
    refresh_token: String,
    expires_at: Timestamp,
}

impl From<&Issued> for IssuedView {
    fn from(issued: &Issued) -> Self {
        Self {
            id: issued.session.id,
            token: issued.access.text().to_owned(),
            token_expires_at: issued.access.expires_at(),
            refresh_token: issued.refresh.text(),
            expires_at: issued.session.expires_at,
        }
    }
}
