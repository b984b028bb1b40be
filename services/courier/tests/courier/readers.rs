//! Who is told what, and what a mail says.

use crate::given::{
    ADVICE, ANOTHER, CONSULTATION, COUNCIL, QUESTIONS, Stage, TRAJECTORY, council, provider,
    provider_id, staff, states, term, told,
};
use courier::State;
use dialogue::AnyEvent;
use dialogue::party::{SubscriptionEnded, TrajectoryFollowed, TrajectoryUnfollowed};
use mail::{Envelope, Memory};
use serde_json::json;
use std::sync::Arc;

/// A trajectory, and one of every kind of reader.
pub(crate) async fn cast() -> Stage {
    let stage = Stage::followed_by(&["anna", "bram"]).await;
    stage.follows("dirk", staff()).await;
    stage.follows("gijs", council("jongerenraad-veluwerand")).await;
    // These do not follow the trajectory, or not any more.
    stage.subscribes("carla", provider("carla")).await;
    let another = TrajectoryFollowed { trajectory: ANOTHER.parse().unwrap() };
    stage.subscription("carla", &provider("carla"), another.into()).await;
    stage.subscribes("els", staff()).await;
    stage.subscribes("fatma", council(COUNCIL)).await;
    stage.follows("ivo", provider("ivo")).await;
    let unfollowed = TrajectoryUnfollowed { trajectory: TRAJECTORY.parse().unwrap() };
    stage.subscription("ivo", &provider("ivo"), unfollowed.into()).await;
    stage.follows("jet", staff()).await;
    stage.subscription("jet", &staff(), SubscriptionEnded {}.into()).await;
    stage.follows("kees", staff()).await;
    stage.subscription("kees", &staff(), SubscriptionEnded {}.into()).await;
    stage.subscribes("kees", staff()).await;
    stage.subscribes("lia", council(COUNCIL)).await;
    stage.subscription("lia", &council(COUNCIL), SubscriptionEnded {}.into()).await;
    // This one is known, and never asked for mail.
    stage.happens("ProviderRegistered", "5a8f2c6d-e1b4-4d73-9a0c-f7e6d5c4b3a2", json!({})).await;
    stage.outbox_is_made().await;
    stage
}

/// Everyone who follows the trajectory, told one kind of thing.
pub(crate) fn followers(kind: &str) -> Vec<String> {
    ["anna", "bram", "dirk", "gijs"].map(|name| format!("{kind} {name}")).to_vec()
}

/// What a mail says, as text and as a page, with its subject.
pub(crate) fn words(mail: &Envelope) -> String {
    let words = mail.message.render(&mail.settings_page).unwrap();
    format!("{}\n{}\n{}", words.subject, words.text, words.html)
}

#[track_caller]
pub(crate) fn says(mail: &Envelope, expected: &[&str]) {
    let words = mail.message.render(&mail.settings_page).unwrap();
    for expected in expected {
        assert!(words.text.contains(expected), "no {expected:?} in:\n{}", words.text);
        assert!(words.html.contains(expected), "no {expected:?} in:\n{}", words.html);
    }
}

#[tokio::test]
async fn followers_are_told_that_a_round_is_open_until_when_and_on_what_ground() {
    let stage = cast().await;
    stage.question_round(24 * 14).await;

    let mails = stage.delivers().await;

    assert_eq!(told(&mails), followers("round_opened"));
    let courier = stage.courier(Arc::new(Memory::new())).await;
    assert_eq!(states(&courier), [(State::Sent, 4)], "nobody else was meant");
    let link = format!("https://samenspraak.example/trajecten/{TRAJECTORY}#ronde-{QUESTIONS}");
    for mail in &mails {
        says(
            mail,
            &[
                "vragenronde",
                "Jeugdhulp Veluwerand vanaf 2028",
                "Eerste vragenronde",
                "t/m woensdag 15 september 2027 09.00 uur",
                "aanbestedingsstuk: Leidraad, paragraaf 2.4",
                &link,
                "https://samenspraak.example/over#berichten",
            ],
        );
    }
}

#[tokio::test]
async fn followers_are_told_of_a_consultation_round_and_of_its_report() {
    let stage = cast().await;
    let opens = stage.now();
    let closes = term(stage.in_hours(24 * 14));
    let changes = json!({ "opens": opens, "closes": closes });
    stage.happens("ConsultationRoundPublished", CONSULTATION, changes).await;

    let opened = stage.delivers().await;
    stage.happens("ConsultationRoundClosed", CONSULTATION, json!({})).await;
    stage.happens("ConsultationReportPublished", CONSULTATION, json!({})).await;
    let reported = stage.delivers().await;

    assert_eq!(told(&opened), followers("round_opened"));
    assert_eq!(told(&reported), followers("report_published"));
    let report = format!("samenspraak.example/trajecten/{TRAJECTORY}/consultaties/{CONSULTATION}");
    for mail in &reported {
        says(mail, &["Consultatie over wachttijd en percelen", &report]);
    }
}

