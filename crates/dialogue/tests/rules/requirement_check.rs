//! What is found about a set: beside the law, beside the figures of the study, beside another
//! region, and in the thread from vision to indicator.

use crate::examples::{id, text};
use crate::harness::state;
use crate::requirement::{goal, known, laws, minimum, own};
use crate::vision;
use dialogue::requirement::{
    BurdenBearer, BurdenUnit, CoherenceOrigin, GapKind, Influence, LevelCounts,
    NumberedRequirement, Requirement, RequirementFindingKind, RequirementLevel, RequirementObject,
    RequirementPlace, Specification, SpecificationMode,
};
use dialogue::trajectory::{Instrument, Principle};
use dialogue::vision::{PolicyGoal, PolicyGoalRecorded};
use dialogue::{RequirementId, Vision, VisionEvent};
use std::collections::BTreeSet;

fn specification(requirements: impl IntoIterator<Item = Requirement>) -> Specification {
    let requirements = (1..).zip(requirements);
    let requirements = requirements
        .map(|(number, requirement)| NumberedRequirement { id: id(number), requirement });
    Specification {
        goals: vec![goal("korter-wachten")],
        requirements: requirements.collect(),
        ..Specification::default()
    }
}

fn found(
    specification: &Specification,
    instrument: Option<Instrument>,
) -> Vec<RequirementFindingKind> {
    specification.check(&laws(), instrument).findings.iter().map(|it| it.kind).collect()
}

fn about(topic: &str) -> Requirement {
    let instead_of_known = Some(text("Het bestaande gaat niet ver genoeg."));
    Requirement { topics: BTreeSet::from([text(topic)]), instead_of_known, ..own() }
}

#[test]
fn what_the_law_asks_and_is_missing_is_named() {
    let all = specification(minimum().into_iter().map(|(_, requirement)| requirement));
    let check = all.check(&laws(), None);
    assert_eq!(check.missing, []);
    assert_eq!(check.minimum.len(), minimum().len());
    let mut fewer = all.clone();
    fewer.requirements.pop();
    let check = fewer.check(&laws(), None);
    assert_eq!(check.missing.len(), 1);
    assert!(check.findings.iter().any(|it| it.kind == RequirementFindingKind::LegalMinimumMissing
        && it.source.as_ref() == check.missing.first()));
}

#[test]
fn the_balance_is_that_of_what_goes_beyond_the_law() {
    let levels = [
        RequirementLevel::Input,
        RequirementLevel::Input,
        RequirementLevel::Throughput,
        RequirementLevel::Output,
    ];
    let all = levels.map(|level| Requirement { level, ..own() });
    let balance = specification(all.into_iter().chain([known("youth-complaints")])).balance();
    assert_eq!((balance.requirements, balance.beyond_law), (5, 4));
    let counted = LevelCounts { input: 2, throughput: 1, output: 1, outcome: 0 };
    assert_eq!(balance.levels, counted);
    assert_eq!((balance.input_throughput_percent, balance.registration_percent), (75, 0));
    let total = &balance.totals[0];
    assert_eq!((total.bearer, total.per), (BurdenBearer::Organisation, BurdenUnit::Year));
    assert_eq!((total.minutes, balance.burdens.len()), (240, 4));
    assert_eq!(balance.reference.len(), 3);
    assert_eq!(Specification::default().balance().input_throughput_percent, 0);
}

#[test]
fn more_than_the_average_of_the_study_is_told() {
    let many = |count, registration: bool| {
        let mut requirement = Requirement { level: RequirementLevel::Input, ..own() };
        requirement.burden.as_mut().unwrap().registration = registration;
        specification(vec![requirement; count])
    };
    let kinds = [RequirementFindingKind::MoreThanAverage, RequirementFindingKind::MuchRegistration];
    let of = |specification| -> Vec<_> {
        found(&specification, None).into_iter().filter(|it| kinds.contains(it)).collect()
    };
    assert_eq!(of(many(28, false)), []);
    assert_eq!(of(many(29, false)), [RequirementFindingKind::MoreThanAverage]);
    assert_eq!(of(many(28, true)), [RequirementFindingKind::MuchRegistration]);
    assert!(found(&many(3, false), None).contains(&RequirementFindingKind::MostlyInput));
    assert!(found(&many(3, false), None).contains(&RequirementFindingKind::NoOutcome));
    let influence = Influence { within: text("De duur."), outside: text("De instroom.") };
    let outcome =
        Requirement { level: RequirementLevel::Outcome, influence: Some(influence), ..own() };
    let kinds = found(&specification([outcome]), None);
    assert!(
        !kinds.contains(&RequirementFindingKind::NoOutcome)
            && !kinds.contains(&RequirementFindingKind::MostlyInput)
    );
}

