//! A trajectory in pictures, each with its table.

mod words;

use super::answer::show;
use super::words::trajectory_name;
use crate::App;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::TrajectoryId;
use dialogue::requirement::{BurdenUnit, RequirementBurden};
use http::Problem;
use portal::components::{Bar, Caption, Cell, Happening, Picture};
use portal::pages::PicturesPage;
use service::{CountRange, Representation, TimelineEntry, VoiceGroup};
use words::{bearer, group, happened, lane, lanes};

/// How much of the timeline is drawn: more dots than that hide each other.
const HAPPENINGS: u8 = 200;

pub(super) async fn get(app: Data<App>, id: Path<TrajectoryId>) -> Result<HttpResponse, Problem> {
    let (id, model) = (*id, &app.model);
    let trajectory = model.trajectory(id)?;
    let (happenings, shortened) = model.latest(id, HAPPENINGS)?;
    let page = PicturesPage {
        trajectory: trajectory_name(&trajectory),
        heard: heard(&model.representation(id, false)?),
        burden: match model.requirement_set_numbers(id)?.last() {
            Some(_) => burden(model.last_requirement_set(id)?.specification.balance().burdens),
            None => vec![],
        },
        timeline: timeline(&happenings),
        shortened,
    };
    show(&page, &app)
}

fn caption(id: &'static str, place: usize, title: &str, about: &str, columns: &[&str]) -> Caption {
    let columns = columns.iter().map(ToString::to_string).collect();
    Caption { id, place, title: title.to_owned(), about: about.to_owned(), columns }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn heard(representation: &Representation) -> Vec<Picture> {
    let groups = [
        ("Gehoord naar grootte", &representation.by_size),
        ("Gehoord naar soort hulp", &representation.by_domain),
    ];
    let groups = (1..).zip(groups).map(|(place, (title, groups))| {
        let about = "Elke volle balk zegt hoeveel aanbieders er bekend zijn, het gekleurde deel \
                     hoeveel er hoogstens zijn gehoord.";
        let caption = caption("gehoord", place, title, about, &["Groep", "Gehoord", "Bekend"]);
        Picture::bars(caption, groups.iter().map(bar).collect())
    });
    groups.collect()
}

fn bar(voices: &VoiceGroup) -> Bar {
    let range = |range: CountRange| match (range.least, range.most) {
        (0, 0) => "niemand".to_owned(),
        (least, most) => format!("{least} t/m {most}"),
    };
    let heard = voices.heard.map_or_else(|| "te weinig om te vertellen".to_owned(), range);
    Bar {
        value: voices.heard.map_or(0, |heard| heard.most),
        of: Some(voices.known.most),
        row: vec![text(group(&voices.group)), text(heard), text(range(voices.known))],
    }
}

/// A picture for what each client costs in time, and one for each year.
fn burden(burdens: Vec<RequirementBurden>) -> Vec<Picture> {
    let (client, year): (Vec<_>, Vec<_>) =
        burdens.into_iter().partition(|burden| burden.per == BurdenUnit::Client);
    let all = [("Minuten per cliënt", client), ("Minuten per jaar, per aanbieder", year)];
    let all = (1..).zip(all).filter(|(_, (_, burdens))| !burdens.is_empty());
    let all = all.map(|(place, (title, burdens))| {
        let about = "Elke balk is een eis: hoe langer, hoe meer tijd zij kost.";
        let columns = ["Eis", "Minuten", "Van wie is die tijd?"];
        let caption = caption("tijd", place, title, about, &columns);
        let bar = |it: RequirementBurden| {
            let row = vec![
                text(it.title.to_string()),
                text(it.minutes.to_string()),
                text(bearer(it.bearer)),
            ];
            Bar { value: it.minutes, of: None, row }
        };
        Picture::bars(caption, burdens.into_iter().map(bar).collect())
    });
    all.collect()
}

fn timeline(entries: &[TimelineEntry]) -> Picture {
    let about = "Elke stip is iets dat gebeurde of nog komt, van vroeger naar later. Elke regel is \
                 een fase; de onderste hoort niet bij één fase.";
    let columns = ["Wanneer", "Wat", "Waarover", "Fase"];
    let caption = caption("tijdlijn", 1, "Wat gebeurde wanneer?", about, &columns);
    let happenings = entries.iter().map(|entry| Happening {
        at: entry.at.as_second(),
        lane: lane(entry.phase),
        row: vec![
            text(calendar::moment_in_words(entry.at)),
            text(happened(entry.kind)),
            text(entry.title.as_ref().map(ToString::to_string).unwrap_or_default()),
            text(entry.phase.map_or("", dialogue::PhaseKind::dutch)),
        ],
    });
    Picture::timeline(caption, lanes(), happenings.collect())
}
