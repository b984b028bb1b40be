//! What goes wrong on our side: the reader gets a number, and the log holds the cause under it.

use crate::story::{self, VISION, below};
use crate::world::{World, journal, tells};
use actix_web::http::header;

#[actix_web::test]
async fn a_lost_file_is_told_to_the_reader_with_a_number_and_logged_once_under_it() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    let lost = below(&format!("/documenten/{VISION}/1/leidraad-jeugdhulp-v1.pdf"));
    let answer = world.get(&lost).await;

    assert_eq!(answer.status, 500);
    assert_eq!(answer.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert!(answer.headers.get(header::CONTENT_DISPOSITION).is_none());
    let page = answer.shown();
    let number = page.words_of("main code");
    tells(&page.words_of("main"), &["Er ging iets mis", "Dit ligt aan ons, niet aan u."]);

    let lines = journal();
    let cause = "that GM0243 published is not in the store of files";
    let causes: Vec<_> = lines.iter().filter(|line| line.contains(cause)).collect();
    assert_eq!(causes.len(), 1, "{causes:?}");
    tells(causes[0], &[&number, "ERROR"]);
    let ends: Vec<_> = lines.iter().filter(|line| line.contains("answered 500")).collect();
    assert_eq!(ends.len(), 1, "{ends:?}");
    tells(ends[0], &[&number, "/trajecten/{trajectory}/documenten/"]);
}
