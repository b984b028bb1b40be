//! The rules of a review: everything under it has a finding, and everyone it concerns was heard.

use crate::examples::{id, text, whole};
use crate::harness::{fields_of, given, given_nothing, state};
use dialogue::review::{
    EffectValuation, LessonDestination, MissingGroup, ReviewAnswer, ReviewConcluded,
    ReviewEvidence, ReviewFinding, ReviewFindingRecorded, ReviewGroup, ReviewInvolvement,
    ReviewInvolvementRecorded, ReviewLesson, ReviewOpened, ReviewSource, ReviewSubject,
    ReviewTargets, ReviewVerdict, UnintendedEffect,
};
use dialogue::{IndicatorSet, Review, ReviewCommand, ReviewEvent, Vision};
use jiff::civil::date;
use std::collections::BTreeSet;

pub(crate) fn requirement() -> ReviewSubject {
    ReviewSubject::Requirement { requirement: id(41) }
}

fn indicator() -> ReviewSubject {
    ReviewSubject::Indicator { indicator: text("wachttijd") }
}

fn opened() -> ReviewOpened {
    ReviewOpened {
        trajectory: id(1),
        title: text("Vier jaar jeugdhulp"),
        from: date(2027, 1, 1),
        until: date(2030, 12, 31),
        subjects: vec![requirement(), indicator()],
    }
}

fn heard(group: ReviewGroup) -> ReviewInvolvement {
    ReviewInvolvement {
        group,
        through: ReviewSource::Session { session: id(30) },
        people: whole(24),
        heard: text("De hulp kwam sneller, het papierwerk niet."),
    }
}

fn answer(verdict: ReviewVerdict) -> ReviewAnswer {
    ReviewAnswer { verdict, explanation: text("Dat hoorden wij van iedereen.") }
}

fn finding(subject: ReviewSubject) -> ReviewFinding {
    ReviewFinding {
        subject,
        contributed: answer(ReviewVerdict::Yes),
        minimum_kept: answer(ReviewVerdict::Partly),
        resistance: answer(ReviewVerdict::No),
        new_needs: answer(ReviewVerdict::Unknown),
        effects: vec![UnintendedEffect {
            effect: text("Kleine praktijken haakten af."),
            valuation: EffectValuation::Harmful,
            mitigation: Some(text("Vraag minder papier.")),
        }],
        evidence: vec![ReviewEvidence {
            source: ReviewSource::Indicator { indicator: text("wachttijd") },
            says: text("Van 31 naar 26 dagen."),
        }],
    }
}

fn lesson(from: Vec<ReviewSubject>) -> ReviewLesson {
    ReviewLesson {
        number: whole(1),
        text: text("Vraag één keer per jaar gegevens, niet vier keer."),
        from,
        destination: LessonDestination::NextTrajectory,
        reason: None,
    }
}

fn missing(group: ReviewGroup) -> MissingGroup {
    MissingGroup { group, reason: text("Niemand kwam, ook na twee oproepen.") }
}

fn conclude(lessons: Vec<ReviewLesson>, missing: Vec<MissingGroup>) -> ReviewCommand {
    ReviewCommand::Conclude {
        conclusion: text("Het werkte, met te veel papier."),
        lessons,
        missing,
    }
}

fn find(finding: ReviewFinding) -> ReviewCommand {
    ReviewCommand::RecordFinding(Box::new(finding))
}

fn involve(involvement: ReviewInvolvement) -> ReviewCommand {
    ReviewCommand::RecordInvolvement(Box::new(involvement))
}

/// Both findings, and everyone but other citizens was heard.
fn worked_on() -> Vec<ReviewEvent> {
    let groups = [ReviewGroup::Clients, ReviewGroup::Providers, ReviewGroup::Departments];
    let heard = groups.map(|group| ReviewInvolvementRecorded { involvement: heard(group) }.into());
    let found = [requirement(), indicator()]
        .map(|subject| ReviewFindingRecorded { finding: finding(subject) }.into());
    [vec![opened().into()], heard.to_vec(), found.to_vec()].concat()
}

pub(crate) fn pool() -> Vec<ReviewCommand> {
    vec![
        ReviewCommand::Open(Box::new(opened())),
        involve(heard(ReviewGroup::Clients)),
        involve(heard(ReviewGroup::Providers)),
        involve(heard(ReviewGroup::Departments)),
        find(finding(requirement())),
        find(finding(indicator())),
        find(ReviewFinding { effects: vec![], ..finding(indicator()) }),
        conclude(vec![lesson(vec![indicator()])], vec![missing(ReviewGroup::Citizens)]),
        conclude(vec![], vec![missing(ReviewGroup::Citizens)]),
    ]
}

