//! A large purchase: documents, questions of everyone, and notes with their answers.

use crate::burst::Burst;
use crate::stage::Platform;
use crate::words;
use anyhow::{Context, ensure};
use event_log::Digest;
use files::Kind;
use jiff::{SignedDuration, Timestamp};
use proof::client::{Call, Connection};
use proof::round::{LEAD, Stage};
use serde_json::{Value, json};
use std::ops::Range;
use uuid::Uuid;

/// How many documents there are.
const DOCUMENTS: usize = 40;

/// How many sections each has to which a question can refer.
const SECTIONS: usize = 25;

/// How many requests are under way while it is made.
const IN_FLIGHT: usize = 16;

/// A question that was asked.
pub(crate) struct Asked {
    /// The token of who asked it.
    pub(crate) token: String,
    /// Its name.
    pub(crate) id: String,
}

/// Publishes documents in a trajectory.
///
/// # Errors
/// When one is refused.
pub(crate) async fn publish_documents(platform: &Platform, stage: &Stage) -> anyhow::Result<()> {
    let content = "Wij kopen hulp in voor jeugdigen die dicht bij huis blijven wonen.\n";
    let sha256: String =
        Digest::of(content.as_bytes()).0.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut upload = platform.parts.shared.files.receive(LEAD, Kind::Text)?;
    upload.write(content.as_bytes())?;
    upload.finish(&sha256.parse().map_err(anyhow::Error::msg)?)?;
    let sections = (1..=SECTIONS).map(|n| json!({ "number": n.to_string(), "title": "Inkoop" }));
    let sections: Vec<_> = sections.collect();
    let mut connection = Connection::open(platform.address()).await?;
    let path = format!("{}/documents", stage.trajectory());
    for number in 1..=DOCUMENTS {
        let document = json!({
            "kind": "service-descriptions",
            "title": format!("Beschrijving van dienst {number}"),
            "file": { "name": format!("dienst-{number}.txt"), "sha256": sha256 },
            "sections": sections,
        });
        stage.post(&mut connection, &path, &document).await?;
    }
    Ok(())
}

/// Opens a round in which questions are asked.
///
/// # Errors
/// When it is refused.
pub(crate) async fn open_questions(platform: &Platform, stage: &Stage) -> anyhow::Result<String> {
    let now = Timestamp::now();
    let term = |hours| {
        let at = now + SignedDuration::from_hours(hours);
        json!({ "at": at, "ground": { "kind": "policy", "source": "Inkoopbeleid" } })
    };
    let round = json!({
        "title": "Vragenronde", "introduction": "Stel uw vragen over de stukken.",
        "opens": now - SignedDuration::from_hours(1),
        "closes": term(24 * 14), "answers": term(24 * 28), "disclosure": "hidden",
    });
    let mut connection = Connection::open(platform.address()).await?;
    stage.post(&mut connection, &format!("{}/question-rounds", stage.phase), &round).await
}

/// Asks questions, each provider in its turn.
///
/// # Errors
/// When one is refused.
pub(crate) async fn ask(
    platform: &Platform,
    round: &str,
    numbers: Range<u64>,
) -> anyhow::Result<Vec<Asked>> {
    let mut connection = Connection::open(platform.address()).await?;
    let path = format!("/provider/v1/question-rounds/{round}/questions");
    let mut asked = vec![];
    for (number, token) in numbers.zip(platform.stage.tokens.iter().cycle()) {
        let body = json!({ "text": words::question(number) }).to_string();
        let call = Call::post(&path, token, &Uuid::new_v4().to_string(), &body);
        let reply = connection.exchange(&call).await?;
        ensure!(call.is_answered_by(&reply), "a question: {}", reply.text());
        let receipt: Value = serde_json::from_slice(reply.body)?;
        let id = receipt["id"].as_str().context("a receipt without a name")?;
        asked.push(Asked { token: token.clone(), id: id.to_owned() });
    }
    Ok(asked)
}

/// Drafts and approves an answer to each question.
///
/// # Errors
/// When one is refused.
pub(crate) async fn answer(platform: &Platform, questions: &[Asked]) -> anyhow::Result<()> {
    let Stage { buyer, approver, .. } = &platform.stage;
    let answer = json!({
        "wording": "Geldt het genoemde ook voor wat in de bijlage staat?",
        "answer": "Ja. Wat in de bijlage staat, geldt in dezelfde mate en voor dezelfde duur.",
    })
    .to_string();
    let at = |asked: &Asked, what| format!("/municipality/v1/questions/{}/{what}", asked.id);
    let drafts = questions.iter().map(|it| Call::put_over_first(&at(it, "answer"), buyer, &answer));
    let approvals = questions.iter().map(|it| {
        let key = Uuid::new_v4().to_string();
        Call::post(&at(it, "approval"), approver, &key, "{}").that_changes()
    });
    let mut burst = Burst::connect(platform.address(), IN_FLIGHT).await?;
    burst.send(drafts.collect()).await?;
    burst.send(approvals.collect()).await?;
    Ok(())
}

/// The request that publishes all approved answers of a round in a note.
pub(crate) fn note(stage: &Stage, round: &str) -> Call {
    let path = format!("/municipality/v1/question-rounds/{round}/clarification-notes");
    let note = json!({ "title": "Nota van inlichtingen", "concludes": false });
    Call::post(&path, &stage.buyer, &Uuid::new_v4().to_string(), &note.to_string())
}
