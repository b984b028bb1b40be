//! An announcement.

use super::Announcement;
use crate::gallery::{Example, Voice};

pub(crate) fn meeting(voice: &Voice) -> Announcement {
    Announcement {
        place: 1,
        title: voice.say("Bijeenkomst over samenwerken"),
        text: voice.prose(
            "Zoekt u een partner om samen in te schrijven? Op donderdag 19 november 2026 is er om \
             15.30 uur een bijeenkomst in het gemeentehuis van Nunspeet. U hoeft zich niet aan te \
             melden.",
        ),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![Example::of("announcement", &meeting(voice))]
}
