//! The rules of indicators, of data before it counts, and of talks about it in their fixed order.

use crate::examples::{file, id, instant, term, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::contract::{ConsultationLevel, Side};
use dialogue::performance::*;
use dialogue::{
    DataDelivery, DataDeliveryCommand, IndicatorSet, IndicatorSetCommand, PerformanceTalk,
    PerformanceTalkCommand,
};
use std::collections::{BTreeMap, HashSet};

fn indicator() -> Indicator {
    Indicator {
        key: text("wachttijd"),
        title: text("Wachttijd"),
        description: text("Dagen tot de eerste afspraak."),
        kind: GoalKind::Steering,
        goal: text("snel-hulp"),
        requirement: None,
        unit: text("dagen"),
        target: Target { direction: TargetDirection::AtMost, value: text("28") },
        least: Some(text("0")),
        most: Some(text("730")),
        source: text("Het register."),
        frequency: Frequency::Quarter,
        evidence: vec![form("register"), form("enquete")],
        lots: vec![whole(1)],
    }
}

fn form(key: &str) -> EvidenceForm {
    EvidenceForm { key: text(key), title: text("Een vorm van bewijs") }
}

fn define(indicator: Indicator, change: Option<&str>) -> IndicatorSetCommand {
    IndicatorSetCommand::Define { indicator: Box::new(indicator), change: change.map(text) }
}

fn defined(version: u32, indicator: Indicator, change: Option<&str>) -> IndicatorDefined {
    IndicatorDefined { version, indicator, change: change.map(text) }
}

fn agreed(key: &str) -> IndicatorEvidenceAgreed {
    IndicatorEvidenceAgreed {
        indicator: text("wachttijd"),
        contract: id(81),
        evidence: vec![form(key)],
        reason: text("Deze praktijk heeft geen register."),
    }
}

pub(crate) fn indicators() -> Vec<IndicatorSetCommand> {
    let retired = IndicatorRetired { indicator: text("wachttijd"), reason: text("Te grof.") };
    let mut other = indicator();
    other.frequency = Frequency::Month;
    vec![
        define(indicator(), None),
        IndicatorSetCommand::AgreeEvidence(agreed("agenda")),
        define(other, Some("Per maand zien wij eerder wat er is.")),
        IndicatorSetCommand::Retire(retired),
        define(indicator(), Some("Toch weer.")),
    ]
}

#[test]
fn an_indicator_gets_versions_and_each_change_its_reason() {
    given_nothing::<IndicatorSet>().when(define(indicator(), None)).then([defined(
        1,
        indicator(),
        None,
    )]);
    let set = || given::<IndicatorSet>([defined(1, indicator(), None)]);
    let mut other = indicator();
    other.target.value = text("21");
    set().when(define(other.clone(), None)).then_faults(&["/change"]);
    let why = "De raad wil het korter.";
    set().when(define(other.clone(), Some(why))).then([defined(2, other, Some(why))]);
    given_nothing::<IndicatorSet>()
        .when(define(indicator(), Some("Nieuw.")))
        .then_faults(&["/change"]);
}

#[test]
fn a_target_that_cannot_be_and_evidence_that_is_named_twice_are_refused() {
    let mut wrong = indicator();
    wrong.target.value = text("900");
    wrong.evidence = vec![form("register"), form("register")];
    let new = given_nothing::<IndicatorSet>();
    new.when(define(wrong, None)).then_faults(&["/evidence/1/key", "/target/value"]);
    let mut none = indicator();
    none.evidence = vec![];
    (none.least, none.most) = (Some(text("9")), Some(text("8")));
    given_nothing::<IndicatorSet>().when(define(none, None)).then_faults(&[
        "/evidence",
        "/most",
        "/target/value",
    ]);
}

#[test]
fn a_provider_shows_an_indicator_in_forms_of_its_own_beside_those_of_everyone() {
    let set = || given::<IndicatorSet>([defined(1, indicator(), None)]);
    set().when(IndicatorSetCommand::AgreeEvidence(agreed("agenda"))).then([agreed("agenda")]);
    set()
        .when(IndicatorSetCommand::AgreeEvidence(agreed("register")))
        .then_faults(&["/evidence/0/key"]);
    let mut unknown = agreed("agenda");
    unknown.indicator = text("uitval");
    set().when(IndicatorSetCommand::AgreeEvidence(unknown)).then_refused("indicator-unknown");
}

/// What values are held against in these tests: a delivery over the first quarter of 2028.
fn faults(contract: u128, value: &DeliveredValue, now: &str) -> Vec<&'static str> {
    let mut set = IndicatorSet::default();
    dialogue::Decider::evolve(&mut set, &defined(1, indicator(), None).into());
    dialogue::Decider::evolve(&mut set, &agreed("agenda").into());
    let known = KnownContract { id: id(contract), lots: vec![whole(1)] };
    let contracts = BTreeMap::from([(text("jh-14"), known.clone())]);
    let opened = opened();
    let facts = DeliveryFacts {
        basis: DeliveryBasis {
            trajectory: opened.trajectory,
            contract: None,
            provider: None,
            period: opened.period,
            indicators: &[],
            due: None,
        },
        contracts: &contracts,
        indicators: &set,
        now: instant(now),
    };
    assert!(facts.contract("jh-15").is_err(), "there is one contract");
    let none = HashSet::new();
    assert_eq!(facts.missing(&none), 0, "who delivers nothing is not counted");
    facts.faults(&known, value).iter().map(|fault| fault.part).collect()
}

