//! The rules of an advice: asked or unasked, given once, and answered per recommendation.

use crate::examples::{id, place, term, text, whole};
use crate::harness::{given, given_nothing, state};
use dialogue::advice::{
    AdviceContent, AdviceDrafted, AdviceFiled, AdviceFiledUnasked, AdviceRequested,
    AdviceResponseGiven, DraftAdvice, Judgement, PolicyStep, Recommendation,
    RecommendationResponse, ResponseKind,
};
use dialogue::{Advice, AdviceCommand, AdviceEvent, PhaseKind};

pub(crate) fn requested(subject: &str) -> AdviceRequested {
    AdviceRequested {
        trajectory: id(1),
        phase: PhaseKind::Vision,
        council: text("adviesraad-veluwerand"),
        subject: text(subject),
        summary: text("Wij kiezen voor hulp dicht bij huis."),
        reason: text("De raad beslist in mei."),
        question: text("Vindt u dat deze visie bij de inwoners past?"),
        alternatives: vec![text("Alles blijft zoals het is.")],
        documents: place(id(10), 1, None).document.into_iter().collect(),
        term: term("2027-04-12T17:00:00+02:00"),
        follow_up: text("U krijgt op elke aanbeveling een reactie."),
        step: Some(PolicyStep::Development),
        urgency: None,
    }
}

/// A request, as an event.
pub(crate) fn request() -> AdviceEvent {
    requested("De visie").into()
}

pub(crate) fn content(recommendations: usize) -> AdviceContent {
    AdviceContent {
        judgement: Judgement::PositiveProvided,
        introduction: text("Wij zijn blij met de visie."),
        basis: text("Wij spraken met twaalf ouders."),
        recommendations: (1..=recommendations)
            .map(|number| Recommendation {
                text: text(&format!("Aanbeveling {number}: vraag het de kinderen zelf.")),
                reason: text("Zij weten het best wat helpt."),
            })
            .collect(),
        findings: vec![],
    }
}

pub(crate) fn drafted(recommendations: usize) -> AdviceDrafted {
    AdviceDrafted { content: content(recommendations), by: Some(id(71)) }
}

/// A member drafts.
pub(crate) fn draft(recommendations: usize) -> AdviceCommand {
    let content = content(recommendations);
    AdviceCommand::Draft(DraftAdvice { content, by: id(71), leads: false })
}

pub(crate) fn filed(recommendations: usize) -> AdviceFiled {
    AdviceFiled {
        request: requested("De visie"),
        content: content(recommendations),
        adoption: None,
        signed: vec![],
    }
}

fn unasked(recommendations: usize) -> AdviceFiledUnasked {
    AdviceFiledUnasked {
        trajectory: id(1),
        phase: PhaseKind::Strategy,
        council: text("adviesraad-veluwerand"),
        subject: text("Wachttijden"),
        content: content(recommendations),
        step: None,
    }
}

fn response(number: u32, reason: &str) -> RecommendationResponse {
    RecommendationResponse {
        number: whole(number),
        response: ResponseKind::PartlyAdopted,
        reason: text(reason),
    }
}

pub(crate) fn responded(numbers: &[u32]) -> AdviceResponseGiven {
    AdviceResponseGiven {
        responses: numbers.iter().map(|n| response(*n, "Dat doen wij.")).collect(),
        by: id(61),
    }
}

pub(crate) fn respond(numbers: &[u32]) -> AdviceCommand {
    AdviceCommand::Respond(responded(numbers))
}

fn request_advice(subject: &str) -> AdviceCommand {
    AdviceCommand::Request(Box::new(requested(subject)))
}

fn file_unasked(recommendations: usize) -> AdviceCommand {
    AdviceCommand::FileUnasked(Box::new(unasked(recommendations)))
}

/// An advice that was asked, and given with three recommendations.
pub(crate) fn given_advice() -> [AdviceEvent; 2] {
    [request(), filed(3).into()]
}

pub(crate) fn pool_asked() -> Vec<AdviceCommand> {
    vec![
        request_advice("De visie"),
        request_advice("De strategie"),
        draft(0),
        draft(3),
        AdviceCommand::File(content(0)),
        AdviceCommand::File(content(3)),
        AdviceCommand::File(content(2)),
        respond(&[2]),
        respond(&[1, 2]),
        respond(&[4]),
        respond(&[1, 2, 3]),
        file_unasked(3),
    ]
}

