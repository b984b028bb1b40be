//! The form as one finds it, and as it comes back.

use super::{
    ExperienceForm, ExperienceTheme, ExperienceVoice, Filled, FormFault, FormField, Passage,
};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

fn themes(voice: &Voice) -> Vec<ExperienceTheme> {
    let theme = |key: &str, title: &str, question: &str| ExperienceTheme {
        key: voice.say(key),
        title: voice.say(title),
        question: voice.prose(question),
    };
    vec![
        theme("wachten", "Wachten", "Hoe lang wachtte u, en wist u waar u aan toe was?"),
        theme("samenwerken", "Samenwerken", "Werkten school en hulp goed samen?"),
    ]
}

/// As one finds it.
pub(crate) fn empty(voice: &Voice) -> ExperienceForm {
    ExperienceForm {
        action: paths::outreach(cast::YOUTH, cast::OPEN_OUTREACH),
        key: voice.say("6b0e8a1f-92c4-4d37-b5e8-7a1c0f3d6e92"),
        voices: vec![ExperienceVoice::Client, ExperienceVoice::Relative, ExperienceVoice::Referrer],
        themes: themes(voice),
        privacy: voice.prose(
            "Alleen medewerkers van de gemeenten lezen dit. Een jaar na het verslag wissen wij \
             het.",
        ),
        length_max: 20_000,
        filled: Filled::default(),
        faults: vec![],
        found: vec![],
    }
}

/// As it comes back: nothing is chosen, a name stands in the text, and there is no consent.
pub(crate) fn refused(voice: &Voice) -> ExperienceForm {
    let fault = |field, words: &str| FormFault { field, words: voice.say(words) };
    let passage = Passage {
        before: voice.say("Ik heet "),
        marked: voice.say("Fatima"),
        after: voice.say(" en wij wachtten lang."),
    };
    ExperienceForm {
        filled: Filled {
            text: voice.say("Ik heet Fatima en wij wachtten lang."),
            ..Filled::default()
        },
        faults: vec![
            fault(FormField::Voice, "Kies wie u bent."),
            fault(FormField::Theme, "Kies een onderwerp."),
            fault(FormField::Text, "In uw tekst staat de naam van een persoon."),
            fault(FormField::Consent, "Wij bewaren het alleen als u dat goed vindt."),
        ],
        found: vec![passage],
        ..empty(voice)
    }
}

/// With one side, one theme, and all of it filled in.
fn filled(voice: &Voice) -> ExperienceForm {
    ExperienceForm {
        voices: vec![ExperienceVoice::Education],
        themes: themes(voice).into_iter().take(1).collect(),
        filled: Filled {
            voice: None,
            theme: None,
            text: voice.say("Wij bellen drie mensen per kind."),
            consent: true,
        },
        ..empty(voice)
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("experience-form", &empty(voice)),
        Example::of("experience-form-refused", &refused(voice)),
        Example::of("experience-form-filled", &filled(voice)),
    ]
}
