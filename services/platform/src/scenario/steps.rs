//! A file as a row of steps, in the order in which they happen.

use super::file::{
    AdviceFilingPlan, AdvicePlan, AdviceRequestPlan, AdviceResponsePlan, ObjectionPlan, PhasePlan,
    Scenario,
};
use super::people::{DocumentPlan, InstrumentPlan, ProviderParty};
use super::request::RequestPlan;
use super::rounds::{
    AnswerPlan, ConsultationPlan, ContributionPlan, DispositionPlan, NotePlan, QuestionPlan,
    QuestionRoundPlan, ReportPlan,
};
use super::when::{NotAMoment, When};
use jiff::{SignedDuration, Timestamp};

/// Names something that a step makes, for the steps that come after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Name {
    ConsultationRound(usize, usize),
    Contribution(usize, usize, usize),
    QuestionRound(usize, usize),
    Question(usize, usize, usize),
    Advice(usize, usize),
}

/// What is done.
pub(super) enum Action<'s> {
    OpenTrajectory,
    Subscribe(Subscriber<'s>),
    Register(&'s ProviderParty),
    AddLot(usize),
    ChooseInstrument(&'s InstrumentPlan),
    RecordPrinciples,
    Plan,
    PublishDocument(&'s DocumentPlan),
    PlanPhase(&'s PhasePlan),
    OpenPhase(&'s PhasePlan),
    ClosePhase(&'s PhasePlan),
    PublishConsultation(&'s PhasePlan, Name, &'s ConsultationPlan),
    Contribute(Name, Name, &'s ContributionPlan),
    CloseConsultation(Name),
    GiveDisposition(Name, &'s DispositionPlan),
    PublishReport(Name, &'s ReportPlan),
    PublishQuestionRound(&'s PhasePlan, Name, &'s QuestionRoundPlan),
    Ask(Name, Name, &'s QuestionPlan),
    CloseQuestionRound(Name),
    DraftAnswer(Name, &'s str, &'s AnswerPlan),
    ApproveAnswer(Name, &'s str),
    PublishNote(Name, &'s NotePlan),
    RequestAdvice(&'s PhasePlan, Name, &'s AdvicePlan, &'s AdviceRequestPlan),
    FileAdvice(&'s PhasePlan, Name, &'s AdvicePlan, &'s AdviceFilingPlan),
    RespondToAdvice(Name, &'s AdviceResponsePlan),
    Object(&'s ObjectionPlan),
    Request(&'s RequestPlan, &'s str),
}

/// Who wants mail.
#[derive(Clone, Copy)]
pub(super) struct Subscriber<'s> {
    pub(super) person: &'s str,
    pub(super) service: &'static str,
    pub(super) email: &'s vocabulary::EmailAddress,
}

/// What is done, and when.
pub(super) struct Step<'s> {
    pub(super) at: Timestamp,
    pub(super) action: Action<'s>,
}

struct Steps<'s> {
    now: Timestamp,
    steps: Vec<Step<'s>>,
}

impl<'s> Steps<'s> {
    fn instant(&self, when: When) -> Result<Timestamp, NotAMoment> {
        when.instant(self.now)
    }

    fn at(&mut self, when: When, action: Action<'s>) -> Result<Timestamp, NotAMoment> {
        let at = self.instant(when)?;
        self.steps.push(Step { at, action });
        Ok(at)
    }

    fn after(&mut self, at: Timestamp, seconds: i64, action: Action<'s>) {
        let at = at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(at);
        self.steps.push(Step { at, action });
    }
}

/// The steps of a file, seen from `now`, in the order in which they happen.
pub(super) fn steps(scenario: &Scenario, now: Timestamp) -> Result<Vec<Step<'_>>, NotAMoment> {
    let mut steps = Steps { now, steps: vec![] };
    let opened = steps.at(scenario.trajectory.at, Action::OpenTrajectory)?;
    beginning(scenario, opened, &mut steps)?;
    for document in &scenario.document {
        steps.at(document.at, Action::PublishDocument(document))?;
    }
    for (place, phase) in scenario.phase.iter().enumerate() {
        steps.at(phase.planned, Action::PlanPhase(phase))?;
        if let Some(opens) = phase.opens {
            steps.at(opens, Action::OpenPhase(phase))?;
        }
        for (n, round) in phase.consultation.iter().enumerate() {
            consultation(phase, (place, n), round, &mut steps)?;
        }
        for (n, round) in phase.question_round.iter().enumerate() {
            question_round(phase, (place, n), round, &mut steps)?;
        }
        for (n, plan) in phase.advice.iter().enumerate() {
            advice(phase, Name::Advice(place, n), plan, &mut steps)?;
        }
        if let Some(closes) = phase.closes {
            steps.at(closes, Action::ClosePhase(phase))?;
        }
    }
    for objection in &scenario.objection {
        steps.at(objection.at, Action::Object(objection))?;
    }
    for request in &scenario.request {
        request.check_moments(now)?;
        for by in makers(scenario, &request.by) {
            steps.at(request.at, Action::Request(request, by))?;
        }
    }
    // What stands first in the file comes first, when the moment is the same.
    steps.steps.sort_by_key(|step| step.at);
    Ok(steps.steps)
}

/// Who makes a request: one person, or everyone of a crowd.
fn makers<'s>(scenario: &'s Scenario, by: &'s str) -> Vec<&'s str> {
    if !scenario.crowd.iter().any(|crowd| crowd.key == by) {
        return vec![by];
    }
    let of_it = |key: &str| {
        key.strip_prefix(by)
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    scenario.provider.iter().map(|it| it.key.as_str()).filter(|key| of_it(key)).collect()
}

fn beginning<'s>(
    scenario: &'s Scenario,
    opened: Timestamp,
    steps: &mut Steps<'s>,
) -> Result<(), NotAMoment> {
    for (n, _) in scenario.trajectory.lots.iter().enumerate() {
        steps.after(opened, 60, Action::AddLot(n));
    }
    if !scenario.trajectory.principles.is_empty() {
        steps.after(opened, 120, Action::RecordPrinciples);
    }
    if !scenario.trajectory.planning.is_empty() {
        steps.after(opened, 180, Action::Plan);
    }
    if let Some(instrument) = &scenario.trajectory.instrument {
        steps.at(instrument.at, Action::ChooseInstrument(instrument))?;
    }
    let staff = scenario.staff.iter().map(|it| (&it.key, it.email.as_ref(), "municipality"));
    let members = scenario.council_member.iter().map(|it| (&it.key, it.email.as_ref(), "council"));
    for (person, email, service) in staff.chain(members) {
        if let Some(email) = email {
            steps.after(opened, 240, Action::Subscribe(Subscriber { person, service, email }));
        }
    }
    for (n, provider) in (0..).zip(&scenario.provider) {
        steps.after(opened, 300 + 60 * n, Action::Register(provider));
        if provider.follows {
            let (person, email) = (&provider.key, &provider.contact.email);
            let subscriber = Subscriber { person, service: "provider", email };
            steps.after(opened, 300 + 60 * n, Action::Subscribe(subscriber));
        }
    }
    Ok(())
}

fn consultation<'s>(
    phase: &'s PhasePlan,
    (place, n): (usize, usize),
    round: &'s ConsultationPlan,
    steps: &mut Steps<'s>,
) -> Result<(), NotAMoment> {
    let name = Name::ConsultationRound(place, n);
    steps.at(round.published, Action::PublishConsultation(phase, name, round))?;
    for (m, contribution) in round.contribution.iter().enumerate() {
        let own = Name::Contribution(place, n, m);
        steps.at(contribution.at, Action::Contribute(own, name, contribution))?;
    }
    let Some(report) = &round.report else { return Ok(()) };
    let closed = steps.instant(round.closes.at)?;
    let reported = steps.instant(report.at)?;
    steps.after(closed, 60, Action::CloseConsultation(name));
    let decided: Vec<_> = round
        .contribution
        .iter()
        .enumerate()
        .filter_map(|(m, it)| Some((Name::Contribution(place, n, m), it.disposition.as_ref()?)))
        .collect();
    let pace = pace(closed, reported, decided.len());
    for (turn, (own, disposition)) in (1..).zip(decided) {
        steps.after(closed, 60 + turn * pace, Action::GiveDisposition(own, disposition));
    }
    steps.at(report.at, Action::PublishReport(name, report))?;
    Ok(())
}

/// How many seconds there are for each of a number of things between two instants, at most an
/// hour.
fn pace(from: Timestamp, to: Timestamp, count: usize) -> i64 {
    let count = i64::try_from(count).unwrap_or(i64::MAX - 2).saturating_add(2);
    (to.duration_since(from).as_secs() / count).clamp(0, 3_600)
}

fn question_round<'s>(
    phase: &'s PhasePlan,
    (place, n): (usize, usize),
    round: &'s QuestionRoundPlan,
    steps: &mut Steps<'s>,
) -> Result<(), NotAMoment> {
    let name = Name::QuestionRound(place, n);
    steps.at(round.published, Action::PublishQuestionRound(phase, name, round))?;
    for (m, question) in round.question.iter().enumerate() {
        steps.at(question.at, Action::Ask(Name::Question(place, n, m), name, question))?;
    }
    let Some(note) = &round.note else { return Ok(()) };
    let closed = steps.instant(round.closes.at)?;
    steps.after(closed, 60, Action::CloseQuestionRound(name));
    let begun = match round.answered {
        Some(answered) => steps.instant(answered)?,
        None => closed,
    };
    let pace = pace(begun, steps.instant(note.at)?, round.question.len());
    if let (Some(drafter), Some(approver)) = (&round.drafted_by, &round.approved_by) {
        for (turn, (m, question)) in (1..).zip(round.question.iter().enumerate()) {
            let Some(answer) = &question.answer else { continue };
            let own = Name::Question(place, n, m);
            let at = 60 + turn * pace;
            steps.after(begun, at, Action::DraftAnswer(own, drafter, answer));
            steps.after(begun, at + pace / 2, Action::ApproveAnswer(own, approver));
        }
    }
    steps.at(note.at, Action::PublishNote(name, note))?;
    Ok(())
}

fn advice<'s>(
    phase: &'s PhasePlan,
    name: Name,
    plan: &'s AdvicePlan,
    steps: &mut Steps<'s>,
) -> Result<(), NotAMoment> {
    if let Some(request) = &plan.request {
        steps.at(request.at, Action::RequestAdvice(phase, name, plan, request))?;
    }
    if let Some(filing) = &plan.filing {
        steps.at(filing.at, Action::FileAdvice(phase, name, plan, filing))?;
    }
    if let Some(response) = &plan.response {
        steps.at(response.at, Action::RespondToAdvice(name, response))?;
    }
    Ok(())
}
