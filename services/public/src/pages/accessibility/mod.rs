//! How accessible the pages are.

use super::answer::show;
use crate::App;
use actix_web::HttpResponse;
use actix_web::web::Data;
use http::Problem;
use portal::pages::AccessibilityPage;

pub(super) async fn get(app: Data<App>) -> Result<HttpResponse, Problem> {
    let page = AccessibilityPage {
        operator: app.site.operator.clone(),
        contact: app.site.contact.clone(),
    };
    show(&page, &app)
}
