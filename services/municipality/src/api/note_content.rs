//! What a clarification note holds: approved answers, answers of other trajectories, and the same
//! note in other trajectories, gathered for one append.

use super::consultations::after;
use super::discretion::{in_item, in_the_rest};
use super::note_items::{found, note_items, published};
use super::notes::NewClarificationNote;
use super::{Staff, own_trajectory};
use crate::App;
use crate::projections::questions::QuestionView;
use calendar::{NoteTiming, NoteVerdict};
use command::Scope;
use dialogue::discretion::KnownPhrases;
use dialogue::enquiry::{
    AnswerOrigin, ClarificationNotePublished, LateNote, LateQuestions, NoteItem,
    PublishClarificationNote, arrange,
};
use dialogue::{
    ClarificationNote, ClarificationNoteCommand, NoteId, Question, QuestionCommand, QuestionId,
    QuestionRound, QuestionRoundId, Reference, Refusal, Trajectory,
};
use http::Problem;
use jiff::Timestamp;
use service::Refused;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{Faults, Title, Whole};

/// Gathers a note.
pub(super) struct Composer<'c> {
    pub(super) staff: &'c Staff,
    pub(super) id: NoteId,
    pub(super) round: QuestionRoundId,
    /// The questions of the round.
    pub(super) all: Vec<QuestionId>,
    /// The phrases that may tell who asked.
    pub(super) known: KnownPhrases,
    /// The log's clock, for advice. What counts is the moment of the append.
    pub(super) now: Timestamp,
    /// The notes of other trajectories that are published along.
    pub(super) alongside: Vec<(NoteId, QuestionRoundId, Title)>,
    pub(super) new: NewClarificationNote,
}

