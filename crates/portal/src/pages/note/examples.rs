//! A note with questions of every kind, and one that corrects it.

use super::NotePage;
use crate::components::{NoteItem, announcement, erratum, note_item};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;
use crate::paths;

fn first(voice: &Voice) -> NotePage {
    NotePage {
        trajectory: trajectory::examples::youth(voice),
        municipalities: voice.all(&cast::MUNICIPALITIES),
        number: 1,
        title: voice.say("antwoorden op de eerste vragenronde"),
        position: 412,
        hash: voice.say("6f1d0c9b7a3e8d2465f1b0c9d8a7e6f5041322b1c0d9e8f7a6b5c4d3e2f10a9b"),
        published: voice.moment("dinsdag 10 november 2026 16.00 uur", "2026-11-10T15:00:00Z"),
        round: voice.link("Eerste vragenronde", &paths::round(cast::YOUTH, cast::FIRST_QUESTIONS)),
        concludes: true,
        late: None,
        corrections: vec![
            voice.link("nota van inlichtingen 2", &paths::erratum(cast::YOUTH, 2, 2)),
        ],
        errata: vec![],
        announcements: vec![announcement::examples::meeting(voice)],
        items: vec![
            note_item::examples::general(voice),
            note_item::examples::amending(voice),
            note_item::examples::corrected(voice),
            note_item::examples::about_a_lot(voice),
            note_item::examples::plain(voice),
        ],
    }
}

fn second(voice: &Voice) -> NotePage {
    NotePage {
        trajectory: trajectory::examples::youth(voice),
        municipalities: voice.all(&cast::MUNICIPALITIES),
        number: 2,
        title: voice.say("rectificatie en eerste antwoorden"),
        position: 507,
        hash: voice.say("c04a7e19b2d85f3660e1d9c8b7a6f5e40312233445566778899aabbccddeeff0"),
        published: voice.moment("woensdag 18 november 2026 16.00 uur", "2026-11-18T15:00:00Z"),
        round: voice.link("Tweede vragenronde", &paths::round(cast::YOUTH, cast::SECOND_QUESTIONS)),
        concludes: false,
        late: Some(voice.prose("De nota bevestigt alleen wat in de leidraad staat.")),
        corrections: vec![],
        errata: vec![erratum::examples::of_a_question(voice), erratum::examples::of_a_note(voice)],
        announcements: vec![],
        items: vec![NoteItem { note: 2, number: 1, ..note_item::examples::general(voice) }],
    }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("note", &first(voice))?,
        PageExample::of("note-with-errata", &second(voice))?,
    ])
}
