//! The rules of a consultation round: its themes, its term, and its report.

use crate::examples::{id, instant, term, text};
use crate::harness::{given, given_nothing, state};
use crate::phase::plan;
use dialogue::consultation::{
    AgendaItemProgressed, AgendaStatus, ConsultationReportPublished, ConsultationRoundClosed,
    ConsultationRoundExtended, ConsultationRoundPublished, ContributionFacts,
    PublishConsultationReport, PublishConsultationRound, ReportItem, ReportItemMoved, RoundTheme,
    Track,
};
use dialogue::{
    Admission, ConsultationRound, ConsultationRoundCommand, ConsultationRoundEvent, ContributionId,
    DialoguePlan, Disclosure, Disposition, PhaseKind,
};

const OPENS: &str = "2027-02-01T08:00:00Z";
const CLOSES: &str = "2027-03-01T12:00:00+01:00";
const LATER: &str = "2027-03-15T12:00:00+01:00";
const LATEST: &str = "2027-03-22T12:00:00+01:00";

fn asked(key: &str) -> RoundTheme {
    RoundTheme {
        key: text(key),
        title: text("Hulp dichtbij"),
        question: text("Wat is er nodig om hulp dichtbij te geven?"),
    }
}

pub(crate) fn round() -> ConsultationRoundPublished {
    ConsultationRoundPublished {
        trajectory: id(1),
        phase: PhaseKind::Strategy,
        title: text("Eerste consultatie"),
        introduction: text("Wij horen graag hoe u hierover denkt."),
        themes: vec![asked("dichtbij"), asked("toegang")],
        opens: instant(OPENS),
        closes: term(CLOSES),
        disclosure: Disclosure::Hidden,
        questions: vec![],
    }
}

pub(crate) fn publish(round: ConsultationRoundPublished) -> ConsultationRoundCommand {
    let plan = plan();
    ConsultationRoundCommand::Publish(Box::new(PublishConsultationRound { round, plan }))
}

fn extended(closes: &str) -> ConsultationRoundExtended {
    ConsultationRoundExtended { closes: term(closes), reason: text("Er was vakantie.") }
}

fn extend(closes: &str) -> ConsultationRoundCommand {
    let ConsultationRoundExtended { closes, reason } = extended(closes);
    ConsultationRoundCommand::Extend { closes, reason }
}

fn item(contribution: u128, theme: &str) -> ReportItem {
    ReportItem {
        contribution: id(contribution),
        theme: text(theme),
        wording: text("Kinderen willen hulp na schooltijd."),
        disposition: Disposition::Adopted,
        reason: text("Dit past bij de visie."),
        track: None,
    }
}

fn report(items: Vec<ReportItem>) -> ConsultationReportPublished {
    ConsultationReportPublished {
        summary: text("Er kwam veel inbreng over de toegang."),
        items,
        tallies: vec![],
    }
}

fn publish_report(items: Vec<ReportItem>, missing: &[ContributionId]) -> ConsultationRoundCommand {
    let ConsultationReportPublished { summary, items, .. } = report(items);
    let facts = ContributionFacts { items, missing: missing.to_vec(), ..Default::default() };
    ConsultationRoundCommand::PublishReport(PublishConsultationReport { summary, facts })
}

fn published() -> ConsultationRoundEvent {
    round().into()
}

fn closed() -> [ConsultationRoundEvent; 2] {
    [published(), ConsultationRoundClosed {}.into()]
}

fn reported() -> [ConsultationRoundEvent; 3] {
    let [published, closed] = closed();
    [published, closed, report(vec![item(41, "toegang")]).into()]
}

fn moved(contribution: u128, track: Track) -> ReportItemMoved {
    let reason = text("De scholen kunnen pas over een jaar meedoen.");
    ReportItemMoved { contribution: id(contribution), track, reason }
}

fn move_to(contribution: u128, track: Track) -> ConsultationRoundCommand {
    let moved = moved(contribution, track);
    ConsultationRoundCommand::MoveItem { moved, sensitive: vec![] }
}

fn progressed(contribution: u128, status: AgendaStatus) -> AgendaItemProgressed {
    let explanation = text("Twee scholen doen mee.");
    AgendaItemProgressed { contribution: id(contribution), status, explanation }
}

fn progress(contribution: u128, status: AgendaStatus) -> ConsultationRoundCommand {
    let progressed = progressed(contribution, status);
    ConsultationRoundCommand::ProgressItem { progressed, sensitive: vec![] }
}

pub(crate) fn pool() -> Vec<ConsultationRoundCommand> {
    let other = ConsultationRoundPublished {
        title: text("Tweede consultatie"),
        disclosure: Disclosure::Municipality,
        ..round()
    };
    vec![
        publish(round()),
        publish(other),
        extend(LATER),
        extend(LATEST),
        extend(CLOSES),
        ConsultationRoundCommand::Close,
        publish_report(vec![item(42, "toegang")], &[id(41)]),
        publish_report(vec![item(42, "toegang"), item(41, "dichtbij")], &[]),
        publish_report(vec![], &[]),
        move_to(41, Track::DevelopmentAgenda),
        progress(41, AgendaStatus::Started),
        move_to(41, Track::ThisPurchase),
    ]
}

