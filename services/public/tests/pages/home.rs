//! The home page: all trajectories, and what can be done or read now.

use crate::story::{self, CONSULTATION, QUESTIONS, TRAJECTORY, below};
use crate::world::{World, golden, keeps_quiet, tells, with, words};
use serde_json::json;

#[actix_web::test]
async fn without_trajectories_the_home_page_says_so() {
    let world = World::empty().await;
    let page = world.page("/").await;
    tells(&page.words(), &["Er zijn nog geen trajecten.", "Regiobureau Heidezoom"]);
}

#[actix_web::test]
async fn a_trajectory_stands_there_with_who_buys_and_what_runs() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::opened(&mut world, "vision", "2027-01-11T08:00:00Z").await;
    let page = world.page("/").await;
    let card = page.words_of(".card");
    tells(
        &card,
        &[
            "Jeugdhulp Veluwerand vanaf 2028",
            "Veluwerand: Harderwijk, Elburg, Ermelo, Oldebroek, Putten, Nunspeet",
            "Jeugdwet en Wet maatschappelijke ondersteuning 2015 (Wmo)",
            "Loopt nu Visie en doelen",
        ],
    );
    keeps_quiet(&card, &["Strategie", "Er loopt nu geen fase."]);
    assert_eq!(page.targets(".card h3 a"), [below("")]);
}

#[actix_web::test]
async fn an_open_round_can_be_joined_until_the_instant_of_its_term() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    let round = below(&format!("#ronde-{CONSULTATION}"));
    for (instant, open) in [
        ("2027-02-01T07:59:59.999999Z", false),
        ("2027-02-01T08:00:00Z", true),
        ("2027-03-01T11:00:00Z", true),
        ("2027-03-01T11:00:00.000001Z", false),
    ] {
        world.at(instant);
        let page = world.page("/").await;
        let targets = page.targets(".activity a");
        assert_eq!(targets, if open { vec![round.as_str()] } else { vec![] }, "{instant}");
    }
    world.at("2027-02-10T09:00:00Z");
    tells(
        &world.page("/").await.words_of(".activity"),
        &["Consultatie open", "t/m maandag 1 maart 2027 12.00 uur"],
    );
}

#[actix_web::test]
async fn what_was_published_lately_can_be_read_for_four_weeks() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulted(&mut world).await;
    let report = below(&format!("/consultaties/{CONSULTATION}"));
    world.at("2027-04-17T14:30:00Z");
    let page = world.page("/").await;
    assert_eq!(page.targets(".activity a"), [report]);
    tells(&page.words_of(".activity"), &["Consultatieverslag", "te lezen sinds zaterdag 20 maart"]);
    world.at("2027-04-17T14:30:01Z");
    assert!(world.page("/").await.all(".activity").is_empty());
}

#[actix_web::test]
async fn the_nearest_deadline_comes_first_and_the_newest_publications_next() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::documented(&mut world).await;
    story::answered(&mut world).await;
    let closing = |day: &str| {
        let closes = format!("2027-{day}T10:00:00Z");
        let local = format!("2027-{day}T12:00:00");
        story::term(&closes, &local, "policy", "Leidraad")
    };
    let later = with(
        golden("ConsultationRoundPublished.v1"),
        &[("/opens", json!("2027-09-21T08:00:00Z")), ("/closes", closing("10-08"))],
    );
    let stream = "consultation-round/2d4c6b8a-1f3e-4d5c-9b7a-8f6e4d2c0b1a";
    world.given("2027-09-21T08:00:00Z", stream, "ConsultationRoundPublished", later).await;
    let sooner = with(
        golden("QuestionRoundPublished.v1"),
        &[("/opens", json!("2027-09-21T08:00:00Z")), ("/closes", closing("10-01"))],
    );
    let stream = "question-round/1c3b5a79-8e6d-4c2b-a190-7f5e3d1c0b2a";
    world.given("2027-09-21T08:00:00Z", stream, "QuestionRoundPublished", sooner).await;
    let page = world.page(&below("")).await;
    let texts = page.all(".activity").into_iter().map(words).collect::<Vec<_>>();
    let expected = ["1 oktober", "8 oktober", "20 september", "17 september"];
    assert_eq!(texts.len(), expected.len(), "{texts:?}");
    for (text, day) in texts.iter().zip(expected) {
        tells(text, &[day]);
    }
}

#[actix_web::test]
async fn a_trajectory_with_an_open_round_comes_before_a_newer_one_without() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::asking(&mut world).await;
    let newer = "trajectory/aaaaaaaa-0000-4000-8000-000000000001";
    let profile =
        with(golden("TrajectoryOpened.v1"), &[("/profile/title", json!("Hulp thuis vanaf 2029"))]);
    world.given("2027-09-02T08:00:00Z", newer, "TrajectoryOpened", profile).await;
    let titles = |page: &crate::world::Shown| -> Vec<String> {
        page.all(".card h3").into_iter().map(words).collect()
    };
    let page = world.page("/").await;
    assert_eq!(titles(&page), ["Jeugdhulp Veluwerand vanaf 2028", "Hulp thuis vanaf 2029"]);
    assert_eq!(page.targets(".activity a"), [below(&format!("#ronde-{QUESTIONS}"))]);
    world.at("2027-10-01T08:00:00Z");
    let page = world.page("/").await;
    assert_eq!(titles(&page), ["Hulp thuis vanaf 2029", "Jeugdhulp Veluwerand vanaf 2028"]);
}

#[actix_web::test]
async fn the_fifty_first_trajectory_stands_on_the_next_page() {
    let mut world = World::empty().await;
    for number in 0..51 {
        let stream = format!("trajectory/aaaaaaaa-0000-4000-8000-{number:012}");
        let opened = golden("TrajectoryOpened.v1");
        world.given("2027-01-04T09:00:00Z", &stream, "TrajectoryOpened", opened).await;
        if number < 50 {
            continue;
        }
        let first = world.page("/").await;
        let next = first.targets("main a[href^='/?vanaf=']");
        assert_eq!((first.all(".card").len(), next.len()), (50, 1));
        let second = world.page(next[0]).await;
        assert_eq!(second.words_of("h1"), "Oudere trajecten");
        assert_eq!(
            second.targets(".card h3 a"),
            ["/trajecten/aaaaaaaa-0000-4000-8000-000000000000"]
        );
        assert!(second.targets("main a[href^='/?vanaf=']").is_empty());
    }
}

#[actix_web::test]
async fn what_others_put_behind_the_address_does_no_harm() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    let page = world.page("/?utm_source=nieuwsbrief").await;
    assert_eq!(page.targets(".card h3 a"), [format!("/trajecten/{TRAJECTORY}")]);
    for wrong in ["/?vanaf=***", "/?vanaf=a&vanaf=b", "/?vanaf=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"] {
        assert_eq!(world.get(wrong).await.status, 404, "{wrong}");
    }
}
