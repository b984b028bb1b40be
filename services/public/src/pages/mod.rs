//! The public pages.

use actix_web::web::ServiceConfig;

pub(crate) fn configure(_: &mut ServiceConfig) {}
