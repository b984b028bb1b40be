//! The files of published documents.

use crate::story::{self, GUIDE, GUIDE_CONTENT, TRAJECTORY, below};
use crate::world::World;
use actix_web::http::header;
use actix_web::test::TestRequest;
use event_log::Digest;

async fn documented() -> World {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    world
}

/// The address of the first version of the guide, as the page of the trajectory gives it.
async fn guide(world: &World) -> String {
    let page = world.page(&below("")).await;
    let targets = page.targets(&format!("#document-{GUIDE} a[href*='/1/']"));
    targets[0].to_owned()
}

#[actix_web::test]
async fn the_link_on_the_page_gives_the_file_that_was_published() {
    let world = documented().await;
    let answer = world.get(&guide(&world).await).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, GUIDE_CONTENT));
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(
        answer.header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"Leidraad __n + 100% #1.pdf\"; \
         filename*=UTF-8''Leidraad%20%C3%A9%C3%A9n%20+%20100%25%20#1.pdf"
    );
    assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
}

#[actix_web::test]
async fn a_file_can_be_kept_for_good_under_its_fingerprint() {
    let world = documented().await;
    let path = guide(&world).await;
    let answer = world.get(&path).await;
    let tag = format!("\"{}\"", Digest::of(GUIDE_CONTENT));
    assert_eq!(answer.header(header::ETAG), tag);
    let kept = "public, max-age=31536000, immutable";
    assert_eq!(answer.header(header::CACHE_CONTROL), kept);
    let request = TestRequest::get().uri(&path).insert_header((header::IF_NONE_MATCH, tag.clone()));
    let again = world.send(request).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header(header::ETAG), tag);
    assert_eq!(again.header(header::CACHE_CONTROL), kept);
}

#[actix_web::test]
async fn what_was_not_published_cannot_be_downloaded() {
    let world = documented().await;
    let path = guide(&world).await;
    let other = "aaaaaaaa-0000-4000-8000-000000000001";
    for wrong in [
        path.replace("/1/", "/3/"),
        path.replace("/1/", "/een/"),
        path.replace(GUIDE, other),
        path.replace(TRAJECTORY, other),
        path.replace(".pdf", ".exe"),
        format!("{path}/meer"),
        below(&format!("/documenten/{GUIDE}/1/..%2F..%2Fof-GM0243")),
        below(&format!("/documenten/{GUIDE}/1")),
    ] {
        assert_eq!(world.get(&wrong).await.status, 404, "{wrong}");
    }
}
