//! What Samenspraak is, how to check a dossier, and why one gets mail.

use super::answer::show;
use crate::App;
use actix_web::HttpResponse;
use actix_web::web::Data;
use http::Problem;
use portal::pages::AboutPage;

pub(super) async fn get(app: Data<App>) -> Result<HttpResponse, Problem> {
    show(&AboutPage, &app)
}
