//! The rules of an outreach: nothing is kept without consent or with what tells who somebody is,
//! and every theme on which something was told is answered.

use crate::examples::{id, term, text};
use crate::harness::{given, given_nothing, state};
use dialogue::discretion::personal;
use dialogue::outreach::{
    ExperienceChannel, ExperienceShared, ExperienceVoice, OutreachAnswered, OutreachPublished,
    OutreachTheme, ThemeFeedback,
};
use dialogue::{
    Disposition, Experience, ExperienceCommand, Outreach, OutreachCommand, OutreachEvent,
};
use std::collections::BTreeSet;
use vocabulary::Slug;

fn published() -> OutreachPublished {
    let theme = |key: &str| OutreachTheme {
        key: text(key),
        title: text("Wachten"),
        question: text("Hoe lang wachtte u?"),
    };
    OutreachPublished {
        trajectory: id(1),
        title: text("Vertel hoe het ging"),
        introduction: text("Hoe was het om hulp te zoeken?"),
        privacy: text("Alleen de gemeenten lezen het."),
        voices: BTreeSet::from([ExperienceVoice::Client, ExperienceVoice::Referrer]),
        themes: vec![theme("wachten"), theme("school")],
        closes: term("2027-03-01T12:00:00+01:00"),
    }
}

fn answered(themes: &[&str]) -> OutreachAnswered {
    let feedback = |theme: &&str| ThemeFeedback {
        theme: text(theme),
        heard: text("Velen wisten niet hoe lang het nog duurde."),
        disposition: Disposition::Adopted,
        reason: text("Wij vragen aanbieders om dit te vertellen."),
    };
    OutreachAnswered { feedback: themes.iter().map(feedback).collect(), by: id(61) }
}

fn answer(themes: &[&str], told: &[&str]) -> OutreachCommand {
    let told: BTreeSet<Slug> = told.iter().map(|it| text(it)).collect();
    OutreachCommand::Answer { answered: answered(themes), told }
}

fn experience(words: &str) -> ExperienceShared {
    ExperienceShared {
        outreach: id(2),
        channel: ExperienceChannel::Form,
        voice: ExperienceVoice::Client,
        theme: text("wachten"),
        text: text(words),
        consent: true,
    }
}

fn share(words: &str) -> ExperienceCommand {
    ExperienceCommand::Share(experience(words))
}

pub(crate) fn pool() -> Vec<OutreachCommand> {
    let other = OutreachPublished { title: text("Iets anders"), ..published() };
    vec![
        OutreachCommand::Publish(Box::new(published())),
        OutreachCommand::Publish(Box::new(other)),
        answer(&[], &["wachten"]),
        answer(&["wachten"], &["wachten"]),
        answer(&["school"], &[]),
    ]
}

pub(crate) fn experiences() -> Vec<ExperienceCommand> {
    vec![share("Ik wachtte vier maanden."), share("Ik wachtte vijf maanden.")]
}

#[test]
fn every_theme_on_which_something_was_told_is_answered_once() {
    let publish = || OutreachCommand::Publish(Box::new(published()));
    given_nothing::<Outreach>().when(publish()).then([published()]);
    given_nothing::<Outreach>().when(answer(&["wachten"], &[])).then_refused("outreach-unknown");
    let mut double = published();
    double.themes[1].key = text("wachten");
    given_nothing::<Outreach>()
        .when(OutreachCommand::Publish(Box::new(double)))
        .then_faults(&["/themes/1/key"]);
    let known = || given::<Outreach>([published()]);
    known().when(answer(&["wachten"], &["wachten"])).then([answered(&["wachten"])]);
    known().when(answer(&["school"], &["wachten"])).then_faults(&["/feedback"]);
    known()
        .when(answer(&["wachten", "wachten", "elders"], &[]))
        .then_faults(&["/feedback/1/theme", "/feedback/2/theme"]);
    let before = [OutreachEvent::from(published()), answered(&["wachten"]).into()];
    given::<Outreach>(before.clone())
        .when(answer(&["school"], &[]))
        .then_refused("outreach-answered");
    assert!(state::<Outreach>(before).closes().is_err(), "nothing is taken any more");
    let mut telling = answered(&["wachten"]);
    telling.feedback[0].heard = text("Mevrouw Jansen wachtte lang.");
    known()
        .when(OutreachCommand::Answer { answered: telling, told: BTreeSet::new() })
        .then_faults(&["/feedback/0/heard"]);
}

#[test]
fn an_experience_is_for_those_who_are_asked_and_about_what_is_asked() {
    let outreach = state::<Outreach>([published()]);
    let mut other = experience("Ik wachtte vier maanden.");
    assert!(outreach.faults_of(&other).unwrap().is_empty());
    (other.theme, other.voice) = (text("elders"), ExperienceVoice::Education);
    let faults = outreach.faults_of(&other).unwrap().into_vec();
    let fields: Vec<_> = faults.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["/theme", "/voice"]);
}

#[test]
fn nothing_is_kept_without_consent_or_with_what_tells_who_it_is() {
    let plain = "Ik wachtte vier maanden en hoorde niets.";
    given_nothing::<Experience>().when(share(plain)).then([experience(plain)]);
    given::<Experience>([experience(plain)]).when(share(plain)).then_nothing();
    given::<Experience>([experience(plain)])
        .when(share("Iets anders."))
        .then_refused("experience-exists");
    let unasked = ExperienceShared { consent: false, ..experience(plain) };
    given_nothing::<Experience>()
        .when(ExperienceCommand::Share(unasked))
        .then_faults(&["/consent"]);
    let told = given_nothing::<Experience>()
        .when(share("Mijn BSN is 111222333, bel 0612345678."))
        .then_faults(&["/text", "/text"]);
    assert!(told.faults[0].detail.starts_with("Op teken 13 t/m 21 "), "{}", told.faults[0].detail);
    assert!(!format!("{told:?}").contains("111222333"), "what stands there is not repeated");
}

#[test]
fn names_and_addresses_are_found_as_people_write_them_of_themselves() {
    for (telling, what) in [
        ("Ik heet Fatima en ik wacht.", "Fatima"),
        ("Toen zei Jan de Vries dat het lang duurt.", "Jan de Vries"),
        ("Onze zoon Daan wacht al een jaar.", "Daan"),
        ("Wij wonen in de Dorpsstraat 12.", "Dorpsstraat 12"),
        ("Mail mij op ik@huis.example.", "ik@huis.example"),
        ("Onze postcode is 3851 AB.", "3851 AB"),
        ("Volgens mevrouw Bakker kan het niet.", "mevrouw Bakker"),
        ("Mijn nummer is 111222333.", "111222333"),
    ] {
        let found: Vec<_> = personal(telling).into_iter().map(|it| it.text).collect();
        assert_eq!(found, [what], "{telling}");
    }
    for plain in [
        "Ik wachtte vier maanden op hulp in Ermelo.",
        "De hulp kwam van het lokale team. Dat ging goed.",
        "Mijn kind kreeg 12 gesprekken in 2026.",
        "Wij vonden Stichting Zonnehoek fijn.",
    ] {
        assert!(personal(plain).is_empty(), "{plain}: {:?}", personal(plain));
    }
}
