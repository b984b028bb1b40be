//! Counts of some dispositions, and of none.

use super::DispositionCounts;
use crate::components::Disposition;
use crate::gallery::{Example, Voice};

pub(crate) fn examples(_: &Voice) -> Vec<Example> {
    let some = [Disposition::Adopted, Disposition::NotAdopted, Disposition::Adopted];
    vec![
        Example::of("disposition-counts", &DispositionCounts::of(&some)),
        Example::of("disposition-counts-none", &DispositionCounts::of(&[])),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_disposition_is_counted_and_an_absent_one_is_zero() {
        let counts = DispositionCounts::of(&[
            Disposition::Adopted,
            Disposition::OutOfScope,
            Disposition::Adopted,
        ]);
        let numbers: Vec<_> = counts.counts.iter().map(|(_, count)| *count).collect();
        assert_eq!((numbers, counts.total), (vec![2, 0, 0, 1, 0], 3));
    }
}
