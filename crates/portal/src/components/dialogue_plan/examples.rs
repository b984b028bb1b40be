//! A complete plan, a changed plan and a draft.

use super::{DialoguePlan, Perspectives};
use crate::gallery::{Example, Voice};

fn both(voice: &Voice, municipality: &str, provider: &str) -> Perspectives {
    Perspectives {
        municipality: Some(voice.prose(municipality)),
        provider: Some(voice.prose(provider)),
    }
}

pub(crate) fn strategy(voice: &Voice) -> DialoguePlan {
    DialoguePlan {
        version: 1,
        revision: None,
        subjects: both(
            voice,
            "Het inkoopmodel, de percelen, het aantal aanbieders en de manier van betalen.",
            "Ook de vraag of kleine aanbieders mee kunnen blijven doen.",
        ),
        room: both(
            voice,
            "Het budget en de visie staan vast. Over de percelen en de samenwerking kan het nog \
             alle kanten op.",
            "Zeg vooraf eerlijk wat vaststaat. Dan steken wij onze tijd in wat nog kan veranderen.",
        ),
        participants: both(
            voice,
            "Aanbieders, groot en klein. Ook huisartsen, scholen en de adviesraad.",
            "Graag ook de mensen die de hulp geven, niet alleen bestuurders.",
        ),
        organisation: both(
            voice,
            "Eén grote bijeenkomst, drie werkgroepen en een schriftelijke marktconsultatie. Van \
             elk gesprek komt een verslag.",
            "Plan bijeenkomsten aan het eind van de middag. Overdag zijn wij bij gezinnen.",
        ),
    }
}

pub(crate) fn procedure(voice: &Voice) -> DialoguePlan {
    DialoguePlan {
        version: 2,
        revision: Some(voice.prose(
            "Er komt een tweede vragenronde bij. In de eerste ronde kwamen veel vragen over de \
             tarieven, en de antwoorden roepen nieuwe vragen op.",
        )),
        subjects: both(
            voice,
            "Wat onduidelijk is in de documenten, en wat niet klopt.",
            "Vooral de tarieven, de gegevens die wij moeten leveren en de overgang voor kinderen \
             die nu al hulp krijgen.",
        ),
        room: both(
            voice,
            "Wij leggen uit en herstellen fouten. De eisen veranderen niet wezenlijk.",
            "Verwijs niet alleen naar een paragraaf, maar geef antwoord.",
        ),
        participants: both(
            voice,
            "Alle aanbieders die willen inschrijven. Niemand ziet wie een vraag stelt.",
            "Ook de samenwerkingsverbanden en de zelfstandige praktijken.",
        ),
        organisation: both(
            voice,
            "Twee vragenrondes. Iedereen krijgt alle antwoorden op hetzelfde moment, in een nota \
             van inlichtingen.",
            "Publiceer antwoorden in delen als dat sneller gaat.",
        ),
    }
}

pub(crate) fn draft(voice: &Voice) -> DialoguePlan {
    DialoguePlan {
        version: 1,
        revision: None,
        subjects: both(
            voice,
            "Wat goed gaat, wat beter moet en wat wij leren van wachttijden.",
            "Ook wat goede hulp in de weg staat, zoals dubbele formulieren.",
        ),
        room: Perspectives::default(),
        participants: Perspectives {
            municipality: Some(voice.prose("Alle aanbieders met een contract, per kwartaal.")),
            provider: None,
        },
        organisation: Perspectives::default(),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("dialogue-plan", &strategy(voice)),
        Example::of("dialogue-plan-changed", &procedure(voice)),
        Example::of("dialogue-plan-draft", &draft(voice)),
    ]
}
