//! The names of things. They are random, so that no name tells who made it or when.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($($(#[doc = $doc:literal])* $name:ident),* $(,)?) => {
        $(
            $(#[doc = $doc])*
            #[derive(
                Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord,
                Serialize, Deserialize,
            )]
            #[serde(transparent)]
            pub struct $name(Uuid);

            impl $name {
                /// A new name.
                #[must_use]
                pub fn random() -> Self {
                    Self(Uuid::new_v4())
                }
            }

            impl From<Uuid> for $name {
                fn from(uuid: Uuid) -> Self {
                    Self(uuid)
                }
            }

            impl From<$name> for Uuid {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.as_hyphenated().fmt(f)
                }
            }

            impl FromStr for $name {
                type Err = uuid::Error;

                fn from_str(text: &str) -> Result<Self, uuid::Error> {
                    Uuid::try_parse(text).map(Self)
                }
            }

            impl utoipa::PartialSchema for $name {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                    use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .description(Some([$($doc),*].map(str::trim).join("\n")))
                        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
                        .into()
                }
            }

            impl utoipa::ToSchema for $name {
                fn name() -> std::borrow::Cow<'static, str> {
                    std::borrow::Cow::Borrowed(stringify!($name))
                }
            }
        )*
    };
}

id! {
    /// A region: municipalities that buy together.
    RegionId,
    /// An outreach: people are asked for their experience.
    OutreachId,
    /// An experience that somebody told.
    ExperienceId,
    /// A trajectory: one purchase, through all its phases.
    TrajectoryId,
    /// A document of a trajectory, over all its versions.
    DocumentId,
    /// A consultation round.
    ConsultationRoundId,
    /// A contribution of one provider to a consultation round.
    ContributionId,
    /// A session with providers.
    SessionId,
    /// A passage that worked.
    PassageId,
    /// A standing consultation of a municipality.
    StandingConsultationId,
    /// A registration of one provider for a session.
    RegistrationId,
    /// A document that is not public yet.
    ConfidentialDocumentId,
    /// A call for partners.
    PartnerCallId,
    /// A reaction to a call for partners.
    PartnerReactionId,
    /// Something that a provider learned and shared.
    LearningId,
    /// A question round.
    QuestionRoundId,
    /// A question of one provider in a question round.
    QuestionId,
    /// An import of questions from one spreadsheet.
    QuestionImportId,
    /// An advice of a client council, from its request to the last response.
    AdviceId,
    /// Something that a client council brings beside its advice.
    CouncilMatterId,
    /// An objection of one provider.
    ObjectionId,
    /// A complaint of one provider.
    ComplaintId,
    /// The evaluation of tenders, up to the award.
    EvaluationId,
    /// A proceeding before a court about a trajectory.
    LegalProceedingId,
    /// A requirement, over all versions of its set or library.
    RequirementId,
    /// What one provider says about a requirement.
    RequirementFlagId,
    /// A performance report.
    PerformanceReportId,
    /// A review of a trajectory.
    ReviewId,
    /// A report of a supervisor, or an incident.
    SupervisionSignalId,
    /// Research into the experience of clients, over one year.
    ClientResearchId,
    /// An admission: a subsidy or an open house.
    AdmissionId,
    /// An application for admission.
    ApplicationId,
    /// A combination of providers that tender together.
    CombinationId,
    /// A contract with one provider.
    ContractId,
    /// A proposal to change a contract.
    ContractChangeId,
    /// A promise that must be kept, under one contract or under all.
    CommitmentId,
    /// A delivery of data over one period.
    DataDeliveryId,
    /// A performance talk with one provider.
    PerformanceTalkId,
    /// A price sheet of one product, over all its versions.
    PriceSheetId,
    /// A provider. A pseudonym: which organisation it is, only the vault knows.
    ProviderId,
    /// A person. A pseudonym: who it is, only the vault knows.
    PersonId,
}

/// A phase of a trajectory: there is at most one of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PhaseId {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The kind of phase.
    pub kind: crate::PhaseKind,
}

impl fmt::Display for PhaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.trajectory, self.kind.as_str())
    }
}

/// A clarification note of a trajectory: they are numbered from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoteId {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The number of the note.
    pub number: u32,
}

impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.trajectory, self.number)
    }
}