fn value(number: &str, evidence: Option<&str>) -> DeliveredValue {
    DeliveredValue {
        indicator: text("wachttijd"),
        period: text("2028-Q1"),
        value: text(number),
        evidence: evidence.map(text),
        note: None,
    }
}

#[test]
fn a_value_counts_only_after_its_period_and_when_it_can_be_right() {
    let after = "2028-04-01T00:00:00Z";
    let right = value("31.5", Some("register"));
    assert_eq!(faults(81, &right, after), [""; 0]);
    // The quarter ends at midnight in the Netherlands, when it is still 22.00 elsewhere.
    assert_eq!(faults(81, &right, "2028-03-31T21:59:59Z"), ["period"]);
    assert_eq!(faults(81, &right, "2028-03-31T22:00:00Z"), [""; 0]);
    assert_eq!(faults(81, &value("731", Some("register")), after), ["value"]);
    assert_eq!(faults(81, &value("3", None), after), ["evidence"], "there is a choice");
    assert_eq!(faults(81, &value("3", Some("agenda")), after), [""; 0], "it was agreed");
    let note = Some(text("Haar zoon Daan wachtte lang."));
    assert_eq!(faults(81, &DeliveredValue { note, ..right.clone() }, after), ["note"]);
    assert_eq!(faults(82, &value("3", Some("agenda")), after), ["evidence"], "not with this one");
    let mut other = right.clone();
    other.period = text("2028-02");
    assert_eq!(faults(81, &other, after), ["period"], "it is measured by the quarter");
    other.indicator = text("uitval");
    assert_eq!(faults(81, &other, after), ["indicator"]);
}

fn opened() -> DataDeliveryOpened {
    DataDeliveryOpened {
        trajectory: id(1),
        contract: None,
        provider: None,
        period: text("2028-Q1"),
        source: text("Het register."),
    }
}

fn requested(again: Option<&str>) -> DataRequested {
    DataRequested {
        trajectory: id(1),
        contract: id(81),
        provider: id(51),
        period: text("2028-Q1"),
        indicators: vec![text("wachttijd")],
        due: term("2028-04-14T12:00:00+02:00"),
        purpose: text("Voor het gesprek."),
        again: again.map(text),
        above_target: None,
    }
}

fn begun() -> DataImportBegun {
    DataImportBegun { rows: 2, parts: 2, file: file("kwartaal.csv") }
}

fn part(part: u32) -> DataRowsAdded {
    DataRowsAdded { part, contract: id(80 + u128::from(part)), values: vec![value("3", None)] }
}

fn completed(missing: u32) -> DataDeliveryCompleted {
    DataDeliveryCompleted { rows: 2, contracts: 2, missing, late: false }
}

