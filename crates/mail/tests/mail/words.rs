//! What readers are told, and how.

use crate::samples::{envelope, messages};
use mail::{Rendered, masked};

fn rendered() -> Vec<(&'static str, Rendered)> {
    let words = |(name, message)| {
        let envelope = envelope(message);
        (name, envelope.message.render(&envelope.settings_page).unwrap())
    };
    messages().into_iter().map(words).collect()
}

/// The addresses in a page of HTML to which something links, and the words of those links.
fn links(html: &str) -> Vec<(&str, &str)> {
    html.split("<a href=\"")
        .skip(1)
        .map(|rest| {
            let (address, rest) = rest.split_once("\">").unwrap();
            (address, rest.split_once("</a>").unwrap().0)
        })
        .collect()
}

#[test]
fn every_mail_says_why_it_comes_and_how_to_stop_it() {
    for (name, Rendered { text, html, .. }) in rendered() {
        for part in [&text, &html] {
            assert!(part.contains("U krijgt deze mail omdat"), "{name}: {part}");
            assert!(part.contains("Wilt u deze mails niet meer?"), "{name}");
            assert!(part.contains("https://samenspraak.example/instellingen/mail"));
        }
    }
}

#[test]
fn every_page_can_be_read_by_everyone() {
    for (name, Rendered { subject, html, .. }) in rendered() {
        assert!(html.starts_with("<!doctype html>\n<html lang=\"nl\">"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("<h2"), "{name}");
        assert!(html.contains(&format!("<title>{subject}</title>")), "{name}");
        assert_eq!(links(&html).len(), 2, "{name}");
        for (_, words) in links(&html) {
            let told = words.split(' ').count() >= 4 && !words.contains("://");
            assert!(told, "{name}: '{words}' does not say where it goes");
            assert!(!words.to_lowercase().contains("klik"), "{name}: {words}");
        }
    }
}

#[test]
fn no_mail_loads_anything_or_tells_that_it_was_read() {
    for (name, Rendered { html, .. }) in rendered() {
        for loading in ["src=", "<img", "<link", "<script", "<iframe", "url(", "@import"] {
            assert!(!html.contains(loading), "{name}: {loading}");
        }
        let addresses = html.matches("://").count();
        assert_eq!(addresses, links(&html).len(), "{name}: nothing but its links");
    }
}

#[test]
fn both_parts_lead_to_the_same_pages() {
    for (name, Rendered { text, html, .. }) in rendered() {
        for (address, _) in links(&html) {
            let address = address.replace("&#38;", "&");
            assert!(
                text.contains(&format!(":\n{address}\n")) || text.ends_with(&address),
                "{name}"
            );
        }
    }
}

#[test]
fn what_a_reader_wrote_is_never_markup() {
    let (_, asked) = rendered().into_iter().find(|(name, _)| *name == "advice_asked").unwrap();
    assert!(asked.html.contains("&#60; 6 gesprekken &#38; zonder wachttijd."));
    assert!(asked.text.contains("< 6 gesprekken & zonder wachttijd."));
}

#[test]
fn no_subject_has_a_tag_in_front() {
    for (name, Rendered { subject, .. }) in rendered() {
        assert!(!subject.starts_with('[') && !subject.contains(':'), "{name}: {subject}");
    }
}

#[test]
fn who_reads_along_sees_no_address() {
    let envelope = crate::samples::any_envelope();
    let seen = format!("{envelope:?} {:?}", envelope.from);
    assert!(!seen.contains("roos") && !seen.contains("zorgboog"), "{seen}");
    assert!(!seen.contains("samenspraak@regio"), "{seen}");
    assert!(seen.contains("r…@z….example"), "{seen}");
    assert_eq!(masked(&envelope.to), "r…@z….example");
}
