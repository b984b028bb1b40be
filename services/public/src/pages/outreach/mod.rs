//! An outreach: what is asked, the form on which anyone tells of an experience, and what was done
//! with it. Nobody signs in, nothing is kept of who sends the form, and it works without a script.

mod sent;
mod view;

use super::answer::{now, show, show_form};
use super::words::{deadline, is_open, trajectory_name};
use crate::App;
use crate::api::outreaches::share;
use actix_web::http::header;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use dialogue::{ExperienceId, OutreachId, TrajectoryId};
use http::{BODY_WITHIN, Conditions, Expected, Incoming, Problem};
use portal::pages::{OutreachPage, ThanksPage};
use portal::paths;
use sent::Sent;
use service::{OutreachView, TrajectoryView};

/// The largest form that is taken, in bytes: a text of the longest length, however it is encoded.
const FORM_BYTES_MAX: usize = 256 * 1024;

pub(super) async fn get(
    app: Data<App>,
    path: Path<(TrajectoryId, OutreachId)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, outreach) = find(&app, *path)?;
    let now = now(&app).await?;
    let mut page = view::page(&trajectory, &outreach, now);
    if !is_open(&outreach, now) {
        return show(&page, &app);
    }
    page.form = Some(view::form(&outreach, &Sent::default(), ExperienceId::random()));
    show_form(&page, &app, None)
}

pub(super) async fn post(
    app: Data<App>,
    path: Path<(TrajectoryId, OutreachId)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (trajectory, outreach) = find(&app, *path)?;
    let now = now(&app).await?;
    let page = view::page(&trajectory, &outreach, now);
    let refused = |sent: &Sent, problem: &Problem| {
        refused(page.clone(), &app, &outreach, is_open(&outreach, now), sent, problem)
    };
    let incoming = Incoming::new(payload, BODY_WITHIN).whole(FORM_BYTES_MAX).await;
    let sent = match incoming.and_then(|bytes| Sent::read(&request, &bytes)) {
        Ok(sent) => sent,
        Err(problem) => return refused(&Sent::default(), &problem),
    };
    let id = sent.key.unwrap_or_else(ExperienceId::random);
    let told = match sent.experience(outreach.id) {
        Ok(experience) => share(&app, &CONDITIONS, id, &experience).await.map(drop),
        Err(faults) => Err(Problem::faults(faults)),
    };
    match told {
        Ok(()) => {
            let thanks = paths::outreach_thanks(&trajectory.id.to_string(), &id_of(&outreach));
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, thanks)).finish())
        }
        Err(problem) => refused(&sent, &problem),
    }
}

pub(super) async fn thanks(
    app: Data<App>,
    path: Path<(TrajectoryId, OutreachId)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, outreach) = find(&app, *path)?;
    let page = ThanksPage {
        trajectory: trajectory_name(&trajectory),
        outreach: id_of(&outreach),
        title: outreach.title.to_string(),
        closes: deadline(outreach.closes.at),
    };
    show(&page, &app)
}

/// A form says under which name its experience is kept; it has no key or version of a request.
const CONDITIONS: Conditions =
    Conditions { key: None, expected: Expected::Any, fingerprint: [0; 32] };

fn find(
    app: &App,
    (trajectory, outreach): (TrajectoryId, OutreachId),
) -> Result<(TrajectoryView, OutreachView), Problem> {
    let outreach = app.model.outreach(outreach)?;
    if outreach.trajectory != trajectory {
        return Err(Problem::no_such_address());
    }
    Ok((app.model.trajectory(trajectory)?, outreach))
}

fn id_of(outreach: &OutreachView) -> String {
    outreach.id.to_string()
}

/// The same page, with what was sent and why it was not kept.
fn refused(
    mut page: OutreachPage,
    app: &App,
    outreach: &OutreachView,
    open: bool,
    sent: &Sent,
    problem: &Problem,
) -> Result<HttpResponse, Problem> {
    let open = open && !matches!(problem.code(), "too-late" | "outreach-answered");
    if open {
        // What was kept already is not overwritten: whoever changed it tells of something else.
        let again = problem.code() == "experience-exists";
        let key = sent.key.filter(|_| !again).unwrap_or_else(ExperienceId::random);
        let mut form = view::form(outreach, sent, key);
        form.faults = view::faults(problem);
        page.form = Some(form);
    }
    page.notice = view::notice(problem, open);
    show_form(&page, app, Some(problem))
}