impl Composer<'_> {
    /// Gathers the note, and marks every question in it as published, in the same append.
    pub(super) async fn compose(
        &self,
        scope: &mut Scope<'_, Refusal>,
    ) -> Result<PublishClarificationNote, Refused> {
        let Self { id, new, .. } = self;
        // Late questions came after the read model was asked, or it knows them already.
        let late = scope.load::<LateQuestions>(self.round).await?;
        let mut states = BTreeMap::new();
        for question in self.all.iter().copied().chain(late.iter()) {
            states.insert(question, scope.load::<Question>(question).await?);
        }
        let (mut items, unanswered) = note_items(&states, new.questions.as_ref());
        let mut findings = found(&states, &items, &self.known);
        if let Some(wanted) = &new.questions {
            check_wanted(wanted, &items)?;
        }
        let trajectory = scope.load::<Trajectory>(id.trajectory).await?;
        let earlier = earlier(scope, *id).await?;
        for item in self.taken_over(scope, &trajectory, &earlier).await? {
            findings.extend(in_item(&item, None, &self.known));
            items.push(item);
        }
        arrange(&mut items, trajectory.as_ref());
        for (question, published) in published(&items, id.number) {
            // Whoever was refused that it stays out of the notes can withdraw it first.
            if let Some(until) = states.get(&question).and_then(|state| state.in_no_note_until()) {
                scope.not_before(after(until));
            }
            let publish = QuestionCommand::Publish { question, published };
            scope.also::<Question>(question, publish).await?;
        }
        findings.extend(in_the_rest(&new.announcements, &new.errata, &self.known));
        let timing = self.timing(scope, &trajectory)?;
        let note = ClarificationNotePublished {
            trajectory: id.trajectory,
            round: self.round,
            number: id.number,
            title: new.title.clone(),
            items,
            announcements: new.announcements.clone(),
            errata: new.errata.clone(),
            concludes: new.concludes,
            late: self.late(timing.as_ref()),
            accepted: new.accepted.clone(),
        };
        let earlier = earlier.iter().filter_map(ClarificationNote::size).collect();
        Ok(PublishClarificationNote { note, earlier, unanswered, timing, findings })
    }

    /// Publishes the same answers and announcements in other trajectories, in the same append.
    pub(super) async fn publish_alongside(
        &self,
        scope: &mut Scope<'_, Refusal>,
        note: &ClarificationNotePublished,
    ) -> Result<(), Refused> {
        for (id, round, title) in &self.alongside {
            let trajectory = own_trajectory(scope, self.staff, id.trajectory).await?;
            scope.load::<QuestionRound>(*round).await?.published()?;
            let timing = self.timing(scope, &trajectory)?;
            let items = note.items.iter().map(|item| NoteItem {
                reference: Reference::default(),
                merged: vec![],
                amends: None,
                origin: Some(AnswerOrigin {
                    trajectory: note.trajectory,
                    note: Whole::new(note.number),
                    item: Whole::new(item.number),
                }),
                ..item.clone()
            });
            let along = ClarificationNotePublished {
                trajectory: id.trajectory,
                round: *round,
                number: id.number,
                title: title.clone(),
                items: items.collect(),
                errata: vec![],
                concludes: false,
                late: self.late(timing.as_ref()),
                ..note.clone()
            };
            let earlier = earlier(scope, *id).await?;
            let earlier = earlier.iter().filter_map(ClarificationNote::size).collect();
            let publish = PublishClarificationNote {
                note: along,
                earlier,
                unanswered: vec![],
                timing,
                findings: vec![],
            };
            let publish = ClarificationNoteCommand::Publish(Box::new(publish));
            scope.also::<ClarificationNote>(*id, publish).await?;
        }
        Ok(())
    }

    /// The answers that are taken over from notes of other trajectories of the caller's own.
    async fn taken_over(
        &self,
        scope: &mut Scope<'_, Refusal>,
        trajectory: &Trajectory,
        earlier: &[ClarificationNote],
    ) -> Result<Vec<NoteItem>, Refused> {
        let mut taken: Vec<NoteItem> = vec![];
        let mut faults = Faults::none();
        let items = earlier.iter().filter_map(|note| note.published().ok());
        let known: BTreeSet<_> =
            items.flat_map(|note| &note.items).filter_map(|item| item.origin).collect();
        for (place, over) in self.new.taken_over.iter().enumerate() {
            let at = format!("/takenOver/{place}");
            let origin = over.origin;
            let (there, number) = (origin.trajectory, origin.note.get());
            own_trajectory(scope, self.staff, there).await?;
            let note = scope.glance::<ClarificationNote>(NoteId { trajectory: there, number });
            let note = note.await?;
            let items = note.published().map(|note| note.items.as_slice()).unwrap_or_default();
            let found = items.iter().find(|item| item.number == origin.item.get());
            let twice =
                known.contains(&origin) || taken.iter().any(|item| item.origin == Some(origin));
            faults.unless(
                there != self.id.trajectory && !twice,
                format!("{at}/origin"),
                "Neem een antwoord één keer over, en uit een ander traject.",
            );
            if let Err(wrong) =
                trajectory.check_reference(&over.reference, &format!("{at}/reference"))
            {
                faults.extend(wrong.into_vec());
            }
            match found {
                None => faults.add(
                    format!("{at}/origin/item"),
                    "Dit antwoord staat niet in een nota van dat traject.",
                ),
                Some(item) => taken.push(NoteItem {
                    reference: over.reference.clone(),
                    merged: vec![],
                    amends: None,
                    origin: Some(origin),
                    ..item.clone()
                }),
            }
        }
        faults.check().map_err(Refusal::from)?;
        Ok(taken)
    }

    /// Whether a note comes in time. When it does, the log's clock has the last word.
    fn timing(
        &self,
        scope: &mut Scope<'_, Refusal>,
        trajectory: &Trajectory,
    ) -> Result<Option<NoteTiming>, Refusal> {
        let timing = trajectory.note_timing(self.now)?;
        if let Some(timing) = &timing
            && timing.verdict == NoteVerdict::InTime
        {
            scope.not_after(timing.limit.at);
        }
        Ok(timing)
    }

    fn late(&self, timing: Option<&NoteTiming>) -> Option<LateNote> {
        let timing = timing.filter(|timing| timing.verdict != NoteVerdict::InTime)?;
        Some(LateNote {
            closing: timing.limit.event,
            limit: timing.limit.at,
            verdict: timing.verdict,
            advised: timing.advice.as_ref().map(|advice| advice.at),
            reason: self.new.despite.clone()?,
        })
    }
}

/// The earlier notes of a trajectory, from note 1 on.
async fn earlier(
    scope: &mut Scope<'_, Refusal>,
    id: NoteId,
) -> Result<Vec<ClarificationNote>, Refused> {
    let mut earlier = vec![];
    for number in 1..id.number {
        let note = scope.glance::<ClarificationNote>(NoteId { number, ..id }).await?;
        if note.size().is_some() {
            earlier.push(note.as_ref().clone());
        }
    }
    Ok(earlier)
}

fn check_wanted(wanted: &BTreeSet<QuestionId>, items: &[NoteItem]) -> Result<(), Refusal> {
    let mut faults = Faults::none();
    for (place, question) in wanted.iter().enumerate() {
        faults.unless(
            items.iter().any(|item| item.question == *question),
            format!("/questions/{place}"),
            "Deze vraag hoort niet bij deze ronde of heeft geen goedgekeurd antwoord.",
        );
    }
    Ok(faults.check()?)
}

/// The questions of a round.
pub(super) fn questions(app: &App, round: QuestionRoundId) -> Result<Vec<QuestionId>, Problem> {
    let sql = "SELECT body FROM question WHERE round = ?1 ORDER BY id";
    let all: Vec<QuestionView> = app.model.with(|read| read.documents(sql, [round.to_string()]))?;
    Ok(all.into_iter().map(|view| view.id).collect())
}
