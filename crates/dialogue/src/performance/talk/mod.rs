//! The performance talk (prestatiedialoog) with one provider, in its fixed order: what, why, how,
//! result (Handreiking kwaliteitscriteria, appendix 1). It is held on validated data alone.
//!
//! The names of the events are the storage format: they never change.

mod answers;
mod events;

pub use events::{
    ActionOwner, AgendaPart, CauseShare, ExpectedResult, InterimGoal, Interpretation,
    PerformanceActionClosed, PerformanceTalkEvent, PerformanceTalkMinutesChecked,
    PerformanceTalkMinutesRecorded, PerformanceTalkOpened, PerformanceTalkQuestionAnswered,
    PlannedAction, RootCause, StorySource, TalkAnswer, TalkFigure, TalkItem, TalkMinutes,
};

use super::{Measure, PerformanceRefusal, Period};
use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::{DataDeliveryId, PersonId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug};

/// How many items an agenda has at most.
const AGENDA_MAX: usize = 50;

/// One of the five questions, in their order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TalkQuestion {
    /// What is the deviation from the target?
    Deviation,
    /// What are the deeper causes?
    RootCauses,
    /// Which share of the problem do these explain?
    ExplainedShare,
    /// Which actions were taken, and which are needed?
    Actions,
    /// When is performance on target?
    Outcome,
}

impl TalkQuestion {
    /// All of them, in their order.
    pub const ALL: [Self; 5] =
        [Self::Deviation, Self::RootCauses, Self::ExplainedShare, Self::Actions, Self::Outcome];

    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Deviation => "wat: hoe ver zijn wij van het doel",
            Self::RootCauses => "waarom: wat zijn de diepere oorzaken",
            Self::ExplainedShare => "waarom: welk deel verklaren die oorzaken",
            Self::Actions => "hoe: welke acties zijn er gedaan en nodig",
            Self::Outcome => "resultaat: wanneer is het doel bereikt",
        }
    }
}

impl TalkAnswer {
    /// Which question it answers.
    #[must_use]
    pub const fn question(&self) -> TalkQuestion {
        match self {
            Self::Deviation { .. } => TalkQuestion::Deviation,
            Self::RootCauses { .. } => TalkQuestion::RootCauses,
            Self::ExplainedShare { .. } => TalkQuestion::ExplainedShare,
            Self::Actions { .. } => TalkQuestion::Actions,
            Self::Outcome { .. } => TalkQuestion::Outcome,
        }
    }
}

/// What was measured after a talk, and validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasuredResult {
    /// Over which period.
    pub period: Period,
    /// The value.
    pub value: Measure,
    /// In which delivery it came.
    pub delivery: DataDeliveryId,
}

/// What can be asked of a performance talk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum PerformanceTalkCommand {
    /// `missing` is what was due and has no validated value: a fact of other streams.
    Open {
        talk: Box<PerformanceTalkOpened>,
        missing: Vec<(Slug, Period)>,
    },
    Answer(Box<TalkAnswer>),
    RecordMinutes {
        minutes: Vec<TalkMinutes>,
        by: PersonId,
    },
    CheckMinutes(PerformanceTalkMinutesChecked),
    /// `measured` is the last validated value of its indicator: a fact of another stream.
    CloseAction {
        action: Slug,
        measured: Option<MeasuredResult>,
        conclusion: Paragraph,
    },
}

/// The state of a performance talk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerformanceTalk {
    opened: Option<PerformanceTalkOpened>,
    answers: Vec<TalkAnswer>,
    minutes: Option<PerformanceTalkMinutesRecorded>,
    checked: Option<PerformanceTalkMinutesChecked>,
    closed: BTreeMap<Slug, PerformanceActionClosed>,
}

impl PerformanceTalk {
    /// What was opened.
    ///
    /// # Errors
    /// When there is no such talk.
    pub fn opened(&self) -> Result<&PerformanceTalkOpened, Refusal> {
        self.opened.as_ref().ok_or_else(|| PerformanceRefusal::TalkUnknown.into())
    }

