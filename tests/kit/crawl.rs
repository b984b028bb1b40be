//! Everything that somebody can fetch: every reading operation of a service, with every name that
//! anyone knows, also the names of what belongs to others.

use super::{Answer, Session};
use reqwest::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What there is to put in the paths of operations, by the name of the parameter.
pub(crate) type Names = BTreeMap<&'static str, Vec<String>>;

/// What an operation answered, by its path with names filled in.
pub(crate) type Fetched = BTreeMap<String, Answer>;

/// Calls every reading operation that a document has, with all names.
pub(crate) async fn everything(session: &Session, document: &Value, names: &Names) -> Fetched {
    let mut fetched = Fetched::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(operation) = item.get("get") else { continue };
        for path in filled(path, names) {
            let answer = fetch(session, operation, &path).await;
            assert!(answer.status < 500, "{}: {}", answer.asked, answer.text());
            fetched.insert(path, answer);
        }
    }
    fetched
}

/// Calls a reading operation; it waits for what was written where the operation can.
pub(crate) async fn fetch(session: &Session, operation: &Value, path: &str) -> Answer {
    match operation["parameters"].to_string().contains("minPosition") {
        true => session.get(path).await,
        false => session.send(session.request(Method::GET, path)).await,
    }
}

/// A path with all its parameters filled in, in every way.
pub(crate) fn filled(path: &str, names: &Names) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (parameter, after) = rest.split_once('}').unwrap();
    let known = names.get(parameter).unwrap_or_else(|| panic!("no name for {{{parameter}}}"));
    known.iter().flat_map(|name| filled(&format!("{before}{name}{after}"), names)).collect()
}

/// Every page and file that is linked from the first one, on the same site.
pub(crate) async fn pages(anyone: &Session) -> Fetched {
    let site = anyone.world.pages();
    let (mut fetched, mut seen) = (Fetched::new(), BTreeSet::new());
    let mut waiting = vec!["/".to_owned()];
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = anyone.world.http.get(format!("{site}{path}"));
        let answer = anyone.send(page).await;
        if answer.header("content-type").starts_with("text/html") {
            waiting.extend(links(&answer.text(), &site));
        }
        fetched.insert(path, answer);
    }
    fetched
}

/// The paths that a page links to.
fn links(html: &str, site: &str) -> Vec<String> {
    let targets = html.split(['"', '\'']).filter_map(|text| {
        let path = text.strip_prefix(site).unwrap_or(text);
        let path = path.split(['#', '?']).next().unwrap_or_default();
        (path.starts_with('/') && !path.contains(char::is_whitespace)).then(|| path.to_owned())
    });
    targets.collect()
}
