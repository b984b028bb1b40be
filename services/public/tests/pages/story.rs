//! One purchase, told in parts: each part is what a test may be given.

use crate::world::{World, golden, with};
use serde_json::{Value, json};

/// The trajectory.
pub(crate) const TRAJECTORY: &str = "4f0d6c0e-8a2b-4c37-9d51-7be0a3c1f9d2";
/// The tender guide.
pub(crate) const GUIDE: &str = "b2a7d5e4-19c3-4f6a-8e0d-5c4b3a291807";
/// The vision.
pub(crate) const VISION: &str = "c81e4d90-72ab-4e15-b3f6-90d2a7c5e143";
/// The consultation round.
pub(crate) const CONSULTATION: &str = "0b9e5f21-7c3a-4d68-a1f4-6d2c8e7b9a05";
/// The question round.
pub(crate) const QUESTIONS: &str = "7d3c2b1a-6f5e-4d8c-a7b6-1e0f9d8c7b6a";
/// The advice that was asked.
pub(crate) const ASKED: &str = "5a1c7e9d-2b4f-4860-9d3e-7f8a6b5c4d21";
/// The advice that was not.
pub(crate) const UNASKED: &str = "e3d2c1b0-a9f8-4e7d-8c6b-5a4f3e2d1c0b";
/// The outreach.
pub(crate) const OUTREACH: &str = "8e1d4c7b-3a92-4f05-b6c8-d0e7a5f2913c";
/// The content of the first version of the tender guide.
pub(crate) const GUIDE_CONTENT: &[u8] = b"%PDF-1.7 the first version of the guide";
/// Its name: it must survive an address and a header.
pub(crate) const GUIDE_NAME: &str = "Leidraad één + 100% #1.pdf";

/// The path of a page below the dossier.
pub(crate) fn below(rest: &str) -> String {
    format!("/trajecten/{TRAJECTORY}{rest}")
}

fn trajectory() -> String {
    format!("trajectory/{TRAJECTORY}")
}

/// The stream of a phase.
pub(crate) fn phase(kind: &str) -> String {
    format!("phase/{TRAJECTORY}.{kind}")
}

/// A term in the form of the log.
pub(crate) fn term(at: &str, local: &str, kind: &str, source: &str) -> Value {
    json!({ "at": at, "local": local, "ground": { "kind": kind, "source": source } })
}

/// The trajectory was opened, with all that is known from its start.
pub(crate) async fn begun(world: &mut World) {
    let at = "2027-01-04T09:00:00Z";
    for name in [
        "TrajectoryOpened.v1",
        "TrajectoryLotAdded.v1",
        "TrajectoryInstrumentChosen.v1",
        "TrajectoryPrinciplesRecorded.v1",
        "TrajectoryPlanned.v1",
    ] {
        let event = name.strip_suffix(".v1").unwrap();
        world.given(at, &trajectory(), event, golden(name)).await;
    }
}

/// Its first documents were published: the vision, whose file was lost since, and the guide.
pub(crate) async fn documented(world: &mut World) {
    let vision = with(
        golden("TrajectoryDocumentPublished.v1.minimal"),
        &[
            ("/document", json!(VISION)),
            ("/kind", json!("vision")),
            ("/title", json!("Visie op hulp dichtbij")),
        ],
    );
    document(world, "2027-01-05T09:00:00Z", vision).await;
    let sha256 = world.given_file(GUIDE_CONTENT);
    let guide = with(
        golden("TrajectoryDocumentPublished.v1.minimal"),
        &[("/file/name", json!(GUIDE_NAME)), ("/file/sha256", json!(sha256))],
    );
    document(world, "2027-01-06T09:00:00Z", guide).await;
}

/// The second version of the guide was published.
pub(crate) async fn amended(world: &mut World) {
    let guide = golden("TrajectoryDocumentPublished.v1");
    document(world, "2027-09-20T13:00:00Z", guide).await;
}

async fn document(world: &mut World, at: &str, published: Value) {
    world.given(at, &trajectory(), "TrajectoryDocumentPublished", published).await;
}

/// A phase was opened at an instant.
pub(crate) async fn opened(world: &mut World, kind: &str, at: &str) {
    world.given(at, &phase(kind), "PhaseOpened", golden("PhaseOpened.v1")).await;
}

/// A consultation round was published in the strategy phase: from 1 February until 1 March.
pub(crate) async fn consulting(world: &mut World) {
    opened(world, "strategy", "2027-01-25T08:00:00Z").await;
    let round = golden("ConsultationRoundPublished.v1");
    consultation(world, "2027-01-29T08:00:00Z", "ConsultationRoundPublished", round).await;
}

/// Something happened to the consultation round.
pub(crate) async fn consultation(world: &mut World, at: &str, name: &str, payload: Value) {
    world.given(at, &format!("consultation-round/{CONSULTATION}"), name, payload).await;
}

/// Its report was published. One contribution was moved to the development agenda.
pub(crate) async fn consulted(world: &mut World) {
    consulting(world).await;
    consultation(world, "2027-03-01T11:00:01Z", "ConsultationRoundClosed", json!({})).await;
    let moved = json!({
        "contribution": "f71b3d5e-9a8c-4062-b4d1-3e5f7a9c1b2d",
        "theme": "percelen",
        "wording": "Maak één perceel per wijk.",
        "disposition": "moved-to-development-agenda",
        "reason": "Daarvoor weten wij nog te weinig van de wijken."
    });
    let mut report = golden("ConsultationReportPublished.v1");
    report["items"].as_array_mut().unwrap().push(moved);
    consultation(world, "2027-03-20T14:30:00Z", "ConsultationReportPublished", report).await;
}

