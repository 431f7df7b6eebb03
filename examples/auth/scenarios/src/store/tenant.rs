//! An app with everything that an app can have.

mod organizations;
mod people;
mod settings;

use std::collections::BTreeMap;

use auth_core::AppStore as _;
use auth_core::{App, Environment, Organization, User};
use storewright::Id;

use super::rows::{Rows, rows_of};
use crate::{Outcome, World};

/// An app with rows of every entity. What has a name inside its app has the same name in every tenant: slugs, addresses, user names,
/// numbers, prefixes of keys, types of forms.
pub(super) struct Tenant {
    pub(super) app: App,
    /// The default first.
    pub(super) environments: Vec<Environment>,
    pub(super) users: Vec<User>,
    /// Two users who were deleted before the others came.
    pub(super) gone: Vec<User>,
    pub(super) organizations: Vec<Organization>,
}

impl Tenant {
    /// A new app with this many live users.
    pub(super) async fn new(world: &World, people: usize) -> Outcome<Self> {
        let app = world.app().await?;
        let environments = settings::environments(world, &app).await?;
        let gone = people::gone(world, &app, &environments[0]).await?;
        let users = people::users(world, &app, &environments[0], people).await?;
        let organizations = organizations::organizations(world, &users).await?;
        settings::settings(world, &app, &users).await?;
        people::belongings(world, &users, &environments, &organizations).await?;
        Ok(Self { app, environments, users, gone, organizations })
    }

    /// As many tenants of the same size.
    pub(super) async fn several(world: &World, tenants: usize, people: usize) -> Outcome<Vec<Self>> {
        let mut all = Vec::new();
        for _ in 0..tenants {
            all.push(Self::new(world, people).await?);
        }
        Ok(all)
    }

    /// Everybody who is or was a user.
    pub(super) fn everybody(&self) -> Vec<Id<User>> {
        self.users.iter().chain(&self.gone).map(|user| user.id).collect()
    }

    /// Everything that is stored of it.
    pub(super) async fn rows(&self, world: &World) -> Outcome<Rows> {
        rows_of(world.store(), self.app.id, &self.everybody()).await
    }

    /// Takes it away, so that what is counted over all apps doesn't grow with every run.
    pub(super) async fn leave(self, world: &World) -> Outcome {
        world.store().delete_app(&self.app.id).await?;
        Ok(())
    }
}

/// How many rows a new tenant with this many users has in each table.
pub(super) fn sizes_of(people: usize) -> BTreeMap<&'static str, usize> {
    BTreeMap::from([
        ("auth_apps", 1),
        ("auth_environments", 3),
        ("auth_users", people + 2),
        ("auth_sessions", 3 * people),
        ("auth_accounts", 2 * people),
        ("auth_verifications", 2 * people),
        ("auth_organizations", 3),
        ("auth_members", people + people.div_ceil(2) + people.div_ceil(3)),
        ("auth_devices", 2 * people),
        ("auth_webhooks", 2),
        ("auth_notifications", 2 * people),
        ("auth_api_keys", 2 * people + 2),
        ("auth_form_configs", 2),
        ("auth_brandings", 3),
        ("auth_app_session_configs", 1),
        ("consent_consents", 2 * people),
        ("mfa_enrollments", 2 * people),
        ("mfa_recovery_codes", 3 * people),
        ("waitlist_entries", 4),
    ])
}
