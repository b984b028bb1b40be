//! What in a note may tell who asked, held against the profiles of all providers.

use crate::App;
use actix_web::web;
use dialogue::QuestionId;
use dialogue::discretion::{Finding, KnownPhrases, NoteFinding, NotePart, ProfilePhrases, find};
use dialogue::enquiry::{Announcement, Erratum, NoteItem};
use dialogue::party::ProviderProfile;
use http::Problem;
use service::{ContactPerson, OrganisationIdentity, open};
use vault::Vault;
use vocabulary::Prose;

/// The phrases in the profiles of all providers. Of all, because whoever sees which text is found
/// and which is not, must not learn from that who asked.
pub(super) async fn known_phrases(app: &App) -> Result<KnownPhrases, Problem> {
    let sql = "SELECT body FROM provider_profile ORDER BY id";
    let profiles: Vec<ProviderProfile> = app.model.with(|read| read.documents(sql, []))?;
    let vault = app.shared.vault.clone();
    // Opening many takes a while: other requests go on meanwhile.
    let phrases = web::block(move || {
        profiles.iter().map(|profile| phrases(&vault, profile)).collect::<Result<Vec<_>, _>>()
    });
    Ok(KnownPhrases::of(phrases.await.map_err(|error| Problem::internal(&error))??))
}

fn phrases(vault: &Vault, profile: &ProviderProfile) -> Result<ProfilePhrases, Problem> {
    let mut phrases = ProfilePhrases::default();
    if let Some(identity) = open::<OrganisationIdentity>(vault, &profile.identity)? {
        phrases.names.push(identity.name.to_string());
        phrases.numbers.extend(identity.numbers.iter().map(ToString::to_string));
    }
    if let Some(contact) = open::<ContactPerson>(vault, &profile.contact)? {
        phrases.names.push(contact.name.to_string());
        phrases.numbers.extend(contact.phone.iter().map(ToString::to_string));
        phrases.emails.push(contact.email.to_string());
    }
    Ok(phrases)
}

/// What was found in an item; `original` is what its asker wrote.
pub(super) fn in_item(
    item: &NoteItem,
    original: Option<&str>,
    known: &KnownPhrases,
) -> Vec<NoteFinding> {
    in_texts(item.question, &item.wording, &item.answer, original, known)
}

/// What was found in a question in anonymous words, and in its answer.
pub(super) fn in_texts(
    question: QuestionId,
    wording: &Prose,
    answer: &Prose,
    original: Option<&str>,
    known: &KnownPhrases,
) -> Vec<NoteFinding> {
    let texts = [(NotePart::Wording, wording), (NotePart::Answer, answer)];
    let found = texts.into_iter().flat_map(|(part, text)| {
        let found = find(text.as_str(), original, known).into_iter();
        found.map(move |finding| NoteFinding {
            question: Some(question),
            place: None,
            part,
            finding,
        })
    });
    found.collect()
}

/// What was found in what the municipality tells of its own accord.
pub(super) fn in_the_rest(
    announcements: &[Announcement],
    errata: &[Erratum],
    known: &KnownPhrases,
) -> Vec<NoteFinding> {
    let told = (1..).zip(announcements).flat_map(|(place, told)| {
        let texts = [told.title.as_str(), told.text.as_str()];
        let found = texts.into_iter().flat_map(|text| find(text, None, known));
        let found: Vec<Finding> = found.collect();
        found.into_iter().map(move |finding| (NotePart::Announcement, place, finding))
    });
    let corrected = (1..).zip(errata).flat_map(|(place, erratum)| {
        let texts = [erratum.correction.as_str(), erratum.reason.as_str()];
        let found = texts.into_iter().flat_map(|text| find(text, None, known));
        let found: Vec<Finding> = found.collect();
        found.into_iter().map(move |finding| (NotePart::Correction, place, finding))
    });
    let all = told.chain(corrected);
    all.map(|(part, place, finding)| NoteFinding {
        question: None,
        place: Some(place),
        part,
        finding,
    })
    .collect()
}