#[test]
fn what_somebody_else_tests_already_is_told() {
    // The inspection looks at complaints; a certificate at a system of quality, once it is asked.
    let inspected = specification([about("complaints")]);
    assert!(found(&inspected, None).contains(&RequirementFindingKind::TestedAlready));
    let outcome = specification([about("outcome")]);
    assert!(found(&outcome, None).contains(&RequirementFindingKind::KnownSourceCovers));
    assert!(!found(&outcome, None).contains(&RequirementFindingKind::TestedAlready));
    let of_client = about("client-experience");
    let alone = specification([of_client.clone()]);
    assert!(!found(&alone, None).contains(&RequirementFindingKind::TestedAlready));
    let with_certificate = specification([of_client, known("hkz")]);
    assert!(found(&with_certificate, None).contains(&RequirementFindingKind::TestedAlready));
    let overlaps = alone.check(&laws(), None).overlaps;
    assert!(overlaps.iter().any(|it| it.source.id.as_str() == "outcome-set-youth"));
}

#[test]
fn two_requirements_about_the_same_are_told_unless_they_hold_for_other_lots() {
    let twice = specification([own(), Requirement { title: text("Hetzelfde"), ..own() }]);
    assert!(found(&twice, None).contains(&RequirementFindingKind::AskedTwice));
    let lot = |number| BTreeSet::from([vocabulary::Whole::new(number)]);
    let apart = specification([1, 2].map(|number| Requirement { lots: lot(number), ..own() }));
    assert!(!found(&apart, None).contains(&RequirementFindingKind::AskedTwice));
}

#[test]
fn a_place_that_an_instrument_does_not_have_is_told() {
    for (place, instrument, fits) in [
        (RequirementPlace::Award, Instrument::SocialServices, true),
        (RequirementPlace::Award, Instrument::OpenHouse, false),
        (RequirementPlace::SubsidyCondition, Instrument::Subsidy, true),
        (RequirementPlace::SubsidyCondition, Instrument::OpenProcedure, false),
        (RequirementPlace::Suitability, Instrument::InHouse, false),
        (RequirementPlace::Programme, Instrument::InHouse, true),
    ] {
        let one = specification([Requirement { place, ..own() }]);
        let told = found(&one, Some(instrument)).contains(&RequirementFindingKind::PlaceDoesNotFit);
        assert_eq!(told, !fits, "{place:?} in {instrument:?}");
    }
}

#[test]
fn help_itself_is_better_described_by_what_it_reaches() {
    let prescribed = |object| {
        let specification_mode = SpecificationMode::Technical;
        specification([Requirement { object, specification: specification_mode, ..own() }])
    };
    let method = prescribed(RequirementObject::Method);
    assert!(found(&method, None).contains(&RequirementFindingKind::HelpPrescribed));
    let organisation = prescribed(RequirementObject::Organisation);
    assert!(!found(&organisation, None).contains(&RequirementFindingKind::HelpPrescribed));
}

#[test]
fn a_version_tells_what_was_and_what_is() {
    let before = specification([own(), known("youth-complaints")]);
    let mut after = before.clone();
    after.requirements[0].requirement.title = text("Een andere titel");
    after.requirements.remove(1);
    after.requirements.push(NumberedRequirement { id: id(9), requirement: known("hkz") });
    let changes = after.changes_since(&before);
    let told: Vec<(RequirementId, bool, bool)> =
        changes.requirements.iter().map(|it| (it.id, it.was.is_some(), it.now.is_some())).collect();
    assert_eq!(told, [(id(1), true, true), (id(9), false, true), (id(2), true, false)]);
    assert!(!changes.goals_changed);
    after.goals.clear();
    assert!(after.changes_since(&before).goals_changed);
}

#[test]
fn the_requirements_of_two_regions_are_laid_side_by_side() {
    let other = Requirement { text: text("Iets anders."), goal: None, ..own() };
    let here = specification([own(), known("youth-complaints"), known("hkz")]);
    let there = specification([known("youth-complaints"), other.clone(), known("iso-9001")]);
    let comparison = here.compared_with(&there);
    assert_eq!(comparison.same, 1, "the goal and the lots of a trajectory do not count");
    let differences: Vec<_> = comparison.different[0].differences.iter().collect();
    assert_eq!(differences, ["text"]);
    assert_eq!(comparison.here_alone, [known("hkz")]);
    assert_eq!(comparison.there_alone, [known("iso-9001")]);
}

