//! A paper with a part of every kind.

use super::{Paper, PaperPart, PaperSection, PaperTable, Trend, trends};
use crate::components::picture::examples::waiting;
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
        PaperPart::Picture(waiting(voice, 1, Some(28.0))),
    ];
    let paper = Paper {
        kind: voice.say("Proces-verbaal"),
        title: voice.say("Logeeropvang Heidezoom"),
        made: voice.moment("vrijdag 19 december 2025 10.00 uur", "2025-12-19T09:00:00Z"),
        introduction: voice.prose("Hier staat hoe de inkoop verliep."),
        sections: vec![PaperSection { heading: voice.say("De beoordeling"), parts }],
    };
    let points = [("2027-Q1", Some(33.0)), ("2027-Q2", None)].map(|(period, value)| {
        (value, [voice.say(period), voice.say("33 dagen"), voice.say("doel niet gehaald")])
    });
    let measured = vec![Trend {
        title: voice.say("Wachttijd (dagen)"),
        about: voice.say("Het doel is hoogstens 28 dagen."),
        target: Some(28.0),
        points: points.into(),
    }];
    let made = || voice.moment("maandag 11 juni 2029 9.00 uur", "2029-06-11T07:00:00Z");
    vec![
        Example::of("paper", &paper),
        Example::of("paper-trends", &trends(&voice.say("jh-14"), made(), measured)),
        Example::of("paper-no-trends", &trends(&voice.say("jh-15"), made(), vec![])),
    ]
}
