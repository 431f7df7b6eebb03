use auth_core::{Account, AccountStore as _, User};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, hidden, orphan, sealed, taken};
use super::lists::ids;
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![create_account, get_account_by_provider, get_accounts_by_user_id, delete_account];

const ACCESS: &str = "the access token ü";
const REFRESH: &str = "the refresh token";

/// An account with every field set.
fn full(user: &User) -> Account {
    Account {
        access_token: Some(ACCESS.to_owned()),
        refresh_token: Some(REFRESH.to_owned()),
        expires_at: Some(Timestamp::MAX),
        email: Some("Zoe@Example.com".to_owned()),
        ..Account::new(user.id, "google", unique("account"))
    }
}

async fn create_account(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = world.user(&app).await?;
    let given = full(&user);
    let expected = Account { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_account(&given).await?, expected, "what create gives");
    check_eq!(store.get_account(&given.id).await?, expected, "the account that was created");
    hidden(&format!("{expected:?}"), &[ACCESS, REFRESH])?;
    sealed(world, &expected, "access_token", ACCESS).await?;
    sealed(world, &expected, "refresh_token", REFRESH).await?;
    // A token may be empty, or not there.
    let empty = Account { access_token: Some(String::new()), refresh_token: None, ..full(&user) };
    let created = store.create_account(&empty).await?;
    check_eq!((created.access_token, created.refresh_token), (Some(String::new()), None), "few tokens");
    let found = store.get_account(&empty.id).await?;
    check_eq!((found.access_token, found.refresh_token), (Some(String::new()), None), "few tokens, stored");
    // An identity elsewhere is one user's only, whatever the app.
    let same = Account { provider_id: given.provider_id.clone(), ..full(&other) };
    let fields = ["provider", "provider_id"];
    taken(store.create_account(&same).await, Account::PROVIDER_AND_PROVIDER_ID_KEY, &fields)?;
    let (_, stranger) = world.app_and_user().await?;
    let strangers = Account { user_id: stranger.id, ..same.clone() };
    taken(store.create_account(&strangers).await, Account::PROVIDER_AND_PROVIDER_ID_KEY, &fields)?;
    check_eq!(store.get_accounts(&[same.id]).await?, [None], "the account that clashed");
    store.create_account(&Account { provider: "github".to_owned(), ..same }).await?;
    orphan(store.create_account(&Account { user_id: Id::new(), ..full(&user) }).await, "user_id", "User")
}

async fn get_account_by_provider(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let account = store.create_account(&full(&user)).await?;
    let elsewhere = Account::new(user.id, "github", &account.provider_id);
    let elsewhere = store.create_account(&elsewhere).await?;
    let id = account.provider_id.as_str();
    check_eq!(store.get_account_by_provider("google", id).await?, account, "by the first provider");
    check_eq!(store.get_account_by_provider("github", id).await?, elsewhere, "by the second provider");
    absent(store.get_account_by_provider("Google", id).await, "a provider in a capital")?;
    absent(store.get_account_by_provider("gitlab", id).await, "another provider")?;
    absent(store.get_account_by_provider("google", &id.to_uppercase()).await, "an identity in capitals")?;
    absent(store.get_account_by_provider(id, "google").await, "the arguments the other way round")
}

async fn get_accounts_by_user_id(world: &World) -> Outcome {
    let store = world.store();
    let (app, user) = world.app_and_user().await?;
    let other = store.create_account(&full(&world.user(&app).await?)).await?;
    check_eq!(store.get_accounts_by_user_id(&user.id).await?, [], "the accounts of a user without any");
    let mut accounts = Vec::new();
    for id in ids::<Account, 3>().into_iter().rev() {
        accounts.push(store.create_account(&Account { id, ..full(&user) }).await?);
    }
    accounts.reverse();
    check_eq!(store.get_accounts_by_user_id(&user.id).await?, accounts, "the accounts, by id");
    check_eq!(store.get_accounts_by_user_id(&other.user_id).await?, [other], "another user's accounts");
    check_eq!(store.get_accounts_by_user_id(&Id::new()).await?, [], "the accounts of nobody");
    Ok(())
}

async fn delete_account(world: &World) -> Outcome {
    let store = world.store();
    let (_, user) = world.app_and_user().await?;
    let account = store.create_account(&full(&user)).await?;
    let other = store.create_account(&full(&user)).await?;
    check!(store.delete_account(&account.id).await?, "the account was not there to be deleted");
    absent(store.get_account_by_provider("google", &account.provider_id).await, "the deleted account")?;
    check_eq!(store.get_accounts_by_user_id(&user.id).await?, [other], "the accounts that are left");
    check!(!store.delete_account(&account.id).await?, "the account was deleted twice");
    check!(!store.delete_account(&Id::new()).await?, "an account that never was is said to be deleted");
    let again = Account::new(user.id, "google", &account.provider_id);
    check_eq!(store.create_account(&again).await?.id, again.id, "the identity is free again");
    Ok(())
}