#[tokio::test]
async fn followers_are_told_of_a_note() {
    let stage = cast().await;
    let note = format!("{TRAJECTORY}.2");
    stage.happens("ClarificationNotePublished", &note, json!({})).await;

    let mails = stage.delivers().await;

    assert_eq!(told(&mails), followers("note_published"));
    let link = format!("samenspraak.example/trajecten/{TRAJECTORY}/nota-van-inlichtingen/2");
    for mail in &mails {
        says(mail, &["2 vragen", "Alle vragen uit de vragenronde zijn nu beantwoord", &link]);
    }
}

#[tokio::test]
async fn only_the_council_is_told_that_its_advice_is_asked() {
    let stage = cast().await;
    stage.happens("AdviceRequested", ADVICE, json!({})).await;

    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["advice_asked fatma"]);
    says(
        &mails[0],
        &[
            "Visie op jeugdhulp vanaf 2028",
            "Herkent u wat gezinnen nodig hebben in deze visie?",
            "t/m maandag 12 april 2027 17.00 uur",
            &format!("samenspraak.example/trajecten/{TRAJECTORY}"),
        ],
    );
}

#[tokio::test]
async fn staff_who_follow_are_told_of_an_advice_asked_or_not() {
    let stage = cast().await;
    stage.happens("AdviceRequested", ADVICE, json!({})).await;
    stage.delivers().await;

    stage.happens("AdviceFiled", ADVICE, json!({})).await;
    let asked = stage.delivers().await;
    let unasked = "a0000000-0000-4000-8000-000000000002";
    stage.happens("AdviceFiledUnasked", unasked, json!({})).await;
    let own = stage.delivers().await;

    assert_eq!(told(&asked), ["advice_filed dirk"]);
    says(&asked[0], &["Adviesraad sociaal domein Veluwerand", "Visie op jeugdhulp vanaf 2028"]);
    says(&asked[0], &[&format!("/trajecten/{TRAJECTORY}/adviezen/{ADVICE}")]);
    assert_eq!(told(&own), ["advice_filed dirk"]);
    says(&own[0], &["Jongerenraad Veluwerand", "Wachten zonder startdatum"]);
}

#[tokio::test]
async fn only_the_council_that_advised_is_told_of_a_response() {
    let stage = cast().await;
    stage.happens("AdviceRequested", ADVICE, json!({})).await;
    stage.happens("AdviceFiled", ADVICE, json!({})).await;
    stage.delivers().await;

    stage.happens("AdviceResponseGiven", ADVICE, json!({})).await;
    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["response_given fatma"]);
    says(&mails[0], &[&format!("/trajecten/{TRAJECTORY}/adviezen/{ADVICE}")]);
}

#[tokio::test]
async fn somebody_who_reads_along_for_two_organisations_is_told_once() {
    let stage = Stage::followed_by(&[]).await;
    stage.follows("anna", provider("een")).await;
    stage.follows("anna", provider("twee")).await;
    stage.follows("anna", staff()).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;

    assert_eq!(told(&stage.delivers().await), ["round_opened anna"]);
}

#[tokio::test]
async fn a_person_of_two_councils_reads_each_councils_mail_where_it_was_asked_for() {
    let stage = cast().await;
    stage.subscribes_at("fatma", staff(), "fatma@gemeente.example").await;
    stage.happens("AdviceRequested", ADVICE, json!({})).await;

    let mails = stage.delivers().await;

    assert_eq!(
        mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        ["fatma@lezer.example"]
    );
}

#[tokio::test]
async fn only_who_reads_along_for_the_asker_is_told_what_became_of_its_question() {
    let stage = cast().await;
    stage.question_round(24 * 14).await;
    let asker = json!({ "provider": provider_id("carla") });
    stage.happens("QuestionAsked", ANOTHER, asker).await;
    stage.delivers().await;

    let news = [
        ("QuestionWithholdingGranted", "Alleen u krijgt het antwoord"),
        ("QuestionWithholdingRefused", "t/m maandag 20 september 2027 12.00 uur"),
        ("QuestionAnsweredAlone", "U leest het bij uw vraag"),
        ("QuestionDeclined", "U krijgt geen antwoord"),
    ];
    for (event, words) in news {
        stage.happens(event, ANOTHER, json!({})).await;
        let mails = stage.delivers().await;
        assert_eq!(told(&mails), ["question_told carla"], "{event}");
        says(&mails[0], &[words, "Jeugdhulp Veluwerand vanaf 2028"]);
    }
}

