use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};

use super::MySql;
use crate::backends::pooled::PoolOptions;
use crate::backends::pooled::tls::{Encryption, Names, Tls};
use crate::backends::url::{Url, address};
use crate::error::{Error, Result};

const TLS: Names = Names {
    mode: "ssl-mode",
    modes: ["disabled", "preferred", "required", "verify_ca", "verify_identity"],
    root: "ssl-ca",
    certificate: "ssl-cert",
    key: "ssl-key",
};

/// Prepared statements that a connection keeps, unless told otherwise. The server has 16,382 for all of them.
const STATEMENTS: usize = 256;

/// How a MySQL or MariaDB server is reached.
#[derive(Clone)]
pub struct MySqlOptions {
    pub(super) driver: MySqlConnectOptions,
    pub(super) tls: Tls,
    pub(super) application: String,
    pub(super) pool: PoolOptions,
    pub(super) lock_timeout: Duration,
    pub(super) statement_timeout: Option<Duration>,
}

impl std::fmt::Debug for MySqlOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The driver's options hold the password.
        f.debug_struct("MySqlOptions").field("pool", &self.pool).finish_non_exhaustive()
    }
}

impl MySqlOptions {
    /// The options in a URL, with its scheme: `mysql://USER:PASSWORD@HOST:PORT/DATABASE?…`.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when it is no such URL or has an unknown parameter.
    pub fn parse(url: &str) -> Result<Self> {
        match url.split_once(':') {
            Some(("mysql" | "mariadb", rest)) => Self::from_url(rest),
            _ => Err(malformed()),
        }
    }

    /// The same without the scheme.
    pub(super) fn from_url(rest: &str) -> Result<Self> {
        let mut url = Url::parse(rest)?;
        let pool = PoolOptions::take(&mut url)?;
        let lock_timeout = Duration::from_secs(url.take("lock_timeout")?.unwrap_or(5).max(1));
        let statement_timeout = url.take_millis("statement_timeout")?.filter(|timeout| !timeout.is_zero());
        let statements = url.take("statement_cache")?.unwrap_or(STATEMENTS);
        let tls = Tls::take(&mut url, &TLS)?;
        let socket = url.take_text("socket")?;
        let application = url.take_text("application_name")?.unwrap_or_else(|| "storewright".to_owned());
        if !application.chars().all(|letter| letter.is_ascii_alphanumeric() || " ._:/-".contains(letter)) {
            return Err(Error::config(
                "the URL's `application_name` has letters, digits, spaces and `._:/-` only",
            ));
        }
        let place = url.place;
        url.finish()?;
        tls.check()?;
        if !place.starts_with("//") {
            return Err(malformed());
        }
        let mut driver = MySqlConnectOptions::from_str(&format!("mysql:{place}")).map_err(|_| malformed())?;
        if driver.get_database().is_none_or(str::is_empty) {
            return Err(Error::config(
                "the URL names no database; write `mysql://USER:PASSWORD@HOST:PORT/DATABASE`",
            ));
        }
        if let Some(address) = address(driver.get_host()).map(str::to_owned) {
            driver = driver.host(&address);
        }
        if let Some(path) = socket {
            driver = driver.socket(path);
        }
        driver = encrypted(driver, &tls);
        // It would write statements to the log.
        driver = driver.disable_statement_logging();
        // All that a session needs is set by one command of ours.
        let driver =
            driver.pipes_as_concat(false).no_engine_substitution(false).timezone(None).set_names(false);
        let driver = driver.statement_cache_capacity(statements.max(1));
        Ok(Self { driver, tls, application, pool, lock_timeout, statement_timeout })
    }

    /// How long a call waits for a row that another transaction has, in whole seconds: 5 unless given.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout.max(Duration::from_secs(1));
        self
    }

    /// How many connections there are at most: four a core and at least 8 unless given.
    #[must_use]
    pub fn max_connections(mut self, most: std::num::NonZeroU16) -> Self {
        self.pool.max_connections = most.get().into();
        self
    }

    /// Connects.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the server refuses the user or can't be used,
    /// [`Unavailable`](crate::ErrorKind::Unavailable) when it can't be reached.
    pub async fn open(self) -> Result<MySql> {
        MySql::start(self).await
    }
}

fn encrypted(driver: MySqlConnectOptions, tls: &Tls) -> MySqlConnectOptions {
    let mut driver = driver.ssl_mode(match tls.mode {
        Encryption::Disabled => MySqlSslMode::Disabled,
        Encryption::Preferred => MySqlSslMode::Preferred,
        Encryption::Required => MySqlSslMode::Required,
        Encryption::VerifiedCertificate => MySqlSslMode::VerifyCa,
        Encryption::VerifiedHost => MySqlSslMode::VerifyIdentity,
    });
    if let Some((_, path)) = &tls.root {
        driver = driver.ssl_ca(path);
    }
    if let Some(((_, certificate), (_, key))) = &tls.client {
        driver = driver.ssl_client_cert(certificate).ssl_client_key(key);
    }
    driver
}

// Without quoting it: it may hold a password.
fn malformed() -> Error {
    Error::config(
        "the URL is not understood; write `mysql://USER:PASSWORD@HOST:PORT/DATABASE`, and in a password `/` as `%2F`, `?` as `%3F`, `#` as `%23`",
    )
}

#[cfg(test)]
mod tests {
    use super::MySqlOptions;

    #[test]
    fn urls_are_read_or_refused_without_quoting_them() {
        let options = MySqlOptions::parse("mysql://u:s3cret@db.example:3307/app?max_connections=3").unwrap();
        assert_eq!(options.pool.max_connections, 3);
        assert_eq!((options.driver.get_host(), options.driver.get_port()), ("db.example", 3307));
        assert!(!format!("{options:?}").contains("s3cret"));
        let address =
            MySqlOptions::parse("mysql://u@[::1]/app?statement_timeout=18446744073709551615").unwrap();
        assert_eq!(address.driver.get_host(), "::1");
        assert_eq!(address.statement_timeout.unwrap().as_millis(), 2_147_483_647);
        let socket = MySqlOptions::parse("mariadb://u@localhost/app?socket=%2Frun%2Fdb.sock").unwrap();
        assert_eq!(socket.driver.get_socket().unwrap().to_str(), Some("/run/db.sock"));
        for wrong in [
            "mysql://u:s3cret@host",
            "mysql:s3cret",
            "postgres://u:s3cret@host/app",
            "mysql://u@h/a?colour=red",
            "mysql://u:s3cret?s3cret@h/a",
            "mysql://u:a?s3cret=1@h/a",
            "mysql://u:s3cret@h/a?connect_timeout=0",
            "mysql://u:s3cret@h/a?ssl-mode=maybe",
            "mysql://u:s3cret@h/a?ssl-cert=c.pem",
            "mysql://u:s3cret@h/a?application_name='",
        ] {
            let error = MySqlOptions::parse(wrong).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
    }
}
