//! Questions of every kind.

use super::NoteItem;
use crate::components::{DocumentPlace, Reference, reference};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

fn item(
    voice: &Voice,
    number: u32,
    reference: Reference,
    question: &str,
    answer: &str,
) -> NoteItem {
    NoteItem {
        note: 1,
        number,
        reference,
        question: voice.prose(question),
        answer: voice.prose(answer),
        amends: None,
        corrections: vec![],
    }
}

pub(crate) fn general(voice: &Voice) -> NoteItem {
    item(
        voice,
        1,
        Reference::default(),
        "Mogen aanbieders samen inschrijven?",
        "Ja. Aanbieders mogen samen inschrijven als combinatie. Ook mag een aanbieder werken met \
         onderaannemers. U mag in één perceel maar één keer meedoen.",
    )
}

pub(crate) fn amending(voice: &Voice) -> NoteItem {
    NoteItem {
        amends: Some(DocumentPlace { version: 2, ..reference::examples::section(voice, "3.2") }),
        ..item(
            voice,
            2,
            Reference { document: Some(reference::examples::section(voice, "3.2")), lot: None },
            "U vraagt om een goedgekeurde jaarrekening. Een praktijk van één persoon heeft die \
             niet. Kan zij op een andere manier laten zien dat zij financieel gezond is?",
            "Ja. Een praktijk van één persoon mag ook een verklaring van een accountant of \
             boekhouder geven.\n\nWij hebben de tekst van de leidraad aangepast.",
        )
    }
}

pub(crate) fn corrected(voice: &Voice) -> NoteItem {
    NoteItem {
        corrections: vec![
            voice.link("nota van inlichtingen 2", &paths::erratum(cast::YOUTH, 2, 1)),
        ],
        ..item(
            voice,
            3,
            Reference {
                document: Some(reference::examples::requirements(voice)),
                lot: Some(voice.say("perceel 3: Wonen en verblijf")),
            },
            "Hoeveel kinderen mogen er hoogstens in één huis wonen?",
            "In een gezinshuis wonen hoogstens zes kinderen.",
        )
    }
}

pub(crate) fn about_a_lot(voice: &Voice) -> NoteItem {
    item(
        voice,
        4,
        Reference { document: None, lot: Some(voice.say("perceel 1: Ambulante jeugdhulp")) },
        "Telt reistijd mee in het tarief?",
        "Ja. In het tarief zit gemiddeld 25 minuten reistijd per afspraak. U mag reistijd niet \
         apart in rekening brengen.",
    )
}

pub(crate) fn plain(voice: &Voice) -> NoteItem {
    item(
        voice,
        5,
        Reference { document: Some(reference::examples::section(voice, "5.1")), lot: None },
        "Een aanbieder krijgt geen contract. Wat gebeurt er met de kinderen die daar nu hulp \
         krijgen?",
        "Deze kinderen houden hun hulp tot het doel is bereikt, en hoogstens twaalf maanden. De \
         oude afspraken en tarieven blijven dan gelden.\n\nWij maken met elke aanbieder een plan \
         voor deze overgang. Het gezin beslist mee.",
    )
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("note-item-general", &general(voice)),
        Example::of("note-item-amending", &amending(voice)),
        Example::of("note-item-corrected", &corrected(voice)),
        Example::of("note-item-about-a-lot", &about_a_lot(voice)),
    ]
}
