//! The courier's address book and its notes of what was published, kept as events come in, and
//! the mails that follow from them.

use crate::error::CourierError;
use crate::notices::{Notice, Round};
use crate::outbox::{Mail, put};
use calendar::Term;
use dialogue::advice::{AdviceFiled, AdviceFiledUnasked, AdviceRequested};
use dialogue::party::Subscriber;
use dialogue::trajectory::Profile;
use dialogue::{
    AdviceEvent, AnyEvent, ClarificationNoteEvent, ConsultationRoundEvent, QuestionRoundEvent,
    SubscriptionEvent, TrajectoryEvent, TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
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
    pub(crate) closes: Term,
}

/// An advice as the courier knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KnownAdvice {
    trajectory: TrajectoryId,
    council: CouncilCode,
    subject: Title,
}

/// Whom a notice is for.
pub(crate) enum Audience<'a> {
    /// Everyone who follows a trajectory.
    Followers(TrajectoryId),
    /// The staff who follow a trajectory.
    Staff(TrajectoryId),
    /// Everyone of a council.
    Council(&'a CouncilCode),
}

/// Takes in one event: what it says is noted, and whoever must hear of it gets a mail when
/// `mails` says that this event is mailed.
pub(crate) fn take_in(
    rows: &Transaction<'_>,
    recorded: &RecordedEvent,
    event: &AnyEvent,
    mails: bool,
) -> Result<(), CourierError> {
    let id = recorded.stream.id();
    let tell = |audience: Audience<'_>, notice: Notice| {
        if mails {
            tell(rows, &recorded.position.to_string(), audience, &notice, None)
        } else {
            Ok(())
        }
    };
    match event {
        AnyEvent::Subscription(event) => subscribe(rows, id, event),
        AnyEvent::Trajectory(TrajectoryEvent::TrajectoryOpened(opened)) => {
            note(rows, "trajectory", id, &opened.profile)
        }
        AnyEvent::ConsultationRound(event) => consultation(rows, id, event, &tell),
        AnyEvent::QuestionRound(event) => question_round(rows, id, event, &tell),
        AnyEvent::ClarificationNote(ClarificationNoteEvent::ClarificationNotePublished(new)) => {
            let trajectory = new.trajectory;
            let Some(profile) = profile(rows, trajectory)? else { return Ok(()) };
            tell(
                Audience::Followers(trajectory),
                Notice::NotePublished {
                    trajectory: profile.title,
                    number: new.number,
                    questions: u32::try_from(new.items.len()).unwrap_or(u32::MAX),
                    concludes: new.concludes,
                    path: format!("/trajecten/{trajectory}/nota-van-inlichtingen/{}", new.number),
                },
            )
        }
        AnyEvent::Advice(event) => advice(rows, id, event, &tell),
        _ => Ok(()),
    }
}

type Tell<'t> = dyn Fn(Audience<'_>, Notice) -> Result<(), CourierError> + 't;

fn subscribe(
    rows: &Transaction<'_>,
    id: &str,
    event: &SubscriptionEvent,
) -> Result<(), CourierError> {
    match event {
        SubscriptionEvent::SubscriptionOpened(opened) => {
            let (party, council) = match &opened.subscriber {
                Subscriber::Municipality(_) => ("municipality", None),
                Subscriber::Provider(_) => ("provider", None),
                Subscriber::Council(code) => ("council", Some(code.as_str())),
            };
            let person = id.split_once('.').map_or(id, |(person, _)| person);
            rows.execute(
                "INSERT INTO subscription (id, person, party, council, address) \
                 VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (id) DO UPDATE SET address = excluded.address",
                params![id, person, party, council, serde_json::to_string(&opened.address)?],
            )?;
        }
        SubscriptionEvent::TrajectoryFollowed(followed) => {
            rows.execute(
                "INSERT OR IGNORE INTO follows (subscription, trajectory) VALUES (?1, ?2)",
                [id, &followed.trajectory.to_string()],
            )?;
        }
        SubscriptionEvent::TrajectoryUnfollowed(unfollowed) => {
            rows.execute(
                "DELETE FROM follows WHERE subscription = ?1 AND trajectory = ?2",
                [id, &unfollowed.trajectory.to_string()],
            )?;
        }
        SubscriptionEvent::SubscriptionEnded(_) => {
            rows.execute("DELETE FROM follows WHERE subscription = ?1", [id])?;
            rows.execute("DELETE FROM subscription WHERE id = ?1", [id])?;
        }
    }
    Ok(())
}

