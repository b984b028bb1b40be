//! What happened that tells how it goes, by day: from all sources, for the evidence of a review.

use dialogue::advice::AdviceEvent;
use dialogue::council_matter::CouncilMatterEvent;
use dialogue::performance::PerformanceTalkEvent;
use dialogue::redress::{ComplaintEvent, LegalProceedingEvent};
use dialogue::supervision::SupervisionSignalEvent;
use dialogue::{
    AnyEvent, ClientResearchEvent, ContractEvent, ExperienceEvent, ObjectionEvent,
    RequirementFlagEvent,
};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A source of evidence (Handreiking kwaliteitscriteria, § 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EvidenceKind {
    /// Incidents that were notified.
    Incident,
    /// Complaints about the purchase.
    Complaint,
    /// Objections.
    Objection,
    /// Proceedings before a court.
    LegalProceeding,
    /// Reports of who wait for help.
    Waiting,
    /// Rounds of conversations with clients, their network and professionals.
    Conversation,
    /// Experiences that people told.
    Experience,
    /// Signals of client councils.
    CouncilSignal,
    /// Advice of client councils.
    Advice,
    /// Reports of supervisors.
    SupervisionReport,
    /// Research among clients that was published.
    ClientResearch,
    /// Performance talks with something off target.
    TalkOffTarget,
    /// Matters that were taken higher.
    Escalation,
    /// What providers said about requirements.
    RequirementFlag,
}

impl EvidenceKind {
    pub(crate) const ALL: [Self; 14] = [
        Self::Incident,
        Self::Complaint,
        Self::Objection,
        Self::LegalProceeding,
        Self::Waiting,
        Self::Conversation,
        Self::Experience,
        Self::CouncilSignal,
        Self::Advice,
        Self::SupervisionReport,
        Self::ClientResearch,
        Self::TalkOffTarget,
        Self::Escalation,
        Self::RequirementFlag,
    ];

    pub(crate) const fn dutch(self) -> &'static str {
        match self {
            Self::Incident => "gemelde incidenten",
            Self::Complaint => "klachten",
            Self::Objection => "bezwaren",
            Self::LegalProceeding => "procedures bij de rechter",
            Self::Waiting => "wachtlijsten",
            Self::Conversation => "toetsingsgesprekken",
            Self::Experience => "ervaringen",
            Self::CouncilSignal => "signalen van adviesraden",
            Self::Advice => "adviezen van adviesraden",
            Self::SupervisionReport => "rapporten van toezichthouders",
            Self::ClientResearch => "cliëntervaringsonderzoeken",
            Self::TalkOffTarget => "prestatiedialogen met een doel dat niet is gehaald",
            Self::Escalation => "escalaties",
            Self::RequirementFlag => "meldingen over eisen",
        }
    }

    /// Whether every one of them may be named: others are for those who handle them, or would tell
    /// in which order they came.
    const fn is_named(self) -> bool {
        !matches!(
            self,
            Self::Complaint
                | Self::Objection
                | Self::LegalProceeding
                | Self::Experience
                | Self::RequirementFlag
        )
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EvidenceRow {
    pub(crate) kind: EvidenceKind,
    /// What it is called, or under which contract it was.
    pub(crate) reference: Option<String>,
    /// How many people it is about, where that was counted.
    pub(crate) people: Option<u32>,
}

pub(crate) struct Evidence;

impl Projection<AnyEvent> for Evidence {
    fn name(&self) -> &'static str {
        "evidence"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE evidence (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, day TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX evidence_in ON evidence (trajectory, day, id);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let Some((kind, people)) = evidence(event) else { return Ok(()) };
        let stream = recorded.stream.id();
        let Some(trajectory) = trajectory(rows, stream, event)? else { return Ok(()) };
        let reference = kind.is_named().then(|| stream.to_owned());
        let day = calendar::local(recorded.recorded_at).date().to_string();
        let id = format!("{:020}", recorded.position.0);
        let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("day", &day)];
        rows.put("evidence", &id, &columns, &EvidenceRow { kind, reference, people })
    }
}

/// What an event is evidence of, and about how many people.
fn evidence(event: &AnyEvent) -> Option<(EvidenceKind, Option<u32>)> {
    Some(match event {
        AnyEvent::SupervisionSignal(SupervisionSignalEvent::IncidentNotified(_)) => {
            (EvidenceKind::Incident, None)
        }
        AnyEvent::SupervisionSignal(SupervisionSignalEvent::SupervisionReportReceived(_)) => {
            (EvidenceKind::SupervisionReport, None)
        }
        AnyEvent::Complaint(ComplaintEvent::ComplaintFiled(_)) => (EvidenceKind::Complaint, None),
        AnyEvent::Objection(ObjectionEvent::ObjectionFiled(_)) => (EvidenceKind::Objection, None),
        AnyEvent::LegalProceeding(LegalProceedingEvent::LegalProceedingNotified(_)) => {
            (EvidenceKind::LegalProceeding, None)
        }
        AnyEvent::Contract(ContractEvent::ContractWaitingReported(it)) => {
            (EvidenceKind::Waiting, Some(it.waiting.get()))
        }
        AnyEvent::Contract(ContractEvent::ContractConversationsHeld(it)) => {
            (EvidenceKind::Conversation, Some(it.count.get()))
        }
        AnyEvent::Contract(ContractEvent::ContractEscalated(_)) => (EvidenceKind::Escalation, None),
        AnyEvent::Experience(ExperienceEvent::ExperienceShared(_)) => {
            (EvidenceKind::Experience, None)
        }
        AnyEvent::CouncilMatter(CouncilMatterEvent::CouncilSignalGiven(_)) => {
            (EvidenceKind::CouncilSignal, None)
        }
        AnyEvent::Advice(AdviceEvent::AdviceFiled(_) | AdviceEvent::AdviceFiledUnasked(_)) => {
            (EvidenceKind::Advice, None)
        }
        AnyEvent::ClientResearch(ClientResearchEvent::ClientResearchPublished(it)) => {
            (EvidenceKind::ClientResearch, Some(it.answered.get()))
        }
        AnyEvent::PerformanceTalk(PerformanceTalkEvent::PerformanceTalkOpened(it))
            if it.figures.iter().any(|figure| !figure.is_on_target()) =>
        {
            (EvidenceKind::TalkOffTarget, None)
        }
        AnyEvent::RequirementFlag(RequirementFlagEvent::RequirementFlagged(_)) => {
            (EvidenceKind::RequirementFlag, None)
        }
        _ => return None,
    })
}

/// The trajectory of an event that is evidence.
fn trajectory(
    rows: &Rows<'_>,
    id: &str,
    event: &AnyEvent,
) -> Result<Option<String>, ProjectionError> {
    let of = |table: &str, id: &str| {
        let sql = format!("SELECT trajectory FROM {table} WHERE id = ?1");
        Ok(rows.find::<(String,)>(&sql, [id])?.map(|(trajectory,)| trajectory))
    };
    match event {
        AnyEvent::Experience(ExperienceEvent::ExperienceShared(it)) => {
            of("outreach", &it.outreach.to_string())
        }
        AnyEvent::SupervisionSignal(_) => of("supervision_signal", id),
        AnyEvent::Complaint(ComplaintEvent::ComplaintFiled(it)) => {
            Ok(Some(it.trajectory.to_string()))
        }
        AnyEvent::Objection(ObjectionEvent::ObjectionFiled(it)) => {
            Ok(Some(it.trajectory.to_string()))
        }
        AnyEvent::LegalProceeding(LegalProceedingEvent::LegalProceedingNotified(it)) => {
            Ok(Some(it.trajectory.to_string()))
        }
        AnyEvent::Contract(_) => of("contract", id),
        AnyEvent::CouncilMatter(_) => of("council_matter", id),
        AnyEvent::Advice(_) => of("advice", id),
        AnyEvent::ClientResearch(_) => of("client_research_work", id),
        AnyEvent::PerformanceTalk(_) => of("performance_talk", id),
        AnyEvent::RequirementFlag(_) => of("requirement_flag", id),
        _ => Ok(None),
    }
}
