//! What decisions about complaints and objections order: for the buyer to carry out, without who
//! complained.

use dialogue::redress::{CarriedOut, ComplaintEvent, DecidedEffect, DecisionReference, EffectKind};
use dialogue::{AnyEvent, ObjectionEvent};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Whole};

/// An effect of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderedEffect {
    /// The decision, and the number of the effect in it.
    pub(crate) decision: DecisionReference,
    /// What it brings about.
    pub(crate) kind: EffectKind,
    /// What has to be done, and why.
    pub(crate) instruction: Paragraph,
    /// When it was decided, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) decided_at: Timestamp,
    /// What was done; absent while it is still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) carried_out: Option<Paragraph>,
}

pub(crate) struct OrderedEffects;

impl Projection<AnyEvent> for OrderedEffects {
    fn name(&self) -> &'static str {
        "ordered-effects"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE ordered_effect (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX ordered_effect_of ON ordered_effect (trajectory, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        let of = |complaint, objection, effect| DecisionReference { complaint, objection, effect };
        match event {
            AnyEvent::Complaint(ComplaintEvent::ComplaintDecided(decided)) => {
                let complaint = id.parse().ok();
                put(rows, recorded, "complaint", &decided.effects, |n| of(complaint, None, n))
            }
            AnyEvent::Objection(ObjectionEvent::ObjectionDecided(decided)) => {
                let objection = id.parse().ok();
                put(rows, recorded, "objection", &decided.effects, |n| of(None, objection, n))
            }
            AnyEvent::Complaint(ComplaintEvent::ComplaintEffectCarriedOut(done)) => {
                carried_out(rows, id, &done.carried_out)
            }
            AnyEvent::Objection(ObjectionEvent::ObjectionEffectCarriedOut(done)) => {
                carried_out(rows, id, &done.carried_out)
            }
            _ => Ok(()),
        }
    }
}

/// Puts the effects of a decision, in the trajectory of what was decided about.
fn put(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    table: &str,
    effects: &[DecidedEffect],
    decision: impl Fn(Whole) -> DecisionReference,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let sql = format!("SELECT trajectory FROM {table} WHERE id = ?1");
    let Some((trajectory,)) = rows.find::<(String,)>(&sql, [id])? else { return Ok(()) };
    for (number, effect) in (1..).zip(effects) {
        let view = OrderedEffect {
            decision: decision(Whole::new(number)),
            kind: effect.kind,
            instruction: effect.instruction.clone(),
            decided_at: recorded.recorded_at,
            carried_out: None,
        };
        let place = format!("{:020}.{number:03}", recorded.position.0);
        let columns: [(&str, &dyn projection::ToSql); 2] =
            [("trajectory", &trajectory), ("place", &place)];
        rows.put("ordered_effect", &format!("{id}.{number}"), &columns, &view)?;
    }
    Ok(())
}

fn carried_out(rows: &Rows<'_>, id: &str, done: &CarriedOut) -> Result<(), ProjectionError> {
    let name = format!("{id}.{}", done.effect.get());
    rows.change::<OrderedEffect>("ordered_effect", &name, &[], |view| {
        view.carried_out = Some(done.what.clone());
    })
}
