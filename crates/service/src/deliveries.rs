//! Taking in the values of a delivery: read and held against the facts in memory, then appended in
//! a few large steps, so that everyone can see how far it is.

use crate::values_file::{Values, read};
use crate::{
    Call, FileInput, Shared, SpeaksFor, Written, file_reference, log_problem, refusal_problem,
};
use command::{Scope, Target};
use dialogue::performance::{DataDeliveryCompleted, DataImportBegun, DeliveryFacts, KnownContract};
use dialogue::{
    DataDelivery, DataDeliveryCommand, DataDeliveryId, FileReference, IndicatorSet, Refusal,
};
use files::Kind;
use http::{Conditions, Expected, Problem};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use vocabulary::{Faults, Slug};

/// How many parts one append holds: with a thousand values each.
const PARTS_AT_ONCE: usize = 10;

/// What is to be taken in.
pub struct NewImport {
    /// The delivery, which the caller may fill.
    pub delivery: DataDeliveryId,
    /// The file, which was handed in before.
    pub file: FileInput,
    /// Who handed it in.
    pub owner: String,
    /// The contracts for which values can come, by their number.
    pub contracts: BTreeMap<Slug, KnownContract>,
}

/// Takes in all values of a file, or none with everything that is wrong. What was broken off goes
/// on where it was when the same is asked again.
///
/// # Errors
/// When the file cannot be read, anything in it is wrong, or the delivery takes nothing more.
pub async fn import_values<O: SpeaksFor>(
    shared: &Shared,
    call: &Call<O>,
    conditions: &Conditions,
    new: NewImport,
) -> Result<Written, Problem> {
    let target = Target::existing(new.delivery);
    let state = shared.look_up::<DataDelivery>(new.delivery).await?;
    let trajectory = state.basis().map_err(|it| refusal_problem(&it))?.trajectory;
    let file = file_reference(shared, &new.owner, new.file.clone(), "/file")?;
    state.check_file(&file).map_err(|refusal| refusal_problem(&refusal))?;
    // What was taken in whole is not read again, whatever has changed since.
    let mut completed = DataDeliveryCompleted { rows: 0, contracts: 0, missing: 0, late: false };
    if !state.is_completed() {
        let now = shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
        let due = state.basis().ok().and_then(|basis| basis.due.map(|due| due.at));
        let indicators = shared.look_up::<IndicatorSet>(trajectory).await?;
        let values = values(shared, new, &file, (state, indicators, now)).await?;
        let Values { parts, rows, contracts, missing } = values;
        let late = due.is_some_and(|due| now > due);
        completed = DataDeliveryCompleted { rows, contracts, missing, late };
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let begun = DataImportBegun { rows, parts: count, file };
        step(shared, call, conditions, &target, DataDeliveryCommand::Begin(begun)).await?;
        let mut parts = parts.into_iter().peekable();
        while parts.peek().is_some() {
            let some = parts.by_ref().take(PARTS_AT_ONCE).collect();
            step(shared, call, conditions, &target, DataDeliveryCommand::Add(some)).await?;
        }
    }
    let complete = DataDeliveryCommand::Complete(completed);
    let prepare = async |_: &mut Scope<'_, Refusal>| Ok(complete.clone());
    let outcome = shared.execute::<DataDelivery, _>(call, conditions, target, prepare).await?;
    Ok(Written::changed(&outcome))
}

/// One append on the way. It needs no key: what came in already is not taken again.
async fn step<O: SpeaksFor>(
    shared: &Shared,
    call: &Call<O>,
    conditions: &Conditions,
    target: &Target,
    command: DataDeliveryCommand,
) -> Result<(), Problem> {
    let fingerprint = conditions.fingerprint;
    let conditions = Conditions { key: None, expected: Expected::Any, fingerprint };
    let prepare = async |_: &mut Scope<'_, Refusal>| Ok(command.clone());
    shared.execute::<DataDelivery, _>(call, &conditions, target.clone(), prepare).await?;
    Ok(())
}

/// The values of a file. Reading takes a while: other requests go on meanwhile.
async fn values(
    shared: &Shared,
    new: NewImport,
    file: &FileReference,
    facts: (Arc<DataDelivery>, Arc<IndicatorSet>, Timestamp),
) -> Result<Values, Problem> {
    let unreadable = |told: &str| Problem::faults(Faults::one("/file", told));
    let kind = Kind::of_media_type(file.media_type.as_str())
        .filter(|kind| matches!(kind, Kind::Csv | Kind::Xlsx | Kind::JsonLines))
        .ok_or_else(|| unreadable("Stuur een CSV-, XLSX- of JSON-Lines-bestand."))?;
    let (files, sha256) = (shared.files.clone(), file.sha256.clone());
    let read = tokio::task::spawn_blocking(move || {
        let NewImport { owner, contracts, .. } = new;
        let (state, indicators, now) = facts;
        let damaged = || Faults::one("/file", "Dit bestand kan niet worden gelezen.");
        let content = files.read(&owner, &sha256).ok().flatten().ok_or_else(damaged)?;
        let basis = state.basis().map_err(|_| damaged())?;
        let facts = DeliveryFacts { basis, contracts: &contracts, indicators: &indicators, now };
        read(kind, content, &facts)
    });
    // What a reader breaks on is damaged.
    read.await.map_err(|_| unreadable("Dit bestand is beschadigd."))?.map_err(Problem::faults)
}
