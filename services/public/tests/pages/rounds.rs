//! Rounds on the page of their trajectory: where they stand, until when, and on what ground.

use crate::story::{self, CONSULTATION, QUESTIONS, below};
use crate::world::{World, golden, keeps_quiet, tells};

fn id(round: &str) -> String {
    format!("#ronde-{round}")
}

#[actix_web::test]
async fn a_consultation_round_is_announced_then_open_then_closed() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    for (instant, state, others) in [
        ("2027-02-01T07:59:59Z", "Begint nog", ["Open ", "Gesloten"]),
        ("2027-02-01T08:00:00Z", "Open", ["Begint nog", "Gesloten"]),
        ("2027-03-01T11:00:00Z", "Open", ["Begint nog", "Gesloten"]),
        ("2027-03-01T11:00:01Z", "Gesloten", ["Begint nog", "Open "]),
    ] {
        world.at(instant);
        let round = world.page(&below("")).await.words_of(&id(CONSULTATION));
        tells(&round, &[&format!("percelen {state} Wij willen weten"), "nog geen verslag"]);
        keeps_quiet(&round, &others);
    }
}

#[actix_web::test]
async fn a_round_tells_its_term_in_words_and_where_the_term_comes_from() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of(&id(CONSULTATION)),
        &[
            "Onderwerpen Wachttijd Indeling in percelen",
            "van maandag 1 februari 2027 09.00 uur t/m maandag 1 maart 2027 12.00 uur \
             Deze termijn komt uit: Dialoogplan strategie, versie 2 (beleid).",
        ],
    );
    let times: Vec<_> = page
        .all(&format!("{} time", id(CONSULTATION)))
        .into_iter()
        .filter_map(|time| time.value().attr("datetime"))
        .collect();
    assert_eq!(times, ["2027-02-01T08:00:00Z", "2027-03-01T11:00:00Z"]);
}

#[actix_web::test]
async fn an_extended_round_stays_open_and_tells_why() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    let extended = golden("ConsultationRoundExtended.v1");
    story::consultation(&mut world, "2027-02-25T08:00:00Z", "ConsultationRoundExtended", extended)
        .await;
    world.at("2027-03-08T11:00:00Z");
    tells(
        &world.page(&below("")).await.words_of(&id(CONSULTATION)),
        &["percelen Open", "maandag 8 maart 2027 12.00 uur", "Verlengd In de laatste week"],
    );
}

#[actix_web::test]
async fn a_round_that_was_closed_early_is_closed_before_its_term() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::asking(&mut world).await;
    world.at("2027-09-10T08:00:00Z");
    tells(&world.page(&below("")).await.words_of(&id(QUESTIONS)), &["Eerste vragenronde Open"]);
    let closed = golden("QuestionRoundClosed.v1");
    story::questions(&mut world, "2027-09-10T08:00:00Z", "QuestionRoundClosed", closed).await;
    tells(&world.page(&below("")).await.words_of(&id(QUESTIONS)), &["Eerste vragenronde Gesloten"]);
}

#[actix_web::test]
async fn a_round_with_a_report_leads_to_it() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let page = world.page(&below("")).await;
    let report = below(&format!("/consultaties/{CONSULTATION}"));
    assert_eq!(page.targets(&format!("{} a", id(CONSULTATION))), [report]);
    tells(
        &page.words_of(&id(CONSULTATION)),
        &["Gesloten", "gepubliceerd op zaterdag 20 maart 2027 15.30 uur"],
    );
}

#[actix_web::test]
async fn a_question_round_tells_until_when_answers_come_and_which_note_is_the_last() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::asking(&mut world).await;
    let answers = "Antwoorden t/m vrijdag 24 september 2027 17.00 uur Deze termijn komt uit: \
                   Aanbestedingswet 2012, artikel 2.54 (wet).";
    tells(&world.page(&below("")).await.words_of(&id(QUESTIONS)), &[answers]);

    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    story::answered(&mut world).await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of(&id(QUESTIONS)),
        &["Alle vragen zijn beantwoord. De laatste antwoorden staan in nota van inlichtingen 2."],
    );
    let entries = page.words_of("#fase-procedure .entries");
    tells(
        &entries,
        &[
            "Nota van inlichtingen 1: Eerste antwoorden op vragen 3 vragen uit: Eerste vragenronde",
            "Nota van inlichtingen 2: Tweede nota van inlichtingen 2 vragen uit: Eerste \
             vragenronde, 2 rectificaties. Gepubliceerd op maandag 20 september 2027 16.00 uur",
        ],
    );
}
