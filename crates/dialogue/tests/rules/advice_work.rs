//! The rules of a council at work: by when, who drafts, how it is adopted and signed, and what came
//! of it.

use crate::advice::{content, draft, drafted, filed, given_advice, request, requested, responded};
use crate::examples::{id, place, term, text, whole};
use crate::harness::{given, state};
use dialogue::advice::{
    Adoption, AdviceAdopted, AdviceCopySent, AdviceDrafted, AdviceDraftingGroupFormed,
    AdviceExtensionDeclined, AdviceExtensionRequested, AdviceFiled, AdviceFollowUpRecorded,
    AdviceRequested, AdviceResponseGiven, AdviceSigned, AdviceTermExtended, AdviceUrgencyAgreed,
    AdviceUrgencyRefused, CouncilOffice, DraftAdvice, Met, RecommendationResponse, ResponseKind,
    TemplateFinding, Urgency,
};
use dialogue::{Advice, AdviceCommand, AdviceEvent};
use jiff::civil::date;

fn urgently() -> AdviceRequested {
    let urgency = Urgency {
        reason: text("De subsidie vervalt op 1 april."),
        term: term("2027-03-20T17:00:00+01:00"),
    };
    AdviceRequested { urgency: Some(urgency), ..requested("De visie") }
}

fn agree() -> AdviceCommand {
    AdviceCommand::AgreeToUrgency(AdviceUrgencyAgreed { by: id(72) })
}

fn refused() -> AdviceUrgencyRefused {
    AdviceUrgencyRefused { reason: text("Wij vergaderen pas in april."), by: id(72) }
}

fn asked(day: i8) -> AdviceExtensionRequested {
    let reason = text("In de vakantie is niemand bereikbaar.");
    AdviceExtensionRequested { until: date(2027, 5, day), reason, by: id(72) }
}

fn extended(at: &str) -> AdviceTermExtended {
    AdviceTermExtended { term: term(at), reason: text("Dat kan."), by: id(61) }
}

fn declined() -> AdviceExtensionDeclined {
    AdviceExtensionDeclined { reason: text("Het college beslist in april."), by: id(61) }
}

fn formed(members: &[u128]) -> AdviceDraftingGroupFormed {
    AdviceDraftingGroupFormed { members: members.iter().map(|n| id(*n)).collect(), by: id(72) }
}

fn adoption(in_favour: u32, against: u32) -> Adoption {
    Adoption {
        met_on: date(2027, 4, 1),
        present: whole(9),
        in_favour: whole(in_favour),
        against: whole(against),
        minority_view: Some(text("Twee leden vinden dat het te snel gaat.")),
    }
}

fn adopted(in_favour: u32, against: u32) -> AdviceAdopted {
    AdviceAdopted { adoption: adoption(in_favour, against), by: id(72) }
}

fn signed(office: CouncilOffice, by: u128) -> AdviceSigned {
    AdviceSigned { office, by: id(by) }
}

fn follow_up(number: u32) -> AdviceFollowUpRecorded {
    AdviceFollowUpRecorded {
        number: whole(number),
        document: place(id(10), 2, Some("3")).document.unwrap(),
        change: text("Kinderen spreken zelf mee."),
        by: id(61),
    }
}

fn copy(day: i8) -> AdviceCopySent {
    AdviceCopySent { sent_on: date(2027, 5, day), by: id(61) }
}

/// A draft that was adopted and signed by both.
fn ready() -> Vec<AdviceEvent> {
    vec![
        request(),
        formed(&[71]).into(),
        drafted(3).into(),
        adopted(7, 2).into(),
        signed(CouncilOffice::Chair, 73).into(),
        signed(CouncilOffice::Secretary, 72).into(),
    ]
}

/// What a council does with an advice that was asked.
pub(crate) fn pool() -> Vec<AdviceCommand> {
    vec![
        AdviceCommand::Request(Box::new(urgently())),
        AdviceCommand::RefuseUrgency(refused()),
        agree(),
        AdviceCommand::RequestExtension(asked(1)),
        AdviceCommand::ExtendTerm(extended("2027-05-03T17:00:00+02:00")),
        AdviceCommand::RequestExtension(asked(20)),
        AdviceCommand::DeclineExtension(declined()),
        AdviceCommand::FormDraftingGroup(formed(&[71])),
        draft(3),
        AdviceCommand::Adopt(adopted(7, 2)),
        AdviceCommand::Sign(signed(CouncilOffice::Chair, 73)),
        AdviceCommand::Sign(signed(CouncilOffice::Secretary, 72)),
        AdviceCommand::File(content(3)),
        AdviceCommand::Respond(responded(&[1, 2, 3])),
        AdviceCommand::RecordFollowUp(follow_up(1)),
        AdviceCommand::SendCopy(copy(4)),
    ]
}

/// The same of an advice whose council agrees to a shorter term.
pub(crate) fn pool_agreed() -> Vec<AdviceCommand> {
    vec![
        AdviceCommand::Request(Box::new(urgently())),
        agree(),
        AdviceCommand::RefuseUrgency(refused()),
    ]
}

