//! An outreach: the form on which anyone tells of an experience, and what was done with it.

use crate::story::{self, OUTREACH, below};
use crate::world::{Answer, Shown, World, keeps_quiet, tells};
use actix_web::http::header;
use actix_web::test::TestRequest;

/// While it is open.
const OPEN: &str = "2027-02-01T09:00:00Z";
/// After its term.
const CLOSED: &str = "2027-03-01T11:00:01Z";

const KEY: &str = "b5d1c0a9-7e3f-4f82-9a64-2c8e1d7b0f35";
const STORY: &str = "Ik wachtte vier maanden.\nNiemand belde.";

fn path() -> String {
    below(&format!("/oproepen/{OUTREACH}"))
}

async fn open() -> World {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::reached_out(&mut world).await;
    world.at(OPEN);
    world
}

/// The form filled in, where some fields hold something else.
fn filled<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("kenmerk", KEY),
        ("kant", "client"),
        ("thema", "wachten"),
        ("verhaal", STORY),
        ("instemming", "ja"),
    ];
    for (name, content) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push((name, content));
    }
    fields
}

async fn refused(world: &World, status: u16, fields: &[(&str, &str)]) -> Shown {
    let answer = world.fill_in(&path(), fields).await;
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    for_one_reader(&answer);
    let page = answer.shown();
    tells(&page.words_of("title"), &["Niet verstuurd: "]);
    tells(&page.words_of(".refused"), &["nog niet verstuurd"]);
    page
}

fn for_one_reader(answer: &Answer) {
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert!(answer.headers.get(header::ETAG).is_none());
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("form-action 'self'") && policy.contains("default-src 'none'"));
}

#[actix_web::test]
async fn what_is_asked_stands_on_the_page_with_a_form_of_its_own() {
    let world = open().await;
    let dossier = world.page(&below("")).await;
    tells(&dossier.words_of("#nu + .activities"), &["Vertel uw ervaring", "Vertel hoe het ging"]);
    tells(&dossier.words_of("section:has(> #ervaringen)"), &["Open", "t/m maandag 1 maart 2027"]);
    assert!(dossier.targets("main a").contains(&path().as_str()));
    let answer = world.get(&path()).await;
    assert_eq!(answer.status, 200);
    for_one_reader(&answer);
    let page = answer.shown();
    tells(
        &page.words_of("main"),
        &[
            "Hoe was het om hulp te zoeken?",
            "t/m maandag 1 maart 2027 12.00 uur",
            "Ik krijg hulp, of kreeg hulp",
            "Hoe lang wachtte u, en wat hielp?",
            "hoogstens 20.000 tekens",
            "Alleen de gemeenten lezen het.",
        ],
    );
    keeps_quiet(&page.words(), &["school", "Niet verstuurd"]);
    let key = |page: &Shown| page.all("[name=kenmerk]")[0].attr("value").unwrap().to_owned();
    assert_ne!(key(&page), key(&world.page(&path()).await), "each form is another experience");
}