fn consultation(
    rows: &Transaction<'_>,
    id: &str,
    event: &ConsultationRoundEvent,
    tell: &Tell<'_>,
) -> Result<(), CourierError> {
    match event {
        ConsultationRoundEvent::ConsultationRoundPublished(new) => publish(
            rows,
            id,
            KnownRound {
                kind: Round::Consultation,
                trajectory: new.trajectory,
                title: new.title.clone(),
                closes: new.closes.clone(),
            },
            tell,
        ),
        ConsultationRoundEvent::ConsultationRoundExtended(later) => extend(rows, id, &later.closes),
        ConsultationRoundEvent::ConsultationRoundClosed(_) => close(rows, id),
        ConsultationRoundEvent::ConsultationReportPublished(_) => {
            let Some(round) = known::<KnownRound>(rows, "round", id)? else { return Ok(()) };
            let trajectory = round.trajectory;
            let Some(profile) = profile(rows, trajectory)? else { return Ok(()) };
            let path = format!("/trajecten/{trajectory}/consultaties/{id}");
            let notice =
                Notice::ReportPublished { trajectory: profile.title, round: round.title, path };
            tell(Audience::Followers(trajectory), notice)
        }
    }
}

fn question_round(
    rows: &Transaction<'_>,
    id: &str,
    event: &QuestionRoundEvent,
    tell: &Tell<'_>,
) -> Result<(), CourierError> {
    match event {
        QuestionRoundEvent::QuestionRoundPublished(new) => publish(
            rows,
            id,
            KnownRound {
                kind: Round::Questions,
                trajectory: new.trajectory,
                title: new.title.clone(),
                closes: new.closes.clone(),
            },
            tell,
        ),
        QuestionRoundEvent::QuestionRoundExtended(later) => extend(rows, id, &later.closes),
        QuestionRoundEvent::QuestionRoundClosed(_) => close(rows, id),
        QuestionRoundEvent::QuestionRoundConcluded(_) => Ok(()),
    }
}

fn publish(
    rows: &Transaction<'_>,
    id: &str,
    round: KnownRound,
    tell: &Tell<'_>,
) -> Result<(), CourierError> {
    rows.execute(
        "INSERT OR REPLACE INTO round (id, closes, closed, body) VALUES (?1, ?2, 0, ?3)",
        params![id, round.closes.at.as_microsecond(), serde_json::to_string(&round)?],
    )?;
    let trajectory = round.trajectory;
    let Some(profile) = profile(rows, trajectory)? else { return Ok(()) };
    let notice = Notice::RoundOpened {
        kind: round.kind,
        trajectory: profile.title,
        path: round_path(trajectory, id),
        round: round.title,
        closes: round.closes,
    };
    tell(Audience::Followers(trajectory), notice)
}

/// The place of a round on the page of its trajectory.
pub(crate) fn round_path(trajectory: TrajectoryId, round: &str) -> String {
    format!("/trajecten/{trajectory}#ronde-{round}")
}

fn extend(rows: &Transaction<'_>, id: &str, closes: &Term) -> Result<(), CourierError> {
    let Some(mut round) = known::<KnownRound>(rows, "round", id)? else { return Ok(()) };
    round.closes = closes.clone();
    rows.execute(
        "UPDATE round SET closes = ?2, body = ?3 WHERE id = ?1",
        params![id, closes.at.as_microsecond(), serde_json::to_string(&round)?],
    )?;
    Ok(())
}

fn close(rows: &Transaction<'_>, id: &str) -> Result<(), CourierError> {
    rows.execute("UPDATE round SET closed = 1 WHERE id = ?1", [id])?;
    Ok(())
}

