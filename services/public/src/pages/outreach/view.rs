//! From an outreach, and from what was sent to it, to its page.

use super::sent::Sent;
use crate::pages::words::{disposition, outreach_state, prose, trajectory_name};
use actix_web::ResponseError;
use dialogue::ExperienceId;
use dialogue::discretion::{Finding, personal};
use dialogue::outreach::{self, OutreachTheme, ThemeFeedback};
use http::Problem;
use jiff::Timestamp;
use portal::components::{
    ExperienceForm, ExperienceTheme, ExperienceVoice, Filled, FormFault, FormField, Passage,
};
use portal::pages::{OutreachPage, ThemeOutcome};
use portal::paths;
use service::{OutreachView, TrajectoryView};
use vocabulary::Fault;

/// How many characters are shown around a place that tells of a person.
const AROUND: usize = 30;

/// How many characters can be told: those of a prose.
const LENGTH_MAX: u32 = 20_000;

/// The page without its form.
pub(super) fn page(
    trajectory: &TrajectoryView,
    outreach: &OutreachView,
    now: Timestamp,
) -> OutreachPage {
    let feedback = outreach.feedback.iter().flatten();
    OutreachPage {
        trajectory: trajectory_name(trajectory),
        id: outreach.id.to_string(),
        title: outreach.title.to_string(),
        introduction: prose(&outreach.introduction),
        state: outreach_state(outreach, now),
        themes: outreach.themes.iter().map(theme).collect(),
        outcomes: feedback.map(|it| outcome(outreach, it)).collect(),
        form: None,
        notice: None,
    }
}

fn theme(theme: &OutreachTheme) -> ExperienceTheme {
    ExperienceTheme {
        key: theme.key.to_string(),
        title: theme.title.to_string(),
        question: prose(&theme.question),
    }
}

fn outcome(outreach: &OutreachView, feedback: &ThemeFeedback) -> ThemeOutcome {
    let theme = outreach.themes.iter().find(|theme| theme.key == feedback.theme);
    ThemeOutcome {
        title: theme.map_or_else(|| feedback.theme.to_string(), |theme| theme.title.to_string()),
        heard: prose(&feedback.heard),
        disposition: disposition(feedback.disposition),
        reason: prose(&feedback.reason),
    }
}

/// The form with what was filled in.
pub(super) fn form(outreach: &OutreachView, sent: &Sent, key: ExperienceId) -> ExperienceForm {
    ExperienceForm {
        action: paths::outreach(&outreach.trajectory.to_string(), &outreach.id.to_string()),
        key: key.to_string(),
        voices: outreach.voices.iter().copied().map(voice).collect(),
        themes: outreach.themes.iter().map(theme).collect(),
        privacy: prose(&outreach.privacy),
        length_max: LENGTH_MAX,
        filled: Filled {
            voice: sent.voice.map(voice),
            theme: sent.theme.as_ref().map(ToString::to_string),
            text: sent.text.clone(),
            consent: sent.consent,
        },
        faults: vec![],
        found: personal(&sent.text).iter().map(|found| passage(&sent.text, found)).collect(),
    }
}

fn passage(text: &str, found: &Finding) -> Passage {
    let start = usize::try_from(found.start).unwrap_or(usize::MAX);
    let end = start.saturating_add(found.text.chars().count());
    let from = start.saturating_sub(AROUND);
    let rest = text.chars().skip(end);
    let (cut_before, cut_after) = (from > 0, rest.clone().nth(AROUND).is_some());
    let ellipsis = |cut| if cut { "…" } else { "" };
    let before: String = text.chars().take(start).skip(from).collect();
    let after: String = rest.take(AROUND).collect();
    Passage {
        before: format!("{}{before}", ellipsis(cut_before)),
        marked: found.text.clone(),
        after: format!("{after}{}", ellipsis(cut_after)),
    }
}

/// What is wrong, field by field.
pub(super) fn faults(problem: &Problem) -> Vec<FormFault> {
    let fault = |it: &Fault| Some(FormFault { field: field(&it.field)?, words: it.detail.clone() });
    problem.detail().errors.iter().filter_map(fault).collect()
}

fn field(pointer: &str) -> Option<FormField> {
    match pointer {
        "/voice" => Some(FormField::Voice),
        "/theme" => Some(FormField::Theme),
        "/text" => Some(FormField::Text),
        "/consent" => Some(FormField::Consent),
        _ => None,
    }
}

/// Why it was not kept, when that is not a matter of one field.
pub(super) fn notice(problem: &Problem, open: bool) -> Option<String> {
    if problem.status_code().is_server_error() {
        return Some(
            "Wij konden uw ervaring nu niet bewaren. Dat ligt aan ons. Wat u invulde staat er \
             nog. Probeer het over een paar minuten opnieuw."
                .to_owned(),
        );
    }
    let told = problem.detail();
    match problem.code() {
        "invalid-input" if !open => {
            Some("De termijn is voorbij. Wat u invulde is niet bewaard.".to_owned())
        }
        "experience-exists" => Some(
            "Uw ervaring was al bewaard, en dat verandert niet meer. Verstuur dit nog eens als \
             u het ook wilt vertellen."
                .to_owned(),
        ),
        "invalid-input" => {
            told.errors.into_iter().find(|it| field(&it.field).is_none()).map(|it| it.detail)
        }
        _ => Some(told.detail),
    }
}

const fn voice(voice: outreach::ExperienceVoice) -> ExperienceVoice {
    match voice {
        outreach::ExperienceVoice::Client => ExperienceVoice::Client,
        outreach::ExperienceVoice::Relative => ExperienceVoice::Relative,
        outreach::ExperienceVoice::Inhabitant => ExperienceVoice::Inhabitant,
        outreach::ExperienceVoice::Referrer => ExperienceVoice::Referrer,
        outreach::ExperienceVoice::Education => ExperienceVoice::Education,
        outreach::ExperienceVoice::Partner => ExperienceVoice::Partner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Told;
    use vocabulary::Faults;

    #[test]
    fn what_goes_wrong_on_our_side_is_told_as_ours_and_what_is_wrong_in_a_field_at_the_field() {
        let down = Problem::unavailable(Told::new("log-unavailable", "Met dezelfde sleutel."));
        let ours = notice(&down, true).unwrap();
        assert!(ours.contains("Dat ligt aan ons.") && !ours.contains("sleutel"), "{ours}");
        assert_eq!(notice(&Problem::faults(Faults::one("/text", "Te lang.")), true), None);
        let form = notice(&Problem::faults(Faults::one("", "Geen formulier.")), true);
        assert_eq!(form.as_deref(), Some("Geen formulier."));
        let late = Problem::state(Told::new("too-late", "De termijn is voorbij."));
        assert_eq!(notice(&late, false).as_deref(), Some("De termijn is voorbij."));
    }

    #[test]
    fn a_place_is_shown_with_the_words_around_it() {
        let text = format!("{} 111222333 {}", "é".repeat(40), "b".repeat(40));
        let found = Finding {
            kind: dialogue::discretion::FindingKind::RegisterNumber,
            start: 41,
            text: "111222333".to_owned(),
        };
        let shown = passage(&text, &found);
        assert_eq!(shown.before, format!("…{} ", "é".repeat(29)));
        assert_eq!((shown.marked.as_str(), shown.after.chars().count()), ("111222333", 31));
    }
}
