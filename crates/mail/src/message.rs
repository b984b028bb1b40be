//! What mails tell. Each kind has a folder of templates of its own name.
//!
//! The fields hold what is public, or addressed to the reader. No kind has a field that could
//! name a provider to another one.

use crate::{ContractTold, Link};
use serde::{Deserialize, Serialize};
use vocabulary::{Paragraph, Prose, Title};

/// The kinds of round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundKind {
    /// A consultation round (consultatieronde).
    Consultation,
    /// A question round (vragenronde).
    Questions,
}

impl RoundKind {
    /// The Dutch word.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Consultation => "consultatieronde",
            Self::Questions => "vragenronde",
        }
    }
}

/// To who follows a trajectory: a round is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundOpened {
    /// Which kind of round.
    pub kind: RoundKind,
    /// The trajectory.
    pub trajectory: Title,
    /// The round.
    pub round: Title,
    /// Until when, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub term: String,
    /// The legal ground of the term, in words: "aanbestedingsstuk: Leidraad, paragraaf 3.2".
    pub ground: String,
    /// The page of the round.
    pub link: Link,
}

/// To who follows a trajectory: a clarification note (nota van inlichtingen) is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotePublished {
    /// The trajectory.
    pub trajectory: Title,
    /// The number of the note.
    pub number: u32,
    /// How many questions it answers.
    pub questions: u32,
    /// Whether every question of the round is answered now.
    pub concludes: bool,
    /// The page of the note.
    pub link: Link,
}

/// To who follows a trajectory: the report of a consultation round is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPublished {
    /// The trajectory.
    pub trajectory: Title,
    /// The round.
    pub round: Title,
    /// The page of the report.
    pub link: Link,
}

/// To a client council: its advice is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdviceAsked {
    /// What it is about.
    pub subject: Title,
    /// What it is about, in plain Dutch.
    pub summary: Paragraph,
    /// What is asked.
    pub question: Prose,
    /// Until when, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub term: String,
    /// The dossier. The request itself is only in the council's own service as yet.
    pub link: Link,
}

/// To a municipality that follows a trajectory: a council gave advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdviceFiled {
    /// The trajectory.
    pub trajectory: Title,
    /// The name of the council.
    pub council: Title,
    /// What it is about.
    pub subject: Title,
    /// The page of the advice.
    pub link: Link,
}

/// To a client council: recommendations of its advice have a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseGiven {
    /// What the advice is about.
    pub subject: Title,
    /// The page of the advice with its responses.
    pub link: Link,
}

/// To who follows a trajectory: a round closes soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineNear {
    /// Which kind of round.
    pub kind: RoundKind,
    /// The trajectory.
    pub trajectory: Title,
    /// The round.
    pub round: Title,
    /// Until when, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub term: String,
    /// The page of the round.
    pub link: Link,
}

/// What became of a question, as its asker is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionNews {
    /// It stays out of every note.
    WithholdingGranted,
    /// It is answered for all, unless it is withdrawn.
    WithholdingRefused,
    /// It was answered to its asker alone.
    AnsweredAlone,
    /// It gets no answer.
    Declined,
}

impl QuestionNews {
    /// What happened, in a few Dutch words.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::WithholdingGranted => "Uw vraag blijft buiten de nota van inlichtingen",
            Self::WithholdingRefused => "Uw vraag komt in de nota van inlichtingen",
            Self::AnsweredAlone => "Uw vraag is beantwoord",
            Self::Declined => "Uw vraag is afgewezen",
        }
    }

    /// What it means, in Dutch.
    #[must_use]
    pub const fn explained(self) -> &'static str {
        match self {
            Self::WithholdingGranted => {
                "De gemeente heeft uw verzoek toegestaan. Alleen u krijgt het antwoord. Bij uw \
                 vraag staat waarom."
            }
            Self::WithholdingRefused => {
                "De gemeente heeft uw verzoek geweigerd. Wilt u niet dat anderen de vraag lezen? \
                 Trek haar dan op tijd in. Bij uw vraag staat waarom."
            }
            Self::AnsweredAlone => "Alleen u krijgt dit antwoord. U leest het bij uw vraag.",
            Self::Declined => "U krijgt geen antwoord. Bij uw vraag staat waarom.",
        }
    }
}

/// To who reads along for a provider: something became of its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionTold {
    /// The trajectory.
    pub trajectory: Title,
    /// What became of it. What was asked and answered stands in the provider's own service.
    pub news: QuestionNews,
    /// Until when it can be withdrawn, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub until: Option<String>,
    /// The page of the trajectory.
    pub link: Link,
}

/// What is new in a dossier, for everyone who follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DossierNews {
    /// A document, or another version of one.
    DocumentPublished,
    /// A document that was under embargo is public.
    DocumentReleased,
    /// There will be a session.
    SessionAnnounced,
    /// A session will not be held. One that moves is announced anew.
    SessionCancelled,
    /// Until when one can tender.
    ClosingSet,
    /// Another moment until when one can tender.
    ClosingMoved,
    /// Tendering is suspended.
    ClosingSuspended,
    /// Tendering opened again, for everyone.
    TenderingReopened,
    /// The award is final.
    AwardFinal,
    /// Clients and others are asked for their experience.
    OutreachPublished,
    /// It was told what is done with their experience.
    OutreachAnswered,
}