#[test]
fn a_round_is_published_on_themes_with_room() {
    given_nothing::<ConsultationRound>().when(publish(round())).then([published()]);
}

#[test]
fn a_round_is_published_once() {
    given::<ConsultationRound>([published()]).when(publish(round())).then_nothing();
    let other = ConsultationRoundPublished { title: text("Tweede consultatie"), ..round() };
    given::<ConsultationRound>([published()])
        .when(publish(other))
        .then_refused("consultation-round-exists");
}

#[test]
fn a_round_that_is_published_does_not_follow_a_later_plan() {
    let repeated = PublishConsultationRound { round: round(), plan: DialoguePlan::default() };
    given::<ConsultationRound>([published()])
        .when(ConsultationRoundCommand::Publish(Box::new(repeated)))
        .then_nothing();
}

#[test]
fn a_round_closes_after_it_opens() {
    for closes in ["2027-02-01T09:00:00+01:00", "2027-01-31T09:00:00+01:00"] {
        let wrong = ConsultationRoundPublished { closes: term(closes), ..round() };
        given_nothing::<ConsultationRound>().when(publish(wrong)).then_faults(&["/closes/at"]);
    }
}

#[test]
fn a_round_asks_about_at_least_one_theme() {
    let wrong = ConsultationRoundPublished {
        closes: term("2027-01-31T09:00:00+01:00"),
        themes: vec![],
        ..round()
    };
    given_nothing::<ConsultationRound>()
        .when(publish(wrong))
        .then_faults(&["/closes/at", "/themes"]);
}

#[test]
fn a_theme_that_is_fixed_unplanned_or_doubled_takes_no_round() {
    for (key, words) in
        [("budget", "vast"), ("wachttijd", "niet in het dialoogplan"), ("dichtbij", "al")]
    {
        let wrong =
            ConsultationRoundPublished { themes: vec![asked("dichtbij"), asked(key)], ..round() };
        let told = given_nothing::<ConsultationRound>()
            .when(publish(wrong))
            .then_faults(&["/themes/1/key"]);
        let detail = &told.faults[0].detail;
        assert!(detail.contains(words), "{detail}");
    }
}

#[test]
fn nothing_is_known_of_a_round_that_was_not_published() {
    for command in [extend(LATER), ConsultationRoundCommand::Close, publish_report(vec![], &[])] {
        given_nothing::<ConsultationRound>()
            .when(command)
            .then_refused("consultation-round-unknown");
    }
}

#[test]
fn a_round_is_extended_only_to_a_later_moment() {
    given::<ConsultationRound>([published()]).when(extend(LATER)).then([extended(LATER)]);
    for not_later in [CLOSES, "2027-02-20T12:00:00+01:00"] {
        given::<ConsultationRound>([published()])
            .when(extend(not_later))
            .then_faults(&["/closes/at"]);
    }
}

#[test]
fn a_second_extension_is_later_than_the_first() {
    let once = || given::<ConsultationRound>([published(), extended(LATER).into()]);
    once().when(extend(LATER)).then_nothing();
    once().when(extend(LATEST)).then([extended(LATEST)]);
    once().when(extend("2027-03-08T12:00:00+01:00")).then_faults(&["/closes/at"]);
}

#[test]
fn a_closed_round_is_not_extended() {
    given::<ConsultationRound>(closed())
        .when(extend(LATER))
        .then_refused("consultation-round-closed");
}

#[test]
fn a_round_closes_once() {
    given::<ConsultationRound>([published()])
        .when(ConsultationRoundCommand::Close)
        .then([ConsultationRoundClosed {}]);
    given::<ConsultationRound>(closed()).when(ConsultationRoundCommand::Close).then_nothing();
}

#[test]
fn a_report_waits_for_the_closing() {
    given::<ConsultationRound>([published()])
        .when(publish_report(vec![item(41, "toegang")], &[]))
        .then_refused("consultation-round-open");
}

#[test]
fn a_report_waits_for_every_disposition() {
    for (missing, words) in
        [(vec![id(42)], "bij 1 inbreng"), (vec![id(42), id(43)], "bij 2 stukken inbreng")]
    {
        let told = given::<ConsultationRound>(closed())
            .when(publish_report(vec![item(41, "toegang")], &missing))
            .then_refused("disposition-missing");
        assert!(told.detail.contains(words), "{}", told.detail);
    }
}

