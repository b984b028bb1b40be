//! Where the pages and their parts stand. Whoever links to a page makes the link here.

use askama::filters::urlencode_strict;

/// The list of trajectories.
pub const HOME: &str = "/";
/// What Samenspraak is, and how to check a dossier.
pub const ABOUT: &str = "/over";
/// How a reader can know that a dossier was not changed.
pub const CHECK_A_DOSSIER: &str = "/over#controleren";
/// How to check a downloaded file against its fingerprint.
pub const CHECK_A_FILE: &str = "/over#bestand-controleren";
/// Why somebody gets mail, and how to stop it. Every mail links to it.
pub const MAIL: &str = "/over#berichten";
/// The accessibility statement.
pub const ACCESSIBILITY: &str = "/toegankelijkheid";

fn segment(text: &str) -> String {
    let Ok(encoded) = urlencode_strict(text);
    encoded.to_string()
}

/// The list of trajectories from a place in it on; `from` is its name in addresses.
#[must_use]
pub fn trajectories_from(from: &str) -> String {
    format!("{HOME}?vanaf={}", segment(from))
}

/// The dossier of a trajectory.
#[must_use]
pub fn trajectory(trajectory: &str) -> String {
    format!("/trajecten/{}", segment(trajectory))
}

/// A phase in the dossier of its trajectory; `phase` is its key, such as "procedure".
#[must_use]
pub fn phase(trajectory: &str, phase: &str) -> String {
    format!("{}#fase-{}", self::trajectory(trajectory), segment(phase))
}

/// A consultation round or question round in the dossier of its trajectory.
#[must_use]
pub fn round(trajectory: &str, round: &str) -> String {
    format!("{}#ronde-{}", self::trajectory(trajectory), segment(round))
}

/// A document in the dossier of its trajectory.
#[must_use]
pub fn document(trajectory: &str, document: &str) -> String {
    format!("{}#document-{}", self::trajectory(trajectory), segment(document))
}

/// The file of a version of a document.
#[must_use]
pub fn document_file(trajectory: &str, document: &str, version: u32, file_name: &str) -> String {
    let (document, file_name) = (segment(document), segment(file_name));
    format!("{}/documenten/{document}/{version}/{file_name}", self::trajectory(trajectory))
}

/// A clarification note.
#[must_use]
pub fn note(trajectory: &str, number: u32) -> String {
    format!("{}/nota-van-inlichtingen/{number}", self::trajectory(trajectory))
}

/// A question with its answer in a clarification note.
#[must_use]
pub fn question(trajectory: &str, note: u32, item: u32) -> String {
    format!("{}#vraag-{note}-{item}", self::note(trajectory, note))
}

/// A correction in a clarification note; `place` counts the corrections of the note from 1.
#[must_use]
pub fn erratum(trajectory: &str, note: u32, place: u32) -> String {
    format!("{}#rectificatie-{place}", self::note(trajectory, note))
}

/// All clarification notes on one page.
#[must_use]
pub fn consolidated_note(trajectory: &str) -> String {
    format!("{}/vragen-en-antwoorden", self::trajectory(trajectory))
}

/// All clarification notes as a list for a spreadsheet, of the public data.
#[must_use]
pub fn consolidated_export(trajectory: &str) -> String {
    format!("/public/v1/trajectories/{}/consolidated-note/export", segment(trajectory))
}

/// What changed between two versions of a document.
#[must_use]
pub fn document_changes(trajectory: &str, document: &str, from: u32, to: u32) -> String {
    let (trajectory, document) = (self::trajectory(trajectory), segment(document));
    format!("{trajectory}/documenten/{document}/wijzigingen/{from}/{to}")
}

/// A trajectory in pictures.
#[must_use]
pub fn pictures(trajectory: &str) -> String {
    format!("{}/in-beeld", self::trajectory(trajectory))
}

/// The report of a consultation round.
#[must_use]
pub fn report(trajectory: &str, round: &str) -> String {
    format!("{}/consultaties/{}", self::trajectory(trajectory), segment(round))
}

/// An outreach: what clients and others are asked, the form to tell of it, and what was done.
#[must_use]
pub fn outreach(trajectory: &str, outreach: &str) -> String {
    format!("{}/oproepen/{}", self::trajectory(trajectory), segment(outreach))
}

/// What somebody sees after telling of an experience.
#[must_use]
pub fn outreach_thanks(trajectory: &str, outreach: &str) -> String {
    format!("{}/bedankt", self::outreach(trajectory, outreach))
}

/// An advice of a client council.
#[must_use]
pub fn advice(trajectory: &str, advice: &str) -> String {
    format!("{}/adviezen/{}", self::trajectory(trajectory), segment(advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_one_segment_of_the_path() {
        assert_eq!(advice("../over", "a b#c"), "/trajecten/..%2Fover/adviezen/a%20b%23c");
    }

    #[test]
    fn a_file_name_stays_one_segment_of_the_path() {
        assert_eq!(
            document_file("t-1", "d-1", 2, "100% zorg #1.pdf"),
            "/trajecten/t-1/documenten/d-1/2/100%25%20zorg%20%231.pdf"
        );
    }

    #[test]
    fn a_question_has_its_own_place_in_its_note() {
        assert_eq!(question("t-1", 2, 7), "/trajecten/t-1/nota-van-inlichtingen/2#vraag-2-7");
    }
}
