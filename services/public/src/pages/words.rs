//! From the words of the dialogue to those of the pages. The pages know no words of the dialogue
//! themselves, so that they stay plain views.

use calendar::{moment_in_words, until_in_words};
use dialogue::advice::{self, ResponseKind};
use dialogue::{DocumentReference, PhaseKind, Room, TrajectoryId, consultation, trajectory};
use jiff::Timestamp;
use portal::components::{
    Disposition, DocumentKind, DocumentPlace, Instrument, Law, Link, Moment, OutreachState, Prose,
    RoundState, Term,
};
use portal::pages::{Judgement, TrajectoryName};
use portal::{components, paths};
use service::{ConsultationRoundView, OutreachView, RoundStatus, TrajectoryView};
use vocabulary::{CouncilCode, Whole};

/// An instant. Readers see whole seconds; a page cannot hold finer ones. The last word stays on
/// the line of the time that it belongs to.
pub(super) fn moment(at: Timestamp) -> Moment {
    told(&moment_in_words(at), at)
}

/// The last instant of something.
pub(super) fn deadline(at: Timestamp) -> Moment {
    told(&until_in_words(at), at)
}

fn told(words: &str, at: Timestamp) -> Moment {
    Moment { words: words.replace(" uur", "\u{a0}uur"), iso: format!("{at:.0}") }
}

/// A term with its legal ground.
pub(super) fn term(term: &calendar::Term) -> Term {
    Term {
        until: deadline(term.at),
        ground_kind: term.ground.kind.dutch().to_owned(),
        ground: term.ground.source.to_string(),
    }
}

/// A text as it was written.
pub(super) fn prose(text: &impl ToString) -> Prose {
    Prose(text.to_string())
}

/// How many there are.
pub(super) fn count<T>(things: &[T]) -> u32 {
    u32::try_from(things.len()).unwrap_or(u32::MAX)
}

/// The trajectory, for pages below its dossier.
pub(super) fn trajectory_name(trajectory: &TrajectoryView) -> TrajectoryName {
    TrajectoryName { id: trajectory.id.to_string(), title: trajectory.title.to_string() }
}

/// The municipalities that buy, the lead first.
pub(super) fn municipalities(trajectory: &TrajectoryView) -> Vec<String> {
    let buyers = [&trajectory.lead].into_iter().chain(&trajectory.members);
    buyers.map(|buyer| buyer.name.to_string()).collect()
}

/// What a council is called.
pub(super) fn council(trajectory: &TrajectoryView, code: &CouncilCode) -> String {
    let council = trajectory.councils.iter().find(|council| council.code == *code);
    council.map_or_else(|| code.to_string(), |council| council.name.to_string())
}

/// A lot by its number, such as "1: Ambulante jeugdhulp"; before it stands "perceel".
pub(super) fn lot(trajectory: &TrajectoryView, number: Whole) -> String {
    let lot = trajectory.lots.iter().find(|lot| lot.number == number);
    let title = lot.map_or_else(String::new, |lot| format!(": {}", lot.title));
    format!("{}{title}", number.get())
}

/// The phase on the page of its trajectory.
pub(super) fn phase_link(trajectory: TrajectoryId, phase: PhaseKind) -> Link {
    Link {
        text: phase.dutch().to_owned(),
        href: paths::phase(&trajectory.to_string(), phase.as_str()),
    }
}

/// The report of a round.
pub(super) fn report_link(round: &ConsultationRoundView) -> Link {
    Link {
        text: format!("Consultatieverslag: {}", round.title),
        href: paths::report(&round.trajectory.to_string(), &round.id.to_string()),
    }
}

/// A clarification note.
pub(super) fn note_link(trajectory: TrajectoryId, number: u32) -> Link {
    Link {
        text: format!("nota van inlichtingen {number}"),
        href: paths::note(&trajectory.to_string(), number),
    }
}

