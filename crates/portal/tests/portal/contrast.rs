//! Text can be read on every ground it stands on, in every theme (WCAG 2.2, 1.4.3 and 1.4.11).

use crate::stylesheet::rules;
use std::collections::{BTreeMap, BTreeSet};

/// Colours of text, each with the grounds on which it may stand.
const TEXT: &[(&str, &[&str])] = &[
    ("ink", GROUNDS),
    ("ink-quiet", GROUNDS),
    ("link", GROUNDS),
    ("accent", GROUNDS),
    ("on-brand", &["brand", "brand-deep"]),
];

/// Colours of lines and shapes that mean something.
const SHAPES: &[(&str, &[&str])] =
    &[("line-strong", GROUNDS), ("brand", GROUNDS), ("focus", GROUNDS)];

/// Everything on which text stands, apart from the brand.
const GROUNDS: &[&str] = &["paper", "surface", "tint", "accent-tint"];

type Tokens = BTreeMap<String, String>;

/// The tokens that are set under exactly this condition; empty for no condition.
fn set_under(condition: &str) -> Tokens {
    let rules = rules();
    let (tokens, _) = rules.split_once("@layer base").unwrap();
    let block = tokens.split(":root {").skip(1).zip(tokens.split(":root {"));
    let block = block.filter(|(_, before)| {
        let before = before.trim_end();
        match before.rsplit_once("@media ") {
            Some((_, media)) if before.ends_with('{') && !media.contains('}') => {
                media.trim_end_matches('{').trim() == condition
            }
            _ => condition.is_empty(),
        }
    });
    let (block, _) = block.last().unwrap();
    let declarations = block.split_once('}').unwrap().0.split(';');
    declarations
        .filter_map(|declaration| declaration.trim().strip_prefix("--")?.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

/// The themes: each takes the tokens under its conditions, the last first.
fn themes() -> Vec<(&'static str, Tokens)> {
    const DARK: &str = "screen and (prefers-color-scheme: dark)";
    const MORE: &str = "(prefers-contrast: more)";
    const DARK_MORE: &str = "screen and (prefers-contrast: more) and (prefers-color-scheme: dark)";
    let under = |conditions: &[&str]| {
        let mut tokens = set_under("");
        for condition in conditions {
            tokens.extend(set_under(condition));
        }
        tokens
    };
    vec![
        ("light", under(&[])),
        ("dark", under(&[DARK])),
        ("light, more contrast", under(&[MORE])),
        ("dark, more contrast", under(&[DARK, MORE, DARK_MORE])),
    ]
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: &str) -> f64 {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6).unwrap();
    let channel = |place: usize| {
        let value = u8::from_str_radix(&hex[place..place + 2], 16).unwrap();
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn check(pairs: &[(&str, &[&str])], least: f64) {
    for (theme, tokens) in themes() {
        for (colour, grounds) in pairs {
            for ground in *grounds {
                let found = contrast(&tokens[*colour], &tokens[*ground]);
                assert!(found >= least, "{theme}: {colour} on {ground} has {found:.2}");
            }
        }
    }
}

#[test]
fn black_on_white_is_twenty_one() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

#[test]
fn text_stands_out_from_its_ground() {
    check(TEXT, 4.5);
}

#[test]
fn text_stands_out_more_for_who_asks_for_more() {
    for (theme, tokens) in themes().into_iter().filter(|(name, _)| name.contains("more")) {
        for colour in ["ink", "ink-quiet", "link", "accent"] {
            let found = contrast(&tokens[colour], &tokens["paper"]);
            assert!(found >= 7.0, "{theme}: {colour} has {found:.2}");
        }
    }
}

#[test]
fn lines_and_focus_stand_out_from_their_ground() {
    check(SHAPES, 3.0);
}

#[test]
fn the_themes_differ() {
    let papers: BTreeSet<_> = themes().iter().map(|(_, tokens)| tokens["paper"].clone()).collect();
    assert_eq!(papers.len(), 4);
}

/// The tokens that a property takes its colour from.
fn tokens_of(property: &str) -> BTreeSet<String> {
    let rules = rules();
    let start = format!("{property}:");
    let declarations = rules.split(['{', ';', '}']).map(str::trim);
    declarations
        .filter_map(|declaration| declaration.strip_prefix(start.as_str()))
        .filter_map(|value| value.split_once("var(--"))
        .map(|(_, token)| token.split(')').next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_colour_of_text_and_every_ground_is_checked() {
    let known = |name: &String| TEXT.iter().any(|(colour, _)| colour == name);
    let unknown: Vec<_> = tokens_of("color").into_iter().filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "text in colours that are not checked: {unknown:?}");
    let known = |name: &String| GROUNDS.contains(&name.as_str()) || name.starts_with("brand");
    let grounds = tokens_of("background").into_iter();
    let unknown: Vec<_> = grounds.filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "grounds that are not checked: {unknown:?}");
}
