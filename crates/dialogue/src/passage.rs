//! A passage that worked, shared for use elsewhere: what was written, where, why it worked and what
//! came of it. Everyone can search the passages of all regions.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::events::events;
use crate::refusal::Told;
use crate::trajectory::DocumentKind;
use crate::{DocumentReference, PersonId, Refusal, TrajectoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, MunicipalityCode, Paragraph, Prose, Title};

/// What a passage is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PassageSubject {
    /// Goals and principles (visie en doelen).
    Goals,
    /// The quality of help (kwaliteit).
    Quality,
    /// How is worked together (samenwerking).
    Cooperation,
    /// Access to help (toegang).
    Access,
    /// Waiting for help (wachttijd).
    Waiting,
    /// What is accounted for, and how little that can be (verantwoording).
    Accountability,
    /// Learning and improving (leren en verbeteren).
    Learning,
    /// Choosing between tenders (gunning).
    Award,
    /// Rates and funding (tarief en bekostiging).
    Rates,
    /// How clients and inhabitants take part (zeggenschap).
    Voice,
    /// Anything else.
    Other,
}

impl PassageSubject {
    /// All of them, with their names.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Goals, "goals"),
        (Self::Quality, "quality"),
        (Self::Cooperation, "cooperation"),
        (Self::Access, "access"),
        (Self::Waiting, "waiting"),
        (Self::Accountability, "accountability"),
        (Self::Learning, "learning"),
        (Self::Award, "award"),
        (Self::Rates, "rates"),
        (Self::Voice, "voice"),
        (Self::Other, "other"),
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(it, _)| *it == self).map_or("other", |(_, name)| name)
    }
}

impl std::str::FromStr for PassageSubject {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(it, _)| *it).ok_or(())
    }
}

/// A passage was shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PassageShared {
    /// The municipality that shares it.
    pub municipality: MunicipalityCode,
    /// The trajectory in which it stands.
    pub trajectory: TrajectoryId,
    /// Where it stands.
    pub source: DocumentReference,
    /// In what kind of document.
    pub kind: DocumentKind,
    /// What it is about.
    pub subject: PassageSubject,
    /// What it is called.
    pub title: Title,
    /// What was written.
    pub text: Prose,
    /// Why it worked.
    pub why: Paragraph,
    /// What came of it, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Paragraph>,
    /// Who shared it.
    pub by: PersonId,
}

/// A passage was withdrawn: it is not recommended any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PassageWithdrawn {
    /// Why.
    pub reason: Paragraph,
    /// Who withdrew it.
    pub by: PersonId,
}

events! {
    /// What can have happened to a passage.
    PassageEvent in "passage" {
        PassageShared v 1,
        PassageWithdrawn v 1,
    }
}

/// What can be asked of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum PassageCommand {
    Share(Box<PassageShared>),
    Withdraw(PassageWithdrawn),
}

/// Why something about a passage is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageRefusal {
    /// There is no such passage, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// It was withdrawn.
    Withdrawn,
}

impl PassageRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Unknown => Told::unknown("passage-unknown", "Deze passage bestaat niet."),
            Self::Exists => {
                Told::state("passage-exists", "Deze passage bestaat al met een andere inhoud.")
            }
            Self::Withdrawn => {
                Told::state("passage-withdrawn", "Deze passage is al teruggetrokken.")
            }
        }
    }
}

/// The state of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    shared: Option<PassageShared>,
    withdrawn: Option<Paragraph>,
}

impl Passage {
    /// What was shared.
    ///
    /// # Errors
    /// When there is no such passage.
    pub fn shared(&self) -> Result<&PassageShared, Refusal> {
        self.shared.as_ref().ok_or_else(|| PassageRefusal::Unknown.into())
    }
}

impl Decider for Passage {
    const CATEGORY: &'static str = "passage";
    type Command = PassageCommand;
    type Event = PassageEvent;

    fn decide(&self, command: PassageCommand) -> Result<Vec<PassageEvent>, Refusal> {
        match command {
            PassageCommand::Share(new) => match &self.shared {
                Some(same) if *same == *new => Ok(vec![]),
                Some(_) => Err(PassageRefusal::Exists.into()),
                None => {
                    let result = new.result.as_ref().map_or("", Paragraph::as_str);
                    let mut faults = Faults::none();
                    for (field, text) in [
                        ("/title", new.title.as_str()),
                        ("/text", new.text.as_str()),
                        ("/why", new.why.as_str()),
                        ("/result", result),
                    ] {
                        faults.extend(personal_faults(field, text).into_vec());
                    }
                    faults.check()?;
                    Ok(vec![(*new).into()])
                }
            },
            PassageCommand::Withdraw(withdrawn) => {
                self.shared()?;
                match &self.withdrawn {
                    None => Ok(vec![withdrawn.into()]),
                    Some(same) if *same == withdrawn.reason => Ok(vec![]),
                    Some(_) => Err(PassageRefusal::Withdrawn.into()),
                }
            }
        }
    }

    fn evolve(&mut self, event: &PassageEvent) {
        match event.clone() {
            PassageEvent::PassageShared(shared) => self.shared = Some(shared),
            PassageEvent::PassageWithdrawn(withdrawn) => self.withdrawn = Some(withdrawn.reason),
        }
    }
}

aggregate!(Passage);
