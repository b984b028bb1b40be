//! A large purchase among many others, beside the same purchase with nothing around it.

use crate::bench::{Bench, millis};
use crate::burst::Burst;
use crate::dossier::{Asked, answer, ask, note, open_questions, publish_documents};
use crate::fill;
use crate::kept::kept;
use crate::stage::{Platform, load};
use crate::words;
use anyhow::{Context, ensure};
use event_log::RecordedEvent;
use jiff::{SignedDuration, Timestamp};
use proof::client::{Call, Connection};
use proof::round::{Stage, TEXT};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

pub(crate) const FIGURES: [&str; 5] = [
    "purchase-work-list",
    "purchase-dossier",
    "purchase-consolidated-note",
    "purchase-similar",
    "purchase-note-400",
];

/// How many questions are asked in it.
const QUESTIONS: u64 = 2_000;

/// How many answers a note has.
const ANSWERS: usize = 400;

/// How many notes have been published. The last questions still wait for an answer.
const NOTES: usize = 4;

/// How many events there are of other trajectories.
const EVENTS: u64 = 2_000_000;

/// How many other trajectories there are.
const OTHERS: usize = 40;

/// How many bytes of file an event takes, indexes and all, and in the read models again.
const EVENT_BYTES: u64 = 5_000;

/// How long a note may take until every read model shows it.
const SHOWN_WITHIN: Duration = Duration::from_secs(1);

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let among_others = Platform::at(bench, &others(bench).await?).await?;
    let many = Purchase::make(&among_others).await?;
    let nothing_else = Platform::on_sqlite(bench).await?;
    let one = Purchase::make(&nothing_else).await?;
    for _ in bench.turns("purchase") {
        for ((name, here), (_, there)) in many.reads().into_iter().zip(one.reads()) {
            let reference = half_within(&nothing_else, there, bench.span()).await?;
            let measured = half_within(&among_others, here, bench.span()).await?;
            bench.note(name, measured, reference);
        }
        let point = half_within(&among_others, many.waiting(""), bench.span()).await?;
        let similar = many.waiting("/similar-questions");
        let similar = half_within(&among_others, similar, bench.span()).await?;
        bench.note("purchase-similar", similar, point);
        if bench.wants("purchase-note-400") {
            let shown = publish_note(&among_others).await?;
            bench.note("purchase-note-400", millis(shown), millis(SHOWN_WITHIN));
        }
    }
    nothing_else.stop().await?;
    among_others.stop().await
}

/// Half of the answers come within this, in milliseconds, when nobody else asks.
async fn half_within(platform: &Platform, calls: Vec<Call>, span: Duration) -> anyhow::Result<f64> {
    Ok(millis(load(platform.address(), Arc::new(calls), 1, span).await?.median))
}

/// One large purchase.
struct Purchase {
    stage: Stage,
    questions: Vec<Asked>,
}

impl Purchase {
    async fn make(platform: &Platform) -> anyhow::Result<Self> {
        let stage = platform.stage.clone();
        publish_documents(platform, &stage).await?;
        let round = open_questions(platform, &stage).await?;
        let questions = ask(platform, &round, 0..QUESTIONS).await?;
        for answered in questions.chunks(ANSWERS).take(NOTES) {
            answer(platform, answered).await?;
            platform.catch_up().await?;
            publish(platform, &stage, &round).await?;
        }
        platform.catch_up().await?;
        Ok(Self { stage, questions })
    }

