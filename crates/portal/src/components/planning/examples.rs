//! A planning, and none yet.

use super::{Milestone, Planning};
use crate::gallery::{Example, Voice};

pub(crate) fn procedure(voice: &Voice) -> Planning {
    let milestone = |title: &str, phase: &str, term| Milestone {
        title: voice.say(title),
        phase: voice.say(phase),
        term,
        is_next: false,
    };
    let next = |milestone| Milestone { is_next: true, ..milestone };
    Planning {
        milestones: vec![
            milestone(
                "De raden stellen de inkoopvisie vast",
                "Visie en doelen",
                voice.agreed_term(voice.moment("t/m vrijdag 27 maart 2026", "2026-03-27")),
            ),
            milestone(
                "De colleges stellen de keuzenota vast",
                "Strategie en marktconsultatie",
                voice.agreed_term(voice.moment("t/m vrijdag 3 juli 2026", "2026-07-03")),
            ),
            next(milestone(
                "Laatste moment om vragen te stellen",
                "Procedure",
                voice.tender_term(
                    voice.moment("t/m vrijdag 27 november 2026 12.00 uur", "2026-11-27T11:00:00Z"),
                ),
            )),
            milestone(
                "Laatste nota van inlichtingen",
                "Procedure",
                voice.tender_term(
                    voice.moment("t/m vrijdag 11 december 2026 17.00 uur", "2026-12-11T16:00:00Z"),
                ),
            ),
            milestone(
                "Laatste moment om in te schrijven",
                "Procedure",
                voice.tender_term(
                    voice.moment("t/m vrijdag 15 januari 2027 12.00 uur", "2027-01-15T11:00:00Z"),
                ),
            ),
            milestone(
                "De contracten gaan in",
                "Uitvoering",
                voice.tender_term(voice.moment("t/m donderdag 1 juli 2027", "2027-07-01")),
            ),
        ],
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("planning", &procedure(voice)),
        Example::of("planning-none", &Planning { milestones: vec![] }),
    ]
}
