//! Markdown to blocks.
//!
//! Read as GitHub does, with these rules of our own:
//! - a paragraph that is one bold run and nothing else is a heading, one level below the last real one;
//! - an item holds its own words; what follows a list, a table or code inside it is a paragraph;
//! - a list that is indented by too little to lie in the numbered item above it, but is indented, does so;
//! - lines of a paragraph that each begin with a label ("Location: Leeds") keep their ends;
//! - a text without any markup that has rows with tabs is plain text (`text.rs`);
//! - a quotation is its paragraphs; HTML is the words between its tags, but for its tables (`inset.rs`); images, struck
//!   words and what other programs are told of looks (`{: .lead}`) are left out.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::inset::Inset;
use super::outline::{Outline, reads_as_heading};
use super::pieces::Pieces;
use super::tags::{self, Stripper};
use super::text;
use crate::domain::{BlockKind, Row, Span, Table, Text};

/// The blocks of `text` from byte `body` on.
pub(super) fn read(text: &str, body: usize, outline: &mut Outline) {
    if text.get(body..).is_some_and(is_plain) {
        text::read(text, body, outline);
        return;
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut reader = Reader {
        text,
        outline,
        pieces: Pieces::default(),
        inline_end: 0,
        lists: Vec::new(),
        outermost: None,
        inside: false,
        items: Vec::new(),
        quotes: 0,
        hidden: 0,
        bold: Bold::default(),
        table: None,
        row: Vec::new(),
        html: None,
        inset: None,
        level: 0,
        keeps_lines: false,
    };
    let source = text.get(body..).unwrap_or_default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.take(event, Span::new(range.start + body, range.end + body));
    }
    reader.end_inset();
}

struct Reader<'a> {
    text: &'a str,
    outline: &'a mut Outline,
    pieces: Pieces,
    /// Where the last words, with the markup around them, end.
    inline_end: usize,
    /// The number of the next item of each open list.
    lists: Vec<Option<u64>>,
    /// The outermost list that is open, or was the last.
    outermost: Option<Outermost>,
    /// True for a list that lies inside the item before it, though it is indented by less than Markdown asks for.
    inside: bool,
    items: Vec<Item>,
    quotes: usize,
    /// How many images and struck runs are open.
    hidden: usize,
    bold: Bold,
    table: Option<Table>,
    row: Vec<Text>,
    html: Option<Stripper>,
    /// The table of HTML that is open; a blank line ends the block that it stands in, but not the table.
    inset: Option<Inset>,
    /// The level of the last real heading.
    level: u8,
    /// True in a paragraph whose lines stand each for itself.
    keeps_lines: bool,
}

/// An open list item.
struct Item {
    ordinal: Option<u64>,
    /// Where its marker stands, until something inside it was read.
    start: Option<usize>,
    /// True when its own words were read; what follows is a paragraph.
    spent: bool,
}

/// A list that lies in no other.
struct Outermost {
    is_numbered: bool,
    /// How many blanks stand before its first marker.
    indent: usize,
    /// Where it ends.
    end: usize,
}