/// An outreach.
pub(super) fn outreach_link(outreach: &OutreachView) -> Link {
    Link {
        text: outreach.title.to_string(),
        href: paths::outreach(&outreach.trajectory.to_string(), &outreach.id.to_string()),
    }
}

/// Whether experiences are taken for an outreach by the log's clock.
pub(super) fn is_open(outreach: &OutreachView, now: Timestamp) -> bool {
    outreach.feedback.is_none() && outreach.closes.allows(now)
}

/// Where an outreach stands by the log's clock.
pub(super) fn outreach_state(outreach: &OutreachView, now: Timestamp) -> OutreachState {
    match outreach.answered_at {
        Some(at) => OutreachState::Answered(moment(at)),
        None if is_open(outreach, now) => OutreachState::Open(deadline(outreach.closes.at)),
        None => OutreachState::Closed(deadline(outreach.closes.at)),
    }
}

/// A place in a version of a document.
pub(super) fn document_place(trajectory: &TrajectoryView, at: &DocumentReference) -> DocumentPlace {
    let document = trajectory.documents.iter().find(|document| document.id == at.document);
    let mut versions = document.into_iter().flat_map(|document| &document.versions);
    let version = versions.find(|version| version.version == at.version.get());
    DocumentPlace {
        // Only a version that was published can be referred to, so there is always a title.
        title: version.map_or_else(|| "Document".to_owned(), |version| version.title.to_string()),
        version: at.version.get(),
        section: at.section.as_ref().map(ToString::to_string),
        href: paths::document(&trajectory.id.to_string(), &at.document.to_string()),
    }
}

/// Where a round stands by the log's clock: input is taken from its opening to its term, both
/// included, unless it was closed.
pub(super) fn round_state(
    status: RoundStatus,
    opens: Timestamp,
    closes: &calendar::Term,
    now: Timestamp,
) -> RoundState {
    match status {
        RoundStatus::Closed | RoundStatus::Answered => RoundState::Closed,
        RoundStatus::Published if now < opens => RoundState::Announced,
        RoundStatus::Published if closes.allows(now) => RoundState::Open,
        RoundStatus::Published => RoundState::Closed,
    }
}

pub(super) const fn law(law: trajectory::Law) -> Law {
    match law {
        trajectory::Law::YouthAct => Law::YouthAct,
        trajectory::Law::SocialSupportAct => Law::SocialSupportAct,
    }
}

pub(super) const fn instrument(instrument: trajectory::Instrument) -> Instrument {
    match instrument {
        trajectory::Instrument::InHouse => Instrument::InHouse,
        trajectory::Instrument::OpenProcedure => Instrument::OpenProcedure,
        trajectory::Instrument::RestrictedProcedure => Instrument::RestrictedProcedure,
        trajectory::Instrument::SocialServices => Instrument::SocialServices,
        trajectory::Instrument::SocialServicesWithoutComparison => {
            Instrument::SocialServicesWithoutComparison
        }
        trajectory::Instrument::CompetitiveDialogue => Instrument::CompetitiveDialogue,
        trajectory::Instrument::OpenHouse => Instrument::OpenHouse,
        trajectory::Instrument::Subsidy => Instrument::Subsidy,
    }
}

pub(super) const fn document_kind(kind: trajectory::DocumentKind) -> DocumentKind {
    match kind {
        trajectory::DocumentKind::Policy => DocumentKind::Policy,
        trajectory::DocumentKind::Vision => DocumentKind::Vision,
        trajectory::DocumentKind::StrategyNote => DocumentKind::StrategyNote,
        trajectory::DocumentKind::FundingNote => DocumentKind::FundingNote,
        trajectory::DocumentKind::DevelopmentAgenda => DocumentKind::DevelopmentAgenda,
        trajectory::DocumentKind::TenderGuide => DocumentKind::TenderGuide,
        trajectory::DocumentKind::Requirements => DocumentKind::Requirements,
        trajectory::DocumentKind::DraftContract => DocumentKind::DraftContract,
        trajectory::DocumentKind::ServiceDescriptions => DocumentKind::ServiceDescriptions,
        trajectory::DocumentKind::Rates => DocumentKind::Rates,
        trajectory::DocumentKind::ChangeList => DocumentKind::ChangeList,
        trajectory::DocumentKind::Other => DocumentKind::Other,
    }
}

