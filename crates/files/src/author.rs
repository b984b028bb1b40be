//! Who made a file, as the program wrote into it that made it: what nobody thinks of who reads it.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How much of a part of an office file is read.
const PART_BYTES_MAX: u64 = 1024 * 1024;

/// The parts of office files that tell who made them.
const PARTS: [&str; 2] = ["docProps/core.xml", "meta.xml"];

/// The elements in those parts, and in the XMP of a PDF, that name somebody.
const ELEMENTS: [&str; 4] =
    ["dc:creator", "cp:lastModifiedBy", "meta:initial-creator", "meta:printed-by"];

/// The names of makers that stand in a PDF or an office file, each once. Those that stand in a
/// compressed part of a PDF are not found.
#[must_use]
pub fn authors(content: &[u8]) -> Vec<String> {
    let mut found = if content.starts_with(b"%PDF-") {
        let xmp = in_elements(&String::from_utf8_lossy(content));
        [in_pdf(content), xmp].concat()
    } else if content.starts_with(b"PK\x03\x04") {
        parts(content).iter().flat_map(|part| in_elements(part)).collect()
    } else {
        vec![]
    };
    found.retain(|name| !name.trim().is_empty());
    found.sort();
    found.dedup();
    found
}

/// What stands in an element that names a maker, without the elements in it.
fn in_elements(xml: &str) -> Vec<String> {
    let mut found = vec![];
    for element in ELEMENTS {
        let (begin, end) = (format!("<{element}"), format!("</{element}>"));
        for rest in xml.split(begin.as_str()).skip(1) {
            let inside = rest.split_once('>').map_or("", |(_, inside)| inside);
            let inside = inside.split_once(end.as_str()).map_or("", |(inside, _)| inside);
            let texts = inside.split('<').map(|it| it.rsplit_once('>').map_or(it, |(_, it)| it));
            found.extend(texts.map(|text| text.trim().to_owned()));
        }
    }
    found
}

/// What stands after `/Author`: a text in brackets, or in hexadecimal.
fn in_pdf(content: &[u8]) -> Vec<String> {
    const NAME: &[u8] = b"/Author";
    let places = content.windows(NAME.len()).enumerate().filter(|(_, it)| *it == NAME);
    let texts = places.filter_map(|(at, _)| {
        let rest = content.get(at + NAME.len()..)?.trim_ascii_start();
        match rest.first()? {
            b'(' => Some(literal(rest.get(1..)?)),
            b'<' => hexadecimal(rest.get(1..)?),
            _ => None,
        }
    });
    texts.map(|bytes| decoded(&bytes)).collect()
}

fn literal(rest: &[u8]) -> Vec<u8> {
    let (mut text, mut deep, mut escaped) = (vec![], 0u32, false);
    for byte in rest {
        match (escaped, byte) {
            (false, b'\\') => {
                escaped = true;
                continue;
            }
            (false, b')') if deep == 0 => break,
            (false, b'(') => deep += 1,
            (false, b')') => deep -= 1,
            _ => {}
        }
        escaped = false;
        text.push(*byte);
    }
    text
}

fn hexadecimal(rest: &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'>')?;
    let digits = rest[..end].iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    Some(digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect())
}

/// A text of a PDF: UTF-16 when it says so, else as good as Latin.
fn decoded(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The parts of an office file that tell who made it. What is broken is told as far as it goes.
fn parts(content: &[u8]) -> Vec<String> {
    let Ok(mut package) = ZipArchive::new(Cursor::new(content)) else { return vec![] };
    let mut found = vec![];
    for name in PARTS {
        let mut text = vec![];
        let part = package.by_name(name).map(|part| part.take(PART_BYTES_MAX));
        let read = part.map(|mut part| part.read_to_end(&mut text));
        if read.is_ok() {
            found.push(String::from_utf8_lossy(&text).into_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::authors;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    fn office(name: &str, method: CompressionMethod, content: &str) -> Vec<u8> {
        let mut package = ZipWriter::new(Cursor::new(vec![]));
        let options = SimpleFileOptions::default().compression_method(method);
        package.start_file(name, options).unwrap();
        package.write_all(content.as_bytes()).unwrap();
        package.finish().unwrap().into_inner()
    }

    #[test]
    fn a_pdf_tells_its_author_in_three_ways() {
        for (content, name) in [
            (&b"%PDF-1.7 << /Author (Femke \\(van\\) Oudeland) >>"[..], "Femke (van) Oudeland"),
            (b"%PDF-1.7 << /Author<FEFF0046006B> >>", "Fk"),
            (
                b"%PDF-1.7 <dc:creator><rdf:Seq><rdf:li>Femke</rdf:li></rdf:Seq></dc:creator>",
                "Femke",
            ),
        ] {
            assert_eq!(authors(content), [name]);
        }
        assert!(authors(b"%PDF-1.7 << /Author () /Title (Leidraad) >>").is_empty());
    }

    #[test]
    fn an_office_file_tells_who_made_and_who_changed_it() {
        let core = "<cp:coreProperties><dc:creator>Femke</dc:creator>\
                    <cp:lastModifiedBy>Bram</cp:lastModifiedBy></cp:coreProperties>";
        let packed = office("docProps/core.xml", CompressionMethod::Deflated, core);
        assert_eq!(authors(&packed), ["Bram", "Femke"]);
        let plain = "<meta:initial-creator>Femke</meta:initial-creator>";
        let plain = office("meta.xml", CompressionMethod::Stored, plain);
        assert_eq!(authors(&plain), ["Femke"]);
    }

    #[test]
    fn what_is_broken_or_no_such_file_tells_nothing() {
        for content in [
            &b""[..],
            b"Femke",
            b"%PDF-1.7 /Author",
            b"%PDF-1.7 /Author <00",
            b"PK\x03\x04docProps/core.xml",
        ] {
            assert!(authors(content).is_empty());
        }
    }
}
