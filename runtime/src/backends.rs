//! The backends that come with the library, one feature each.

#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
mod done;
#[cfg(feature = "memory")]
pub mod memory;
#[cfg(feature = "mysql")]
pub mod mysql;
#[cfg(any(feature = "mysql", feature = "postgres"))]
mod pooled;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(any(feature = "mysql", feature = "sqlite"))]
mod remote;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(any(feature = "memory", feature = "mysql", feature = "postgres", feature = "sqlite"))]
mod url;

use std::sync::Arc;

use crate::backend::Backend;
use crate::error::{Error, Result};

/// Opens the backend that the scheme of `url` names.
///
/// | scheme | feature | |
/// |---|---|---|
/// | `memory:` | `memory` | a new, empty store in this process; see `backends::memory` |
/// | `mysql://USER:PASSWORD@HOST/DATABASE`, `mariadb://…` | `mysql` | a server; see `backends::mysql` |
/// | `postgres://USER:PASSWORD@HOST/DATABASE`, `postgresql://…` | `postgres` | a PostgreSQL server; see `backends::postgres` |
/// | `sqlite:FILE`, `sqlite::memory:` | `sqlite` | an embedded database; see `backends::sqlite` |
///
/// # Errors
///
/// [`Config`](crate::ErrorKind::Config) when the scheme is unknown, its feature is off, or the rest can't be used;
/// [`Unavailable`](crate::ErrorKind::Unavailable) when the database can't be reached.
pub async fn connect(url: &str) -> Result<Arc<dyn Backend>> {
    // What follows the scheme is for the backends, and there may be none.
    #[cfg_attr(
        not(any(feature = "memory", feature = "mysql", feature = "postgres", feature = "sqlite")),
        expect(unused_variables)
    )]
    let Some((scheme, rest)) = url.split_once(':') else {
        return Err(Error::config(
            "the URL has no scheme; write `memory:`, `sqlite:FILE`, `mysql://HOST/DATABASE` or `postgres://HOST/DATABASE`",
        ));
    };
    match scheme {
        #[cfg(feature = "memory")]
        "memory" => Ok(Arc::new(memory::Memory::from_url(rest)?)),
        #[cfg(feature = "mysql")]
        "mysql" | "mariadb" => Ok(Arc::new(mysql::MySql::from_url(rest).await?)),
        #[cfg(feature = "postgres")]
        "postgres" | "postgresql" => Ok(Arc::new(postgres::Postgres::from_url(rest).await?)),
        #[cfg(feature = "sqlite")]
        "sqlite" => Ok(Arc::new(sqlite::Sqlite::from_url(rest).await?)),
        #[cfg(not(feature = "memory"))]
        "memory" => Err(without_feature("memory")),
        #[cfg(not(feature = "mysql"))]
        "mysql" | "mariadb" => Err(without_feature("mysql")),
        #[cfg(not(feature = "postgres"))]
        "postgres" | "postgresql" => Err(without_feature("postgres")),
        #[cfg(not(feature = "sqlite"))]
        "sqlite" => Err(without_feature("sqlite")),
        // Without quoting it: a URL that was mistyped may hold a password.
        _ => Err(Error::config(
            "the URL's scheme is not known; write `memory:`, `sqlite:FILE`, `mysql://HOST/DATABASE` or `postgres://HOST/DATABASE`",
        )),
    }
}

#[cfg(not(all(feature = "memory", feature = "mysql", feature = "postgres", feature = "sqlite")))]
fn without_feature(feature: &str) -> Error {
    Error::config(format!("this program was built without the feature `{feature}` of storewright"))
}
