//! What an error of the store is to a client: here, and nowhere else.

use std::borrow::Cow;

use auth_core::{App, Member, Organization, User};
use auth_waitlist::WaitlistEntry;
use axum::http::StatusCode;
use storewright::{Error, ErrorKind, UniqueIndex};

use super::{FieldError, Problem};

/// The code of a unique index that is taken, and what it means.
fn taken(index: Option<UniqueIndex>) -> (&'static str, &'static str) {
    match index {
        Some(User::EMAIL_TAKEN) => ("email_taken", "somebody has this e-mail address already"),
        Some(User::USERNAME_TAKEN) => ("username_taken", "somebody has this user name already"),
        Some(User::PHONE_TAKEN) => ("phone_taken", "somebody has this phone number already"),
        Some(App::SLUG_TAKEN | Organization::SLUG_TAKEN) => ("slug_taken", "this slug is taken already"),
        Some(Member::ALREADY_MEMBER) => ("already_member", "the user is a member already"),
        Some(WaitlistEntry::ALREADY_WAITING) => ("already_waiting", "this address is on the list already"),
        _ => ("conflict", "something with the same values is there already"),
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound { .. } => Self::not_found("there is no such thing"),
            ErrorKind::Conflict { .. } => {
                let (code, detail) = taken(error.conflict());
                Self::new(StatusCode::CONFLICT, code, detail)
            }
            ErrorKind::Stale { .. } => {
                Self::new(StatusCode::CONFLICT, "stale", "it was changed meanwhile; read it again")
            }
            ErrorKind::Refused { .. } => {
                Self::new(StatusCode::CONFLICT, "refused", "it is not in the state that this asks for")
            }
            ErrorKind::Restricted { .. } => {
                Self::new(StatusCode::CONFLICT, "restricted", "something else still needs it")
            }
            // An app or a user that was deleted while the request was on its way.
            ErrorKind::MissingReference { target: "App", .. } => Self::unknown_app(),
            ErrorKind::MissingReference { .. } => {
                Self::new(StatusCode::CONFLICT, "gone", "what this belongs to is not there any more")
            }
            ErrorKind::InvalidValue { field, reason, .. } => {
                Self::invalid(vec![FieldError { field, detail: Cow::clone(reason) }])
            }
            ErrorKind::InvalidCursor { .. } => {
                Self::new(StatusCode::BAD_REQUEST, "invalid_cursor", "the cursor was not made by this list")
            }
            ErrorKind::Closed => unavailable(),
            _ if error.is_retryable() => {
                let mut problem = unavailable();
                problem.0.retryable = true;
                problem
            }
            _ => Self::internal(&error.to_string()),
        }
    }
}

fn unavailable() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the store doesn't answer now; try again")
}

#[cfg(test)]
mod tests {
    use super::Problem;
    use auth_core::{App, Session, User};
    use axum::http::header;
    use axum::response::IntoResponse;
    use storewright::schema::EntitySchema;
    use storewright::{Entity, Error, ErrorKind, Retryable};

    fn conflict(schema: &'static EntitySchema, index: &str) -> Error {
        let index = schema.indexes().iter().find(|known| known.name() == index).unwrap();
        Error::conflict_on_index(schema, index)
    }

    fn told(error: Error) -> (u16, &'static str) {
        let problem = Problem::from(error);
        (problem.0.status.as_u16(), problem.0.code)
    }

    #[test]
    fn each_kind_of_error_has_a_status_and_a_code() {
        let reason = || "the words of a driver".into();
        assert_eq!(told(Error::not_found(User::schema())), (404, "not_found"));
        assert_eq!(told(Error::conflict_on_key(User::schema())), (409, "conflict"));
        assert_eq!(told(conflict(User::schema(), User::EMAIL_TAKEN.index())), (409, "email_taken"));
        assert_eq!(told(conflict(App::schema(), App::SLUG_TAKEN.index())), (409, "slug_taken"));
        assert_eq!(told(Error::stale(User::schema())), (409, "stale"));
        assert_eq!(told(Error::refused(User::schema())), (409, "refused"));
        assert_eq!(told(Error::invalid_value(User::schema(), 3, "too long")), (422, "validation_failed"));
        assert_eq!(told(ErrorKind::InvalidCursor { reason: "damaged" }.into()), (400, "invalid_cursor"));
        assert_eq!(told(ErrorKind::Unavailable { reason: reason() }.into()), (503, "unavailable"));
        assert_eq!(told(ErrorKind::Closed.into()), (503, "unavailable"));
        assert_eq!(told(ErrorKind::Backend { reason: reason() }.into()), (500, "internal"));
        let missing =
            |target| ErrorKind::MissingReference { entity: "Session", fields: vec!["user_id"], target };
        assert_eq!(told(missing("User").into()), (409, "gone"));
        assert_eq!(told(missing("App").into()), (404, "unknown_app"));
    }

    #[test]
    fn only_what_may_pass_is_retried() {
        assert!(Problem::from(Error::busy("locked")).is_retryable());
        assert!(!Problem::from(Error::from(ErrorKind::Closed)).is_retryable());
        assert!(!Problem::from(Error::not_found(Session::schema())).is_retryable());
    }

    #[test]
    fn what_the_driver_says_stays_inside() {
        let problem = Problem::from(Error::backend("near \"secret\": syntax error"));
        assert!(!problem.0.detail.contains("secret"), "{problem:?}");
        let response = Problem::from(Error::busy("locked")).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], super::super::CONTENT_TYPE);
    }
}
