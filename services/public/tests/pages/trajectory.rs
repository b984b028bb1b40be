//! The dossier of one trajectory.

use crate::story::{self, ASKED, CONSULTATION, GUIDE, TRAJECTORY, UNASKED, below};
use crate::world::{World, golden, keeps_quiet, tells, words};

#[actix_web::test]
async fn the_dossier_tells_who_buys_what_and_how() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    let page = world.page(&below("")).await;
    assert_eq!(page.words_of("h1"), "Jeugdhulp Veluwerand vanaf 2028");
    tells(
        &page.words_of("main"),
        &[
            "Regio Veluwerand",
            "Trekker Harderwijk. Deze gemeente leidt de inkoop.",
            "Gemeenten die meedoen Elburg, Ermelo, Oldebroek, Putten, Nunspeet",
            "Adviesraden Adviesraad sociaal domein Veluwerand, Jongerenraad Veluwerand",
            "Procedure voor sociale en andere specifieke diensten (SAS)",
            "Wij willen aanbieders op kwaliteit kunnen kiezen",
            "Perceel 1: Ambulante hulp in het gezin",
            "Eén gezin, één plan",
            "Er zijn nog geen documenten.",
            "Er staat nog niets op de ontwikkelagenda.",
        ],
    );
}

#[actix_web::test]
async fn the_planning_tells_each_term_with_its_ground() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    let page = world.page(&below("")).await;
    let rows: Vec<_> = page.all("table.stacks tbody tr").into_iter().map(words).collect();
    assert_eq!(
        rows,
        [
            "Visie vastgesteld door de raden Eerstvolgende stap Fase Visie en doelen Termijn \
             t/m donderdag 28 januari 2027 23.59.59 uur Deze termijn komt uit: Planning inkoop \
             2028, bijlage 1 (beleid).",
            "Inschrijvingen binnen Fase Procedure Termijn t/m vrijdag 29 oktober 2027 12.00 uur \
             Deze termijn komt uit: Leidraad, paragraaf 2.4 (aanbestedingsstuk).",
        ]
    );
}

#[actix_web::test]
async fn the_next_step_of_the_planning_is_the_first_whose_term_has_not_passed() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    for (instant, next) in [
        ("2027-01-28T22:59:59Z", vec!["Visie vastgesteld door de raden Eerstvolgende stap"]),
        ("2027-01-28T23:00:00Z", vec!["Inschrijvingen binnen Eerstvolgende stap"]),
        ("2027-10-29T10:00:01Z", vec![]),
    ] {
        world.at(instant);
        let page = world.page(&below("")).await;
        let told: Vec<_> = page.all("th:has(> .tag)").into_iter().map(words).collect();
        assert_eq!(told, next, "{instant}");
    }
}

#[actix_web::test]
async fn a_phase_that_was_not_opened_shows_nothing_of_its_plan() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    let plan = golden("PhasePlanRecorded.v1");
    let contract = story::phase("contract");
    world.given("2027-01-11T08:00:00Z", &contract, "PhasePlanRecorded", plan).await;
    let page = world.page(&below("")).await;
    let phases: Vec<_> = page.all(".phase").into_iter().map(words).collect();
    assert_eq!(
        phases,
        [
            "Visie en doelen Nog niet begonnen",
            "Strategie en marktconsultatie Nog niet begonnen",
            "Specificatie Nog niet begonnen",
            "Procedure Nog niet begonnen",
            "Uitvoering Nog niet begonnen",
            "Evaluatie Nog niet begonnen",
        ]
    );
}

#[actix_web::test]
async fn an_open_phase_tells_its_plan_and_how_much_room_there_is() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::opened(&mut world, "vision", "2027-01-11T08:00:00Z").await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of("#fase-vision"),
        &[
            "Loopt Begonnen op maandag 11 januari 2027 09.00 uur",
            "Open Wachttijd Wat is er nodig",
            "Aanpasbaar Indeling in percelen",
            "Staat vast Budget Hoeveel geld is er per jaar? Waarom staat dit vast? De raden",
            "Volgens de gemeenten Hoe kinderen sneller hulp krijgen",
            "Volgens de aanbieders De wachttijd, de reistijd",
        ],
    );
    keeps_quiet(&page.words_of("#fase-vision"), &["Dit is versie"]);
}

