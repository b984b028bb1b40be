//! The chapters about the purchase as a whole, from its strategy to its record, with what the
//! thread itself does not ask for them.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::{Thread, profile};
use jiff::SignedDuration;
use serde_json::{Value, json};

pub(super) const PURCHASE: [Chapter; 6] =
    [STRATEGY, INVOLVEMENT, AGENDA, PRICE_SHEETS, ADMISSIONS, RECORD];

const STRATEGY: Chapter = Chapter {
    title: "Strategy",
    text: "How is bought is decided subject by subject, each with its reason and how much room is \
           left for input. The purchase order has ten questions; what is still open is told, and \
           so is what a method or a variant brings about. A milestone of the planning can have a \
           moment of decision (gate): everyone reads what was decided there, and how many days the \
           planning slipped.",
    examples: &[
        example(
            "Questions of the purchase order are answered.",
            "POST",
            "/municipality/v1/trajectories/*/strategy-decisions",
            200,
        )
        .holding("\"assignment\""),
        example(
            "What was decided, and what is still open.",
            "GET",
            "/public/v1/trajectories/*/strategy",
            200,
        ),
        example(
            "Who is needed, and when is decided whether to go on.",
            "POST",
            "/municipality/v1/trajectories/*/strategy-decisions",
            200,
        )
        .holding("\"capacity\""),
        example(
            "The moment of decision.",
            "POST",
            "/municipality/v1/trajectories/*/gate-decisions",
            200,
        ),
        example("The planning.", "GET", "/public/v1/trajectories/*/planning", 200)
            .holding("\"outcome\""),
        example(
            "Every choice, phase by phase, and how much room there is.",
            "GET",
            "/public/v1/trajectories/*/choices",
            200,
        ),
    ],
};

const INVOLVEMENT: Chapter = Chapter {
    title: "What a provider brings",
    text: "A provider can commit itself to the guiding principles, show what it will change step \
           by step and how far it is, and look for partners. It chooses each time whether the \
           municipality sees that it is it. Its dashboard has its own input with what became of \
           it, and the deadlines to come.",
    examples: &[
        example(
            "It commits itself, and lets the municipality see that.",
            "PUT",
            "/provider/v1/trajectories/*/involvement/commitment",
            200,
        )
        .holding("\"disclosure\": \"municipality\""),
        example(
            "What it will change, step by step.",
            "PUT",
            "/provider/v1/trajectories/*/involvement/transformation-plan",
            200,
        ),
        example("How far it is.", "POST", "/provider/v1/trajectories/*/involvement/progress", 200),
        example(
            "What the municipality sees: only of who wants that.",
            "GET",
            "/municipality/v1/trajectories/*/involvements",
            200,
        ),
        example(
            "A partner is looked for, without a name.",
            "POST",
            "/provider/v1/trajectories/*/partner-calls",
            201,
        ),
        example("Another reacts.", "POST", "/provider/v1/partner-calls/*/reactions", 200),
        example(
            "The board, as anyone reads it.",
            "GET",
            "/public/v1/trajectories/*/partner-calls",
            200,
        ),
        example("One's own dashboard.", "GET", "/provider/v1/dashboard", 200),
    ],
};

const AGENDA: Chapter = Chapter {
    title: "A session with an agenda",
    text: "A session with everyone can have an agenda that fits in its time. Its report then says \
           something of each item, also that it was not reached.",
    examples: &[
        example(
            "A session is announced with its agenda.",
            "POST",
            "/municipality/v1/trajectories/*/phases/*/sessions",
            201,
        )
        .holding("\"agenda\": ["),
        example(
            "A report that leaves out an item is refused.",
            "POST",
            "/municipality/v1/sessions/*/report",
            400,
        ),
        example("The report, item by item.", "POST", "/municipality/v1/sessions/*/report", 200)
            .holding("\"minutes\": ["),
    ],
};

const PRICE_SHEETS: Chapter = Chapter {
    title: "Price sheets",
    text: "What care costs is laid out element by element, as the decrees name them (art. 2.3 \
           Besluit Jeugdwet, art. 5.4 Uitvoeringsbesluit Wmo 2015). Each has its source and \
           reason, and names the requirement that causes it. A share is taken of what stands \
           before it. The sheet is for the buyers alone until it is published, to everyone at one \
           moment.",
    examples: &[
        example(
            "An element of the decree is missing.",
            "POST",
            "/municipality/v1/trajectories/*/price-sheets",
            400,
        ),
        example(
            "A sheet is recorded.",
            "POST",
            "/municipality/v1/trajectories/*/price-sheets",
            201,
        ),
        example(
            "It is published, with what is asked of readers.",
            "POST",
            "/municipality/v1/price-sheets/*/publication",
            200,
        ),
        example("What anyone reads.", "GET", "/public/v1/trajectories/*/price-sheets", 200),
    ],
};