    /// An action that was agreed.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn action(&self, key: &Slug) -> Result<&PlannedAction, Refusal> {
        self.opened()?;
        let all = self.answers.iter().find_map(|answer| match answer {
            TalkAnswer::Actions { actions, .. } => Some(actions),
            _ => None,
        });
        let found = all.into_iter().flatten().find(|action| action.key == *key);
        found.ok_or_else(|| PerformanceRefusal::ActionUnknown.into())
    }

    /// The question that comes next.
    fn next(&self) -> Option<TalkQuestion> {
        TalkQuestion::ALL.get(self.answers.len()).copied()
    }

    fn is_confirmed(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.confirmed)
    }

    fn open(
        &self,
        talk: PerformanceTalkOpened,
        missing: Vec<(Slug, Period)>,
    ) -> Result<Vec<PerformanceTalkEvent>, Refusal> {
        match &self.opened {
            Some(same) if *same == talk => return Ok(vec![]),
            Some(_) => return Err(PerformanceRefusal::TalkExists.into()),
            None => {}
        }
        agenda_faults(&talk.agenda).check()?;
        if !missing.is_empty() || talk.figures.is_empty() {
            return Err(PerformanceRefusal::NotValidated(missing).into());
        }
        Ok(vec![talk.into()])
    }

    fn answer(&self, answer: TalkAnswer) -> Result<Vec<PerformanceTalkEvent>, Refusal> {
        let talk = self.opened()?;
        if self.answers.contains(&answer) {
            return Ok(vec![]);
        }
        let question = answer.question();
        let again = self.answers.last().is_some_and(|last| last.question() == question);
        if self.is_confirmed() {
            return Err(PerformanceRefusal::MinutesConfirmed.into());
        }
        if !again && self.next() != Some(question) {
            return Err(match self.next() {
                Some(next) if question > next => PerformanceRefusal::QuestionOrder(next).into(),
                _ => PerformanceRefusal::QuestionPassed.into(),
            });
        }
        if self.minutes.is_some() {
            return Err(PerformanceRefusal::QuestionPassed.into());
        }
        answers::faults(talk, &self.answers, &answer).check()?;
        Ok(vec![PerformanceTalkQuestionAnswered { answer }.into()])
    }

    fn record(
        &self,
        minutes: Vec<TalkMinutes>,
        by: PersonId,
    ) -> Result<Vec<PerformanceTalkEvent>, Refusal> {
        let talk = self.opened()?;
        if self.minutes.as_ref().is_some_and(|known| known.minutes == minutes) {
            return Ok(vec![]);
        }
        if let Some(next) = self.next() {
            return Err(PerformanceRefusal::TalkUnanswered(next).into());
        }
        if self.is_confirmed() {
            return Err(PerformanceRefusal::MinutesConfirmed.into());
        }
        let items = talk.agenda.iter().map(|item| item.number);
        if !items.eq(minutes.iter().map(|part| part.item)) {
            let told = "Geef bij elk punt van de agenda één verslag, in die volgorde.";
            return Err(Faults::one("/minutes", told).into());
        }
        let mut faults = Faults::none();
        for (place, part) in minutes.iter().enumerate() {
            let field = format!("/minutes/{place}/text");
            faults.extend(personal_faults(&field, part.text.as_str()).into_vec());
        }
        faults.check()?;
        Ok(vec![PerformanceTalkMinutesRecorded { minutes, by }.into()])
    }

    fn check(
        &self,
        checked: PerformanceTalkMinutesChecked,
    ) -> Result<Vec<PerformanceTalkEvent>, Refusal> {
        self.opened()?;
        if self.checked.as_ref() == Some(&checked) {
            return Ok(vec![]);
        }
        if self.minutes.is_none() {
            return Err(PerformanceRefusal::MinutesMissing.into());
        }
        if self.is_confirmed() {
            return Err(PerformanceRefusal::MinutesConfirmed.into());
        }
        if !checked.confirmed && checked.remark.is_none() {
            return Err(Faults::one("/remark", "Vertel wat er in het verslag niet klopt.").into());
        }
        Ok(vec![checked.into()])
    }

    fn close(
        &self,
        key: Slug,
        measured: Option<MeasuredResult>,
        conclusion: Paragraph,
    ) -> Result<Vec<PerformanceTalkEvent>, Refusal> {
        let action = self.action(&key)?;
        if let Some(known) = self.closed.get(&key) {
            let same = known.conclusion == conclusion;
            let refused = Err(PerformanceRefusal::ActionClosed.into());
            return if same { Ok(vec![]) } else { refused };
        }
        let talk = self.opened()?;
        let figure = talk.figures.iter().find(|it| it.indicator == action.indicator);
        let later = measured.filter(|it| it.period > talk.period);
        let (Some(figure), Some(MeasuredResult { period, value, delivery })) = (figure, later)
        else {
            return Err(PerformanceRefusal::ActionNotMeasured.into());
        };
        let reached = answers::reaches(figure.target, action.expected, value);
        let closed =
            PerformanceActionClosed { action: key, period, value, delivery, reached, conclusion };
        Ok(vec![closed.into()])
    }
}

