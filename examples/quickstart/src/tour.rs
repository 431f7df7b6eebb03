//! The program itself. It is written against the composite store and knows no database.

use std::collections::BTreeMap;
use std::time::Duration;

use storewright::{Error, ErrorKind, Id, Result, StoreExt, Timestamp};

use crate::entities::{App, QuickStore, Session, SessionStore as _, User, UserFilter, UserStore as _};

/// Walks through what a store can do and says what it did.
pub async fn run(store: &dyn QuickStore) -> Result<()> {
    store.migrate(&[]).await?;
    store.ping().await?;
    println!("the store is there and answers");

    let id = Id::new();
    let app = App {
        id,
        name: "Demo".to_owned(),
        slug: format!("demo-{id}"),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    };
    let app = store.create_app(&app).await?;
    println!("created app {}", app.id);

    let names = ["Ada", "Bob", "Cem", "Dora", "Eve", "Finn", "Gül"];
    let users: Vec<_> = names.iter().map(|name| new_user(&app, name)).collect();
    let users = store.create_users(&users).await?;
    println!("created {} users in one call", users.len());

    look_up(store, &app).await?;
    page(store, &app).await?;
    clash(store, &app, &users).await?;
    update(store, &users[1]).await?;
    sign_in(store, &users[0]).await?;
    sign_up(store, &app).await?;

    println!("deleted the app: {}", store.delete_app(&app.id).await?);
    println!("its users went with it: {} left", store.list_app_users(&app.id).await?.len());
    Ok(())
}

async fn look_up(store: &dyn QuickStore, app: &App) -> Result<()> {
    // The column is lowercased and trimmed when it is written and when it is looked up.
    let ada = store.get_user_by_email(&app.id, " ADA@example.com ").await?;
    println!("found {} {} by email", ada.first_name, ada.last_name);
    let nobody = store.find_user_by_username(&app.id, "nobody").await?;
    println!("found nobody by an unknown user name: {}", nobody.is_none());
    Ok(())
}

async fn page(store: &dyn QuickStore, app: &App) -> Result<()> {
    let mut filter = UserFilter::new()
        .filter(User::APP_ID.eq(app.id))
        .filter(User::EMAIL.ends_with("@example.com").and(User::BANNED.eq(false)))
        .order_by(User::FIRST_NAME.desc())
        .limit(3);
    loop {
        let page = store.list_users(&filter).await?;
        let names: Vec<_> = page.items.iter().map(|user| user.first_name.as_str()).collect();
        println!("a page of {}: {}", page.total.unwrap_or_default(), names.join(", "));
        match page.next {
            Some(cursor) => filter = filter.after(cursor),
            None => return Ok(()),
        }
    }
}

async fn clash(store: &dyn QuickStore, app: &App, users: &[User]) -> Result<()> {
    let mut second = new_user(app, "Ada");
    second.username = None;
    match store.create_user(&second).await {
        Err(error) if error.conflict() == Some(User::EMAIL_TAKEN) => println!("refused: {error}"),
        Err(error) => return Err(error),
        Ok(_) => println!("a second Ada should have been refused"),
    }
    // A bulk create is all or nothing, and says which row clashed.
    let batch = [new_user(app, "Hana"), new_user(app, "Bob")];
    if let Err(error) = store.create_users(&batch).await {
        let ErrorKind::Conflict { position, .. } = error.kind() else { return Err(error) };
        println!("refused row {position:?} of two, so neither was added");
    }
    println!("there are still {} users of {}", store.list_app_users(&app.id).await?.len(), users.len());
    Ok(())
}

async fn update(store: &dyn QuickStore, bob: &User) -> Result<()> {
    let mut banned = bob.clone();
    banned.banned = true;
    banned.ban_reason = Some("too loud".to_owned());
    let banned = store.update_user(&banned).await?;
    println!("banned {}: version {} became {}", banned.first_name, bob.version, banned.version);
    // `bob` was read before that update.
    match store.update_user(bob).await {
        Err(error) if error.is_stale() => println!("refused: {error}"),
        other => println!("an old version should have been refused, got {:?}", other),
    }
    println!("deleted {}: {}", bob.first_name, store.delete_user(&bob.id).await?);
    println!("restored {}: {}", bob.first_name, store.restore_user(&bob.id).await?);
    Ok(())
}

async fn sign_in(store: &dyn QuickStore, user: &User) -> Result<()> {
    let now = Timestamp::now();
    let sessions = [1_u64, 2, 3].map(|hours| Session {
        id: Id::new(),
        user_id: user.id,
        token: format!("token-{}", Id::<Session>::new()),
        ip_address: Some("192.0.2.1".to_owned()),
        user_agent: None,
        last_activity_at: now,
        expires_at: now + Duration::from_secs(hours * 3_600),
        created_at: now,
        updated_at: now,
    });
    let sessions = store.create_sessions(&sessions).await?;
    let found = store.get_session_by_token(&sessions[0].token).await?;
    println!("found a session by its token: {}", found.id == sessions[0].id);
    println!("active sessions: {}", store.count_active_sessions(&user.id).await?);
    // A token is rotated once, by whoever still has the old one.
    let rotated = Session { token: format!("token-{}", Id::<Session>::new()), ..found.clone() };
    println!("rotated its token: {}", store.rotate_session(&rotated, &found.token).await?);
    println!("rotated it again with the old one: {}", store.rotate_session(&rotated, &found.token).await?);
    let touched = store.touch_session(&sessions[0].id, now, now).await?;
    println!("ended one by its time: {touched}");
    println!("active sessions: {}", store.count_active_sessions(&user.id).await?);
    println!("newest sessions: {}", store.list_newest_sessions(2).await?.len());
    println!("signed out everywhere: {} sessions", store.delete_user_sessions(&user.id).await?);
    Ok(())
}

/// A user and a first session, or neither.
async fn sign_up(store: &dyn QuickStore, app: &App) -> Result<()> {
    let (ivo, now) = (new_user(app, "Ivo"), Timestamp::now());
    let session = Session {
        id: Id::new(),
        user_id: ivo.id,
        token: "the token of Ivo's first session".to_owned(),
        ip_address: None,
        user_agent: None,
        last_activity_at: now,
        expires_at: now + Duration::from_secs(60),
        created_at: now,
        updated_at: now,
    };
    let (user, first) = (&ivo, &session);
    let signing_up = store.transaction(|tx| async move {
        tx.create_user(user).await?;
        tx.create_session(first).await?;
        Err::<(), _>(Error::unsupported("the mail could not be sent"))
    });
    println!("signing up failed: {}", signing_up.await.is_err());
    println!("so Ivo is not there: {}", store.find_user(&ivo.id).await?.is_none());
    store
        .transaction(|tx| async move {
            tx.create_user(user).await?;
            tx.create_session(first).await
        })
        .await?;
    println!("signed up at the second try: {}", store.list_user_sessions(&ivo.id).await?.len() == 1);
    Ok(())
}

fn new_user(app: &App, name: &str) -> User {
    User {
        id: Id::new(),
        app_id: app.id,
        email: format!("{}@Example.com", name.to_lowercase()),
        email_verified: false,
        first_name: name.to_owned(),
        last_name: "Example".to_owned(),
        username: Some(name.to_lowercase()),
        password_hash: "$argon2id$…".to_owned(),
        banned: false,
        ban_reason: None,
        metadata: BTreeMap::from([("source".to_owned(), "quickstart".to_owned())]),
        // The store fills these in.
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        version: 0,
    }
}