const ADMISSIONS: Chapter = Chapter {
    title: "Admissions: open house and subsidy",
    text: "Where everyone who qualifies is let in, nobody chooses between providers: an approver \
           finds for each condition whether it is met, and the outcome follows. An open house \
           closes when it says so, or never. A subsidy has a ceiling, given out in order of \
           receipt.",
    examples: &[
        example(
            "An open house is opened.",
            "POST",
            "/municipality/v1/trajectories/*/admissions",
            201,
        )
        .holding("\"open-house\""),
        example("A provider applies.", "POST", "/provider/v1/admissions/*/applications", 200),
        example(
            "Who applied, for those who decide.",
            "GET",
            "/municipality/v1/admissions/*/applications",
            200,
        ),
        example(
            "What was found, condition by condition.",
            "POST",
            "/municipality/v1/admissions/*/applications/*/decision",
            200,
        ),
        example(
            "What the provider reads about its own.",
            "GET",
            "/provider/v1/trajectories/*/applications",
            200,
        ),
        example(
            "A subsidy, with its ceiling.",
            "POST",
            "/municipality/v1/trajectories/*/admissions",
            201,
        )
        .holding("\"ceiling\""),
        example(
            "An application for it asks for an amount.",
            "POST",
            "/provider/v1/admissions/*/applications",
            200,
        )
        .holding("\"amount\""),
    ],
};

const RECORD: Chapter = Chapter {
    title: "The levelling file and the procurement report",
    text: "The levelling file (art. 2.51 Aanbestedingswet 2012) tells what each party received \
           and when; staff do not read there which party. As a package \
           (`…/levelling-file/package`) it has every file with its checksum.\n\nThe procurement \
           report (proces-verbaal, art. 2.132) is made from the log at the moment of asking. It \
           names what the law wants and is not there yet: some of that only the buyer knows. \
           `…/procurement-report/print` gives it as a document in one file, to read, keep and \
           print.",
    examples: &[
        example(
            "What everyone, and what one party received.",
            "GET",
            "/municipality/v1/trajectories/*/levelling-file",
            200,
        ),
        example(
            "What only the buyer knows.",
            "POST",
            "/municipality/v1/trajectories/*/procurement-facts",
            201,
        ),
        example(
            "The report of a purchase that just began: what is missing, and by which article.",
            "GET",
            "/municipality/v1/trajectories/*/procurement-report",
            200,
        )
        .holding("\"complete\": false"),
        example(
            "Until when the dossier is kept.",
            "GET",
            "/municipality/v1/trajectories/*/retention",
            200,
        ),
    ],
};

/// What these chapters show.
pub(super) async fn buy(thread: &mut Thread) {
    decide_how(thread).await;
    thread.involve().await;
    show_involvement(thread).await;
    hold_session(thread).await;
    show_prices(thread).await;
    admit(thread).await;
    show_record(thread).await;
}

async fn decide_how(thread: &Thread) {
    let Cast { buyer, anyone, .. } = &thread.cast;
    let path = thread.path("/strategy-decisions");
    let decide = async |decision: Value, reason: &str| {
        let body = json!({ "decision": decision, "reason": reason, "room": "amendable" });
        buyer.post(&path, &body).await.expect(200);
    };
    let order = json!({ "about": "assignment", "answers": [
        { "question": "steering", "answer": "Op kortere wachttijden." },
        { "question": "parties", "answer": "Twee of drie in elk perceel." },
    ] });
    decide(order, "Zo kunnen wij elke aanbieder goed kennen.").await;
    anyone.get(&thread.path("/strategy")).await.expect(200);
    let capacity = json!({
        "about": "capacity",
        "people": [{ "expertise": "Juridisch", "phase": "specification", "hours": 120 }],
        "gates": [{
            "key": "start", "milestone": "Start van de contracten", "body": "De colleges",
            "needs": "De gunning is definitief.",
        }],
    });
    decide(capacity, "Wij kijken vooraf wie wij nodig hebben.").await;
    let gate = json!({ "gate": "start", "outcome": "go", "reason": "Alles is er." });
    buyer.post(&thread.path("/gate-decisions"), &gate).await.expect(200);
    anyone.get(&thread.path("/planning")).await.expect(200);
    anyone.get(&thread.path("/choices")).await.expect(200);
}

