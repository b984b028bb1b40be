//! An advice of a client council.

use crate::story::{self, ASKED, GUIDE, UNASKED, VISION, below};
use crate::world::{World, golden, keeps_quiet, tells};

fn path(advice: &str) -> String {
    below(&format!("/adviezen/{advice}"))
}

#[actix_web::test]
async fn an_advice_that_was_asked_tells_what_was_asked() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    story::advised(&mut world).await;
    let page = world.page(&path(ASKED)).await;
    tells(
        &page.words_of("main"),
        &[
            "Advies: Visie op jeugdhulp vanaf 2028",
            "Adviesraad Adviesraad sociaal domein Veluwerand",
            "Gevraagd: de gemeenten vroegen om dit advies.",
            "Gegeven op",
            "Oordeel Positief, onder voorwaarden (positief, mits)",
            "Advies mogelijk t/m maandag 12 april 2027 17.00 uur Deze termijn komt uit: \
             Verordening cliëntparticipatie, artikel 4 (verordening).",
            "Eén aanbieder voor alle hulp.",
            "Leidraad jeugdhulp Veluwerand, versie 1, onderdeel 3.2",
            "Visie op hulp dichtbij, versie 1",
            "Wij zijn blij met hulp dicht bij huis.",
        ],
    );
    for target in [
        below("#fase-vision"),
        below(&format!("#document-{GUIDE}")),
        below(&format!("#document-{VISION}")),
    ] {
        assert!(page.targets("main a").contains(&target.as_str()), "{target}");
    }
}

#[actix_web::test]
async fn every_recommendation_has_its_response_or_waits_for_it() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::advised(&mut world).await;
    let page = world.page(&path(ASKED)).await;
    for recommendation in ["#aanbeveling-1", "#aanbeveling-2"] {
        tells(&page.words_of(recommendation), &["Nog geen reactie"]);
    }
    story::responded(&mut world).await;
    let page = world.page(&path(ASKED)).await;
    tells(
        &page.words_of("#aanbeveling-1"),
        &["Laat elk gezin kiezen", "Reactie van de gemeenten Overgenomen In de leidraad staat"],
    );
    tells(&page.words_of("#aanbeveling-2"), &["Deels overgenomen Wij vragen het elke twee jaar."]);
    keeps_quiet(&page.words(), &["Nog geen reactie"]);
}

#[actix_web::test]
async fn an_advice_that_was_not_asked_says_so() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::opened(&mut world, "strategy", "2027-01-25T08:00:00Z").await;
    story::advised_unasked(&mut world).await;
    let page = world.page(&path(UNASKED)).await;
    tells(
        &page.words_of("main"),
        &["Ongevraagd: de raad gaf dit advies uit zichzelf.", "Jongerenraad", "Oordeel Negatief"],
    );
    keeps_quiet(&page.words(), &["Wat vroegen de gemeenten?"]);
}

#[actix_web::test]
async fn a_request_is_not_there_before_the_council_gave_its_advice() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::opened(&mut world, "vision", "2027-01-11T08:00:00Z").await;
    let request = golden("AdviceRequested.v1");
    story::advice(&mut world, ASKED, "2027-03-01T10:00:00Z", "AdviceRequested", request).await;
    assert_eq!(world.get(&path(ASKED)).await.status, 404);
    keeps_quiet(&world.page(&below("")).await.words(), &["Visie op jeugdhulp vanaf 2028"]);
}

#[actix_web::test]
async fn an_advice_stands_below_its_own_trajectory_only() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::advised(&mut world).await;
    let other = "aaaaaaaa-0000-4000-8000-000000000001";
    let opened = golden("TrajectoryOpened.v1");
    let stream = format!("trajectory/{other}");
    world.given("2027-05-01T08:00:00Z", &stream, "TrajectoryOpened", opened).await;
    assert_eq!(world.get(&format!("/trajecten/{other}/adviezen/{ASKED}")).await.status, 404);
}
