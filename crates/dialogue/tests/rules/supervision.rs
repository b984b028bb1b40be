//! The rules of supervision: arranged by act, signals about nobody, each answered once.

use crate::examples::{id, text};
use crate::harness::{given, given_nothing};
use dialogue::contract::Side;
use dialogue::supervision::{
    Incident, IncidentKind, IncidentNotified, ReportSource, SupervisionModel,
    SupervisionModelChosen, SupervisionReport, SupervisionReportReceived,
    SupervisionSignalAnswered,
};
use dialogue::trajectory::Law;
use dialogue::{
    Supervision, SupervisionCommand, SupervisionSignal, SupervisionSignalCommand,
    SupervisionSignalEvent,
};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

const TODAY: Date = date(2028, 3, 10);

fn model(law: Law, model: SupervisionModel) -> SupervisionModelChosen {
    SupervisionModelChosen {
        law,
        model,
        supervisor: text("GGD Noord- en Oost-Gelderland"),
        reason: text("Zij kennen de regio."),
    }
}

fn choose(chosen: SupervisionModelChosen, laws: &[Law]) -> SupervisionCommand {
    SupervisionCommand::Choose { chosen, laws: laws.iter().copied().collect::<BTreeSet<_>>() }
}

fn incident() -> Incident {
    Incident {
        kind: IncidentKind::Calamity,
        occurred: date(2028, 3, 7),
        noticed: date(2028, 3, 8),
        supervisor_told: None,
        text: text("Er ging iets ernstig mis in een gezinshuis; de hulp ging door."),
    }
}

fn notified(incident: Incident) -> IncidentNotified {
    let (contract, provider, by) = (id(91), id(51), Side::Provider);
    IncidentNotified { trajectory: id(1), contract, provider, by, incident, late: false }
}

fn notify(incident: Incident, today: Date) -> SupervisionSignalCommand {
    SupervisionSignalCommand::Notify { notified: Box::new(notified(incident)), today }
}

fn report(findings: &str) -> SupervisionReportReceived {
    let report = SupervisionReport {
        source: ReportSource::AuditOffice,
        title: text("Grip op jeugdhulp"),
        on: date(2028, 2, 1),
        findings: text(findings),
        contract: None,
    };
    SupervisionReportReceived { trajectory: id(1), provider: None, report }
}

fn receive(findings: &str) -> SupervisionSignalCommand {
    SupervisionSignalCommand::Receive(Box::new(report(findings)))
}

fn answered(follow_up: &str) -> SupervisionSignalAnswered {
    let reason = text("Zo zien wij het op tijd.");
    SupervisionSignalAnswered { follow_up: text(follow_up), reason, by: id(61) }
}

fn answer(follow_up: &str) -> SupervisionSignalCommand {
    SupervisionSignalCommand::Answer(answered(follow_up))
}

pub(crate) fn pool() -> Vec<SupervisionCommand> {
    let laws = [Law::YouthAct, Law::SocialSupportAct];
    vec![
        choose(model(Law::YouthAct, SupervisionModel::Inspectorate), &laws),
        choose(model(Law::SocialSupportAct, SupervisionModel::Own), &laws),
        choose(model(Law::SocialSupportAct, SupervisionModel::WithOthers), &laws),
        choose(model(Law::SocialSupportAct, SupervisionModel::Inspectorate), &laws),
    ]
}

pub(crate) fn pool_incident() -> Vec<SupervisionSignalCommand> {
    vec![
        notify(incident(), TODAY),
        notify(incident(), date(2028, 3, 20)),
        answer("Wij bezoeken het gezinshuis."),
        answer("Iets anders."),
    ]
}

pub(crate) fn pool_report() -> Vec<SupervisionSignalCommand> {
    let mut pool = pool_incident();
    pool.insert(0, receive("Er is te weinig zicht op wachttijd."));
    pool
}

#[test]
fn each_act_has_its_own_way_of_supervision() {
    let youth = model(Law::YouthAct, SupervisionModel::Inspectorate);
    given_nothing::<Supervision>()
        .when(choose(youth.clone(), &[Law::YouthAct]))
        .then([youth.clone()]);
    given::<Supervision>([youth.clone()]).when(choose(youth, &[Law::YouthAct])).then_nothing();
    given_nothing::<Supervision>()
        .when(choose(model(Law::YouthAct, SupervisionModel::Own), &[Law::YouthAct]))
        .then_faults(&["/model"]);
    let elsewhere = model(Law::SocialSupportAct, SupervisionModel::Inspectorate);
    given_nothing::<Supervision>()
        .when(choose(elsewhere, &[Law::YouthAct]))
        .then_faults(&["/law", "/model"]);
}

#[test]
fn an_incident_is_notified_without_delay_or_it_is_flagged() {
    let late = |incident: Incident, today| {
        let events =
            given_nothing::<SupervisionSignal>().when(notify(incident, today)).into_events();
        match &events[..] {
            [SupervisionSignalEvent::IncidentNotified(it)] => it.late,
            other => panic!("{other:?}"),
        }
    };
    assert!(!late(incident(), TODAY));
    assert!(!late(incident(), date(2028, 3, 11)), "the third day is in time");
    assert!(late(incident(), date(2028, 3, 12)));
    let told = Incident { supervisor_told: Some(date(2028, 3, 9)), ..incident() };
    assert!(!late(told.clone(), date(2028, 5, 1)), "the supervisor knew in time");
    let told = Incident { supervisor_told: Some(date(2028, 4, 9)), ..told };
    assert!(late(told, date(2028, 5, 1)));
    // Whoever repeats it later does not make it late.
    given::<SupervisionSignal>([notified(incident())])
        .when(notify(incident(), date(2028, 5, 1)))
        .then_nothing();
}

#[test]
fn an_incident_has_its_days_in_order_and_tells_of_nobody() {
    let wrong = Incident {
        occurred: date(2028, 3, 20),
        noticed: date(2028, 3, 19),
        supervisor_told: Some(date(2028, 3, 1)),
        text: text("Mevrouw De Vries viel; bel 06-12345678."),
        ..incident()
    };
    given_nothing::<SupervisionSignal>().when(notify(wrong, TODAY)).then_faults(&[
        "/text",
        "/text",
        "/noticed",
        "/noticed",
        "/supervisorTold",
    ]);
    given_nothing::<SupervisionSignal>()
        .when(receive("Het kind met nummer 111222333 wachtte te lang."))
        .then_faults(&["/findings"]);
}

#[test]
fn every_signal_is_answered_once() {
    given_nothing::<SupervisionSignal>()
        .when(answer("Wij bezoeken het gezinshuis."))
        .then_refused("supervision-signal-unknown");
    let before = || [report("Er is te weinig zicht op wachttijd.")];
    given::<SupervisionSignal>(before())
        .when(receive("Iets anders."))
        .then_refused("supervision-signal-exists");
    given::<SupervisionSignal>(before())
        .when(answer("Wij meten elke maand."))
        .then([answered("Wij meten elke maand.")]);
    let [brought] = before();
    let after: [SupervisionSignalEvent; 2] =
        [brought.into(), answered("Wij meten elke maand.").into()];
    given::<SupervisionSignal>(after.clone()).when(answer("Wij meten elke maand.")).then_nothing();
    given::<SupervisionSignal>(after)
        .when(answer("Toch niet."))
        .then_refused("supervision-signal-answered");
}
