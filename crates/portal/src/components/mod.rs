//! The components of pages. Each is a folder: its view, its template, its named examples.
//!
//! A view renders itself as HTML when it is displayed. Every text in it is escaped; only
//! components count as HTML.

pub(crate) mod activity;
pub(crate) mod advice_request;
pub(crate) mod advice_summary;
pub(crate) mod announcement;
pub(crate) mod award;
pub(crate) mod breadcrumbs;
pub(crate) mod consultation_round;
pub(crate) mod contents;
pub(crate) mod contribution;
pub(crate) mod development_agenda;
pub(crate) mod dialogue_plan;
pub(crate) mod disposition_counts;
pub(crate) mod document;
pub(crate) mod erratum;
pub(crate) mod experience_form;
pub(crate) mod icon;
pub(crate) mod link;
pub(crate) mod mark;
pub(crate) mod moment;
pub(crate) mod note_item;
pub(crate) mod note_summary;
pub(crate) mod outreach_summary;
pub(crate) mod phase;
pub(crate) mod phase_overview;
pub(crate) mod picture;
pub(crate) mod planning;
pub(crate) mod profile;
pub(crate) mod prose;
pub(crate) mod question_round;
pub(crate) mod recommendation;
pub(crate) mod reference;
pub(crate) mod tag;
pub(crate) mod term;
pub(crate) mod theme;
pub(crate) mod trajectory_card;

pub use activity::{Activity, ActivityKind};
pub use advice_request::AdviceRequest;
pub use advice_summary::{AdviceOrigin, AdviceProgress, AdviceSummary};
pub use announcement::Announcement;
pub use award::Award;
pub use breadcrumbs::Breadcrumbs;
pub use consultation_round::{ConsultationRound, PublishedReport, RoundState};
pub use contents::{Contents, ContentsEntry, ContentsPart};
pub use contribution::{Contribution, Disposition};
pub use development_agenda::{AgendaItem, AgendaStatus, DevelopmentAgenda};
pub use dialogue_plan::{DialoguePlan, Perspectives};
pub use disposition_counts::DispositionCounts;
pub use document::{Document, DocumentKind, DocumentVersion};
pub use erratum::Erratum;
pub use experience_form::{
    ExperienceForm, ExperienceTheme, ExperienceVoice, Filled, FormFault, FormField, Passage,
};
pub use icon::Icon;
pub use link::Link;
pub use mark::Mark;
pub use moment::Moment;
pub use note_item::NoteItem;
pub use note_summary::NoteSummary;
pub use outreach_summary::{OutreachState, OutreachSummary};
pub use phase::{Phase, PhaseStatus};
pub use phase_overview::PhaseOverview;
pub use picture::{Bar, Caption, Cell, Happening, Picture, Point};
pub use planning::{Milestone, Planning};
pub use profile::{ChosenInstrument, Instrument, Law, Lot, Principle, Product, Profile};
pub use prose::Prose;
pub use question_round::QuestionRound;
pub use recommendation::{Recommendation, RecommendationResponse};
pub use reference::{DocumentPlace, Reference};
pub use tag::{Tag, Tone};
pub use term::Term;
pub use theme::{Room, Theme};
pub use trajectory_card::TrajectoryCard;
