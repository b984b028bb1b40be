//! What goes wrong on our side: the reader gets a number, and the log holds the cause under it.

use crate::story::{self, VISION, below};
use crate::world::{World, tells};
use actix_web::http::header;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// What the service writes for whoever operates it.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<u8>>>);

impl Write for Journal {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Journal {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[actix_web::test]
async fn a_lost_file_is_told_to_the_reader_with_a_number_and_logged_once_under_it() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    let journal = Journal::default();
    let subscriber =
        tracing_subscriber::fmt().with_writer(journal.clone()).with_ansi(false).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let lost = below(&format!("/documenten/{VISION}/1/leidraad-jeugdhulp-v1.pdf"));
    let answer = world.get(&lost).await;
    drop(guard);

    assert_eq!(answer.status, 500);
    assert_eq!(answer.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert!(answer.headers.get(header::CONTENT_DISPOSITION).is_none());
    let page = answer.shown();
    let number = page.words_of("main code");
    tells(&page.words_of("main"), &["Er ging iets mis", "Dit ligt aan ons, niet aan u."]);

    let journal = String::from_utf8(journal.0.lock().unwrap().clone()).unwrap();
    let causes: Vec<_> = journal.lines().filter(|line| line.contains("ERROR")).collect();
    assert_eq!(causes.len(), 1, "{journal}");
    tells(causes[0], &[&number, "GM0243", "is not in the store of files"]);
    let ends: Vec<_> = journal.lines().filter(|line| line.contains("answered 500")).collect();
    assert_eq!(ends.len(), 1, "{journal}");
    tells(ends[0], &[&number, "/trajecten/{trajectory}/documenten/"]);
}
