//! The standing consultations (bestaande overleggen) of a municipality: who meets how often about
//! what. A subject is attached to one that is there, rather than that one more is added. Quality is
//! always on the agenda, and money is an item of its own (Handreiking kwaliteitscriteria, part
//! III). One stream holds all of a municipality, so that it sees what it has.
//!
//! The names of the events are the storage format: they never change.

use crate::contract::{ConsultationLevel, ContractWeight};
use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::events::events;
use crate::performance::AgendaPart;
use crate::refusal::Told;
use crate::session::{AgendaItem, Audience};
use crate::{PersonId, PhaseKind, ProviderId, Refusal, StandingConsultationId, TrajectoryId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Title, Whole};

/// How many items a standing agenda has at most, and how many consultations a municipality.
const ITEMS_MAX: usize = 50;
const CONSULTATIONS_MAX: usize = 500;

/// An item that is on the agenda of every meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingItem {
    /// Whether it is about quality, about money or about anything else.
    pub part: AgendaPart,
    /// What it is about.
    pub title: Title,
}

/// What a consultation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsultationProfile {
    /// What it is called.
    pub title: Title,
    /// At which level it is held.
    pub level: ConsultationLevel,
    /// How much the help weighs that it is about.
    pub weight: ContractWeight,
    /// Why level and frequency fit that weight.
    pub weight_reason: Paragraph,
    /// How often in a year.
    #[schema(example = 4)]
    pub times_a_year: Whole,
    /// Who take part.
    pub participants: BTreeSet<Audience>,
    /// What is on the agenda of every meeting: quality always, money apart and last.
    pub agenda: Vec<StandingItem>,
}

/// A consultation was registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandingConsultationRegistered {
    /// The consultation.
    pub consultation: StandingConsultationId,
    /// What it is.
    pub profile: ConsultationProfile,
    /// Why it is added beside one of the same level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addition: Option<Paragraph>,
    /// Who registered it.
    pub by: PersonId,
}

/// Subjects of a phase were attached to a consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandingConsultationAttached {
    /// The consultation.
    pub consultation: StandingConsultationId,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// What is spoken about.
    pub topics: Vec<Title>,
    /// Who attached them.
    pub by: PersonId,
}

/// Somebody told how a consultation is appreciated. It takes the place of what it told before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandingConsultationAppreciated {
    /// The consultation.
    pub consultation: StandingConsultationId,
    /// The provider; absent when it is the municipality itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// From 1 to 5.
    #[schema(example = 4)]
    pub score: Whole,
    /// Why.
    pub reason: Paragraph,
}

/// A consultation is not held any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandingConsultationEnded {
    /// The consultation.
    pub consultation: StandingConsultationId,
    /// Why.
    pub reason: Paragraph,
    /// Who ended it.
    pub by: PersonId,
}

events! {
    /// What can have happened to the standing consultations of a municipality.
    StandingConsultationEvent in "standing-consultation" {
        StandingConsultationRegistered v 1,
        StandingConsultationAttached v 1,
        StandingConsultationAppreciated v 1,
        StandingConsultationEnded v 1,
    }
}

/// What can be asked of the standing consultations of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum StandingConsultationCommand {
    Register(Box<StandingConsultationRegistered>),
    Attach(StandingConsultationAttached),
    Appreciate(StandingConsultationAppreciated),
    End(StandingConsultationEnded),
}

/// Why something about a standing consultation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandingConsultationRefusal {
    /// There is no such consultation, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// There is one of the same level, to which subjects can be attached.
    AttachInstead(Title),
    /// It is not held any more.
    Ended,
    /// The provider does not take part.
    NotParticipant,
}

impl StandingConsultationRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("consultation-unknown", "Dit overleg bestaat niet."),
            Self::Exists => {
                Told::state("consultation-exists", "Dit overleg bestaat al met een andere inhoud.")
            }
            Self::AttachInstead(title) => Told::state(
                "consultation-attach-instead",
                format!(
                    "Op dit niveau is er al een overleg: \"{}\". Sluit daarbij aan, of vertel \
                     waarom dat niet genoeg is.",
                    title.as_str()
                ),
            ),
            Self::Ended => {
                Told::state("consultation-ended", "Dit overleg wordt niet meer gehouden.")
            }
            Self::NotParticipant => Told::forbidden(
                "consultation-not-participant",
                "Aan dit overleg doen organisaties als de uwe niet mee.",
            ),
        }
    }
}

/// A consultation as its municipality knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownConsultation {
    registered: StandingConsultationRegistered,
    attached: Vec<StandingConsultationAttached>,
    appreciated: Vec<StandingConsultationAppreciated>,
    ended: Option<Paragraph>,
}

impl KnownConsultation {
    /// What it is.
    #[must_use]
    pub const fn profile(&self) -> &ConsultationProfile {
        &self.registered.profile
    }

    /// What is wrong with the agenda of a meeting of it: every standing item is on it.
    #[must_use]
    pub fn agenda_faults(&self, agenda: &[AgendaItem]) -> Faults {
        let mut faults = Faults::none();
        for item in &self.profile().agenda {
            let there = |it: &&AgendaItem| it.title == item.title && it.part == Some(item.part);
            faults.unless(
                agenda.iter().any(|it| there(&it)),
                "/agenda",
                format!("Het vaste punt \"{}\" ontbreekt.", item.title.as_str()),
            );
        }
        faults
    }
}

/// The state of the standing consultations of a municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingConsultations {
    all: BTreeMap<StandingConsultationId, KnownConsultation>,
}

