//! `log copy`: the events of one log, as they were recorded, into another.

use super::progress::Progress;
use anyhow::{Context, bail};
use event_log::{Digest, EventLog, GENESIS, Position, Restore, Verification, split_unfinished};

/// How many events are read, and made durable in the target, at once.
const PAGE: u64 = 2_000;

/// How often a source that is written to is followed to its new end.
const ROUNDS: usize = 10;

/// What a copy came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Copied {
    /// The position up to which an earlier copy had come.
    pub(super) begun: Position,
    /// The target as it was checked, from its first event to its last.
    pub(super) checked: Verification,
    /// Whether events were added to the source while it was copied.
    pub(super) written_meanwhile: bool,
}

/// Copies what the target has not yet, and checks the target.
pub(super) async fn copy(
    source: &dyn EventLog,
    target: &dyn Restore,
    progress: &mut Progress,
) -> anyhow::Result<Copied> {
    let begun = begun(source, target).await?;
    let mut copied = begun;
    let mut end = source.head().await?.position;
    let mut written_meanwhile = false;
    for _ in 0..ROUNDS {
        copy_part(source, target, (copied, end), progress).await?;
        copied = end;
        end = source.head().await?.position;
        if end == copied {
            break;
        }
        written_meanwhile = true;
    }
    let checked =
        event_log::verify(target, super::checking()).await.context("the copy does not hold")?;
    let last = Position(checked.events);
    same(source, last, checked.hash).await?;
    Ok(Copied { begun, checked, written_meanwhile })
}

/// How far the target is. What it has must be the beginning of the source.
async fn begun(source: &dyn EventLog, target: &dyn Restore) -> anyhow::Result<Position> {
    let head = target.head().await?;
    let end = source.head().await?.position;
    if head.position > end {
        bail!("the target is at position {} and the source only at {end}", head.position);
    }
    same(source, head.position, head.hash).await?;
    Ok(head.position)
}

/// Refuses a target that has another hash at a position than the source.
async fn same(source: &dyn EventLog, position: Position, hash: Digest) -> anyhow::Result<()> {
    let there = match position {
        Position::START => GENESIS,
        Position(position) => {
            let events = source.read_all(Position(position - 1), 1).await?;
            events.first().map(|event| event.hash).with_context(|| {
                format!("the source has no event at position {position}, where the target has one")
            })?
        }
    };
    if there != hash {
        bail!(
            "the target is not a copy of the source: at position {position} its hash is {hash}, \
             and that of the source {there}"
        );
    }
    Ok(())
}

