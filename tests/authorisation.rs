//! Who may do what: every operation against every role. An operation that is not in the table
//! fails the test.

use crate::kit::{COUNCIL, LEAD, Person, Platform, Session, World};
use crate::specification::{document, documents};
use identity::{Party, Role};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Roles of a municipality: buyer, approver, contract manager, complaint handler, reader, assessor,
/// outside expert. A dot, or nothing at the end, is a role that may not.
const MUNICIPALITY: &str = "
GET  /admissions/{admission}/applications                                            B A . . .
POST /admissions/{admission}/applications/{application}/decision                     . A . . .
GET  /advices/{advice}                                                               B A C . R
POST /advices/{advice}/extension-decision                                            B . . . .
POST /advices/{advice}/follow-ups                                                    B . . . .
POST /advices/{advice}/municipal-council-copy                                        B . . . .
POST /advices/{advice}/responses                                                     B . . . .
GET  /client-research/{research}                                                     B A C . R
POST /client-research/{research}/publication                                         B . C . .
POST /client-research/{research}/results                                             B . C . .
POST /combinations/{combination}/assessment                                          B . . . .
GET  /complaints/{complaint}                                                         . . . H .
POST /complaints/{complaint}/committee-advice                                        . . . H .
POST /complaints/{complaint}/decision                                                . . . H .
GET  /complaints/{complaint}/evidence/{number}                                       . . . H .
POST /complaints/{complaint}/handling                                                . . . H .
POST /confidential-documents/{confidential}/release                                  B . . . .
GET  /consultation-rounds/{round}                                                    B A C . R
POST /consultation-rounds/{round}/closing                                            B . . . .
GET  /consultation-rounds/{round}/contributions                                      B A C . R
POST /consultation-rounds/{round}/extension                                          B . . . .
POST /consultation-rounds/{round}/report                                             B . . . .
POST /contracts/{contract}/change-decisions                                          . . C . .
POST /contracts/{contract}/changes                                                   . . C . .
POST /contracts/{contract}/commitment-fulfilments                                    . . C . .
POST /contracts/{contract}/commitments                                               . . C . .
POST /contracts/{contract}/conversations                                             . . C . .
POST /contracts/{contract}/cooperation-agreements                                    . . C . .
POST /contracts/{contract}/ending                                                    . . C . .
POST /contracts/{contract}/ending-steps                                              . . C . .
POST /contracts/{contract}/ending-stop                                               . . C . .
POST /contracts/{contract}/escalation-solution                                       . . C . .
POST /contracts/{contract}/escalations                                               . . C . .
POST /contracts/{contract}/incidents                                                 . . C . .
POST /contracts/{contract}/waiting-lists                                             . . C . .
POST /trajectories/{trajectory}/input-links                                          B . C . .
GET  /trajectories/{trajectory}/provider-dossiers                                    B A C . .
GET  /contracts/{contract}                                                           B A C . .
POST /contracts/{contract}/data-requests                                             . . C . .
POST /contracts/{contract}/evidence-agreements                                       . . C . .
GET  /contracts/{contract}/performance-talks                                         B A C . .
POST /contracts/{contract}/performance-talks                                         . . C . .
GET  /contracts/{contract}/values                                                    B A C . .
GET  /contributions/{contribution}                                                   B A C . R
POST /contributions/{contribution}/agenda-status                                     B . . . .
GET  /contributions/{contribution}/attachments/{number}                              B A C . R
POST /contributions/{contribution}/disposition                                       B . . . .
POST /contributions/{contribution}/track                                             B . . . .
GET  /council-matters/{matter}                                                       B A C . R
POST /council-matters/{matter}/answer                                                B . C . .
GET  /data-deliveries/{delivery}                                                     B A C . .
POST /data-deliveries/{delivery}/checks                                              . . C . .
POST /data-deliveries/{delivery}/imports                                             . . C . .
GET  /evaluations/{evaluation}                                                       B A . . . S
GET  /evaluations/{evaluation}/assessments                                           B A C . . S
POST /evaluations/{evaluation}/assessments                                           B A C . . S
POST /evaluations/{evaluation}/assessor-releases                                     B . . . .
POST /evaluations/{evaluation}/assessors                                             B . . . .
POST /evaluations/{evaluation}/award-confirmation                                    . A . . .
POST /evaluations/{evaluation}/award-decision                                        . A . . .
POST /evaluations/{evaluation}/award-withdrawal                                      . A . . .
POST /evaluations/{evaluation}/conflict-measures                                     B . . . .
POST /evaluations/{evaluation}/ending                                                . A . . .
GET  /evaluations/{evaluation}/fairness-check                                        B A . . .
POST /evaluations/{evaluation}/interest-declarations                                 B A C . . S
POST /evaluations/{evaluation}/scores                                                B . . . .
POST /evaluations/{evaluation}/tenderers                                             B . . . .
PUT  /files/{sha256}                                                                 B . C . .
POST /legal-proceedings/{proceeding}/outcome                                         . A . . .
GET  /me                                                                             B A C H R S E
GET  /notification-settings                                                          B A C H R
PUT  /notification-settings                                                          B A C H R
POST /notification-settings/ending                                                   B A C H R
GET  /objections/{objection}                                                         . . . H .
POST /objections/{objection}/decision                                                . . . H .
GET  /objections/{objection}/evidence/{number}                                       . . . H .
POST /objections/{objection}/handling                                                . . . H .
GET  /outreaches/{outreach}/experiences                                              B A C . R
POST /outreaches/{outreach}/experiences                                              B . . . .
POST /outreaches/{outreach}/feedback                                                 B . . . .
GET  /performance-talks/{talk}                                                       B A C . .
POST /performance-talks/{talk}/action-closings                                       . . C . .
POST /performance-talks/{talk}/answers                                               . . C . .
POST /performance-talks/{talk}/minutes                                               . . C . .
GET  /price-sheets/{sheet}                                                           B A C . .
PUT  /price-sheets/{sheet}                                                           B . . . .
POST /price-sheets/{sheet}/publication                                               B . . . .
GET  /question-rounds/{round}                                                        B A C . R
GET  /question-rounds/{round}/clarification-note-preview                             B A . . .
POST /question-rounds/{round}/clarification-notes                                    B . . . .
POST /question-rounds/{round}/closing                                                B . . . .
POST /question-rounds/{round}/extension                                              B . . . .
GET  /question-rounds/{round}/question-export                                        B A C . R
GET  /question-rounds/{round}/questions                                              B A C . R
GET  /questions/{question}                                                           B A C . R . E
PUT  /questions/{question}/answer                                                    B . . . . . E
GET  /questions/{question}/answer-findings                                           B A . . .
POST /questions/{question}/approval                                                  . A . . .
POST /questions/{question}/assignment                                                B A . . .
POST /questions/{question}/assignment-ending                                         B A . . .
POST /questions/{question}/declining                                                 B . . . .
PUT  /questions/{question}/labels                                                    B A . . .
POST /questions/{question}/merging                                                   B . . . .
POST /questions/{question}/return                                                    . A . . .
POST /questions/{question}/sending                                                   B . . . .
POST /questions/{question}/separation                                                B . . . .
GET  /questions/{question}/similar-questions                                         B A C . R
POST /questions/{question}/withholding-decision                                      B . . . .
POST /regions                                                                        B . . . .
POST /regions/{region}/additions                                                     B . . . .
POST /regions/{region}/changes                                                       B . . . .
GET  /requirement-flags/{flag}                                                       B A C . R
POST /requirement-flags/{flag}/disposition                                           B . . . .
GET  /requirement-flags/{flag}/evidence/{number}                                     B A C . R
GET  /requirement-library                                                            B A C . R
POST /requirement-library/entries                                                    B . . . .
GET  /requirement-library/entries/{entry}                                            B A C . R
PUT  /requirement-library/entries/{entry}                                            B . . . .
POST /requirement-library/entries/{entry}/retirement                                 B . . . .
GET  /reviews/{review}                                                               B A C . R
POST /reviews/{review}/conclusion                                                    B . C . .
POST /reviews/{review}/findings                                                      B . C . .
POST /reviews/{review}/involvement                                                   B . C . .
GET  /sessions/{session}                                                             B A C . R
POST /sessions/{session}/attendance                                                  B . . . .
POST /sessions/{session}/cancellation                                                B . . . .
POST /sessions/{session}/handouts                                                    B . . . .
GET  /sessions/{session}/registrations                                               B . . . .
POST /sessions/{session}/report                                                      B . . . .
POST /sessions/{session}/talk-reports                                                B . . . .
GET  /supervision-signals/{signal}                                                   B A C . .
POST /supervision-signals/{signal}/answer                                            . . C . .
GET  /trajectories                                                                   B A C H R
POST /trajectories                                                                   B . . . .
GET  /trajectories/{trajectory}                                                      B A C H R
POST /trajectories/{trajectory}/admissions                                           B . . . .
POST /trajectories/{trajectory}/advice-requests                                      B . . . .
GET  /trajectories/{trajectory}/advices                                              B A C . R
GET  /trajectories/{trajectory}/award-model                                          B A C . R
POST /trajectories/{trajectory}/award-models                                         B . . . .
GET  /trajectories/{trajectory}/carry-over                                           B A C . .
POST /trajectories/{trajectory}/carry-over                                           B . . . .
POST /trajectories/{trajectory}/carry-over-answers                                   B . C . .
POST /trajectories/{trajectory}/carry-over-links                                     B . C . .
GET  /trajectories/{trajectory}/clarification-notes/{number}                         B A C H R
GET  /trajectories/{trajectory}/client-research                                      B A C . R
POST /trajectories/{trajectory}/client-research                                      B . C . .
GET  /trajectories/{trajectory}/coherence                                            B A C . R
GET  /trajectories/{trajectory}/combinations                                         B A . . .
POST /trajectories/{trajectory}/companion-documents                                  B . . . .
GET  /trajectories/{trajectory}/complaints                                           . . . H .
POST /trajectories/{trajectory}/confidential-documents                               B . . . .
GET  /trajectories/{trajectory}/confidentiality                                      B A C . .
POST /trajectories/{trajectory}/confidentiality-breaches                             B . . . .
POST /trajectories/{trajectory}/confidentiality-declarations                         . . . . . . E
GET  /trajectories/{trajectory}/contracts                                            B A C . .
POST /trajectories/{trajectory}/contracts                                            . . C . .
GET  /trajectories/{trajectory}/council-matters                                      B A C . R
PUT  /trajectories/{trajectory}/council-terms                                        B . . . .
GET  /trajectories/{trajectory}/data-deliveries                                      B A C . .
POST /trajectories/{trajectory}/data-deliveries                                      . . C . .
POST /trajectories/{trajectory}/developments                                         B . . . .
POST /trajectories/{trajectory}/documents                                            B . . . .
POST /trajectories/{trajectory}/documents/{document}/versions                        B . . . .
POST /trajectories/{trajectory}/dropped-policy-goals                                 B . . . .
POST /trajectories/{trajectory}/ended-developments                                   B . . . .
GET  /trajectories/{trajectory}/evaluations                                          B A . . .
POST /trajectories/{trajectory}/evaluations                                          B . . . .
POST /trajectories/{trajectory}/following                                            B A C H R
POST /trajectories/{trajectory}/gate-decisions                                       B . . . .
POST /trajectories/{trajectory}/governing-decisions                                  B . . . .
POST /trajectories/{trajectory}/indicator-retirements                                . . C . .
GET  /trajectories/{trajectory}/indicators                                           B A C . R
POST /trajectories/{trajectory}/indicators                                           . . C . .
PUT  /trajectories/{trajectory}/instrument                                           B . . . .
GET  /trajectories/{trajectory}/involvements                                         B A C . R
GET  /trajectories/{trajectory}/legal-proceedings                                    . A . H .
POST /trajectories/{trajectory}/legal-proceedings                                    . A . . .
GET  /trajectories/{trajectory}/levelling-file                                       B A C . R
GET  /trajectories/{trajectory}/levelling-file/package                               B A C . R
POST /trajectories/{trajectory}/lot-splits                                           B . . . .
POST /trajectories/{trajectory}/lots                                                 B . . . .
POST /trajectories/{trajectory}/notices                                              B . . . .
GET  /trajectories/{trajectory}/objections                                           . . . H .
GET  /trajectories/{trajectory}/ordered-effects                                      B A . H .
POST /trajectories/{trajectory}/outreaches                                           B . . . .
GET  /trajectories/{trajectory}/phases/{phase}                                       B A C H R
POST /trajectories/{trajectory}/phases/{phase}/closing                               B . . . .
POST /trajectories/{trajectory}/phases/{phase}/consultation-rounds                   B . . . .
PUT  /trajectories/{trajectory}/phases/{phase}/dialogue-plan                         B . . . .
POST /trajectories/{trajectory}/phases/{phase}/opening                               B . . . .
POST /trajectories/{trajectory}/phases/{phase}/question-rounds                       B . . . .
POST /trajectories/{trajectory}/phases/{phase}/sessions                              B . . . .
PUT  /trajectories/{trajectory}/planning                                             B . . . .
POST /trajectories/{trajectory}/policy-goals                                         B . . . .
GET  /trajectories/{trajectory}/price-sheets                                         B A C . .
POST /trajectories/{trajectory}/price-sheets                                         B . . . .
POST /trajectories/{trajectory}/principle-links                                      B . . . .
PUT  /trajectories/{trajectory}/principles                                           B . . . .
POST /trajectories/{trajectory}/procurement-facts                                    B . . . .
GET  /trajectories/{trajectory}/procurement-report                                   B A . . .
GET  /trajectories/{trajectory}/procurement-report/print                             B A . . .
PUT  /trajectories/{trajectory}/products                                             B . . . .
POST /trajectories/{trajectory}/ready-policy-goals                                   B . . . .
GET  /trajectories/{trajectory}/representation                                       B A C . R
GET  /trajectories/{trajectory}/requirement-flags                                    B A C . R
GET  /trajectories/{trajectory}/requirement-library                                  B A C . R
GET  /trajectories/{trajectory}/requirement-set                                      B A C . R
GET  /trajectories/{trajectory}/requirement-set/check                                B A C . R
PUT  /trajectories/{trajectory}/requirement-set/goals                                B . . . .
POST /trajectories/{trajectory}/requirement-set/known-sources                        B . . . .
PUT  /trajectories/{trajectory}/requirement-set/learning-process                     B . . . .
POST /trajectories/{trajectory}/requirement-set/library-picks                        B . . . .
GET  /trajectories/{trajectory}/requirement-set/proportionality                      B A C . R
PUT  /trajectories/{trajectory}/requirement-set/region-traits                        B . . . .
POST /trajectories/{trajectory}/requirement-set/requirements                         B . . . .
GET  /trajectories/{trajectory}/requirement-set/requirements/{requirement}           B A C . R
PUT  /trajectories/{trajectory}/requirement-set/requirements/{requirement}           B . . . .
POST /trajectories/{trajectory}/requirement-set/requirements/{requirement}/dropping  B . . . .
PUT  /trajectories/{trajectory}/requirement-set/risks                                B . . . .
POST /trajectories/{trajectory}/requirement-sets                                     B . . . .
GET  /trajectories/{trajectory}/requirement-sets/{number}                            B A C H R
GET  /trajectories/{trajectory}/retention                                            B A C . R
GET  /trajectories/{trajectory}/reviews                                              B A C . R
POST /trajectories/{trajectory}/reviews                                              B . C . .
GET  /trajectories/{trajectory}/shareable-answers                                    B A . . .
PUT  /trajectories/{trajectory}/situation                                            B . . . .
POST /trajectories/{trajectory}/strategy-decisions                                   B . . . .
POST /trajectories/{trajectory}/supervision-models                                   B . . . .
POST /trajectories/{trajectory}/supervision-reports                                  B . C . .
GET  /trajectories/{trajectory}/supervision-signals                                  B A C . .
PUT  /trajectories/{trajectory}/tender-closing                                       B . . . .
POST /trajectories/{trajectory}/tender-closing/extension                             B . . . .
POST /trajectories/{trajectory}/tender-closing/ordered-extension                     B . . . .
POST /trajectories/{trajectory}/tender-closing/reopening                             B . . . .
POST /trajectories/{trajectory}/tender-closing/suspension                            B . . . .
PUT  /trajectories/{trajectory}/terms                                                B . . . .
GET  /trajectories/{trajectory}/trail                                                B A C . .
POST /trajectories/{trajectory}/unfollowing                                          B A C H R
POST /trajectories/{trajectory}/vision-statements                                    B . . . .
GET  /trajectories/{trajectory}/withheld-information                                 B A C . R
GET  /work-list                                                                      B A C . R . E
";
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
POST /sessions/{session}/registration-withdrawal                   S .
GET  /sessions/{session}/registrations                             S R
POST /sessions/{session}/registrations                             S .
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
GET  /term-profiles
GET  /outcome-themes
GET  /trajectories
GET  /trajectories/{trajectory}
GET  /trajectories/{trajectory}/admissions
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
