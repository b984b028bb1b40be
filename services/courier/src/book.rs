//! The courier's notes of what was published, kept as events come in, and the mails that follow
//! from them.

use crate::error::CourierError;
use crate::notices::{News, Notice, Round};
use crate::subscribers::{Audience, Tiding, subscribe, tell};
use calendar::Term;
use dialogue::advice::{AdviceFiled, AdviceFiledUnasked, AdviceRequested};
use dialogue::enquiry::ClarificationNotePublished;
use dialogue::trajectory::Profile;
use dialogue::{
    AdviceEvent, AnyEvent, ClarificationNoteEvent, ConfidentialDocumentEvent,
    ConsultationRoundEvent, ProviderId, QuestionEvent, QuestionRoundEvent, QuestionRoundId,
    TrajectoryEvent, TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use portal::paths;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vocabulary::{CouncilCode, Title};

/// A round as the courier knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KnownRound {
    pub(crate) kind: Round,
    pub(crate) trajectory: TrajectoryId,
    pub(crate) title: Title,
    pub(crate) opens: Timestamp,
    pub(crate) closes: Term,
}

/// An advice as the courier knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KnownAdvice {
    trajectory: TrajectoryId,
    council: CouncilCode,
    subject: Title,
}

/// A question as the courier knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KnownQuestion {
    round: QuestionRoundId,
    provider: ProviderId,
}

/// An event that is taken in: what it says is noted, and whoever must hear of it gets a mail.
pub(crate) struct Entry<'e> {
    pub(crate) rows: &'e Transaction<'e>,
    pub(crate) recorded: &'e RecordedEvent,
    /// Whether mails follow from it: not when it was recorded before this outbox was made.
    pub(crate) mails: bool,
}