/// A council was asked for advice about the vision, and gave it.
pub(crate) async fn advised(world: &mut World) {
    opened(world, "vision", "2027-01-11T08:00:00Z").await;
    advice_filed(world).await;
}

async fn advice_filed(world: &mut World) {
    advice(world, ASKED, "2027-04-09T10:00:00Z", "AdviceFiled", golden("AdviceFiled.v1")).await;
}

/// The municipalities answered every recommendation.
pub(crate) async fn responded(world: &mut World) {
    let given = golden("AdviceResponseGiven.v1");
    advice(world, ASKED, "2027-04-20T10:00:00Z", "AdviceResponseGiven", given).await;
}

/// Another council gave advice of its own accord.
pub(crate) async fn advised_unasked(world: &mut World) {
    let filed = golden("AdviceFiledUnasked.v1");
    advice(world, UNASKED, "2027-06-01T10:00:00Z", "AdviceFiledUnasked", filed).await;
}

/// Something happened to an advice.
pub(crate) async fn advice(world: &mut World, id: &str, at: &str, name: &str, payload: Value) {
    world.given(at, &format!("advice/{id}"), name, payload).await;
}

/// Clients and referrers were asked for their experience, until noon of 1 March.
pub(crate) async fn reached_out(world: &mut World) {
    let published = with(golden("OutreachPublished.v1"), &[("/trajectory", json!(TRAJECTORY))]);
    outreach(world, "2027-01-20T09:00:00Z", "OutreachPublished", published).await;
}

/// It was told what was heard and what is done with it.
pub(crate) async fn outreach_answered(world: &mut World) {
    let answered = golden("OutreachAnswered.v1");
    outreach(world, "2027-04-29T09:00:00Z", "OutreachAnswered", answered).await;
}

async fn outreach(world: &mut World, at: &str, name: &str, payload: Value) {
    world.given(at, &format!("outreach/{OUTREACH}"), name, payload).await;
}

/// A question round was published in the procedure: from 1 until 15 September.
pub(crate) async fn asking(world: &mut World) {
    opened(world, "procedure", "2027-08-20T08:00:00Z").await;
    let round = golden("QuestionRoundPublished.v1");
    questions(world, "2027-08-25T08:00:00Z", "QuestionRoundPublished", round).await;
}

/// Something happened to the question round.
pub(crate) async fn questions(world: &mut World, at: &str, name: &str, payload: Value) {
    world.given(at, &format!("question-round/{QUESTIONS}"), name, payload).await;
}

/// A clarification note was published.
pub(crate) async fn noted(world: &mut World, at: &str, note: Value) {
    let stream = format!("clarification-note/{TRAJECTORY}.{}", note["number"]);
    world.given(at, &stream, "ClarificationNotePublished", note).await;
}

/// All questions about the documents were answered, in two notes. The second one corrects the
/// first, and leads to the second version of the guide.
pub(crate) async fn answered(world: &mut World) {
    asking(world).await;
    first_note(world).await;
    amended(world).await;
    last_note(world).await;
}

async fn first_note(world: &mut World) {
    questions(world, "2027-09-15T10:00:01Z", "QuestionRoundClosed", json!({})).await;
    let question = |number: u32, wording: &str| {
        json!({
            "number": number,
            "question": format!("9c8b7a6d-5e4f-4a3b-8c2d-1e0f9a8b7c{number:02}"),
            "reference": {},
            "wording": wording,
            "answer": "Ja, dat mag.",
        })
    };
    let items = [
        question(1, "Mogen aanbieders samen inschrijven?"),
        question(2, "Mag een praktijk met onderaannemers werken?"),
        question(3, "Telt de reistijd mee in het tarief?"),
    ];
    let first = with(
        golden("ClarificationNotePublished.v1.minimal"),
        &[
            ("/number", json!(1)),
            ("/title", json!("Eerste antwoorden op vragen")),
            ("/items", json!(items)),
            ("/errata", json!([])),
            ("/concludes", json!(false)),
        ],
    );
    noted(world, "2027-09-17T14:00:00Z", first).await;
}

async fn last_note(world: &mut World) {
    let mut second = golden("ClarificationNotePublished.v1");
    second["errata"].as_array_mut().unwrap().push(json!({
        "note": 1,
        "correction": "De inloop begint om 16.00 uur.",
        "reason": "De zaal is eerder niet vrij.",
    }));
    noted(world, "2027-09-20T14:00:00Z", second).await;
    let concluded = golden("QuestionRoundConcluded.v1");
    questions(world, "2027-09-20T14:00:01Z", "QuestionRoundConcluded", concluded).await;
}

/// The first lot was awarded.
pub(crate) async fn awarded(world: &mut World) {
    let stream = "evaluation/6b5a4c3d-2e1f-4098-8776-a5b4c3d2e1f0";
    let award = golden("AwardConfirmed.v1");
    world.given("2027-12-10T09:00:00Z", stream, "AwardConfirmed", award).await;
}

/// Everything that can be told.
pub(crate) async fn whole(world: &mut World) {
    begun(world).await;
    documented(world).await;
    opened(world, "vision", "2027-01-11T08:00:00Z").await;
    reached_out(world).await;
    consulted(world).await;
    advice_filed(world).await;
    responded(world).await;
    outreach_answered(world).await;
    let closed = golden("PhaseClosed.v1");
    world.given("2027-04-30T15:00:00Z", &phase("vision"), "PhaseClosed", closed).await;
    advised_unasked(world).await;
    answered(world).await;
    awarded(world).await;
}
