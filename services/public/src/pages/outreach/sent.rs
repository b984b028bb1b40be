//! A form as it was sent.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Query;
use dialogue::discretion::personal;
use dialogue::outreach::{ExperienceChannel, ExperienceShared, ExperienceVoice};
use dialogue::{ExperienceId, OutreachId};
use http::Problem;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use vocabulary::{Faults, Prose, Slug};

/// How a form comes.
const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The fields as they come. Whatever else is sent, others put there.
#[derive(Deserialize)]
struct Fields {
    kenmerk: Option<String>,
    kant: Option<String>,
    thema: Option<String>,
    verhaal: Option<String>,
    instemming: Option<String>,
}

/// What was filled in.
#[derive(Default)]
pub(super) struct Sent {
    /// The name under which the experience is kept, however often it is sent.
    pub(super) key: Option<ExperienceId>,
    /// From which side.
    pub(super) voice: Option<ExperienceVoice>,
    /// The name of the theme.
    pub(super) theme: Option<Slug>,
    /// What is told, with plain ends of lines.
    pub(super) text: String,
    /// Whether they consent.
    pub(super) consent: bool,
}

impl Sent {
    /// Reads a form.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn read(request: &HttpRequest, bytes: &[u8]) -> Result<Self, Problem> {
        let said = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let essence = said.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(MEDIA_TYPE) {
            return Err(Problem::media_type(MEDIA_TYPE));
        }
        let unreadable =
            || Problem::faults(Faults::one("", "Wij konden het formulier niet lezen."));
        let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
        let fields = Query::<Fields>::from_query(text).map_err(|_| unreadable())?.into_inner();
        Ok(Self {
            key: fields.kenmerk.and_then(|it| it.parse().ok()),
            voice: fields.kant.as_deref().and_then(voice),
            theme: fields.thema.and_then(|it| it.parse().ok()),
            // Browsers send the end of a line as two characters.
            text: fields.verhaal.unwrap_or_default().replace("\r\n", "\n"),
            consent: fields.instemming.as_deref() == Some("ja"),
        })
    }

    /// The experience, when everything is filled in.
    ///
    /// # Errors
    /// All that is missing or cannot be kept.
    pub(super) fn experience(&self, outreach: OutreachId) -> Result<ExperienceShared, Faults> {
        let mut faults = Faults::none();
        faults.unless(self.voice.is_some(), "/voice", "Kies wie u bent.");
        faults.unless(self.theme.is_some(), "/theme", "Kies een onderwerp.");
        let text = self.text.trim();
        let prose = if text.is_empty() {
            faults.add("/text", "Schrijf op wat u wilt vertellen.");
            None
        } else {
            text.parse::<Prose>().map_err(|error| faults.add("/text", error.to_string())).ok()
        };
        faults.unless(
            personal(text).is_empty(),
            "/text",
            "In uw tekst staat iets waaraan iemand te herkennen is. Haal dat weg.",
        );
        faults.unless(
            self.consent,
            "/consent",
            "Zet een vinkje als u dit goed vindt. Anders bewaren wij niets.",
        );
        match (self.voice, self.theme.clone(), prose) {
            (Some(voice), Some(theme), Some(text)) if faults.is_empty() => Ok(ExperienceShared {
                outreach,
                channel: ExperienceChannel::Form,
                voice,
                theme,
                text,
                consent: self.consent,
            }),
            _ => Err(faults),
        }
    }
}

fn voice(name: &str) -> Option<ExperienceVoice> {
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    ExperienceVoice::deserialize(name).ok()
}
