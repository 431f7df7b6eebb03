use storewright::{ErrorKind, StoreExt};

/// The URL of a user who is new on this server and may connect to this database and read there.
async fn user(url: &str, name: &str, options: &str) -> String {
    let (head, place) = url.split_once('@').unwrap();
    let database = place.rsplit_once('/').unwrap().1;
    servers::mysql_run(
        url,
        &[
            &format!("DROP USER IF EXISTS '{name}'@'%'"),
            &format!("CREATE USER '{name}'@'%' IDENTIFIED BY 's3cret' {options}"),
            &format!("GRANT SELECT ON {database}.* TO '{name}'@'%'"),
        ],
    )
    .await;
    let scheme = head.split_once("://").unwrap().0;
    format!("{scheme}://{name}:s3cret@{place}")
}

#[tokio::test]
async fn rights_are_enough_or_told() {
    let Some(url) = servers::shared_mysql("sw_rights").await else { return };
    let user = user(&url, "sw_rights", "").await;
    let grant = "GRANT INSERT, UPDATE, DELETE ON sw_rights.* TO 'sw_rights'@'%'";
    servers::rights_are_enough_or_told(&url, &user, async || servers::mysql_run(&url, &[grant]).await).await;
}

#[tokio::test]
async fn a_server_without_connections_is_busy() {
    let Some(url) = servers::shared_mysql("sw_none_left").await else { return };
    let url = user(&url, "sw_none_left", "WITH MAX_USER_CONNECTIONS 1").await;
    let store = servers::connect(&format!("{url}?max_connections=2")).await;
    let tx = store.begin().await.unwrap();
    let error = store.begin().await.map(drop).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    assert!(error.to_string().contains("no connection left"), "{error}");
    drop(tx);
}
