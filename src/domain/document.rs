//! A source as it was read: its origin, its text, its blocks, and the passages cut from it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Span;

/// The path of a document below its corpus folder, with `/` between the parts; or the id that a line of a file of many
/// documents gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a document comes from, as its front matter says; what it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Title of the article.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// The time its figures speak of, as written.
    pub as_of: Option<String>,
    /// Under what terms it may be used.
    pub licence: Option<String>,
    /// How it asks to be credited.
    pub attribution: Option<String>,
    /// What sort of publication it is.
    pub kind: Option<SourceKind>,
    /// What a reader of its figures must know.
    pub caution: Option<String>,
}

/// The sorts of publication, those to trust most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Official statistics.
    Official,
    /// A survey.
    Survey,
    /// News that reports figures of others.
    News,
    /// A portal, school or recruiter: how it came by its figures is rarely stated.
    Portal,
    /// An article.
    Article,
    /// An overview that holds no figures of its own.
    Guide,
    /// Definitions of terms: amounts in it are examples.
    Glossary,
}

impl SourceKind {
    /// Every kind, those to trust most first.
    pub const ALL: [SourceKind; 7] = [
        SourceKind::Official,
        SourceKind::Survey,
        SourceKind::News,
        SourceKind::Portal,
        SourceKind::Article,
        SourceKind::Guide,
        SourceKind::Glossary,
    ];

    /// The lower-case English word, as front matter writes it.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Official => "official",
            SourceKind::Survey => "survey",
            SourceKind::News => "news",
            SourceKind::Portal => "portal",
            SourceKind::Article => "article",
            SourceKind::Guide => "guide",
            SourceKind::Glossary => "glossary",
        }
    }
}

/// One document of the corpus.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name in the corpus.
    pub id: DocumentId,
    /// Its origin.
    pub source: Source,
    /// The whole file as text, or what was made of it; every span of the blocks points into it.
    pub text: String,
    /// Where in the file the text stands.
    pub lines: Lines,
    /// Its parts, in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Finds the lines of the file, from 1, that bytes of [`Document::text`] came from.
    pub fn line_index(&self) -> LineIndex<'_> {
        LineIndex(match &self.lines {
            Lines::Marked(marks) => Cow::Borrowed(marks),
            Lines::Same => {
                let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
                let starts = [0].into_iter().chain(breaks);
                Cow::Owned(starts.zip(1..).collect())
            }
        })
    }

    /// The line of the file, from 1, that the byte `at` of [`Document::text`] came from, where that is known.
    pub fn line(&self, at: usize) -> Option<usize> {
        self.line_index().at(at)
    }
}

/// Where the lines of a document begin: a hundred thousand places may be asked for.
#[derive(Clone, Debug)]
pub struct LineIndex<'a>(Cow<'a, [(usize, usize)]>);

impl LineIndex<'_> {
    /// The line that the byte `at` came from, where that is known.
    pub fn at(&self, at: usize) -> Option<usize> {
        let after = self.0.partition_point(|(from, _)| *from <= at);
        let (_, line) = self.0.get(after.checked_sub(1)?)?;
        Some(*line)
    }
}

/// Which lines of a file the bytes of a [`Document::text`] came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// The text is the file, line for line.
    #[default]
    Same,
    /// The text was made while the file was read: the byte from which on it comes from a line, and that line, in order.
    ///
    /// Empty for a file that has no lines; one mark for a document that is a line of its file.
    Marked(Vec<(usize, usize)>),
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The headings it stands under, outermost first; a heading's own text is the last of its path.
    pub headings: Arc<[String]>,
    /// Where it stands in [`Document::text`].
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of [`Block`].
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading; level 1 is the title.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        text: Text,
    },
    /// Running text.
    Paragraph(Text),
    /// One entry of a list.
    Item {
        /// 0 for the outermost list.
        depth: u8,
        /// Its number, in a numbered list.
        ordinal: Option<u64>,
        /// Its own words, without those of lists inside it.
        text: Text,
    },
    /// A table.
    Table(Table),
    /// Preformatted text; searched, never read for facts.
    Code(Text),
}

/// Rows under a header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The cells of the header row; empty when the table has none.
    pub header: Vec<Text>,
    /// The rows, which may be shorter or longer than the header.
    pub rows: Vec<Row>,
}

/// One row of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where the whole row stands in [`Document::text`].
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Text>,
}

/// Words as a reader sees them, markup removed, which remember where they stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    plain: String,
    runs: Vec<Run>,
}

