use storewright::{ErrorKind, Store};

/// The URL of a user who is new on this server and may connect to this database.
async fn user(url: &str, name: &str, options: &str) -> String {
    let (drop, create) =
        (format!("DROP ROLE IF EXISTS {name}"), format!("CREATE ROLE {name} PASSWORD 's3cret' {options}"));
    servers::postgres_run(url, &[&drop, &create]).await;
    let (_, place) = url.split_once('@').unwrap();
    format!("postgres://{name}:s3cret@{place}")
}

#[tokio::test]
async fn rights_are_enough_or_told() {
    let Some(url) = servers::shared_postgres("sw_rights").await else { return };
    let user = user(&url, "sw_rights", "LOGIN").await;
    servers::postgres_run(&url, &["REVOKE CREATE ON SCHEMA public FROM PUBLIC"]).await;
    let grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sw_rights";
    servers::rights_are_enough_or_told(&url, &user, async || servers::postgres_run(&url, &[grant]).await)
        .await;
}

#[tokio::test]
async fn who_is_not_let_in_is_told_why() {
    let Some(url) = servers::shared_postgres("sw_let_in").await else { return };
    let no_schema = format!("{}?schema=Hidden", user(&url, "sw_no_schema", "LOGIN").await);
    servers::postgres_run(
        &url,
        &["CREATE SCHEMA \"Hidden\"", "REVOKE CONNECT ON DATABASE sw_let_in FROM PUBLIC"],
    )
    .await;
    let no_login = user(&url, "sw_no_login", "NOLOGIN").await;
    let no_grant = user(&url, "sw_no_grant", "LOGIN").await;
    servers::cannot_be_opened(&[(no_login, "doesn't let this user in"), (no_grant, "grant it CONNECT")])
        .await;
    servers::postgres_run(&url, &["GRANT CONNECT ON DATABASE sw_let_in TO sw_no_schema"]).await;
    servers::cannot_be_opened(&[(no_schema.clone(), "the user may not use it")]).await;
    // The name is exact.
    servers::postgres_run(&url, &["GRANT USAGE, CREATE ON SCHEMA \"Hidden\" TO sw_no_schema"]).await;
    servers::open(&no_schema).await.close().await.unwrap();
}

#[tokio::test]
async fn a_server_without_connections_is_busy() {
    let Some(url) = servers::shared_postgres("sw_none_left").await else { return };
    let url = user(&url, "sw_none_left", "LOGIN CONNECTION LIMIT 0").await;
    let error = storewright::backends::connect(&url).await.map(drop).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    assert!(error.to_string().contains("no connection left"), "{error}");
}
