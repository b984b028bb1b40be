//! Supervision: how it is arranged under each act, what supervisors report, and incidents that must
//! be notified, each a signal that gets an answer (Handreiking kwaliteitscriteria, § 10; art. 3.4
//! and 6.1 Wmo 2015; art. 4.1.8 and 9.1 Jeugdwet).
//!
//! The names of the events are the storage format: they never change.

mod arrangement;
mod signal;

pub use arrangement::{
    Supervision, SupervisionCommand, SupervisionEvent, SupervisionModel, SupervisionModelChosen,
};
pub use signal::{
    Incident, IncidentKind, IncidentNotified, ReportSource, SupervisionReport,
    SupervisionReportReceived, SupervisionSignal, SupervisionSignalAnswered,
    SupervisionSignalCommand, SupervisionSignalEvent,
};

use crate::refusal::Told;

/// Why something about supervision is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupervisionRefusal {
    /// There is no such signal, or none that the caller may know of.
    SignalUnknown,
    /// It exists with another content.
    SignalExists,
    /// It was answered already.
    SignalAnswered,
}

impl SupervisionRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::SignalUnknown => Told::unknown(
                "supervision-signal-unknown",
                "Dit rapport of deze melding bestaat niet.",
            ),
            Self::SignalExists => Told::state(
                "supervision-signal-exists",
                "Dit rapport of deze melding bestaat al met een andere inhoud.",
            ),
            Self::SignalAnswered => Told::state(
                "supervision-signal-answered",
                "Bij dit signaal is al verteld wat ermee gebeurt. Dat verandert niet meer.",
            ),
        }
    }
}
