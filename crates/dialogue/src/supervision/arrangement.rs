//! How supervision is arranged, under each act.

use crate::Refusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::trajectory::Law;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Title};

/// How supervision is arranged: the five variants for social support, and the inspectorate for
/// youth help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SupervisionModel {
    /// The municipality does it itself.
    Own,
    /// It does it together with other municipalities.
    WithOthers,
    /// A regional public health service does it (GGD).
    PublicHealthService,
    /// A regional public health service looks into calamities; by risk it is done by oneself or
    /// together with others.
    CalamitiesByPublicHealthService,
    /// An external bureau does it.
    ExternalBureau,
    /// The inspectorate does it (Inspectie Gezondheidszorg en Jeugd).
    Inspectorate,
}

/// It was chosen how supervision is arranged under an act; it takes the place of an earlier choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupervisionModelChosen {
    /// Under which act.
    pub law: Law,
    /// How it is arranged.
    pub model: SupervisionModel,
    /// Who supervises: a body, never a person.
    pub supervisor: Title,
    /// Why so.
    pub reason: Paragraph,
}

events! {
    /// What can have happened to how supervision is arranged.
    SupervisionEvent in "supervision" {
        SupervisionModelChosen v 1,
    }
}

/// What can be asked of how supervision is arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupervisionCommand {
    /// Chooses a model.
    Choose {
        /// The choice.
        chosen: SupervisionModelChosen,
        /// Under which acts the trajectory buys: a fact from another stream.
        laws: BTreeSet<Law>,
    },
}

/// The state of how supervision is arranged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    models: BTreeMap<Law, SupervisionModelChosen>,
}

impl Decider for Supervision {
    const CATEGORY: &'static str = "supervision";
    type Command = SupervisionCommand;
    type Event = SupervisionEvent;

    fn decide(&self, command: SupervisionCommand) -> Result<Vec<SupervisionEvent>, Refusal> {
        let SupervisionCommand::Choose { chosen, laws } = command;
        if self.models.get(&chosen.law) == Some(&chosen) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        faults.unless(
            laws.contains(&chosen.law),
            "/law",
            "Onder deze wet wordt in dit traject niet ingekocht.",
        );
        // Art. 9.1 Jeugdwet gives the inspectorate; art. 6.1 Wmo 2015 leaves it to the college.
        let inspectorate = chosen.model == SupervisionModel::Inspectorate;
        faults.unless(
            inspectorate == (chosen.law == Law::YouthAct),
            "/model",
            "Op jeugdhulp houdt de inspectie toezicht; op de Wmo regelt de gemeente het toezicht.",
        );
        faults.check()?;
        Ok(vec![chosen.into()])
    }

    fn evolve(&mut self, event: &SupervisionEvent) {
        let SupervisionEvent::SupervisionModelChosen(chosen) = event.clone();
        self.models.insert(chosen.law, chosen);
    }
}

aggregate!(Supervision);
