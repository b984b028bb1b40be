//! What no title, name or address can do to a mail.

use crate::samples::{any_envelope, envelope, messages};
use mail::{Envelope, Message, MessageId, SUBJECT_LENGTH_MAX};
use proptest::prelude::*;
use vocabulary::{EmailAddress, Label, Prose, Title};

/// The names of the headers of a mail, in order.
fn header_names(mail: &str) -> Vec<&str> {
    let (head, _) = mail.split_once("\r\n\r\n").unwrap();
    head.split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split_once(':').unwrap().0)
        .collect()
}

/// Holds of every mail, whatever is in it.
fn check(envelope: &Envelope) {
    let mail = String::from_utf8(envelope.compose().unwrap()).unwrap();
    assert_eq!(
        header_names(&mail),
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type"
        ]
    );
    assert!(mail.is_ascii(), "needs no extension of the mail server");
    assert!(mail.ends_with("\r\n"));
    for line in mail.split_terminator("\r\n") {
        assert!(!line.contains(['\r', '\n']), "a bare line end: {line:?}");
        assert!(line.len() <= 998, "longer than a line may be: {line:?}");
    }
    let boundaries = mail.lines().filter(|line| line.starts_with("--=_part_="));
    assert_eq!(boundaries.count(), 3, "two parts and an end");
    let rendered = envelope.message.render(&envelope.settings_page).unwrap();
    assert!(rendered.subject.chars().count() <= SUBJECT_LENGTH_MAX);
    assert!(!rendered.subject.chars().any(char::is_control));
}

/// A round with these titles.
fn round_with(trajectory: Title, round: Title) -> Message {
    let Message::RoundOpened(mut opened) = messages().swap_remove(0).1 else {
        panic!("the first sample is a round");
    };
    opened.trajectory = trajectory;
    opened.round = round;
    Message::RoundOpened(opened)
}

#[test]
fn every_sample_is_a_sound_mail() {
    for (_, message) in messages() {
        check(&envelope(message));
    }
}

#[test]
fn a_title_cannot_hold_a_header() {
    for attack in [
        "Ronde 1\r\nBcc: iedereen@x.example",
        "Ronde 1\nBcc: iedereen@x.example",
        "Ronde 1\rBcc: iedereen@x.example",
        "Ronde 1\u{2028}Bcc: iedereen@x.example\u{85}",
    ] {
        assert!(attack.parse::<Title>().is_err(), "{attack:?}");
        assert!(attack.parse::<Label>().is_err(), "{attack:?}");
    }
    assert!("a@x.example\r\nBcc: b@x.example".parse::<EmailAddress>().is_err());
    assert!(MessageId::new("1>\r\nBcc: b", "x.example").is_err());
}

#[test]
fn words_that_look_like_mail_stay_words() {
    for title in [
        "Bcc: iedereen@x.example",
        "=?utf-8?q?=0D=0ABcc=3A_b=40x.example?=",
        "--=_part_=--",
        "\u{2028}Bcc: b@x.example",
        ".",
    ] {
        let title: Title = title.parse().unwrap();
        check(&envelope(round_with(title.clone(), title)));
    }
    let Message::AdviceAsked(mut asked) = find("advice_asked") else {
        panic!("the sample of this name is a request");
    };
    asked.question = "Een vraag\n.\nQUIT\n--=_part_=\nContent-Type: text/html\n\n<h1>Ander</h1>"
        .parse::<Prose>()
        .unwrap();
    check(&envelope(Message::AdviceAsked(asked)));
}

fn find(kind: &str) -> Message {
    let mut messages = messages().into_iter().map(|(_, message)| message);
    messages.find(|message| message.kind() == kind).unwrap()
}

#[test]
fn the_name_of_the_sender_cannot_become_an_address() {
    let mut envelope = any_envelope();
    for name in ["Regio, \"Noord\" <baas@x.example>", "Coöperatie (test); a@b.example"] {
        envelope.from.name = name.parse().unwrap();
        check(&envelope);
        let mail = String::from_utf8(envelope.compose().unwrap()).unwrap();
        let from = mail.split("\r\nTo:").next().unwrap();
        assert!(from.ends_with(" <samenspraak@regio.example>"), "{from}");
    }
}

#[test]
fn a_message_id_is_a_name_for_one_mail_and_for_its_file() {
    let id = MessageId::new("e-120.r-4f2a", "samenspraak.example").unwrap();
    assert_eq!(id.to_string(), "<e-120.r-4f2a@samenspraak.example>");
    for wrong in ["", ".", "../up", "a/b", "a b", "A", "a@b", "a>", "-a", "a..b", "a.", "é"] {
        assert!(MessageId::new(wrong, "x.example").is_err(), "{wrong}");
        assert!(MessageId::new("a", wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn no_title_changes_the_shape_of_a_mail(
        trajectory in "\\PC{1,200}",
        round in "[\\PC \"<>=?_@:;,.\\-]{1,200}",
    ) {
        if let (Ok(trajectory), Ok(round)) = (trajectory.parse(), round.parse()) {
            check(&envelope(round_with(trajectory, round)));
        }
    }

    #[test]
    fn every_address_fits_in_a_mail(
        local in "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,64}",
        domain in "[a-z0-9]{1,60}(\\.[a-z0-9]{1,60}){1,3}",
    ) {
        let mut envelope = any_envelope();
        if let Ok(address) = format!("{local}@{domain}").parse::<EmailAddress>() {
            envelope.to = address.clone();
            check(&envelope);
            let mail = String::from_utf8(envelope.compose().unwrap()).unwrap();
            let unfolded = mail.replace("\r\n ", " ");
            let header = format!("\r\nTo: {address}\r\n");
            prop_assert!(unfolded.contains(&header), "{}", unfolded);
        }
    }
}