fn checks(completeness: bool) -> DataChecks {
    let finding = |met| CheckFinding { met, finding: text("Nagekeken.") };
    DataChecks {
        completeness: finding(completeness),
        correctness: finding(true),
        timeliness: finding(true),
    }
}

fn check(completeness: bool) -> DataDeliveryCommand {
    DataDeliveryCommand::Check { checks: Box::new(checks(completeness)), by: id(31) }
}

fn all_in(missing: u32) -> Vec<DataDeliveryEvent> {
    vec![opened().into(), begun().into(), part(1).into(), part(2).into(), completed(missing).into()]
}

fn before() -> DeliveredBefore {
    DeliveredBefore { indicator: text("wachttijd"), period: text("2028-Q1"), delivery: id(91) }
}

fn request(again: Option<&str>, before: Vec<DeliveredBefore>) -> DataDeliveryCommand {
    DataDeliveryCommand::Request { request: Box::new(requested(again)), before }
}

pub(crate) fn deliveries() -> Vec<DataDeliveryCommand> {
    vec![
        DataDeliveryCommand::Open(opened()),
        DataDeliveryCommand::Begin(begun()),
        DataDeliveryCommand::Add(vec![part(2)]),
        DataDeliveryCommand::Add(vec![part(1), part(2)]),
        DataDeliveryCommand::Complete(completed(0)),
        check(true),
    ]
}

pub(crate) fn requests() -> Vec<DataDeliveryCommand> {
    vec![
        request(None, vec![]),
        DataDeliveryCommand::Begin(begun()),
        DataDeliveryCommand::Add(vec![part(1), part(2)]),
        DataDeliveryCommand::Complete(completed(1)),
        check(false),
    ]
}

#[test]
fn what_was_delivered_is_not_requested_again_without_a_reason() {
    let told = given_nothing::<DataDelivery>()
        .when(request(None, vec![before()]))
        .then_refused("data-delivered-before");
    assert!(told.detail.contains("wachttijd (2028-Q1)"), "{}", told.detail);
    let why = Some("De eerste telling klopte niet.");
    given_nothing::<DataDelivery>().when(request(why, vec![before()])).then([requested(why)]);
}

#[test]
fn what_was_broken_off_goes_on_and_nothing_is_taken_twice() {
    let state = || given::<DataDelivery>([DataDeliveryEvent::from(opened()), begun().into()]);
    state().when(DataDeliveryCommand::Add(vec![part(2)])).then([part(2)]);
    let half: [DataDeliveryEvent; 3] = [opened().into(), begun().into(), part(2).into()];
    let half = || given::<DataDelivery>(half.clone());
    half().when(DataDeliveryCommand::Add(vec![part(1), part(2)])).then([part(1)]);
    half()
        .when(DataDeliveryCommand::Complete(completed(0)))
        .then_refused("data-delivery-incomplete");
    half().when(check(true)).then_refused("data-delivery-incomplete");
    let other = DataImportBegun { rows: 9, ..begun() };
    half().when(DataDeliveryCommand::Begin(other)).then_refused("data-import-begun");
    half().when(DataDeliveryCommand::Add(vec![part(3)])).then_refused("data-import-begun");
}

#[test]
fn data_is_good_in_every_respect_or_counts_for_nothing() {
    let good = DataDeliveryValidated { checks: checks(true), by: id(31) };
    given::<DataDelivery>(all_in(0)).when(check(true)).then([good.clone()]);
    let bad = DataDeliveryRejected { checks: checks(false), by: id(31) };
    given::<DataDelivery>(all_in(0)).when(check(false)).then([bad]);
    given::<DataDelivery>(all_in(3)).when(check(true)).then_faults(&["/completeness/met"]);
    let mut done = all_in(0);
    done.push(good.into());
    given::<DataDelivery>(done).when(check(false)).then_refused("data-delivery-checked");
}

fn figure(key: &str, value: &str) -> TalkFigure {
    TalkFigure {
        indicator: text(key),
        title: text("Een indicator"),
        unit: text("dagen"),
        target: Target { direction: TargetDirection::AtMost, value: text("28") },
        period: text("2028-Q1"),
        value: text(value),
        previous: None,
        delivery: id(91),
    }
}

