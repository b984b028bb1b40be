//! A purchase as a whole: what it costs, how tenders are chosen between, what college and council
//! decide, and the report that is made of it.

use crate::kit::{Cast, Platform};
use crate::thread::Thread;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

fn element(kind: &str, amount: &str) -> Value {
    json!({
        "kind": kind, "description": "Kosten per uur", "amount": amount,
        "source": "Cao Jeugdzorg 2026", "reason": "Schaal 8, midden van de schaal.",
    })
}

fn sheet() -> Value {
    json!({
        "product": "Ambulante hulp", "unit": "uur", "law": "youth-act", "lot": 1, "year": 2027,
        "elements": [
            element("professional-client-bound", "41.27"),
            element("professional-non-client-bound", "12.60"),
            { "kind": "overhead", "description": "Opslag", "share": "18.50",
              "source": "Kostprijsonderzoek", "reason": "Gemiddelde van tien aanbieders." },
            { "kind": "indexation", "description": "OVA en CPI", "share": "4.10",
              "source": "Circulaire 2026", "reason": "Voorlopige cijfers." },
        ],
        "omitted": [{ "kind": "other-client-bound", "reason": "Zit in het uurtarief." }],
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_sheet_is_exact_complete_by_the_decree_and_published_to_all_at_one_moment() {
    let (_platform, mut thread) = begun().await;
    thread.draft_requirements().await;
    let Cast { buyer, outsider, anyone, .. } = &thread.cast;
    let path = thread.path("/price-sheets");
    let sheet = || {
        let mut sheet = sheet();
        sheet["elements"][2]["requirement"] = json!(thread.requirement);
        sheet
    };
    let mut wrong = sheet();
    wrong["elements"][0]["requirement"] = json!(thread.trajectory);
    let told = buyer.post(&path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/elements/0/requirement"]);
    let mut wrong = sheet();
    wrong["omitted"] = json!([]);
    wrong["elements"][0]["share"] = json!("10");
    let told = buyer.post(&path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/elements", "/elements/0/amount"]);
    let mut wrong = sheet();
    wrong["elements"][0]["amount"] = json!("41,27");
    wrong["law"] = json!("social-support-act");
    assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), ["/elements/0/amount"]);

    let id = buyer.post(&path, &sheet()).await.expect(201).id();
    let one = format!("/price-sheets/{id}");
    let seen = buyer.get(&one).await.expect(200).json();
    // 41.27 + 12.60 = 53.87; 18.5 % of it is 9.97 (rounded half up); 4.1 % of 63.84 is 2.62.
    assert_eq!(seen["amounts"], json!(["41.27", "12.60", "9.97", "2.62"]));
    assert_eq!(seen["total"], "66.46");
    outsider.get(&one).await.refused(404, "price-sheet-unknown");
    let published =
        async || anyone.get(&path).await.expect(200).json()["sheets"].as_array().unwrap().clone();
    assert!(published().await.is_empty(), "it is for the buyers alone");

    let publication = json!({ "introduction": "Herkent u deze kosten?" });
    buyer.post(&format!("{one}/publication"), &publication).await.expect(200);
    assert_eq!(published().await[0]["sheet"]["total"], "66.46");
    let cause = &published().await[0]["sheet"]["content"]["elements"][2]["requirement"];
    assert_eq!(cause, thread.requirement.as_str());
    let mut next = sheet();
    next["elements"][0]["amount"] = json!("42.00");
    buyer.put(&one, &next).await.expect(200);
    assert_eq!(published().await[0]["sheet"]["version"], 1, "the next version waits");
    buyer.post(&format!("{one}/publication"), &publication).await.expect(200);
    assert_eq!(published().await[0]["sheet"]["version"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn quality_elements_have_a_place_and_award_criteria_ask_substantiation() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    let element = |key: &str, place: &str| {
        let (title, reason) = ("Wachttijd", "Hier werkt het.");
        json!({ "key": key, "title": title, "place": place, "reason": reason })
    };
    let mut model = json!({
        "elements": [element("register", "suitability"), element("wachten", "award")],
        "smallParties": "Eén A4 per criterium.", "combinations": "Samen inschrijven mag.",
    });
    let path = thread.path("/award-models");
    let told = buyer.post(&path, &model).await.expect(400);
    assert_eq!(told.fields(), ["/elements/1/substantiation", "/elements"]);
    model["elements"][1]["substantiation"] = json!(["data", "monitoring-plan"]);
    buyer.post(&path, &model).await.expect(201);
    let seen = buyer.get(&thread.path("/award-model")).await.expect(200).json();
    assert_eq!(seen["model"], model);
    let seen = anyone.get(&thread.path("/governing-decisions")).await.expect(200).json();
    assert_eq!(seen["awardModel"]["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_of_the_college_weighs_every_advice_of_its_phase() {
    let (_platform, mut thread) = begun().await;
    thread.vision().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    let mut decision = json!({
        "body": "college", "subject": "Vaststellen van de inkoopvisie", "decidedOn": "2027-03-02",
        "phase": "vision", "decision": "Wij stellen de visie vast.",
        "dialogue": "Aanbieders wilden minder percelen; dat is gevolgd.",
    });
    let path = thread.path("/governing-decisions");
    assert_eq!(buyer.post(&path, &decision).await.expect(400).fields(), ["/advice"]);
    decision["advice"] = json!([
        { "advice": thread.asked_advice, "followed": true, "weighing": "Overgenomen." },
    ]);
    buyer.post(&path, &decision).await.expect(201);
    let seen = anyone.get(&path).await.expect(200).json();
    assert_eq!(seen["decisions"][0]["recorded"]["decision"]["advice"], decision["advice"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_names_what_is_missing_until_nothing_is_and_the_dossier_is_kept() {
    let (_platform, mut thread) = begun().await;
    thread.open_phase("procedure").await;
    let report = thread.path("/procurement-report");
    let retention = thread.path("/retention");
    let missing = |report: &Value| {
        let items = report["missing"].as_array().unwrap().iter();
        items.map(|it| it["item"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let seen = thread.cast.buyer.get(&report).await.expect(200).json();
    assert_eq!(seen["complete"], false);
    assert!(missing(&seen).contains(&"evaluation".to_owned()), "{seen}");
    let kept = thread.cast.buyer.get(&retention).await.expect(200).json();
    assert_eq!((kept.get("until"), &kept["erasable"]), (None, &json!(false)));

    thread.award().await;
    let Cast { buyer, approver, contract_manager, oak, .. } = &thread.cast;
    let facts = json!({
        "value": "1250000.00", "exclusions": "Niemand is uitgesloten.",
        "abnormallyLow": "Geen enkele inschrijving.", "subcontracting": "Tien procent, vervoer.",
        "priorInvolvement": "Twee aanbieders spraken mee; alles is met iedereen gedeeld.",
        "otherMeans": "Alles ging digitaal.",
    });
    let mut some = facts.clone();
    some.as_object_mut().unwrap().remove("value");
    let path = thread.path("/procurement-facts");
    buyer.post(&path, &some).await.expect(201);
    let seen = approver.get(&report).await.expect(200).json();
    assert_eq!(missing(&seen), ["value"]);
    buyer.post(&path, &facts).await.expect(201);
    let seen = approver.get(&report).await.expect(200).json();
    assert_eq!((&seen["complete"], missing(&seen).len()), (&json!(true), 0), "{seen}");
    let evaluation = &seen["evaluations"][0];
    assert_eq!(evaluation["assessors"].as_array().unwrap().len(), 2);
    assert!(evaluation.to_string().contains(oak.marker), "who tendered stands in it");
    contract_manager.get(&report).await.expect(403);
    let kept = buyer.get(&retention).await.expect(200).json();
    assert_eq!(kept["computed"]["rule"]["count"], 3);
    assert!(kept["reason"].as_str().unwrap().contains("artikel 2.56"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_printed_whole_and_for_who_evaluates_alone() {
    let (_platform, mut thread) = begun().await;
    let print = thread.path("/procurement-report/print");
    let open = async |thread: &Thread| {
        let told = thread.cast.approver.get(&print).await.expect(200);
        assert_eq!(told.header("content-type"), "text/html; charset=utf-8");
        assert!(told.header("content-disposition").contains("proces-verbaal.html"));
        told.text()
    };
    let early = open(&thread).await;
    assert!(early.contains("Nee. Dit ontbreekt nog:"), "{early}");
    assert!(early.contains("Aanbestedingswet 2012, artikel 2.132"));

    thread.open_phase("procedure").await;
    let closes = thread.open_questions().await;
    let secret = json!({
        "text": "Telt onze nieuwe werkwijze mee?",
        "withholding": "Een ander zou <b>onze werkwijze</b> kunnen overnemen.",
    });
    let path = format!("/question-rounds/{}/questions", thread.question_round);
    let question = thread.cast.oak.session.post(&path, &secret).await.expect(201).id();
    thread.time.pass(closes).await;
    let report = thread.path("/procurement-report");
    let missing = async || {
        let seen = thread.cast.buyer.get(&report).await.expect(200).json();
        let items = seen["missing"].as_array().unwrap().iter();
        items.map(|it| it["item"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(missing().await.contains(&"withheld-information".to_owned()));
    let granted = json!({ "outcome": "granted", "reason": "Dit raakt de bedrijfsvoering." });
    let path = format!("/questions/{question}/withholding-decision");
    thread.cast.buyer.post(&path, &granted).await.expect(200);
    assert!(!missing().await.contains(&"withheld-information".to_owned()));
    let seen = thread.cast.buyer.get(&report).await.expect(200).json();
    assert_eq!(seen["withheldInformation"][0]["question"], question);

    thread.send_award_decision().await;
    let Cast { contract_manager, reader, assessor, outsider, oak, birch, .. } = &thread.cast;
    let told = open(&thread).await;
    for stands in [oak.marker, birch.marker, "Dit raakt de bedrijfsvoering.", "spreekt namens"] {
        assert!(told.contains(stands), "{stands}: {told}");
    }
    assert!(told.contains("Samira") && told.contains("De winnaar laat zien"), "{told}");
    assert!(!told.contains("<b>onze"), "what people write is text");
    assert!(!told.contains("<script") && !told.contains("href="), "it refers to nothing");
    for session in [contract_manager, reader, assessor] {
        session.get(&print).await.expect(403);
    }
    outsider.get(&print).await.refused(404, "trajectory-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_holds_who_was_selected_and_waits_for_who_was_not_decided_about() {
    let (platform, thread) = begun().await;
    let Cast { buyer, approver, oak, .. } = &thread.cast;
    let selection = json!({
        "kind": "open-house", "title": "Voorselectie", "opens": platform.time.now(),
        "conditions": [{ "key": "ervaring", "title": "Ervaring", "text": "Drie jaar.",
                         "kind": "selection-criterion" }],
    });
    let id = buyer.post(&thread.path("/admissions"), &selection).await.expect(201).id();
    let path = format!("/admissions/{id}/applications");
    let statements = json!({ "statements": { "ervaring": "Vier jaar." } });
    oak.session.post(&path, &statements).await.expect(200);
    let report = thread.path("/procurement-report");
    let seen = buyer.get(&report).await.expect(200).json();
    assert!(seen["missing"].to_string().contains("applications"), "{seen}");
    let applied = &seen["admissions"][0]["applications"][0]["applied"]["application"];
    let findings = json!({ "findings": [
        { "condition": "ervaring", "met": false, "reason": "Vier jaar is niet aangetoond." },
    ] });
    let path = format!("{path}/{}/decision", applied.as_str().unwrap());
    approver.post(&path, &findings).await.expect(200);
    let seen = buyer.get(&report).await.expect(200).json();
    assert!(!seen["missing"].to_string().contains("applications"), "{seen}");
    let print = format!("{report}/print");
    let told = buyer.get(&print).await.expect(200).text();
    assert!(told.contains("niet toegelaten") && told.contains("Ervaring: voldoet niet."), "{told}");
}