#[test]
fn every_gap_in_the_thread_is_marked() {
    let principle = |key: &str| Principle {
        key: text(key),
        title: text("Eén gezin, één plan"),
        text: text("Een gezin vertelt zijn verhaal één keer."),
    };
    let principles = [principle("een-plan")];
    let recorded = PolicyGoalRecorded { goal: vision::goal() };
    let ready = state::<Vision>([VisionEvent::from(recorded), vision::readied().into()]);
    let origin = CoherenceOrigin { vision: &ready, principles: &principles };
    let gaps = |specification: &Specification, criteria: Option<&[&str]>| -> Vec<_> {
        let criteria = criteria.map(|keys| keys.iter().map(|key| text(key)).collect());
        let coherence = specification.coherence(origin, criteria.as_ref());
        coherence.gaps.iter().map(|gap| gap.kind).collect()
    };
    let mut whole = specification([own()]);
    whole.goals[0].principle = Some(text("een-plan"));
    assert_eq!(gaps(&whole, None), []);
    let coherence = whole.coherence(origin, None);
    let thread = &coherence.threads[0];
    assert_eq!(thread.policy_goal, Some(text("eerder-hulp")));
    assert_eq!(thread.evaluation, vision::goal().learning);
    assert_eq!(thread.principle, Some(text("een-plan")));
    assert_eq!(thread.indicator, goal("korter-wachten").indicator);
    assert_eq!(thread.measurement, own().measurement);

    let loose = specification([own()]);
    assert_eq!(gaps(&loose, None), [GapKind::PrincipleWithoutGoal, GapKind::GoalWithoutPrinciple]);
    let mut idle = whole.clone();
    idle.requirements.clear();
    idle.goals[0].result = None;
    idle.goals[0].indicator = None;
    assert_eq!(
        gaps(&idle, None),
        [
            GapKind::GoalWithoutResult,
            GapKind::GoalWithoutIndicator,
            GapKind::GoalWithoutRequirement
        ]
    );
    let mut weighed = whole.clone();
    weighed.requirements[0].requirement.place = RequirementPlace::Award;
    weighed.requirements[0].requirement.measurement = None;
    assert_eq!(
        gaps(&weighed, None),
        [GapKind::RequirementWithoutCriterion, GapKind::RequirementWithoutMeasurement]
    );
    weighed.requirements[0].requirement.criterion = Some(text("vakmanschap"));
    assert_eq!(gaps(&weighed, Some(&["vakmanschap"])), [GapKind::RequirementWithoutMeasurement]);
    assert_eq!(
        gaps(&weighed, Some(&["prijs"])),
        [
            GapKind::CriterionUnknown,
            GapKind::RequirementWithoutMeasurement,
            GapKind::CriterionWithoutRequirement
        ]
    );
}

#[test]
fn the_thread_begins_at_the_goals_of_the_vision() {
    let told = |vision: &Vision, specification: &Specification| {
        let origin = CoherenceOrigin { vision, principles: &[] };
        let coherence = specification.coherence(origin, None);
        let kinds: Vec<_> = coherence.gaps.iter().map(|gap| gap.kind).collect();
        (coherence.threads, kinds)
    };
    let (threads, gaps) = told(&Vision::default(), &Specification::default());
    assert_eq!((threads, gaps), (vec![], vec![GapKind::VisionWithoutGoal]));

    let unclear = PolicyGoal { learning: None, ..vision::goal() };
    let draft = state::<Vision>([PolicyGoalRecorded { goal: unclear }]);
    let (threads, gaps) = told(&draft, &Specification::default());
    assert_eq!(threads.len(), 1);
    assert_eq!(threads[0].policy_goal, Some(text("eerder-hulp")));
    assert_eq!(threads[0].indicator, Some(text("De wachttijd in dagen.")));
    assert_eq!(
        gaps,
        [
            GapKind::PolicyGoalNotReady,
            GapKind::PolicyGoalWithoutGoal,
            GapKind::PolicyGoalWithoutEvaluation
        ]
    );

    let mut lost = specification([own()]);
    lost.goals[0].policy_goal = Some(text("iets-anders"));
    let (threads, gaps) = told(&draft, &lost);
    assert!(gaps.contains(&GapKind::GoalWithoutPolicyGoal), "{gaps:?}");
    assert_eq!(threads.iter().filter(|it| it.policy_goal.is_none()).count(), 1);
}
