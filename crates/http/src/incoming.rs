//! What comes in with a request, part by part, for as long as it may take.

use crate::problem::Problem;
use actix_web::error::PayloadError;
use actix_web::web::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use vocabulary::Faults;

/// How long a JSON body may take to come in.
pub const BODY_WITHIN: Duration = Duration::from_secs(30);

/// How long a file may take to come in: 25 MB by a slow line.
pub const FILE_WITHIN: Duration = Duration::from_secs(300);

/// The content of a request while it comes in. Whoever sends it so slowly that it never ends holds
/// a connection and no more, and not for ever.
pub struct Incoming<S> {
    parts: S,
    within: Duration,
    until: Instant,
}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + Unpin> Incoming<S> {
    /// Content that has to be there within a time from now.
    pub fn new(parts: S, within: Duration) -> Self {
        Self { parts, within, until: Instant::now() + within }
    }

    /// The next part; nothing after the last one.
    ///
    /// # Errors
    /// When it takes too long, or breaks off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        match timeout_at(self.until, self.parts.next()).await {
            Ok(part) => part.transpose().map_err(|_| broken_off()),
            Err(_) => Err(Problem::too_slow(self.within)),
        }
    }

    /// All of it, in memory.
    ///
    /// # Errors
    /// When it takes too long, breaks off, or is larger than this many bytes.
    pub async fn whole(mut self, bytes_max: usize) -> Result<BytesMut, Problem> {
        let mut bytes = BytesMut::new();
        while let Some(part) = self.next().await? {
            if bytes.len() + part.len() > bytes_max {
                return Err(Problem::too_large(bytes_max as u64));
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

fn broken_off() -> Problem {
    Problem::faults(Faults::one("", "De inhoud werd afgebroken voordat die compleet was."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use std::future::pending;

    fn part(text: &'static str) -> Result<Bytes, PayloadError> {
        Ok(Bytes::from_static(text.as_bytes()))
    }

    #[tokio::test]
    async fn what_comes_in_time_is_taken_and_what_breaks_off_is_told() {
        let parts = [part("een"), part("twee"), Err(PayloadError::EncodingCorrupted)];
        let mut incoming = Incoming::new(stream::iter(parts), BODY_WITHIN);
        assert_eq!(incoming.next().await.unwrap().unwrap(), "een");
        assert_eq!(incoming.next().await.unwrap().unwrap(), "twee");
        assert_eq!(incoming.next().await.unwrap_err().code(), "invalid-input");
        assert_eq!(incoming.next().await, Ok(None));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_is_for_all_parts_together() {
        let drops = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(8)).await;
            Some((part("d"), ()))
        });
        let mut incoming = Incoming::new(Box::pin(drops), BODY_WITHIN);
        let mut taken = 0;
        let refused = loop {
            match incoming.next().await {
                Ok(_) => taken += 1,
                Err(refused) => break refused,
            }
        };
        assert_eq!((taken, refused.code()), (3, "too-slow"));
        assert!(refused.detail().detail.contains("30 seconden"), "{refused}");

        // Whoever sends nothing at all is told the same.
        let never = stream::once(pending::<Result<Bytes, PayloadError>>());
        let mut incoming = Incoming::new(Box::pin(never), FILE_WITHIN);
        let refused = incoming.next().await.unwrap_err();
        assert!(refused.detail().detail.contains("5 minuten"), "{refused}");
    }
}
