//! The store that checks run on, and what most of them begin with.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use auth_consent::ConsentPlugin;
use auth_core::{App, AuthStore, Member, Organization, Role, Session, User};
use auth_core::{AppStore as _, MemberStore as _, OrganizationStore as _, SessionStore as _, UserStore as _};
use auth_mfa::MfaPlugin;
use auth_waitlist::WaitlistPlugin;
use storewright::{Clock as _, ConnectOptions, Id, KeyRing, ManualClock, Plugin as _, Timestamp};

use crate::Outcome;

/// An open store with the plugins' entities, whose clock a check can move forward.
pub struct World {
    url: String,
    clock: Arc<ManualClock>,
    store: Arc<dyn AuthStore>,
}

impl World {
    /// Opens the store at `url`. It may be empty, or hold what earlier runs and others left there.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn open(url: &str) -> Outcome<Self> {
        let clock = Arc::new(ManualClock::new(Timestamp::now()));
        let store = <dyn AuthStore>::connect(options(url, &clock)).await?;
        let plugins =
            [ConsentPlugin::new().groups(), MfaPlugin::new().groups(), WaitlistPlugin::new().groups()]
                .concat();
        store.migrate(&plugins).await?;
        Ok(Self { url: url.to_owned(), clock, store })
    }

    /// The URL that it was opened by.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How a second store at the same place is opened: with the same keys and the same clock.
    #[must_use]
    pub fn options(&self) -> ConnectOptions {
        options(&self.url, &self.clock)
    }

    /// The keys of its encrypted columns.
    pub(crate) fn keys() -> KeyRing {
        KeyRing::new(1, [7; 32])
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn AuthStore> {
        &self.store
    }

    /// The present moment of the store's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the store's clock forward. Checks run one after the other, so nobody else is surprised.
    pub fn advance(&self, step: Duration) {
        self.clock.advance(step);
    }

    /// A moment after now.
    #[must_use]
    pub fn later(&self, step: Duration) -> Timestamp {
        self.now() + step
    }

    /// A new app with a slug of its own.
    pub async fn app(&self) -> Outcome<App> {
        Ok(self.store.create_app(&App::new("An app", unique("app"))).await?)
    }

    /// A new user of an app, with an address of their own.
    pub async fn user(&self, app: &App) -> Outcome<User> {
        Ok(self.store.create_user(&User::new(app.id, format!("{}@example.com", unique("user")))).await?)
    }

    /// A new app and a user of it.
    pub async fn app_and_user(&self) -> Outcome<(App, User)> {
        let app = self.app().await?;
        let user = self.user(&app).await?;
        Ok((app, user))
    }

    /// A new session of a user, for an hour.
    pub async fn session(&self, user: &User) -> Outcome<Session> {
        let (token, refresh) = (unique("token"), unique("refresh"));
        let session = Session::new(user, token, refresh, self.later(Duration::from_secs(3_600)));
        Ok(self.store.create_session(&session).await?)
    }

    /// A new organization that a user owns.
    pub async fn organization(&self, owner: &User) -> Outcome<(Organization, Member)> {
        let organization = Organization::new(owner, "An organization", unique("org"));
        let organization = self.store.create_organization(&organization).await?;
        let member = Member::new(organization.id, owner.id, Role::Owner);
        Ok((organization, self.store.add_member(&member).await?))
    }

    /// Lets go of the store.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn close(self) -> Outcome {
        Ok(self.store.close().await?)
    }
}

impl fmt::Debug for World {
    // Without the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("clock", &self.clock).finish_non_exhaustive()
    }
}

/// A text that no other call gives, in this run or another.
pub(crate) fn unique(stem: &str) -> String {
    format!("{stem}-{}", Id::<App>::new().to_string().replace('_', "-"))
}

fn options(url: &str, clock: &Arc<ManualClock>) -> ConnectOptions {
    ConnectOptions::url(url).clock(Arc::clone(clock) as _).keys(World::keys()).cursor_key([7; 16])
}