fn item(number: u32, part: AgendaPart) -> TalkItem {
    TalkItem { number: whole(number), part, title: text("Een punt") }
}

/// A talk about one indicator that is off target, and one that is not.
fn talk() -> PerformanceTalkOpened {
    PerformanceTalkOpened {
        trajectory: id(1),
        contract: id(81),
        provider: id(51),
        level: ConsultationLevel::Operational,
        period: text("2028-Q1"),
        on: "2028-04-20".parse().unwrap(),
        agenda: vec![item(1, AgendaPart::Quality), item(2, AgendaPart::Finance)],
        figures: vec![figure("wachttijd", "31.5"), figure("uitval", "3")],
        commitments: vec![],
    }
}

fn open(talk: PerformanceTalkOpened) -> PerformanceTalkCommand {
    PerformanceTalkCommand::Open { talk: Box::new(talk), missing: vec![] }
}

fn deviation() -> TalkAnswer {
    TalkAnswer::Deviation {
        positive: Some(text("Er is minder uitval.")),
        interpretations: vec![Interpretation {
            indicator: text("wachttijd"),
            numbers: text("Drie dagen boven het doel, en oplopend."),
            story: text("Ouders vertellen dat zij niet weten wanneer zij iets horen."),
            sources: [StorySource::Clients].into(),
        }],
    }
}

fn causes() -> TalkAnswer {
    let cause = |key: &str| RootCause {
        key: text(key),
        indicator: text("wachttijd"),
        cause: text("Er waren minder behandelaars."),
        context: None,
        lesson: None,
    };
    TalkAnswer::RootCauses { causes: vec![cause("ziekte"), cause("planning")] }
}

fn shares(first: u32, second: u32) -> TalkAnswer {
    let share = |key: &str, share| CauseShare { cause: text(key), share: whole(share) };
    let shares = vec![share("ziekte", first), share("planning", second)];
    TalkAnswer::ExplainedShare { shares, research: None }
}

fn action() -> PlannedAction {
    PlannedAction {
        key: text("inwerken"),
        indicator: text("wachttijd"),
        text: text("Twee behandelaars beginnen."),
        owner: ActionOwner { side: Side::Provider, function: text("Teamleider") },
        deadline: "2028-06-01".parse().unwrap(),
        expected: text("26"),
        interim: InterimGoal { value: text("29"), period: text("2028-Q2") },
    }
}

fn actions(actions: Vec<PlannedAction>) -> TalkAnswer {
    TalkAnswer::Actions { taken: None, actions, gap: text("Daarmee is het dicht."), help: None }
}

fn outcome(on_target: &str) -> TalkAnswer {
    TalkAnswer::Outcome {
        results: vec![ExpectedResult {
            indicator: text("wachttijd"),
            on_target: text(on_target),
            durable: text("2029-Q1"),
        }],
        follow_up: text("Wij kijken er elk kwartaal naar."),
    }
}

fn answer(answer: TalkAnswer) -> PerformanceTalkCommand {
    PerformanceTalkCommand::Answer(Box::new(answer))
}

fn minutes() -> PerformanceTalkCommand {
    let said = |item| TalkMinutes { item: whole(item), text: text("Dit is besproken.") };
    PerformanceTalkCommand::RecordMinutes { minutes: vec![said(1), said(2)], by: id(31) }
}

fn checked(confirmed: bool, remark: Option<&str>) -> PerformanceTalkCommand {
    let remark = remark.map(text);
    PerformanceTalkCommand::CheckMinutes(PerformanceTalkMinutesChecked { confirmed, remark })
}

fn close(measured: Option<(&str, &str)>) -> PerformanceTalkCommand {
    let measured = measured.map(|(period, value)| MeasuredResult {
        period: text(period),
        value: text(value),
        delivery: id(92),
    });
    let conclusion = text("Wij zijn er.");
    PerformanceTalkCommand::CloseAction { action: text("inwerken"), measured, conclusion }
}

