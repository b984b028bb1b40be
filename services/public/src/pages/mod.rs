//! The public pages: what was published, as HTML, for everyone and without sign-in.
//!
//! Each page is a folder: its handler, and how the views of the dossier become its view. What all
//! answers have in common, errors too, is put on them in one place: `answer`.

mod about;
mod accessibility;
mod activities;
mod advice;
mod answer;
mod assets;
mod changes;
mod consolidated;
pub(crate) mod document;
mod home;
mod note;
mod outreach;
mod pictures;
mod published;
mod report;
mod trajectory;
mod words;

use actix_web::middleware::from_fn;
use actix_web::web::{self, PathConfig, ServiceConfig};
use actix_web::{FromRequest, Handler, Resource, Responder};
use http::Problem;
use portal::paths;

/// Puts the pages into a web application. They take every address that nothing before them took,
/// so they come last.
pub(crate) fn configure(config: &mut ServiceConfig) {
    // What does not have the form of a name leads nowhere.
    let names = PathConfig::default().error_handler(|_, _| Problem::no_such_address().into());
    let pages = web::scope("")
        .app_data(names)
        .service(page(paths::HOME, home::get))
        .service(page("/trajecten/{trajectory}", trajectory::get))
        .service(page("/trajecten/{trajectory}/nota-van-inlichtingen/{number}", note::get))
        .service(page("/trajecten/{trajectory}/vragen-en-antwoorden", consolidated::get))
        .service(page("/trajecten/{trajectory}/in-beeld", pictures::get))
        .service(page(
            "/trajecten/{trajectory}/documenten/{document}/wijzigingen/{from}/{to}",
            changes::get,
        ))
        .service(page("/trajecten/{trajectory}/consultaties/{round}", report::get))
        .service(page("/trajecten/{trajectory}/adviezen/{advice}", advice::get))
        .service(page_with_form(
            "/trajecten/{trajectory}/oproepen/{outreach}",
            outreach::get,
            outreach::post,
        ))
        .service(page("/trajecten/{trajectory}/oproepen/{outreach}/bedankt", outreach::thanks))
        .service(page(
            "/trajecten/{trajectory}/documenten/{document}/{version}/{name}",
            document::get,
        ))
        .service(page(paths::ABOUT, about::get))
        .service(page(paths::ACCESSIBILITY, accessibility::get))
        .service(page("/robots.txt", assets::robots))
        .service(page(portal::stylesheet_path(), assets::stylesheet))
        .service(page(portal::favicon_path(), assets::favicon))
        .default_service(web::to(answer::nothing_here))
        .wrap(from_fn(answer::finish));
    config.service(pages);
}

/// An address that can only be read.
fn page<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
        .default_service(web::to(answer::only_to_read))
}

/// An address with a form: it can be read, and what is filled in can be sent to it.
fn page_with_form<F, FArgs, G, GArgs>(path: &str, handler: F, sent: G) -> Resource
where
    F: Handler<FArgs>,
    FArgs: FromRequest + 'static,
    F::Output: Responder + 'static,
    G: Handler<GArgs>,
    GArgs: FromRequest + 'static,
    G::Output: Responder + 'static,
{
    page(path, handler)
        .route(web::post().to(sent))
        .default_service(web::to(answer::only_to_read_and_send))
}
