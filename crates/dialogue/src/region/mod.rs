//! A region (regio): municipalities that buy care together. Which of it is bought at which scale,
//! what they say jointly, and what each adds of its own (couleur locale).
//!
//! The names of the events are the storage format: they never change.

mod profile;

pub use profile::{LocalAddition, PurchaseScale, RegionMember, RegionProfile, RegionSubject};

use crate::Refusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::refusal::Told;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Faults, MunicipalityCode, Paragraph};

/// A region was registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegionRegistered {
    /// What it is.
    pub region: RegionProfile,
}

/// A region was changed: what it is from now on takes the place of what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegionChanged {
    /// What it is now.
    pub region: RegionProfile,
    /// What changed, and why.
    pub change: Paragraph,
}

/// A municipality recorded what it adds to what is joint. It takes the place of what it added
/// before; an empty list takes everything back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegionAdditionsRecorded {
    /// The municipality.
    pub municipality: MunicipalityCode,
    /// What it adds, each with its reason.
    pub additions: Vec<LocalAddition>,
}

events! {
    /// What can have happened to a region.
    RegionEvent in "region" {
        RegionRegistered v 1,
        RegionChanged v 1,
        RegionAdditionsRecorded v 1,
    }
}

/// What can be asked of a region. `by` is the municipality that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum RegionCommand {
    Register { by: MunicipalityCode, region: RegionProfile },
    Change { by: MunicipalityCode, changed: RegionChanged },
    RecordAdditions(RegionAdditionsRecorded),
}

/// Why something about a region is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionRefusal {
    /// There is no such region.
    Unknown,
    /// It was registered before, with another content.
    Exists,
    /// Another municipality is the lead buyer.
    NotLead,
    /// The municipality does not take part.
    NotMember,
}

impl RegionRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("region-unknown", "Deze regio bestaat niet."),
            Self::Exists => {
                Told::state("region-exists", "Deze regio bestaat al met een andere inhoud.")
            }
            Self::NotLead => Told::forbidden(
                "region-led-by-another",
                "Alleen de gemeente die voor de regio inkoopt, past de regio aan. Uw gemeente \
                 kan wel vastleggen wat zij zelf toevoegt.",
            ),
            Self::NotMember => {
                Told::forbidden("region-not-member", "Uw gemeente doet in deze regio niet mee.")
            }
        }
    }
}

/// The state of a region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    profile: Option<RegionProfile>,
    additions: BTreeMap<MunicipalityCode, Vec<LocalAddition>>,
}

impl Region {
    /// What it is.
    ///
    /// # Errors
    /// When there is no such region.
    pub fn profile(&self) -> Result<&RegionProfile, Refusal> {
        self.profile.as_ref().ok_or_else(|| RegionRefusal::Unknown.into())
    }

    /// What a municipality adds to what is joint.
    #[must_use]
    pub fn additions_of(&self, municipality: &MunicipalityCode) -> &[LocalAddition] {
        self.additions.get(municipality).map_or(&[], Vec::as_slice)
    }

    fn change(
        &self,
        by: &MunicipalityCode,
        changed: RegionChanged,
    ) -> Result<Vec<RegionEvent>, Refusal> {
        let current = self.profile()?;
        if *current == changed.region {
            return Ok(vec![]);
        }
        if current.lead != *by {
            return Err(RegionRefusal::NotLead.into());
        }
        let mut faults = changed.region.faults("/region");
        // What a municipality added about a subject does not vanish because another changed it.
        let stay = self.additions.iter().filter(|(code, _)| changed.region.member(code).is_some());
        for key in stay.flat_map(|(_, all)| all.iter().filter_map(|it| it.subject.as_ref())) {
            faults.unless(
                changed.region.subject(key).is_some(),
                "/region/subjects",
                format!("Een gemeente voegt iets toe over \"{key}\": dat onderwerp blijft nodig."),
            );
        }
        faults.check()?;
        Ok(vec![changed.into()])
    }

    fn record_additions(
        &self,
        recorded: RegionAdditionsRecorded,
    ) -> Result<Vec<RegionEvent>, Refusal> {
        let profile = self.profile()?;
        if self.additions_of(&recorded.municipality) == recorded.additions {
            return Ok(vec![]);
        }
        if profile.member(&recorded.municipality).is_none() {
            return Err(RegionRefusal::NotMember.into());
        }
        let mut faults = Faults::none();
        for (place, addition) in recorded.additions.iter().enumerate() {
            faults.unless(
                addition.subject.as_ref().is_none_or(|key| profile.subject(key).is_some()),
                format!("/additions/{place}/subject"),
                "Deze regio heeft dit onderwerp niet. Laat het weg als het over alles gaat.",
            );
        }
        faults.check()?;
        Ok(vec![recorded.into()])
    }
}

impl Decider for Region {
    const CATEGORY: &'static str = "region";
    type Command = RegionCommand;
    type Event = RegionEvent;

    fn decide(&self, command: RegionCommand) -> Result<Vec<RegionEvent>, Refusal> {
        match command {
            RegionCommand::Register { by, region } => {
                let mut faults = region.faults("");
                faults.unless(
                    region.lead == by,
                    "/lead",
                    "De gemeente die voor de regio inkoopt, legt de regio vast: dat is uw eigen \
                     gemeente.",
                );
                faults.check()?;
                match &self.profile {
                    None => Ok(vec![RegionRegistered { region }.into()]),
                    Some(same) if *same == region => Ok(vec![]),
                    Some(_) => Err(RegionRefusal::Exists.into()),
                }
            }
            RegionCommand::Change { by, changed } => self.change(&by, changed),
            RegionCommand::RecordAdditions(recorded) => self.record_additions(recorded),
        }
    }

    fn evolve(&mut self, event: &RegionEvent) {
        match event.clone() {
            RegionEvent::RegionRegistered(registered) => self.profile = Some(registered.region),
            RegionEvent::RegionChanged(changed) => {
                // Whoever left adds nothing any more.
                self.additions.retain(|code, _| changed.region.member(code).is_some());
                self.profile = Some(changed.region);
            }
            RegionEvent::RegionAdditionsRecorded(recorded) => {
                self.additions.insert(recorded.municipality, recorded.additions);
            }
        }
    }
}

aggregate!(Region);
