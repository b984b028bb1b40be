//! A list with a section of every kind, and one without.

use super::{ChangedSection, ChangesPage, SectionChangeKind, Stretch};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;
use crate::paths;

fn section(voice: &Voice, place: u32, number: &str, kind: SectionChangeKind) -> ChangedSection {
    ChangedSection {
        place,
        number: voice.say(number),
        title: voice.say("Financiële gezondheid"),
        kind,
        was: None,
        becomes: None,
        words: vec![],
        causes: vec![],
    }
}

fn full(voice: &Voice) -> ChangesPage {
    let changed = ChangedSection {
        was: Some(voice.prose("U levert een jaarrekening aan.")),
        becomes: Some(voice.prose("U levert een verklaring aan.")),
        words: vec![
            Stretch::Kept(voice.say("U levert een ")),
            Stretch::Removed(voice.say("jaarrekening")),
            Stretch::Added(voice.say("verklaring")),
        ],
        causes: vec![
            voice.link("vraag 2 van nota van inlichtingen 1", &paths::question(cast::YOUTH, 1, 2)),
        ],
        ..section(voice, 1, "3.2", SectionChangeKind::Changed)
    };
    ChangesPage {
        trajectory: trajectory::examples::youth(voice),
        document: voice
            .link("Leidraad inkoop jeugdhulp", &paths::document(cast::YOUTH, cast::TENDER_GUIDE)),
        id: cast::TENDER_GUIDE.to_owned(),
        from: 1,
        to: 2,
        reasons: vec![voice.prose("Paragraaf 3.2 is aangepast na een vraag.")],
        sections: vec![
            changed,
            section(voice, 2, "3.3", SectionChangeKind::Added),
            section(voice, 3, "3.4", SectionChangeKind::Removed),
            section(voice, 4, "3.5", SectionChangeKind::Unknown),
        ],
        causes: vec![],
    }
}

fn without_texts(voice: &Voice) -> ChangesPage {
    let cause =
        voice.link("vraag 1 van nota van inlichtingen 2", &paths::question(cast::YOUTH, 2, 1));
    ChangesPage { from: 2, to: 3, sections: vec![], causes: vec![cause], ..full(voice) }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("changes", &full(voice))?,
        PageExample::of("changes-without-texts", &without_texts(voice))?,
    ])
}