/// What is bold in a paragraph.
#[derive(Default)]
struct Bold {
    depth: usize,
    runs: usize,
    words_outside: bool,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(words) => self.words(&words, span),
            Event::Code(words) => self.code(&words, span),
            Event::Html(_) => {
                let html = span.of(self.text).unwrap_or_default();
                if let Some(stripper) = &mut self.html {
                    let (inset, outline) = (&mut self.inset, &mut *self.outline);
                    let mut tags = |tag: &tags::Tag<'_>, pieces: &mut Pieces| match inset {
                        None if tag.name == "table" => {
                            let before = pieces.take();
                            let span = before.span();
                            outline.paragraph(before, span);
                            *inset = Some(Inset::default());
                        }
                        None => tags::part(tag.name, tag.source, pieces),
                        Some(open) => {
                            if open.take(tag, pieces)
                                && let Some(ended) = inset.take()
                            {
                                ended.close(pieces, outline);
                            }
                        }
                    };
                    stripper.feed(html, span.start, &mut self.pieces, &mut tags);
                }
            }
            Event::InlineHtml(html) => {
                if let Some(name) = tags::tag_name(&html) {
                    self.part(&name, span);
                }
            }
            Event::SoftBreak if self.keeps_lines => self.pieces.gap("\n", span),
            Event::SoftBreak => self.pieces.gap(" ", span),
            Event::HardBreak => self.part("br", span),
            Event::Rule => self.settle(),
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    /// Ends a table of HTML that was left open.
    fn end_inset(&mut self) {
        if let Some(open) = self.inset.take() {
            open.close(&mut self.pieces, self.outline);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.end_inset();
        }
        match tag {
            Tag::Paragraph => {
                self.keeps_lines = span.of(self.text).is_some_and(are_labelled);
                self.bold = Bold::default();
                self.pieces
                    .gap("\n", Span::new(self.inline_end, span.start));
            }
            Tag::Strong => {
                self.bold.depth += 1;
                self.bold.runs += 1;
            }
            Tag::Image { .. } => self.hidden += 1,
            Tag::Strikethrough if self.is_struck(span) => self.hidden += 1,
            Tag::Strikethrough => self.words("~", Span::new(span.start, span.start + 1)),
            Tag::Emphasis | Tag::Link { .. } | Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            Tag::HtmlBlock if self.inset.is_some() => self.html = Some(Stripper::default()),
            _ => {
                self.settle();
                self.start_block(tag, span);
            }
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.open_outermost(first.is_some(), span);
                }
                self.lists.push(*first);
            }
            Tag::Item => {
                let ordinal = self.lists.last_mut().and_then(|next| {
                    let ordinal = *next;
                    *next = ordinal.map(|number| number.saturating_add(1));
                    ordinal
                });
                self.items.push(Item {
                    ordinal,
                    start: Some(span.start),
                    spent: false,
                });
            }
            Tag::Table(_) => self.table = Some(Table::default()),
            Tag::HtmlBlock => self.html = Some(Stripper::default()),
            _ => {}
        }
    }

    /// "1. Surgeon" and below it "  - Pay: …": two blanks are one too few for the list to lie inside the item, but they are
    /// what its author meant.
    fn open_outermost(&mut self, is_numbered: bool, span: Span) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let rest = self.text.get(line..).unwrap_or_default();
        let own = Outermost {
            is_numbered,
            indent: rest.len() - rest.trim_start_matches(' ').len(),
            end: span.end,
        };
        let follows = |last: &Outermost| {
            let gap = self.text.get(last.end..line);
            gap.is_none_or(|gap| gap.trim().is_empty())
        };
        let last = self.outermost.take().filter(follows);
        self.inside = last
            .as_ref()
            .is_some_and(|last| last.is_numbered && !own.is_numbered && last.indent < own.indent);
        self.outermost = Some(own);
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph => {
                self.keeps_lines = false;
                self.inline_end = trimmed(self.text, span).end;
                if self.items.last().is_none_or(|item| item.spent) {
                    self.paragraph(span);
                }
            }
            TagEnd::Heading(level) => {
                self.level = number(level);
                let text = self.finish_text();
                self.outline
                    .heading(self.level, text, trimmed(self.text, span));
            }
            TagEnd::CodeBlock => {
                let text = self.finish_text();
                if !text.is_blank() {
                    self.outline
                        .add(BlockKind::Code(text), trimmed(self.text, span));
                }
            }
            TagEnd::HtmlBlock if self.inset.is_some() => self.html = None,
            TagEnd::HtmlBlock => {
                self.html = None;
                let text = self.finish_text();
                let span = text.span();
                self.outline.paragraph(text, span);
            }
            TagEnd::BlockQuote(_) => {
                self.settle();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.settle();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.settle();
                self.items.pop();
            }
            TagEnd::FootnoteDefinition => self.settle(),
            TagEnd::TableCell => {
                let text = self.finish_text();
                self.row.push(text);
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(tag, span),
            TagEnd::Table => self.end_table(span),
            TagEnd::Strong => {
                self.bold.depth = self.bold.depth.saturating_sub(1);
                self.inline_end = span.end;
            }
            TagEnd::Image => {
                self.hidden = self.hidden.saturating_sub(1);
                self.inline_end = span.end;
            }
            TagEnd::Strikethrough if self.is_struck(span) => {
                self.hidden = self.hidden.saturating_sub(1);
                self.inline_end = span.end;
            }
            TagEnd::Strikethrough => {
                self.words("~", Span::new(span.end.saturating_sub(1), span.end));
            }
            TagEnd::Emphasis | TagEnd::Link => self.inline_end = span.end,
            _ => {}
        }
    }

    /// Adds words of running text, code or a cell.
    fn words(&mut self, words: &str, span: Span) {
        if self.hidden > 0 {
            return;
        }
        if let Some(shown) = without_attributes(words).filter(|_| span.len() == words.len()) {
            return self.words(shown, Span::new(span.start, span.start + shown.len()));
        }
        if self.bold.depth == 0 && !self.bold.words_outside {
            self.bold.words_outside = !matches!(words.trim(), "" | ":");
        }
        if span.of(self.text) == Some(words) {
            self.pieces.copy(words, span.start);
        } else {
            // The place of a decoded sign may reach over the blanks behind it, past the end of a heading.
            let shown = trimmed(self.text, span);
            self.pieces
                .push(words, if shown.is_empty() { span } else { shown });
        }
        self.inline_end = span.end;
    }

    /// Adds a code span, whose place in the source includes its backticks.
    fn code(&mut self, words: &str, span: Span) {
        let source = span.of(self.text).unwrap_or_default();
        let inner = match source.find(words) {
            Some(at) => Span::new(span.start + at, span.start + at + words.len()),
            None => span,
        };
        self.words(words, inner);
        self.inline_end = span.end;
    }

    /// Adds what a tag between words stands for; a cell stays on one line.
    fn part(&mut self, tag: &str, span: Span) {
        if self.table.is_some() && tag == "br" {
            self.pieces.gap(" ", span);
        } else {
            tags::part(tag, span, &mut self.pieces);
        }
    }

    /// Writes down words that no paragraph holds: those of an item, or loose ones inside it.
    fn settle(&mut self) {
        if !self.pieces.has_words() {
            if let Some(item) = self.items.last_mut() {
                item.start = None;
            }
            return;
        }
        let depth = (self.lists.len() + usize::from(self.inside)).saturating_sub(1);
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        let text = self.finish_text();
        let own = text.span();
        match self.items.last_mut() {
            Some(item) if !item.spent => {
                item.spent = true;
                let start = item.start.unwrap_or(own.start);
                let kind = BlockKind::Item {
                    depth,
                    ordinal: item.ordinal,
                    text,
                };
                let span = Span::new(start, self.inline_end.max(own.end));
                self.outline.add(kind, trimmed(self.text, span));
            }
            _ => self.outline.paragraph(text, own),
        }
    }

    fn paragraph(&mut self, span: Span) {
        let text = self.finish_text();
        let span = trimmed(self.text, span);
        if self.is_bold_heading(text.plain()) {
            let level = (self.level + 1).clamp(2, 6);
            self.outline.heading(level, text, span);
        } else {
            self.outline.paragraph(text, span);
        }
    }

    /// True for a bold line outside lists and quotations that [`reads_as_heading`].
    ///
    /// A question is a heading: that is how pages of questions and answers set them.
    fn is_bold_heading(&self, words: &str) -> bool {
        self.items.is_empty()
            && self.quotes == 0
            && self.bold.runs == 1
            && !self.bold.words_outside
            && reads_as_heading(words)
    }

    fn end_row(&mut self, tag: TagEnd, span: Span) {
        let cells = std::mem::take(&mut self.row);
        let Some(table) = &mut self.table else {
            return;
        };
        if cells.iter().all(Text::is_blank) {
            return;
        }
        if tag == TagEnd::TableHead {
            table.header = cells;
        } else {
            let span = trimmed(self.text, span);
            table.rows.push(Row { span, cells });
        }
    }

    fn end_table(&mut self, span: Span) {
        let table = self.table.take().unwrap_or_default();
        if !table.header.is_empty() || !table.rows.is_empty() {
            self.outline
                .add(BlockKind::Table(table), trimmed(self.text, span));
        }
    }

    fn finish_text(&mut self) -> Text {
        self.pieces.take()
    }

    /// True for `~~struck~~` words, which their author took back; `~these~` are more likely estimates.
    fn is_struck(&self, span: Span) -> bool {
        span.of(self.text)
            .is_some_and(|words| words.starts_with("~~"))
    }
}