/// A stretch of plain text and the source bytes it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    plain: Span,
    source: Span,
}

impl Text {
    /// Text that reads exactly as the source bytes from `start` on do.
    pub fn verbatim(plain: &str, start: usize) -> Text {
        let mut text = Text::default();
        text.push(plain, Span::new(start, start + plain.len()));
        text
    }

    /// As [`Text::verbatim`], of words that are owned already.
    pub fn copied(plain: String, start: usize) -> Text {
        let run = Run {
            plain: Span::new(0, plain.len()),
            source: Span::new(start, start + plain.len()),
        };
        let runs = if plain.is_empty() {
            Vec::new()
        } else {
            vec![run]
        };
        Text { plain, runs }
    }

    /// Appends `piece`, which the source bytes `source` gave.
    pub fn push(&mut self, piece: &str, source: Span) {
        if piece.is_empty() {
            return;
        }
        let start = self.plain.len();
        self.plain.push_str(piece);
        self.runs.push(Run {
            plain: Span::new(start, self.plain.len()),
            source,
        });
    }

    /// The words without markup.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// True when there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.plain.trim().is_empty()
    }

    /// All of the source that this text came from; empty at 0 for an empty text.
    pub fn span(&self) -> Span {
        match (self.runs.first(), self.runs.last()) {
            (Some(first), Some(last)) => first.source.cover(last.source),
            _ => Span::default(),
        }
    }

    /// Where the plain bytes `plain` stand in the source.
    ///
    /// Exact inside runs copied from the source; a run that was decoded (an entity, say) counts whole.
    pub fn source_span(&self, plain: Span) -> Span {
        let mut found: Option<Span> = None;
        // Runs lie in the order of their plain bytes.
        let first = self.runs.partition_point(|run| run.plain.end < plain.start);
        for run in self.runs.iter().skip(first) {
            if run.plain.start > plain.end {
                break;
            }
            let touched = run.plain.overlaps(plain)
                || (plain.is_empty()
                    && run.plain.start <= plain.start
                    && plain.start <= run.plain.end);
            if !touched {
                continue;
            }
            let part = if run.plain.len() == run.source.len() {
                let start = plain.start.max(run.plain.start) - run.plain.start;
                let end = plain.end.min(run.plain.end) - run.plain.start;
                Span::new(run.source.start + start, run.source.start + end)
            } else {
                run.source
            };
            found = Some(found.map_or(part, |span| span.cover(part)));
        }
        found.unwrap_or_else(|| self.span())
    }
}

/// A citable piece of a document: the unit that is indexed and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The document it was cut from.
    pub doc: DocumentId,
    /// Its number in the document, from 0.
    pub ordinal: u32,
    /// The headings above it, outermost first.
    pub headings: Arc<[String]>,
    /// Where it stands in the document's text.
    pub span: Span,
    /// Its words; rows of tables stand on lines of their own.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_lines(text: &str, lines: Lines, expected: &[(usize, Option<usize>)]) {
        let document = Document {
            id: DocumentId("a".to_owned()),
            source: Source::default(),
            text: text.to_owned(),
            lines,
            blocks: Vec::new(),
        };
        for (at, line) in expected {
            assert_eq!(document.line(*at), *line, "byte {at} of {text:?}");
        }
    }

    #[test]
    fn knows_the_line_of_a_byte() {
        let same = [(0, Some(1)), (1, Some(1)), (2, Some(2)), (99, Some(3))];
        check_lines("a\nb\n", Lines::Same, &same);
        let marks = Lines::Marked(vec![(2, 7), (5, 9)]);
        check_lines(
            "a\nb",
            marks,
            &[(0, None), (2, Some(7)), (4, Some(7)), (5, Some(9))],
        );
        check_lines("a\nb", Lines::Marked(Vec::new()), &[(0, None), (2, None)]);
    }

    #[test]
    fn maps_plain_bytes_back_to_the_source() {
        // source: `**$131,000** is &amp; was`
        let mut text = Text::default();
        text.push("$131,000", Span::new(2, 10));
        text.push(" is ", Span::new(12, 16));
        text.push("&", Span::new(16, 21));
        text.push(" was", Span::new(21, 25));
        assert_eq!(text.plain(), "$131,000 is & was");
        assert_eq!(text.source_span(Span::new(1, 4)), Span::new(3, 6));
        assert_eq!(text.source_span(Span::new(0, 11)), Span::new(2, 15));
        assert_eq!(text.source_span(Span::new(12, 13)), Span::new(16, 21));
    }
}