fn advice(
    rows: &Transaction<'_>,
    id: &str,
    event: &AdviceEvent,
    tell: &Tell<'_>,
) -> Result<(), CourierError> {
    match event {
        AdviceEvent::AdviceRequested(request) => {
            note(rows, "advice", id, &about(request))?;
            let notice = Notice::AdviceAsked {
                subject: request.subject.clone(),
                summary: request.summary.clone(),
                question: request.question.clone(),
                term: request.term.clone(),
                path: format!("/trajecten/{}", request.trajectory),
            };
            tell(Audience::Council(&request.council), notice)
        }
        AdviceEvent::AdviceDrafted(_) => Ok(()),
        AdviceEvent::AdviceFiled(AdviceFiled { request, .. }) => {
            filed(rows, id, &about(request), tell)
        }
        AdviceEvent::AdviceFiledUnasked(new) => {
            let AdviceFiledUnasked { trajectory, council, subject, .. } = new.clone();
            let known = KnownAdvice { trajectory, council, subject };
            note(rows, "advice", id, &known)?;
            filed(rows, id, &known, tell)
        }
        AdviceEvent::AdviceResponseGiven(_) => {
            let Some(known) = known::<KnownAdvice>(rows, "advice", id)? else { return Ok(()) };
            let path = advice_path(&known, id);
            let notice = Notice::ResponseGiven { subject: known.subject, path };
            tell(Audience::Council(&known.council), notice)
        }
    }
}

fn about(request: &AdviceRequested) -> KnownAdvice {
    KnownAdvice {
        trajectory: request.trajectory,
        council: request.council.clone(),
        subject: request.subject.clone(),
    }
}

fn advice_path(advice: &KnownAdvice, id: &str) -> String {
    format!("/trajecten/{}/adviezen/{id}", advice.trajectory)
}

fn filed(
    rows: &Transaction<'_>,
    id: &str,
    advice: &KnownAdvice,
    tell: &Tell<'_>,
) -> Result<(), CourierError> {
    let Some(profile) = profile(rows, advice.trajectory)? else { return Ok(()) };
    let Some(council) = profile.councils.into_iter().find(|known| known.code == advice.council)
    else {
        return Ok(());
    };
    let notice = Notice::AdviceFiled {
        trajectory: profile.title,
        council: council.name,
        subject: advice.subject.clone(),
        path: advice_path(advice, id),
    };
    tell(Audience::Staff(advice.trajectory), notice)
}

fn note<T: Serialize>(
    rows: &Transaction<'_>,
    table: &str,
    id: &str,
    body: &T,
) -> Result<(), CourierError> {
    let sql = format!("INSERT OR REPLACE INTO {table} (id, body) VALUES (?1, ?2)");
    rows.prepare_cached(&sql)?.execute([id, &serde_json::to_string(body)?])?;
    Ok(())
}

fn known<T: DeserializeOwned>(
    rows: &Transaction<'_>,
    table: &str,
    id: &str,
) -> Result<Option<T>, CourierError> {
    let sql = format!("SELECT body FROM {table} WHERE id = ?1");
    let body: Option<String> =
        rows.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// What is known of a trajectory.
pub(crate) fn profile(
    rows: &Transaction<'_>,
    id: TrajectoryId,
) -> Result<Option<Profile>, CourierError> {
    known(rows, "trajectory", &id.to_string())
}

/// Puts one mail into the outbox for each person in the audience. `occasion` names what the mail
/// is about: together with the person it makes the mail's name, so that a second one about the
/// same is the same.
pub(crate) fn tell(
    rows: &Transaction<'_>,
    occasion: &str,
    audience: Audience<'_>,
    notice: &Notice,
    expires: Option<Timestamp>,
) -> Result<(), CourierError> {
    let (sql, value) = match audience {
        Audience::Followers(trajectory) => (
            "SELECT person, min(address) FROM subscription \
             JOIN follows ON follows.subscription = subscription.id \
             WHERE trajectory = ?1 GROUP BY person",
            trajectory.to_string(),
        ),
        Audience::Staff(trajectory) => (
            "SELECT person, min(address) FROM subscription \
             JOIN follows ON follows.subscription = subscription.id \
             WHERE trajectory = ?1 AND party = 'municipality' GROUP BY person",
            trajectory.to_string(),
        ),
        Audience::Council(code) => (
            "SELECT person, min(address) FROM subscription WHERE council = ?1 GROUP BY person",
            code.to_string(),
        ),
    };
    let mut statement = rows.prepare_cached(sql)?;
    let mut people = statement.query([value])?;
    while let Some(row) = people.next()? {
        let (person, address): (String, String) = (row.get(0)?, row.get(1)?);
        put(rows, &Mail { occasion, person: &person, address: &address, notice, expires })?;
    }
    Ok(())
}