/// The same commands; here the council is first.
pub(crate) fn pool_unasked() -> Vec<AdviceCommand> {
    let mut pool = pool_asked();
    pool.rotate_right(1);
    pool
}

#[test]
fn advice_is_requested_once() {
    given_nothing::<Advice>().when(request_advice("De visie")).then([request()]);
    given::<Advice>([request()]).when(request_advice("De visie")).then_nothing();
    given::<Advice>([request()]).when(request_advice("De strategie")).then_refused("advice-exists");
}

#[test]
fn advice_is_either_asked_or_unasked() {
    given::<Advice>([unasked(1)]).when(request_advice("De visie")).then_refused("advice-exists");
    given::<Advice>([request()]).when(file_unasked(1)).then_refused("advice-exists");
}

#[test]
fn a_council_keeps_a_draft_until_it_gives_its_advice() {
    given::<Advice>([request()]).when(draft(1)).then([drafted(1)]);
    given::<Advice>([request(), drafted(1).into()]).when(draft(1)).then_nothing();
    given::<Advice>([request(), drafted(1).into()]).when(draft(2)).then([drafted(2)]);
    given::<Advice>(given_advice()).when(draft(2)).then_refused("advice-filed");
}

#[test]
fn what_was_not_asked_is_not_drafted_filed_or_answered() {
    for command in [draft(1), AdviceCommand::File(content(1)), respond(&[1])] {
        given_nothing::<Advice>().when(command).then_refused("advice-unknown");
    }
}

#[test]
fn advice_is_given_once_and_never_edited() {
    given::<Advice>([request(), drafted(1).into()])
        .when(AdviceCommand::File(content(3)))
        .then([filed(3)]);
    given::<Advice>(given_advice()).when(AdviceCommand::File(content(3))).then_nothing();
    for before in [given_advice().to_vec(), vec![unasked(3).into()]] {
        given::<Advice>(before).when(AdviceCommand::File(content(2))).then_refused("advice-filed");
    }
}

#[test]
fn a_given_advice_tells_what_was_asked() {
    for subject in ["De visie", "De strategie"] {
        given::<Advice>([requested(subject)])
            .when(AdviceCommand::File(content(3)))
            .then([AdviceFiled { request: requested(subject), ..filed(3) }]);
    }
}

#[test]
fn unasked_advice_is_given_once() {
    given_nothing::<Advice>().when(file_unasked(2)).then([unasked(2)]);
    given::<Advice>([unasked(2)]).when(file_unasked(2)).then_nothing();
    given::<Advice>([unasked(2)]).when(file_unasked(3)).then_refused("advice-exists");
}

#[test]
fn an_advice_has_from_1_to_100_recommendations() {
    for count in [0, 101] {
        let asked = given::<Advice>([request()]).when(AdviceCommand::File(content(count)));
        let own = given_nothing::<Advice>().when(file_unasked(count));
        for told in [
            asked.then_faults(&["/recommendations"]),
            own.then_faults(&["/advice/recommendations"]),
        ] {
            assert!(told.faults[0].detail.contains("1 t/m 100"));
        }
    }
    for count in [1, 100] {
        given::<Advice>([request()]).when(AdviceCommand::File(content(count))).then([filed(count)]);
        given_nothing::<Advice>().when(file_unasked(count)).then([unasked(count)]);
    }
}

#[test]
fn a_draft_has_from_0_to_100_recommendations() {
    for count in [0, 100] {
        given::<Advice>([request(), drafted(1).into()]).when(draft(count)).then([drafted(count)]);
    }
    let told = given::<Advice>([request()]).when(draft(101)).then_faults(&["/recommendations"]);
    assert!(told.faults[0].detail.contains("hoogstens 100"));
}

#[test]
fn a_draft_without_recommendations_is_not_given() {
    given::<Advice>([request(), drafted(0).into()])
        .when(AdviceCommand::File(content(0)))
        .then_faults(&["/recommendations"]);
}

#[test]
fn a_response_waits_for_the_advice() {
    given::<Advice>([request(), drafted(3).into()])
        .when(respond(&[1]))
        .then_refused("advice-not-filed");
}