/// What is wrong with a consultation as such.
fn profile_faults(profile: &ConsultationProfile) -> Faults {
    let mut faults = Faults::none();
    faults.unless(
        (1..=52).contains(&profile.times_a_year.get()),
        "/profile/timesAYear",
        "Overleg 1 t/m 52 keer per jaar.",
    );
    faults.unless(
        !profile.participants.is_empty(),
        "/profile/participants",
        "Noem minstens één groep die meedoet.",
    );
    let parts: Vec<_> = profile.agenda.iter().map(|item| item.part).collect();
    faults.unless(
        parts.contains(&AgendaPart::Quality) && parts.len() <= ITEMS_MAX,
        "/profile/agenda",
        format!("Kwaliteit staat altijd op de agenda, van hoogstens {ITEMS_MAX} punten."),
    );
    faults.unless(
        parts.is_sorted_by_key(|part| *part == AgendaPart::Finance),
        "/profile/agenda",
        "Zet geld apart en als laatste, na de inhoud.",
    );
    faults
}

impl StandingConsultations {
    /// A consultation that is held.
    ///
    /// # Errors
    /// When there is none, or it ended.
    pub fn held(&self, id: StandingConsultationId) -> Result<&KnownConsultation, Refusal> {
        match self.all.get(&id) {
            None => Err(StandingConsultationRefusal::Unknown.into()),
            Some(known) if known.ended.is_some() => Err(StandingConsultationRefusal::Ended.into()),
            Some(known) => Ok(known),
        }
    }

    fn register(
        &self,
        new: StandingConsultationRegistered,
    ) -> Result<Vec<StandingConsultationEvent>, Refusal> {
        match self.all.get(&new.consultation) {
            Some(known) if known.registered == new => return Ok(vec![]),
            Some(_) => return Err(StandingConsultationRefusal::Exists.into()),
            None => {}
        }
        let mut faults = profile_faults(&new.profile);
        faults.unless(
            self.all.len() < CONSULTATIONS_MAX,
            "",
            format!("Een gemeente legt hoogstens {CONSULTATIONS_MAX} overleggen vast."),
        );
        faults.check()?;
        let mut held = self.all.values().filter(|it| it.ended.is_none());
        let same = held.find(|it| it.profile().level == new.profile.level);
        match (same, &new.addition) {
            (Some(same), None) => {
                let title = same.profile().title.clone();
                Err(StandingConsultationRefusal::AttachInstead(title).into())
            }
            _ => Ok(vec![new.into()]),
        }
    }

    fn attach(
        &self,
        new: StandingConsultationAttached,
    ) -> Result<Vec<StandingConsultationEvent>, Refusal> {
        if self.held(new.consultation)?.attached.contains(&new) {
            return Ok(vec![]);
        }
        if !(1..=ITEMS_MAX).contains(&new.topics.len()) {
            let told = format!("Noem 1 t/m {ITEMS_MAX} onderwerpen.");
            return Err(Faults::one("/topics", told).into());
        }
        Ok(vec![new.into()])
    }

    fn appreciate(
        &self,
        new: StandingConsultationAppreciated,
    ) -> Result<Vec<StandingConsultationEvent>, Refusal> {
        if self.held(new.consultation)?.appreciated.contains(&new) {
            return Ok(vec![]);
        }
        let mut faults = personal_faults("/reason", new.reason.as_str());
        faults.unless(
            (1..=5).contains(&new.score.get()),
            "/score",
            "Waardeer van 1 (helpt niet) t/m 5 (helpt zeer).",
        );
        faults.check()?;
        Ok(vec![new.into()])
    }
}

impl Decider for StandingConsultations {
    const CATEGORY: &'static str = "standing-consultation";
    type Command = StandingConsultationCommand;
    type Event = StandingConsultationEvent;

    fn decide(
        &self,
        command: StandingConsultationCommand,
    ) -> Result<Vec<StandingConsultationEvent>, Refusal> {
        match command {
            StandingConsultationCommand::Register(new) => self.register(*new),
            StandingConsultationCommand::Attach(new) => self.attach(new),
            StandingConsultationCommand::Appreciate(new) => self.appreciate(new),
            StandingConsultationCommand::End(ended) => {
                let known = self.all.get(&ended.consultation);
                if known.is_some_and(|it| it.ended.as_ref() == Some(&ended.reason)) {
                    return Ok(vec![]);
                }
                self.held(ended.consultation)?;
                Ok(vec![ended.into()])
            }
        }
    }

    fn evolve(&mut self, event: &StandingConsultationEvent) {
        match event.clone() {
            StandingConsultationEvent::StandingConsultationRegistered(registered) => {
                let id = registered.consultation;
                let (attached, appreciated) = (vec![], vec![]);
                let known = KnownConsultation { registered, attached, appreciated, ended: None };
                self.all.insert(id, known);
            }
            StandingConsultationEvent::StandingConsultationAttached(attached) => {
                if let Some(known) = self.all.get_mut(&attached.consultation) {
                    known.attached.push(attached);
                }
            }
            StandingConsultationEvent::StandingConsultationAppreciated(told) => {
                if let Some(known) = self.all.get_mut(&told.consultation) {
                    known.appreciated.retain(|it| it.provider != told.provider);
                    known.appreciated.push(told);
                }
            }
            StandingConsultationEvent::StandingConsultationEnded(ended) => {
                if let Some(known) = self.all.get_mut(&ended.consultation) {
                    known.ended = Some(ended.reason);
                }
            }
        }
    }
}

aggregate!(StandingConsultations);
