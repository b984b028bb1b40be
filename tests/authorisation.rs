//! Who may do what: every operation against every role. An operation that is not in the table
//! fails the test.

mod municipality;

use crate::kit::{COUNCIL, LEAD, Person, Platform, Session, World};
use crate::specification::{document, documents};
use identity::{Party, Role};
use municipality::MUNICIPALITY;
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Roles of a provider: submitter, reader.
const PROVIDER: &str = "
POST /admissions/{admission}/applications                          S .
POST /combinations/{combination}/confirmation                      S .
GET  /complaints/{complaint}                                       S R
POST /complaints/{complaint}/committee-referral                    S .
POST /complaints/{complaint}/withdrawal                            S .
GET  /consultation-rounds/{round}                                  S R
GET  /consultation-rounds/{round}/contributions                    S R
POST /consultation-rounds/{round}/contributions                    S .
POST /contracts/{contract}/changes                                 S .
POST /contracts/{contract}/waiting-lists                           S .
POST /contracts/{contract}/incidents                               S .
GET  /contracts/{contract}/supervision-signals                     S R
GET  /contracts/{contract}                                         S R
GET  /contracts/{contract}/data-deliveries                         S R
POST /contracts/{contract}/data-deliveries                         S .
GET  /contracts/{contract}/performance-talks                       S R
GET  /contracts/{contract}/trends                                  S R
GET  /contracts/{contract}/values                                  S R
GET  /data-deliveries/{delivery}                                   S R
POST /data-deliveries/{delivery}/imports                           S .
GET  /performance-talks/{talk}                                     S R
POST /performance-talks/{talk}/minutes-check                       S .
GET  /trajectories/{trajectory}/contracts                          S R
GET  /trajectories/{trajectory}/indicators                         S R
GET  /contributions/{contribution}                                 S R
PUT  /contributions/{contribution}                                 S .
GET  /contributions/{contribution}/attachments/{number}            S R
POST /contributions/{contribution}/submission                      S .
POST /contributions/{contribution}/withdrawal                      S .
GET  /dashboard                                                    S R
PUT  /files/{sha256}                                               S .
GET  /me                                                           S R
GET  /notification-settings                                        S R
PUT  /notification-settings                                        S R
POST /notification-settings/ending                                 S R
GET  /objections/{objection}                                       S R
POST /objections/{objection}/withdrawal                            S .
GET  /organisation                                                 S R
PUT  /organisation                                                 S .
POST /partner-calls/{call}/reactions                               S .
POST /partner-calls/{call}/reactions/{reaction}/withdrawal         S .
POST /partner-calls/{call}/withdrawal                              S .
GET  /question-import-template                                     S R
GET  /question-imports/{import}                                    S R
GET  /question-rounds/{round}                                      S R
POST /question-rounds/{round}/question-imports                     S .
GET  /question-rounds/{round}/questions                            S R
POST /question-rounds/{round}/questions                            S .
GET  /questions/{question}                                         S R
POST /questions/{question}/withdrawal                              S .
GET  /requirement-flags/{flag}                                     S R
POST /requirement-flags/{flag}/withdrawal                          S .
GET  /sessions/{session}                                           S R
POST /sessions/{session}/minutes-check                         S .
POST /sessions/{session}/registration-withdrawal                   S .
GET  /sessions/{session}/registrations                             S R
POST /sessions/{session}/registrations                             S .
POST /standing-consultations/{consultation}/appreciation       S .
GET  /trajectories/{trajectory}/standing-consultations         S R
GET  /trajectories/{trajectory}/timeline                       S R
GET  /trajectories                                                 S R
GET  /trajectories/{trajectory}                                    S R
GET  /trajectories/{trajectory}/applications                       S R
GET  /trajectories/{trajectory}/award-decisions                    S R
GET  /trajectories/{trajectory}/clarification-notes/{number}       S R
GET  /trajectories/{trajectory}/combinations                       S R
POST /trajectories/{trajectory}/combinations                       S .
GET  /trajectories/{trajectory}/complaints                         S R
POST /trajectories/{trajectory}/complaints                         S .
GET  /trajectories/{trajectory}/dossier                            S R
POST /trajectories/{trajectory}/following                          S R
GET  /trajectories/{trajectory}/involvement                        S R
PUT  /trajectories/{trajectory}/involvement/commitment             S .
POST /trajectories/{trajectory}/involvement/commitment-withdrawal  S .
PUT  /trajectories/{trajectory}/involvement/network-use            S .
POST /trajectories/{trajectory}/involvement/progress               S .
PUT  /trajectories/{trajectory}/involvement/self-evaluation        S .
PUT  /trajectories/{trajectory}/involvement/transformation-plan    S .
GET  /trajectories/{trajectory}/learnings                          S R
POST /trajectories/{trajectory}/learnings                          S .
POST /trajectories/{trajectory}/learnings/{learning}/withdrawal    S .
GET  /trajectories/{trajectory}/legal-proceedings                  S R
POST /trajectories/{trajectory}/legal-proceedings                  S .
GET  /trajectories/{trajectory}/levelling-file                     S R
GET  /trajectories/{trajectory}/levelling-file/package             S R
GET  /trajectories/{trajectory}/objections                         S R
POST /trajectories/{trajectory}/objections                         S .
GET  /trajectories/{trajectory}/partner-calls                      S R
POST /trajectories/{trajectory}/partner-calls                      S .
GET  /trajectories/{trajectory}/requirement-flags                  S R
POST /trajectories/{trajectory}/requirement-flags                  S .
GET  /trajectories/{trajectory}/requirement-sets/{number}          S R
POST /trajectories/{trajectory}/unfollowing                        S R
";
/// Roles of a council: member, secretary, chair.
const COUNCIL_DESK: &str = "
GET  /advices                                                 M S C
POST /advices                                                 . S C
GET  /advices/{advice}                                        M S C
PUT  /advices/{advice}/draft                                  M S C
PUT  /advices/{advice}/drafting-group                         . S C
POST /advices/{advice}/adoption                               . S C
POST /advices/{advice}/extension-request                      . S C
POST /advices/{advice}/filing                                 . S C
POST /advices/{advice}/signature                              . S C
POST /advices/{advice}/urgency-decision                       . S C
GET  /confidential-documents                                  M S C
GET  /confidential-documents/{confidential}                   M S C
POST /confidential-documents/{confidential}/declaration       M S C
GET  /confidential-documents/{confidential}/file              M S C
GET  /calendar                                                M S C
GET  /council-matters                                         M S C
GET  /council-matters/{matter}                                M S C
POST /council-matters/{matter}/result                         . S C
GET  /me                                                      M S C
GET  /notification-settings                                   M S C
PUT  /notification-settings                                   M S C
POST /notification-settings/ending                            M S C
GET  /trajectories                                            M S C
GET  /trajectories/{trajectory}                               M S C
POST /trajectories/{trajectory}/agenda-items                  M S C
POST /trajectories/{trajectory}/research                      . S C
POST /trajectories/{trajectory}/signals                       M S C
GET  /trajectories/{trajectory}/clarification-notes/{number}  M S C
GET  /trajectories/{trajectory}/dossier                       M S C
POST /trajectories/{trajectory}/following                     M S C
POST /trajectories/{trajectory}/unfollowing                   M S C
";
/// Nobody signs in: everyone may.
const PUBLIC: &str = "
GET  /advice-templates
GET  /advices/{advice}
GET  /consultation-rounds/{round}
GET  /criteria-library
GET  /known-sources
POST /outreaches/{outreach}/experiences
GET  /practices
GET  /question-rounds/{round}
GET  /record-head
GET  /reference-figures
GET  /regions
GET  /regions/{region}
GET  /released-documents/{confidential}/file
GET  /sessions/{session}
GET  /sessions/{session}/handouts/{number}
GET  /passages
GET  /trajectories/{trajectory}/rule-pressure
GET  /regions/{region}/timeline
GET  /trajectories/{trajectory}/document-register
GET  /trajectories/{trajectory}/session-actions
GET  /trajectories/{trajectory}/standing-consultations
GET  /trajectories/{trajectory}/timeline
GET  /term-profiles
GET  /outcome-themes
GET  /trajectories
GET  /trajectories/{trajectory}
GET  /trajectories/{trajectory}/admissions
GET  /trajectories/{trajectory}/accountability-file
GET  /trajectories/{trajectory}/carry-over
GET  /trajectories/{trajectory}/client-research
GET  /trajectories/{trajectory}/choices
GET  /trajectories/{trajectory}/clarification-notes/{number}
GET  /trajectories/{trajectory}/coherence
GET  /trajectories/{trajectory}/consolidated-note
GET  /trajectories/{trajectory}/consolidated-note/export
GET  /trajectories/{trajectory}/deadlines
GET  /trajectories/{trajectory}/deadlines/{deadline}
GET  /trajectories/{trajectory}/development-agenda
GET  /trajectories/{trajectory}/documents/{document}/changes
GET  /trajectories/{trajectory}/dossier
GET  /trajectories/{trajectory}/governing-decisions
GET  /trajectories/{trajectory}/learnings
GET  /trajectories/{trajectory}/outreaches
GET  /trajectories/{trajectory}/overview
GET  /trajectories/{trajectory}/partner-calls
GET  /trajectories/{trajectory}/planning
GET  /trajectories/{trajectory}/price-sheets
GET  /trajectories/{trajectory}/principles
GET  /trajectories/{trajectory}/released-documents
GET  /trajectories/{trajectory}/remedies
GET  /trajectories/{trajectory}/representation
GET  /trajectories/{trajectory}/requirement-comparison
GET  /trajectories/{trajectory}/requirement-remarks
GET  /trajectories/{trajectory}/requirement-sets/{number}
GET  /trajectories/{trajectory}/requirement-sets/{number}/balance
GET  /trajectories/{trajectory}/requirement-sets/{number}/changes
GET  /trajectories/{trajectory}/performance-reports
GET  /trajectories/{trajectory}/reviews
GET  /trajectories/{trajectory}/strategy
GET  /trajectories/{trajectory}/supervision
GET  /trajectories/{trajectory}/terms
GET  /trajectories/{trajectory}/terms/{rule}/deadline
GET  /trajectories/{trajectory}/terms/{rule}/note-timing
GET  /trajectories/{trajectory}/trail
GET  /trajectories/{trajectory}/vision
GET  /woo-index
";
/// The roles of a party, in the order of the columns.
fn roles(party: Party) -> Vec<Role> {
    match party {
        Party::Municipality => vec![
            Role::Buyer,
            Role::Approver,
            Role::ContractManager,
            Role::ComplaintHandler,
            Role::Reader,
            Role::Assessor,
            Role::Expert,
        ],
        Party::Provider => vec![Role::Submitter, Role::Reader],
        Party::Council => vec![Role::Member, Role::Secretary, Role::Chair],
    }
}

