//! Each state is told in words, and no other state is told with it.

use crate::rendered::{Rendered, everything};
use portal::gallery::Voice;

/// What an example tells, and what it does not tell.
const STATES: &[(&str, &[&str], &[&str])] = &[
    ("phase-not-started", &["Nog niet begonnen"], &["Begonnen op", "Dialoogplan"]),
    ("phase-planned", &["Gepland", "Nog niet ingevuld."], &["Begonnen op", "Loopt"]),
    (
        "phase-running",
        &["Loopt", "Begonnen op", "Wat staat vast"],
        &["Afgesloten", "Wat kwam eruit?"],
    ),
    (
        "phase-closed",
        &["Afgesloten op", "Wat kwam eruit?", "Wat stond vast"],
        &["Loopt", "Gunning"],
    ),
    ("phase-awarded", &["Gunning", "Perceel 1: Logeren", "Bekendgemaakt op"], &[]),
    ("theme-open", &["Open", "Waarom is deze ruimte er?"], &["Staat vast"]),
    ("theme-amendable", &["Aanpasbaar", "Waarom is deze ruimte er?"], &["Staat vast"]),
    ("theme-fixed", &["Staat vast", "Waarom staat dit vast?"], &["Open", "Aanpasbaar"]),
    ("theme-draft", &["Open"], &["Waarom"]),
    ("consultation-round-announced", &["Begint nog", "nog geen verslag"], &["Onderwerpen"]),
    ("consultation-round-open", &["Open", "nog geen verslag"], &["Gesloten", "Verlengd"]),
    ("consultation-round-reported", &["Gesloten", "Verlengd"], &["nog geen verslag"]),
    ("question-round-open", &["Open", "Verlengd", "t/m"], &["Alle vragen zijn"]),
    ("question-round-concluded", &["Gesloten", "Alle vragen zijn"], &["Verlengd"]),
    ("note-summary", &["5 vragen uit: Eerste"], &["rectificatie"]),
    ("note-summary-with-errata", &["1 vraag uit: Tweede", "2 rectificaties"], &[]),
    ("advice-summary-awaited", &["Wacht op advies", "Gevraagd"], &["Gegeven", "reactie"]),
    ("advice-summary-unasked", &["Wacht op reactie", "Ongevraagd", "1 van 2"], &["t/m"]),
    ("advice-summary-answered", &["Beantwoord", "Gevraagd", "3 van 3"], &["Wacht"]),
    ("recommendation-answered-2", &["Aanbeveling 2", "Deels overgenomen"], &["Nog geen"]),
    ("recommendation-partly-answered-2", &["Nog geen reactie"], &["overgenomen"]),
    ("disposition-counts", &["Overgenomen 2", "Niet overgenomen 1", "Totaal 3"], &[]),
    ("disposition-counts-none", &["Overgenomen 0", "Totaal 0"], &[]),
    ("document-with-versions", &["1,2 MB", "Wat is er anders", "1 oudere versie"], &["versies"]),
    ("document", &["versie 1", "418 kB", "Programma van eisen"], &["oudere", "anders"]),
    ("dialogue-plan", &["Volgens de gemeenten", "Volgens de aanbieders"], &["Dit is versie"]),
    ("dialogue-plan-changed", &["Dit is versie 2 van het plan."], &["Nog niet ingevuld"]),
    ("activity-question-round", &["Vragenronde open", "t/m"], &["te lezen"]),
    ("activity-note", &["Nota van inlichtingen", "te lezen sinds"], &["t/m"]),
    ("trajectory-card-resting", &["Er loopt nu geen fase."], &["Loopt nu"]),
    (
        "profile-begun",
        &["nog geen keuze", "Adviesraden"],
        &["Percelen", "kiezen", "Uitgangspunten"],
    ),
    ("profile-alone", &["Geen andere gemeenten", "Open house"], &["Adviesraden"]),
    (
        "profile-complete",
        &["Perceel 3: Wonen", "Wat kunt u kiezen?", "Uitgangspunten"],
        &["nog geen keuze"],
    ),
    (
        "planning",
        &["Laatste moment om vragen te stellen Eerstvolgende stap", "Termijn t/m"],
        &["nog geen planning"],
    ),
    ("planning-none", &["nog geen planning"], &["Termijn"]),
    ("development-agenda-empty", &["nog niets"], &["Waarom?"]),
    ("development-agenda", &["Mee bezig", "Nog niet begonnen", "Hoe staat het"], &["Klaar"]),
    ("document-before-vision", &["Let op:"], &["oudere"]),
    ("experience-form", &["Wie bent u?", "Versturen"], &["gemarkeerde", "Kies"]),
    ("experience-form-refused", &["Kies een onderwerp.", "gemarkeerde woorden"], &[]),
    ("outreach-summary-open", &["Open", "U kunt uw ervaring vertellen"], &["Wacht", "kon"]),
    ("outreach-summary-closed", &["Wacht op reactie", "Vertellen kon"], &["U kunt"]),
    ("outreach-summary-answered", &["Beantwoord", "wat zij ermee doen"], &["Wacht", "kon"]),
    ("outreach", &["Vertel uw ervaring", "Niemand kan zien"], &["nog niet verstuurd", "Waarom"]),
    ("outreach-refused", &["nog niet verstuurd", "Verander dit"], &["Waarom"]),
    ("outreach-busy", &["konden dit niet bewaren", "Versturen"], &["Verander dit"]),
    ("outreach-late", &["nog niet verstuurd", "Waarover ging het?"], &["Versturen"]),
    ("outreach-answered", &["Overgenomen", "Waarom?"], &["Versturen", "Waarover ging"]),
    ("advice-request-short", &["geen andere mogelijkheden", "geen documenten"], &[]),
    ("reference-general", &["Algemeen"], &["versie"]),
    ("reference-lot", &["Algemeen, perceel 1"], &["versie"]),
    ("reference-section-and-lot", &["versie 1, onderdeel 3.2, perceel 1"], &["Algemeen"]),
    ("note-item-corrected", &["Vraag 3", "Gerectificeerd in nota"], &["is verwerkt in"]),
    ("note-item-amending", &["is verwerkt in", "versie 2, onderdeel 3.2."], &["Gerectificeerd"]),
    ("note", &["Alle vragen uit deze ronde", "Aantal vragen 5"], &["Nog niet alle vragen"]),
    ("note-with-errata", &["Nog niet alle vragen", "Rectificatie 1"], &["Mededelingen"]),
    ("report-without-contributions", &["kwamen geen bijdragen"], &["Bijdrage 1"]),
    ("advice", &["Gevraagd: de gemeenten", "Positief, onder voorwaarden"], &["Ongevraagd:"]),
    ("advice-unasked", &["Ongevraagd: de raad", "geen oordeel"], &["Wat vroegen"]),
    ("advice-awaited", &["nog niet gegeven"], &["Aanbevelingen"]),
    ("home", &["Inkoop van zorg", "Kies een traject"], &["Oudere trajecten"]),
    ("home-full", &["Inkoop van zorg", "Oudere trajecten"], &[]),
    ("older-trajectories", &["Oudere trajecten", "Kies een traject"], &["Inkoop van zorg"]),
    ("home-empty", &["nog geen trajecten"], &["Kies een traject"]),
    ("trajectory-begun", &["nog geen documenten"], &["Elke versie"]),
    ("trajectory-awarded", &["Gunning"], &["Wat kan nu?"]),
    ("about", &["Waarom krijgt u mail", "Zo stopt u de mail"], &[]),
    ("error-reading-only", &["alleen lezen"], &["Er ging iets mis", "bestaat niet"]),
    ("error-failure", &["Er ging iets mis", "kenmerk: 4f2a90c7"], &["bestaat niet"]),
    ("error-failure-without-reference", &["Er ging iets mis"], &["kenmerk"]),
];

fn words(example: &Rendered) -> String {
    let text = example.tree.root_element().text().collect::<Vec<_>>().join(" ");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(" ,", ",").replace(" .", ".")
}

#[test]
fn a_state_is_told_and_no_other_state() {
    let examples = everything(&Voice::plain());
    for (name, told, not_told) in STATES {
        let example = examples.iter().find(|example| example.name == *name);
        let words = words(example.unwrap_or_else(|| panic!("no example {name}")));
        for text in *told {
            assert!(words.contains(text), "{name} does not tell {text:?}: {words}");
        }
        for text in *not_told {
            assert!(!words.contains(text), "{name} tells {text:?}: {words}");
        }
    }
}

#[test]
fn only_the_plan_of_a_running_phase_is_unfolded() {
    for example in everything(&Voice::plain()) {
        let unfolded = example.all("details[open]").count();
        match example.name.as_str() {
            "phase-running" => assert_eq!(unfolded, 1),
            "phase-planned" | "phase-closed" => assert_eq!(unfolded, 0, "{}", example.name),
            _ => {}
        }
    }
}
