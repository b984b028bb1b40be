//! Sources of requirements that exist already: articles of law, quality frameworks, marks and
//! certificates, registers. They are offered before an own text.

use crate::requirement::{RequirementLevel, RequirementObject, RequirementPlace};
use crate::trajectory::{Instrument, Law};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title, Whole};

static SOURCES: LazyLock<Vec<KnownSource>> = LazyLock::new(|| {
    super::items(&[
        include_str!("../../knowledge/legal-sources.json"),
        include_str!("../../knowledge/quality-sources.json"),
    ])
});

/// Where a requirement comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// An act or decree (wet).
    Law,
    /// A quality framework or standard (kwaliteitskader).
    Framework,
    /// A mark or certificate (keurmerk, certificaat).
    Mark,
    /// A register of professionals (beroepsregister).
    Register,
    /// The municipality's own (eigen eis).
    Own,
}

/// Who looks whether a source is kept, beside the municipality.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Checker {
    /// An inspectorate or supervisor (inspectie, toezichthouder).
    Inspection,
    /// An institution that gives a certificate, mark or registration.
    Certification,
}

/// A known source in one version: what a requirement refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownSourceVersion {
    /// The name of the source.
    #[schema(example = "youth-complaints")]
    pub id: Slug,
    /// Its version, from 1.
    #[schema(example = 1)]
    pub version: Whole,
}

/// A source of requirements that exists already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnownSource {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// For purchases under which acts.
    pub laws: BTreeSet<Law>,
    /// What it is called, in Dutch.
    pub title: Title,
    /// Where it stands.
    pub place: Title,
    /// What it asks, in Dutch.
    pub summary: Paragraph,
    /// A sentence that refers to it, for documents, in Dutch.
    pub model_sentence: Paragraph,
    /// About what it is.
    pub object: RequirementObject,
    /// At which level it asks something.
    pub level: RequirementLevel,
    /// Where in the documents it usually stands.
    pub suits: RequirementPlace,
    /// What it covers, by name: two sources with a name in common overlap.
    pub topics: BTreeSet<Slug>,
    /// Whether it belongs to the legal minimum of its acts.
    pub required: bool,
    /// Whether it is required only where tenders are compared.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_when_comparing: bool,
    /// Who looks whether it is kept, beside the municipality.
    pub checked_by: BTreeSet<Checker>,
    /// An address to read it.
    pub reference: Title,
    /// From which day it holds.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The last day on which it holds; none when it holds still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<Date>,
    /// What to mind, in Dutch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Paragraph>,
}

impl KnownSource {
    /// Every known source in every version, law first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &SOURCES
    }

    /// A source in one version.
    #[must_use]
    pub fn find(wanted: &KnownSourceVersion) -> Option<&'static Self> {
        Self::all().iter().find(|it| it.id == wanted.id && it.version == wanted.version)
    }

    /// The latest version of every source that fits a purchase under one of these acts.
    pub fn latest_for(laws: &BTreeSet<Law>) -> impl Iterator<Item = &'static Self> {
        Self::all().iter().filter(|it| !it.laws.is_disjoint(laws)).filter(|it| {
            Self::all().iter().all(|other| other.id != it.id || other.version <= it.version)
        })
    }

    /// The legal minimum for a purchase under these acts, by this instrument.
    pub fn minimum(
        laws: &BTreeSet<Law>,
        instrument: Option<Instrument>,
    ) -> impl Iterator<Item = &'static Self> {
        let compares = instrument.is_none_or(Instrument::compares);
        Self::latest_for(laws)
            .filter(move |it| it.required && (compares || !it.only_when_comparing))
    }

    /// Its name and version.
    #[must_use]
    pub fn reference(&self) -> KnownSourceVersion {
        KnownSourceVersion { id: self.id.clone(), version: self.version }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_file_is_read() {
        let count = |kind| KnownSource::all().iter().filter(|it| it.kind == kind).count();
        assert!(count(SourceKind::Law) > 15);
        assert!(count(SourceKind::Framework) > 3);
        assert!(count(SourceKind::Mark) > 8);
        assert_eq!(count(SourceKind::Register), 3);
        assert_eq!(count(SourceKind::Own), 0, "an own requirement is no known source");
    }

    #[test]
    fn a_source_has_one_name_and_tells_what_it_covers() {
        let mut seen = BTreeMap::new();
        for source in KnownSource::all() {
            let before = seen.insert(source.reference(), &source.title);
            assert_eq!(before, None, "{}", source.id);
            assert!(!source.topics.is_empty() && !source.laws.is_empty(), "{}", source.id);
            assert!(!source.required || source.kind == SourceKind::Law, "{}", source.id);
        }
    }

    #[test]
    fn each_act_has_its_minimum() {
        let names = |law, instrument| -> Vec<_> {
            KnownSource::minimum(&BTreeSet::from([law]), instrument)
                .map(|it| it.id.as_str())
                .collect()
        };
        let support = names(Law::SocialSupportAct, None);
        for needed in [
            "wmo-safe-and-effective",
            "wmo-reporting-code",
            "wmo-certificate-of-conduct",
            "wmo-complaints",
            "wmo-participation",
            "wmo-incidents",
        ] {
            assert!(support.contains(&needed), "{needed}");
        }
        assert!(support.iter().all(|name| name.starts_with("wmo-")), "{support:?}");
        let youth = names(Law::YouthAct, Some(Instrument::SocialServices));
        assert!(youth.contains(&"youth-quality-criterion") && youth.contains(&"youth-confidant"));
        let house = names(Law::YouthAct, Some(Instrument::OpenHouse));
        assert!(!house.contains(&"youth-quality-criterion"), "nothing is compared there");
    }
}
