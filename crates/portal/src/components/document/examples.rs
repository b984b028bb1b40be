//! A document with two versions and one with a single version.

use super::{Document, DocumentKind, DocumentVersion};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

const GUIDE: &str = "Leidraad inkoop jeugdhulp";
const REQUIREMENTS: &str = "Eisen aan goede jeugdhulp";
const VISION: &str = "Samen dichtbij: visie op jeugdhulp";

/// A version of a document, published on the first day of the procedure.
fn version(
    voice: &Voice,
    title: &str,
    (document, version): (&str, u32),
    (file_name, size): (&str, u64),
) -> DocumentVersion {
    DocumentVersion {
        title: voice.say(title),
        version,
        published: voice.moment("maandag 12 oktober 2026 09.00 uur", "2026-10-12T07:00:00Z"),
        file_name: voice.say(file_name),
        size,
        sha256: format!("9f2c4e07d1b85a36c0e7f4129d6b83a5ce01748f2a9d3b60517ec8f4{size:08x}"),
        change: None,
        href: paths::document_file(cast::YOUTH, document, version, file_name),
        changes: None,
    }
}

pub(crate) fn tender_guide(voice: &Voice) -> Document {
    Document {
        id: cast::TENDER_GUIDE.to_owned(),
        kind: DocumentKind::TenderGuide,
        title: voice.say(GUIDE),
        warning: None,
        versions: vec![
            DocumentVersion {
                published: voice
                    .moment("dinsdag 10 november 2026 16.00 uur", "2026-11-10T15:00:00Z"),
                change: Some(voice.prose(
                    "Paragraaf 3.2 is aangepast: een praktijk van één persoon mag ook met een \
                     verklaring van een accountant laten zien dat zij gezond is. Dit volgt uit \
                     vraag 2 van nota van inlichtingen 1.",
                )),
                changes: Some(paths::document_changes(cast::YOUTH, cast::TENDER_GUIDE, 1, 2)),
                ..version(voice, GUIDE, (cast::TENDER_GUIDE, 2), ("leidraad-v2.pdf", 1_243_900))
            },
            version(voice, GUIDE, (cast::TENDER_GUIDE, 1), ("leidraad-v1.pdf", 1_198_040)),
        ],
    }
}

pub(crate) fn requirements(voice: &Voice) -> Document {
    Document {
        id: cast::REQUIREMENTS.to_owned(),
        kind: DocumentKind::Requirements,
        title: voice.say(REQUIREMENTS),
        warning: None,
        versions: vec![version(
            voice,
            REQUIREMENTS,
            (cast::REQUIREMENTS, 1),
            ("eisen.pdf", 418_220),
        )],
    }
}

/// It tells how, and came before what and why.
fn early(voice: &Voice) -> Document {
    let warning = "Dit document vertelt hoe er wordt ingekocht. Er was nog geen visie.";
    Document { warning: Some(voice.say(warning)), ..requirements(voice) }
}

pub(crate) fn vision(voice: &Voice) -> Document {
    Document {
        id: cast::VISION.to_owned(),
        kind: DocumentKind::Vision,
        title: voice.say(VISION),
        warning: None,
        versions: vec![DocumentVersion {
            published: voice.moment("vrijdag 27 maart 2026 17.00 uur", "2026-03-27T16:00:00Z"),
            ..version(voice, VISION, (cast::VISION, 1), ("samen-dichtbij.pdf", 2_950_112))
        }],
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("document-with-versions", &tender_guide(voice)),
        Example::of("document", &requirements(voice)),
        Example::of("document-small", &vision(voice)),
        Example::of("document-before-vision", &early(voice)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_reads_as_people_say_it() {
        let words = |size| {
            let mut version = requirements(&Voice::plain()).versions.remove(0);
            version.size = size;
            version.size_in_words().replace('\u{a0}', " ")
        };
        for (size, expected) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (2_950, "3 kB"),
            (2_849, "2,8 kB"),
            (418_220, "418 kB"),
            (999_499, "999 kB"),
            (999_500, "1 MB"),
            (1_243_900, "1,2 MB"),
            (5_000_000_000, "5 GB"),
            (u64::MAX, "18446744074 GB"),
        ] {
            assert_eq!(words(size), expected, "{size}");
        }
    }
}
