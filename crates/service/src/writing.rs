//! Writing: from a request to a command, and from its outcome to an answer.

use crate::Shared;
use crate::caller::{Call, SpeaksFor};
use crate::refusals::{command_problem, log_problem};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use command::{Aggregate, CommandError, Commander, Context, Outcome, Scope, Target};

use dialogue::Refusal;
use event_log::{Actor, Digest, Request};
use http::{Conditions, Problem};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a command's preparation ends with when it fails.
pub type Refused = CommandError<Refusal>;

impl Shared {
    /// Executes a command for a caller.
    ///
    /// # Errors
    /// The problem that the caller is told.
    pub async fn execute<A, O>(
        &self,
        call: &Call<O>,
        conditions: &Conditions,
        target: Target,
        prepare: impl AsyncFn(&mut Scope<'_, Refusal>) -> Result<A::Command, Refused>,
    ) -> Result<Outcome, Problem>
    where
        A: Aggregate<Services = (), Error = Refusal> + Clone + 'static,
        O: SpeaksFor,
    {
        self.commander
            .execute::<A>(&call.context(conditions), target, prepare)
            .await
            .map_err(command_problem)
    }
}

/// Executes a command for somebody who does not sign in: nothing tells who it was.
///
/// # Errors
/// The problem that the caller is told.
pub async fn execute_for_anyone<A>(
    commander: &Commander,
    conditions: &Conditions,
    target: Target,
    prepare: impl AsyncFn(&mut Scope<'_, Refusal>) -> Result<A::Command, Refused>,
) -> Result<Outcome, Problem>
where
    A: Aggregate<Services = (), Error = Refusal> + Clone + 'static,
{
    let nobody = String::new;
    let actor = Actor {
        party: "public".to_owned(),
        organisation: nobody(),
        role: "anyone".to_owned(),
        person: nobody(),
    };
    let request = conditions.key.as_ref().map(|key| Request {
        key: Digest::of_framed(&[actor.party.as_bytes(), key.as_str().as_bytes()]),
        fingerprint: Digest(conditions.fingerprint),
    });
    let id = Uuid::new_v4();
    let (correlation, causation) = (id.to_string(), format!("request:{id}"));
    let context = Context { actor, correlation, causation, request, expected: None };
    commander.execute::<A>(&context, target, prepare).await.map_err(command_problem)
}

impl Shared {
    /// Looks up the state of a thing in the log, for reading.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn look_up<A>(&self, id: impl std::fmt::Display) -> Result<Arc<A>, Problem>
    where
        A: Aggregate<Error = Refusal> + Clone + 'static,
    {
        self.commander.look_up::<A>(id).await.map_err(|error| log_problem(&error))
    }
}

/// The receipt of a writing request. Keep it: with position and hash anyone can find it back in
/// the log, and see that it was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// What was written to.
    #[schema(example = "6b1f3c1e-0d5e-4a9b-8f0a-6f3f0c1d2e3f")]
    pub id: String,
    /// Its version now; also its ETag.
    #[schema(example = 1)]
    pub version: u64,
    /// Whether it stands in the log. When not, it was so already and there was nothing to record.
    pub recorded: bool,
    /// The position in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1204)]
    pub position: Option<u64>,
    /// When it was recorded, by the log's clock, in UTC. This is the moment that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub recorded_at: Option<Timestamp>,
    /// The log's hash up to and including this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// The answer to a writing request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    receipt: Receipt,
    location: Option<String>,
}

impl Written {
    /// The answer to a request that made something; `location` tells where it stands.
    pub fn created(outcome: &Outcome, location: impl FnOnce(&str) -> String) -> Self {
        let receipt = Receipt::of(outcome);
        let location = Some(location(&receipt.id));
        Self { receipt, location }
    }

    /// The same answer, with more in it than the receipt.
    pub const fn with<T>(self, more: T) -> WrittenWith<T> {
        WrittenWith { written: self, more }
    }

    /// The answer to a request that changed something.
    #[must_use]
    pub fn changed(outcome: &Outcome) -> Self {
        Self { receipt: Receipt::of(outcome), location: None }
    }
}

impl Receipt {
    fn of(outcome: &Outcome) -> Self {
        let recorded = outcome.receipt();
        Self {
            id: outcome.stream().id().to_owned(),
            version: outcome.version().0,
            recorded: recorded.is_some(),
            position: recorded.map(|receipt| receipt.last.0),
            recorded_at: recorded.map(|receipt| receipt.recorded_at),
            hash: recorded.map(|receipt| receipt.hash.to_string()),
        }
    }
}

/// The answer to a writing request, with more in it than the receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenWith<T> {
    written: Written,
    more: T,
}

/// A receipt with more beside it, as it is sent.
#[derive(Serialize)]
struct Beside<'w, T> {
    #[serde(flatten)]
    receipt: &'w Receipt,
    #[serde(flatten)]
    more: &'w T,
}

impl<T: Serialize> Responder for WrittenWith<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let Self { written, more } = &self;
        written.respond(&Beside { receipt: &written.receipt, more })
    }
}

impl Written {
    fn respond(&self, content: &impl Serialize) -> HttpResponse {
        let mut response = match &self.location {
            Some(_) if self.receipt.recorded => HttpResponse::Created(),
            _ => HttpResponse::Ok(),
        };
        if let Some(location) = &self.location {
            response.insert_header((header::LOCATION, location.as_str()));
        }
        if let Some(position) = self.receipt.position {
            response.insert_header(("Log-Position", position.to_string()));
        }
        response
            .insert_header((header::ETAG, format!("\"{}\"", self.receipt.version)))
            .json(content)
    }
}

impl Responder for Written {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.respond(&self.receipt)
    }
}