/// The most roles that a party has: so many columns.
const ROLES_MAX: usize = 7;

const PARTIES: [(Party, &str, &str); 3] = [
    (Party::Municipality, LEAD, MUNICIPALITY),
    (Party::Provider, "NL-KVK-90000011", PROVIDER),
    (Party::Council, COUNCIL, COUNCIL_DESK),
];

struct Row {
    method: Method,
    path: &'static str,
    /// Whether the role in each column may.
    columns: Vec<bool>,
}

fn rows(table: &'static str) -> Vec<Row> {
    let lines = table.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            let mut columns: Vec<_> = words.map(|mark| mark != ".").collect();
            columns.resize(ROLES_MAX, false);
            Row { method: method.parse().unwrap(), path, columns }
        })
        .collect()
}

#[test]
fn every_operation_stands_in_the_table() {
    let tables = [MUNICIPALITY, PROVIDER, COUNCIL_DESK, PUBLIC];
    for ((service, document), table) in documents().into_iter().zip(tables) {
        let listed: BTreeSet<_> =
            rows(table).iter().map(|row| format!("{} {}", row.method, row.path)).collect();
        let mut known = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let methods = item.as_object().unwrap().keys();
            let operations =
                methods.filter(|it| it.parse::<Method>().is_ok() && *it != "parameters");
            known.extend(operations.map(|method| format!("{} {path}", method.to_uppercase())));
        }
        assert_eq!(listed, known, "{service}");
    }
}

