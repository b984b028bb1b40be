//! What is wrong with an answer: each builds on the figures and on the answers before it.

use super::{
    CauseShare, ExpectedResult, Interpretation, PerformanceTalkOpened, PlannedAction, RootCause,
    TalkAnswer, TalkFigure,
};
use crate::discretion::personal_faults;
use crate::performance::{Measure, Target, TargetDirection};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{Faults, Slug};

/// Whether a value is at least as good as what was expected, seen from a target.
pub(super) fn reaches(target: Target, expected: Measure, value: Measure) -> bool {
    Target { value: expected, ..target }.is_met_by(value)
}

/// Everything that is wrong with an answer.
pub(super) fn faults(
    talk: &PerformanceTalkOpened,
    before: &[TalkAnswer],
    answer: &TalkAnswer,
) -> Faults {
    let mut check = Check { talk, faults: personal(answer) };
    match answer {
        TalkAnswer::Deviation { interpretations, .. } => check.interpretations(interpretations),
        TalkAnswer::RootCauses { causes } => check.causes(causes),
        TalkAnswer::ExplainedShare { shares, .. } => {
            let causes = before.iter().find_map(|answer| match answer {
                TalkAnswer::RootCauses { causes } => Some(&causes[..]),
                _ => None,
            });
            check.shares(causes.unwrap_or_default(), shares);
        }
        TalkAnswer::Actions { actions, .. } => check.actions(actions),
        TalkAnswer::Outcome { results, .. } => check.results(results),
    }
    check.faults
}

/// What in the words of an answer tells of a person: a talk is about help, never about who gets it.
fn personal(answer: &TalkAnswer) -> Faults {
    let mut faults = Faults::none();
    let mut check = |field: String, text: Option<&str>| {
        faults.extend(personal_faults(&field, text.unwrap_or_default()).into_vec());
    };
    match answer {
        TalkAnswer::Deviation { positive, interpretations } => {
            check("/positive".into(), positive.as_ref().map(|it| it.as_str()));
            for (place, it) in interpretations.iter().enumerate() {
                check(format!("/interpretations/{place}/numbers"), Some(it.numbers.as_str()));
                check(format!("/interpretations/{place}/story"), Some(it.story.as_str()));
            }
        }
        TalkAnswer::RootCauses { causes } => {
            for (place, it) in causes.iter().enumerate() {
                let texts = [
                    ("cause", Some(&it.cause)),
                    ("context", it.context.as_ref()),
                    ("lesson", it.lesson.as_ref()),
                ];
                for (name, text) in texts {
                    check(format!("/causes/{place}/{name}"), text.map(|it| it.as_str()));
                }
            }
        }
        TalkAnswer::ExplainedShare { research, .. } => {
            check("/research".into(), research.as_ref().map(|it| it.as_str()));
        }
        TalkAnswer::Actions { taken, actions, gap, help } => {
            check("/taken".into(), taken.as_ref().map(|it| it.as_str()));
            for (place, it) in actions.iter().enumerate() {
                let function = it.owner.function.as_str();
                check(format!("/actions/{place}/text"), Some(it.text.as_str()));
                check(format!("/actions/{place}/owner/function"), Some(function));
            }
            check("/gap".into(), Some(gap.as_str()));
            check("/help".into(), help.as_ref().map(|it| it.as_str()));
        }
        TalkAnswer::Outcome { follow_up, .. } => {
            check("/followUp".into(), Some(follow_up.as_str()));
        }
    }
    faults
}

struct Check<'t> {
    talk: &'t PerformanceTalkOpened,
    faults: Faults,
}

