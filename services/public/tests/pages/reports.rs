//! The report of a consultation round.

use crate::story::{self, CONSULTATION, below};
use crate::world::{World, golden, keeps_quiet, tells, words};

fn report() -> String {
    below(&format!("/consultaties/{CONSULTATION}"))
}

#[actix_web::test]
async fn a_report_tells_what_was_done_with_each_contribution_and_why() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let page = world.page(&report()).await;
    tells(
        &page.words_of("main"),
        &[
            "Consultatieverslag: Consultatie over wachttijd en percelen",
            "Gepubliceerd op zaterdag 20 maart 2027 15.30 uur.",
            "Er kwam veel inbreng over de wachttijd.",
        ],
    );
    let counts: Vec<_> = page.all(".counts tr").into_iter().map(words).collect();
    assert_eq!(
        counts,
        [
            "Besluit Aantal",
            "Overgenomen 1",
            "Deels overgenomen 1",
            "Niet overgenomen 0",
            "Valt buiten dit onderwerp 0",
            "Naar de ontwikkelagenda 1",
            "Totaal 3",
        ]
    );
    let items: Vec<_> = page.all(".item").into_iter().map(words).collect();
    assert_eq!(
        items,
        [
            "Bijdrage 1 Deels overgenomen Vier weken is te kort als de toegang nog gegevens moet \
             sturen. Waarom? De vier weken gaan in als alle gegevens er zijn.",
            "Bijdrage 2 Overgenomen Hulp op school past in geen van de percelen. Waarom? Wij \
             voegen hulp op school toe aan perceel 1.",
            "Bijdrage 3 Naar de ontwikkelagenda Maak één perceel per wijk. Waarom? Daarvoor weten \
             wij nog te weinig van de wijken.",
        ]
    );
}

#[actix_web::test]
async fn the_themes_come_in_the_order_of_the_round_with_what_was_asked() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let page = world.page(&report()).await;
    let themes: Vec<_> = page.all("h2[id^=thema-]").into_iter().map(words).collect();
    assert_eq!(themes, ["Wachttijd", "Indeling in percelen"]);
    tells(&page.words_of("main"), &["Wat hebt u nodig om binnen vier weken te starten?"]);
}

#[actix_web::test]
async fn a_report_names_no_contribution_by_the_name_that_its_contributor_knows() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let page = world.page(&report()).await;
    let stored = golden("ConsultationReportPublished.v1");
    for item in stored["items"].as_array().unwrap() {
        keeps_quiet(&page.html, &[item["contribution"].as_str().unwrap()]);
    }
}

#[actix_web::test]
async fn before_it_is_published_a_report_is_not_there() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    assert_eq!(world.get(&report()).await.status, 404);
}

#[actix_web::test]
async fn a_report_stands_below_its_own_trajectory_only() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let other = "aaaaaaaa-0000-4000-8000-000000000001";
    let opened = golden("TrajectoryOpened.v1");
    let stream = format!("trajectory/{other}");
    world.given("2027-04-01T08:00:00Z", &stream, "TrajectoryOpened", opened).await;
    let elsewhere = format!("/trajecten/{other}/consultaties/{CONSULTATION}");
    assert_eq!(world.get(&elsewhere).await.status, 404);
}