/// Whether `body` is plain text with tables that were copied from elsewhere: to Markdown their rows are one paragraph. A
/// line that begins with a small letter goes on from the one before, and plain text has no such lines.
fn is_plain(body: &str) -> bool {
    let is_marked = |line: &str| {
        line.contains('<')
            || line.starts_with(|c: char| c.is_lowercase() || matches!(c, '#' | '|' | '>'))
            || ["**", "](", "```", "- ", "* "]
                .iter()
                .any(|mark| line.contains(mark))
    };
    text::has_rows_with_tabs(body) && !body.lines().any(is_marked)
}

/// The longest label of a line, in bytes and in words.
const LABEL_MAX_BYTES: usize = 60;
const LABEL_MAX_WORDS: usize = 6;

/// Whether `paragraph` has several lines and each begins with a label: "Location: Leeds", "**Mid-level (3–5 years):** £40,000".
fn are_labelled(paragraph: &str) -> bool {
    let is_labelled = |line: &str| {
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some((label, value)) = line.split_once(':') else {
            return false;
        };
        label.len() <= LABEL_MAX_BYTES
            && label.split_whitespace().count() <= LABEL_MAX_WORDS
            && !label.ends_with(|c: char| c.is_ascii_digit())
            && value.starts_with([' ', '*', '_'])
            && value.contains(char::is_alphanumeric)
    };
    let mut lines = paragraph.trim_end().lines();
    lines.clone().nth(1).is_some() && lines.all(is_labelled)
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// `words` without what other programs are told of their look: `{: .lead}`, `{#id}`, `{style="…"}` at their end.
fn without_attributes(words: &str) -> Option<&str> {
    let inside = words.trim_end().strip_suffix('}')?;
    let at = inside.rfind('{')?;
    let list = inside.get(at + 1..)?.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let has_value = || {
        let (key, value) = list.split_once('=').unwrap_or_default();
        !key.is_empty() && key.chars().all(is_name) && value.starts_with(['"', '\''])
    };
    let names = || {
        let name = list.strip_prefix(['.', '#', ':']);
        name.is_some_and(|name| !name.contains(|c: char| !is_name(c) && !" .#=\"'_".contains(c)))
    };
    (has_value() || names()).then(|| inside.get(..at).unwrap_or_default().trim_end())
}

/// The span without the whitespace at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let Some(words) = span.of(text) else {
        return span;
    };
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::outline::show::{check_sound, check_words, describe, document};

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let document = document("a.md", markdown);
        assert_eq!(describe(&document), expected, "reading {markdown:?}");
        check_words(&document);
    }

    /// For words that the source writes in another way.
    #[track_caller]
    fn check_decoded(markdown: &str, expected: &str) {
        let document = document("a.md", markdown);
        assert_eq!(describe(&document), expected, "reading {markdown:?}");
        check_sound(&document);
    }

    /// The heading path of every block.
    fn paths(markdown: &str) -> String {
        let document = document("a.md", markdown);
        let paths = document.blocks.iter().map(|block| block.headings.join(">"));
        paths.collect::<Vec<_>>().join(" | ")
    }

    /// The source of every block.
    fn sources(markdown: &str) -> Vec<String> {
        let document = document("a.md", markdown);
        let spans = document
            .blocks
            .iter()
            .map(|block| block.span.of(&document.text));
        spans
            .map(|found| found.expect("a span lies on characters").to_owned())
            .collect()
    }

    #[test]
    fn reads_headings_and_paragraphs() {
        check(
            "# Bakers\n\nThey bake\nbread.\n\nSkills\n---\nKneading.\n",
            "H1 Bakers | P They bake bread. | H2 Skills | P Kneading.",
        );
        check("## Pay {#pay}\n#\n", "H2 Pay");
        check("one  \ntwo\\\nthree", "P one⏎two⏎three");
        check("# A\r\n\r\none\r\ntwo\r\n", "H1 A | P one two");
    }

    #[test]
    fn reads_tables_of_html() {
        check_decoded(
            "Before.\n\n<table>\n<tr><td><b>Job</b></td><td>Pay</td></tr>\n<tr>\n <td>Baker &amp; cook</td>\n <td>£30,000<br>a year</td>\n</tr>\n</table>\n\nBehind.\n",
            "P Before. | T Job;Pay / Baker & cook;£30,000 a year | P Behind.",
        );
        // A blank line ends the block of HTML, and not the table.
        check_decoded(
            "<table>\n<tr><th>Job</th><th>Pay</th></tr>\n\n<tr><td>Baker</td><td>1</td></tr>\n</table>",
            "T Job;Pay / Baker;1",
        );
        check_decoded(
            "<table><tr><th>Job</th><th colspan=2>Pay</th></tr>\n<tr><td rowspan=\"2\">Baker</td><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr></table>",
            "T Job;Pay; / Baker;1;2 / Baker;3;4",
        );
        // What lays out a page is no table, and one without an end ends with the next block.
        check_decoded(
            "<table><tr><td>One</td></tr><tr><td>two</td></tr></table>",
            "P One | P two",
        );
        check_decoded(
            "<table>\n<tr><td>Job</td><td>Pay</td></tr>\n<tr><td>Baker</td><td>1\n\n# Next\n",
            "T Job;Pay / Baker;1 | H1 Next",
        );
        check_decoded(
            "<table><tr><td rowspan=99999999999999999999 colspan=9999>x</td></tr></table>",
            "P x",
        );
    }

    #[test]
    fn spans_add_no_more_than_they_may() {
        let wide = "<tr><td colspan=200>x</td></tr>\n".repeat(2_000);
        let high = "<td rowspan=1000>long words</td>".repeat(200);
        let rows = "<tr><td>y</td></tr>\n".repeat(1_000);
        for inner in [wide, format!("<tr>{high}</tr>\n{rows}")] {
            let document = document("a.md", &format!("<table>\n{inner}</table>\n"));
            let crate::domain::BlockKind::Table(table) = &document.blocks[0].kind else {
                panic!("a table");
            };
            let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
            let bytes = table.rows.iter().flat_map(|row| &row.cells);
            let bytes: usize = bytes.map(|cell| cell.plain().len()).sum();
            assert!(
                cells < 250_000 && bytes < 2 << 20,
                "{cells} cells, {bytes} bytes"
            );
        }
    }

    #[test]
    fn a_list_indented_by_too_little_lies_in_the_item_above() {
        check(
            "1. Baker\n  - Pay: 1\n  - Years: 2\n\n2. Cook\n  - Pay: 3\n",
            "I0#1 Baker | I1 Pay: 1 | I1 Years: 2 | I0#2 Cook | I1 Pay: 3",
        );
        check("1. Baker\n\n- Pay\n", "I0#1 Baker | I0 Pay");
        check(
            "1. Baker\n\nThey bake.\n\n  - Pay\n",
            "I0#1 Baker | P They bake. | I0 Pay",
        );
    }

    #[test]
    fn leaves_out_what_tells_of_looks() {
        check_decoded(
            "1. Baker {style=\"counter-reset: list 0;\"}\n2. Cook {: .lead}\n3. {kneads} {x}\n",
            "I0#1 Baker | I0#2 Cook | I0#3 {kneads} {x}",
        );
    }

    #[test]
    fn keeps_the_path_of_headings() {
        assert_eq!(
            paths("intro\n# A\n### B\nx\n## C\n#### D\n# E\nz"),
            " | A | A>B | A>B | A>C | A>C>D | E | E"
        );
    }

    #[test]
    fn shortens_long_headings_in_paths() {
        let long = "word ".repeat(100);
        let path = paths(&format!("# {long}\n"));
        assert_eq!(path, format!("{} …", "word ".repeat(40).trim_end()));
    }

    #[test]
    fn takes_the_title_from_the_first_heading_of_level_one() {
        let title = |text| document("a.md", text).source.title;
        assert_eq!(
            title("## No\n# Yes *it* is\n# Later\n"),
            Some("Yes it is".to_owned())
        );
        assert_eq!(
            title("+++\ntitle = \"Front\"\n+++\n# Body\n"),
            Some("Front".to_owned())
        );
        assert_eq!(title("Words only.\n**Bold**\n"), None);
    }

    #[test]
    fn keeps_the_ends_of_labelled_lines() {
        check(
            "Role: Nurse\nLocation: Leeds\n**Pay:** £30,000",
            "P Role: Nurse⏎Location: Leeds⏎Pay: £30,000",
        );
        check(
            "Mind this: nurses\nare paid well",
            "P Mind this: nurses are paid well",
        );
        check(
            "At 10:30 they\nleave: all of them",
            "P At 10:30 they leave: all of them",
        );
    }

    #[test]
    fn reads_rows_with_tabs_where_nothing_is_marked() {
        check(
            "Pay of crafts\n\nJob\tPay\nWelder\t£30,000\nNurse\t£35,000\n",
            "H1 Pay of crafts | T Job;Pay / Welder;£30,000 / Nurse;£35,000",
        );
        check("# Pay\n\na\tb\nc\td\n", "H1 Pay | P a\tb c\td");
    }

    #[test]
    fn takes_bold_lines_for_headings() {
        check_decoded(
            "# A\n\n**Pay by level:**\n\n- x\n\n**Tools**:\n\n***What next?***\n\ny",
            "H1 A | H2 Pay by level: | I0 x | H2 Tools: | H2 What next? | P y",
        );
        assert_eq!(
            paths("# A\n## B\n**C**\n\nx\n\n**D**\n\ny\n## E"),
            "A | A>B | A>B>C | A>B>C | A>B>D | A>B>D | A>E"
        );
        check("**Alone**\n\nx", "H2 Alone | P x");
    }

    #[test]
    fn leaves_other_bold_words_in_their_paragraph() {
        check(
            "**Warning.**\n\n**A** and **B**\n\n**A** **B**",
            "P Warning. | P A and B | P A B",
        );
        check(
            "**Pay** rises\n\n> **Quoted**\n\n- **Item**\n\n**12**",
            "P Pay rises | P Quoted | I0 Item | P 12",
        );
        check(
            &format!("**{}**", "x".repeat(81)),
            &format!("P {}", "x".repeat(81)),
        );
    }

    #[test]
    fn reads_lists_in_lists() {
        check("- a\n  - b\n    1. c\n- d\n", "I0 a | I1 b | I2#1 c | I0 d");
        check("3. a\n4. b\n", "I0#3 a | I0#4 b");
        check("- - a\n", "I1 a");
        check("- [x] done\n- [ ] open\n", "I0 done | I0 open");
    }

    #[test]
    fn joins_the_paragraphs_of_an_item() {
        check("- a\n  b\n\n  c\n\n- d\n", "I0 a b⏎c | I0 d");
        check(
            "1. a\n\n   - b\n\n   c\n\n2. d\n",
            "I0#1 a | I1 b | P c | I0#2 d",
        );
        check("- a\n\n      code\n\n  b\n", "I0 a | C code | P b");
    }

    #[test]
    fn spans_hold_blocks_and_not_those_inside() {
        assert_eq!(
            sources("# A #\n\n*one* **two**\n\n- **x** *y*\n  - z `w`\n"),
            ["# A #", "*one* **two**", "- **x** *y*", "- z `w`"]
        );
        assert_eq!(sources("+++\ntitle = \"é\"\n+++\n\nbody\n"), ["body"]);
    }

    #[test]
    fn reads_tables() {
        check(
            "| City | Pay |\n|---|--:|\n| **Oslo** | 510,000 |\n| Bergen | a<br>b |\n",
            "T City;Pay / Oslo;510,000 / Bergen;a b",
        );
        check("a|b\n-|-\n1\n", "T a;b / 1;");
        check("| | |\n|-|-|\n|1|2|\n| | |\n", "T  / 1;2");
        check_decoded("|a|\n|-|\n|`x\\|y`|\n", "T a / x|y");
    }

    #[test]
    fn spans_of_rows_hold_the_whole_line() {
        let document = document("a.md", "x\n\n| City | Pay |\n|---|---|\n| Oslo | 1 |\n");
        let crate::domain::BlockKind::Table(table) = &document.blocks[1].kind else {
            panic!("the second block is a table");
        };
        assert_eq!(table.rows[0].span.of(&document.text), Some("| Oslo | 1 |"));
        assert_eq!(table.rows[0].cells[1].span().of(&document.text), Some("1"));
    }

    #[test]
    fn reads_code_quotations_and_footnotes() {
        check(
            "```sh\nls\n  cd\n```\n\n    indented\n",
            "C ls⏎  cd | C indented",
        );
        check("> one\n> two\n>\n> - a\n", "P one two | I0 a");
        check("> [!NOTE]\n> Mind it.\n", "P Mind it.");
        check(
            "Pay[^1] rose.\n\n[^1]: Since May.\n",
            "P Pay rose. | P Since May.",
        );
        check("a `b c` d", "P a b c d");
    }

    #[test]
    fn reads_the_words_of_links_and_no_images() {
        check(
            "See [the *survey*](https://x.example) ![chart](c.png) now <https://y.example>",
            "P See the survey now https://y.example",
        );
        check("![only](c.png)\n", "");
    }

    #[test]
    fn leaves_out_struck_words() {
        check("~~$50~~ $60, ~3 weeks~ish", "P $60, ~3 weeks~ish");
    }

    #[test]
    fn reads_html_as_its_words() {
        check(
            "<div>\n<p>Pay &mdash;</p> up\n<!-- no -->\n</div>\n\nx"
                .replace(" &mdash;", "")
                .as_str(),
            "P Pay⏎up | P x",
        );
        check_decoded(
            "a <b>b</b>c<br>d <!-- e --> $5<sup>1</sup>",
            "P a bc⏎d $5 1",
        );
        check("<!-- only -->\n", "");
    }

    #[test]
    fn decodes_entities_and_escapes() {
        check_decoded("&pound;40 &amp; \\* &#27;[31m", "P £40 & * [31m");
        check_decoded("# Bread &amp;\t", "H1 Bread &");
        check_decoded("# &amp;\t", "H1 &");
        let document = document("a.md", "x &pound;40");
        let crate::domain::BlockKind::Paragraph(text) = &document.blocks[0].kind else {
            panic!("the block is a paragraph");
        };
        let pound = text.source_span(crate::domain::Span::new(2, 4));
        assert_eq!(pound.of(&document.text), Some("&pound;"));
    }

    #[test]
    fn bears_what_is_nested_without_end() {
        let many = 100_000;
        let started = Instant::now();
        for text in [
            ">".repeat(many),
            "[".repeat(many),
            "- ".repeat(many) + "x",
            "1. ".repeat(many) + "x",
            "*a ".repeat(many),
            "![".repeat(many) + "x",
            "`".repeat(many) + "x",
            "<b".repeat(many),
            "&".repeat(many),
            "|".repeat(many) + "\n" + &"|-".repeat(many),
            (0..500)
                .map(|depth| " ".repeat(2 * depth) + "- x\n")
                .collect(),
            format!("{}x\n", "> ".repeat(1000)).repeat(100),
        ] {
            check_sound(&document("a.md", &text));
        }
        let spent = started.elapsed();
        assert!(spent < Duration::from_secs(20), "took {spent:?}");
    }
}