impl Check<'_> {
    fn figure(&self, indicator: &Slug) -> Option<&TalkFigure> {
        self.talk.figures.iter().filter(|it| it.indicator == *indicator).max_by_key(|it| it.period)
    }

    /// Each indicator stands among the figures, and none that is off target is passed over.
    fn indicators<'i>(&mut self, list: &str, named: impl Iterator<Item = &'i Slug>, what: &str) {
        let mut there = BTreeSet::new();
        for (place, indicator) in named.enumerate() {
            there.insert(indicator.clone());
            let known = self.figure(indicator).is_some();
            self.faults.unless(
                known,
                format!("/{list}/{place}/indicator"),
                "Over deze indicator gaat dit gesprek niet.",
            );
        }
        let off = self.talk.figures.iter().filter(|it| !it.is_on_target());
        let off: BTreeSet<_> = off.map(|it| it.indicator.clone()).collect();
        for indicator in off.difference(&there) {
            let told = format!("{indicator} is niet op het doel. {what}");
            self.faults.add(format!("/{list}"), told);
        }
    }

    fn interpretations(&mut self, all: &[Interpretation]) {
        let named = all.iter().map(|it| &it.indicator);
        self.indicators("interpretations", named, "Vertel wat dat betekent.");
        for (place, it) in all.iter().enumerate() {
            self.faults.unless(
                !it.sources.is_empty(),
                format!("/interpretations/{place}/sources"),
                "Vertel van wie het verhaal komt: cijfers en verhalen horen bij elkaar.",
            );
        }
    }

    fn causes(&mut self, all: &[RootCause]) {
        self.unique("causes", all.iter().map(|it| &it.key));
        let named = all.iter().map(|it| &it.indicator);
        self.indicators("causes", named, "Noem minstens één diepere oorzaak.");
    }

    fn unique<'k>(&mut self, list: &str, keys: impl Iterator<Item = &'k Slug>) {
        let mut seen = BTreeSet::new();
        for (place, key) in keys.enumerate() {
            self.faults.unless(
                seen.insert(key),
                format!("/{list}/{place}/key"),
                "Deze sleutel komt twee keer voor.",
            );
        }
    }

    fn shares(&mut self, causes: &[RootCause], shares: &[CauseShare]) {
        let asked: BTreeSet<_> = causes.iter().map(|it| &it.key).collect();
        let given: BTreeSet<_> = shares.iter().map(|it| &it.cause).collect();
        self.faults.unless(
            asked == given && given.len() == shares.len(),
            "/shares",
            "Geef bij elke oorzaak één aandeel, en bij geen andere.",
        );
        let mut sums: BTreeMap<&Slug, u32> = BTreeMap::new();
        for share in shares {
            let of = causes.iter().find(|it| it.key == share.cause);
            *sums.entry(of.map_or(&share.cause, |it| &it.indicator)).or_default() +=
                share.share.get();
        }
        for (indicator, sum) in sums.into_iter().filter(|(_, sum)| *sum > 100) {
            let told = format!("De oorzaken van {indicator} verklaren samen {sum} procent.");
            self.faults.add("/shares", told);
        }
    }

    fn actions(&mut self, all: &[PlannedAction]) {
        self.unique("actions", all.iter().map(|it| &it.key));
        let named = all.iter().map(|it| &it.indicator);
        self.indicators("actions", named, "Spreek minstens één actie af.");
        for (place, it) in all.iter().enumerate() {
            let at = |field: &str| format!("/actions/{place}/{field}");
            self.faults.unless(
                it.deadline >= self.talk.on,
                at("deadline"),
                "De datum ligt voor het gesprek.",
            );
            self.faults.unless(
                it.interim.period > self.talk.period,
                at("interim/period"),
                "Het tussendoel ligt na de periode van dit gesprek.",
            );
            let Some(figure) = self.figure(&it.indicator) else { continue };
            let (target, now) = (figure.target, figure.value);
            let better = it.expected != now && reaches(target, now, it.expected);
            self.faults.unless(
                better || figure.is_on_target(),
                at("expected"),
                format!("De verwachte waarde is niet beter dan die van nu ({now})."),
            );
            let between = match target.direction {
                TargetDirection::AtLeast => now <= it.interim.value,
                TargetDirection::AtMost => now >= it.interim.value,
            };
            self.faults.unless(
                between && reaches(target, it.interim.value, it.expected),
                at("interim/value"),
                "Het tussendoel ligt tussen de waarde van nu en wat u verwacht.",
            );
        }
    }

    fn results(&mut self, all: &[ExpectedResult]) {
        let named = all.iter().map(|it| &it.indicator);
        self.indicators("results", named, "Vertel wanneer dat wel zo is.");
        for (place, it) in all.iter().enumerate() {
            self.faults.unless(
                it.on_target > self.talk.period,
                format!("/results/{place}/onTarget"),
                "Noem een periode na die van dit gesprek.",
            );
            self.faults.unless(
                it.durable >= it.on_target,
                format!("/results/{place}/durable"),
                "Duurzaam op het doel is op zijn vroegst meteen.",
            );
        }
    }
}
