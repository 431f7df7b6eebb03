use std::error::Error as _;
use std::time::{Duration, Instant};

use storewright::{Error, ErrorKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::ends;
use crate::{Engine, mysql_database, postgres_database};

/// Everything that an error says, to people and to logs.
fn told(error: &Error) -> String {
    let mut told = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        told = format!("{told} {inner} {inner:?}");
        source = inner.source();
    }
    told
}

async fn refused(url: &str) -> Error {
    let started = Instant::now();
    let error = ends("connect", storewright::backends::connect(url)).await.map(drop).unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    let told = told(&error);
    assert!(!told.contains("s3cret"), "{told}");
    error
}

fn is_config(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Config { .. }) && !error.is_retryable()
}

fn is_unavailable(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unavailable { .. }) && error.is_retryable()
}

/// Where there is no server, another one, or one that doesn't let the store in: an error of the right kind, soon, and without
/// the password.
pub async fn places_that_are_no_server(engine: Engine) {
    // Nobody listens there: the port was given to this test, which let go of it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap().to_string();
    drop(listener);
    let error = refused(&engine.url_at(&closed)).await;
    assert!(is_unavailable(&error), "{error:?}");

    let error = refused(&engine.url_at("no-such-host.invalid:1234")).await;
    assert!(is_unavailable(&error), "{error:?}");

    // A port where others talk, of which neither side understands a word.
    for greeting in ["HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "SSH-2.0-OpenSSH_9.2p1\r\n"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = listener.local_addr().unwrap().to_string();
        let talk = tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let _ = client.write_all(greeting.as_bytes()).await;
                let _ = client.read(&mut [0; 1024]).await;
            }
        });
        let error = refused(&engine.url_at(&place)).await;
        assert!(is_unavailable(&error) || is_config(&error), "{error:?}");
        talk.abort();
    }

    // The server itself.
    let server = engine.shared();
    let url = match engine {
        Engine::Postgres => postgres_database(&server, "sw_nowhere").await,
        Engine::MySql => mysql_database(&server, "sw_nowhere").await,
    };
    let (head, place) = url.rsplit_once('@').unwrap();
    let (scheme, account) = head.split_once("://").unwrap();
    let (user, password) = account.split_once(':').unwrap();
    let (host, _) = place.split_once('/').unwrap();
    let error = refused(&format!("{scheme}://{user}:s3cret@{place}")).await;
    assert!(is_config(&error), "{error:?}");
    let error = refused(&format!("{scheme}://nobody_here:s3cret@{place}")).await;
    assert!(is_config(&error), "{error:?}");
    let error = refused(&server.url_of("no_such_database")).await;
    assert!(is_config(&error) && error.to_string().contains("no database of this name"), "{error:?}");
    assert!(!told(&error).contains(password), "the password is told");
    // Another kind of server.
    let other = match engine {
        Engine::Postgres => Engine::MySql,
        Engine::MySql => Engine::Postgres,
    };
    let error = refused(&other.url_at(host)).await;
    assert!(is_unavailable(&error) || is_config(&error), "{error:?}");
    // And as it is, it lets the store in.
    drop(storewright::backends::connect(&url).await.unwrap());
}
