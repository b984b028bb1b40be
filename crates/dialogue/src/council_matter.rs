//! What a client council brings beside its advice: a signal from practice, an item for the agenda
//! of the periodic consultation, or research of its own. Each gets an answer with a reason
//! (art. 2.1.3, third paragraph, under d and e, Wmo 2015; art. 2.10 Jeugdwet).
//!
//! The names of the events are the storage format: they never change.

use crate::advice::ResponseKind;
use crate::decider::{Decider, aggregate};
use crate::discretion::{about_nobody, personal_faults};
use crate::events::events;
use crate::refusal::Told;
use crate::{PersonId, Refusal, TrajectoryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Prose, Title, Whole};

/// How often something is met in practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignalFrequency {
    /// It was heard once.
    Once,
    /// It is heard now and then.
    Sometimes,
    /// It is heard often.
    Often,
}

/// A council told what it hears from practice, without a word about anyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CouncilSignalGiven {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The council.
    pub council: CouncilCode,
    /// What it is about.
    pub theme: Title,
    /// Whom it is about: a group, never a person.
    pub group: Title,
    /// How often it is heard.
    pub frequency: SignalFrequency,
    /// What is heard.
    pub text: Prose,
    /// Who told it.
    pub by: PersonId,
}

/// A council wants something on the agenda of the periodic consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CouncilAgendaItemProposed {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The council.
    pub council: CouncilCode,
    /// What to speak about.
    pub title: Title,
    /// Why.
    pub text: Prose,
    /// For which meeting, when it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub meeting: Option<Date>,
    /// Who proposed it.
    pub by: PersonId,
}

/// In which way a council asks people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResearchForm {
    /// A survey (vragenlijst).
    Survey,
    /// A place where people report what they meet (meldpunt).
    ReportingPoint,
    /// A panel (panel).
    Panel,
    /// Talks (gesprekken).
    Interviews,
}

/// A council proposed research of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CouncilResearchProposed {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The council.
    pub council: CouncilCode,
    /// In which way it asks.
    pub form: ResearchForm,
    /// What it is called.
    pub title: Title,
    /// What it wants to know, and what it needs for that.
    pub text: Prose,
    /// Who proposed it.
    pub by: PersonId,
}

/// What came out of the research.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CouncilResearchReported {
    /// What came out.
    pub text: Prose,
    /// How many people answered.
    pub respondents: Whole,
    /// Who reported.
    pub by: PersonId,
}

/// The municipality answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CouncilMatterAnswered {
    /// What is done with it.
    pub response: ResponseKind,
    /// Why.
    pub reason: Prose,
    /// In which meeting it is spoken about, when it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub meeting: Option<Date>,
    /// Who answered.
    pub by: PersonId,
}

events! {
    /// What can have happened to something that a council brings.
    CouncilMatterEvent in "council-matter" {
        CouncilSignalGiven v 1,
        CouncilAgendaItemProposed v 1,
        CouncilResearchProposed v 1,
        CouncilResearchReported v 1,
        CouncilMatterAnswered v 1,
    }
}

/// What can be asked of something that a council brings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum CouncilMatterCommand {
    GiveSignal(Box<CouncilSignalGiven>),
    ProposeAgendaItem(Box<CouncilAgendaItemProposed>),
    ProposeResearch(Box<CouncilResearchProposed>),
    ReportResearch(CouncilResearchReported),
    Answer(CouncilMatterAnswered),
}

/// Why something about it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouncilMatterRefusal {
    /// There is none, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// It was answered already.
    Answered,
    /// It is no research.
    NoResearch,
    /// Its results were told already.
    Reported,
}

impl CouncilMatterRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Unknown => Told::unknown("council-matter-unknown", "Dit punt bestaat niet."),
            Self::Exists => {
                Told::state("council-matter-exists", "Dit punt bestaat al met een andere inhoud.")
            }
            Self::Answered => Told::state(
                "council-matter-answered",
                "Op dit punt is al geantwoord; dat antwoord verandert niet meer.",
            ),
            Self::NoResearch => Told::state(
                "council-matter-no-research",
                "Alleen bij een eigen onderzoek van de raad horen uitkomsten.",
            ),
            Self::Reported => Told::state(
                "council-research-reported",
                "De uitkomsten van dit onderzoek zijn al verteld.",
            ),
        }
    }
}

