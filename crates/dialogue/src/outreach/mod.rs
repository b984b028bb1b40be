//! An outreach: clients, inhabitants, referrers and partners are asked for their experience,
//! without telling who they are, and hear what was done with it.
//!
//! The names of the events are the storage format: they never change.

mod experience;

pub use experience::{
    Experience, ExperienceChannel, ExperienceCommand, ExperienceEvent, ExperienceShared,
};

use crate::consultation::Disposition;
use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::events::events;
use crate::refusal::Told;
use crate::{PersonId, Refusal, TrajectoryId};
use calendar::Term;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug, Title};

/// From which side somebody speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExperienceVoice {
    /// Somebody who gets or got help.
    Client,
    /// Somebody near to a client: family, informal care.
    Relative,
    /// Any other inhabitant.
    Inhabitant,
    /// Somebody who refers, such as a general practitioner.
    Referrer,
    /// A school.
    Education,
    /// Another partner in society, such as an association or a church.
    Partner,
}

/// A theme on which is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutreachTheme {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What is asked about it, in plain Dutch.
    pub question: Paragraph,
}

/// An outreach was published: everyone can tell of their experience from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutreachPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// What it is called.
    pub title: Title,
    /// What it is for, in plain Dutch.
    pub introduction: Prose,
    /// What is done with what people tell, who reads it, and how long it is kept: to this they
    /// consent.
    pub privacy: Paragraph,
    /// Who is asked.
    pub voices: BTreeSet<ExperienceVoice>,
    /// The themes.
    pub themes: Vec<OutreachTheme>,
    /// Until when experiences are taken.
    pub closes: Term,
}

/// What was heard on a theme, and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeFeedback {
    /// The key of the theme.
    pub theme: Slug,
    /// What was heard, in words that tell of nobody.
    pub heard: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
}

/// It was told what was heard and what is done with it, to everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutreachAnswered {
    /// Theme by theme.
    pub feedback: Vec<ThemeFeedback>,
    /// Who answered.
    pub by: PersonId,
}

events! {
    /// What can have happened to an outreach.
    OutreachEvent in "outreach" {
        OutreachPublished v 1,
        OutreachAnswered v 1,
    }
}

/// What can be asked of an outreach.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum OutreachCommand {
    Publish(Box<OutreachPublished>),
    /// `told` are the themes on which something was told: a fact from other streams.
    Answer {
        answered: OutreachAnswered,
        told: BTreeSet<Slug>,
    },
}

/// Why something about an outreach is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutreachRefusal {
    /// There is none, or none that the caller may know of.
    Unknown,
    /// It was published before, with another content.
    Exists,
    /// Its term has not passed.
    Open,
    /// It was answered: what is told is never edited.
    Answered,
    /// The experience was told before, with another content.
    ExperienceExists,
}

impl OutreachRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("outreach-unknown", "Deze oproep bestaat niet."),
            Self::Exists => {
                Told::state("outreach-exists", "Deze oproep bestaat al met een andere inhoud.")
            }
            Self::Open => Told::state(
                "outreach-open",
                "De termijn van deze oproep is nog niet voorbij. Vertel daarna wat u ermee doet.",
            ),
            Self::Answered => Told::state(
                "outreach-answered",
                "Bij deze oproep is al verteld wat er met de ervaringen is gedaan. Dat verandert \
                 niet meer.",
            ),
            Self::ExperienceExists => Told::state(
                "experience-exists",
                "Deze ervaring is al verteld met een andere inhoud.",
            ),
        }
    }
}

/// The state of an outreach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outreach {
    published: Option<OutreachPublished>,
    answered: Option<OutreachAnswered>,
}

impl Outreach {
    /// What was published.
    ///
    /// # Errors
    /// When there is no such outreach.
    pub fn published(&self) -> Result<&OutreachPublished, Refusal> {
        self.published.as_ref().ok_or_else(|| OutreachRefusal::Unknown.into())
    }

