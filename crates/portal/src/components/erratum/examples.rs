//! A correction of a question and one of a note as a whole.

use super::Erratum;
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn of_a_question(voice: &Voice) -> Erratum {
    Erratum {
        place: 1,
        corrects: voice
            .link("vraag 3 van nota van inlichtingen 1", &paths::question(cast::YOUTH, 1, 3)),
        correction: voice.prose(
            "In een gezinshuis wonen hoogstens vier kinderen. Eigen kinderen van de \
             gezinshuisouders tellen niet mee.",
        ),
        reason: voice.prose(
            "In nota 1 stond zes kinderen. Dat was een vergissing: in het programma van eisen \
             staat vier.",
        ),
    }
}

pub(crate) fn of_a_note(voice: &Voice) -> Erratum {
    Erratum {
        place: 2,
        corrects: voice.link("nota van inlichtingen 1", &paths::note(cast::YOUTH, 1)),
        correction: voice.prose("De bijeenkomst over samenwerken begint om 16.00 uur."),
        reason: voice.prose("De zaal is eerder niet vrij."),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("erratum-of-a-question", &of_a_question(voice)),
        Example::of("erratum-of-a-note", &of_a_note(voice)),
    ]
}
