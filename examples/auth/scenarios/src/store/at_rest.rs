//! What is encrypted can't be read in the database, nor with other keys, nor in another place.

use std::sync::Arc;

use auth_core::*;
use auth_mfa::{Enrollment, EnrollmentStore as _};
use storewright::backend::{Assignment, Change, Select, Update};
use storewright::query::Predicate;
use storewright::schema::EntitySchema;
use storewright::{ConnectOptions, Entity, ErrorKind, Id, KeyRing, Row, StoreValue as _, Value};

use crate::check::{check, check_eq, checks, refused};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    encrypted_columns_hold_no_plaintext,
    a_secret_is_written_differently_each_time,
    other_keys_read_nothing,
    a_new_key_reads_what_an_old_one_wrote,
    a_ciphertext_that_was_moved_is_not_read,
];

const SECRET: &str = "correct horse battery staple";

/// The row as the database has it.
async fn stored<E: Entity>(world: &World, id: Id<E>) -> Outcome<Row> {
    let select = Select::new(E::schema(), is_row::<E>(id)?);
    let mut rows = world.store().backing().backend().select(select).await?.rows;
    check_eq!(rows.len(), 1, "rows with the id");
    Ok(rows.remove(0))
}

fn is_row<E: Entity>(id: Id<E>) -> Outcome<Predicate> {
    Ok(Predicate::equals(E::schema().key()[0], id.to_value()?))
}

fn column(schema: &'static EntitySchema, field: &str) -> Outcome<usize> {
    let position = schema.columns().iter().position(|column| column.field() == field);
    Ok(position.ok_or_else(|| format!("`{}` has no field `{field}`", schema.entity()))?)
}

/// Whether any value of the row holds these bytes.
fn shows(row: &Row, secret: &str) -> bool {
    let within = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
    row.iter().any(|value| match value {
        Value::Text(text) | Value::Json(text) => within(text.as_bytes()),
        Value::Bytes(bytes) => within(bytes),
        _ => false,
    })
}

fn ciphertext(row: &Row, column: usize) -> Outcome<Vec<u8>> {
    match &row[column] {
        Value::Bytes(bytes) => Ok(bytes.clone()),
        other => Err(format!("an encrypted column holds a {:?}", other.ty()).into()),
    }
}

fn account(user: &User) -> Account {
    Account {
        access_token: Some(SECRET.to_owned()),
        refresh_token: Some(SECRET.to_owned()),
        email: Some("plain@example.com".to_owned()),
        ..Account::new(user.id, "provider", unique("identity"))
    }
}

async fn encrypted_columns_hold_no_plaintext(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let (access, refresh) =
        (column(Account::schema(), "access_token")?, column(Account::schema(), "refresh_token")?);
    let account = store.create_account(&account(&user)).await?;
    let row = stored(world, account.id).await?;
    check!(shows(&row, "plain@example.com"), "what is not encrypted can't be seen");
    check!(!shows(&row, SECRET), "a token can be read");
    for column in [access, refresh] {
        check!(ciphertext(&row, column)?.len() > SECRET.len(), "a ciphertext is too short");
    }
    check_eq!(store.get_account(&account.id).await?.access_token.as_deref(), Some(SECRET), "the token");

    let changed =
        Account { access_token: Some(format!("new {SECRET}")), refresh_token: None, ..account.clone() };
    store.update_account(&changed).await?;
    let row = stored(world, account.id).await?;
    check!(!shows(&row, SECRET), "a token that was changed can be read");
    check_eq!(row[refresh], Value::Null, "a token that there is none of");
    store.upsert_account(&account).await?;
    check!(!shows(&stored(world, account.id).await?, SECRET), "a token can be read after an upsert");

    let secret = column(Enrollment::schema(), "secret")?;
    let factors: Vec<_> = ["a", "b"].map(|method| Enrollment::new(user.id, method, SECRET)).to_vec();
    for factor in store.create_enrollments(&factors).await? {
        let row = stored(world, factor.id).await?;
        check!(!shows(&row, SECRET), "a factor's secret can be read");
        check!(ciphertext(&row, secret)?.len() > SECRET.len(), "a ciphertext is too short");
        let verified = store.update_enrollment(&Enrollment { verified: true, ..factor.clone() }).await?;
        check_eq!(verified.secret, SECRET, "the factor's secret");
        check!(
            !shows(&stored(world, factor.id).await?, SECRET),
            "a factor's secret can be read after an update"
        );
    }
    Ok(())
}

