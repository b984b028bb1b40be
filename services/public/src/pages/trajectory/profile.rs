//! What a trajectory is, and its planning.

use crate::pages::words::{instrument, law, prose, term};
use dialogue::PhaseKind;
use jiff::Timestamp;
use portal::components::{ChosenInstrument, Lot, Milestone, Planning, Principle, Product, Profile};
use service::TrajectoryView;

pub(super) fn profile(trajectory: &TrajectoryView) -> Profile {
    Profile {
        region: trajectory.region.to_string(),
        lead: trajectory.lead.name.to_string(),
        members: trajectory.members.iter().map(|member| member.name.to_string()).collect(),
        councils: trajectory.councils.iter().map(|council| council.name.to_string()).collect(),
        laws: trajectory.laws.iter().copied().map(law).collect(),
        instrument: trajectory.instrument.as_ref().map(|chosen| ChosenInstrument {
            instrument: instrument(chosen.instrument),
            reason: prose(&chosen.reason),
        }),
        lots: trajectory
            .lots
            .iter()
            .map(|lot| Lot {
                number: lot.number.get(),
                title: lot.title.to_string(),
                description: prose(&lot.description),
            })
            .collect(),
        products: trajectory
            .products
            .iter()
            .map(|product| Product {
                title: product.title.to_string(),
                offer: prose(&product.offer),
                for_whom: prose(&product.for_whom),
                access: prose(&product.access),
                choice: prose(&product.choice),
            })
            .collect(),
        principles: trajectory
            .principles
            .iter()
            .map(|principle| Principle {
                title: principle.title.to_string(),
                text: prose(&principle.text),
            })
            .collect(),
    }
}

pub(super) fn planning(trajectory: &TrajectoryView, now: Timestamp) -> Planning {
    let closing = trajectory.tender_closing.as_ref().map(|closing| {
        let procedure = PhaseKind::Procedure;
        ("Sluiting van de inschrijving".to_owned(), procedure, &closing.closing)
    });
    let planned = trajectory.planning.iter();
    let planned = planned.map(|it| (it.title.to_string(), it.phase, &it.term));
    let mut milestones: Vec<_> = planned.chain(closing).collect();
    milestones.sort_by_key(|(_, _, term)| term.at);
    let next = milestones.iter().position(|(_, _, term)| term.at >= now);
    let milestones = milestones.into_iter().enumerate();
    let milestones = milestones.map(|(place, (title, phase, until))| Milestone {
        title,
        phase: phase.dutch().to_owned(),
        term: term(until),
        is_next: next == Some(place),
    });
    Planning { milestones: milestones.collect() }
}
