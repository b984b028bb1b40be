//! Text with one paragraph and with more.

use super::Prose;
use crate::gallery::{Example, Voice};

impl Voice {
    /// A text of one or more paragraphs.
    pub(crate) fn prose(&self, text: &str) -> Prose {
        Prose(self.say(text))
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("prose-one-paragraph", &voice.prose("Dit is één alinea.")),
        Example::of(
            "prose-paragraphs-and-lines",
            &voice.prose("De eerste alinea.\r\n\r\n\r\nDe tweede, met:\n- een regel\n- nog een"),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_begins_a_paragraph_and_another_new_line_stays() {
        let html = Prose("\nEen\n\n\nTwee\ndrie\n".to_owned()).to_string();
        assert_eq!(html.trim(), "<p>Een</p><p>Twee<br>drie</p>");
    }
}