async fn show_involvement(thread: &Thread) {
    let Cast { buyer, oak, birch, anyone, .. } = &thread.cast;
    let own = thread.path("/involvement");
    let commitment = json!({
        "version": 1, "meaning": "Wij maken met elk gezin één plan.", "disclosure": "municipality",
    });
    birch.session.put_over(&own, &format!("{own}/commitment"), &commitment).await.expect(200);
    let progress = json!({
        "of": "transformation-plan", "number": 1, "progress": "begun",
        "account": "De eerste gezinnen beginnen binnen vier weken.",
    });
    oak.session.post(&format!("{own}/progress"), &progress).await.expect(200);
    buyer.get(&thread.path("/involvements")).await.expect(200);
    anyone.get(&thread.path("/partner-calls")).await.expect(200);
    oak.session.get("/dashboard").await.expect(200);
}

async fn hold_session(thread: &Thread) {
    let buyer = &thread.cast.buyer;
    let begins = thread.time.term();
    let mut session = thread.talks(begins);
    session["kind"] = json!("plenary");
    session["title"] = json!("Ontwikkeltafel");
    session["script"] = json!([]);
    session["agenda"] = json!([
        { "number": 1, "title": "Opening", "minutes": 10 },
        { "number": 2, "title": "De artikelen", "minutes": 45,
          "description": "Wij beginnen met de artikelen die u noemt." },
    ]);
    let path = thread.path("/phases/strategy/sessions");
    let path = format!("/sessions/{}", buyer.post(&path, &session).await.expect(201).id());
    thread.time.pass(begins + SignedDuration::from_hours(8)).await;
    buyer.post(&format!("{path}/attendance"), &json!({ "present": [] })).await.expect(200);
    let mut report = json!({
        "summary": "Wij kwamen tot artikel 7.", "statements": [],
        "minutes": [{ "item": 1, "text": "De voorzitter kwam van buiten." }],
    });
    buyer.post(&format!("{path}/report"), &report).await.expect(400);
    let rest = json!({ "item": 2, "text": "Artikel 8 kwam niet aan de orde." });
    report["minutes"].as_array_mut().unwrap().push(rest);
    buyer.post(&format!("{path}/report"), &report).await.expect(200);
}

async fn show_prices(thread: &Thread) {
    let Cast { buyer, anyone, .. } = &thread.cast;
    let path = thread.path("/price-sheets");
    let half = json!({
        "product": "Begeleiding", "unit": "uur", "law": "youth-act", "year": 2027,
        "elements": [{
            "kind": "overhead", "description": "Opslag", "amount": "9.97",
            "source": "Kostprijsonderzoek", "reason": "Het gemiddelde.",
        }],
    });
    buyer.post(&path, &half).await.expect(400);
    anyone.get(&path).await.expect(200);
}

async fn admit(thread: &Thread) {
    let Cast { buyer, approver, oak, aspen, .. } = &thread.cast;
    let path = format!("/admissions/{}/applications", thread.admission);
    let seen = approver.get(&path).await.expect(200).json();
    let application = seen["applications"][0]["applied"]["application"].as_str().unwrap();
    let findings = json!({ "findings": [
        { "condition": "bereik", "met": true, "reason": "De telefoon is elke werkdag bemand." },
    ] });
    approver.post(&format!("{path}/{application}/decision"), &findings).await.expect(200);
    aspen.session.get(&thread.path("/applications")).await.expect(200);
    let subsidy = json!({
        "kind": "subsidy", "title": "Ontmoeten in de wijk", "opens": thread.time.now(),
        "closes": thread.term(thread.time.term()), "ceiling": "50000.00",
        "conditions": [{ "key": "buurt", "title": "Buurt", "kind": "condition",
                         "text": "Iedereen uit de buurt is welkom." }],
    });
    let made = buyer.post(&thread.path("/admissions"), &subsidy).await.expect(201);
    let application = json!({ "statements": { "buurt": "Ja." }, "amount": "12500.00" });
    let path = format!("/admissions/{}/applications", made.id());
    oak.session.post(&path, &application).await.expect(200);
}

async fn show_record(thread: &Thread) {
    let buyer = &thread.cast.buyer;
    buyer.get(&thread.path("/levelling-file?limit=3")).await.expect(200);
    let facts = json!({
        "value": "1250000.00", "exclusions": "Niemand is uitgesloten.",
        "abnormallyLow": "Geen enkele inschrijving.", "otherMeans": "Alles ging digitaal.",
    });
    buyer.post(&thread.path("/procurement-facts"), &facts).await.expect(201);
    buyer.get(&thread.path("/retention")).await.expect(200);
    let mut next = profile();
    next["title"] = json!("Jeugdhulp Noord-Veluwe vanaf 2034");
    let next = buyer.post("/trajectories", &next).await.expect(201).id();
    buyer.get(&format!("/trajectories/{next}/procurement-report")).await.expect(200);
}