#[test]
fn a_shorter_term_holds_once_the_council_agrees() {
    let until = |events: Vec<AdviceEvent>| state::<Advice>(events).awaited_until().cloned();
    let ordinary = Some(term("2027-04-12T17:00:00+02:00"));
    assert_eq!(until(vec![urgently().into()]), ordinary);
    assert_eq!(until(vec![urgently().into(), refused().into()]), ordinary);
    let agreed = vec![urgently().into(), AdviceUrgencyAgreed { by: id(72) }.into()];
    assert_eq!(until(agreed.clone()), Some(term("2027-03-20T17:00:00+01:00")));
    given::<Advice>(agreed.clone()).when(agree()).then_nothing();
    given::<Advice>(agreed)
        .when(AdviceCommand::RefuseUrgency(refused()))
        .then_refused("advice-urgency-decided");
    given::<Advice>([request()]).when(agree()).then_refused("advice-not-urgent");
}

#[test]
fn an_urgent_term_is_shorter_than_the_ordinary_one() {
    let mut request = urgently();
    request.term = term("2027-03-20T17:00:00+01:00");
    given::<Advice>(Vec::<AdviceEvent>::new())
        .when(AdviceCommand::Request(Box::new(request)))
        .then_faults(&["/urgency/term/at"]);
}

#[test]
fn a_council_asks_for_time_and_gets_it_or_hears_why_not() {
    let ask = |day| AdviceCommand::RequestExtension(asked(day));
    let waiting = [request(), asked(1).into()];
    given::<Advice>([request()]).when(ask(1)).then([asked(1)]);
    given::<Advice>(waiting.clone()).when(ask(1)).then_nothing();
    given::<Advice>(waiting.clone()).when(ask(2)).then_refused("advice-extension-awaited");
    let mut early = asked(1);
    early.until = date(2027, 4, 12);
    given::<Advice>([request()])
        .when(AdviceCommand::RequestExtension(early))
        .then_faults(&["/until"]);

    let decline = AdviceCommand::DeclineExtension(declined());
    given::<Advice>(waiting.clone()).when(decline.clone()).then([declined()]);
    given::<Advice>([request()]).when(decline.clone()).then_refused("advice-extension-not-asked");
    let [first, second] = waiting.clone();
    given::<Advice>([first, second, declined().into()]).when(decline).then_nothing();

    let longer = extended("2027-05-03T17:00:00+02:00");
    let extend = AdviceCommand::ExtendTerm(longer.clone());
    given::<Advice>(waiting).when(extend.clone()).then([longer.clone()]);
    given::<Advice>([request(), longer.clone().into()]).when(extend).then_nothing();
    let until = state::<Advice>([request(), longer.clone().into()]).awaited_until().cloned();
    assert_eq!(until, Some(longer.term));
    given::<Advice>([request()])
        .when(AdviceCommand::ExtendTerm(extended("2027-04-12T17:00:00+02:00")))
        .then_faults(&["/term/at"]);
}

#[test]
fn an_advice_keeps_the_term_that_held_when_it_was_given() {
    let longer = extended("2027-05-03T17:00:00+02:00");
    let mut given_then = filed(3);
    given_then.request.term = longer.term.clone();
    given::<Advice>([request(), longer.into()])
        .when(AdviceCommand::File(content(3)))
        .then([given_then]);
}

#[test]
fn a_drafting_group_the_chair_and_the_secretary_draft_and_nobody_else() {
    let group = [request(), formed(&[74, 75]).into()];
    given::<Advice>(group.clone()).when(draft(1)).then_refused("advice-drafting-group");
    let by = |person, leads| {
        let draft = DraftAdvice { content: content(1), by: id(person), leads };
        given::<Advice>(group.clone()).when(AdviceCommand::Draft(draft))
    };
    by(74, false).then([AdviceDrafted { by: Some(id(74)), ..drafted(1) }]);
    by(72, true).then([AdviceDrafted { by: Some(id(72)), ..drafted(1) }]);
    for members in [&[][..], &[74, 74]] {
        given::<Advice>([request()])
            .when(AdviceCommand::FormDraftingGroup(formed(members)))
            .then_faults(&["/members"]);
    }
}

#[test]
fn a_draft_is_adopted_by_a_majority_of_those_who_were_there() {
    let adopt = |in_favour, against| {
        given::<Advice>([request(), drafted(3).into()])
            .when(AdviceCommand::Adopt(adopted(in_favour, against)))
    };
    adopt(7, 2).then([adopted(7, 2)]);
    adopt(7, 3).then_faults(&["/present"]);
    adopt(4, 4).then_faults(&["/inFavour"]);
    let command = AdviceCommand::Adopt(adopted(7, 2));
    given::<Advice>([request()]).when(command.clone()).then_refused("advice-draft-missing");
    given::<Advice>([request(), drafted(0).into()])
        .when(command)
        .then_faults(&["/recommendations"]);
}

