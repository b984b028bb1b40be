//! An agenda, and an empty one.

use super::{AgendaItem, AgendaStatus, DevelopmentAgenda};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn filled(voice: &Voice) -> DevelopmentAgenda {
    let item = |theme: &str, wording: &str, reason: &str, status, told: Option<&str>| AgendaItem {
        theme: voice.say(theme),
        wording: voice.prose(wording),
        reason: voice.prose(reason),
        status,
        told: told.map(|told| voice.prose(told)),
        report: voice.link(
            "Consultatieverslag: Marktconsultatie",
            &paths::report(cast::YOUTH, cast::MARKET_CONSULTATION),
        ),
    };
    DevelopmentAgenda {
        items: vec![
            item(
                "Hulp op school",
                "Laat aanbieders samen één team vormen per school, in plaats van per kind hulp te \
                 regelen.",
                "Hiervoor zijn eerst afspraken nodig met de schoolbesturen. Wij beginnen in 2027 \
                 met een proef op vier scholen.",
                AgendaStatus::Started,
                Some("De eerste twee scholen doen mee. In het voorjaar volgen de andere twee."),
            ),
            item(
                "Bekostiging",
                "Betaal een deel van de hulp per wijk, zodat aanbieders vrij zijn om te doen wat \
                 werkt.",
                "Wij weten nog te weinig over de vraag per wijk. Eerst verzamelen wij twee jaar \
                 gegevens.",
                AgendaStatus::Waiting,
                None,
            ),
        ],
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("development-agenda", &filled(voice)),
        Example::of("development-agenda-empty", &DevelopmentAgenda { items: vec![] }),
    ]
}
