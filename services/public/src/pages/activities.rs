//! What a reader can do or read now in a trajectory: all that is open, the one that closes first
//! at the top, and then what was published lately.

use super::published::Published;
use super::words::{deadline, is_open, moment, note_link, outreach_link, round_state};
use jiff::{SignedDuration, Timestamp};
use portal::components::{Activity, ActivityKind, Link, RoundState};
use portal::paths;
use std::cmp::Reverse;
use vocabulary::Title;

/// How long something that was published is news.
const NEWS: SignedDuration = SignedDuration::from_hours(28 * 24);

/// How much of the news is shown: more of it hides what can still be done.
const NEWS_MAX: usize = 3;

/// What can be done or read, each with the instant that counts: the term of a round, the
/// publication of the rest.
type Dated = Vec<(Timestamp, Activity)>;

/// What can be done or read now.
pub(super) fn activities(published: &Published, now: Timestamp) -> Vec<Activity> {
    let mut open = open_rounds(published, now);
    open.sort_by_key(|(closes, _)| *closes);
    let mut news = publications(published);
    news.retain(|(since, _)| now.duration_since(*since) <= NEWS);
    news.sort_by_key(|(since, _)| Reverse(*since));
    news.truncate(NEWS_MAX);
    open.into_iter().chain(news).map(|(_, activity)| activity).collect()
}

/// When the first of what is open closes.
pub(super) fn nearest_deadline(published: &Published, now: Timestamp) -> Option<Timestamp> {
    open_rounds(published, now).into_iter().map(|(closes, _)| closes).min()
}

fn open_rounds(published: &Published, now: Timestamp) -> Dated {
    let trajectory = published.trajectory.id.to_string();
    let open = |kind, id: String, title: &Title, closes| {
        let link = Link { text: title.to_string(), href: paths::round(&trajectory, &id) };
        (closes, Activity { kind, link, moment: deadline(closes) })
    };
    let consultations = published
        .consultations
        .iter()
        .filter(|it| round_state(it.status, it.opens, &it.closes, now) == RoundState::Open)
        .map(|it| open(ActivityKind::ConsultationOpen, it.id.to_string(), &it.title, it.closes.at));
    let questions = published
        .questions
        .iter()
        .filter(|it| round_state(it.status, it.opens, &it.closes, now) == RoundState::Open)
        .map(|it| {
            open(ActivityKind::QuestionRoundOpen, it.id.to_string(), &it.title, it.closes.at)
        });
    let outreaches = published.outreaches.iter().filter(|it| is_open(it, now)).map(|it| {
        let link = outreach_link(it);
        let closes = it.closes.at;
        (closes, Activity { kind: ActivityKind::OutreachOpen, link, moment: deadline(closes) })
    });
    consultations.chain(questions).chain(outreaches).collect()
}

fn publications(published: &Published) -> Dated {
    let trajectory = published.trajectory.id;
    let news = |kind, text: String, href, since| {
        (since, Activity { kind, link: Link { text, href }, moment: moment(since) })
    };
    let notes = published.notes.iter().map(|note| {
        let href = note_link(trajectory, note.number).href;
        let text = format!("Nota van inlichtingen {}: {}", note.number, note.title);
        news(ActivityKind::NotePublished, text, href, note.published_at)
    });
    let reports = published.consultations.iter().filter_map(|round| {
        let href = paths::report(&trajectory.to_string(), &round.id.to_string());
        let since = round.report.as_ref()?.published_at;
        Some(news(ActivityKind::ReportPublished, round.title.to_string(), href, since))
    });
    let advices = published.advices.iter().map(|advice| {
        let href = paths::advice(&trajectory.to_string(), &advice.id.to_string());
        news(ActivityKind::AdvicePublished, advice.subject.to_string(), href, advice.filed_at)
    });
    let outreaches = published.outreaches.iter().filter_map(|outreach| {
        let Link { text, href } = outreach_link(outreach);
        Some(news(ActivityKind::OutreachAnswered, text, href, outreach.answered_at?))
    });
    notes.chain(reports).chain(advices).chain(outreaches).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use service::NoteSummary;

    fn at(instant: &str) -> Timestamp {
        instant.parse().unwrap()
    }

    /// A trajectory of which nothing was published but some notes, each with its instant.
    fn noted(instants: &[&str]) -> Published {
        let trajectory = json!({
            "id": "4f0d6c0e-8a2b-4c37-9d51-7be0a3c1f9d2", "version": 1,
            "title": "Hulp thuis", "summary": "Hulp aan huis.", "region": "Heidezoom",
            "lead": { "code": "GM0243", "name": "Harderwijk" },
            "members": [], "laws": ["youth-act"], "councils": [], "lots": [], "principles": [],
            "planning": [], "documents": [], "openedAt": "2027-01-04T09:00:00Z",
        });
        let note = |(number, instant): (u32, &&str)| NoteSummary {
            number,
            title: "Antwoorden".parse().unwrap(),
            round: "7d3c2b1a-6f5e-4d8c-a7b6-1e0f9d8c7b6a".parse().unwrap(),
            round_title: "Vragenronde".parse().unwrap(),
            questions: 1,
            errata: 0,
            concludes: false,
            published_at: at(instant),
        };
        Published {
            trajectory: serde_json::from_value(trajectory).unwrap(),
            phases: vec![],
            consultations: vec![],
            questions: vec![],
            notes: (1..).zip(instants).map(note).collect(),
            advices: vec![],
            awards: vec![],
            outreaches: vec![],
        }
    }

    fn told(published: &Published, now: &str) -> Vec<String> {
        activities(published, at(now)).into_iter().map(|it| it.link.text).collect()
    }

    #[test]
    fn only_the_newest_three_publications_are_news() {
        let days = [
            "2027-09-01T08:00:00Z",
            "2027-09-04T08:00:00Z",
            "2027-09-02T08:00:00Z",
            "2027-09-03T08:00:00Z",
        ];
        let newest = [2, 4, 3].map(|number| format!("Nota van inlichtingen {number}: Antwoorden"));
        assert_eq!(told(&noted(&days), "2027-09-05T08:00:00Z"), newest);
    }

    #[test]
    fn a_publication_is_news_for_four_weeks_to_the_second() {
        let published = noted(&["2027-09-01T08:00:00Z"]);
        assert_eq!(told(&published, "2027-09-29T08:00:00Z").len(), 1);
        assert!(told(&published, "2027-09-29T08:00:01Z").is_empty());
    }

    #[test]
    fn a_publication_is_no_deadline() {
        let published = noted(&["2027-09-01T08:00:00Z"]);
        assert_eq!(nearest_deadline(&published, at("2027-09-01T08:00:00Z")), None);
    }
}