#[test]
fn chair_and_secretary_are_two_people_who_sign_what_was_adopted() {
    let sign = |events: &[AdviceEvent], office, by| {
        let command = AdviceCommand::Sign(signed(office, by));
        given::<Advice>(events.to_vec()).when(command)
    };
    let (chair, secretary) = (CouncilOffice::Chair, CouncilOffice::Secretary);
    let whole = ready();
    sign(&whole[..3], chair, 73).then_refused("advice-not-adopted");
    sign(&whole[..4], chair, 73).then([signed(chair, 73)]);
    sign(&whole[..5], chair, 73).then_nothing();
    sign(&whole[..5], secretary, 73).then_refused("advice-signed-by-the-same");
}

#[test]
fn an_advice_that_a_council_works_on_is_adopted_and_signed_before_it_is_given() {
    let file = |events: &[AdviceEvent]| {
        given::<Advice>(events.to_vec()).when(AdviceCommand::File(content(3)))
    };
    let whole = ready();
    file(&whole[..3]).then_refused("advice-not-adopted");
    file(&whole[..4]).then_refused("advice-not-signed");
    file(&whole[..5]).then_refused("advice-not-signed");
    let offices = vec![CouncilOffice::Chair, CouncilOffice::Secretary];
    file(&whole).then([AdviceFiled {
        adoption: Some(adoption(7, 2)),
        signed: offices,
        ..filed(3)
    }]);
    given::<Advice>(whole.clone()).when(AdviceCommand::File(content(2))).then_faults(&[""]);
    // Another text is neither adopted nor signed.
    let mut changed = whole;
    changed.extend([drafted(2).into(), drafted(3).into()]);
    file(&changed).then_refused("advice-not-adopted");
}

#[test]
fn findings_are_about_points_of_a_template_each_once() {
    let finding = |template: &str, point| TemplateFinding {
        template: text(template),
        point: whole(point),
        met: Met::Partly,
        finding: text("Het staat er, en niet duidelijk."),
    };
    let mut with = content(1);
    with.findings = vec![finding("client-demands", 5), finding("client-themes", 10)];
    let file = |content| given::<Advice>([request()]).when(AdviceCommand::File(content));
    file(with.clone()).then([AdviceFiled { content: with.clone(), ..filed(1) }]);
    with.findings = vec![
        finding("something-else", 1),
        finding("client-demands", 6),
        finding("client-themes", 1),
        finding("client-themes", 1),
    ];
    file(with).then_faults(&["/findings/0/template", "/findings/1/point", "/findings/3/point"]);
}

#[test]
fn a_text_follows_from_what_was_adopted() {
    let [request, filed] = given_advice();
    let response = |number, response| RecommendationResponse {
        number: whole(number),
        response,
        reason: text("Zo doen wij het."),
    };
    let responses = vec![
        response(1, ResponseKind::Adopted),
        response(2, ResponseKind::NotAdopted),
        response(3, ResponseKind::PartlyAdopted),
    ];
    let answered = AdviceResponseGiven { responses, by: id(61) };
    let before = [request, filed, answered.into()];
    let record = |number| {
        given::<Advice>(before.clone()).when(AdviceCommand::RecordFollowUp(follow_up(number)))
    };
    record(1).then([follow_up(1)]);
    record(3).then([follow_up(3)]);
    record(2).then_refused("advice-nothing-follows");
    record(4).then_faults(&["/number"]);
    let mut again = before.to_vec();
    again.push(follow_up(1).into());
    given::<Advice>(again).when(AdviceCommand::RecordFollowUp(follow_up(1))).then_nothing();
    given::<Advice>(given_advice())
        .when(AdviceCommand::RecordFollowUp(follow_up(1)))
        .then_refused("advice-nothing-follows");
}

#[test]
fn a_copy_goes_out_once_with_every_response_in_it() {
    let [request, filed] = given_advice();
    let send = |events: Vec<AdviceEvent>, day| {
        given::<Advice>(events).when(AdviceCommand::SendCopy(copy(day)))
    };
    let answered = vec![request.clone(), filed.clone(), responded(&[1, 2, 3]).into()];
    send(vec![request.clone()], 4).then_refused("advice-not-filed");
    send(vec![request, filed], 4).then_refused("advice-not-answered");
    send(answered.clone(), 4).then([copy(4)]);
    let mut sent = answered;
    sent.push(copy(4).into());
    send(sent.clone(), 4).then_nothing();
    send(sent, 5).then_refused("advice-copy-sent");
}

#[test]
fn nobody_is_found_in_an_advice() {
    let mut telling = content(1);
    telling.basis = text("Wij spraken mevrouw De Vries op 06-12345678.");
    telling.recommendations[0].reason = text("Het kind met nummer 111222333 wacht.");
    let told = given::<Advice>([request()]).when(AdviceCommand::File(telling)).then_faults(&[
        "/basis",
        "/basis",
        "/recommendations/0/reason",
    ]);
    assert!(told.faults.iter().all(|it| !it.detail.contains("111222333")), "{told:?}");
    let mut minority = adopted(7, 2);
    minority.adoption.minority_view = Some(text("Bel 06-12345678 voor onze mening."));
    given::<Advice>([request(), drafted(3).into()])
        .when(AdviceCommand::Adopt(minority))
        .then_faults(&["/minorityView"]);
}
