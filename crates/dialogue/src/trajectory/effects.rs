//! What a decision about a complaint or an objection brings about in a trajectory: tenders do not
//! close for now, tendering opens again, a lot is split.

use super::{Lot, Trajectory, TrajectoryEvent, TrajectoryRefusal, TrajectoryTenderClosingMoved};
use crate::Refusal;
use crate::redress::DecisionReference;
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Whole};

/// Tenders do not close for now: the closing was suspended, for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryTenderClosingSuspended {
    /// The decision that brings it about.
    pub decision: DecisionReference,
    /// Why, for everyone to read.
    pub reason: Paragraph,
}

/// Tendering opened again, for everyone, with a new closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryTenderingReopened {
    /// The decision that brings it about.
    pub decision: DecisionReference,
    /// The closing now.
    pub closing: Term,
    /// Why, for everyone to read.
    pub reason: Paragraph,
}

/// A lot was split. What referred to it stays readable; tenders are for the new lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryLotSplit {
    /// The decision that brings it about.
    pub decision: DecisionReference,
    /// The lot that was split.
    pub lot: Whole,
    /// The new lots.
    pub into: Vec<Lot>,
    /// Why, for everyone to read.
    pub reason: Paragraph,
}

impl Trajectory {
    pub(super) fn suspend_closing(
        &self,
        new: TrajectoryTenderClosingSuspended,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        if self.closing.is_none() {
            return Err(TrajectoryRefusal::TenderClosingNotSet.into());
        }
        let same = self.suspended.as_ref() == Some(&new);
        Ok(if same { vec![] } else { vec![new.into()] })
    }

    pub(super) fn reopen_tendering(
        &self,
        mut new: TrajectoryTenderingReopened,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        if self.reopened.as_ref() == Some(&new) {
            return Ok(vec![]);
        }
        new.closing = self.follow(new.closing, "/closing")?;
        let old = self.tender_closing().ok_or(TrajectoryRefusal::TenderClosingNotSet)?;
        let mut faults = Faults::none();
        faults.unless(
            old.at < new.closing.at,
            "/closing/at",
            "De nieuwe sluiting ligt na de sluiting die nu geldt, voor iedereen tegelijk.",
        );
        faults.check()?;
        Ok(vec![new.into()])
    }

    pub(super) fn split_lot(
        &self,
        new: TrajectoryLotSplit,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        if self.splits.get(&new.lot.get()) == Some(&new) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        faults.unless(
            self.has_lot(new.lot) && !self.splits.contains_key(&new.lot.get()),
            "/lot",
            "Dit traject heeft dit perceel niet, of het is al gesplitst.",
        );
        faults.unless(
            new.into.len() >= 2,
            "/into",
            "Splits een perceel in minstens twee percelen.",
        );
        let mut numbers = BTreeSet::new();
        for (place, lot) in new.into.iter().enumerate() {
            let number = lot.number.get();
            faults.unless(
                (1..=99).contains(&number) && !self.has_lot(lot.number) && numbers.insert(number),
                format!("/into/{place}/number"),
                "Geef een nieuw perceel een nummer van 1 t/m 99 dat nog niet is gebruikt.",
            );
        }
        faults.check()?;
        Ok(vec![new.into()])
    }

    pub(super) fn evolve_effects(&mut self, event: &TrajectoryEvent) {
        match event.clone() {
            TrajectoryEvent::TrajectoryTenderClosingSuspended(suspended) => {
                self.suspended = Some(suspended);
            }
            TrajectoryEvent::TrajectoryTenderingReopened(reopened) => {
                let (closing, reason) = (reopened.closing.clone(), reopened.reason.clone());
                if let Some(known) = &mut self.closing {
                    known.move_to(TrajectoryTenderClosingMoved { closing, reason, advised: None });
                }
                (self.suspended, self.reopened) = (None, Some(reopened));
            }
            TrajectoryEvent::TrajectoryLotSplit(split) => {
                for lot in &split.into {
                    self.lots.insert(lot.number.get(), lot.clone());
                }
                self.splits.insert(split.lot.get(), split);
            }
            _ => {}
        }
    }
}
