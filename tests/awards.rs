//! The award: assessors who score alone before they score together, a message for each tenderer in
//! which nobody reads about another, and a standstill that can be computed again.

use crate::kit::crawl::everything;
use crate::kit::{Cast, Platform, Session};
use crate::specification::document;
use crate::thread::Thread;
use crate::thread::award::{alone, evaluation, person};
use serde_json::{Value, json};

/// A platform with an evaluation of two tenderers, and the names of these.
struct Stage {
    platform: Platform,
    thread: Thread,
    path: String,
    names: Vec<String>,
}

impl Stage {
    async fn set() -> Self {
        Self::with(evaluation()).await
    }

    async fn with(evaluation: Value) -> Self {
        let platform = Platform::start().await;
        let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
        let buyer = &thread.cast.buyer;
        let opened = buyer.post(&thread.path("/evaluations"), &evaluation).await.expect(201);
        thread.evaluation = opened.id();
        let path = format!("/evaluations/{}", thread.evaluation);
        for provider in [&thread.cast.oak, &thread.cast.birch] {
            let name = provider.organisation()["name"].clone();
            let tenderer = json!({ "name": name, "number": provider.number });
            buyer.post(&format!("{path}/tenderers"), &tenderer).await.expect(200);
        }
        let names = thread.tenderers().await;
        Self { platform, thread, path, names }
    }

    fn cast(&self) -> &Cast {
        &self.thread.cast
    }

    fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.path)
    }

    async fn appoint(&self, session: &Session, capacity: &str) {
        let assessor = person(session).await;
        let new = json!({ "assessor": assessor, "name": "Een beoordelaar", "capacity": capacity });
        self.cast().buyer.post(&self.at("assessors"), &new).await.expect(200);
    }

    async fn declare(&self, session: &Session, conflict: bool) {
        let declared = json!({ "conflict": conflict, "statement": "Zo is het." });
        session.post(&self.at("interest-declarations"), &declared).await.expect(200);
    }

    fn scores(&self, score: u32) -> Value {
        let scores: Vec<_> = self.names.iter().map(|it| alone(it, score)).collect();
        json!({ "scores": scores })
    }

    /// Everything up to the scores on which the assessors agree.
    async fn scored(&self) {
        self.thread.assess(&self.names).await;
        for (tenderer, score) in self.names.iter().zip([90, 61]) {
            let agreed = alone(tenderer, score);
            self.cast().buyer.post(&self.at("scores"), &agreed).await.expect(200);
        }
    }

    fn decision(&self) -> Value {
        json!({ "decisions": [
            { "tenderer": self.names[0], "awarded": true, "message": "U krijgt een contract." },
            { "tenderer": self.names[1], "awarded": false, "message": "U krijgt er geen.",
              "advantages": "De winnaar laat zien hoe wachten korter duurt." },
        ] })
    }

    async fn told(&self, provider: &Session) -> Vec<Value> {
        let path = self.thread.path("/award-decisions");
        provider.get(&path).await.expect(200).json()["items"].as_array().unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_what_another_scored_before_all_are_in() {
    let stage = Stage::set().await;
    let Cast { buyer, approver, colleague, assessor, .. } = stage.cast();
    stage.appoint(colleague, "staff").await;
    stage.appoint(assessor, "expert").await;
    for session in [colleague, assessor] {
        stage.declare(session, false).await;
    }
    let mut scores = stage.scores(87);
    scores["scores"][0]["motivation"] = json!("kenmerkendewoorden");
    let assessments = stage.at("assessments");
    colleague.post(&assessments, &scores).await.expect(200);

    // Whatever anybody but the assessor can fetch: the words are nowhere.
    stage.platform.caught_up().await;
    for (who, service, session) in stage.thread.everyone() {
        let fetched = everything(session, &document(service), &stage.thread.names()).await;
        for (path, answer) in &fetched {
            let own = who == "colleague" && path.ends_with("/assessments");
            assert_eq!(answer.text().contains("kenmerkendewoorden"), own, "{who} {path}");
        }
    }
    for session in [buyer, approver, assessor] {
        let seen = session.get(&assessments).await.expect(200).json();
        assert_eq!(seen, json!({ "revealed": false, "assessments": [] }));
    }
    buyer
        .post(&stage.at("scores"), &alone(&stage.names[0], 80))
        .await
        .refused(409, "assessments-incomplete");

    assessor.post(&assessments, &stage.scores(60)).await.expect(200);
    for session in [buyer, approver, colleague, assessor] {
        let seen = session.get(&assessments).await.expect(200).json();
        assert_eq!(seen["revealed"], true);
        assert_eq!(seen["assessments"].as_array().unwrap().len(), 2, "{seen}");
    }
    colleague.post(&assessments, &stage.scores(20)).await.refused(409, "assessments-revealed");
    buyer.post(&stage.at("scores"), &alone(&stage.names[0], 80)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_assessors_without_an_interest_score() {
    let stage = Stage::set().await;
    let Cast { buyer, colleague, contract_manager, assessor, outsider, .. } = stage.cast();
    // An assessor who was not appointed here does not learn that there is an evaluation.
    let assessments = stage.at("assessments");
    assessor.get(&stage.path).await.refused(404, "evaluation-unknown");
    assessor.post(&assessments, &stage.scores(60)).await.refused(404, "evaluation-unknown");
    buyer.post(&assessments, &stage.scores(60)).await.refused(403, "not-assessor");
    stage.appoint(assessor, "client-representative").await;
    stage.appoint(colleague, "staff").await;
    assessor.post(&assessments, &stage.scores(60)).await.refused(409, "interest-not-declared");
    stage.declare(assessor, true).await;
    assessor.post(&assessments, &stage.scores(60)).await.refused(403, "conflict-of-interest");
    let assessor = person(assessor).await;
    let measure = json!({ "assessor": assessor, "measure": "Een ander neemt de plaats in." });
    buyer.post(&stage.at("conflict-measures"), &measure).await.expect(200);
    let release = json!({ "assessor": assessor, "reason": "Er is een belang." });
    buyer.post(&stage.at("assessor-releases"), &release).await.expect(200);

    let seen = buyer.get(&stage.path).await.expect(200).json();
    let of = seen["assessors"].as_array().unwrap().iter();
    let of = of.clone().find(|it| it["assessor"] == json!(assessor)).unwrap();
    assert_eq!((&of["conflict"], &of["capacity"]), (&json!(true), &json!("client-representative")));
    assert_eq!(of["measure"], "Een ander neemt de plaats in.");
    assert_eq!(of["released"], "Er is een belang.");
    assert_eq!(of["name"], "Een beoordelaar");

    let nobody = json!({
        "assessor": "00000000-0000-4000-8000-000000000000", "name": "Niemand", "capacity": "staff",
    });
    let told = buyer.post(&stage.at("assessors"), &nobody).await.expect(400);
    assert_eq!(told.fields(), ["/assessor"]);
    let somebody = json!({
        "assessor": person(contract_manager).await, "name": "Mieke", "capacity": "staff",
    });
    outsider.post(&stage.at("assessors"), &somebody).await.refused(404, "evaluation-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_tenderer_reads_its_own_scores_and_of_the_winner_the_name_and_the_advantages() {
    let stage = Stage::set().await;
    stage.scored().await;
    let Cast { approver, oak, birch, aspen, .. } = stage.cast();
    let path = stage.at("award-decision");
    let name = |provider: &crate::kit::Provider| provider.organisation()["name"].clone();
    let mut wrong = stage.decision();
    wrong["decisions"][0]["message"] = json!(format!("{} werd tweede.", name(birch)));
    wrong["decisions"][1]["advantages"] = Value::Null;
    let told = approver.post(&path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/decisions/0/message", "/decisions/1/advantages"]);
    assert!(!told.text().contains(birch.marker), "{}", told.text());
    assert!(stage.told(&oak.session).await.is_empty(), "nothing was sent");

    let mut decision = stage.decision();
    decision["decisions"][1]["message"] = json!(format!("Wij kiezen {}.", name(oak)));
    approver.post(&path, &decision).await.expect(200);
    let won = &stage.told(&oak.session).await[0];
    assert_eq!((&won["awarded"], &won["total"]), (&json!(true), &json!("90.00")));
    assert_eq!((&won["winners"], won.get("advantages")), (&json!([]), None));
    let lost = &stage.told(&birch.session).await[0];
    assert_eq!((&lost["awarded"], &lost["total"]), (&json!(false), &json!("61.00")));
    assert_eq!(lost["winners"], json!([name(oak)]));
    assert!(lost["advantages"].as_str().unwrap().contains("wachten"));
    assert!(!lost.to_string().contains(&oak.number), "the name and nothing else");
    assert!(!lost.to_string().contains("90.00"), "not the winner's scores");
    assert!(stage.told(&aspen.session).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standstill_that_the_law_demands_is_computed_and_tells_how() {
    let stage = Stage::set().await;
    stage.scored().await;
    let Cast { buyer, approver, birch, .. } = stage.cast();
    let terms = json!({ "profile": { "id": "open-procedure", "version": 1 } });
    let read = stage.thread.path("");
    buyer.put_over(&read, &stage.thread.path("/terms"), &terms).await.expect(200);
    let sent = "2027-10-11T08:00:00Z".parse().unwrap();
    stage.platform.time.pass(sent).await;
    let path = stage.at("award-decision");
    let mut early = stage.decision();
    early["standstill"] = stage.thread.term("2027-10-20T10:00:00Z".parse().unwrap());
    let told = approver.post(&path, &early).await.expect(400);
    assert_eq!(told.fields(), ["/standstill/at"]);
    approver.post(&path, &stage.decision()).await.expect(200);
    let lost = &stage.told(&birch.session).await[0];
    // Twenty days after Monday 11 October 2027 is a Sunday, in which the clock goes back; by the
    // act that becomes Monday 1 November.
    assert_eq!(lost["standstill"]["local"], "2027-11-01T23:59:59.999999");
    assert_eq!(lost["computed"]["rule"]["ground"]["kind"], "law");
    assert!(lost["computed"]["steps"].as_array().unwrap().len() > 2);
    let confirm = json!({ "announcement": "De opdracht gaat naar één aanbieder." });
    let path = stage.at("award-confirmation");
    let over = "2027-11-01T22:59:58Z".parse().unwrap();
    stage.platform.time.pass(over).await;
    approver.post(&path, &confirm).await.refused(409, "too-early");
    stage.platform.time.pass("2027-11-01T22:59:59Z".parse().unwrap()).await;
    approver.post(&path, &confirm).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn for_social_services_a_standstill_is_by_choice_and_read_in_both_ways() {
    let stage = Stage::set().await;
    stage.scored().await;
    let Cast { approver, birch, .. } = stage.cast();
    stage.platform.time.pass("2027-10-11T08:00:00Z".parse().unwrap()).await;
    let path = stage.at("award-decision");
    let mut decision = stage.decision();
    decision["standstillRule"] = json!("bestaat-niet");
    let told = approver.post(&path, &decision).await.expect(400);
    assert_eq!(told.fields(), ["/standstillRule"]);
    decision["standstillRule"] = json!("standstill");
    approver.post(&path, &decision).await.expect(200);
    let lost = &stage.told(&birch.session).await[0];
    let readings = lost["computed"]["readings"].as_array().unwrap();
    let ends: Vec<_> = readings.iter().map(|it| (&it["kind"], &it["local"], &it["safe"])).collect();
    let day = |day: &str| json!(format!("2027-{day}T23:59:59.999999"));
    assert_eq!(
        ends,
        [
            (&json!("literal"), &day("10-31"), &json!(false)),
            (&json!("moved"), &day("11-01"), &json!(true)),
        ]
    );

    let withdrawal = json!({ "reason": "Bij één inschrijver was een score verwisseld." });
    approver.post(&stage.at("award-withdrawal"), &withdrawal).await.expect(200);
    let lost = stage.told(&birch.session).await;
    assert_eq!(lost[0]["withdrawn"], withdrawal["reason"]);
    approver.post(&path, &stage.decision()).await.expect(200);
    let lost = stage.told(&birch.session).await;
    assert_eq!((lost.len(), lost[1].get("standstill"), lost[1].get("withdrawn")), (2, None, None));
    let seen = approver.get(&stage.path).await.expect(200).json();
    assert_eq!(seen["withdrawn"][0]["reason"], withdrawal["reason"]);
    let confirm = json!({ "announcement": "De opdracht gaat naar één aanbieder." });
    approver.post(&stage.at("award-confirmation"), &confirm).await.expect(200);
    approver.post(&stage.at("award-withdrawal"), &withdrawal).await.refused(409, "award-confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn criteria_come_from_a_library_with_limits_and_a_guard_for_small_parties() {
    let criterion = |key: &str, weight: u32| {
        json!({ "key": key, "title": "Kwaliteit", "weight": weight, "description": "Het plan.",
                "form": "written" })
    };
    let criteria = json!({ "lot": 1, "criteria": [criterion("een", 70), criterion("twee", 30)] });
    let stage = Stage::with(criteria.clone()).await;
    let Cast { buyer, anyone, .. } = stage.cast();
    let check = buyer.get(&stage.at("fairness-check")).await.expect(200).json();
    let codes: Vec<_> =
        check["warnings"].as_array().unwrap().iter().map(|it| &it["code"]).collect();
    assert_eq!(codes, ["no-limit", "rewards-writers", "no-substantiation"]);

    let library = anyone.send(anyone.request(reqwest::Method::GET, "/criteria-library")).await;
    let library = library.expect(200).json();
    let entries = library["items"].as_array().unwrap();
    let themes: std::collections::BTreeSet<_> =
        entries.iter().map(|it| it["theme"].as_str().unwrap()).collect();
    assert_eq!(themes, ["cost-control", "grip", "impact", "innovation"].into());
    assert!(entries.iter().any(|it| it["withoutComparison"] == true));

    let mut from_library = criteria;
    for (place, entry) in entries.iter().take(2).enumerate() {
        let of = &mut from_library["criteria"][place];
        of["template"] = json!({ "key": entry["key"], "version": entry["version"] });
        of["limit"] = json!({ "pages": 1 });
        of["substantiation"] = json!(["data", "monitoring-plan"]);
    }
    let path = stage.thread.path("/evaluations");
    buyer.post(&path, &from_library).await.expect(201);
    from_library["criteria"][0]["template"]["version"] = json!(7);
    from_library["criteria"][1]["limit"] = json!({ "pages": 0 });
    let told = buyer.post(&path, &from_library).await.expect(400);
    assert_eq!(told.fields(), ["/criteria/0/template", "/criteria/1/limit"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_can_end_without_an_award() {
    let stage = Stage::set().await;
    let Cast { approver, .. } = stage.cast();
    let reason = json!({ "reason": "Geen enkele inschrijving voldeed aan de eisen." });
    approver.post(&stage.at("ending"), &reason).await.expect(200);
    let seen = approver.get(&stage.path).await.expect(200).json();
    assert_eq!(seen["ended"], reason["reason"]);
    approver
        .post(&stage.at("award-decision"), &stage.decision())
        .await
        .refused(409, "evaluation-ended");
}
