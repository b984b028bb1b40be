//! What it costs to check tokens, beside a platform that knows its callers already.

use crate::bench::Bench;
use crate::stage::{self, Platform};
use async_trait::async_trait;
use identity::{Identity, TokenError, Verify};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Leaves the check out once it has seen a token. It exists in this benchmark alone: a token
/// that expired or whose key was withdrawn would count for ever.
struct Trusting {
    verifier: Arc<dyn Verify>,
    known: RwLock<HashMap<String, Arc<Identity>>>,
}

#[async_trait]
impl Verify for Trusting {
    async fn verify(&self, token: &str) -> Result<Arc<Identity>, TokenError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        if let Some(identity) = known {
            return Ok(identity);
        }
        let identity = self.verifier.verify(token).await?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(token.to_owned(), identity.clone());
        Ok(identity)
    }
}

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let mut checking = Platform::on_sqlite(bench).await?;
    let directory = bench.directory()?;
    let mut parts = stage::open(directory.path(), None).await?;
    let verifier = parts.shared.verifier.clone();
    parts.shared.verifier = Arc::new(Trusting { verifier, known: RwLock::default() });
    let mut trusting = Platform::run(parts, bench, Some(directory)).await?;
    for _ in bench.turns("tokens") {
        let left_out = trusting.submit(256, bench.span()).await?.per_second;
        let checked = checking.submit(256, bench.span()).await?.per_second;
        bench.note("token-cost", checked, left_out);
    }
    trusting.close().await?;
    checking.close().await
}