impl DossierNews {
    /// What happened, in a few Dutch words.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::DocumentPublished => "Er is een nieuw stuk of een nieuwe versie",
            Self::DocumentReleased => "Een stuk is nu openbaar",
            Self::SessionAnnounced => "Er is een bijeenkomst gepland",
            Self::SessionCancelled => "Een bijeenkomst gaat niet door",
            Self::ClosingSet => "De sluiting voor inschrijvingen is bekend",
            Self::ClosingMoved => "De sluiting voor inschrijvingen is verplaatst",
            Self::ClosingSuspended => "De sluiting voor inschrijvingen is opgeschort",
            Self::TenderingReopened => "Inschrijven kan opnieuw",
            Self::AwardFinal => "De gunning is definitief",
            Self::OutreachPublished => "Er is een oproep om ervaringen te vertellen",
            Self::OutreachAnswered => "U kunt lezen wat er met ervaringen gebeurt",
        }
    }

    /// What can be done until the term that goes with it, in Dutch.
    #[must_use]
    pub const fn until_what(self) -> &'static str {
        match self {
            Self::SessionAnnounced => "Aanmelden kan",
            Self::OutreachPublished => "Vertellen kan",
            _ => "Inschrijven kan",
        }
    }
}

/// To who follows a trajectory: something in the dossier is new. It is read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierChanged {
    /// The trajectory.
    pub trajectory: Title,
    /// What is new.
    pub news: DossierNews,
    /// What the document, session or outreach is called.
    pub what: Option<Title>,
    /// Until when something can be done, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub until: Option<String>,
    /// Where it stands in the dossier.
    pub link: Link,
}

/// What was decided that a provider is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecisionNews {
    /// About its complaint.
    Complaint,
    /// About its objection.
    Objection,
    /// About its application for admission.
    Application,
    /// To whom a contract goes, for who tendered.
    Award,
    /// That the award decision is withdrawn, likewise.
    AwardWithdrawn,
}

impl DecisionNews {
    /// What happened, in a few Dutch words.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Complaint => "Er is beslist op uw klacht",
            Self::Objection => "Er is beslist op uw bezwaar",
            Self::Application => "Er is beslist op uw aanvraag",
            Self::Award => "Er is een gunningsbeslissing voor u",
            Self::AwardWithdrawn => "Een gunningsbeslissing is ingetrokken",
        }
    }
}

/// To who reads along for a provider: something was decided. What, is read after signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTold {
    /// The trajectory.
    pub trajectory: Title,
    /// What was decided about.
    pub news: DecisionNews,
    /// Until when the standstill lasts, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub until: Option<String>,
    /// The page of the trajectory.
    pub link: Link,
}

/// To who reads along for a council: it was decided whether it gets more time for an advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionDecided {
    /// What the advice is about.
    pub subject: Title,
    /// Until when it can be given now, in words; absent when there is no more time.
    pub term: Option<String>,
    /// The page of the trajectory.
    pub link: Link,
}

/// What a mail tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A round is open.
    RoundOpened(RoundOpened),
    /// A clarification note is there.
    NotePublished(NotePublished),
    /// The report of a consultation round is there.
    ReportPublished(ReportPublished),
    /// A council's advice is asked.
    AdviceAsked(AdviceAsked),
    /// A council gave advice.
    AdviceFiled(AdviceFiled),
    /// Recommendations have a response.
    ResponseGiven(ResponseGiven),
    /// A round closes soon.
    DeadlineNear(DeadlineNear),
    /// Something became of a question.
    QuestionTold(QuestionTold),
    /// Something in a dossier is new.
    DossierChanged(DossierChanged),
    /// Something was decided that a provider is told of.
    DecisionTold(DecisionTold),
    /// Something happened under a contract.
    ContractTold(ContractTold),
    /// It was decided whether a council gets more time.
    ExtensionDecided(ExtensionDecided),
}

impl Message {
    /// The name of its kind, which is the name of its template folder.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::RoundOpened(_) => "round_opened",
            Self::NotePublished(_) => "note_published",
            Self::ReportPublished(_) => "report_published",
            Self::AdviceAsked(_) => "advice_asked",
            Self::AdviceFiled(_) => "advice_filed",
            Self::ResponseGiven(_) => "response_given",
            Self::DeadlineNear(_) => "deadline_near",
            Self::QuestionTold(_) => "question_told",
            Self::DossierChanged(_) => "dossier_changed",
            Self::DecisionTold(_) => "decision_told",
            Self::ContractTold(_) => "contract_told",
            Self::ExtensionDecided(_) => "extension_decided",
        }
    }
}