#[actix_web::test]
async fn what_is_sent_is_kept_once_and_thanked_for() {
    let world = open().await;
    for again in 0..2 {
        let answer = world.fill_in(&path(), &filled(&[("verhaal", "Lang.\r\nTe lang.")])).await;
        assert_eq!(answer.status, 303, "{again}");
        assert_eq!(answer.header(header::LOCATION), format!("{}/bedankt", path()));
    }
    let told = world.told().await;
    assert_eq!(told.len(), 1, "{told:?}");
    tells(&told[0], &[r#""channel":"form""#, r#""voice":"client""#, r"Lang.\nTe lang."]);
    let thanks = world.page(&format!("{}/bedankt", path())).await;
    tells(&thanks.words_of("main"), &["Bedankt", "t/m maandag 1 maart 2027"]);
    assert!(thanks.targets("main a").contains(&path().as_str()));
    let other = world.fill_in(&path(), &filled(&[("kenmerk", "geen")])).await;
    assert_eq!((other.status, world.told().await.len()), (303, 2));
}

#[actix_web::test]
async fn everything_that_is_missing_is_told_at_once_with_the_way_to_it() {
    let world = open().await;
    let page = refused(&world, 400, &[]).await;
    // There is one theme: nobody has to choose it, and still it must be sent.
    let ways = page.targets(".refused a");
    assert_eq!(ways, ["#kant-1", "#thema-1", "#verhaal", "#instemming"]);
    tells(&page.words_of("#verhaal-fout"), &["Schrijf op wat u wilt vertellen."]);
    let wrong = [("kant", "burgemeester"), ("thema", "Geen Thema"), ("instemming", "nee")];
    let page = refused(&world, 400, &filled(&wrong)).await;
    assert_eq!(page.targets(".refused a"), ["#kant-1", "#thema-1", "#instemming"]);
    assert_eq!(page.words_of("textarea"), "Ik wachtte vier maanden. Niemand belde.");
    let foreign = [("kant", "education"), ("thema", "samenwerken")];
    let page = refused(&world, 400, &filled(&foreign)).await;
    assert_eq!(page.targets(".refused a"), ["#thema-1", "#kant-1"]);
    let long = "a".repeat(20_001);
    let page = refused(&world, 400, &filled(&[("verhaal", &long)])).await;
    tells(&page.words_of("#verhaal-fout"), &["20001 tekens", "hoogstens 20000"]);
    assert!(world.told().await.is_empty());
    let longest = "é".repeat(20_000);
    assert_eq!(world.fill_in(&path(), &filled(&[("verhaal", &longest)])).await.status, 303);
}

#[actix_web::test]
async fn what_tells_of_a_person_is_marked_and_not_kept() {
    let world = open().await;
    let text = "Wij wachtten heel erg lang op hulp van de gemeente. Mijn BSN is 111222333, dus.";
    let page = refused(&world, 400, &filled(&[("verhaal", text)])).await;
    assert_eq!(page.words_of("mark"), "111222333");
    tells(&page.words_of("#verhaal-fout"), &["iets waaraan iemand te herkennen is. Haal dat weg."]);
    let around = page.words_of("#verhaal-fout li");
    assert_eq!(around, "… van de gemeente. Mijn BSN is 111222333, dus.");
    assert_eq!(page.words_of("textarea"), text, "it can be changed");
    assert!(world.told().await.is_empty());
    let said = crate::world::journal();
    assert!(!said.iter().any(|line| line.contains("111222333")), "it is in no log");
}

#[actix_web::test]
async fn what_was_kept_is_not_overwritten_by_what_is_sent_later_from_the_same_form() {
    let world = open().await;
    assert_eq!(world.fill_in(&path(), &filled(&[])).await.status, 303);
    let page = refused(&world, 409, &filled(&[("verhaal", "En nog iets.")])).await;
    tells(&page.words_of(".refused"), &["was al bewaard"]);
    assert_eq!(page.words_of("textarea"), "En nog iets.");
    let key = page.all("[name=kenmerk]")[0].attr("value").unwrap().to_owned();
    let fields = [("verhaal", "En nog iets."), ("kenmerk", key.as_str())];
    assert_eq!(world.fill_in(&path(), &filled(&fields)).await.status, 303);
    assert_eq!(world.told().await.len(), 2);
}

#[actix_web::test]
async fn after_the_term_nothing_is_taken_and_what_was_done_is_told() {
    let mut world = open().await;
    world.at(CLOSED);
    let page = world.page(&path()).await;
    tells(&page.words_of("main"), &["Wacht op reactie", "Waarover ging het?"]);
    assert!(page.all("form").is_empty());
    let page = refused(&world, 409, &filled(&[])).await;
    tells(&page.words_of(".refused"), &["De termijn liep t/m maandag 1 maart 2027 12.00 uur"]);
    assert!(page.all("form").is_empty() && world.told().await.is_empty());
    let page = refused(&world, 400, &[]).await;
    tells(&page.words_of(".refused"), &["De termijn is voorbij. Wat u invulde is niet bewaard."]);
    assert!(page.all("form").is_empty(), "there is nothing to fill in any more");

    story::outreach_answered(&mut world).await;
    let page = world.page(&path()).await;
    tells(
        &page.words_of("main"),
        &["Beantwoord", "Veel mensen wisten niet", "Overgenomen", "elke week te vertellen"],
    );
    let dossier = world.page(&below("")).await;
    tells(&dossier.words_of("#nu + .activities"), &["Wat wij met uw ervaring doen"]);
    refused(&world, 409, &filled(&[])).await;
}

#[actix_web::test]
async fn what_is_no_form_is_told_and_keeps_nothing() {
    let world = open().await;
    let post = || TestRequest::post().uri(&path());
    let form = ("content-type", "application/x-www-form-urlencoded");
    for (status, request) in [
        (415, post().set_payload("kant=client")),
        (415, post().set_json(serde_json::json!({ "kant": "client" }))),
        (400, post().insert_header(form).set_payload(&b"verhaal=\xff\xfe"[..])),
        (400, post().insert_header(form).set_payload("kant=client&kant=relative")),
        (413, post().insert_header(form).set_payload("a".repeat(256 * 1024 + 1))),
    ] {
        let answer = world.send(request).await;
        assert_eq!(answer.status, status);
        let page = answer.shown();
        tells(&page.words_of(".refused"), &["nog niet verstuurd"]);
        assert_eq!(page.all("form").len(), 1, "{status}");
    }
    assert!(world.told().await.is_empty());
    let elsewhere = below("/oproepen/aaaaaaaa-0000-4000-8000-000000000001");
    assert_eq!(world.fill_in(&elsewhere, &filled(&[])).await.status, 404);
    let other = format!("/trajecten/aaaaaaaa-0000-4000-8000-000000000001/oproepen/{OUTREACH}");
    assert_eq!(world.fill_in(&other, &filled(&[])).await.status, 404);
}
