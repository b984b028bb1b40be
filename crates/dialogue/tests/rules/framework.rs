//! The command framework decides as the rules do: it adds nothing and forgets nothing.

use crate::{
    advice, confidential, consultation, contribution, enquiry, evaluation, involvement, objection,
    partner_call, party, phase, session, trajectory,
};
use cqrs_es::test::TestFramework;
use cqrs_es::{Aggregate, DomainEvent};
use dialogue::{
    Advice, ClarificationNote, ConfidentialDocument, ConsultationRound, Contribution, Decider,
    Evaluation, Involvement, Objection, PartnerCall, Phase, Provider, Question, QuestionRound,
    Refusal, Session, StoredEvent, Subscription, Trajectory,
};

/// Plays commands, each through the rules and through the framework.
#[track_caller]
fn agrees<D>(commands: Vec<<D as Decider>::Command>)
where
    D: Decider<Command: Clone, Event: StoredEvent + DomainEvent>
        + Aggregate<
            Command = <D as Decider>::Command,
            Event = <D as Decider>::Event,
            Error = Refusal,
            Services = (),
        >,
{
    let types = <<D as Decider>::Event as StoredEvent>::types();
    assert_eq!(<D as Aggregate>::TYPE, D::CATEGORY);
    assert!(types.iter().all(|known| known.category == D::CATEGORY));

    let mut state = D::default();
    let mut past = vec![];
    for command in commands {
        let decided = state.decide(command.clone());
        let handled =
            TestFramework::<D>::with(()).given(past.clone()).when(command).inspect_result();
        assert_eq!(handled, decided);
        for event in decided.unwrap_or_default() {
            let known = types.iter().find(|known| known.name == event.event_type());
            let version = known.map(|known| known.version.to_string());
            assert_eq!(version, Some(event.event_version()));
            state.evolve(&event);
            past.push(event);
        }
    }
    assert!(!past.is_empty(), "no command was accepted");
}

#[test]
fn the_framework_decides_as_the_rules_do() {
    agrees::<Trajectory>(trajectory::pool());
    agrees::<Phase>(phase::pool());
    agrees::<ConsultationRound>(consultation::pool());
    agrees::<Contribution>(contribution::pool_drafted());
    agrees::<Session>(session::pool());
    agrees::<QuestionRound>(enquiry::round::pool());
    agrees::<Question>(enquiry::question::pool_published());
    agrees::<ClarificationNote>(enquiry::note::pool());
    agrees::<Advice>(advice::pool_asked());
    agrees::<Objection>(objection::pool_decided());
    agrees::<Evaluation>(evaluation::pool());
    agrees::<ConfidentialDocument>(confidential::pool());
    agrees::<Involvement>(involvement::pool());
    agrees::<PartnerCall>(partner_call::pool());
    agrees::<Provider>(party::provider_pool());
    agrees::<Subscription>(party::subscription_pool());
}