/// Copies the events after one position up to another, which both end an append.
async fn copy_part(
    source: &dyn EventLog,
    target: &dyn Restore,
    (mut read, end): (Position, Position),
    progress: &mut Progress,
) -> anyhow::Result<()> {
    let mut held = vec![];
    while read < end {
        let limit = usize::try_from(PAGE.min(end.0 - read.0))?;
        held.append(&mut source.read_all(read, limit).await?);
        let last = held.last().map_or(read, |event| event.position);
        if last <= read {
            bail!("the source has nothing after position {read} of {end}");
        }
        read = last;
        // An append may go on in the next page; at the end it does not.
        let rest = if read < end { split_unfinished(&mut held)? } else { vec![] };
        target.restore(std::mem::replace(&mut held, rest)).await?;
        progress.at(read, Some(end));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_log::contract::append;
    use event_log::{
        Append, Head, LogError, ManualClock, MemoryLog, Receipt, RecordedEvent, Request,
        RequestRecord, StreamId, Version,
    };
    use std::sync::Arc;

    fn log() -> MemoryLog {
        MemoryLog::new(Arc::new(ManualClock::at(event_log::contract::START)))
    }

    /// Adds an append of so many events that came from a request of that name.
    async fn add(log: &dyn EventLog, name: &str, events: usize) {
        let mut append = append(name, 0);
        let event = append.writes[0].events[0].clone();
        append.writes[0].events = vec![event; events];
        let key = Digest::of(name.as_bytes());
        append.metadata.request = Some(Request { key, fingerprint: key });
        log.append(append).await.unwrap();
    }

    async fn copied(source: &dyn EventLog, target: &dyn Restore) -> anyhow::Result<Copied> {
        copy(source, target, &mut Progress::of("copied")).await
    }

    async fn events(log: &dyn EventLog) -> Vec<RecordedEvent> {
        log.read_all(Position::START, 100_000).await.unwrap()
    }

    #[tokio::test]
    async fn an_append_larger_than_a_page_is_copied_whole() {
        let page = usize::try_from(PAGE).unwrap();
        let (source, target) = (log(), log());
        for (n, events) in [1, page, page - 1, 3 * page, 5].into_iter().enumerate() {
            add(&source, &format!("a{n}"), events).await;
        }
        let done = copied(&source, &target).await.unwrap();
        assert_eq!((done.begun, done.written_meanwhile), (Position::START, false));
        assert_eq!(events(&target).await, events(&source).await);
        for n in 0..5 {
            let key = Digest::of(format!("a{n}").as_bytes());
            let there = source.find_request(&key).await.unwrap();
            assert_eq!(target.find_request(&key).await.unwrap(), there);
        }
    }

    #[tokio::test]
    async fn a_copy_goes_on_where_it_was() {
        let (source, target) = (log(), log());
        let nothing = copied(&source, &target).await.unwrap();
        assert_eq!(nothing.checked.events, 0);
        add(&source, "a", 3).await;
        copied(&source, &target).await.unwrap();
        add(&source, "b", 2).await;
        let done = copied(&source, &target).await.unwrap();
        assert_eq!((done.begun, done.checked.events), (Position(3), 5));
        assert_eq!(copied(&source, &target).await.unwrap().begun, Position(5));
        assert_eq!(events(&target).await, events(&source).await);
    }

    #[tokio::test]
    async fn a_target_that_is_no_beginning_of_the_source_is_refused() {
        let (source, longer, other) = (log(), log(), log());
        add(&source, "a", 3).await;
        copied(&source, &longer).await.unwrap();
        add(&longer, "b", 1).await;
        add(&other, "c", 2).await;
        for (target, reason) in [(&longer, "only at 3"), (&other, "not a copy")] {
            let before = events(target).await;
            let refused = copied(&source, target).await.unwrap_err();
            assert!(refused.to_string().contains(reason), "{refused}");
            assert_eq!(events(target).await, before);
        }
    }

    /// A log that is written to after each look at its end.
    struct Written {
        log: MemoryLog,
        times: std::sync::Mutex<u64>,
    }

    #[async_trait::async_trait]
    impl EventLog for Written {
        async fn append(&self, append: Append) -> Result<Receipt, LogError> {
            self.log.append(append).await
        }
        async fn read_stream(
            &self,
            stream: &StreamId,
            after: Version,
        ) -> Result<Vec<RecordedEvent>, LogError> {
            self.log.read_stream(stream, after).await
        }
        async fn read_all(
            &self,
            after: Position,
            limit: usize,
        ) -> Result<Vec<RecordedEvent>, LogError> {
            self.log.read_all(after, limit).await
        }
        async fn find_request(&self, key: &Digest) -> Result<Option<RequestRecord>, LogError> {
            self.log.find_request(key).await
        }
        async fn head(&self) -> Result<Head, LogError> {
            let head = self.log.head().await;
            let left = {
                let mut times = self.times.lock().unwrap();
                let left = *times;
                *times = left.saturating_sub(1);
                left
            };
            if left > 0 {
                add(&self.log, &format!("w{left}"), 2).await;
            }
            head
        }
        async fn wait_past(
            &self,
            position: Position,
            at_most: std::time::Duration,
        ) -> Result<Position, LogError> {
            self.log.wait_past(position, at_most).await
        }
    }

    #[tokio::test]
    async fn a_source_that_is_written_to_is_followed_and_it_is_told() {
        // It ends once nobody writes, and it ends when somebody goes on writing.
        for (times, all) in [(5, true), (1_000, false)] {
            let source = Written { log: log(), times: times.into() };
            add(&source, "a", 3).await;
            let target = log();
            let done = copied(&source, &target).await.unwrap();
            assert!(done.written_meanwhile);
            let (here, there) = (events(&target).await, events(&source.log).await);
            assert_eq!(here, there[..here.len()]);
            assert_eq!(here.len() == there.len(), all);
        }
    }
}
