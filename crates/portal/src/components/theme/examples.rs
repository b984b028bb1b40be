//! A theme for each kind of room.

use super::{Room, Theme};
use crate::gallery::{Example, Voice};

/// A theme of which everything is known.
pub(crate) fn theme(voice: &Voice, title: &str, about: &str, room: Room, reason: &str) -> Theme {
    Theme {
        title: voice.say(title),
        description: Some(voice.prose(about)),
        room,
        reason: Some(voice.prose(reason)),
    }
}

/// The themes of a strategy phase.
pub(crate) fn strategy(voice: &Voice) -> Vec<Theme> {
    vec![
        theme(
            voice,
            "Samenwerking tussen aanbieders",
            "Hoe werken aanbieders samen rond een gezin?",
            Room::Open,
            "Wij weten nog niet welke vorm het beste werkt. Uw ervaring is nodig om te kiezen.",
        ),
        theme(
            voice,
            "Indeling in percelen",
            "Welke hulp hoort bij elkaar?",
            Room::Amendable,
            "Wij willen hoogstens drie percelen, zodat gezinnen niet steeds opnieuw hoeven te \
             beginnen. Wat in welk perceel hoort, kan nog veranderen.",
        ),
        theme(
            voice,
            "Budget",
            "Hoeveel geld is er per jaar?",
            Room::Fixed,
            "De gemeenteraden hebben het budget voor 2027 en 2028 al vastgesteld.",
        ),
    ]
}

/// The themes of a procedure phase.
pub(crate) fn procedure(voice: &Voice) -> Vec<Theme> {
    vec![
        theme(
            voice,
            "Uitleg van de documenten",
            "Is duidelijk wat wij vragen?",
            Room::Amendable,
            "Wij verbeteren een tekst als die onduidelijk is of niet klopt.",
        ),
        theme(
            voice,
            "Eisen en criteria",
            "Waaraan moet een inschrijving voldoen?",
            Room::Fixed,
            "Alle aanbieders moeten op dezelfde eisen kunnen rekenen. Een grote wijziging mag nu \
             niet meer.",
        ),
    ]
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let mut examples: Vec<Example> = strategy(voice)
        .iter()
        .map(|theme| Example::of(format!("theme-{}", theme.room.name()), theme))
        .collect();
    examples.push(Example::of(
        "theme-draft",
        &Theme {
            title: voice.say("Wachttijden"),
            description: None,
            room: Room::Open,
            reason: None,
        },
    ));
    examples
}
