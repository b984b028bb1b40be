//! A contribution with each disposition.

use super::Contribution;
use crate::components::Disposition;
use crate::gallery::{Example, Voice};

fn contribution(
    voice: &Voice,
    number: u32,
    wording: &str,
    disposition: Disposition,
    reason: &str,
) -> Contribution {
    Contribution { number, wording: voice.prose(wording), disposition, reason: voice.prose(reason) }
}

pub(crate) fn about_cooperation(voice: &Voice) -> Vec<Contribution> {
    vec![
        contribution(
            voice,
            1,
            "Vraag bij elk gezin één hulpverlener die de afspraken bewaakt. Betaal de uren die dat \
             kost.",
            Disposition::Adopted,
            "Dit past bij ons uitgangspunt van één aanspreekpunt. De uren zitten voortaan in het \
             tarief.",
        ),
        contribution(
            voice,
            2,
            "Laat aanbieders zelf een hoofdaannemer kiezen, ook als dat een kleine praktijk is.",
            Disposition::PartlyAdopted,
            "Een kleine praktijk mag hoofdaannemer zijn. Wel moet zij kunnen laten zien dat zij \
             de afspraken met anderen kan bewaken.",
        ),
        contribution(
            voice,
            3,
            "Laat aanbieders samen één team vormen per school, in plaats van per kind hulp te \
             regelen.",
            Disposition::MovedToDevelopmentAgenda,
            "Hiervoor zijn eerst afspraken nodig met de schoolbesturen. Wij beginnen in 2027 met \
             een proef op vier scholen.",
        ),
    ]
}

pub(crate) fn about_lots(voice: &Voice) -> Vec<Contribution> {
    vec![
        contribution(
            voice,
            4,
            "Maak een apart perceel voor hulp bij dyslexie.",
            Disposition::NotAdopted,
            "Meer percelen maken het voor gezinnen ingewikkeld. Hulp bij dyslexie past in perceel \
             1.",
        ),
        contribution(
            voice,
            5,
            "Regel ook het vervoer naar de dagbesteding opnieuw.",
            Disposition::OutOfScope,
            "Vervoer kopen wij apart in. Wij hebben de opmerking doorgegeven.",
        ),
    ]
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    [about_cooperation(voice), about_lots(voice)]
        .iter()
        .flatten()
        .map(|item| Example::of(format!("contribution-{}", item.disposition.name()), item))
        .collect()
}