pub(super) const fn room(room: Room) -> components::Room {
    match room {
        Room::Open => components::Room::Open,
        Room::Amendable => components::Room::Amendable,
        Room::Fixed => components::Room::Fixed,
    }
}

pub(super) const fn disposition(disposition: consultation::Disposition) -> Disposition {
    match disposition {
        consultation::Disposition::Adopted => Disposition::Adopted,
        consultation::Disposition::PartlyAdopted => Disposition::PartlyAdopted,
        consultation::Disposition::NotAdopted => Disposition::NotAdopted,
        consultation::Disposition::OutOfScope => Disposition::OutOfScope,
        consultation::Disposition::MovedToDevelopmentAgenda => {
            Disposition::MovedToDevelopmentAgenda
        }
    }
}

pub(super) const fn response(response: ResponseKind) -> Disposition {
    match response {
        ResponseKind::Adopted => Disposition::Adopted,
        ResponseKind::PartlyAdopted => Disposition::PartlyAdopted,
        ResponseKind::NotAdopted => Disposition::NotAdopted,
    }
}

pub(super) const fn judgement(judgement: advice::Judgement) -> Judgement {
    match judgement {
        advice::Judgement::Positive => Judgement::Positive,
        advice::Judgement::PositiveProvided => Judgement::PositiveProvided,
        advice::Judgement::Negative => Judgement::Negative,
        advice::Judgement::None => Judgement::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::Term;

    fn at(instant: &str) -> Timestamp {
        instant.parse().unwrap()
    }

    /// Until noon of the first of March.
    fn noon() -> Term {
        let term = r#"{"at":"2027-03-01T11:00:00Z","local":"2027-03-01T12:00:00",
            "ground":{"kind":"policy","source":"Dialoogplan"}}"#;
        serde_json::from_str(term).unwrap()
    }

    #[test]
    fn a_round_is_open_from_its_first_instant_to_its_last_and_at_no_other() {
        let opens = at("2027-02-01T08:00:00Z");
        for (now, state) in [
            ("2027-02-01T07:59:59.999999Z", RoundState::Announced),
            ("2027-02-01T08:00:00Z", RoundState::Open),
            ("2027-03-01T11:00:00Z", RoundState::Open),
            ("2027-03-01T11:00:00.000001Z", RoundState::Closed),
        ] {
            assert_eq!(
                round_state(RoundStatus::Published, opens, &noon(), at(now)),
                state,
                "{now}"
            );
        }
    }

    #[test]
    fn a_round_that_was_closed_or_answered_is_closed_at_every_instant() {
        let opens = at("2027-02-01T08:00:00Z");
        for status in [RoundStatus::Closed, RoundStatus::Answered] {
            for now in ["2027-01-01T08:00:00Z", "2027-02-10T08:00:00Z", "2027-04-01T08:00:00Z"] {
                let state = round_state(status, opens, &noon(), at(now));
                assert_eq!(state, RoundState::Closed, "{status:?} {now}");
            }
        }
    }

    #[test]
    fn an_instant_is_told_in_dutch_time_and_given_in_whole_seconds() {
        let moment = moment(at("2027-07-01T10:00:00.123456Z"));
        assert_eq!(moment.words, "donderdag 1 juli 2027 12.00\u{a0}uur");
        assert_eq!(moment.iso, "2027-07-01T10:00:00Z");
    }

    #[test]
    fn a_term_keeps_its_ground() {
        let term = term(&noon());
        assert_eq!(term.until.words, "t/m maandag 1 maart 2027 12.00\u{a0}uur");
        assert_eq!((term.ground_kind.as_str(), term.ground.as_str()), ("beleid", "Dialoogplan"));
    }
}
