//! One trajectory from its vision to its award, with three parties, as steps over HTTP. The
//! journey plays it, and the other tests start from it.

mod accountability;
pub(crate) mod award;
mod closing;
pub(crate) mod contract;
mod embargo;
mod foundation;
mod market;
mod procedure;
mod requirements;
pub(crate) mod review;
mod supervision;
mod table;
mod vision;

pub(crate) use embargo::EMBARGOED;
pub(crate) use foundation::{development, experience, policy_goal, product, region};
pub(crate) use requirements::own_requirement;
pub(crate) use table::consultation_profile;
pub(crate) use vision::advice;

use crate::kit::crawl::Names;
use crate::kit::{Answer, COUNCIL, Cast, LEAD, MEMBER, Provider, Session, Time, World};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The thread, as far as it has been played.
pub(crate) struct Thread {
    pub(crate) world: World,
    pub(crate) time: Time,
    pub(crate) cast: Cast,
    /// The region that buys, where a test has it.
    pub(crate) region: String,
    /// An outreach, where a test has it.
    pub(crate) outreach: String,
    pub(crate) trajectory: String,
    /// The tender guide.
    pub(crate) document: String,
    pub(crate) consultation: String,
    /// The contributions of oak, of birch, and the second one of birch.
    pub(crate) contributions: Vec<String>,
    /// The round with questions, in the phase of the strategy.
    pub(crate) market: String,
    /// The contributions to it of oak and of birch.
    pub(crate) market_contributions: Vec<String>,
    /// The talks about the market, one provider at a time.
    pub(crate) session: String,
    /// The registrations for them of oak and of birch.
    pub(crate) registrations: Vec<String>,
    /// A standing consultation, where a test has it.
    pub(crate) standing: String,
    /// A passage, where a test has it.
    pub(crate) shared_passage: String,
    /// A meeting of it with one seat, and the registrations for it of oak and of birch.
    pub(crate) table: String,
    pub(crate) candidates: Vec<String>,
    /// A document that the council reads before it is public.
    pub(crate) confidential: String,
    /// A call for partners of oak, which does not name it.
    pub(crate) partner_call: String,
    pub(crate) matter: String,
    pub(crate) asked_advice: String,
    pub(crate) unasked_advice: String,
    pub(crate) question_round: String,
    /// The questions of oak, of birch, and the second one of oak.
    pub(crate) questions: Vec<String>,
    /// A second round and an import into it, where a test has them.
    pub(crate) second_round: String,
    pub(crate) import: String,
    pub(crate) objection: String,
    pub(crate) complaint: String,
    /// A proceeding of birch.
    pub(crate) proceeding: String,
    /// A price sheet.
    pub(crate) sheet: String,
    /// An open house, for which aspen applied.
    pub(crate) admission: String,
    /// A combination of birch and aspen.
    pub(crate) combination: String,
    pub(crate) evaluation: String,
    /// An own requirement of the set.
    pub(crate) requirement: String,
    /// An entry of the library of the lead.
    pub(crate) library_entry: String,
    /// What oak and birch say about the requirement.
    pub(crate) flags: Vec<String>,
    /// The contract with oak.
    pub(crate) contract: String,
    /// The last delivery of oak about it.
    pub(crate) delivery: String,
    /// The last talk about it.
    pub(crate) talk: String,
    /// The review, where a test has it.
    pub(crate) review: String,
    /// The trajectory after this one, where a test has it.
    pub(crate) successor: String,
    /// A report of a supervisor and an incident of oak, where a test has them.
    pub(crate) signals: Vec<String>,
    /// Research among clients, where a test has it.
    pub(crate) research: String,
}

impl Thread {
    /// A trajectory that was just opened, with everyone in it.
    pub(crate) async fn begin(world: World, time: Time) -> Self {
        let cast = Cast::of(&world);
        let mut thread = Self {
            world,
            time,
            cast,
            region: String::new(),
            outreach: String::new(),
            trajectory: String::new(),
            document: String::new(),
            consultation: String::new(),
            contributions: vec![],
            market: String::new(),
            market_contributions: vec![],
            session: String::new(),
            registrations: vec![],
            standing: String::new(),
            shared_passage: String::new(),
            table: String::new(),
            candidates: vec![],
            confidential: String::new(),
            partner_call: String::new(),
            matter: String::new(),
            asked_advice: String::new(),
            unasked_advice: String::new(),
            question_round: String::new(),
            questions: vec![],
            second_round: String::new(),
            import: String::new(),
            objection: String::new(),
            complaint: String::new(),
            proceeding: String::new(),
            sheet: String::new(),
            admission: String::new(),
            combination: String::new(),
            evaluation: String::new(),
            requirement: String::new(),
            library_entry: String::new(),
            flags: vec![],
            contract: String::new(),
            delivery: String::new(),
            talk: String::new(),
            review: String::new(),
            successor: String::new(),
            signals: vec![],
            research: String::new(),
        };
        thread.open().await;
        thread.join().await;
        thread.publish_tender_guide().await;
        thread
    }

