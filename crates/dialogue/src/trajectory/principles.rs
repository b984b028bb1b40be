//! The guiding principles (leidende principes, uitgangspunten): one list, in versions, with whom
//! each version was written.

use super::{Trajectory, TrajectoryEvent};
use crate::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title};

/// A guiding principle (leidend principe, uitgangspunt) of the purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    /// Its name in addresses and references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What it says.
    pub text: Paragraph,
}

/// Who wrote along on the guiding principles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipleAuthor {
    /// Providers.
    Providers,
    /// Professionals who help.
    Professionals,
    /// Clients and their families.
    Clients,
    /// Inhabitants.
    Inhabitants,
    /// Client councils.
    ClientCouncils,
    /// Those who refer, such as general practitioners.
    Referrers,
    /// Schools.
    Education,
    /// Others in society, such as associations and churches.
    Partners,
}

/// The guiding principles were recorded; they take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryPrinciplesRecorded {
    /// Which version of the principles this is, from 1.
    pub version: u32,
    /// The principles.
    pub principles: Vec<Principle>,
    /// With whom they were written.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub written_with: BTreeSet<PrincipleAuthor>,
    /// What changed since the version before, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
}

/// Guiding principles that are to be recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPrinciples {
    /// The principles.
    pub principles: Vec<Principle>,
    /// With whom they were written.
    pub written_with: BTreeSet<PrincipleAuthor>,
    /// What changed since the version before, and why; needed from the second version on.
    pub change: Option<Paragraph>,
}

impl Trajectory {
    /// Which version of the guiding principles holds; zero while there are none.
    #[must_use]
    pub fn principles_version(&self) -> u32 {
        self.principles.as_ref().map_or(0, |it| it.version)
    }

    /// The guiding principles that hold.
    #[must_use]
    pub fn principles(&self) -> &[Principle] {
        self.principles.as_ref().map_or(&[], |it| &it.principles)
    }

    pub(super) fn record_principles(
        &self,
        new: RecordPrinciples,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        let RecordPrinciples { principles, written_with, change } = new;
        let mut keys = BTreeSet::new();
        let mut faults = Faults::none();
        for (place, principle) in principles.iter().enumerate() {
            faults.unless(
                keys.insert(&principle.key),
                format!("/principles/{place}/key"),
                "Elk uitgangspunt heeft een eigen sleutel; deze komt twee keer voor.",
            );
        }
        if let Some(last) = &self.principles {
            if (&last.principles, &last.written_with) == (&principles, &written_with) {
                return Ok(vec![]);
            }
            faults.unless(
                change.is_some(),
                "/change",
                "Vertel bij een nieuwe versie wat er is veranderd en waarom.",
            );
        }
        faults.check()?;
        let version = self.principles_version() + 1;
        let recorded = TrajectoryPrinciplesRecorded { version, principles, written_with, change };
        Ok(vec![recorded.into()])
    }
}
