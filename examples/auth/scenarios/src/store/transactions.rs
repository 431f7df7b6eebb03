//! Transactions over the core's entities and the plugins' together.

use std::sync::Arc;
use std::time::Duration;

use auth_consent::{Consent, ConsentStore as _};
use auth_core::*;
use auth_mfa::{Enrollment, EnrollmentStore as _, RecoveryCode, RecoveryCodeStore as _};
use auth_waitlist::{Status, WaitlistEntry, WaitlistEntryStore as _};
use storewright::{Backoff, ErrorKind, StoreExt as _, StoreHandle};
use tokio::sync::oneshot;

use super::rows::rows_of;
use super::tenant::Tenant;
use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, race, winners};
use crate::world::unique;
use crate::{Check, Failure, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    what_is_done_together_is_there_together,
    an_error_undoes_all_of_it,
    a_future_that_is_dropped_undoes_all_of_it,
    a_panic_undoes_all_of_it,
    a_deletion_that_is_undone_reached_nothing,
    the_last_owner_stays_whoever_leaves,
    a_sign_up_that_fails_half_way_leaves_no_user,
];

/// Whether the store has transactions; one that has none must say so.
async fn has_transactions(world: &World) -> Outcome<bool> {
    let store = world.store();
    if store.backing().backend().capabilities().transactions {
        return Ok(true);
    }
    let error = refused!(store.begin().await, "a transaction where there are none");
    check!(
        matches!(error.kind(), ErrorKind::Unsupported { .. }),
        "a transaction where there are none: {error}"
    );
    Ok(false)
}

/// What lets somebody who waited in: a user, what they agreed to, a second factor with its codes, and the entry's new state.
async fn let_in(tx: &StoreHandle, entry: &WaitlistEntry, user: &User) -> storewright::Result<()> {
    let user = tx.create_user(user).await?;
    tx.grant_consent(&Consent::new(&user, "terms", "1", tx.now())).await?;
    tx.create_enrollment(&Enrollment::new(user.id, "totp", "secret")).await?;
    let codes: Vec<_> = (0..3).map(|_| RecoveryCode::new(user.id, unique("code"))).collect();
    tx.create_recovery_codes(&codes).await?;
    tx.update_entry_status(&entry.id, &Status::Approved, "welcome").await?;
    Ok(())
}

/// Somebody who waits, and the user that they will be.
async fn waiting(world: &World) -> Outcome<(App, WaitlistEntry, User)> {
    let app = world.app().await?;
    let entry = WaitlistEntry::new(app.id, "ada@example.com", "Ada");
    let entry = world.store().create_entry(&entry).await?;
    let user = User::new(app.id, &entry.email);
    Ok((app, entry, user))
}

async fn what_is_done_together_is_there_together(world: &World) -> Outcome {
    if !has_transactions(world).await? {
        return Ok(());
    }
    let (store, (app, entry, user)) = (world.store(), waiting(world).await?);
    let tx = store.begin().await?;
    let_in(tx.store(), &entry, &user).await?;
    check_eq!(tx.get_user_by_email(&app.id, &user.email).await?.id, user.id, "the user inside");
    check_eq!(tx.get_recovery_codes(&user.id).await?.len(), 3, "their codes inside");
    tx.commit().await?;
    check_eq!(store.get_user_by_email(&app.id, &user.email).await?.id, user.id, "the user");
    check!(store.get_consent(&user.id, &app.id, "terms").await?.granted, "the consent is not granted");
    check_eq!(store.get_enrollment(&user.id, "totp").await?.secret, "secret", "the second factor");
    check_eq!(store.get_recovery_codes(&user.id).await?.len(), 3, "the codes");
    let entry = store.get_entry(&entry.id).await?;
    check_eq!((entry.status, entry.note.as_str()), (Status::Approved, "welcome"), "the entry");
    Ok(())
}

/// Runs `attempt`, which must leave no trace of what it does in a transaction.
async fn undone<W>(
    world: &World,
    attempt: impl FnOnce(Arc<dyn AuthStore>, WaitlistEntry, User) -> W,
) -> Outcome
where
    W: Future<Output = Outcome>,
{
    if !has_transactions(world).await? {
        return Ok(());
    }
    let (store, (app, entry, user)) = (world.store(), waiting(world).await?);
    let before = rows_of(world.store(), app.id, &[user.id]).await?;
    attempt(Arc::clone(store), entry.clone(), user.clone()).await?;
    check!(rows_of(world.store(), app.id, &[user.id]).await? == before, "it left something behind");
    // Nothing of it stands in anybody's way.
    let again = tokio::time::timeout(
        Duration::from_secs(20),
        store.transaction(async |tx| let_in(&tx, &entry, &user).await),
    );
    again.await.map_err(|_| "the store waits for what is over")??;
    check_eq!(store.get_user(&user.id).await?.email, user.email, "the user of the second attempt");
    Ok(())
}

