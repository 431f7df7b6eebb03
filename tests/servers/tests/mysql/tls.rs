use servers::{Words, open, why_not};
use services::Server;
use storewright::Store;

const WORDS: Words = Words {
    mode: "ssl-mode",
    required: "required",
    certificate: "verify_ca",
    host: "verify_identity",
    root: "ssl-ca",
    client: ["ssl-cert", "ssl-key"],
};

/// A server of the test's own: that of the environment has another certificate.
fn own(tls: &services::Tls) -> Option<Server> {
    if services::skipped("mysql") {
        return None;
    }
    Some(services::mysql_tls(tls).unwrap()).filter(servers::is_private)
}

#[tokio::test]
async fn certificates_are_checked_as_the_url_says() {
    let (authority, tls) = servers::authority();
    let Some(server) = own(&tls) else { return };
    let url = servers::mysql_database(&server, "sw_tls").await;
    servers::certificates_are_checked(&url, &authority, &WORDS).await;
}

#[tokio::test]
async fn the_server_sees_that_it_is_encrypted() {
    let (authority, tls) = servers::authority();
    let Some(server) = own(&tls) else { return };
    let url = servers::mysql_database(&server, "sw_encrypted").await;
    // Users whom the server lets in by an encrypted connection only, and by a certificate.
    servers::mysql_run(
        server.url(),
        &[
            "CREATE USER 'enc'@'%' IDENTIFIED BY 's3cret' REQUIRE SSL",
            "CREATE USER 'cert'@'%' IDENTIFIED BY 's3cret' REQUIRE SUBJECT '/CN=someone'",
            "GRANT ALL ON sw_encrypted.* TO 'enc'@'%'",
            "GRANT ALL ON sw_encrypted.* TO 'cert'@'%'",
        ],
    )
    .await;
    let of = |user: &str| {
        let (_, place) = url.split_once('@').unwrap();
        format!("mysql://{user}:s3cret@{place}")
    };
    open(&WORDS.url(&of("enc"), "required", None)).await.close().await.unwrap();
    open(&WORDS.url(&of("enc"), "preferred", None)).await.close().await.unwrap();
    let told = why_not(&WORDS.url(&of("enc"), "disabled", None)).await;
    assert!(
        told.contains("doesn't let this user in") || told.contains("an encrypted connection only"),
        "{told}"
    );

    let stranger = why_not(&WORDS.url(&of("cert"), "required", None)).await;
    assert!(stranger.contains("doesn't let this user in"), "{stranger}");
    let someone = authority.client("someone");
    open(&WORDS.of_client(&of("cert"), "required", &someone)).await.close().await.unwrap();
    let other = authority.client("another");
    let told = why_not(&WORDS.of_client(&of("cert"), "required", &other)).await;
    assert!(told.contains("doesn't let this user in"), "{told}");
}

#[tokio::test]
async fn a_server_that_takes_encrypted_connections_only_says_so() {
    let (_, tls) = servers::authority();
    let Some(server) = own(&tls) else { return };
    let url = servers::mysql_database(&server, "sw_only").await;
    open(&url).await.close().await.unwrap();
    servers::mysql_run(server.url(), &["SET GLOBAL require_secure_transport = ON"]).await;
    open(&url).await.close().await.unwrap();
    let told = why_not(&WORDS.url(&url, "disabled", None)).await;
    let words = ["encrypted connections only", "an encrypted connection only", "not without `ssl-mode`"];
    assert!(words.iter().any(|words| told.contains(words)), "{told}");
}

#[tokio::test]
#[allow(clippy::print_stderr, reason = "a test that does less says so")]
async fn a_server_that_cannot_encrypt_is_not_spoken_to() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let cipher = servers::mysql_ask(server.url(), "SHOW STATUS LIKE 'Ssl_cipher'").await;
    if cipher.is_some_and(|cipher| !cipher.is_empty()) {
        eprintln!("skipped: this server encrypts by itself");
        return;
    }
    servers::mysql_database(&server, "sw_open").await;
    servers::is_not_spoken_to_openly(&server, "sw_open", &WORDS).await;
}
