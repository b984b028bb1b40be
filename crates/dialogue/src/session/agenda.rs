//! The agenda of a session with everyone: announced with it, and reported about item by item.

use super::{SessionAnnounced, SessionKind};
use crate::performance::AgendaPart;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title, Whole};

/// How many items an agenda has at most.
const AGENDA_MAX: usize = 50;

/// An item of the agenda of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Its number: they count from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What it is about.
    pub title: Title,
    /// How long it takes, in minutes.
    #[schema(example = 20)]
    pub minutes: Whole,
    /// What is asked of who is there, or how it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Paragraph>,
    /// Whether it is about quality, about money or about anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<AgendaPart>,
}

/// What was said about an item of the agenda, in words that do not tell by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemMinutes {
    /// The number of the item.
    #[schema(example = 1)]
    pub item: Whole,
    /// What was said, or that it was not reached.
    pub text: Prose,
}

/// What is wrong with the agenda of a session that is to be announced.
pub(super) fn agenda_faults(new: &SessionAnnounced, faults: &mut Faults) {
    let numbered = new.agenda.iter().enumerate().all(|(place, item)| {
        usize::try_from(item.number.get()).is_ok_and(|number| number == place + 1)
    });
    faults.unless(numbered, "/agenda", "Nummer de punten doorlopend vanaf 1.");
    faults.unless(
        new.agenda.len() <= AGENDA_MAX,
        "/agenda",
        format!("Een agenda heeft ten hoogste {AGENDA_MAX} punten."),
    );
    faults.unless(
        new.agenda.is_empty() || new.kind != SessionKind::OneToOne,
        "/agenda",
        "Gesprekken met één aanbieder hebben een script, en geen agenda.",
    );
    let parts: Vec<_> = new.agenda.iter().map(|item| item.part).collect();
    faults.unless(
        parts.is_sorted_by_key(|part| *part == Some(AgendaPart::Finance)),
        "/agenda",
        "Zet geld apart en als laatste, na de inhoud.",
    );
    let needed: i64 = new.agenda.iter().map(|item| i64::from(item.minutes.get())).sum();
    let there = new.ends.duration_since(new.begins).as_secs() / 60;
    faults.unless(
        new.agenda.is_empty() || needed <= there,
        "/agenda",
        format!(
            "De punten duren samen {needed} minuten. De bijeenkomst duurt {} minuten.",
            there.max(0)
        ),
    );
}

/// What is wrong with the minutes of a session: each item of its agenda has one part, in order.
pub(super) fn minutes_faults(agenda: &[AgendaItem], minutes: &[ItemMinutes]) -> Faults {
    let items = agenda.iter().map(|item| item.number);
    if items.eq(minutes.iter().map(|part| part.item)) {
        return Faults::none();
    }
    let told = "Geef bij elk punt van de agenda één verslag, in die volgorde, en bij geen ander \
                punt. Is een punt niet aan de orde geweest, vertel dat dan.";
    Faults::one("/minutes", told)
}
