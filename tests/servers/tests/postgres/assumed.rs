//! Servers that lack what PostgreSQL has.

use servers::{Job, JobFilter, JobStore, Step, StepStore, open};
use sqlx::{Connection as _, PgConnection};
use storewright::{ErrorKind, Id, Store};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test(flavor = "multi_thread")]
async fn without_advisory_locks_those_that_start_together_all_find_their_tables() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_no_locks").await;
    servers::postgres_run(
        &url,
        &[
            "CREATE SCHEMA other",
            // It stands before the server's own.
            "ALTER DATABASE sw_no_locks SET search_path = other, pg_catalog",
            "CREATE FUNCTION other.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'advisory locks are not supported' USING ERRCODE = '0A000'; END $$",
        ],
    )
    .await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let lock = sqlx::query("SELECT pg_advisory_xact_lock(1)").execute(&mut connection).await;
    assert_eq!(
        lock.unwrap_err().as_database_error().and_then(|error| error.code()).as_deref(),
        Some("0A000")
    );
    connection.close().await.unwrap();

    for round in 0..4 {
        let again: &[&str] = match round {
            0 => &[],
            // What is missing is made by one of them, whatever it is.
            1 => &["ALTER TABLE sv_jobs DROP COLUMN worker", "DROP INDEX sv_jobs_queue_idx"],
            2 => {
                &["ALTER TABLE sv_steps DROP CONSTRAINT sv_steps_job_id_fkey", "DROP INDEX sv_jobs_token_key"]
            }
            _ => &["DROP TABLE sv_steps, sv_jobs"],
        };
        servers::postgres_run(&url, again).await;
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { open(&url).await })
            })
            .collect();
        for start in starts {
            let store = start.await.unwrap();
            store.list_jobs(&JobFilter::new()).await.unwrap();
            store.close().await.unwrap();
        }
    }
    let store = open(&url).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    store.create_step(&Step { id: Id::new(), job_id: job.id }).await.unwrap();
    assert!(store.create_job(&Job::new("q", "t")).await.unwrap_err().is_conflict());
    assert!(store.create_step(&Step { id: Id::new(), job_id: Id::new() }).await.is_err());
    store.close().await.unwrap();
}

/// What `connect` says, as a configuration that can't be used.
async fn refusal(url: &str) -> String {
    let error = storewright::backends::connect(url).await.map(drop).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Config { .. }), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn what_cannot_be_done_without_is_told_at_connect() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_lacking").await;
    servers::postgres_run(&url, &["ALTER DATABASE sw_lacking SET standard_conforming_strings = off"]).await;
    assert!(refusal(&url).await.contains("standard_conforming_strings"));

    servers::postgres_run(
        &url,
        &["ALTER DATABASE sw_lacking RESET standard_conforming_strings", "CREATE SCHEMA other"],
    )
    .await;
    another_c(&url).await;

    // An engine that lacks one of its functions.
    servers::postgres_run(
        &url,
        &[
            "CREATE FUNCTION other.current_setting(text) RETURNS text LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'no such function' USING ERRCODE = '42883'; END $$",
            "ALTER DATABASE sw_lacking SET search_path = other, pg_catalog",
        ],
    )
    .await;
    assert!(refusal(&url).await.contains("lacks what this backend needs (SQLSTATE 42883)"));
    servers::postgres_run(&url, &["ALTER DATABASE sw_lacking RESET search_path"]).await;

    let provider = if ask::<bool>(&url, "SELECT current_setting('server_version_num')::int >= 150000").await {
        "LOCALE_PROVIDER libc"
    } else {
        ""
    };
    let create = format!(
        "CREATE DATABASE sw_ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0 {provider}"
    );
    servers::postgres_run(server.url(), &["DROP DATABASE IF EXISTS sw_ascii", &create]).await;
    assert!(refusal(&server.url_of("sw_ascii")).await.contains("UTF8"));

    // Something between that forgets what the connection asked for.
    servers::postgres_run(
        &url,
        &["ALTER DATABASE sw_lacking SET default_transaction_isolation = 'repeatable read'"],
    )
    .await;
    drop(storewright::backends::connect(&url).await.unwrap());
    let forgetful = without_options(&url).await;
    assert!(refusal(&forgetful).await.contains("drops the connection's `options`"));
}

/// A collation of one's own, which orders as people do and stands before the server's.
#[allow(clippy::print_stderr, reason = "a test that does less says so")]
async fn another_c(url: &str) {
    if !ask::<bool>(url, "SELECT EXISTS (SELECT 1 FROM pg_collation WHERE collprovider = 'i')").await {
        eprintln!("skipped: the server has no collations of ICU");
        return;
    }
    let create = "CREATE COLLATION other.\"C\" (provider = icu, locale = 'en-US')";
    let before = "ALTER DATABASE sw_lacking SET search_path = other, pg_catalog";
    servers::postgres_run(url, &[create, before]).await;
    assert!(refusal(url).await.contains("collation \"C\""));
    let undo = ["ALTER DATABASE sw_lacking RESET search_path", "DROP COLLATION other.\"C\""];
    servers::postgres_run(url, &undo).await;
}

async fn ask<T>(url: &str, sql: &'static str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    let mut connection = PgConnection::connect(url).await.unwrap();
    let told = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    told
}

/// A way to the server that leaves out the `options` of connections, as some poolers do.
async fn without_options(url: &str) -> String {
    let (head, rest) = url.split_once('@').unwrap();
    let (place, database) = rest.split_once('/').unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let place = place.to_owned();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let place = place.clone();
            tokio::spawn(async move {
                let mut server = TcpStream::connect(place).await.unwrap();
                let length = client.read_u32().await.unwrap() as usize;
                let mut message = vec![0; length - 4];
                client.read_exact(&mut message).await.unwrap();
                // The protocol's version, then names and values with a zero byte behind each, and one at the end.
                let (version, settings) = message.split_at(4);
                let texts: Vec<_> = settings[..settings.len() - 2].split(|byte| *byte == 0).collect();
                let mut kept = version.to_vec();
                for pair in texts.chunks(2).filter(|pair| pair[0] != b"options") {
                    pair.iter().for_each(|text| kept.extend(text.iter().chain(&[0])));
                }
                kept.push(0);
                server.write_u32(u32::try_from(kept.len() + 4).unwrap()).await.unwrap();
                server.write_all(&kept).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    format!("{head}@127.0.0.1:{port}/{database}?sslmode=disable")
}
