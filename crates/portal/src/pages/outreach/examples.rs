//! An outreach that is open, one whose form comes back, one that is closed and one that was
//! answered.

use super::{OutreachPage, ThemeOutcome};
use crate::components::{Disposition, experience_form, outreach_summary};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;

fn open(voice: &Voice) -> OutreachPage {
    let form = experience_form::examples::empty(voice);
    OutreachPage {
        trajectory: trajectory::examples::youth(voice),
        id: cast::OPEN_OUTREACH.to_owned(),
        title: voice.say("Hoe kwam u aan hulp?"),
        introduction: voice.prose("Wij willen weten hoe het was om hulp te zoeken."),
        state: outreach_summary::examples::open(voice).state,
        themes: form.themes.clone(),
        outcomes: vec![],
        form: Some(form),
        notice: None,
    }
}

fn refused(voice: &Voice) -> OutreachPage {
    OutreachPage { form: Some(experience_form::examples::refused(voice)), ..open(voice) }
}

fn unavailable(voice: &Voice) -> OutreachPage {
    OutreachPage { notice: Some(voice.say("Wij konden dit niet bewaren.")), ..open(voice) }
}

fn late(voice: &Voice) -> OutreachPage {
    OutreachPage {
        state: outreach_summary::examples::closed(voice).state,
        form: None,
        notice: Some(voice.say("De termijn liep t/m vrijdag.")),
        ..open(voice)
    }
}

fn answered(voice: &Voice) -> OutreachPage {
    OutreachPage {
        id: cast::ANSWERED_OUTREACH.to_owned(),
        title: voice.say("Wat vindt u van de school?"),
        state: outreach_summary::examples::answered(voice).state,
        outcomes: vec![ThemeOutcome {
            title: voice.say("Samenwerken"),
            heard: voice.prose("Velen vertelden alles drie keer."),
            disposition: Disposition::Adopted,
            reason: voice.prose("Er komt één plan per kind, dat school en hulp samen maken."),
        }],
        form: None,
        ..open(voice)
    }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("outreach", &open(voice))?,
        PageExample::at("outreach-refused", "/voorbeelden/outreach-refused", &refused(voice))?,
        PageExample::at("outreach-busy", "/voorbeelden/outreach-busy", &unavailable(voice))?,
        PageExample::at("outreach-late", "/voorbeelden/outreach-late", &late(voice))?,
        PageExample::of("outreach-answered", &answered(voice))?,
    ])
}
