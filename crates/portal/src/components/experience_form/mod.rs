//! The form on which anyone tells of an experience, without saying who they are. It works without
//! a script: what is wrong is told on the page that comes back, with everything still filled in.

use super::Prose;
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// From which side somebody speaks.
    ExperienceVoice {
        /// Somebody who gets or got help.
        Client = "client", "Ik krijg hulp, of kreeg hulp";
        /// Family or informal care.
        Relative = "relative", "Ik ben familie of mantelzorger van iemand met hulp";
        /// Any other inhabitant.
        Inhabitant = "inhabitant", "Ik ben een andere inwoner";
        /// Somebody who refers.
        Referrer = "referrer", "Ik verwijs mensen door, bijvoorbeeld als huisarts";
        /// A school.
        Education = "education", "Ik werk op een school";
        /// Another partner in society.
        Partner = "partner", "Ik ben van een organisatie, zoals een vereniging of een kerk";
    }
}

choice! {
    /// A field, by its name in the form, with what it asks.
    FormField {
        /// From which side.
        Voice = "kant", "Wie bent u?";
        /// On which theme.
        Theme = "thema", "Waarover wilt u iets vertellen?";
        /// What is told.
        Text = "verhaal", "Wat wilt u vertellen?";
        /// Whether they consent.
        Consent = "instemming", "Vindt u dit goed?";
    }
}

/// A theme on which one can tell.
#[derive(Clone, Debug)]
pub struct ExperienceTheme {
    /// Its name in the form.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// What is asked about it.
    pub question: Prose,
}

/// What is wrong with a field, and what is allowed.
#[derive(Clone, Debug)]
pub struct FormFault {
    /// The field.
    pub field: FormField,
    /// What is wrong, in Dutch.
    pub words: String,
}

/// A place in the text that tells of a person, with the words around it.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What stands before it.
    pub before: String,
    /// What tells of a person.
    pub marked: String,
    /// What stands after it.
    pub after: String,
}

/// What somebody filled in.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// From which side.
    pub voice: Option<ExperienceVoice>,
    /// The name of the theme.
    pub theme: Option<String>,
    /// What is told.
    pub text: String,
    /// Whether they consent.
    pub consent: bool,
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "components/experience_form/template.html")]
pub struct ExperienceForm {
    /// Where it is sent.
    pub action: String,
    /// What makes this experience one, however often it is sent.
    pub key: String,
    /// From which sides one can speak.
    pub voices: Vec<ExperienceVoice>,
    /// The themes.
    pub themes: Vec<ExperienceTheme>,
    /// What is done with what people tell, who reads it, and how long it is kept.
    pub privacy: Prose,
    /// How many characters can be told.
    pub length_max: u32,
    /// What was filled in.
    pub filled: Filled,
    /// What is wrong with it.
    pub faults: Vec<FormFault>,
    /// The places in the text that tell of a person.
    pub found: Vec<Passage>,
}

impl ExperienceForm {
    /// What is wrong with a field, by its name in the form.
    fn faults_of(&self, field: &str) -> Vec<&FormFault> {
        self.faults.iter().filter(|fault| fault.field.name() == field).collect()
    }

    fn is_faulty(&self, field: &str) -> bool {
        self.faults.iter().any(|fault| fault.field.name() == field)
    }

    /// The longest length as readers write it, with a point after the thousands.
    fn length(&self) -> String {
        match (self.length_max / 1000, self.length_max % 1000) {
            (0, rest) => rest.to_string(),
            (thousands, rest) => format!("{thousands}.{rest:03}"),
        }
    }

    /// Whether a side is chosen: by the reader, or because there is no other.
    fn is_voice(&self, voice: &ExperienceVoice) -> bool {
        self.filled.voice.as_ref() == Some(voice) || self.voices.len() == 1
    }

    fn is_theme(&self, theme: &ExperienceTheme) -> bool {
        self.filled.theme.as_ref() == Some(&theme.key) || self.themes.len() == 1
    }
}

impl FormFault {
    /// Where the field stands on the page: of a choice, its first option.
    #[must_use]
    pub fn place(&self) -> String {
        match self.field {
            FormField::Voice | FormField::Theme => format!("{}-1", self.field.name()),
            FormField::Text | FormField::Consent => self.field.name().to_owned(),
        }
    }
}

impl HtmlSafe for ExperienceForm {}
