use servers::{Words, open};
use services::Server;
use sqlx::{Connection, PgConnection, Row};
use storewright::Store;

const WORDS: Words = Words {
    mode: "sslmode",
    required: "require",
    certificate: "verify-ca",
    host: "verify-full",
    root: "sslrootcert",
    client: ["sslcert", "sslkey"],
};

/// A server of the test's own: that of the environment has another certificate.
fn own(tls: &services::Tls) -> Option<Server> {
    if services::skipped("postgres") {
        return None;
    }
    Some(services::postgres_tls(tls).unwrap()).filter(servers::is_private)
}

/// Whether connections of that name are encrypted, and whom their certificates name.
async fn encrypted(server: &Server, application: &str) -> (bool, Option<String>) {
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let ask = "SELECT ssl, client_dn FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = $1";
    let row = sqlx::query(ask).bind(application).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    (row.get(0), row.get(1))
}

#[tokio::test]
async fn certificates_are_checked_as_the_url_says() {
    let (authority, tls) = servers::authority();
    let Some(server) = own(&tls) else { return };
    let url = servers::postgres_database(&server, "sw_tls").await;
    servers::certificates_are_checked(&url, &authority, &WORDS).await;
}

#[tokio::test]
async fn the_server_sees_that_it_is_encrypted() {
    let (authority, tls) = servers::authority();
    let Some(server) = own(&tls) else { return };
    let url = servers::postgres_database(&server, "sw_encrypted").await;
    for (mode, is) in [("require", true), ("prefer", true), ("disable", false)] {
        let name = format!("is_{mode}");
        let asked = format!("{}&application_name={name}&max_connections=1", WORDS.url(&url, mode, None));
        let store = open(&asked).await;
        assert_eq!(encrypted(&server, &name).await, (is, None), "{mode}");
        store.close().await.unwrap();
    }
    let client = authority.client("someone");
    let asked = WORDS.of_client(&url, "require", &client);
    let store = open(&format!("{asked}&application_name=by_certificate&max_connections=1")).await;
    assert_eq!(encrypted(&server, "by_certificate").await, (true, Some("/CN=someone".to_owned())));
    store.close().await.unwrap();
}

#[tokio::test]
#[allow(clippy::print_stderr, reason = "a test that does less says so")]
async fn a_server_that_cannot_encrypt_is_not_spoken_to() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let encrypts: String = sqlx::query("SHOW ssl").fetch_one(&mut connection).await.unwrap().get(0);
    if encrypts == "on" {
        eprintln!("skipped: this server encrypts by itself");
        return;
    }
    servers::postgres_database(&server, "sw_open").await;
    servers::is_not_spoken_to_openly(&server, "sw_open", &WORDS).await;
}
