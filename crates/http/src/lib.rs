//! What every HTTP service of the platform does in the same way: problem details, validation
//! with all faults at once, ETags, idempotency keys, paging, headers, and one table of operations
//! from which routes, roles and API document all come.
//!
//! Status codes live here and nowhere else. The rules followed are the NL GOV REST API Design
//! Rules 2.2.

mod body;
mod conditions;
mod docs;
mod fixed;
mod headers;
mod health;
mod incoming;
mod openapi;
mod operations;
mod paging;
mod problem;
mod query;
mod validation;

pub use body::{BODY_BYTES_MAX, Body, NoBody};
pub use conditions::{Conditions, Expected, Key};
pub use fixed::nothing_here;
pub use headers::RequestId;
pub use health::{Readiness, health};
pub use incoming::{BODY_WITHIN, FILE_WITHIN, Incoming};
pub use openapi::ApiDescription;
pub use operations::{Access, ClosedGate, Gate, OpenGate, Operations};
pub use paging::{Cursor, LIMIT_DEFAULT, LIMIT_MAX, List, PageQuery, Paging, ThingQuery};
pub use problem::{Problem, ProblemDetail, Told};
pub use query::QueryReader;
