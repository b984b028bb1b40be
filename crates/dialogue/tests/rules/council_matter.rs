//! The rules of what a council brings beside its advice: about nobody, and answered once.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::advice::ResponseKind;
use dialogue::council_matter::{
    CouncilAgendaItemProposed, CouncilMatterAnswered, CouncilResearchProposed,
    CouncilResearchReported, CouncilSignalGiven, ResearchForm, SignalFrequency,
};
use dialogue::{CouncilMatter, CouncilMatterCommand, CouncilMatterEvent};
use jiff::civil::date;

fn signal(what: &str) -> CouncilSignalGiven {
    CouncilSignalGiven {
        trajectory: id(1),
        council: text("adviesraad-veluwerand"),
        theme: text("Wachttijd"),
        group: text("Jongeren van 16 en 17 jaar"),
        frequency: SignalFrequency::Often,
        text: text(what),
        by: id(71),
    }
}

fn agenda_item() -> CouncilAgendaItemProposed {
    CouncilAgendaItemProposed {
        trajectory: id(1),
        council: text("adviesraad-veluwerand"),
        title: text("De wachtlijst"),
        text: text("Wij horen er elke maand over."),
        meeting: Some(date(2027, 5, 12)),
        by: id(71),
    }
}

fn research() -> CouncilResearchProposed {
    CouncilResearchProposed {
        trajectory: id(1),
        council: text("adviesraad-veluwerand"),
        form: ResearchForm::Panel,
        title: text("Panel over wachttijd"),
        text: text("Wij vragen veertig gezinnen hoe lang zij wachtten."),
        by: id(71),
    }
}

fn reported(what: &str) -> CouncilResearchReported {
    CouncilResearchReported { text: text(what), respondents: whole(38), by: id(71) }
}

fn answered(reason: &str) -> CouncilMatterAnswered {
    CouncilMatterAnswered {
        response: ResponseKind::Adopted,
        reason: text(reason),
        meeting: Some(date(2027, 5, 12)),
        by: id(61),
    }
}

fn give(what: &str) -> CouncilMatterCommand {
    CouncilMatterCommand::GiveSignal(Box::new(signal(what)))
}

pub(crate) fn pool_signal() -> Vec<CouncilMatterCommand> {
    vec![
        give("Jongeren wachten lang."),
        give("Iets anders."),
        CouncilMatterCommand::ReportResearch(reported("Dat klopt.")),
        CouncilMatterCommand::Answer(answered("Wij gaan het na.")),
        CouncilMatterCommand::Answer(answered("Toch niet.")),
    ]
}

pub(crate) fn pool_agenda() -> Vec<CouncilMatterCommand> {
    let mut pool = pool_signal();
    pool.insert(0, CouncilMatterCommand::ProposeAgendaItem(Box::new(agenda_item())));
    pool
}

pub(crate) fn pool_research() -> Vec<CouncilMatterCommand> {
    let mut pool = pool_signal();
    pool.insert(0, CouncilMatterCommand::ProposeResearch(Box::new(research())));
    pool
}

#[test]
fn a_council_brings_something_once() {
    let first = signal("Jongeren wachten lang.");
    given_nothing::<CouncilMatter>().when(give("Jongeren wachten lang.")).then([first.clone()]);
    given::<CouncilMatter>([first.clone()]).when(give("Jongeren wachten lang.")).then_nothing();
    given::<CouncilMatter>([first])
        .when(give("Iets anders."))
        .then_refused("council-matter-exists");
}

#[test]
fn nobody_is_found_in_what_a_council_tells() {
    let mut telling = signal("Mevrouw De Vries wacht al een jaar; bel 06-12345678.");
    telling.group = text("Het kind met nummer 111222333");
    given_nothing::<CouncilMatter>()
        .when(CouncilMatterCommand::GiveSignal(Box::new(telling)))
        .then_faults(&["/group", "/text", "/text"]);
    let research: CouncilMatterEvent = research().into();
    given::<CouncilMatter>([research])
        .when(CouncilMatterCommand::ReportResearch(reported("Zie ouder@voorbeeld.example.")))
        .then_faults(&["/text"]);
}

#[test]
fn only_research_has_results_and_it_has_them_once() {
    let report = |what| CouncilMatterCommand::ReportResearch(reported(what));
    let before: [CouncilMatterEvent; 1] = [research().into()];
    given::<CouncilMatter>(before.clone())
        .when(report("De helft wachtte lang."))
        .then([reported("De helft wachtte lang.")]);
    let [research] = before;
    given::<CouncilMatter>([research, reported("De helft wachtte lang.").into()])
        .when(report("Niemand wachtte."))
        .then_refused("council-research-reported");
    given::<CouncilMatter>([signal("Jongeren wachten lang.")])
        .when(report("De helft wachtte lang."))
        .then_refused("council-matter-no-research");
}

#[test]
fn what_a_council_brings_is_answered_once() {
    let answer = |reason| CouncilMatterCommand::Answer(answered(reason));
    given_nothing::<CouncilMatter>()
        .when(answer("Wij gaan het na."))
        .then_refused("council-matter-unknown");
    let before: [CouncilMatterEvent; 1] = [agenda_item().into()];
    given::<CouncilMatter>(before.clone())
        .when(answer("Wij gaan het na."))
        .then([answered("Wij gaan het na.")]);
    let [item] = before;
    let after = [item, answered("Wij gaan het na.").into()];
    given::<CouncilMatter>(after.clone()).when(answer("Wij gaan het na.")).then_nothing();
    given::<CouncilMatter>(after)
        .when(answer("Toch niet."))
        .then_refused("council-matter-answered");
}