    /// What is read of it.
    fn reads(&self) -> [(&'static str, Vec<Call>); 3] {
        let id = self.stage.trajectory().rsplit('/').next().unwrap_or_default();
        let list = format!("/municipality/v1/work-list?limit=20&trajectory={id}");
        let dossier = format!("/provider/v1/trajectories/{id}/dossier");
        let all = format!("/public/v1/trajectories/{id}/consolidated-note");
        let of_everyone = |path: &str| {
            self.stage.tokens.iter().map(|token| Call::get(path, token)).collect::<Vec<_>>()
        };
        [
            ("purchase-work-list", vec![Call::get(&list, &self.stage.buyer)]),
            ("purchase-dossier", of_everyone(&dossier)),
            ("purchase-consolidated-note", vec![Call::get(&all, &self.stage.buyer)]),
        ]
    }

    /// What staff read of the questions that wait for an answer.
    fn waiting(&self, what: &str) -> Vec<Call> {
        let waiting = &self.questions[NOTES * ANSWERS..];
        let path = |it: &Asked| format!("/municipality/v1/questions/{}{what}", it.id);
        waiting.iter().map(|it| Call::get(&path(it), &self.stage.buyer)).collect()
    }
}

async fn publish(platform: &Platform, stage: &Stage, round: &str) -> anyhow::Result<()> {
    let mut connection = Connection::open(platform.address()).await?;
    let call = note(stage, round);
    let reply = connection.exchange(&call).await?;
    ensure!(call.is_answered_by(&reply), "a note: {}", reply.text());
    Ok(())
}

/// Publishes a note in another trajectory. Gives how long after the answer every read model shows
/// it.
async fn publish_note(platform: &Platform) -> anyhow::Result<Duration> {
    let stage = platform.stage.elsewhere().await?;
    let round = open_questions(platform, &stage).await?;
    let questions = ask(platform, &round, 0..ANSWERS as u64).await?;
    answer(platform, &questions).await?;
    platform.catch_up().await?;
    let log = platform.parts.shared.log();
    let before = log.head().await?.position;
    publish(platform, &stage, &round).await?;
    let answered = Instant::now();
    platform.catch_up().await?;
    let shown = answered.elapsed();
    let written = log.read_all(before, 2 * ANSWERS).await?;
    ensure!(written.len() > ANSWERS, "{} events for {ANSWERS} answers", written.len());
    let moment = written[0].recorded_at;
    ensure!(written.iter().all(|it| it.recorded_at == moment), "it was more than one append");
    Ok(shown)
}

/// The data of a platform with many other trajectories, each with questions and contributions.
async fn others(bench: &Bench) -> anyhow::Result<PathBuf> {
    kept(bench, &format!("others-{EVENTS}"), async |data: &Path| {
        fill::ensure_room(data, EVENTS * EVENT_BYTES)?;
        eprintln!("filling a log with {EVENTS} events of other trajectories, once");
        let platform = Platform::at(bench, data).await?;
        let models = submissions(&platform).await?;
        platform.stop().await?;
        let file = data.join("log.sqlite");
        tokio::task::spawn_blocking(move || {
            let (mut models, mut number) = (models.iter().cycle(), QUESTIONS);
            fill::fill(&file, EVENTS, |id| {
                number += 1;
                let model = models.next().context("nobody submitted")?;
                let mut draft = fill::like(model, id)?;
                if draft.event_type == "QuestionAsked" {
                    let mut asked: Value = serde_json::from_str(&draft.payload)?;
                    asked["text"] = words::question(number).into();
                    draft.payload = asked.to_string();
                }
                Ok(draft)
            })
        })
        .await?
    })
    .await
}

/// A question and a contribution of every provider, spread over trajectories.
async fn submissions(platform: &Platform) -> anyhow::Result<Vec<RecordedEvent>> {
    let closes = Timestamp::now() + SignedDuration::from_hours(8 * 7 * 24);
    let tokens = &platform.stage.tokens;
    let mut calls = vec![];
    for tokens in tokens.chunks(tokens.len().div_ceil(OTHERS)) {
        let stage = platform.stage.elsewhere().await?;
        let consultation = stage.open(closes).await?;
        let questions = open_questions(platform, &stage).await?;
        let path = format!("/provider/v1/question-rounds/{questions}/questions");
        for token in tokens {
            let (key, other) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
            let body = serde_json::json!({ "text": TEXT }).to_string();
            calls.push(Call::post(&path, token, &key, &body));
            calls.push(consultation.submission(token, &other, TEXT));
        }
    }
    let log = platform.parts.shared.log();
    let (before, submitted) = (log.head().await?.position, calls.len());
    Burst::connect(platform.address(), 16).await?.send(calls).await?;
    Ok(log.read_all(before, submitted).await?)
}