pub(crate) fn talks() -> Vec<PerformanceTalkCommand> {
    vec![
        open(talk()),
        answer(deviation()),
        answer(causes()),
        answer(shares(60, 40)),
        answer(actions(vec![action()])),
        answer(outcome("2028-Q3")),
        minutes(),
        checked(false, Some("De planner begon in maart.")),
        minutes(),
        checked(true, None),
        close(Some(("2028-Q3", "25"))),
    ]
}

/// A talk in which so many questions were answered.
fn after(questions: usize) -> Vec<PerformanceTalkEvent> {
    let answers =
        [deviation(), causes(), shares(60, 40), actions(vec![action()]), outcome("2028-Q3")];
    let answered = answers
        .into_iter()
        .take(questions)
        .map(|answer| PerformanceTalkEvent::from(PerformanceTalkQuestionAnswered { answer }));
    std::iter::once(talk().into()).chain(answered).collect()
}

#[test]
fn there_is_no_talk_about_what_was_not_validated() {
    let missing = vec![(text("wachttijd"), text("2028-Q1"))];
    let open_on = |talk: PerformanceTalkOpened, missing| {
        let talk = Box::new(talk);
        given_nothing::<PerformanceTalk>().when(PerformanceTalkCommand::Open { talk, missing })
    };
    let told = open_on(talk(), missing).then_refused("talk-data-not-validated");
    assert!(told.detail.contains("wachttijd (2028-Q1)"), "{}", told.detail);
    let nothing = PerformanceTalkOpened { figures: vec![], ..talk() };
    open_on(nothing, vec![]).then_refused("talk-data-not-validated");
    open_on(talk(), vec![]).then([talk()]);
}

#[test]
fn quality_is_always_on_the_agenda_and_money_apart_and_last() {
    let with = |agenda| {
        given_nothing::<PerformanceTalk>().when(open(PerformanceTalkOpened { agenda, ..talk() }))
    };
    with(vec![item(1, AgendaPart::Other)]).then_faults(&["/agenda"]);
    with(vec![item(1, AgendaPart::Finance), item(2, AgendaPart::Quality)])
        .then_faults(&["/agenda/0/part"]);
    with(vec![item(2, AgendaPart::Quality)]).then_faults(&["/agenda"]);
}

#[test]
fn the_questions_come_in_their_fixed_order() {
    let told = given::<PerformanceTalk>(after(0))
        .when(answer(actions(vec![action()])))
        .then_refused("talk-question-order");
    assert!(told.detail.contains("wat:"), "{}", told.detail);
    given::<PerformanceTalk>(after(2))
        .when(answer(shares(50, 50)))
        .then([PerformanceTalkQuestionAnswered { answer: shares(50, 50) }]);
    given::<PerformanceTalk>(after(3))
        .when(answer(shares(50, 50)))
        .then([PerformanceTalkQuestionAnswered { answer: shares(50, 50) }]);
    given::<PerformanceTalk>(after(4))
        .when(answer(shares(50, 50)))
        .then_refused("talk-question-passed");
    given::<PerformanceTalk>(after(4)).when(minutes()).then_refused("talk-unanswered");
}

#[test]
fn what_is_off_target_is_interpreted_with_numbers_and_stories() {
    let none = TalkAnswer::Deviation { positive: None, interpretations: vec![] };
    let told = given::<PerformanceTalk>(after(0)).when(answer(none));
    let told = told.then_faults(&["/interpretations"]);
    assert!(told.faults[0].detail.starts_with("wachttijd"), "uitval is on target");
    let TalkAnswer::Deviation { positive, mut interpretations } = deviation() else { panic!() };
    interpretations[0].sources.clear();
    let without = TalkAnswer::Deviation { positive, interpretations };
    given::<PerformanceTalk>(after(0))
        .when(answer(without))
        .then_faults(&["/interpretations/0/sources"]);
}

