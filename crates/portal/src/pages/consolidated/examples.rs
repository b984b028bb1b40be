//! Two notes, of which the second corrects the first.

use super::{Beside, ConsolidatedPage, NotePart, NumberedItem};
use crate::components::{NoteItem, note_item};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;
use crate::paths;

fn whole(voice: &Voice) -> ConsolidatedPage {
    let numbered = |number, item: NoteItem| NumberedItem { number, item, corrections: vec![] };
    let erratum = voice.link("nota van inlichtingen 2", &paths::erratum(cast::YOUTH, 2, 1));
    let corrected = NumberedItem {
        corrections: vec![Beside {
            link: erratum,
            correction: voice.prose("De reistijd telt wel mee in het tarief."),
        }],
        ..numbered(2, note_item::examples::amending(voice))
    };
    ConsolidatedPage {
        trajectory: trajectory::examples::youth(voice),
        export: paths::consolidated_export(cast::YOUTH),
        notes: vec![
            NotePart {
                note: voice.link("Deze nota", &paths::note(cast::YOUTH, 1)),
                number: 1,
                title: voice.say("antwoorden op de eerste vragenronde"),
                published: voice
                    .moment("dinsdag 10 november 2026 16.00 uur", "2026-11-10T15:00:00Z"),
                items: vec![numbered(1, note_item::examples::general(voice)), corrected],
            },
            NotePart {
                note: voice.link("Deze nota", &paths::note(cast::YOUTH, 2)),
                number: 2,
                title: voice.say("rectificatie en eerste antwoorden"),
                published: voice
                    .moment("woensdag 18 november 2026 16.00 uur", "2026-11-18T15:00:00Z"),
                items: vec![numbered(
                    3,
                    NoteItem { note: 2, number: 1, ..note_item::examples::general(voice) },
                )],
            },
        ],
    }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![PageExample::of("consolidated", &whole(voice))?])
}
