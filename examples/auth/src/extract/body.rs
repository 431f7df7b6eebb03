use std::fmt;
use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;

use crate::problem::Problem;

/// The JSON of a request's body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let detail = "the body must be JSON, with `content-type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejection| Problem::of_status(rejection.into_response().status()))?;
        serde_json::from_slice(&bytes).map(|Object(form)| Self(form)).map_err(|error| refused(&error))
    }
}

/// What is read from a JSON object alone: serde would take a list of the fields' values for one, too.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    essence.eq_ignore_ascii_case("application/json")
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn refused(error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    if error.classify() != Category::Data {
        return Problem::new(
            StatusCode::BAD_REQUEST,
            "malformed_json",
            format!("the body is no JSON: {place}"),
        );
    }
    let detail = format!("{}: {place}", reason(&error.to_string()));
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_body", detail)
}

/// What serde says without the value that it says it about: that may be a password.
fn reason(message: &str) -> &str {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    match message.rsplit_once(", expected ") {
        _ if message.starts_with("missing field") || message.starts_with("duplicate field") => message,
        Some((_, expected)) if message.starts_with("invalid") => match expected {
            "a string" => "a value has the wrong type, expected a string",
            "a boolean" => "a value has the wrong type, expected a boolean",
            "an object" => "the body must be an object",
            _ => "a value has the wrong type",
        },
        Some(_) if message.starts_with("unknown field") => "the body has a field that isn't known here",
        _ => "the body can't be taken",
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, is_json, refused};
    use axum::http::{HeaderMap, HeaderValue, header};
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Sample {
        #[allow(dead_code, reason = "only parsed")]
        password: String,
    }

    #[test]
    fn a_refusal_never_quotes_the_body() {
        for (body, expected) in [
            ("{\"password\":12345678}", "a value has the wrong type, expected a string: line 1, column 20"),
            ("{\"s3cret\":1}", "the body has a field that isn't known here: line 1, column 9"),
            ("{\"password\":\"a\",\"password\":\"b\"}", "duplicate field `password`: line 1, column 26"),
            ("{\"password\":\"s3cret", "the body is no JSON: line 1, column 19"),
            ("", "the body is no JSON: line 1, column 0"),
            ("\"s3cret, expected an object\"", "the body must be an object: line 1, column 28"),
            ("[\"s3cret\"]", "the body must be an object: line 1, column 0"),
        ] {
            let error = serde_json::from_str::<Object<Sample>>(body).err().unwrap();
            let problem = format!("{:?}", refused(&error));
            assert!(problem.contains(&format!("detail: {expected:?}")), "{problem}: {error}");
        }
    }

    #[test]
    fn json_has_a_content_type() {
        let of = |value: &'static str| {
            is_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(value))]))
        };
        for good in ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"] {
            assert!(of(good), "{good}");
        }
        for bad in ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
            assert!(!of(bad), "{bad}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