#[test]
fn a_report_is_ordered_by_theme_and_name_however_it_comes_in() {
    let [a, b, c] = [item(43, "dichtbij"), item(41, "toegang"), item(42, "toegang")];
    for items in [
        vec![a.clone(), b.clone(), c.clone()],
        vec![c.clone(), b.clone(), a.clone()],
        vec![b.clone(), a.clone(), c.clone()],
    ] {
        given::<ConsultationRound>(closed()).when(publish_report(items, &[])).then([report(vec![
            a.clone(),
            b.clone(),
            c.clone(),
        ])]);
    }
}

#[test]
fn a_report_is_published_once_and_never_edited() {
    given::<ConsultationRound>(reported())
        .when(publish_report(vec![item(41, "toegang")], &[]))
        .then_nothing();
    given::<ConsultationRound>(reported())
        .when(publish_report(vec![item(42, "toegang")], &[]))
        .then_refused("consultation-reported");
}

#[test]
fn contributions_are_taken_from_the_opening_to_the_term_that_counts() {
    let admission = |closes: &str| Admission { opens: instant(OPENS), closes: term(closes).at };
    let round: ConsultationRound = state([published()]);
    assert_eq!(round.admission(), Ok(admission(CLOSES)));
    let round: ConsultationRound = state([published(), extended(LATER).into()]);
    assert_eq!(round.admission(), Ok(admission(LATER)));
    assert_eq!(round.closes(), Ok(&term(LATER)));
    let round: ConsultationRound = state(closed());
    assert_eq!(round.admission().unwrap_err().told().code, "consultation-round-closed");
}

#[test]
fn a_round_knows_whether_its_report_is_still_to_come() {
    let code = |round: &ConsultationRound| round.awaits_report().map_err(|r| r.told().code);
    let open: ConsultationRound = state([published()]);
    assert_eq!(code(&open), Err("consultation-round-open"));
    let closed: ConsultationRound = state(closed());
    assert_eq!(code(&closed), Ok(()));
    assert!(!closed.is_reported());
    let reported: ConsultationRound = state(reported());
    assert_eq!(code(&reported), Err("consultation-reported"));
    assert!(reported.is_reported());
}

#[test]
fn a_contribution_moves_between_the_tracks_once_the_report_is_published() {
    let adopted = || item(41, "dichtbij");
    let later = ReportItem { disposition: Disposition::MovedToDevelopmentAgenda, ..adopted() };
    let reported = |items: Vec<ReportItem>| -> Vec<ConsultationRoundEvent> {
        vec![published(), ConsultationRoundClosed {}.into(), report(items).into()]
    };
    let (agenda, purchase) = (Track::DevelopmentAgenda, Track::ThisPurchase);
    given::<ConsultationRound>([published()])
        .when(move_to(41, agenda))
        .then_refused("consultation-report-awaited");
    let known = |items| given::<ConsultationRound>(reported(items));
    known(vec![adopted()]).when(move_to(42, agenda)).then_refused("contribution-unknown");
    known(vec![adopted()]).when(move_to(41, purchase)).then_refused("contribution-on-track");
    known(vec![adopted()]).when(move_to(41, agenda)).then([moved(41, agenda)]);
    known(vec![later.clone()]).when(move_to(41, agenda)).then_refused("contribution-on-track");
    known(vec![later]).when(move_to(41, purchase)).then([moved(41, purchase)]);
    // What a report says of the track itself goes first.
    let meant = ReportItem { track: Some(agenda), ..adopted() };
    known(vec![meant]).when(move_to(41, purchase)).then([moved(41, purchase)]);
}

#[test]
fn what_is_on_the_development_agenda_gets_on_for_everyone_to_read() {
    let meant = ReportItem { track: Some(Track::DevelopmentAgenda), ..item(41, "dichtbij") };
    let before: Vec<ConsultationRoundEvent> =
        vec![published(), ConsultationRoundClosed {}.into(), report(vec![meant]).into()];
    let known = || given::<ConsultationRound>(before.clone());
    known().when(progress(41, AgendaStatus::Started)).then([progressed(41, AgendaStatus::Started)]);
    let away = moved(41, Track::ThisPurchase).into();
    given::<ConsultationRound>(before.iter().cloned().chain([away]))
        .when(progress(41, AgendaStatus::Done))
        .then_refused("contribution-not-on-agenda");
    let secret = "Ons tarief is honderdtien euro per uur en niet meer";
    let reason = text::<vocabulary::Paragraph>(secret);
    let told = ReportItemMoved { reason, ..moved(41, Track::ThisPurchase) };
    let sensitive = vec![secret.to_owned()];
    known()
        .when(ConsultationRoundCommand::MoveItem { moved: told, sensitive: sensitive.clone() })
        .then_faults(&["/reason"]);
    let told =
        AgendaItemProgressed { explanation: text(secret), ..progressed(41, AgendaStatus::Started) };
    known()
        .when(ConsultationRoundCommand::ProgressItem { progressed: told, sensitive })
        .then_faults(&["/explanation"]);
}
