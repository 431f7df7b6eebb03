//! A client of a few lines, so that what is tested is the server alone.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// An answer: its status, and its body as JSON.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// A connection that is closed after one request.
pub(crate) fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(10))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}

/// The head of a request, without the empty line that ends it.
pub(crate) fn head(method: &str, path: &str, length: usize, token: Option<&str>) -> String {
    let mut head = format!(
        "{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n"
    );
    if let Some(token) = token {
        head += &format!("authorization: Bearer {token}\r\n");
    }
    head
}

/// Reads an answer to its end. An error is a server that went away half way.
pub(crate) fn answer(mut stream: TcpStream) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let cut = || io::Error::new(io::ErrorKind::UnexpectedEof, "the answer was cut off");
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
    let body = if body.is_empty() { Value::Null } else { serde_json::from_str(body).map_err(|_| cut())? };
    Ok(Answer { status, body })
}

pub(crate) fn call(
    address: SocketAddr,
    method: &str,
    path: &str,
    body: Option<&Value>,
    token: Option<&str>,
) -> io::Result<Answer> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = connect(address)?;
    write!(stream, "{}\r\n{body}", head(method, path, body.len(), token))?;
    answer(stream)
}

pub(crate) fn sign_up(address: SocketAddr, email: &str) -> io::Result<Answer> {
    let form = json!({ "email": email, "password": PASSWORD });
    call(address, "POST", "/v1/sign-up", Some(&form), None)
}

pub(crate) fn sign_in(address: SocketAddr, email: &str) -> io::Result<Answer> {
    let form = json!({ "email": email, "password": PASSWORD });
    call(address, "POST", "/v1/sign-in", Some(&form), None)
}

pub(crate) fn me(address: SocketAddr, token: &str) -> io::Result<Answer> {
    call(address, "GET", "/v1/me", None, Some(token))
}

impl Answer {
    /// The access token that it gives.
    pub(crate) fn token(&self) -> String {
        self.body["session"]["token"].as_str().expect("a token").to_owned()
    }
}