/// The types of events of which somebody is told.
const TOLD: [&str; 39] = [
    "ConsultationRoundPublished",
    "ConsultationReportPublished",
    "QuestionRoundPublished",
    "ClarificationNotePublished",
    "AdviceRequested",
    "AdviceFiled",
    "AdviceFiledUnasked",
    "AdviceResponseGiven",
    "QuestionWithholdingGranted",
    "QuestionWithholdingRefused",
    "QuestionAnsweredAlone",
    "QuestionDeclined",
    "TrajectoryDocumentPublished",
    "TrajectoryTenderClosingSet",
    "TrajectoryTenderClosingMoved",
    "TrajectoryTenderClosingSuspended",
    "TrajectoryTenderingReopened",
    "ConfidentialDocumentReleased",
    "SessionAnnounced",
    "SessionCancelled",
    "ComplaintDecided",
    "ObjectionDecided",
    "AdmissionDecided",
    "AwardDecisionSent",
    "AwardDecisionWithdrawn",
    "AwardConfirmed",
    "AdviceTermExtended",
    "AdviceExtensionDeclined",
    "OutreachPublished",
    "OutreachAnswered",
    "ContractCommitmentMarked",
    "ContractChangeDecided",
    "ContractEscalated",
    "ContractEndingStepTaken",
    "ContractEnded",
    "DataRequested",
    "DataDeliveryRejected",
    "PerformanceTalkOpened",
    "PerformanceTalkMinutesRecorded",
];

#[tokio::test]
async fn nobody_is_told_of_anything_else_that_happens() {
    let stage = cast().await;
    stage.question_round(24 * 14).await;
    stage.happens("AdviceRequested", ADVICE, json!({})).await;
    stage.delivers().await;

    let types = AnyEvent::types();
    let others = types.iter().filter(|kind| !TOLD.contains(&kind.name));
    let others: Vec<_> = others.filter(|kind| kind.category != "subscription").collect();
    for kind in &others {
        let id = match kind.category {
            "question-round" => QUESTIONS,
            "consultation-round" => CONSULTATION,
            "advice" => ADVICE,
            _ => ANOTHER,
        };
        stage.happens(kind.name, id, json!({})).await;
    }

    assert!(others.len() > 20, "{}", others.len());
    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn no_mail_tells_of_another_reader_or_of_who_asked_or_contributed() {
    let stage = cast().await;
    let opens = stage.now();
    let closes = term(stage.in_hours(24 * 14));
    let changes = json!({ "opens": opens, "closes": closes });
    stage.happens("ConsultationRoundPublished", CONSULTATION, changes).await;
    stage.question_round(24 * 14).await;
    let marked = json!({ "text": "ZWANENHOF vraagt: hoe lang duurt het?" });
    stage.happens("QuestionAsked", "6c5a3f9e-d7b1-4e82-8f40-a1c2b3d4e5f6", marked).await;
    let contribution = "d95b7e3a-0c4f-4b28-91e6-2f7a8d6c5b31";
    stage.happens("ContributionSubmitted", contribution, json!({})).await;
    stage.happens("ConsultationReportPublished", CONSULTATION, json!({})).await;
    stage.happens("ClarificationNotePublished", &format!("{TRAJECTORY}.2"), json!({})).await;

    let mails = stage.delivers().await;

    assert_eq!(mails.len(), 4 * 4);
    for mail in &mails {
        // In quoted-printable a line can be broken anywhere.
        let composed = String::from_utf8(mail.compose().unwrap()).unwrap().replace("=\r\n", "");
        let own = mail.to.as_str();
        let everything = format!("{}{composed}", words(mail));
        assert!(everything.contains(own));
        for name in
            ["anna", "bram", "carla", "dirk", "els", "fatma", "gijs", "ivo", "jet", "kees", "lia"]
        {
            let secrets = [
                format!("{name}@lezer.example"),
                stage.person(name).to_string(),
                provider_id(name).to_string(),
            ];
            for secret in secrets.iter().filter(|secret| *secret != own) {
                assert!(!everything.contains(secret), "{secret} in:\n{everything}");
            }
        }
        for secret in ["ZWANENHOF", "6c5a3f9e", "1b4e8d7c", "d95b7e3a", "a64f8c2d", "5a8f2c6d"] {
            assert!(!everything.contains(secret), "{secret} in:\n{everything}");
        }
    }
}
