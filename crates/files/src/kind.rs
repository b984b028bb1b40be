//! The kinds of file that are taken: what readers can open without surprises.

/// How many bytes tell what a file is.
pub(crate) const HEAD_BYTES: usize = 1024;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// Office Open XML text.
    Docx,
    /// Office Open XML spreadsheet.
    Xlsx,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Plain text in UTF-8.
    Text,
    /// Values with separators, in UTF-8 or in the one byte a letter of older programs.
    Csv,
    /// Values as JSON, one object a line, in UTF-8.
    JsonLines,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Pdf,
        Self::Odt,
        Self::Ods,
        Self::Docx,
        Self::Xlsx,
        Self::Png,
        Self::Jpeg,
        Self::Text,
        Self::Csv,
        Self::JsonLines,
    ];

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Pdf => ("pdf", "application/pdf"),
            Self::Odt => ("odt", "application/vnd.oasis.opendocument.text"),
            Self::Ods => ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            Self::Docx => {
                ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
            }
            Self::Xlsx => {
                ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            }
            Self::Png => ("png", "image/png"),
            Self::Jpeg => ("jpg", "image/jpeg"),
            Self::Text => ("txt", "text/plain"),
            Self::Csv => ("csv", "text/csv"),
            Self::JsonLines => ("jsonl", "application/jsonl"),
        }
    }

    /// The kind with a media type; parameters such as a character set do not count.
    #[must_use]
    pub fn of_media_type(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| kind.names().1 == essence)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        self.names().1
    }

    /// The usual extension of its files.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        self.names().0
    }

    pub(crate) fn file_name(self, sha256: &str) -> String {
        format!("{sha256}.{}", self.extension())
    }

    /// Whether the beginning of a content is that of this kind.
    pub(crate) fn fits(self, head: &[u8]) -> bool {
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Odt | Self::Ods | Self::Docx | Self::Xlsx => head.starts_with(b"PK\x03\x04"),
            Self::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            Self::Csv => !head.contains(&0),
            Self::JsonLines => head.first() == Some(&b'{') && is_text(head),
            Self::Text => is_text(head),
        }
    }
}

/// Whether the beginning of a content is text in UTF-8.
fn is_text(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(text) => !text.contains('\0'),
        // The end of the head may cut a character in two.
        Err(error) => error.error_len().is_none() && !head.contains(&0),
    }
}
