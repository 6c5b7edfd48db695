//! The formats that are read, by how a file's name ends.

use std::fmt;
use std::path::Path;

use super::load::DOCUMENT_MAX_BYTES;

/// Said of a file whose ending names no format that is read.
pub(super) const NOT_READ: &str =
    "not a format that is read; save it as Markdown, text, HTML, PDF, DOCX or CSV";

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Markdown as GitHub reads it.
    Markdown,
    /// Plain text, told by the shape of its lines.
    Text,
    /// A page of the web, saved.
    Html,
    /// Rows of cells, parted by commas, semicolons, tabs or bars.
    Csv,
    /// Many documents in one file, one JSON object a line.
    JsonLines,
    /// A Word document.
    Docx,
    /// Pages of characters.
    Pdf,
}

/// The endings of file names, in lower case and without their dot, and what stands in such files.
const ENDINGS: [(&str, Format); 10] = [
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("txt", Format::Text),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("jsonl", Format::JsonLines),
    ("docx", Format::Docx),
    ("pdf", Format::Pdf),
];

impl Format {
    /// The format of a file of this name or path; `None` for one that is not read.
    pub fn of(name: &str) -> Option<Format> {
        let path = Path::new(name);
        let ending = path.extension()?.to_str()?;
        if ending.eq_ignore_ascii_case("gz") {
            // Of what is packed only JSON lines are read.
            let packed = Format::of(path.file_stem()?.to_str()?);
            return packed.filter(|format| *format == Format::JsonLines);
        }
        let found = ENDINGS
            .iter()
            .find(|(known, _)| ending.eq_ignore_ascii_case(known));
        found.map(|(_, format)| *format)
    }

    /// The lower-case English name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::Text => "text",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
        }
    }

    /// The size up to which a file of this format is read; most of a page or a file with pictures is no text.
    pub fn max_bytes(self) -> u64 {
        match self {
            Format::Markdown | Format::Text | Format::Csv | Format::JsonLines => DOCUMENT_MAX_BYTES,
            Format::Html => 4 * DOCUMENT_MAX_BYTES,
            Format::Docx | Format::Pdf => 8 * DOCUMENT_MAX_BYTES,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_format_by_the_ending() {
        assert_eq!(Format::of("a/b.MD"), Some(Format::Markdown));
        assert_eq!(Format::of("b.markdown"), Some(Format::Markdown));
        assert_eq!(Format::of("b.md.txt"), Some(Format::Text));
        assert_eq!(Format::of("b.jsonl"), Some(Format::JsonLines));
        assert_eq!(Format::of("b.jsonl.GZ"), Some(Format::JsonLines));
        for name in ["md", ".md", "a.exe", "", "a.", "a.md.gz", "a.gz", ".gz"] {
            assert_eq!(Format::of(name), None, "format of {name:?}");
        }
    }
}
