//! Executing a submission, without HTTP.

use crate::bench::Bench;
use crate::flight;
use crate::rival::Rival;
use crate::stage::Platform;
use command::{Commander, Context, Scope, Target};
use dialogue::consultation::{ContributionContent, ContributionSubmitted, Track};
use dialogue::{
    ConsultationRound, ConsultationRoundId, Contribution, ContributionCommand, ContributionId,
    Provider, ProviderId, Refusal,
};
use event_log::{Actor, Digest, EventLog, Position, Request};
use proof::load::Measured;
use proof::round::TEXT;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

const IN_FLIGHT: usize = 64;

/// Everything about the providers stands among so many events.
const EVENTS: usize = 2_000;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let rival = Rival::prepare(bench)?;
    // The providers and their round come over HTTP. Then the services are stopped: like the rival,
    // it is measured without read models.
    let platform = Platform::on_postgres(bench).await?;
    let commander = platform.parts.shared.commander.clone();
    let providers: Arc<[ProviderId]> = providers(commander.log().as_ref()).await?.into();
    let round: ConsultationRoundId = platform.round.id.parse()?;
    platform.stop().await?;
    for _ in bench.turns("commands") {
        let ours = submissions(bench, &commander, round, &providers).await?.per_second;
        let theirs = rival.commands(IN_FLIGHT, bench.span()).await?;
        bench.note("command-vs-postgres-es-64", ours, theirs);
    }
    Ok(())
}

async fn providers(log: &dyn EventLog) -> anyhow::Result<Vec<ProviderId>> {
    let events = log.read_all(Position::START, EVENTS).await?;
    let own = events.iter().filter(|event| event.stream.category() == "provider");
    Ok(own.map(|event| event.stream.id().parse()).collect::<Result<_, _>>()?)
}

async fn submissions(
    bench: &Bench,
    commander: &Arc<Commander>,
    round: ConsultationRoundId,
    providers: &Arc<[ProviderId]>,
) -> anyhow::Result<Measured> {
    let (commander, providers) = (commander.clone(), providers.clone());
    flight::run(bench.workers, IN_FLIGHT, bench.span(), move |_, number| {
        let provider = providers[number as usize % providers.len()];
        submit(commander.clone(), round, provider)
    })
    .await
}

/// What the service of the providers does for `POST …/contributions`, between request and answer.
async fn submit(
    commander: Arc<Commander>,
    round: ConsultationRoundId,
    provider: ProviderId,
) -> anyhow::Result<()> {
    let content = ContributionContent {
        theme: "tarieven".parse()?,
        track: Track::ThisPurchase,
        text: TEXT.parse()?,
        proposal: None,
        reason: None,
        attachments: vec![],
        answers: vec![],
        reactions: vec![],
        sensitive: BTreeSet::new(),
    };
    let target = Target::new(ContributionId::random());
    let prepare = async |scope: &mut Scope<'_, Refusal>| {
        scope.glance::<Provider>(provider).await?.profile()?;
        let state = scope.load::<ConsultationRound>(round).await?;
        let admission = state.admission()?;
        state.faults_of(&content)?.check().map_err(Refusal::from)?;
        scope.not_before(admission.opens);
        scope.not_after(admission.closes);
        let content = content.clone();
        Ok(ContributionCommand::Submit(ContributionSubmitted { round, provider, content }))
    };
    commander.execute::<Contribution>(&context(provider), target, prepare).await?;
    Ok(())
}

fn context(provider: ProviderId) -> Context {
    let id = Uuid::new_v4();
    let key = Digest::of(id.as_bytes());
    Context {
        actor: Actor {
            party: "provider".to_owned(),
            organisation: provider.to_string(),
            role: "submitter".to_owned(),
            person: provider.to_string(),
        },
        correlation: id.to_string(),
        causation: format!("request:{id}"),
        request: Some(Request { key, fingerprint: key }),
        expected: None,
    }
}
