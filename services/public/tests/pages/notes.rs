//! A clarification note.

use crate::story::{self, GUIDE, QUESTIONS, below};
use crate::world::{World, golden, keeps_quiet, tells, with};
use serde_json::{Value, json};

async fn answered() -> World {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    story::answered(&mut world).await;
    world
}

#[actix_web::test]
async fn a_note_tells_when_everyone_got_it_and_what_it_answers() {
    let world = answered().await;
    let page = world.page(&below("/nota-van-inlichtingen/2")).await;
    tells(
        &page.words_of(".page-head"),
        &[
            "Nota van inlichtingen 2: Tweede nota van inlichtingen",
            "maandag 20 september 2027 16.00 uur. Iedereen kreeg deze nota op dit moment.",
            "Vragenronde Eerste vragenronde. Alle vragen uit deze ronde zijn nu beantwoord.",
            "Gemeenten Harderwijk, Elburg, Ermelo, Oldebroek, Putten, Nunspeet",
            "Aantal vragen 2",
        ],
    );
    let round = below(&format!("#ronde-{QUESTIONS}"));
    assert_eq!(page.targets(".page-head a"), [round.as_str(), "/over#controleren"]);
    tells(&page.words_of("#mededeling-1"), &["Bijeenkomst over de tarieven", "Op 7 oktober"]);
    let first = world.page(&below("/nota-van-inlichtingen/1")).await;
    tells(&first.words_of(".page-head"), &["Nog niet alle vragen uit deze ronde"]);
}

#[actix_web::test]
async fn a_note_tells_its_place_in_the_record_with_the_fingerprint_that_belongs_to_it() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::asking(&mut world).await;
    let note = with(golden("ClarificationNotePublished.v1.minimal"), &[("/errata", json!([]))]);
    story::noted(&mut world, "2027-09-17T14:00:00Z", note.clone()).await;
    let end = world.get("/public/v1/record-head").await;
    let end: Value = serde_json::from_slice(&end.body).unwrap();
    let page = world.page(&below(&format!("/nota-van-inlichtingen/{}", note["number"]))).await;
    assert_eq!(page.words_of(".page-head code"), end["hash"].as_str().unwrap());
    tells(&page.words_of(".page-head"), &[&format!("logboek {}, met de", end["position"])]);
}

#[actix_web::test]
async fn a_question_has_its_own_place_and_tells_what_it_is_about() {
    let world = answered().await;
    let page = world.page(&below("/nota-van-inlichtingen/2")).await;
    tells(
        &page.words_of("#vraag-2-2"),
        &[
            "Vaste link naar vraag 2",
            "Gaat over: Leidraad jeugdhulp Veluwerand, versie 1, onderdeel 3.2, perceel 1: \
             Ambulante hulp in het gezin",
            "Vraag Geldt de eis van tien medewerkers",
            "Antwoord Nee. Voor perceel 1 vervalt deze eis.",
            "verwerkt in Leidraad jeugdhulp Veluwerand, versie 2, onderdeel 3.2.",
        ],
    );
    let guide = below(&format!("#document-{GUIDE}"));
    assert_eq!(page.targets("#vraag-2-2 a"), ["#vraag-2-2", &guide, &guide]);
    let first = world.page(&below("/nota-van-inlichtingen/1")).await;
    tells(&first.words_of("#vraag-1-1"), &["Gaat over: Algemeen Vraag Mogen aanbieders"]);
}

#[actix_web::test]
async fn a_correction_is_told_where_it_stands_and_where_it_corrects() {
    let world = answered().await;
    let first = below("/nota-van-inlichtingen/1");
    let second = below("/nota-van-inlichtingen/2");
    let page = world.page(&second).await;
    tells(
        &page.words_of("#rectificatie-1"),
        &["Verbetert: vraag 3 van nota van inlichtingen 1", "De reistijd telt mee", "onjuist"],
    );
    assert_eq!(
        page.targets("#rectificatie-1 a"),
        ["#rectificatie-1", &format!("{first}#vraag-1-3")]
    );
    assert_eq!(page.targets("#rectificatie-2 a"), ["#rectificatie-2", &first]);
    tells(&page.words_of("#rectificatie-2"), &["Verbetert: nota van inlichtingen 1 Zo moet"]);

    let page = world.page(&first).await;
    let corrected = "Gerectificeerd in nota van inlichtingen 2, rectificatie";
    tells(&page.words_of("#vraag-1-3"), &[&format!("{corrected} 1")]);
    tells(&page.words_of(".page-head"), &[&format!("{corrected} 2")]);
    keeps_quiet(&page.words_of("#vraag-1-1"), &["Gerectificeerd"]);
    assert_eq!(
        page.targets(".correction a"),
        [format!("{second}#rectificatie-2"), format!("{second}#rectificatie-1")]
    );
}

#[actix_web::test]
async fn a_note_that_was_not_published_is_not_there() {
    let world = answered().await;
    for number in ["0", "3", "-1", "1.0", "een", "4294967296", ""] {
        let answer = world.get(&below(&format!("/nota-van-inlichtingen/{number}"))).await;
        assert_eq!(answer.status, 404, "{number}");
    }
}
