//! The two kinds of servers, for tests that are the same on both.

use services::Server;

/// A kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    MySql,
}

impl Engine {
    /// Whether it is to be left out; says so if it is.
    #[must_use]
    pub fn is_skipped(self) -> bool {
        services::skipped(self.name())
    }

    /// The server that all tests share.
    #[must_use]
    pub fn shared(self) -> Server {
        match self {
            Self::Postgres => services::postgres().unwrap(),
            Self::MySql => services::mysql().unwrap(),
        }
    }

    /// One of the test's own, to be stopped and killed; says so if there is none.
    #[must_use]
    pub fn private(self) -> Option<Server> {
        let server = match self {
            Self::Postgres => services::postgres_private().unwrap(),
            Self::MySql => services::mysql_private().unwrap(),
        };
        crate::is_private(&server).then_some(server)
    }

    /// A new, empty database on this server: its URL.
    pub async fn database(self, server: &Server, name: &str) -> String {
        match self {
            Self::Postgres => crate::postgres_database(server, name).await,
            Self::MySql => crate::mysql_database(server, name).await,
        }
    }

    /// Ends every connection to the database of this URL, as an administrator does, and waits until they have gone.
    pub async fn end_connections(self, url: &str) {
        match self {
            Self::Postgres => crate::postgres::end_connections(url).await,
            Self::MySql => crate::mysql::end_connections(url).await,
        }
    }

    /// How many connections to the database of this URL wait for a row that another one has.
    pub async fn waiting(self, url: &str) -> i64 {
        match self {
            Self::Postgres => crate::postgres::waiting(url).await,
            Self::MySql => crate::mysql::waiting(url).await,
        }
    }

    /// The parameters of a store that soon gives up waiting for a row.
    #[must_use]
    pub const fn impatient(self) -> &'static str {
        match self {
            Self::Postgres => "acquire_timeout=300",
            Self::MySql => "lock_timeout=1",
        }
    }

    /// The URL of the same database by this Unix socket, with a port where nobody is.
    #[must_use]
    pub fn on_socket(self, url: &str, socket: &str) -> String {
        let (user, place) = url.split_once('@').unwrap();
        let database = place.rsplit_once('/').unwrap().1;
        match self {
            // The socket's name has the server's port in it.
            Self::Postgres => format!("{user}@{}?host={socket}", place.replace("127.0.0.1", "127.0.0.2")),
            Self::MySql => format!("{user}@127.0.0.1:1/{database}?socket={socket}"),
        }
    }

    /// Milliseconds in which no server reads some thousand long texts.
    #[must_use]
    pub const fn too_short(self) -> u32 {
        match self {
            Self::Postgres => 5,
            Self::MySql => 50,
        }
    }

    /// A URL of a server at that place, with a password that nothing may tell.
    #[must_use]
    pub fn url_at(self, place: &str) -> String {
        format!("{}://nobody:s3cret@{place}/app?{}&connect_timeout=2000", self.name(), self.plain())
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MySql => "mysql",
        }
    }

    /// The parameter by which nothing is encrypted, so that a proxy sees what goes through it.
    pub(crate) const fn plain(self) -> &'static str {
        match self {
            Self::Postgres => "sslmode=disable",
            Self::MySql => "ssl-mode=disabled",
        }
    }

    /// Of which kind the server of this URL is.
    pub(crate) fn of(url: &str) -> Self {
        if url.starts_with("postgres") { Self::Postgres } else { Self::MySql }
    }
}