async fn an_error_undoes_all_of_it(world: &World) -> Outcome {
    undone(world, |store, entry, user| async move {
        let failed = store.transaction(async |tx| {
            let_in(&tx, &entry, &user).await?;
            // The last step clashes with the one before.
            tx.create_enrollment(&Enrollment::new(user.id, "totp", "another")).await
        });
        let error = refused!(failed.await, "a second factor of the same kind");
        check!(error.is_conflict(), "a second factor of the same kind: {error}");
        let given_up = store.transaction(async |tx| {
            let_in(&tx, &entry, &user).await?;
            Err::<(), Failure>("something else".into())
        });
        check_eq!(
            refused!(given_up.await, "an error of the work").to_string(),
            "something else",
            "the error"
        );
        Ok(())
    })
    .await
}

async fn a_future_that_is_dropped_undoes_all_of_it(world: &World) -> Outcome {
    undone(world, |store, entry, user| async move {
        let (reached, arrived) = oneshot::channel();
        let task = tokio::spawn(async move {
            let work = async |tx: StoreHandle| {
                let_in(&tx, &entry, &user).await?;
                let _ = reached.send(());
                std::future::pending::<storewright::Result<()>>().await
            };
            store.transaction(work).await
        });
        arrived.await?;
        task.abort();
        check!(refused!(task.await, "a task that was aborted").is_cancelled(), "the task ended by itself");
        Ok(())
    })
    .await
}

async fn a_panic_undoes_all_of_it(world: &World) -> Outcome {
    undone(world, |store, entry, user| async move {
        let task = tokio::spawn(async move {
            let work = async |tx: StoreHandle| {
                let_in(&tx, &entry, &user).await?;
                // Without a message on stderr, which nobody would know what to make of.
                std::panic::resume_unwind(Box::new("planned"))
            };
            store.transaction::<(), storewright::Error, _, _>(work).await
        });
        check!(refused!(task.await, "a task that panics").is_panic(), "the task didn't panic");
        Ok(())
    })
    .await
}

async fn a_deletion_that_is_undone_reached_nothing(world: &World) -> Outcome {
    if !has_transactions(world).await? {
        return Ok(());
    }
    let (store, tenant) = (world.store(), Tenant::new(world, 4).await?);
    let before = tenant.rows(world).await?;
    let tx = store.begin().await?;
    check!(tx.delete_user(&tenant.users[0].id).await?, "the user was not there");
    check!(tx.delete_app(&tenant.app.id).await?, "the app was not there");
    check_eq!(tx.find_app(&tenant.app.id).await?, None, "the app inside");
    check_eq!(tx.get_recovery_codes(&tenant.users[1].id).await?.len(), 0, "codes inside");
    tx.roll_back();
    check!(tenant.rows(world).await? == before, "a deletion that was undone left something behind");
    tenant.leave(world).await
}

async fn the_last_owner_stays_whoever_leaves(world: &World) -> Outcome {
    if !has_transactions(world).await? {
        return Ok(());
    }
    let (store, (app, founder)) = (world.store(), world.app_and_user().await?);
    for _ in 0..4 {
        let (organization, first) = world.organization(&founder).await?;
        let mut owners = vec![first];
        for _ in 1..RACERS {
            let owner = Member::new(organization.id, world.user(&app).await?.id, Role::Owner);
            owners.push(store.add_member(&owner).await?);
        }
        let left = race(RACERS, |number| {
            let (store, organization, member) = (Arc::clone(store), organization.id, owners[number].id);
            async move {
                let patient = Backoff::default().attempts(1_000).longest_pause(Duration::from_millis(40));
                let leave = |tx: StoreHandle| async move {
                    let others = tx.count_owners(&organization).await? > 1;
                    Ok::<_, storewright::Error>(others && tx.remove_member(&member).await?)
                };
                store.retrying_transaction(&patient, leave).await
            }
        });
        check_eq!(winners(left.await?)?, RACERS - 1, "owners who left");
        check_eq!(store.count_owners(&organization.id).await?, 1, "owners who are left");
    }
    Ok(())
}

async fn a_sign_up_that_fails_half_way_leaves_no_user(world: &World) -> Outcome {
    let (store, (app, user)) = (world.store(), world.app_and_user().await?);
    let session = world.session(&user).await?;
    let new = User::new(app.id, "new@example.com");
    // Without a transaction: a batch is for stores that have none, too.
    let clash = Session::new(&new, unique("token"), &session.refresh_token, session.expires_at);
    let batch = storewright::Batch::new().create(&new).create(&clash);
    let error = refused!(batch.run(store.backing()).await, "a taken refresh token");
    check_eq!(error.conflict(), Some(Session::REFRESH_TOKEN_KEY), "a taken refresh token");
    check_eq!(store.find_user(&new.id).await?, None, "the user whose session clashed");
    let entry = Organization::new(&user, "An organization", unique("org"));
    let stranger = Member::new(entry.id, storewright::Id::new(), Role::Owner);
    let error =
        refused!(store.create_organization_with_member(&entry, &stranger).await, "a member who never was");
    check!(matches!(error.kind(), ErrorKind::MissingReference { .. }), "a member who never was: {error}");
    check_eq!(store.find_organization(&entry.id).await?, None, "the organization of nobody");
    Ok(())
}
