//! Passwords and their hashes. Hashing is slow on purpose, so it has threads of its own and a queue.

use std::sync::Arc;
use std::thread;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::problem::Problem;
use crate::tokens::random;

/// Hashes passwords with Argon2id, as many at once as there are cores: sign-ins must not starve everything else.
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
    // What the password of an unknown user is compared with, so that it takes as long as any other.
    nobody: Arc<str>,
}

impl Passwords {
    pub(crate) async fn new() -> Result<Self, Problem> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let mut passwords = Self { permits: Arc::new(Semaphore::new(cores)), nobody: "".into() };
        let secret = random::<32>()?;
        passwords.nobody = passwords.hashed(secret.to_vec()).await?.into();
        Ok(passwords)
    }

    /// The hash to be stored.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Problem> {
        self.hashed(password.into_bytes()).await
    }

    async fn hashed(&self, password: Vec<u8>) -> Result<String, Problem> {
        let hashed =
            self.run(move || Argon2::default().hash_password(&password).map(|hash| hash.to_string()));
        hashed.await?.map_err(|_| Problem::internal("a password could not be hashed"))
    }

    /// Whether it is the password of this hash. It takes as long when there is no hash.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        let nobody = Arc::clone(&self.nobody);
        self.run(move || {
            let of_somebody = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
            let known = of_somebody.is_some();
            match of_somebody.or_else(|| PasswordHash::new(&nobody).ok()) {
                Some(hash) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known,
                None => false,
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let failed = |_| Problem::internal("the work on a password was cut short");
        let permit =
            Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Problem::internal("closed"))?;
        // The permit goes along: the work isn't over when a client that waited for it has gone.
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Passwords;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_only() {
        let passwords = Passwords::new().await.unwrap();
        let hash = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$") && !hash.contains("horse"));
        assert!(passwords.verify("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("wrong horse".to_owned(), Some(hash)).await.unwrap());
        for none in [None, Some(String::new()), Some("damaged".to_owned())] {
            assert!(!passwords.verify("correct horse".to_owned(), none).await.unwrap());
        }
    }
}