#[test]
fn a_talk_tells_of_nobody() {
    let TalkAnswer::Deviation { mut interpretations, .. } = deviation() else { panic!() };
    interpretations[0].story = text("Haar zoon Daan wachtte lang, BSN 123456782.");
    let positive = Some(text("Bel mevrouw De Vries op 06-12345678."));
    let named = TalkAnswer::Deviation { positive, interpretations };
    given::<PerformanceTalk>(after(0)).when(answer(named)).then_faults(&[
        "/positive",
        "/positive",
        "/interpretations/0/story",
        "/interpretations/0/story",
    ]);
    let mut agreed = action();
    agreed.owner.function = text("Planner, mail jan@zorg.nl");
    given::<PerformanceTalk>(after(3))
        .when(answer(actions(vec![agreed])))
        .then_faults(&["/actions/0/owner/function"]);
    let PerformanceTalkCommand::RecordMinutes { minutes: mut said, by } = minutes() else {
        panic!()
    };
    said[0].text = text("Haar zoon Daan wachtte lang.");
    let said = PerformanceTalkCommand::RecordMinutes { minutes: said, by };
    given::<PerformanceTalk>(after(5)).when(said).then_faults(&["/minutes/0/text"]);
}

#[test]
fn causes_explain_no_more_than_the_whole() {
    given::<PerformanceTalk>(after(2)).when(answer(shares(60, 41))).then_faults(&["/shares"]);
    let one = TalkAnswer::ExplainedShare {
        shares: vec![CauseShare { cause: text("ziekte"), share: whole(60) }],
        research: None,
    };
    given::<PerformanceTalk>(after(2)).when(answer(one)).then_faults(&["/shares"]);
}

#[test]
fn an_action_has_a_deadline_an_effect_and_a_goal_on_the_way() {
    let with = |change: fn(&mut PlannedAction)| {
        let mut wrong = action();
        change(&mut wrong);
        given::<PerformanceTalk>(after(3)).when(answer(actions(vec![wrong])))
    };
    with(|it| it.deadline = "2028-04-19".parse().unwrap()).then_faults(&["/actions/0/deadline"]);
    with(|it| it.expected = text("31.5"))
        .then_faults(&["/actions/0/expected", "/actions/0/interim/value"]);
    with(|it| it.interim.value = text("35")).then_faults(&["/actions/0/interim/value"]);
    with(|it| it.interim.period = text("2028-Q1")).then_faults(&["/actions/0/interim/period"]);
    with(|it| it.indicator = text("klachten")).then_faults(&["/actions/0/indicator", "/actions"]);
    let twice = actions(vec![action(), action()]);
    given::<PerformanceTalk>(after(3)).when(answer(twice)).then_faults(&["/actions/1/key"]);
    given::<PerformanceTalk>(after(4))
        .when(answer(outcome("2028-Q1")))
        .then_faults(&["/results/0/onTarget"]);
}

#[test]
fn an_action_closes_only_on_what_was_measured_and_validated_since() {
    let state = || given::<PerformanceTalk>(after(4));
    state().when(close(None)).then_refused("action-not-measured");
    state().when(close(Some(("2028-Q1", "20")))).then_refused("action-not-measured");
    let closed = |value: &str, reached| PerformanceActionClosed {
        action: text("inwerken"),
        period: text("2028-Q2"),
        value: text(value),
        delivery: id(92),
        reached,
        conclusion: text("Wij zijn er."),
    };
    state().when(close(Some(("2028-Q2", "26")))).then([closed("26", true)]);
    state().when(close(Some(("2028-Q2", "26.5")))).then([closed("26.5", false)]);
    given::<PerformanceTalk>(after(3)).when(close(None)).then_refused("action-unknown");
}

#[test]
fn the_provider_confirms_the_minutes_or_tells_what_is_wrong() {
    let mut events = after(5);
    events.extend(given::<PerformanceTalk>(after(5)).when(minutes()).into_events());
    let state = || given::<PerformanceTalk>(events.clone());
    given::<PerformanceTalk>(after(5))
        .when(checked(true, None))
        .then_refused("talk-minutes-missing");
    state().when(checked(false, None)).then_faults(&["/remark"]);
    state()
        .when(checked(true, None))
        .then([PerformanceTalkMinutesChecked { confirmed: true, remark: None }]);
    let mut done = events.clone();
    done.push(PerformanceTalkMinutesChecked { confirmed: true, remark: None }.into());
    given::<PerformanceTalk>(done)
        .when(answer(outcome("2028-Q4")))
        .then_refused("talk-minutes-confirmed");
}
