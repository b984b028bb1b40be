//! Reading: from a local read model, after it has seen what the caller has seen.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use dialogue::AnyEvent;
use event_log::{Position, RecordedEvent};
use http::{Problem, Told};
use projection::{ProjectionError, ReadModel};
use serde::Serialize;
use std::time::Duration;

/// How long a read waits for the position that it names.
const WAIT: Duration = Duration::from_secs(5);

/// Reads a stored event for the projections of a service.
///
/// # Errors
/// When its content is not what its type says.
pub fn decode(event: &RecordedEvent) -> Result<Option<AnyEvent>, String> {
    AnyEvent::read_stored(&event.event_type, event.event_version, &event.payload)
        .map_err(|error| error.to_string())
}

/// The read model of a service.
#[derive(Clone)]
pub struct Model {
    pub(crate) read: ReadModel,
}

impl Model {
    /// The read model of a service.
    #[must_use]
    pub const fn new(read: ReadModel) -> Self {
        Self { read }
    }

    /// The read model, as soon as it has seen a position.
    ///
    /// # Errors
    /// When it takes too long.
    pub async fn at(&self, position: Option<u64>) -> Result<&Self, Problem> {
        match position {
            Some(position) if !self.read.wait_until(Position(position), WAIT).await => {
                Err(behind())
            }
            _ => Ok(self),
        }
    }

    /// Reads something.
    ///
    /// # Errors
    /// When the read model cannot be read, has not caught up since the start, or is being built
    /// again after it was lost.
    pub fn with<T>(
        &self,
        work: impl FnOnce(&ReadModel) -> Result<T, ProjectionError>,
    ) -> Result<T, Problem> {
        work(&self.read).map_err(|error| match error {
            ProjectionError::Gone(_) | ProjectionError::Behind(_) => behind(),
            error => Problem::internal(&error),
        })
    }

    /// The read model, as soon as it has seen the whole log. For decisions that rest on a set
    /// of things that can no longer grow.
    ///
    /// # Errors
    /// When it takes too long, or the log cannot be read.
    pub async fn complete(&self, shared: &crate::Shared) -> Result<&Self, Problem> {
        let head = shared.log().head().await.map_err(|error| crate::log_problem(&error))?;
        self.at(Some(head.position.0)).await
    }

    /// The read model itself.
    #[must_use]
    pub const fn read_model(&self) -> &ReadModel {
        &self.read
    }
}

fn behind() -> Problem {
    Problem::unavailable(Told::new(
        "read-model-behind",
        "Dit overzicht is nog niet zover. Probeer het over een paar tellen weer.",
    ))
}

/// Something that was read, with its version as ETag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged<T> {
    /// What was read.
    pub content: T,
    /// Its version.
    pub version: u64,
}

impl<T: Serialize> Responder for Tagged<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((header::ETAG, format!("\"{}\"", self.version)))
            .json(&self.content)
    }
}