#[actix_web::test]
async fn a_plan_that_changed_tells_why() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::opened(&mut world, "vision", "2027-01-11T08:00:00Z").await;
    let vision = story::phase("vision");
    let revised = golden("PhasePlanRecorded.v1");
    world.given("2027-01-12T08:00:00Z", &vision, "PhasePlanRecorded", revised).await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of("#fase-vision"),
        &["Dit is versie 2 van het plan.", "De aanbieders vroegen om ook over de percelen"],
    );
}

#[actix_web::test]
async fn a_closed_phase_tells_what_came_of_it() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of("#fase-vision"),
        &[
            "Afgesloten Begonnen op maandag 11 januari 2027",
            "Afgesloten op vrijdag 30 april 2027 17.00 uur Wat kwam eruit? De visie is klaar.",
            "Wat stond vast en wat was open?",
        ],
    );
}

#[actix_web::test]
async fn advice_stands_in_its_phase_with_what_still_waits() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of("#fase-vision .entries"),
        &[
            "Visie op jeugdhulp vanaf 2028 Beantwoord",
            "Gevraagd advies van Adviesraad sociaal domein Veluwerand, t/m maandag 12 april",
            "Gegeven op vrijdag 9 april 2027 12.00 uur. 2 van 2 aanbevelingen hebben een reactie.",
        ],
    );
    tells(
        &page.words_of("#fase-strategy .entries"),
        &["Wachten zonder startdatum Wacht op reactie", "Ongevraagd", "0 van 1 aanbeveling"],
    );
    assert_eq!(page.targets("#fase-vision .entries a"), [below(&format!("/adviezen/{ASKED}"))]);
    assert_eq!(page.targets("#fase-strategy .entries a"), [below(&format!("/adviezen/{UNASKED}"))]);
}

#[actix_web::test]
async fn an_award_stands_in_the_procedure_with_its_lot() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    let page = world.page(&below("")).await;
    tells(
        &page.words_of("#fase-procedure .statement"),
        &["Perceel 1: Ambulante hulp in het gezin", "Eén aanbieder", "Bekendgemaakt op vrijdag 10"],
    );
    assert_eq!(page.all(".statement h5").len(), 1, "and in no other phase");
}

#[actix_web::test]
async fn the_development_agenda_holds_what_a_published_report_moved_there() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    let agenda = "section:has(> #sporen)";
    tells(&world.page(&below("")).await.words_of(agenda), &["Er staat nog niets"]);

    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let page = world.page(&below("")).await;
    let agenda = page.words_of(agenda);
    tells(
        &agenda,
        &[
            "Indeling in percelen Nog niet begonnen Maak één perceel per wijk. Waarom? Daarvoor",
            "Dit staat in: Consultatieverslag: Consultatie over wachttijd en percelen",
        ],
    );
    keeps_quiet(&agenda, &["Hulp op school", "Vier weken"]);
    let report = below(&format!("/consultaties/{CONSULTATION}"));
    assert_eq!(page.targets("section:has(> #sporen) .plates a"), [report]);
}

#[actix_web::test]
async fn every_version_of_a_document_can_be_downloaded_the_newest_first() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    story::amended(&mut world).await;
    let page = world.page(&below("")).await;
    let guide = format!("#document-{GUIDE}");
    tells(
        &page.words_of(&guide),
        &[
            "Leidraad jeugdhulp Veluwerand Aanbestedingsleidraad",
            "leidraad-jeugdhulp-v2.pdf, 912 kB, gepubliceerd op maandag 20 september 2027 15.00",
            "Paragraaf 3.2 is aangepast",
            "1 oudere versie Download Leidraad jeugdhulp Veluwerand, versie 1",
        ],
    );
    let files = format!("/trajecten/{TRAJECTORY}/documenten/{GUIDE}");
    assert_eq!(
        page.targets(&format!("{guide} a[href*='/documenten/']")),
        [
            format!("{files}/2/leidraad-jeugdhulp-v2.pdf"),
            format!("{files}/wijzigingen/1/2"),
            format!("{files}/1/Leidraad%20%C3%A9%C3%A9n%20%2B%20100%25%20%231.pdf"),
        ]
    );
}
