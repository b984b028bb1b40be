//! Research into the experience of clients (cliëntervaringsonderzoek): planned, held and published
//! every year (art. 2.5.1 Wmo 2015; art. 2.10 Jeugdwet).
//!
//! The names of the events are the storage format: they never change.

use crate::council_matter::ResearchForm;
use crate::decider::{Decider, aggregate};
use crate::discretion::about_nobody;
use crate::events::events;
use crate::knowledge::OutcomeTheme;
use crate::performance::{Frequency, Measure, Period};
use crate::refusal::Told;
use crate::trajectory::Law;
use crate::{Refusal, TrajectoryId};
use calendar::amsterdam;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Slug, Whole};

/// How many questions one research asks at most.
const QUESTIONS_MAX: usize = 100;

/// The score of a question is told from so many answers.
pub const ANSWERS_MIN: u32 = 5;

/// A question of the research.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResearchQuestion {
    /// Its name in references; the same question keeps it over the years.
    pub key: Slug,
    /// On which outcome theme it is, by its name.
    pub theme: Slug,
    /// What is asked.
    pub text: Paragraph,
    /// In what the score is counted, such as "procent eens".
    pub unit: Label,
}

/// Research was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientResearchPlanned {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Under which act.
    pub law: Law,
    /// Over which year.
    pub year: Period,
    /// In which form people are asked.
    pub form: ResearchForm,
    /// Who are asked: groups, never persons.
    pub whom: Paragraph,
    /// What is asked.
    pub questions: Vec<ResearchQuestion>,
}

/// The score of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResearchScore {
    /// The question.
    pub question: Slug,
    /// How many answered it.
    #[schema(example = 120)]
    pub answers: Whole,
    /// The score, in the unit of the question.
    pub score: Measure,
}

/// Results were recorded; they take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientResearchResultsRecorded {
    /// How many people were asked.
    #[schema(example = 400)]
    pub asked: Whole,
    /// How many of them answered.
    #[schema(example = 124)]
    pub answered: Whole,
    /// The score of each question.
    pub scores: Vec<ResearchScore>,
    /// What came out, in words.
    pub findings: Prose,
}

/// What is published about a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedScore {
    /// The question.
    pub question: ResearchQuestion,
    /// The score; absent where fewer than five people answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Measure>,
    /// The score that was published of the last year before it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Measure>,
}

/// The research was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientResearchPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Under which act.
    pub law: Law,
    /// Over which year.
    pub year: Period,
    /// In which form people were asked.
    pub form: ResearchForm,
    /// Who were asked.
    pub whom: Paragraph,
    /// How many people were asked.
    pub asked: Whole,
    /// How many of them answered.
    pub answered: Whole,
    /// What came out, question by question.
    pub scores: Vec<PublishedScore>,
    /// What came out, in words.
    pub findings: Prose,
    /// What is done with it.
    pub follow_up: Prose,
    /// Whether it came after it was due: before 1 July of the next year.
    pub late: bool,
}

events! {
    /// What can have happened to research into the experience of clients.
    ClientResearchEvent in "client-research" {
        ClientResearchPlanned v 1,
        ClientResearchResultsRecorded v 1,
        ClientResearchPublished v 1,
    }
}

/// What can be asked of research into the experience of clients.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ClientResearchCommand {
    /// `laws` are those under which the trajectory buys: a fact from another stream.
    Plan {
        planned: Box<ClientResearchPlanned>,
        laws: BTreeSet<Law>,
    },
    RecordResults(Box<ClientResearchResultsRecorded>),
    /// `previous` are the scores that were published of the last year before it, and `now` is the
    /// moment by the log's clock.
    Publish {
        follow_up: Prose,
        previous: BTreeMap<Slug, Measure>,
        now: Timestamp,
    },
}

/// Why something about research into the experience of clients is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientResearchRefusal {
    /// There is none, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// It has no results yet.
    NoResults,
    /// It was published: what is published is never edited.
    Published,
}

impl ClientResearchRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Unknown => Told::unknown(
                "client-research-unknown",
                "Dit onderzoek onder cliënten bestaat niet.",
            ),
            Self::Exists => Told::state(
                "client-research-exists",
                "Dit onderzoek onder cliënten bestaat al met een andere inhoud.",
            ),
            Self::NoResults => Told::state(
                "client-research-no-results",
                "Leg eerst de uitkomsten van dit onderzoek vast.",
            ),
            Self::Published => Told::state(
                "client-research-published",
                "Dit onderzoek is gepubliceerd. De uitkomsten veranderen niet meer.",
            ),
        }
    }
}

/// The last instant at which research over a year is published in time: it comes out before 1 July
/// of the next year (art. 2.5.1 Wmo 2015).
#[must_use]
pub fn due(year: Period) -> Timestamp {
    let next = calendar::local(year.ends() + SignedDuration::from_micros(1)).year();
    let first = Date::new(next, 7, 1).and_then(|date| date.to_zoned(amsterdam()));
    first.map_or(Timestamp::MAX, |first| first.timestamp() - SignedDuration::from_micros(1))
}

/// The state of research into the experience of clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientResearch {
    planned: Option<ClientResearchPlanned>,
    results: Option<ClientResearchResultsRecorded>,
    published: Option<ClientResearchPublished>,
}

