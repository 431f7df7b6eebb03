use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::limits::INDEX_BYTES;
use crate::backend::Limits;
use crate::backends::pooled::PoolOptions;
use crate::backends::pooled::tls::{Encryption, Names, Tls};
use crate::backends::url::{Url, address};
use crate::error::{Error, Result};

/// The most bytes of one value, and of the values of a row: the server takes up to 1 GB, copies of it included.
const MOST_BYTES: usize = 256 << 20;
/// How many statements each connection keeps prepared.
const STATEMENTS: usize = 256;

/// What a URL asks for.
#[derive(Clone)]
pub(super) struct Options {
    pub(super) connection: PgConnectOptions,
    pub(super) pool: PoolOptions,
    pub(super) statement_timeout: Duration,
    pub(super) limits: Limits,
}

impl Options {
    /// The options in a URL, after its scheme.
    pub(super) fn from_url(rest: &str) -> Result<Self> {
        let mut url = Url::parse(rest)?;
        if !url.place.starts_with("//") {
            return Err(Error::config("write the URL as `postgres://USER:PASSWORD@HOST:PORT/DATABASE`"));
        }
        // The driver's text would quote the URL, password included.
        let connection = PgConnectOptions::from_str(&format!("postgres:{}", url.place)).map_err(|_| {
            Error::config(
                "the URL's user, host, port or database can't be read; in a password write `/` as `%2F`, `?` as `%3F`, `#` as `%23`",
            )
        })?;
        let mut connection = connection.statement_cache_capacity(STATEMENTS).application_name("storewright");
        if let Some(address) = address(connection.get_host()).map(str::to_owned) {
            connection = connection.host(&address);
        }
        if let Some(host) = url.take_text("host")? {
            // A directory is one with a Unix socket in it.
            connection = if host.starts_with('/') { connection.socket(host) } else { connection.host(&host) };
        }
        if let Some(name) = url.take_text("application_name")? {
            connection = connection.application_name(&name);
        }
        if let Some(statements) = url.take("statement_cache")? {
            connection = connection.statement_cache_capacity(statements);
        }
        if let Some(schema) = url.take_text("schema")? {
            if schema.is_empty()
                || !schema.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
            {
                return Err(Error::config("the URL's `schema` has letters, digits and underscores only"));
            }
            // Without quotes the server would take capital letters for small ones.
            connection = connection.options([("search_path", format!("\"{schema}\""))]);
        }
        let tls = Tls::take(&mut url, &TLS)?;
        connection = encrypted(connection, &tls);
        let pool = PoolOptions::take(&mut url)?;
        let statement_timeout = url.take_millis("statement_timeout")?.unwrap_or_default();
        let limits = Limits {
            value_bytes: url.take("max_value_bytes")?.unwrap_or(MOST_BYTES).min(MOST_BYTES),
            row_bytes: url.take("max_row_bytes")?.unwrap_or(MOST_BYTES).min(MOST_BYTES),
            index_bytes: INDEX_BYTES,
            ..Limits::NONE
        };
        url.finish()?;
        tls.check()?;
        Ok(Self { connection, pool, statement_timeout, limits })
    }
}

const TLS: Names = Names {
    mode: "sslmode",
    modes: ["disable", "prefer", "require", "verify-ca", "verify-full"],
    root: "sslrootcert",
    certificate: "sslcert",
    key: "sslkey",
};

fn encrypted(connection: PgConnectOptions, tls: &Tls) -> PgConnectOptions {
    let mut connection = connection.ssl_mode(match tls.mode {
        Encryption::Disabled => PgSslMode::Disable,
        Encryption::Preferred => PgSslMode::Prefer,
        Encryption::Required => PgSslMode::Require,
        Encryption::VerifiedCertificate => PgSslMode::VerifyCa,
        Encryption::VerifiedHost => PgSslMode::VerifyFull,
    });
    if let Some((_, path)) = &tls.root {
        connection = connection.ssl_root_cert(path);
    }
    if let Some(((_, certificate), (_, key))) = &tls.client {
        connection = connection.ssl_client_cert(certificate).ssl_client_key(key);
    }
    connection
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Options;
    use crate::backends::pooled::AnswerLimit;
    use crate::error::ErrorKind;

    fn refused(rest: &str) -> String {
        let Err(error) = Options::from_url(rest) else { panic!("{rest} is taken") };
        assert!(matches!(error.kind(), ErrorKind::Config { .. }), "{error}");
        assert!(!format!("{error:?} {error}").contains("hush"), "{error}");
        error.to_string()
    }

    #[test]
    fn parameters_are_read() {
        let url = "//ada:hush@db.example:5433/app?max_connections=3&statement_timeout=1500&schema=shop&host=%2Frun%2Fpg";
        let options = Options::from_url(url).unwrap();
        assert_eq!(options.pool.max_connections, 3);
        assert_eq!(options.statement_timeout.as_millis(), 1_500);
        assert_eq!(options.pool.read_timeout, AnswerLimit::new(Duration::from_secs(60)));
        assert_eq!(options.connection.get_port(), 5_433);
        assert_eq!(options.connection.get_database(), Some("app"));
        assert_eq!(options.connection.get_socket().unwrap().to_str(), Some("/run/pg"));
    }

    #[test]
    fn limits_are_read() {
        let options = Options::from_url("//db/app?read_timeout=250&idle_timeout=1000").unwrap();
        assert_eq!(options.pool.read_timeout, AnswerLimit::new(Duration::from_millis(250)));
        assert_eq!(options.pool.idle_timeout, Duration::from_secs(1));
        // As long as the server understands.
        let options = Options::from_url("//[::1]/app?statement_timeout=18446744073709551615").unwrap();
        assert_eq!(options.statement_timeout.as_millis(), 2_147_483_647);
        assert_eq!(options.connection.get_host(), "::1");
        let options = Options::from_url("//db/app?read_timeout=0").unwrap();
        assert_eq!(options.pool.read_timeout, AnswerLimit::new(Duration::ZERO));
        assert!(refused("//ada:hush@db/app?read_timeout=long").contains("`read_timeout`"));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        assert!(refused("ada:hush").contains("postgres://"));
        assert!(refused("//ada:hush@db:port/app").contains("can't be read"));
        assert!(refused("//ada:hush@db/app?pool=3").contains("`pool`"));
        assert!(refused("//ada:hush@db/app?max_connections=0").contains("`max_connections`"));
        assert!(refused("//ada:hush@db/app?sslmode=maybe").contains("`sslmode`"));
        assert!(refused("//ada:hush@db/app?connect_timeout=0").contains("`connect_timeout`"));
        assert!(refused("//ada:hu#sh@db/app").contains("`%23`"));
        assert!(refused("//ada:hush@db/app?schema=a%20b").contains("`schema`"));
        assert!(refused("//ada:hush@db/app?schema=").contains("`schema`"));
        assert!(refused("//ada:hush@db/app?host=%zz").contains("`host`"));
    }

    #[test]
    #[cfg(not(feature = "tls"))]
    fn encryption_needs_its_feature() {
        assert!(refused("//ada:hush@db/app?sslmode=require").contains("`tls`"));
    }
}
