//! Guards for small and specialist parties: what in a set of criteria rewards the best writer, or
//! asks more work than a small party can do. They warn; the buyer decides.

use super::criteria::{Criterion, CriterionForm, Substantiation};
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::Slug;

/// The most of the whole, in percent, that written answers should weigh.
const WRITTEN_MAX: u32 = 60;
/// The most sides of A4 that a tenderer should have to write over all criteria.
const PAGES_MAX: u32 = 10;
/// How many words go on a side of A4, to compare limits.
const WORDS_ON_A_PAGE: u32 = 500;
/// The most criteria that a small party can answer well.
const CRITERIA_MAX: usize = 6;

/// Something to look at again, in the interest of small and specialist parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FairnessWarning {
    /// A stable code.
    pub code: &'static str,
    /// The criteria that it is about; none when it is about all of them.
    pub criteria: Vec<Slug>,
    /// What is the matter, in Dutch.
    pub warning: String,
    /// What could be done, in Dutch.
    pub advice: &'static str,
}

/// Everything to look at again in a set of criteria.
#[must_use]
pub fn fairness_warnings(criteria: &[Criterion]) -> Vec<FairnessWarning> {
    [unlimited(criteria), written(criteria), long(criteria), many(criteria), unproven(criteria)]
        .into_iter()
        .flatten()
        .collect()
}

fn is_written(criterion: &Criterion) -> bool {
    // Where the form is not said, tenderers write.
    criterion.form.is_none_or(|form| form == CriterionForm::Written)
}

fn keys<'a>(criteria: impl Iterator<Item = &'a Criterion>) -> Vec<Slug> {
    criteria.map(|criterion| criterion.key.clone()).collect()
}

fn unlimited(criteria: &[Criterion]) -> Option<FairnessWarning> {
    let about = keys(criteria.iter().filter(|it| is_written(it) && it.limit.is_none()));
    (!about.is_empty()).then(|| FairnessWarning {
        code: "no-limit",
        criteria: about,
        warning: "Er is geen grens aan de lengte van het antwoord.".to_owned(),
        advice: "Geef een grens, zoals één A4. Dan wint de inhoud en niet de schrijver.",
    })
}

fn written(criteria: &[Criterion]) -> Option<FairnessWarning> {
    let of = || criteria.iter().filter(|it| is_written(it));
    let weight: u32 = of().map(|it| it.weight.get()).sum();
    (weight > WRITTEN_MAX).then(|| FairnessWarning {
        code: "rewards-writers",
        criteria: keys(of()),
        warning: format!(
            "Geschreven antwoorden wegen samen {weight} procent. Dat beloont wie goed schrijft."
        ),
        advice: "Vraag een casus of een gesprek, of gebruik gegevens die er al zijn.",
    })
}

fn long(criteria: &[Criterion]) -> Option<FairnessWarning> {
    let limits = criteria.iter().filter_map(|it| it.limit);
    let pages: u32 = limits
        .map(|limit| match (limit.pages, limit.words) {
            (Some(pages), _) => pages.get(),
            (None, Some(words)) => words.get().div_ceil(WORDS_ON_A_PAGE),
            (None, None) => 0,
        })
        .fold(0, u32::saturating_add);
    (pages > PAGES_MAX).then(|| FairnessWarning {
        code: "much-to-write",
        criteria: vec![],
        warning: format!("Een inschrijver schrijft tot {pages} pagina's."),
        advice: "Vraag minder. Een kleine aanbieder heeft geen schrijvers in dienst.",
    })
}

fn many(criteria: &[Criterion]) -> Option<FairnessWarning> {
    (criteria.len() > CRITERIA_MAX).then(|| FairnessWarning {
        code: "many-criteria",
        criteria: vec![],
        warning: format!("Er zijn {} criteria.", criteria.len()),
        advice: "Kies de criteria die echt verschil maken. Maak van de rest een eis.",
    })
}

fn unproven(criteria: &[Criterion]) -> Option<FairnessWarning> {
    let answers = |it: &&Criterion| it.form != Some(CriterionForm::Price);
    let bare: Vec<_> =
        criteria.iter().filter(answers).filter(|it| it.substantiation.is_empty()).collect();
    if !bare.is_empty() {
        return Some(FairnessWarning {
            code: "no-substantiation",
            criteria: keys(bare.into_iter()),
            warning: "Een antwoord hoeft niet te worden onderbouwd.".to_owned(),
            advice: "Vraag gegevens of ervaringen: beloften zijn makkelijker dan bewijs.",
        });
    }
    let monitored = |it: &Criterion| it.substantiation.contains(&Substantiation::MonitoringPlan);
    (!criteria.iter().any(monitored)).then(|| FairnessWarning {
        code: "no-monitoring-plan",
        criteria: vec![],
        warning: "Er wordt niet gevraagd hoe een inschrijver zelf volgt of het werkt.".to_owned(),
        advice: "Vraag een eigen monitoringsplan. Dan sluit het aan op wat hij al meet.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::FormatLimit;
    use vocabulary::Whole;

    fn criterion(key: &str, weight: u32, form: Option<CriterionForm>) -> Criterion {
        Criterion {
            key: key.parse().unwrap(),
            title: "Kwaliteit".parse().unwrap(),
            description: "Wat wij beoordelen.".parse().unwrap(),
            weight: Whole::new(weight),
            form,
            limit: Some(FormatLimit { pages: Some(Whole::new(1)), words: None, minutes: None }),
            substantiation: [Substantiation::MonitoringPlan].into(),
            template: None,
        }
    }

    fn codes(criteria: &[Criterion]) -> Vec<&'static str> {
        fairness_warnings(criteria).into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn each_guard_warns_for_its_own_reason_and_a_balanced_set_passes() {
        let balanced = || {
            vec![
                criterion("plan", 60, Some(CriterionForm::Written)),
                criterion("casus", 40, Some(CriterionForm::Case)),
            ]
        };
        assert_eq!(codes(&balanced()), Vec::<&str>::new());
        let mut set = balanced();
        set[0].weight = Whole::new(61);
        assert_eq!(codes(&set), ["rewards-writers"]);
        set = balanced();
        set[1].form = None;
        assert_eq!(codes(&set), ["rewards-writers"], "who says no form, has it written");
        set = balanced();
        set[0].limit = None;
        assert_eq!(codes(&set), ["no-limit"]);
        set = balanced();
        set[0].limit =
            Some(FormatLimit { pages: None, words: Some(Whole::new(4_501)), minutes: None });
        assert_eq!(codes(&set), ["much-to-write"], "ten sides of words and one more");
        set = balanced();
        set[0].substantiation.clear();
        assert_eq!(codes(&set), ["no-substantiation"]);
        set = balanced();
        for criterion in &mut set {
            criterion.substantiation = [Substantiation::Data].into();
        }
        assert_eq!(codes(&set), ["no-monitoring-plan"]);
        let seven: Vec<_> =
            (0..7).map(|n| criterion(&format!("c{n}"), 10, Some(CriterionForm::Case))).collect();
        assert_eq!(codes(&seven), ["many-criteria"]);
    }
}
