//! What is new in a dossier for everyone who follows it, and what was decided that one provider is
//! told of.

use crate::book::{Entry, known, profile};
use crate::error::CourierError;
use crate::notices::Notice;
use crate::subscribers::Audience;
use dialogue::confidential::ConfidentialDocumentReleased;
use dialogue::{
    AdmissionEvent, ComplaintEvent, EvaluationEvent, ObjectionEvent, OutreachEvent, ProviderId,
    SessionEvent, TrajectoryEvent, TrajectoryId,
};
use jiff::Timestamp;
use mail::{DecisionNews, DossierNews};
use portal::paths;
use serde::{Deserialize, Serialize};
use vocabulary::Title;

/// Something of one provider as the courier knows it: a complaint, an objection, an application, a
/// contract, a delivery or a talk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KnownFiling {
    pub(crate) trajectory: TrajectoryId,
    pub(crate) provider: ProviderId,
}

/// A session or an outreach as the courier knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KnownSession {
    trajectory: TrajectoryId,
    title: Title,
}

impl Entry<'_> {
    /// Tells everyone who follows a trajectory that something in its dossier is new.
    pub(crate) fn dossier(
        &self,
        id: TrajectoryId,
        news: DossierNews,
        what: Option<Title>,
        until: Option<Timestamp>,
    ) -> Result<(), CourierError> {
        self.dossier_at(paths::trajectory(&id.to_string()), id, news, what, until)
    }

    /// Likewise, with the place of it.
    fn dossier_at(
        &self,
        path: String,
        id: TrajectoryId,
        news: DossierNews,
        what: Option<Title>,
        until: Option<Timestamp>,
    ) -> Result<(), CourierError> {
        let Some(profile) = profile(self.rows, id)? else { return Ok(()) };
        let notice = Notice::DossierChanged { trajectory: profile.title, news, what, until, path };
        self.tell(Audience::Followers(id), &notice)
    }

    pub(crate) fn released(
        &self,
        released: &ConfidentialDocumentReleased,
    ) -> Result<(), CourierError> {
        let ConfidentialDocumentReleased { trajectory, title, .. } = released;
        let path = paths::document(&trajectory.to_string(), self.id());
        let news = DossierNews::DocumentReleased;
        self.dossier_at(path, *trajectory, news, Some(title.clone()), None)
    }

    pub(crate) fn trajectory(&self, event: &TrajectoryEvent) -> Result<(), CourierError> {
        let Ok(id) = self.id().parse() else { return Ok(()) };
        let (news, what, until) = match event {
            TrajectoryEvent::TrajectoryDocumentPublished(new) => {
                let path = paths::document(self.id(), &new.document.to_string());
                let (news, title) = (DossierNews::DocumentPublished, new.title.clone());
                return self.dossier_at(path, id, news, Some(title), None);
            }
            TrajectoryEvent::TrajectoryTenderClosingSet(set) => {
                (DossierNews::ClosingSet, None, Some(set.closing.at))
            }
            TrajectoryEvent::TrajectoryTenderClosingMoved(moved) => {
                (DossierNews::ClosingMoved, None, Some(moved.closing.at))
            }
            TrajectoryEvent::TrajectoryTenderClosingSuspended(_) => {
                (DossierNews::ClosingSuspended, None, None)
            }
            TrajectoryEvent::TrajectoryTenderingReopened(reopened) => {
                (DossierNews::TenderingReopened, None, Some(reopened.closing.at))
            }
            _ => return Ok(()),
        };
        self.dossier(id, news, what, until)
    }

    pub(crate) fn session(&self, event: &SessionEvent) -> Result<(), CourierError> {
        match event {
            SessionEvent::SessionAnnounced(new) => {
                let (trajectory, title) = (new.trajectory, new.title.clone());
                self.note("session", &KnownSession { trajectory, title: title.clone() })?;
                let until = Some(new.registration.at);
                self.dossier(trajectory, DossierNews::SessionAnnounced, Some(title), until)
            }
            SessionEvent::SessionCancelled(_) => {
                let Some(known) = self.known::<KnownSession>("session")? else { return Ok(()) };
                let KnownSession { trajectory, title } = known;
                self.dossier(trajectory, DossierNews::SessionCancelled, Some(title), None)
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn outreach(&self, event: &OutreachEvent) -> Result<(), CourierError> {
        let path = |trajectory: TrajectoryId| paths::outreach(&trajectory.to_string(), self.id());
        match event {
            OutreachEvent::OutreachPublished(new) => {
                let (trajectory, title) = (new.trajectory, new.title.clone());
                self.note("session", &KnownSession { trajectory, title: title.clone() })?;
                let (news, until) = (DossierNews::OutreachPublished, Some(new.closes.at));
                self.dossier_at(path(trajectory), trajectory, news, Some(title), until)
            }
            OutreachEvent::OutreachAnswered(_) => {
                let Some(known) = self.known::<KnownSession>("session")? else { return Ok(()) };
                let KnownSession { trajectory, title } = known;
                let news = DossierNews::OutreachAnswered;
                self.dossier_at(path(trajectory), trajectory, news, Some(title), None)
            }
        }
    }

    pub(crate) fn complaint(&self, event: &ComplaintEvent) -> Result<(), CourierError> {
        match event {
            ComplaintEvent::ComplaintFiled(filed) => self.filed(filed.trajectory, filed.provider),
            ComplaintEvent::ComplaintDecided(_) => self.decided(DecisionNews::Complaint),
            _ => Ok(()),
        }
    }

    pub(crate) fn objection(&self, event: &ObjectionEvent) -> Result<(), CourierError> {
        match event {
            ObjectionEvent::ObjectionFiled(filed) => self.filed(filed.trajectory, filed.provider),
            ObjectionEvent::ObjectionDecided(_) => self.decided(DecisionNews::Objection),
            _ => Ok(()),
        }
    }

    pub(crate) fn filed(
        &self,
        trajectory: TrajectoryId,
        provider: ProviderId,
    ) -> Result<(), CourierError> {
        self.note("filing", &KnownFiling { trajectory, provider })
    }

    fn decided(&self, news: DecisionNews) -> Result<(), CourierError> {
        let Some(filing) = self.known::<KnownFiling>("filing")? else { return Ok(()) };
        self.decision(filing.trajectory, &[filing.provider], news, None)
    }

    pub(crate) fn admission(&self, event: &AdmissionEvent) -> Result<(), CourierError> {
        match event {
            AdmissionEvent::AdmissionOpened(opened) => self.note("admission", &opened.trajectory),
            AdmissionEvent::AdmissionApplied(applied) => {
                let Some(trajectory) = self.known("admission")? else { return Ok(()) };
                let filing = KnownFiling { trajectory, provider: applied.provider };
                self.note_as("filing", &applied.application.to_string(), &filing)
            }
            AdmissionEvent::AdmissionDecided(decided) => {
                let application = decided.application.to_string();
                let filing: Option<KnownFiling> = known(self.rows, "filing", &application)?;
                let Some(filing) = filing else { return Ok(()) };
                let news = DecisionNews::Application;
                self.decision(filing.trajectory, &[filing.provider], news, None)
            }
        }
    }

    pub(crate) fn evaluation(&self, event: &EvaluationEvent) -> Result<(), CourierError> {
        match event {
            EvaluationEvent::AwardDecisionSent(sent) => {
                let told: Vec<_> = sent.messages.iter().map(|message| message.tenderer).collect();
                self.note("award", &told)?;
                let until = sent.standstill.as_ref().map(|term| term.at);
                self.decision(sent.trajectory, &told, DecisionNews::Award, until)
            }
            EvaluationEvent::AwardDecisionWithdrawn(withdrawn) => {
                let told = self.known::<Vec<ProviderId>>("award")?.unwrap_or_default();
                let news = DecisionNews::AwardWithdrawn;
                self.decision(withdrawn.trajectory, &told, news, None)
            }
            EvaluationEvent::AwardConfirmed(award) => {
                self.dossier(award.trajectory, DossierNews::AwardFinal, None, None)
            }
            _ => Ok(()),
        }
    }

    /// Tells each of these providers, at one moment, that something was decided.
    fn decision(
        &self,
        id: TrajectoryId,
        providers: &[ProviderId],
        news: DecisionNews,
        until: Option<Timestamp>,
    ) -> Result<(), CourierError> {
        let Some(profile) = profile(self.rows, id)? else { return Ok(()) };
        let path = paths::trajectory(&id.to_string());
        let notice = Notice::DecisionTold { trajectory: profile.title, news, until, path };
        providers.iter().try_for_each(|provider| self.tell(Audience::Provider(*provider), &notice))
    }
}