#[test]
fn a_response_answers_every_recommendation_that_waits() {
    given::<Advice>(given_advice()).when(respond(&[3, 1, 2])).then([responded(&[3, 1, 2])]);
    let told = given::<Advice>(given_advice()).when(respond(&[2])).then_faults(&["/responses"]);
    assert!(told.faults[0].detail.contains("1, 3"), "{told:?}");
    // In an older record a part may have been answered already.
    let [request, filed] = given_advice();
    let before = [request, filed, responded(&[2]).into()];
    given::<Advice>(before.clone()).when(respond(&[1, 2, 3])).then([responded(&[1, 3])]);
    given::<Advice>(before).when(respond(&[1])).then_faults(&["/responses"]);
    given::<Advice>([unasked(1)]).when(respond(&[1])).then([responded(&[1])]);
}

#[test]
fn a_response_that_was_given_yields_nothing_whoever_repeats_it() {
    let [request, filed] = given_advice();
    let repeated = AdviceResponseGiven { by: id(62), ..responded(&[1]) };
    given::<Advice>([request, filed, responded(&[1, 2, 3]).into()])
        .when(AdviceCommand::Respond(repeated))
        .then_nothing();
}

#[test]
fn a_response_answers_something() {
    given::<Advice>(given_advice()).when(respond(&[])).then_faults(&["/responses"]);
}

#[test]
fn a_response_to_no_recommendation_of_this_advice_names_its_field() {
    let told = given::<Advice>(given_advice())
        .when(respond(&[0, 1, 2, 3, 4]))
        .then_faults(&["/responses/0/number", "/responses/4/number"]);
    assert!(told.faults[0].detail.contains("1 t/m 3"));
}

#[test]
fn a_recommendation_is_answered_once_in_a_response() {
    let told = given::<Advice>(given_advice())
        .when(respond(&[1, 2, 1, 3]))
        .then_faults(&["/responses/2/number"]);
    assert!(told.faults[0].detail.contains("hier al"));
}

#[test]
fn a_response_that_was_given_is_not_changed() {
    let [request, filed] = given_advice();
    let changed = AdviceResponseGiven {
        responses: vec![
            response(1, "Dat doen wij."),
            response(2, "Dat kan niet."),
            response(3, "Dat doen wij."),
        ],
        by: id(61),
    };
    let told = given::<Advice>([request, filed, responded(&[2]).into()])
        .when(AdviceCommand::Respond(changed))
        .then_faults(&["/responses/1/number"]);
    assert!(told.faults[0].detail.contains("verandert niet meer"));
}

#[test]
fn an_advice_knows_which_recommendations_wait_for_a_response() {
    let [request, filed] = given_advice();
    let waiting = |events: &[AdviceEvent]| state::<Advice>(events.iter().cloned()).unanswered();
    assert_eq!(waiting(&[]), Vec::<u32>::new());
    assert_eq!(waiting(&[request.clone(), drafted(3).into()]), Vec::<u32>::new());
    assert_eq!(waiting(&[request.clone(), filed.clone()]), [1, 2, 3]);
    assert_eq!(waiting(&[request, filed, responded(&[2]).into()]), [1, 3]);
    assert_eq!(waiting(&[unasked(2).into()]), [1, 2]);
    assert_eq!(waiting(&[unasked(1).into(), responded(&[1]).into()]), Vec::<u32>::new());
}

#[test]
fn an_advice_is_awaited_until_its_term_or_its_filing() {
    let asked: Advice = state([request()]);
    assert_eq!(asked.awaited_until(), Some(&term("2027-04-12T17:00:00+02:00")));
    assert_eq!(state::<Advice>(given_advice()).awaited_until(), None);
    assert_eq!(state::<Advice>([unasked(1)]).awaited_until(), None);
}

#[test]
fn an_advice_knows_where_it_belongs() {
    let council = text("adviesraad-veluwerand");
    let asked: Advice = state([request()]);
    assert_eq!(asked.subject(), Ok((id(1), PhaseKind::Vision, &council)));
    let unasked: Advice = state([unasked(1)]);
    assert_eq!(unasked.subject(), Ok((id(1), PhaseKind::Strategy, &council)));
}