/// Quality is always on the agenda; money is apart from it, and last.
fn agenda_faults(agenda: &[TalkItem]) -> Faults {
    let mut faults = Faults::none();
    let numbered = agenda.iter().enumerate().all(|(place, item)| {
        usize::try_from(item.number.get()).is_ok_and(|number| number == place + 1)
    });
    faults.unless(
        numbered && (1..=AGENDA_MAX).contains(&agenda.len()),
        "/agenda",
        format!("Nummer 1 t/m {AGENDA_MAX} punten, doorlopend vanaf 1."),
    );
    faults.unless(
        agenda.iter().any(|item| item.part == AgendaPart::Quality),
        "/agenda",
        "Kwaliteit staat altijd op de agenda.",
    );
    let last = agenda.iter().rposition(|item| item.part != AgendaPart::Finance);
    for (place, item) in agenda.iter().enumerate() {
        faults.unless(
            item.part != AgendaPart::Finance || last.is_none_or(|last| place > last),
            format!("/agenda/{place}/part"),
            "Zet financiën apart, na alle andere punten.",
        );
    }
    faults
}

impl Decider for PerformanceTalk {
    const CATEGORY: &'static str = "performance-talk";
    type Command = PerformanceTalkCommand;
    type Event = PerformanceTalkEvent;

    fn decide(
        &self,
        command: PerformanceTalkCommand,
    ) -> Result<Vec<PerformanceTalkEvent>, Refusal> {
        match command {
            PerformanceTalkCommand::Open { talk, missing } => self.open(*talk, missing),
            PerformanceTalkCommand::Answer(answer) => self.answer(*answer),
            PerformanceTalkCommand::RecordMinutes { minutes, by } => self.record(minutes, by),
            PerformanceTalkCommand::CheckMinutes(checked) => self.check(checked),
            PerformanceTalkCommand::CloseAction { action, measured, conclusion } => {
                self.close(action, measured, conclusion)
            }
        }
    }

    fn evolve(&mut self, event: &PerformanceTalkEvent) {
        match event.clone() {
            PerformanceTalkEvent::PerformanceTalkOpened(opened) => self.opened = Some(opened),
            PerformanceTalkEvent::PerformanceTalkQuestionAnswered(answered) => {
                self.answers.retain(|it| it.question() != answered.answer.question());
                self.answers.push(answered.answer);
            }
            PerformanceTalkEvent::PerformanceTalkMinutesRecorded(recorded) => {
                (self.minutes, self.checked) = (Some(recorded), None);
            }
            PerformanceTalkEvent::PerformanceTalkMinutesChecked(checked) => {
                self.checked = Some(checked);
            }
            PerformanceTalkEvent::PerformanceActionClosed(closed) => {
                self.closed.insert(closed.action.clone(), closed);
            }
        }
    }
}

aggregate!(PerformanceTalk);
