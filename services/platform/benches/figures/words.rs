//! Questions as providers write them: no two the same, and all about the same things.

use fastrand::Rng;

const OPENINGS: [&str; 8] = [
    "Kunt u toelichten of",
    "Wij lezen niet of",
    "Klopt het dat",
    "Wilt u bevestigen dat",
    "Ons is onduidelijk of",
    "Mogen wij ervan uitgaan dat",
    "Graag vernemen wij waarom",
    "Bent u bereid te heroverwegen dat",
];

const THINGS: [&str; 40] = [
    "het tarief",
    "de wachttijd",
    "een medewerker in opleiding",
    "de indexering",
    "de reistijd",
    "een groepsaanbod",
    "het woonplaatsbeginsel",
    "de verwijzer",
    "een beschikking",
    "de bereikbaarheid",
    "een onderaannemer",
    "de accountantsverklaring",
    "het keurmerk",
    "een gedragswetenschapper",
    "de regiebehandelaar",
    "het budgetplafond",
    "de zorgplicht",
    "een intakegesprek",
    "de overdracht",
    "het crisisaanbod",
    "een verlenging",
    "de omzetgrens",
    "het berichtenverkeer",
    "een declaratie",
    "de cliëntervaring",
    "het hoofdaannemerschap",
    "een vertrouwenspersoon",
    "de klachtenregeling",
    "het verblijf",
    "een pleeggezin",
    "de dagbesteding",
    "het vervoer",
    "een zorgboerderij",
    "de jeugdbescherming",
    "het gezinsplan",
    "een tussenevaluatie",
    "de nazorg",
    "het opzegtermijn",
    "een social return",
    "de privacy",
];

const DEEDS: [&str; 16] = [
    "meetelt bij",
    "vervalt door",
    "voorgaat op",
    "los staat van",
    "wordt betaald naast",
    "hoort bij",
    "wordt getoetst aan",
    "eerder begint dan",
    "ook geldt voor",
    "wijzigt na",
    "wordt beperkt door",
    "wordt verrekend met",
    "opgeschort wordt bij",
    "gemeld wordt vóór",
    "afhangt van",
    "gelijk blijft ondanks",
];

/// A question, always the same one of a number.
pub(crate) fn question(number: u64) -> String {
    let mut rng = Rng::with_seed(number);
    let mut of = |words: &[&'static str]| words[rng.usize(..words.len())];
    let (opening, first, second) = (of(&OPENINGS), of(&THINGS), of(&THINGS));
    let (deed, third, other, last) = (of(&DEEDS), of(&THINGS), of(&DEEDS), of(&THINGS));
    format!(
        "{opening} {first} {deed} {second}? In bijlage {number} staat dat {third} {other} {last}."
    )
}
