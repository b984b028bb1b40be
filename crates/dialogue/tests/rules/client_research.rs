//! The rules of research into the experience of clients: planned, held, and published in time.

use crate::examples::{id, instant, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::client_research::{
    ClientResearchPlanned, ClientResearchResultsRecorded, ResearchQuestion, ResearchScore, due,
};
use dialogue::council_matter::ResearchForm;
use dialogue::trajectory::Law;
use dialogue::{ClientResearch, ClientResearchCommand, ClientResearchEvent};
use std::collections::{BTreeMap, BTreeSet};

const IN_TIME: &str = "2028-06-30T21:59:59Z";

fn question(key: &str, theme: &str) -> ResearchQuestion {
    ResearchQuestion {
        key: text(key),
        theme: text(theme),
        text: text("Hoe ging het?"),
        unit: text("procent eens"),
    }
}

fn planned() -> ClientResearchPlanned {
    ClientResearchPlanned {
        trajectory: id(1),
        law: Law::YouthAct,
        year: text("2027"),
        form: ResearchForm::Survey,
        whom: text("Jongeren vanaf 12 jaar en ouders."),
        questions: vec![question("uitval", "dropout"), question("doelen", "goals-reached")],
    }
}

fn score(question: &str, answers: u32, score: &str) -> ResearchScore {
    ResearchScore { question: text(question), answers: whole(answers), score: text(score) }
}

fn results() -> ClientResearchResultsRecorded {
    ClientResearchResultsRecorded {
        asked: whole(400),
        answered: whole(124),
        scores: vec![score("uitval", 4, "12"), score("doelen", 120, "81.5")],
        findings: text("Wie wachtte, was minder tevreden."),
    }
}

fn plan(planned: ClientResearchPlanned) -> ClientResearchCommand {
    let laws = BTreeSet::from([Law::YouthAct]);
    ClientResearchCommand::Plan { planned: Box::new(planned), laws }
}

fn record(results: ClientResearchResultsRecorded) -> ClientResearchCommand {
    ClientResearchCommand::RecordResults(Box::new(results))
}

fn publish(follow_up: &str, now: &str) -> ClientResearchCommand {
    let previous = BTreeMap::from([(text("doelen"), text("78"))]);
    ClientResearchCommand::Publish { follow_up: text(follow_up), previous, now: instant(now) }
}

pub(crate) fn pool() -> Vec<ClientResearchCommand> {
    vec![
        plan(planned()),
        record(results()),
        record(ClientResearchResultsRecorded { asked: whole(500), ..results() }),
        publish("Wij bellen wie wacht.", IN_TIME),
        publish("Iets anders.", IN_TIME),
    ]
}

#[test]
fn research_is_about_a_year_and_asks_on_known_themes() {
    given_nothing::<ClientResearch>().when(plan(planned())).then([planned()]);
    given::<ClientResearch>([planned()]).when(plan(planned())).then_nothing();
    let wrong = ClientResearchPlanned {
        law: Law::SocialSupportAct,
        year: text("2027-Q1"),
        questions: vec![question("uitval", "dropout"), question("uitval", "iets-anders")],
        ..planned()
    };
    given_nothing::<ClientResearch>().when(plan(wrong.clone())).then_faults(&[
        "/law",
        "/year",
        "/questions/1/key",
        "/questions/1/theme",
    ]);
    given::<ClientResearch>([planned()]).when(plan(wrong)).then_refused("client-research-exists");
}

#[test]
fn results_answer_every_question_and_no_more_answer_than_were_asked() {
    given_nothing::<ClientResearch>()
        .when(record(results()))
        .then_refused("client-research-unknown");
    let wrong = ClientResearchResultsRecorded {
        asked: whole(100),
        scores: vec![score("doelen", 125, "81.5")],
        ..results()
    };
    given::<ClientResearch>([planned()]).when(record(wrong)).then_faults(&[
        "/answered",
        "/scores",
        "/scores/0/answers",
    ]);
    given::<ClientResearch>([planned()]).when(record(results())).then([results()]);
}

#[test]
fn what_fewer_than_five_answered_is_not_told_and_the_rest_stands_beside_the_year_before() {
    let before: [ClientResearchEvent; 2] = [planned().into(), results().into()];
    let published = |now| {
        let events = given::<ClientResearch>(before.clone())
            .when(publish("Wij bellen wie wacht.", now))
            .into_events();
        match &events[..] {
            [ClientResearchEvent::ClientResearchPublished(it)] => it.clone(),
            other => panic!("{other:?}"),
        }
    };
    let told = published(IN_TIME);
    assert_eq!((told.scores[0].score, told.scores[0].previous), (None, None));
    let both = (told.scores[1].score, told.scores[1].previous);
    assert_eq!(both, (Some(text("81.5")), Some(text("78"))));
    assert!(!told.late);
    // Before 1 July of the next year, in Dutch time.
    assert_eq!(due(text("2027")), instant("2028-06-30T21:59:59.999999Z"));
    assert!(published("2028-06-30T22:00:00Z").late);

    let [first, second] = before.clone();
    let after = || [first.clone(), second.clone(), told.clone().into()];
    given::<ClientResearch>(after())
        .when(publish("Wij bellen wie wacht.", "2029-01-01T00:00:00Z"))
        .then_nothing();
    given::<ClientResearch>(after())
        .when(publish("Iets anders.", IN_TIME))
        .then_refused("client-research-published");
    given::<ClientResearch>([planned()])
        .when(publish("Wij bellen wie wacht.", IN_TIME))
        .then_refused("client-research-no-results");
}
