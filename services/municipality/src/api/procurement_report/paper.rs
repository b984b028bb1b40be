//! The procurement report as a document to print, in plain Dutch.

use super::super::admissions::{ApplicationView, Applications};
use super::super::evaluation_views::{
    AssessorView, AwardDecisionView, AwardMessageView, EvaluationView, TendererView,
};
use super::super::withheld::WithheldInformation;
use super::ProcurementReport;
use crate::projections::questions::WithholdingStatus;
use calendar::{ReadingKind, moment_in_words, until_in_words};
use dialogue::ProviderId;
use dialogue::admission_procedure::AdmissionOutcome;
use dialogue::evaluation::AssessorCapacity;
use dialogue::procurement::GoverningBody;
use dialogue::trajectory::Instrument;
use jiff::Timestamp;
use portal::components::{Moment, Prose};
use portal::paper::{Paper, PaperPart, PaperSection, PaperTable};
use service::{GoverningDecisionView, OrganisationIdentity};
use std::fmt::Display;
use vocabulary::Whole;

/// What stands where nothing is known.
const NOTHING: &str = "Dit staat er nog niet.";

/// The report on paper, made at `now`.
pub(super) fn paper(report: &ProcurementReport, now: Timestamp) -> Paper {
    let sections = [
        ("Is dit proces-verbaal volledig?", completeness(report)),
        ("De opdracht", assignment(report)),
        ("De procedure", procedure(report)),
        ("Selectie en toelating", admissions(report)),
        ("De inschrijvingen en de gunning", evaluations(report)),
        ("Onderaanneming", vec![told(report.facts.subcontracting.as_ref())]),
        ("Wie eerder betrokken was", vec![told(report.facts.prior_involvement.as_ref())]),
        ("Informatie die buiten de nota's bleef", withheld(report)),
        ("Besluiten van colleges en raden", decisions(report)),
        ("Klachten, bezwaren en rechtszaken", redress(report)),
    ];
    Paper {
        kind: "Proces-verbaal".to_owned(),
        title: report.subject.to_string(),
        made: Moment { words: moment_in_words(now), iso: format!("{now:.0}") },
        introduction: text(
            "Hier staat hoe deze inkoop verliep: wie inkochten, hoe, wie meedongen, hoe er is \
             gekozen en waarom (artikel 2.132 en 2.133 van de Aanbestedingswet 2012). Dit stuk is \
             gemaakt uit het logboek. Het is voor de gemeenten; er staan namen in van inschrijvers \
             en beoordelaars.",
        ),
        sections: sections
            .map(|(heading, parts)| PaperSection { heading: heading.to_owned(), parts })
            .into(),
    }
}

fn text(text: impl Display) -> Prose {
    Prose(text.to_string())
}

fn told(told: Option<&impl Display>) -> PaperPart {
    PaperPart::Text(or_nothing(told))
}

fn or_nothing(told: Option<&impl Display>) -> Prose {
    told.map_or_else(|| text(NOTHING), text)
}

fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Prose>>) -> PaperPart {
    PaperPart::Table(PaperTable {
        caption: caption.to_owned(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows,
    })
}

fn facts<const N: usize>(facts: [(&str, Prose); N]) -> PaperPart {
    PaperPart::Facts(facts.map(|(name, value)| (name.to_owned(), value)).into())
}

fn completeness(report: &ProcurementReport) -> Vec<PaperPart> {
    if report.complete {
        return vec![PaperPart::Text(text("Ja. Alles wat de wet vraagt, staat erin."))];
    }
    let missing = report.missing.iter();
    let missing = missing.map(|item| text(format!("{} ({})", item.what, item.source)));
    vec![PaperPart::Text(text("Nee. Dit ontbreekt nog:")), PaperPart::List(missing.collect())]
}

fn assignment(report: &ProcurementReport) -> Vec<PaperPart> {
    let buyers = report.buyers.iter().map(|buyer| text(&buyer.name)).collect();
    let value = report.facts.value.as_ref().map(|value| format!("{value} euro, zonder btw"));
    let mut parts = vec![
        facts([
            ("Waar het om gaat", text(&report.summary)),
            ("Waarde", or_nothing(value.as_ref())),
        ]),
        PaperPart::Text(text("Wie inkopen; de eerste leidt:")),
        PaperPart::List(buyers),
    ];
    if report.lots.is_empty() {
        let reason = report.facts.no_lots.as_ref();
        parts.push(facts([("Waarom er geen percelen zijn", or_nothing(reason))]));
    } else {
        let rows = report.lots.iter();
        let rows = rows.map(|lot| vec![lot_name(report, lot.number), text(&lot.description)]);
        parts.push(table("De percelen", &["Perceel", "Wat erin zit"], rows.collect()));
    }
    parts
}

fn procedure(report: &ProcurementReport) -> Vec<PaperPart> {
    let chosen = report.instrument.map(instrument);
    let facts_of = &report.facts;
    vec![facts([
        ("Gekozen procedure", or_nothing(chosen.as_ref())),
        ("Waarom die procedure", or_nothing(report.instrument_reason.as_ref())),
        ("Uitgesloten of ongeschikt", or_nothing(facts_of.exclusions.as_ref())),
        ("Te lage inschrijvingen", or_nothing(facts_of.abnormally_low.as_ref())),
        ("Anders dan digitaal ingeschreven", or_nothing(facts_of.other_means.as_ref())),
    ])]
}

fn admissions(report: &ProcurementReport) -> Vec<PaperPart> {
    if report.admissions.is_empty() {
        return vec![PaperPart::Text(text("Er was geen selectie of toelating vooraf."))];
    }
    report.admissions.iter().flat_map(admission).collect()
}

fn admission(admission: &Applications) -> Vec<PaperPart> {
    let heading = PaperPart::Heading(admission.opened.title.to_string());
    if admission.applications.is_empty() {
        return vec![heading, PaperPart::Text(text("Niemand meldde zich aan."))];
    }
    let reasons = |application: &ApplicationView| {
        let findings = application.decided.iter().flat_map(|decided| &decided.findings);
        let told = findings.map(|finding| {
            let conditions = admission.opened.conditions.iter();
            let title = conditions.clone().find(|it| it.key == finding.condition);
            let title =
                title.map_or_else(|| finding.condition.to_string(), |it| it.title.to_string());
            let met = if finding.met { "voldoet" } else { "voldoet niet" };
            format!("{title}: {met}. {}", finding.reason)
        });
        text(told.collect::<Vec<_>>().join("\n"))
    };
    let rows = admission.applications.iter().map(|application| {
        let outcome = match application.decided.as_ref().map(|decided| decided.outcome) {
            None => "nog niet beslist",
            Some(AdmissionOutcome::Admitted) => "toegelaten",
            Some(AdmissionOutcome::NotQualified) => "niet toegelaten",
            Some(AdmissionOutcome::CeilingReached) => "voldoet; het plafond was bereikt",
        };
        vec![name(application.organisation.as_ref()), text(outcome), reasons(application)]
    });
    let columns = ["Wie", "Uitkomst", "Waarom"];
    vec![heading, table("Wie zich aanmeldden", &columns, rows.collect())]
}

/// What an organisation is called.
fn name(organisation: Option<&OrganisationIdentity>) -> Prose {
    organisation.map_or_else(|| text("(naam gewist)"), |it| text(&it.name))
}

fn lot_name(report: &ProcurementReport, number: Whole) -> Prose {
    let lot = report.lots.iter().find(|lot| lot.number == number);
    let title = lot.map_or_else(String::new, |lot| format!(": {}", lot.title));
    text(format!("Perceel {}{title}", number.get()))
}

fn evaluations(report: &ProcurementReport) -> Vec<PaperPart> {
    if report.evaluations.is_empty() {
        return vec![PaperPart::Text(text("Er is nog niets beoordeeld."))];
    }
    report.evaluations.iter().flat_map(|evaluation| evaluation_parts(report, evaluation)).collect()
}

fn evaluation_parts(report: &ProcurementReport, evaluation: &EvaluationView) -> Vec<PaperPart> {
    let heading =
        evaluation.lot.map_or_else(|| "De hele opdracht".to_owned(), |lot| lot_name(report, lot).0);
    let criteria = evaluation.criteria.iter().map(|criterion| {
        let weight = format!("{} procent", criterion.weight.get());
        vec![text(&criterion.title), text(weight), text(&criterion.description)]
    });
    let assessors = evaluation.assessors.iter().map(assessor);
    let mut parts = vec![
        PaperPart::Heading(heading),
        table(
            "Waarop is beoordeeld",
            &["Onderdeel", "Gewicht", "Wat is gevraagd"],
            criteria.collect(),
        ),
        table(
            "Wie beoordeelden",
            &["Wie", "Hoedanigheid", "Belang", "Wat daarmee is gedaan"],
            assessors.collect(),
        ),
        table(
            "De scores waarover de beoordelaars het eens werden",
            &["Inschrijver", "Scores en redenen"],
            evaluation.tenderers.iter().map(|it| tenderer(evaluation, it)).collect(),
        ),
    ];
    for withdrawn in &evaluation.withdrawn {
        let sent = moment_in_words(withdrawn.sent_at);
        let told = format!("De beslissing van {sent} is ingetrokken. {}", withdrawn.reason);
        parts.push(PaperPart::Text(text(told)));
    }
    if let Some(decision) = &evaluation.decision {
        parts.extend(award(evaluation, decision));
    }
    let ending = match (&evaluation.ended, evaluation.confirmed) {
        (Some(reason), _) => format!("Er is niet gegund. {reason}"),
        (None, true) => "De gunning is definitief.".to_owned(),
        (None, false) => "De gunning is nog niet definitief.".to_owned(),
    };
    parts.push(PaperPart::Text(text(ending)));
    parts
}

fn assessor(assessor: &AssessorView) -> Vec<Prose> {
    let capacity = match assessor.capacity {
        AssessorCapacity::Staff => "medewerker van een gemeente",
        AssessorCapacity::Expert => "deskundige van buiten",
        AssessorCapacity::ClientRepresentative => "spreekt namens cliënten",
    };
    let interest = match (assessor.conflict, &assessor.statement) {
        (Some(conflict), Some(statement)) => {
            format!("{}. {statement}", if conflict { "Ja" } else { "Nee" })
        }
        _ => "Niet verklaard.".to_owned(),
    };
    let done =
        [&assessor.measure, &assessor.released].map(|it| it.as_ref().map(ToString::to_string));
    let done = done.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let called = assessor.name.as_ref().map_or_else(|| text("(naam gewist)"), text);
    vec![called, text(capacity), text(interest), text(if done.is_empty() { "–" } else { &done })]
}

fn tenderer(evaluation: &EvaluationView, tenderer: &TendererView) -> Vec<Prose> {
    let scores = tenderer.scores.iter().map(|score| {
        let criterion = evaluation.criteria.iter().find(|it| it.key == score.criterion);
        let title =
            criterion.map_or_else(|| score.criterion.to_string(), |it| it.title.to_string());
        format!("{title}: {}. {}", score.score.get(), score.motivation)
    });
    let scores = scores.collect::<Vec<_>>().join("\n");
    let scores = if scores.is_empty() { NOTHING } else { &scores };
    vec![name(tenderer.organisation.as_ref()), text(scores)]
}

fn award(evaluation: &EvaluationView, decision: &AwardDecisionView) -> Vec<PaperPart> {
    let called = |tenderer: ProviderId| {
        let of = evaluation.tenderers.iter().find(|it| it.tenderer == tenderer);
        name(of.and_then(|it| it.organisation.as_ref()))
    };
    let message = |message: &AwardMessageView| {
        let outcome =
            if message.awarded { "krijgt de opdracht" } else { "krijgt de opdracht niet" };
        let total = message.total.as_ref().map_or_else(|| "–".to_owned(), Clone::clone);
        let advantages = message.advantages.as_ref();
        let why = advantages.map_or_else(String::new, |it| format!("\nDe winnaar: {it}"));
        let why = text(format!("{}{why}", message.message));
        vec![called(message.tenderer), text(outcome), text(total), why]
    };
    let sent = format!("De beslissing is verzonden op {}.", moment_in_words(decision.sent_at));
    let mut parts = vec![
        PaperPart::Text(text(sent)),
        table(
            "Wat elke inschrijver te horen kreeg",
            &["Inschrijver", "Uitkomst", "Totaal", "Waarom"],
            decision.messages.iter().map(message).collect(),
        ),
    ];
    let Some(standstill) = &decision.standstill else {
        parts.push(PaperPart::Text(text("Er was geen opschortende termijn.")));
        return parts;
    };
    let told = format!(
        "Geen overeenkomst {}, op grond van: {}.",
        until_in_words(standstill.at),
        standstill.ground.source
    );
    parts.push(PaperPart::Text(text(told)));
    let readings = decision.computed.iter().flat_map(|computed| &computed.readings);
    let readings: Vec<_> = readings
        .map(|reading| {
            let how = match reading.kind {
                ReadingKind::Literal => "Letterlijk geteld",
                ReadingKind::Moved => "Verschoven over weekend en feestdag",
                ReadingKind::FullDays => "Met hele dagen ertussen",
            };
            text(format!("{how}: {}", reading.in_words))
        })
        .collect();
    if !readings.is_empty() {
        parts.push(PaperPart::List(readings));
    }
    parts
}

fn withheld(report: &ProcurementReport) -> Vec<PaperPart> {
    let all = &report.withheld_information;
    if all.is_empty() {
        let none = "Niemand vroeg om informatie buiten de nota's van inlichtingen te houden.";
        return vec![PaperPart::Text(text(none))];
    }
    let row = |entry: &WithheldInformation| {
        let asked = &entry.withholding;
        let outcome = match asked.status {
            WithholdingStatus::Undecided => "nog niet beslist",
            WithholdingStatus::Granted => "buiten de nota gehouden",
            WithholdingStatus::Refused => "geweigerd",
        };
        let why = asked.decision_reason.as_ref();
        let why = why.map_or_else(|| text("–"), text);
        vec![text(entry.question), text(&asked.reason), text(outcome), why]
    };
    let columns = ["Nummer van de vraag", "Waarom erom is gevraagd", "Beslissing", "Waarom"];
    vec![table("De verzoeken", &columns, all.iter().map(row).collect())]
}

fn decisions(report: &ProcurementReport) -> Vec<PaperPart> {
    if report.decisions.is_empty() {
        return vec![PaperPart::Text(text("Er is nog geen besluit vastgelegd."))];
    }
    let row = |view: &GoverningDecisionView| {
        let decision = &view.recorded.decision;
        let body = match decision.body {
            GoverningBody::College => "college",
            GoverningBody::Council => "gemeenteraad",
        };
        let on = decision.decided_on;
        let on = format!("{body}, {}-{}-{}", on.day(), on.month(), on.year());
        vec![text(&decision.subject), text(on), text(&decision.decision)]
    };
    let rows = report.decisions.iter().map(row).collect();
    vec![table("De besluiten", &["Onderwerp", "Wie en wanneer", "Het besluit"], rows)]
}

fn redress(report: &ProcurementReport) -> Vec<PaperPart> {
    let counts = &report.redress;
    vec![facts([
        ("Klachten", text(counts.complaints)),
        ("Bezwaren", text(counts.objections)),
        ("Rechtszaken", text(counts.legal_proceedings)),
    ])]
}

const fn instrument(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::InHouse => "inbesteden",
        Instrument::OpenProcedure => "openbare procedure",
        Instrument::RestrictedProcedure => "niet-openbare procedure",
        Instrument::SocialServices => "procedure voor sociale en andere specifieke diensten",
        Instrument::SocialServicesWithoutComparison => {
            "procedure voor sociale en andere specifieke diensten, zonder vergelijking"
        }
        Instrument::CompetitiveDialogue => "concurrentiegerichte dialoog",
        Instrument::OpenHouse => "open house",
        Instrument::Subsidy => "subsidie",
    }
}