/// The roles that the documents name are those of the table.
#[test]
fn the_documents_say_what_the_table_says() {
    for (party, _, table) in PARTIES {
        let document = document(party.as_str());
        for row in rows(table) {
            let method = row.method.as_str().to_lowercase();
            let said = &document["paths"][row.path][method]["security"][0]["bearer"];
            let may = roles(party).into_iter().zip(&row.columns).filter(|(_, may)| **may);
            let may: Vec<_> = may.map(|(role, _)| json!(role.as_str())).collect();
            assert_eq!(said, &json!(may), "{} {}", row.method, row.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let platform = Platform::start().await;
    let everyone = everyone(&platform.world);
    for (party, _, table) in PARTIES {
        for row in rows(table) {
            for (somebody, role, session) in &everyone {
                let here = Session { service: party.as_str(), ..session.clone() };
                let place = roles(party).iter().position(|it| it == role);
                let may = *somebody == party && row.columns.get(place.unwrap()) == Some(&true);
                let status = call(&here, &row).await;
                let asked = format!("{} {}", row.method, row.path);
                match may {
                    true => assert!(![401, 403].contains(&status), "{asked} by {role:?}: {status}"),
                    false => assert_eq!(status, 403, "{asked} by {role:?} of {somebody:?}"),
                }
            }
            let nobody = Session { service: party.as_str(), ..platform.world.anyone() };
            assert_eq!(call(&nobody, &row).await, 401, "{}", row.path);
        }
    }
    for row in rows(PUBLIC) {
        assert!(![401, 403].contains(&call(&platform.world.anyone(), &row).await), "{}", row.path);
    }
    platform.stop().await;
}

/// One person in every role of every party.
fn everyone(world: &World) -> Vec<(Party, Role, Session)> {
    let mut everyone = vec![];
    for (party, organisation, _) in PARTIES {
        for role in roles(party) {
            let person = Person::new(role.as_str(), party, organisation, &[role]);
            everyone.push((party, role, world.enter(&person)));
        }
    }
    everyone
}

/// Calls an operation with names of nothing and an empty content: whoever may, is told what is
/// wrong with it.
async fn call(session: &Session, row: &Row) -> u16 {
    let mut path = String::new();
    for part in row.path.split_inclusive('/') {
        let (name, slash) = part.strip_suffix('/').map_or((part, ""), |name| (name, "/"));
        path += &match name {
            "{phase}" => "vision".to_owned(),
            "{number}" => "1".to_owned(),
            "{sha256}" => "0".repeat(64),
            name if name.starts_with('{') => Uuid::new_v4().to_string(),
            name => name.to_owned(),
        };
        path += slash;
    }
    let request = session.request(row.method.clone(), &path);
    let request = match row.method {
        Method::GET => request,
        _ => request
            .header("Idempotency-Key", Uuid::new_v4().to_string())
            .header("If-Match", "\"1\"")
            .json(&json!({})),
    };
    session.send(request).await.status
}
