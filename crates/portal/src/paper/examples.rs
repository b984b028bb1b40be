//! A paper with a part of every kind.

use super::{Paper, PaperPart, PaperSection, PaperTable};
use crate::gallery::{Example, Voice};

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let table = PaperTable {
        caption: voice.say("De scores"),
        columns: voice.all(&["Inschrijver", "Score"]),
        rows: vec![vec![voice.prose("Zorghuis Het Wilgenpad"), voice.prose("80")]],
    };
    let parts = vec![
        PaperPart::Text(voice.prose("Twee aanbieders schreven in.\n\nEén daarvan won.")),
        PaperPart::Heading(voice.say("Perceel 1")),
        PaperPart::Facts(vec![(voice.say("Waarde"), voice.prose("1.250.000 euro"))]),
        PaperPart::List(vec![voice.prose("Een ouder beoordeelde mee.")]),
        PaperPart::Table(table),
    ];
    let paper = Paper {
        kind: voice.say("Proces-verbaal"),
        title: voice.say("Logeeropvang Heidezoom"),
        made: voice.moment("vrijdag 19 december 2025 10.00 uur", "2025-12-19T09:00:00Z"),
        introduction: voice.prose("Hier staat hoe de inkoop verliep."),
        sections: vec![PaperSection { heading: voice.say("De beoordeling"), parts }],
    };
    vec![Example::of("paper", &paper)]
}
