//! Mail into memory, for tests.

use crate::{BeforeHandover, DeliveryError, Envelope, Mailer, Obstacle};
use async_trait::async_trait;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps each delivery, also a repeated one, so that a test can see it.
#[derive(Debug, Default)]
pub struct Memory {
    delivered: Mutex<Vec<Envelope>>,
}

impl Memory {
    /// Nothing delivered yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { delivered: Mutex::new(Vec::new()) }
    }

    /// What was delivered, in order.
    #[must_use]
    pub fn delivered(&self) -> Vec<Envelope> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Envelope>> {
        self.delivered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for Memory {
    async fn deliver(
        &self,
        envelope: &Envelope,
        before_handover: &mut BeforeHandover<'_>,
    ) -> Result<(), DeliveryError> {
        // What cannot be composed cannot be delivered here either.
        envelope.compose().map_err(|error| DeliveryError::Later(error.into()))?;
        before_handover().map_err(|error| DeliveryError::Later(Obstacle::NotRecorded(error)))?;
        self.lock().push(envelope.clone());
        Ok(())
    }

    fn repeatable(&self) -> bool {
        true
    }
}