    /// The whole of it.
    pub(crate) async fn play(world: World, time: Time) -> Self {
        let mut thread = Self::begin(world, time).await;
        thread.vision().await;
        thread.requirements().await;
        thread.procedure().await;
        thread.award().await;
        thread
    }

    /// Everyone who can sign in, with the service that each uses, and anyone who cannot.
    pub(crate) fn everyone(&self) -> Vec<(&'static str, &'static str, &Session)> {
        let cast = &self.cast;
        vec![
            ("buyer", "municipality", &cast.buyer),
            ("colleague", "municipality", &cast.colleague),
            ("approver", "municipality", &cast.approver),
            ("contract manager", "municipality", &cast.contract_manager),
            ("complaint handler", "municipality", &cast.complaint_handler),
            ("reader", "municipality", &cast.reader),
            ("assessor", "municipality", &cast.assessor),
            ("expert", "municipality", &cast.expert),
            ("outsider", "municipality", &cast.outsider),
            ("oak", "provider", &cast.oak.session),
            ("birch", "provider", &cast.birch.session),
            ("aspen", "provider", &cast.aspen.session),
            ("secretary", "council", &cast.secretary),
            ("chair", "council", &cast.chair),
            ("member", "council", &cast.member),
            ("anyone", "public", &cast.anyone),
        ]
    }

    /// Every name that somebody in the thread knows, by the parameter of a path that takes it.
    pub(crate) fn names(&self) -> Names {
        let all = |names: &[&str]| {
            let made = names.iter().filter(|name| !name.is_empty());
            made.map(ToString::to_string).collect::<Vec<_>>()
        };
        let phases = ["vision", "strategy", "specification", "procedure", "contract", "evaluation"];
        Names::from([
            ("region", all(&[&self.region])),
            ("outreach", all(&[&self.outreach])),
            ("trajectory", all(&[&self.trajectory, &self.successor])),
            ("document", all(&[&self.document])),
            ("phase", all(&phases)),
            (
                "round",
                all(&[&self.consultation, &self.market, &self.question_round, &self.second_round]),
            ),
            ("contribution", [&self.contributions[..], &self.market_contributions].concat()),
            ("question", self.questions.clone()),
            ("session", all(&[&self.session, &self.table])),
            ("consultation", all(&[&self.standing])),
            ("passage", all(&[&self.shared_passage])),
            ("import", all(&[&self.import])),
            ("call", all(&[&self.partner_call])),
            ("matter", all(&[&self.matter])),
            ("confidential", all(&[&self.confidential])),
            ("advice", all(&[&self.asked_advice, &self.unasked_advice])),
            ("objection", all(&[&self.objection])),
            ("complaint", all(&[&self.complaint])),
            ("proceeding", all(&[&self.proceeding])),
            ("sheet", all(&[&self.sheet])),
            ("admission", all(&[&self.admission])),
            ("combination", all(&[&self.combination])),
            ("evaluation", all(&[&self.evaluation])),
            ("requirement", all(&[&self.requirement])),
            ("entry", all(&[&self.library_entry])),
            ("flag", self.flags.clone()),
            ("contract", all(&[&self.contract])),
            ("delivery", all(&[&self.delivery])),
            ("talk", all(&[&self.talk])),
            ("review", all(&[&self.review])),
            ("signal", self.signals.clone()),
            ("research", all(&[&self.research])),
            ("number", all(&["1", "2"])),
            ("rule", all(&["clarification-note"])),
            ("deadline", all(&["tender-closing", "clarification-note", "milestone-1"])),
        ])
    }

    /// Every name with words for what it names.
    pub(crate) fn labels(&self) -> BTreeMap<String, String> {
        let mut labels = BTreeMap::new();
        for (parameter, names) in self.names() {
            for (n, name) in (1..).zip(names).filter(|(_, name)| name.len() == 36) {
                labels.insert(name, format!("<{parameter} {n}>"));
            }
        }
        labels
    }

