//! A trajectory of which everything is known, and one that has just begun.

use super::{ChosenInstrument, Instrument, Law, Lot, Principle, Product, Profile};
use crate::gallery::{Example, Voice, cast};

pub(crate) fn lots(voice: &Voice) -> Vec<Lot> {
    let lot = |number, title: &str, description: &str| Lot {
        number,
        title: voice.say(title),
        description: voice.prose(description),
    };
    vec![
        lot(
            1,
            "Ambulante jeugdhulp",
            "Begeleiding en behandeling thuis, op school of bij de aanbieder.",
        ),
        lot(
            2,
            "Dagbesteding en dagbehandeling",
            "Hulp overdag in een groep, voor kinderen die (nog) niet naar school kunnen.",
        ),
        lot(
            3,
            "Wonen en verblijf",
            "Hulp voor kinderen die een tijd niet thuis kunnen wonen. Zo gewoon en zo dichtbij \
             mogelijk.",
        ),
    ]
}

pub(crate) fn complete(voice: &Voice) -> Profile {
    let principle =
        |title: &str, text: &str| Principle { title: voice.say(title), text: voice.prose(text) };
    Profile {
        region: voice.say("Noord-Veluwe"),
        lead: voice.say(cast::MUNICIPALITIES[0]),
        members: voice.all(&cast::MUNICIPALITIES[1..]),
        councils: voice.all(&[cast::COUNCIL]),
        laws: vec![Law::YouthAct],
        instrument: Some(ChosenInstrument {
            instrument: Instrument::SocialServices,
            reason: voice.prose(
                "Wij willen met een vaste groep aanbieders meerdere jaren samenwerken. Een open \
                 house past daar niet bij, omdat dan steeds nieuwe aanbieders kunnen instappen.\n\n\
                 Een zwaardere procedure kost kleine aanbieders veel tijd. Daarom kiezen wij de \
                 lichtere procedure.",
            ),
        }),
        lots: lots(voice),
        products: vec![guidance(voice)],
        principles: vec![
            principle(
                "Het gezin houdt de regie",
                "Een gezin beslist mee over elke stap. Het plan is van het gezin, niet van de \
                 aanbieder.",
            ),
            principle(
                "Hulp dicht bij huis",
                "Een kind krijgt hulp in de eigen gemeente als dat kan. School en buurt horen \
                 erbij.",
            ),
            principle(
                "Eén aanspreekpunt",
                "Zijn er meer hulpverleners? Dan weet het gezin wie de afspraken bewaakt.",
            ),
            principle(
                "Minder papier",
                "Wij vragen alleen gegevens op die wij ook gebruiken. Wat wij al weten, vragen \
                 wij niet nog een keer.",
            ),
        ],
    }
}

fn guidance(voice: &Voice) -> Product {
    Product {
        title: voice.say("Begeleiding thuis"),
        offer: voice.prose("Iemand komt bij u thuis en helpt met wat lastig is."),
        for_whom: voice.prose("Voor kinderen en ouders die even vastlopen."),
        access: voice.prose("U belt het lokale team. Dat beslist binnen twee weken."),
        choice: voice.prose("U kiest zelf uit de aanbieders in uw gemeente."),
    }
}

pub(crate) fn begun(voice: &Voice) -> Profile {
    Profile {
        region: voice.say("Noord-Veluwe"),
        lead: voice.say("Nunspeet"),
        members: voice.all(&["Elburg", "Oldebroek"]),
        councils: voice.all(&[cast::COUNCIL, "Cliëntenraad Wonen en Zorg"]),
        laws: vec![Law::SocialSupportAct, Law::YouthAct],
        instrument: None,
        lots: vec![],
        products: vec![],
        principles: vec![],
    }
}

/// One municipality on its own.
pub(crate) fn alone(voice: &Voice) -> Profile {
    Profile {
        region: voice.say("Veluwe"),
        lead: voice.say("Ermelo"),
        members: vec![],
        councils: vec![],
        laws: vec![Law::YouthAct],
        instrument: Some(ChosenInstrument {
            instrument: Instrument::OpenHouse,
            reason: voice.prose(
                "Er zijn weinig plekken om te logeren. Daarom is iedere aanbieder welkom die aan \
                 de voorwaarden voldoet.",
            ),
        }),
        lots: vec![],
        products: vec![],
        principles: vec![],
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("profile-complete", &complete(voice)),
        Example::of("profile-begun", &begun(voice)),
        Example::of("profile-alone", &alone(voice)),
    ]
}
