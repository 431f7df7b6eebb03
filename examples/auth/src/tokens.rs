//! What a client holds to prove who it is. The store only ever gets digests of it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use storewright::Timestamp;

const SECRET: usize = 32;
const EXPIRY: usize = 8;

/// The system's random generator failed.
#[derive(Debug)]
pub(crate) struct NoRandomness;

/// Random bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// What is stored in the place of a token: who reads the database can't sign in with it.
pub(crate) fn digest(token: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// What is sent with every request: eight bytes that say until when, and a random secret.
///
/// The digest covers the expiry, so a changed one is a token that nobody has.
pub(crate) struct AccessToken {
    text: String,
    expiry: i64,
}

impl AccessToken {
    /// A new one, good until `expires_at`, in whole seconds.
    pub(crate) fn new(expires_at: Timestamp) -> Result<Self, NoRandomness> {
        let expiry = expires_at.unix_micros().div_euclid(1_000_000);
        let mut bytes = [0; EXPIRY + SECRET];
        bytes[..EXPIRY].copy_from_slice(&expiry.to_be_bytes());
        bytes[EXPIRY..].copy_from_slice(&random::<SECRET>()?);
        Ok(Self { text: URL_SAFE_NO_PAD.encode(bytes), expiry })
    }

    /// The one that a client sent, or `None` for what never was a token.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = decode::<{ EXPIRY + SECRET }>(text)?;
        let expiry = bytes.first_chunk().map(|expiry| i64::from_be_bytes(*expiry))?;
        Some(Self { text: text.to_owned(), expiry })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn digest(&self) -> String {
        digest(self.text.as_bytes())
    }

    /// From when on it isn't good any more.
    pub(crate) fn expires_at(&self) -> Timestamp {
        let bound = if self.expiry < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_unix_seconds(self.expiry).unwrap_or(bound)
    }
}

/// What an access token is renewed with: the secret of its family, which stays, and a secret of its own.
///
/// Who knows a family's secret has had one of its tokens, so a used one can end the family and a guessed one can't.
#[derive(Clone)]
pub(crate) struct RefreshToken([u8; 2 * SECRET]);

impl RefreshToken {
    /// The first one of a new family.
    pub(crate) fn new() -> Result<Self, NoRandomness> {
        random().map(Self)
    }

    /// The next one of the same family.
    pub(crate) fn successor(&self) -> Result<Self, NoRandomness> {
        let mut bytes = self.0;
        bytes[SECRET..].copy_from_slice(&random::<SECRET>()?);
        Ok(Self(bytes))
    }

    /// The one that a client sent, or `None` for what never was a token.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        decode(text).map(Self)
    }

    pub(crate) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    pub(crate) fn digest(&self) -> String {
        digest(self.text().as_bytes())
    }

    pub(crate) fn family(&self) -> String {
        digest(&self.0[..SECRET])
    }
}

/// Exactly `N` bytes, in the one spelling that there is for them.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Before it is decoded: it may be as long as a request's body.
    if text.len() != (N * 4).div_ceil(3) {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{AccessToken, RefreshToken};
    use storewright::Timestamp;

    #[test]
    fn an_access_token_says_until_when_it_is_good() {
        let at = Timestamp::from_unix_micros(1_700_000_000_999_999).unwrap();
        let token = AccessToken::new(at).unwrap();
        let parsed = AccessToken::parse(token.text()).unwrap();
        assert_eq!(parsed.expires_at().unix_micros(), 1_700_000_000_000_000);
        assert_eq!(parsed.digest(), token.digest());
        assert!(!token.digest().contains(token.text()));
        assert_ne!(AccessToken::new(at).unwrap().text(), token.text());
    }

    #[test]
    fn what_never_was_an_access_token_is_none() {
        let text = AccessToken::new(Timestamp::MAX).unwrap().text().to_owned();
        let mut spelled_otherwise = text.clone();
        // Four bits of the last digit stand for nothing: only zeros are taken there.
        let last = spelled_otherwise.pop().unwrap();
        spelled_otherwise.push(char::from(last as u8 + 1));
        for bad in ["", "a", &text[1..], &format!("{text}="), &format!("{text}A"), &spelled_otherwise] {
            assert!(AccessToken::parse(bad).is_none(), "{bad}");
        }
        assert!(AccessToken::parse(&"é".repeat(27)).is_none());
    }

    #[test]
    fn any_expiry_can_be_read() {
        use base64::Engine;
        for (byte, expected) in [(0x7f, Timestamp::MAX), (0x80, Timestamp::MIN), (0xff, Timestamp::MIN)] {
            let mut bytes = [0; 40];
            bytes[0] = byte;
            let text = super::URL_SAFE_NO_PAD.encode(bytes);
            assert_eq!(AccessToken::parse(&text).unwrap().expires_at(), expected);
        }
    }

    #[test]
    fn a_refresh_token_stays_in_its_family() {
        let first = RefreshToken::new().unwrap();
        let second = first.successor().unwrap();
        assert_eq!(first.family(), second.family());
        assert_ne!(first.digest(), second.digest());
        assert_ne!(first.family(), RefreshToken::new().unwrap().family());
        let parsed = RefreshToken::parse(&second.text()).unwrap();
        assert_eq!((parsed.digest(), parsed.family()), (second.digest(), second.family()));
        assert!(RefreshToken::parse("").is_none() && RefreshToken::parse(&second.text()[2..]).is_none());
    }
}