/// The state of something that a council brings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CouncilMatter {
    brought: Option<CouncilMatterEvent>,
    reported: Option<CouncilResearchReported>,
    answer: Option<CouncilMatterAnswered>,
}

impl CouncilMatter {
    /// The trajectory and the council.
    ///
    /// # Errors
    /// When there is none.
    pub fn subject(&self) -> Result<(TrajectoryId, &CouncilCode), Refusal> {
        match &self.brought {
            Some(CouncilMatterEvent::CouncilSignalGiven(it)) => Ok((it.trajectory, &it.council)),
            Some(CouncilMatterEvent::CouncilAgendaItemProposed(it)) => {
                Ok((it.trajectory, &it.council))
            }
            Some(CouncilMatterEvent::CouncilResearchProposed(it)) => {
                Ok((it.trajectory, &it.council))
            }
            _ => Err(CouncilMatterRefusal::Unknown.into()),
        }
    }

    fn bring(
        &self,
        event: CouncilMatterEvent,
        texts: &[(&str, &str)],
    ) -> Result<Vec<CouncilMatterEvent>, Refusal> {
        match &self.brought {
            Some(same) if *same == event => return Ok(vec![]),
            Some(_) => return Err(CouncilMatterRefusal::Exists.into()),
            None => {}
        }
        about_nobody(texts.iter().copied()).check()?;
        Ok(vec![event])
    }

    fn report(
        &self,
        reported: CouncilResearchReported,
    ) -> Result<Vec<CouncilMatterEvent>, Refusal> {
        self.subject()?;
        match (&self.brought, &self.reported) {
            (_, Some(same)) if *same == reported => Ok(vec![]),
            (_, Some(_)) => Err(CouncilMatterRefusal::Reported.into()),
            (Some(CouncilMatterEvent::CouncilResearchProposed(_)), None) => {
                personal_faults("/text", reported.text.as_str()).check()?;
                Ok(vec![reported.into()])
            }
            _ => Err(CouncilMatterRefusal::NoResearch.into()),
        }
    }
}

impl Decider for CouncilMatter {
    const CATEGORY: &'static str = "council-matter";
    type Command = CouncilMatterCommand;
    type Event = CouncilMatterEvent;

    fn decide(&self, command: CouncilMatterCommand) -> Result<Vec<CouncilMatterEvent>, Refusal> {
        match command {
            CouncilMatterCommand::GiveSignal(it) => {
                let texts = [
                    ("/theme", it.theme.as_str()),
                    ("/group", it.group.as_str()),
                    ("/text", it.text.as_str()),
                ];
                self.bring((*it.clone()).into(), &texts)
            }
            CouncilMatterCommand::ProposeAgendaItem(it) => {
                let texts = [("/title", it.title.as_str()), ("/text", it.text.as_str())];
                self.bring((*it.clone()).into(), &texts)
            }
            CouncilMatterCommand::ProposeResearch(it) => {
                let texts = [("/title", it.title.as_str()), ("/text", it.text.as_str())];
                self.bring((*it.clone()).into(), &texts)
            }
            CouncilMatterCommand::ReportResearch(reported) => self.report(reported),
            CouncilMatterCommand::Answer(answer) => {
                self.subject()?;
                match &self.answer {
                    None => Ok(vec![answer.into()]),
                    Some(same) if *same == answer => Ok(vec![]),
                    Some(_) => Err(CouncilMatterRefusal::Answered.into()),
                }
            }
        }
    }

    fn evolve(&mut self, event: &CouncilMatterEvent) {
        match event.clone() {
            CouncilMatterEvent::CouncilResearchReported(it) => self.reported = Some(it),
            CouncilMatterEvent::CouncilMatterAnswered(it) => self.answer = Some(it),
            brought => self.brought = Some(brought),
        }
    }
}

aggregate!(CouncilMatter);
