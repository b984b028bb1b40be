//! The dialogue plan of a phase: the four questions of the Handreiking Dialoog, each from the
//! side of the municipality and from the side of the providers.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title};

/// One question, seen from both sides. While a plan is a draft, answers may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Perspectives {
    /// From the side of the municipality (gemeentelijk perspectief).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Paragraph>,
    /// From the side of the providers (aanbiedersperspectief).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Paragraph>,
}

/// How much room there is for input on a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Room {
    /// Everything can still change (open).
    Open,
    /// The direction is fixed, the content can change (aanpasbaar).
    Amendable,
    /// It is fixed (staat vast).
    Fixed,
}

/// A theme of the dialogue, and how much room there is on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its name in addresses and references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Paragraph>,
    /// How much room there is.
    pub room: Room,
    /// Why there is that much room, and not more or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Paragraph>,
}

/// The dialogue plan of a phase.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DialoguePlan {
    /// About what? (over welke onderwerpen)
    #[serde(default)]
    pub subjects: Perspectives,
    /// How much room is there, and what is fixed? (hoeveel ruimte voor inbreng)
    #[serde(default)]
    pub room: Perspectives,
    /// With whom? (met wie)
    #[serde(default)]
    pub participants: Perspectives,
    /// How is it organised? (hoe georganiseerd)
    #[serde(default)]
    pub organisation: Perspectives,
    /// The themes, each with its room.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub themes: Vec<Theme>,
}

impl DialoguePlan {
    /// What is wrong with it, complete or not.
    pub(super) fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        let mut keys = BTreeSet::new();
        for (place, theme) in self.themes.iter().enumerate() {
            faults.unless(
                keys.insert(&theme.key),
                format!("/themes/{place}/key"),
                "Elk thema heeft een eigen sleutel; deze komt twee keer voor.",
            );
        }
        faults.unless(self.themes.len() <= 100, "/themes", "Er mogen hoogstens 100 thema's zijn.");
        faults
    }

    /// What is missing before a phase can open.
    #[must_use]
    pub fn missing(&self) -> Faults {
        let mut faults = self.faults();
        for (field, question, perspectives) in [
            ("subjects", "over welke onderwerpen", &self.subjects),
            ("room", "hoeveel ruimte voor inbreng er is en wat vaststaat", &self.room),
            ("participants", "met wie", &self.participants),
            ("organisation", "hoe de dialoog is georganiseerd", &self.organisation),
        ] {
            faults.unless(
                perspectives.municipality.is_some(),
                format!("/{field}/municipality"),
                format!("Vertel vanuit de gemeente {question}."),
            );
            faults.unless(
                perspectives.provider.is_some(),
                format!("/{field}/provider"),
                format!("Vertel vanuit de aanbieders {question}."),
            );
        }
        faults.unless(!self.themes.is_empty(), "/themes", "Noem minstens één thema.");
        for (place, theme) in self.themes.iter().enumerate() {
            faults.unless(
                theme.reason.is_some(),
                format!("/themes/{place}/reason"),
                "Vertel waarom dit vaststaat of juist open is.",
            );
        }
        faults
    }

    /// A theme by its key.
    #[must_use]
    pub fn theme(&self, key: &Slug) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.key == *key)
    }
}