impl ClientResearch {
    /// What was planned.
    ///
    /// # Errors
    /// When there is no such research.
    pub fn planned(&self) -> Result<&ClientResearchPlanned, Refusal> {
        self.planned.as_ref().ok_or_else(|| ClientResearchRefusal::Unknown.into())
    }

    /// The results, once they were recorded.
    #[must_use]
    pub const fn results(&self) -> Option<&ClientResearchResultsRecorded> {
        self.results.as_ref()
    }

    /// What was published, once it was.
    #[must_use]
    pub const fn published(&self) -> Option<&ClientResearchPublished> {
        self.published.as_ref()
    }

    fn plan(
        &self,
        new: ClientResearchPlanned,
        laws: &BTreeSet<Law>,
    ) -> Result<Vec<ClientResearchEvent>, Refusal> {
        match &self.planned {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(ClientResearchRefusal::Exists.into()),
            None => {}
        }
        let mut faults = about_nobody([("/whom", &new.whom)]);
        faults.unless(
            laws.contains(&new.law),
            "/law",
            "Onder deze wet wordt in dit traject niet ingekocht.",
        );
        faults.unless(
            new.year.frequency() == Frequency::Year,
            "/year",
            "Het onderzoek gaat over een heel jaar.",
        );
        faults.unless(
            (1..=QUESTIONS_MAX).contains(&new.questions.len()),
            "/questions",
            format!("Stel 1 t/m {QUESTIONS_MAX} vragen."),
        );
        let mut keys = BTreeSet::new();
        for (place, question) in new.questions.iter().enumerate() {
            faults.unless(
                keys.insert(&question.key),
                format!("/questions/{place}/key"),
                "Elke vraag heeft een eigen sleutel; deze komt twee keer voor.",
            );
            faults.unless(
                OutcomeTheme::all().iter().any(|it| it.id == question.theme),
                format!("/questions/{place}/theme"),
                "Kies een thema uit de lijst van uitkomsten.",
            );
        }
        faults.check()?;
        Ok(vec![new.into()])
    }

    /// What was planned, as long as nothing was published.
    fn goes_on(&self) -> Result<&ClientResearchPlanned, Refusal> {
        match &self.published {
            Some(_) => Err(ClientResearchRefusal::Published.into()),
            None => self.planned(),
        }
    }

    fn record(
        &self,
        new: ClientResearchResultsRecorded,
    ) -> Result<Vec<ClientResearchEvent>, Refusal> {
        if self.results.as_ref() == Some(&new) {
            return Ok(vec![]);
        }
        let planned = self.goes_on()?;
        let mut faults = about_nobody([("/findings", &new.findings)]);
        faults.unless(
            new.answered <= new.asked,
            "/answered",
            "Er kunnen niet meer mensen antwoorden dan er zijn gevraagd.",
        );
        let questions = planned.questions.iter().map(|it| &it.key);
        faults.unless(
            questions.eq(new.scores.iter().map(|it| &it.question)),
            "/scores",
            "Geef bij elke vraag één score, in de volgorde van de vragen.",
        );
        for (place, score) in new.scores.iter().enumerate() {
            faults.unless(
                score.answers <= new.answered,
                format!("/scores/{place}/answers"),
                "Er zijn minder mensen die hebben geantwoord.",
            );
        }
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn publish(
        &self,
        follow_up: Prose,
        previous: &BTreeMap<Slug, Measure>,
        now: Timestamp,
    ) -> Result<Vec<ClientResearchEvent>, Refusal> {
        if self.published.as_ref().is_some_and(|it| it.follow_up == follow_up) {
            return Ok(vec![]);
        }
        let planned = self.goes_on()?.clone();
        let results = self.results.clone().ok_or(ClientResearchRefusal::NoResults)?;
        about_nobody([("/followUp", &follow_up)]).check()?;
        let scores = planned.questions.into_iter().zip(results.scores).map(|(question, it)| {
            let previous = previous.get(&question.key).copied();
            let score = (it.answers.get() >= ANSWERS_MIN).then_some(it.score);
            PublishedScore { question, score, previous }
        });
        let published = ClientResearchPublished {
            trajectory: planned.trajectory,
            law: planned.law,
            year: planned.year,
            form: planned.form,
            whom: planned.whom,
            asked: results.asked,
            answered: results.answered,
            scores: scores.collect(),
            findings: results.findings,
            follow_up,
            late: now > due(planned.year),
        };
        Ok(vec![published.into()])
    }
}

impl Decider for ClientResearch {
    const CATEGORY: &'static str = "client-research";
    type Command = ClientResearchCommand;
    type Event = ClientResearchEvent;

    fn decide(&self, command: ClientResearchCommand) -> Result<Vec<ClientResearchEvent>, Refusal> {
        match command {
            ClientResearchCommand::Plan { planned, laws } => self.plan(*planned, &laws),
            ClientResearchCommand::RecordResults(results) => self.record(*results),
            ClientResearchCommand::Publish { follow_up, previous, now } => {
                self.publish(follow_up, &previous, now)
            }
        }
    }

    fn evolve(&mut self, event: &ClientResearchEvent) {
        match event.clone() {
            ClientResearchEvent::ClientResearchPlanned(planned) => self.planned = Some(planned),
            ClientResearchEvent::ClientResearchResultsRecorded(it) => self.results = Some(it),
            ClientResearchEvent::ClientResearchPublished(it) => self.published = Some(it),
        }
    }
}

aggregate!(ClientResearch);