    /// Until when experiences are taken.
    ///
    /// # Errors
    /// When there is no such outreach, or it was answered.
    pub fn closes(&self) -> Result<Timestamp, Refusal> {
        let closes = self.published()?.closes.at;
        match &self.answered {
            Some(_) => Err(OutreachRefusal::Answered.into()),
            None => Ok(closes),
        }
    }

    /// Whether people wait to hear what is done with what they told: its term has passed.
    #[must_use]
    pub fn awaits_answer(&self, now: Timestamp) -> bool {
        let over = self.published.as_ref().is_some_and(|it| now > it.closes.at);
        over && self.answered.is_none()
    }

    /// What is wrong with an experience for this outreach.
    ///
    /// # Errors
    /// When there is no such outreach.
    pub fn faults_of(&self, shared: &ExperienceShared) -> Result<Faults, Refusal> {
        let published = self.published()?;
        let mut faults = Faults::none();
        let keys: Vec<_> = published.themes.iter().map(|it| it.key.as_str()).collect();
        faults.unless(
            keys.contains(&shared.theme.as_str()),
            "/theme",
            format!("Kies een thema van deze oproep: {}.", keys.join(", ")),
        );
        faults.unless(
            published.voices.contains(&shared.voice),
            "/voice",
            "Deze oproep is voor anderen bedoeld.",
        );
        Ok(faults)
    }

    fn answer(
        &self,
        answered: OutreachAnswered,
        told: &BTreeSet<Slug>,
    ) -> Result<Vec<OutreachEvent>, Refusal> {
        let published = self.published()?;
        match &self.answered {
            Some(same) if *same == answered => return Ok(vec![]),
            Some(_) => return Err(OutreachRefusal::Answered.into()),
            None => {}
        }
        let mut faults = Faults::none();
        let mut themes = BTreeSet::new();
        for (place, feedback) in answered.feedback.iter().enumerate() {
            let known = published.themes.iter().any(|it| it.key == feedback.theme);
            faults.unless(
                known && themes.insert(&feedback.theme),
                format!("/feedback/{place}/theme"),
                "Dit thema hoort niet bij de oproep, of staat er al.",
            );
            let field = format!("/feedback/{place}/heard");
            faults.extend(personal_faults(&field, feedback.heard.as_ref()).into_vec());
        }
        for missing in told.iter().filter(|theme| !themes.contains(theme)) {
            faults.add(
                "/feedback",
                format!("Over \"{missing}\" is iets verteld: vertel wat u ermee doet en waarom."),
            );
        }
        faults.check()?;
        Ok(vec![answered.into()])
    }
}

impl Decider for Outreach {
    const CATEGORY: &'static str = "outreach";
    type Command = OutreachCommand;
    type Event = OutreachEvent;

    fn decide(&self, command: OutreachCommand) -> Result<Vec<OutreachEvent>, Refusal> {
        match command {
            OutreachCommand::Publish(new) => {
                if let Some(known) = &self.published {
                    let same = *known == *new;
                    return if same { Ok(vec![]) } else { Err(OutreachRefusal::Exists.into()) };
                }
                let mut keys = BTreeSet::new();
                let mut faults = Faults::none();
                for (place, theme) in new.themes.iter().enumerate() {
                    faults.unless(
                        keys.insert(&theme.key),
                        format!("/themes/{place}/key"),
                        "Elk thema heeft een eigen sleutel; deze komt twee keer voor.",
                    );
                }
                faults.check()?;
                Ok(vec![(*new).into()])
            }
            OutreachCommand::Answer { answered, told } => self.answer(answered, &told),
        }
    }

    fn evolve(&mut self, event: &OutreachEvent) {
        match event.clone() {
            OutreachEvent::OutreachPublished(published) => self.published = Some(published),
            OutreachEvent::OutreachAnswered(answered) => self.answered = Some(answered),
        }
    }
}

aggregate!(Outreach);