#[test]
fn what_is_reviewed_exists_in_the_trajectory() {
    let (vision, indicators) = (Vision::default(), IndicatorSet::default());
    let targets = ReviewTargets {
        vision: &vision,
        requirements: None,
        criteria: &BTreeSet::from([text("kwaliteit")]),
        indicators: &indicators,
    };
    let criterion = ReviewSubject::Criterion { criterion: text("kwaliteit") };
    let goal = ReviewSubject::Goal { goal: text("dichtbij") };
    let faults = targets.faults_of(&[requirement(), criterion, goal, indicator()]);
    let fields: Vec<_> = faults.as_slice().iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["/subjects/0", "/subjects/2", "/subjects/3"]);
}

#[test]
fn a_review_looks_back_on_a_period_and_at_each_thing_once() {
    let wrong = ReviewOpened {
        until: date(2026, 1, 1),
        subjects: vec![indicator(), indicator()],
        ..opened()
    };
    let open = |new| ReviewCommand::Open(Box::new(new));
    given_nothing::<Review>().when(open(wrong)).then_faults(&["/until", "/subjects/1"]);
    let none = ReviewOpened { subjects: vec![], ..opened() };
    given_nothing::<Review>().when(open(none.clone())).then_faults(&["/subjects"]);
    given::<Review>([opened()]).when(open(opened())).then_nothing();
    given::<Review>([opened()]).when(open(none)).then_refused("review-exists");
}

#[test]
fn a_finding_answers_every_question_and_rests_on_something() {
    given::<Review>([opened()])
        .when(find(finding(indicator())))
        .then([ReviewFindingRecorded { finding: finding(indicator()) }]);
    let mut bare = finding(ReviewSubject::Goal { goal: text("iets-anders") });
    bare.evidence.clear();
    bare.effects[0].mitigation = None;
    bare.resistance.explanation = text("Bel mevrouw De Vries op 06-12345678.");
    let told = given::<Review>([opened()]).when(find(bare)).then_refused("invalid-input");
    let person = "/resistance/explanation";
    assert_eq!(
        fields_of(&told),
        ["/effects/0/mitigation", "/evidence", person, person, "/subject"]
    );
}

#[test]
fn a_review_is_not_concluded_before_everyone_was_heard_and_everything_found() {
    let told = given::<Review>([opened()])
        .when(conclude(vec![], vec![missing(ReviewGroup::Citizens)]))
        .then_refused("review-incomplete");
    let expected = ["/subjects/0", "/subjects/1", "/missing", "/missing", "/missing"];
    assert_eq!(fields_of(&told), expected);
    let told = given::<Review>(worked_on())
        .when(conclude(vec![], vec![]))
        .then_refused("review-incomplete");
    assert_eq!(fields_of(&told), ["/missing"]);
    // Who was heard is not missing, and a council need not be.
    let too_many = [ReviewGroup::Citizens, ReviewGroup::Clients, ReviewGroup::Councils];
    given::<Review>(worked_on())
        .when(conclude(vec![], too_many.map(missing).to_vec()))
        .then_faults(&["/missing/1/group", "/missing/2/group"]);
}

#[test]
fn a_lesson_comes_from_a_finding_and_one_that_is_closed_says_why() {
    let loose = lesson(vec![]);
    let strange = ReviewLesson {
        number: whole(3),
        destination: LessonDestination::Closed,
        ..lesson(vec![ReviewSubject::Goal { goal: text("iets-anders") }])
    };
    given::<Review>(worked_on())
        .when(conclude(vec![loose, strange], vec![missing(ReviewGroup::Citizens)]))
        .then_faults(&["/lessons", "/lessons/0/from", "/lessons/1/from", "/lessons/1/reason"]);
}

#[test]
fn a_review_is_published_as_a_whole_and_never_edited() {
    let lessons = vec![lesson(vec![indicator()])];
    let missing = vec![missing(ReviewGroup::Citizens)];
    let before: Review = state(worked_on());
    let concluded = ReviewConcluded {
        opened: opened(),
        involvement: before.involvement().to_vec(),
        missing: missing.clone(),
        findings: before.findings().to_vec(),
        conclusion: text("Het werkte, met te veel papier."),
        lessons: lessons.clone(),
    };
    assert_eq!((concluded.involvement.len(), concluded.findings.len()), (3, 2));
    given::<Review>(worked_on())
        .when(conclude(lessons.clone(), missing.clone()))
        .then([concluded.clone()]);
    let after = || [worked_on(), vec![concluded.clone().into()]].concat();
    given::<Review>(after()).when(conclude(lessons, missing)).then_nothing();
    given::<Review>(after()).when(conclude(vec![], vec![])).then_refused("review-concluded");
    let other = ReviewFinding { effects: vec![], ..finding(indicator()) };
    given::<Review>(after()).when(find(other)).then_refused("review-concluded");
    given::<Review>(after())
        .when(involve(heard(ReviewGroup::Citizens)))
        .then_refused("review-concluded");
    let nobody = ReviewInvolvement { people: whole(0), ..heard(ReviewGroup::Citizens) };
    given::<Review>([opened()]).when(involve(nobody)).then_faults(&["/people"]);
}