    /// The path of something in the trajectory.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/trajectories/{}{rest}", self.trajectory)
    }

    pub(crate) fn term(&self, at: Timestamp) -> Value {
        json!({
            "at": at, "ground": { "kind": "tender-document", "source": "Inkoopleidraad, § 1.4" },
        })
    }

    async fn open(&mut self) {
        let buyer = &self.cast.buyer;
        let opened = buyer.post("/trajectories", &profile()).await.expect(201);
        self.trajectory = opened.id();
        for (number, title) in [(1, "Ambulante hulp"), (2, "Hulp met verblijf")] {
            let lot = json!({
                "number": number, "title": title, "description": "Voor kinderen uit de regio.",
            });
            buyer.post(&self.path("/lots"), &lot).await.expect(200);
        }
        let principles = json!({ "principles": [{
            "key": "een-plan", "title": "Eén gezin, één plan",
            "text": "Een gezin vertelt zijn verhaal maar één keer.",
        }] });
        let read = self.path("");
        buyer.put_over(&read, &self.path("/principles"), &principles).await.expect(200);
        let instrument = json!({
            "instrument": "social-services", "reason": "Samen verbeteren vraagt vaste partners.",
        });
        buyer.put_over(&read, &self.path("/instrument"), &instrument).await.expect(200);
        let terms = json!({ "profile": { "id": "social-services", "version": 1 } });
        buyer.put_over(&read, &self.path("/terms"), &terms).await.expect(200);
        let planning = json!({ "milestones": [{
            "title": "Start van de contracten", "phase": "contract",
            "term": self.term("2030-01-01T11:00:00Z".parse().unwrap()),
        }] });
        buyer.put_over(&read, &self.path("/planning"), &planning).await.expect(200);
    }

    /// Providers register; who wants mail, follows.
    async fn join(&self) {
        let Cast { buyer, secretary, .. } = &self.cast;
        for provider in self.cast.providers() {
            let Provider { session, marker, .. } = provider;
            session.put("/organisation", &provider.organisation()).await.expect(200);
            self.follow(session, &format!("{marker}post@zorg.example")).await;
        }
        self.follow(buyer, "inkoop@ermelo.example").await;
        self.follow(secretary, "secretaris@raad.example").await;
    }

    async fn follow(&self, session: &Session, email: &str) {
        session.put("/notification-settings", &json!({ "email": email })).await.expect(200);
        session.post(&self.path("/following"), &json!({})).await.expect(200);
    }

    async fn publish_tender_guide(&mut self) {
        let buyer = &self.cast.buyer;
        let file = buyer.hand_in("text/plain", b"Inkoopleidraad, versie 1.").await;
        let document = json!({
            "kind": "tender-guide", "title": "Inkoopleidraad",
            "sections": [
                { "number": "1.4", "title": "Planning" }, { "number": "3.2", "title": "Tarieven" },
            ],
            "file": { "name": "inkoopleidraad-1.txt", "sha256": file },
        });
        let made = buyer.post(&self.path("/documents"), &document).await.expect(201);
        self.document = made.header("location").rsplit('/').next().unwrap().to_owned();
    }

    /// Plans a phase from both sides and opens it.
    pub(crate) async fn open_phase(&self, phase: &str) {
        let path = self.path(&format!("/phases/{phase}"));
        let plan = json!({ "plan": dialogue_plan() });
        let buyer = &self.cast.buyer;
        buyer.put_over(&path, &format!("{path}/dialogue-plan"), &plan).await.expect(200);
        buyer.post(&format!("{path}/opening"), &json!({})).await.expect(200);
    }

    pub(crate) async fn close_phase(&self, phase: &str) -> Answer {
        let outcome = json!({ "outcome": "Wij weten genoeg om verder te gaan." });
        self.cast.buyer.post(&self.path(&format!("/phases/{phase}/closing")), &outcome).await
    }
}

pub(crate) fn profile() -> Value {
    json!({
        "title": "Jeugdhulp Noord-Veluwe", "summary": "Hulp voor kinderen en hun ouders.",
        "region": "Noord-Veluwe", "lead": { "code": LEAD, "name": "Ermelo" },
        "members": [{ "code": MEMBER, "name": "Harderwijk" }], "laws": ["youth-act"],
        "councils": [{ "code": COUNCIL, "name": "Adviesraad Noord-Veluwe" }],
    })
}

pub(crate) fn dialogue_plan() -> Value {
    let both = |text: &str| {
        let (municipality, provider) = (format!("{text} (gemeenten)"), format!("{text} (zorg)"));
        json!({ "municipality": municipality, "provider": provider })
    };
    json!({
        "subjects": both("Waarover wij praten"), "room": both("Hoeveel ruimte er is"),
        "participants": both("Met wie wij praten"), "organisation": both("Hoe wij praten"),
        "themes": [
            {
                "key": "tarieven", "title": "Tarieven", "room": "open",
                "reason": "Er is nog geen tarief.", "description": "Wat kost goede hulp?",
            },
            {
                "key": "wachttijden", "title": "Wachttijden", "room": "amendable",
                "reason": "Het doel staat vast, de weg niet.", "description": "Hoe korter?",
            },
            {
                "key": "budget", "title": "Budget", "room": "fixed",
                "reason": "De raden hebben het budget vastgesteld.", "description": "Het budget.",
            },
        ],
    })
}
