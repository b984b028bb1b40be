//! The query of a request, read key by key, with every fault in it told at once.

use crate::paging::{Cursor, LIMIT_DEFAULT, LIMIT_MAX, Paging};
use crate::problem::Problem;
use actix_web::HttpRequest;
use actix_web::web::Query;
use std::collections::HashMap;
use std::str::FromStr;
use vocabulary::Faults;

/// Reads the keys of a query. What is not read is unknown, and told so.
pub struct QueryReader {
    left: HashMap<String, String>,
    faults: Faults,
}

impl QueryReader {
    /// The query of a request.
    #[must_use]
    pub fn new(request: &HttpRequest) -> Self {
        let mut faults = Faults::none();
        let pairs = Query::<Vec<(String, String)>>::from_query(request.query_string())
            .map(Query::into_inner)
            .unwrap_or_else(|_| {
                faults.add("?", "De zoekvraag achter het vraagteken kan niet worden gelezen.");
                vec![]
            });
        let mut left = HashMap::new();
        for (key, value) in pairs {
            if left.insert(key.clone(), value).is_some() {
                faults.add(key, "Deze sleutel staat er twee keer.");
            }
        }
        Self { left, faults }
    }

    /// The value of a key, when it is there.
    pub fn optional<T: FromStr>(&mut self, key: &str, allowed: &str) -> Option<T> {
        let text = self.left.remove(key)?;
        let value = text.parse().ok();
        self.faults.unless(value.is_some(), key, allowed);
        value
    }

    /// The value of a key that must be there: once nothing is wrong with the query, it is.
    pub fn required<T: FromStr>(&mut self, key: &str, allowed: &str) -> Option<T> {
        self.faults.unless(self.left.contains_key(key), key, allowed);
        self.optional(key, allowed)
    }

    /// The page that is asked for: `cursor` and `limit`.
    pub fn paging(&mut self) -> Paging {
        let after = self.optional::<Cursor>(
            "cursor",
            "Gebruik de waarde van nextCursor uit het vorige antwoord.",
        );
        let allowed = format!("Geef een getal van 1 t/m {LIMIT_MAX}.");
        let limit = self.optional::<usize>("limit", &allowed).unwrap_or(LIMIT_DEFAULT);
        self.faults.unless((1..=LIMIT_MAX).contains(&limit), "limit", allowed);
        Paging { after, limit }
    }

    /// The position that the answer must have seen: `minPosition`.
    pub fn min_position(&mut self) -> Option<u64> {
        self.optional("minPosition", "Geef de positie uit een eerder antwoord: een geheel getal.")
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Every fault, unknown keys included.
    pub fn finish(mut self) -> Result<(), Problem> {
        let mut unknown: Vec<_> = self.left.into_keys().collect();
        unknown.sort_unstable();
        for key in unknown {
            self.faults.add(key, "Deze sleutel bestaat hier niet.");
        }
        self.faults.check().map_err(Problem::faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn fields(uri: &str) -> Vec<String> {
        let request = TestRequest::get().uri(uri).to_http_request();
        let mut query = QueryReader::new(&request);
        query.paging();
        query.min_position();
        let Err(problem) = query.finish() else { return vec![] };
        problem.detail().errors.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn every_fault_in_a_query_is_told() {
        assert!(fields("/x?limit=20&minPosition=7").is_empty());
        assert_eq!(fields("/x?limit=0&minPosition=x&zoek=y"), ["limit", "minPosition", "zoek"]);
        assert_eq!(fields("/x?limit=1&limit=2"), ["limit"]);
        assert_eq!(fields("/x?cursor=***"), ["cursor"]);
        assert_eq!(fields("/x?limit=201"), ["limit"]);
    }
}