impl Entry<'_> {
    pub(crate) fn take_in(&self, event: &AnyEvent) -> Result<(), CourierError> {
        match event {
            AnyEvent::Subscription(event) => subscribe(self.rows, self.id(), event),
            AnyEvent::Trajectory(TrajectoryEvent::TrajectoryOpened(opened)) => {
                self.note("trajectory", &opened.profile)
            }
            AnyEvent::Trajectory(event) => self.trajectory(event),
            AnyEvent::Session(event) => self.session(event),
            AnyEvent::Outreach(event) => self.outreach(event),
            AnyEvent::Contract(event) => self.contract(event),
            AnyEvent::DataDelivery(event) => self.delivery(event),
            AnyEvent::PerformanceTalk(event) => self.talk(event),
            AnyEvent::ConfidentialDocument(
                ConfidentialDocumentEvent::ConfidentialDocumentReleased(released),
            ) => self.released(released),
            AnyEvent::Complaint(event) => self.complaint(event),
            AnyEvent::Objection(event) => self.objection(event),
            AnyEvent::Evaluation(event) => self.evaluation(event),
            AnyEvent::Admission(event) => self.admission(event),
            AnyEvent::ConsultationRound(event) => self.consultation(event),
            AnyEvent::QuestionRound(event) => self.question_round(event),
            AnyEvent::Question(event) => self.question(event),
            AnyEvent::ClarificationNote(ClarificationNoteEvent::ClarificationNotePublished(
                note,
            )) => self.clarification_note(note),
            AnyEvent::Advice(event) => self.advice(event),
            _ => Ok(()),
        }
    }

    pub(crate) fn id(&self) -> &str {
        self.recorded.stream.id()
    }

    fn consultation(&self, event: &ConsultationRoundEvent) -> Result<(), CourierError> {
        match event {
            ConsultationRoundEvent::ConsultationRoundPublished(new) => self.publish(KnownRound {
                kind: Round::Consultation,
                trajectory: new.trajectory,
                title: new.title.clone(),
                opens: new.opens,
                closes: new.closes.clone(),
            }),
            ConsultationRoundEvent::ConsultationRoundExtended(later) => self.extend(&later.closes),
            ConsultationRoundEvent::ConsultationRoundClosed(_) => self.close(),
            ConsultationRoundEvent::ConsultationReportPublished(_) => {
                let Some(round) = self.known::<KnownRound>("round")? else { return Ok(()) };
                let trajectory = round.trajectory;
                let Some(profile) = profile(self.rows, trajectory)? else { return Ok(()) };
                let path = paths::report(&trajectory.to_string(), self.id());
                let notice =
                    Notice::ReportPublished { trajectory: profile.title, round: round.title, path };
                self.tell(Audience::Followers(trajectory), &notice)
            }
            // Everyone reads it on the page of the trajectory; nothing is to be done by a term.
            ConsultationRoundEvent::ReportItemMoved(_)
            | ConsultationRoundEvent::AgendaItemProgressed(_) => Ok(()),
        }
    }

    fn question_round(&self, event: &QuestionRoundEvent) -> Result<(), CourierError> {
        match event {
            QuestionRoundEvent::QuestionRoundPublished(new) => self.publish(KnownRound {
                kind: Round::Questions,
                trajectory: new.trajectory,
                title: new.title.clone(),
                opens: new.opens,
                closes: new.closes.clone(),
            }),
            QuestionRoundEvent::QuestionRoundExtended(later) => self.extend(&later.closes),
            QuestionRoundEvent::QuestionRoundClosed(_) => self.close(),
            QuestionRoundEvent::QuestionRoundConcluded(_) => Ok(()),
        }
    }

    /// What becomes of a question is told to its asker alone.
    fn question(&self, event: &QuestionEvent) -> Result<(), CourierError> {
        let (news, until) = match event {
            QuestionEvent::QuestionAsked(asked) => {
                let (round, provider) = (asked.round, asked.provider);
                return self.note("question", &KnownQuestion { round, provider });
            }
            QuestionEvent::QuestionWithholdingGranted(_) => (News::WithholdingGranted, None),
            QuestionEvent::QuestionWithholdingRefused(refused) => {
                (News::WithholdingRefused, Some(refused.withdrawable_until))
            }
            QuestionEvent::QuestionAnsweredAlone(_) => (News::AnsweredAlone, None),
            QuestionEvent::QuestionDeclined(_) => (News::Declined, None),
            _ => return Ok(()),
        };
        let Some(question) = self.known::<KnownQuestion>("question")? else { return Ok(()) };
        let round = question.round.to_string();
        let Some(round) = known::<KnownRound>(self.rows, "round", &round)? else { return Ok(()) };
        let Some(profile) = profile(self.rows, round.trajectory)? else { return Ok(()) };
        let path = paths::trajectory(&round.trajectory.to_string());
        let trajectory = profile.title;
        let notice = Notice::QuestionTold { trajectory, news, until, path };
        self.tell(Audience::Provider(question.provider), &notice)
    }

    fn publish(&self, round: KnownRound) -> Result<(), CourierError> {
        self.rows.execute(
            "INSERT OR REPLACE INTO round (id, opens, closes, mailed, closed, body) \
             VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            params![
                self.id(),
                round.opens.as_microsecond(),
                round.closes.at.as_microsecond(),
                self.mails,
                serde_json::to_string(&round)?
            ],
        )?;
        let trajectory = round.trajectory;
        let Some(profile) = profile(self.rows, trajectory)? else { return Ok(()) };
        let notice = Notice::RoundOpened {
            kind: round.kind,
            trajectory: profile.title,
            path: paths::round(&trajectory.to_string(), self.id()),
            round: round.title,
            closes: round.closes,
        };
        self.send(&Tiding {
            occasion: &self.occasion(),
            audience: Audience::Followers(trajectory),
            notice: &notice,
            round: Some(self.id()),
            // Whoever is told that a round is open must find it open.
            at: self.recorded.recorded_at.max(round.opens),
        })
    }

    fn extend(&self, closes: &Term) -> Result<(), CourierError> {
        let Some(mut round) = self.known::<KnownRound>("round")? else { return Ok(()) };
        round.closes = closes.clone();
        self.rows.execute(
            "UPDATE round SET closes = ?2, mailed = ?3, body = ?4 WHERE id = ?1",
            params![
                self.id(),
                closes.at.as_microsecond(),
                self.mails,
                serde_json::to_string(&round)?
            ],
        )?;
        Ok(())
    }

    fn close(&self) -> Result<(), CourierError> {
        self.rows.execute("UPDATE round SET closed = 1 WHERE id = ?1", [self.id()])?;
        Ok(())
    }

    fn clarification_note(&self, note: &ClarificationNotePublished) -> Result<(), CourierError> {
        let trajectory = note.trajectory;
        let Some(profile) = profile(self.rows, trajectory)? else { return Ok(()) };
        let notice = Notice::NotePublished {
            trajectory: profile.title,
            number: note.number,
            questions: u32::try_from(note.items.len()).unwrap_or(u32::MAX),
            concludes: note.concludes,
            path: paths::note(&trajectory.to_string(), note.number),
        };
        self.tell(Audience::Followers(trajectory), &notice)
    }

    fn advice(&self, event: &AdviceEvent) -> Result<(), CourierError> {
        match event {
            AdviceEvent::AdviceRequested(request) => {
                self.note("advice", &about(request))?;
                let notice = Notice::AdviceAsked {
                    subject: request.subject.clone(),
                    summary: request.summary.clone(),
                    question: request.question.clone(),
                    term: request.term.clone(),
                    path: paths::trajectory(&request.trajectory.to_string()),
                };
                self.tell(Audience::Council(&request.council), &notice)
            }
            AdviceEvent::AdviceFiled(AdviceFiled { request, .. }) => self.advised(&about(request)),
            AdviceEvent::AdviceFiledUnasked(new) => {
                let AdviceFiledUnasked { trajectory, council, subject, .. } = new.clone();
                let known = KnownAdvice { trajectory, council, subject };
                self.note("advice", &known)?;
                self.advised(&known)
            }
            AdviceEvent::AdviceResponseGiven(_) => {
                let Some(known) = self.known::<KnownAdvice>("advice")? else { return Ok(()) };
                let path = paths::advice(&known.trajectory.to_string(), self.id());
                let notice = Notice::ResponseGiven { subject: known.subject, path };
                self.tell(Audience::Council(&known.council), &notice)
            }
            AdviceEvent::AdviceTermExtended(later) => self.more_time(Some(&later.term)),
            AdviceEvent::AdviceExtensionDeclined(_) => self.more_time(None),
            // The desk of the council shows how its advice comes about.
            _ => Ok(()),
        }
    }

    /// Tells a council whether it gets more time.
    fn more_time(&self, term: Option<&Term>) -> Result<(), CourierError> {
        let Some(known) = self.known::<KnownAdvice>("advice")? else { return Ok(()) };
        let path = paths::trajectory(&known.trajectory.to_string());
        let (subject, term) = (known.subject, term.cloned());
        let notice = Notice::ExtensionDecided { subject, term, path };
        self.tell(Audience::Council(&known.council), &notice)
    }

    fn advised(&self, advice: &KnownAdvice) -> Result<(), CourierError> {
        let Some(profile) = profile(self.rows, advice.trajectory)? else { return Ok(()) };
        let mut councils = profile.councils.into_iter();
        let Some(council) = councils.find(|known| known.code == advice.council) else {
            return Ok(());
        };
        let notice = Notice::AdviceFiled {
            trajectory: profile.title,
            council: council.name,
            subject: advice.subject.clone(),
            path: paths::advice(&advice.trajectory.to_string(), self.id()),
        };
        self.tell(Audience::Staff(advice.trajectory), &notice)
    }

    /// The event by a name that no other event has, also of a log that was put back from a copy
    /// and went on from there.
    fn occasion(&self) -> String {
        let hash: String = self.recorded.hash.to_string().chars().take(8).collect();
        format!("{}.{hash}", self.recorded.position)
    }

    pub(crate) fn tell(&self, audience: Audience<'_>, notice: &Notice) -> Result<(), CourierError> {
        let (occasion, at) = (self.occasion(), self.recorded.recorded_at);
        self.send(&Tiding { occasion: &occasion, audience, notice, round: None, at })
    }

    fn send(&self, tiding: &Tiding<'_>) -> Result<(), CourierError> {
        if self.mails { tell(self.rows, tiding) } else { Ok(()) }
    }

    pub(crate) fn note<T: Serialize>(&self, table: &str, body: &T) -> Result<(), CourierError> {
        self.note_as(table, self.id(), body)
    }

    pub(crate) fn note_as<T: Serialize>(
        &self,
        table: &str,
        id: &str,
        body: &T,
    ) -> Result<(), CourierError> {
        let sql = format!("INSERT OR REPLACE INTO {table} (id, body) VALUES (?1, ?2)");
        self.rows.prepare_cached(&sql)?.execute([id, &serde_json::to_string(body)?])?;
        Ok(())
    }

    pub(crate) fn known<T: DeserializeOwned>(
        &self,
        table: &str,
    ) -> Result<Option<T>, CourierError> {
        known(self.rows, table, self.id())
    }
}

fn about(request: &AdviceRequested) -> KnownAdvice {
    KnownAdvice {
        trajectory: request.trajectory,
        council: request.council.clone(),
        subject: request.subject.clone(),
    }
}

/// What is known of a trajectory.
pub(crate) fn profile(
    rows: &Transaction<'_>,
    id: TrajectoryId,
) -> Result<Option<Profile>, CourierError> {
    known(rows, "trajectory", &id.to_string())
}

pub(crate) fn known<T: DeserializeOwned>(
    rows: &Transaction<'_>,
    table: &str,
    id: &str,
) -> Result<Option<T>, CourierError> {
    let sql = format!("SELECT body FROM {table} WHERE id = ?1");
    let body: Option<String> =
        rows.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}