async fn a_secret_is_written_differently_each_time(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let (access, refresh) =
        (column(Account::schema(), "access_token")?, column(Account::schema(), "refresh_token")?);
    let mut seen = Vec::new();
    for _ in 0..3 {
        let account = store.create_account(&account(&user)).await?;
        for _ in 0..2 {
            let row = stored(world, account.id).await?;
            seen.extend([ciphertext(&row, access)?, ciphertext(&row, refresh)?]);
            store.update_account(&account).await?;
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    check_eq!((seen.len(), all), (12, 12), "different ciphertexts of one secret");
    Ok(())
}

/// The same database with other keys.
async fn with(world: &World, keys: Option<KeyRing>) -> storewright::Result<Arc<dyn AuthStore>> {
    let options = ConnectOptions::backend(Arc::clone(world.store().backing().backend()));
    <dyn AuthStore>::connect(match keys {
        Some(keys) => options.keys(keys),
        None => options,
    })
    .await
}

async fn other_keys_read_nothing(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let account = store.create_account(&account(&user)).await?;
    check!(
        matches!(refused!(with(world, None).await, "a store without keys").kind(), ErrorKind::Config { .. }),
        "a store without keys is no mistake of the configuration"
    );
    for keys in [KeyRing::new(1, [8; 32]), KeyRing::new(2, [7; 32])] {
        let stranger = with(world, Some(keys)).await?;
        let error = refused!(stranger.get_account(&account.id).await, "another key");
        check!(matches!(error.kind(), ErrorKind::Undecipherable { .. }), "another key: {error}");
        check!(!format!("{error} {error:?}").contains(SECRET), "the error tells the secret");
        let users = stranger.get_user(&user.id).await?;
        check_eq!(users, user, "what is not encrypted");
    }
    Ok(())
}

async fn a_new_key_reads_what_an_old_one_wrote(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let account = store.create_account(&account(&user)).await?;
    let newer = with(world, Some(KeyRing::new(2, [9; 32]).older(1, [7; 32])?)).await?;
    let read = newer.get_account(&account.id).await?;
    check_eq!(read.access_token.as_deref(), Some(SECRET), "a token that an older key wrote");
    check!(newer.update_account(&read).await?.access_token == account.access_token, "the token was changed");
    let only_new = with(world, Some(KeyRing::new(2, [9; 32]))).await?;
    let read = only_new.get_account(&account.id).await?;
    check_eq!(read.refresh_token.as_deref(), Some(SECRET), "a token that was written again");
    let error = refused!(store.get_account(&account.id).await, "a key that is not known yet");
    check!(matches!(error.kind(), ErrorKind::Undecipherable { .. }), "a key that is not known yet: {error}");
    Ok(())
}

async fn a_ciphertext_that_was_moved_is_not_read(world: &World) -> Outcome {
    let (store, (_, user)) = (world.store(), world.app_and_user().await?);
    let (access, refresh) =
        (column(Account::schema(), "access_token")?, column(Account::schema(), "refresh_token")?);
    let (from, to) =
        (store.create_account(&account(&user)).await?, store.create_account(&account(&user)).await?);
    let row = stored(world, from.id).await?;
    let elsewhere = [(to.id, access, row[access].clone()), (from.id, access, row[refresh].clone())];
    for (id, column, value) in elsewhere {
        let set = vec![Assignment { column, change: Change::Set(value) }];
        let update = Update::new(Account::schema(), is_row(id)?, set);
        world.store().backing().backend().update(update).await?;
        let error = refused!(store.get_account(&id).await, "a ciphertext of another place");
        check!(
            matches!(error.kind(), ErrorKind::Undecipherable { .. }),
            "a ciphertext of another place: {error}"
        );
    }
    Ok(())
}
