use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use storewright::{Cursor, List};

use crate::problem::Problem;

/// What stands in the path, most often ids.
pub(crate) struct PathOf<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => {
                Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_id", "an id in the path is damaged"))
            }
        }
    }
}

/// What stands in the query.
pub(crate) struct QueryOf<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(_) => {
                let detail = "the query has a parameter that isn't known here, or can't be read";
                Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_query", detail))
            }
        }
    }
}

const LONGEST_PAGE: u32 = 200;

/// Which page of a list, from `limit` and `cursor` of a query.
pub(crate) struct Page {
    limit: u32,
    cursor: Option<String>,
}

impl Page {
    pub(crate) fn new(limit: Option<u32>, cursor: Option<String>) -> Result<Self, Problem> {
        let limit = limit.unwrap_or(List::<()>::DEFAULT_LIMIT);
        if (1..=LONGEST_PAGE).contains(&limit) {
            Ok(Self { limit, cursor })
        } else {
            Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_query", "`limit` must lie within 1 and 200"))
        }
    }

    /// This page of the list.
    pub(crate) fn of<E>(self, list: List<E>) -> List<E> {
        list.limit(self.limit).after(self.cursor.map(Cursor::from))
    }
}
