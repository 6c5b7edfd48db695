//! Answers as text for a terminal: pure, from an answer to a string.
//!
//! Wide terminals get tables, narrow ones stacked lines. Everything that a document or an asker wrote is cleaned; the
//! only escapes in the output are our own styles.

mod layout;
#[cfg(test)]
pub(crate) mod samples;

use std::fmt::Write;

use crate::domain::{
    Answer, Block, DocumentCard, DocumentId, Figure, Hit, Key, Message, Source, Span,
};
use crate::present::{
    BRIEF_FROM, Behind, Catalogue, Described, Figured, clean, document_name, heading_path,
    label_key, link, listed_line, snippet, source_line, stage_checkpoint, stage_goal, stage_time,
    statement, with_role,
};
use anstyle::{AnsiColor, Style};

use layout::{MATCH_END, MATCH_START, wrap};

pub(super) use layout::table;

/// Below this width, in columns, figures are stacked instead of set in a table.
const TABLE_MIN_WIDTH: usize = 70;

/// From this width on, a table names documents in full instead of by number.
const NAMES_MIN_WIDTH: usize = 110;

/// The most of one passage that is shown, in characters.
const PASSAGE_MAX_CHARS: usize = 600;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const MATCH: Style = AnsiColor::Yellow.on_default().bold();

/// Where an answer is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The words.
    pub catalogue: &'a Catalogue,
    /// The longest line, in columns; only an address or a single word may pass it.
    pub width: usize,
    /// True for bold, dim and coloured text.
    pub styled: bool,
}

/// The whole answer, ended by a line break.
pub fn answer(answer: &Answer, page: &Page<'_>) -> String {
    let sources = Sources::of(answer);
    let mut text = headline(answer, page);
    for note in &answer.notes {
        text += &wrap(&page.catalogue.text(note), "", "  ", page.width);
    }
    for block in &answer.blocks {
        text.push('\n');
        text += &match block {
            Block::Figures { title, figures } => {
                page.title(title) + &self::figures(answer, figures, &sources, page)
            }
            Block::Statements {
                title,
                statements,
                left_out,
            } => page.title(title) + &self::statements(statements, *left_out, &sources, page),
            Block::Stages { stages } => self::stages(stages, &sources, page),
            Block::Passages(hits) => passages(hits, &sources, page),
            Block::Documents {
                documents,
                left_out,
            } => self::documents(documents, *left_out, page),
            Block::Lines(lines) => lines.iter().map(|line| message(line, page)).collect(),
        };
    }
    if !sources.listed.is_empty() {
        text.push('\n');
        text += &sources.list(page);
    }
    if !answer.suggestions.is_empty() {
        text.push('\n');
    }
    for suggestion in &answer.suggestions {
        text += &wrap(&page.catalogue.text(suggestion), "", "  ", page.width);
    }
    if answer.numbered(1).is_some() {
        text.push('\n');
        text += &page.dim_lines(&wrap(
            &page.catalogue.word(Key::WhyHint),
            "",
            "",
            page.width,
        ));
    }
    text
}

/// The words behind the number `number` of `answer`, and where they stand.
///
/// # Errors
/// The message to show when there is no such number.
pub fn why(answer: &Answer, number: usize, page: &Page<'_>) -> Result<String, Message> {
    let Some(fact) = answer.numbered(number) else {
        let mut count = 0;
        while answer.numbered(count + 1).is_some() {
            count += 1;
        }
        return Err(if count == 0 {
            Message::new(Key::WhyNoNumbers)
        } else {
            Message::new(Key::WhyNoNumber)
                .with("number", number)
                .with("count", count)
        });
    };
    let behind = Behind::new(fact, answer.sources.get(&fact.doc), page.catalogue);
    let mut text = page.title(&Message::new(Key::WhyTitle).with("number", number));
    let quoted = format!("“{}”", behind.words);
    text += &wrap(&quoted, "  ", "  ", page.width);
    let lines = behind.lines.iter().chain(&behind.link);
    for line in lines.chain(&behind.credit) {
        text += &wrap(line, "  ", "    ", page.width);
    }
    Ok(text)
}

/// One message as lines of text.
pub fn message(message: &Message, page: &Page<'_>) -> String {
    wrap(&page.text(message), "", "", page.width)
}

impl Page<'_> {
    fn text(&self, message: &Message) -> String {
        self.catalogue.text(message)
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.styled {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Every line dim by itself, so that no style runs across a line break.
    fn dim_lines(&self, text: &str) -> String {
        text.lines()
            .map(|line| self.paint(DIM, line) + "\n")
            .collect()
    }

    fn title(&self, message: &Message) -> String {
        let wrapped = wrap(&self.text(message), "", "", self.width);
        wrapped
            .lines()
            .map(|line| self.paint(BOLD, line) + "\n")
            .collect()
    }

    /// Styles in the place of the marks around matches.
    fn matches(&self, text: &str) -> String {
        let (start, end) = if self.styled {
            (MATCH.render().to_string(), MATCH.render_reset().to_string())
        } else {
            (String::new(), String::new())
        };
        text.replace(MATCH_START, &start).replace(MATCH_END, &end)
    }
}

/// The documents of an answer, numbered in the order in which it uses them.
struct Sources<'a> {
    listed: Vec<(&'a DocumentId, Option<&'a Source>)>,
}

impl<'a> Sources<'a> {
    fn of(answer: &'a Answer) -> Sources<'a> {
        let docs = answer.documents().into_iter();
        let listed = docs.map(|doc| (doc, answer.sources.get(doc))).collect();
        Sources { listed }
    }

    fn find(&self, doc: &DocumentId) -> Option<&'a Source> {
        let found = self.listed.iter().find(|(known, _)| *known == doc);
        found.and_then(|(_, source)| *source)
    }

    /// The short name of `doc` beside a statement, as in `[S2]`.
    fn mark(&self, doc: &DocumentId) -> String {
        let place = self.listed.iter().position(|(known, _)| *known == doc);
        place.map_or_else(|| clean(&doc.0), |place| format!("[S{}]", place + 1))
    }

    fn list(&self, page: &Page<'_>) -> String {
        let mut text = page.title(&Message::new(Key::SourcesTitle));
        for (doc, source) in &self.listed {
            let words = source_line(doc, *source, page.catalogue);
            let mark = format!("  {} ", self.mark(doc));
            let indent = " ".repeat(mark.chars().count());
            text += &wrap(&words, &mark, &indent, page.width);
            if let Some(link) = source.and_then(link) {
                text += &page.dim_lines(&format!("{indent}{link}"));
            }
        }
        text
    }
}

fn headline(answer: &Answer, page: &Page<'_>) -> String {
    let mut text = page.title(&answer.headline);
    if let Some(label) = answer.label_to_show() {
        let tag = format!("[{}]", page.catalogue.word(label_key(label)));
        text += &page.dim_lines(&tag);
    }
    text
}

fn figures(answer: &Answer, figures: &[Figure], sources: &Sources<'_>, page: &Page<'_>) -> String {
    // The headline names the role; only where figures are of several does each have to say whose it is.
    let with_role = with_role(figures, answer.understood.role.as_deref());
    let worded = figures.iter().filter_map(|figure| {
        let fact = &figure.fact;
        let source = sources.find(&fact.doc);
        let words = Figured::new(fact.pay()?, &fact.doc, source, page.catalogue);
        Some((figure, words))
    });
    if page.width < TABLE_MIN_WIDTH {
        return worded
            .map(|(figure, words)| stacked(figure, &words, with_role, page))
            .collect();
    }
    let word = |key| page.catalogue.word(key);
    let mut heads = vec!["#".to_owned(), word(Key::ColumnPay), word(Key::ColumnKind)];
    if with_role {
        heads.push(word(Key::ColumnRole));
    }
    heads.extend([
        word(Key::ColumnLevel),
        word(Key::ColumnPlace),
        word(Key::ColumnAsOf),
        word(Key::ColumnSource),
    ]);
    let rows: Vec<Vec<String>> = worded
        .map(|(figure, words)| {
            let mark = sources.mark(&figure.fact.doc);
            let source = match &words.said_by {
                _ if page.width >= NAMES_MIN_WIDTH => format!("{} {mark}", words.source),
                Some(named) => format!("{named} {mark}"),
                None => mark,
            };
            let mut row = vec![figure.number.to_string(), words.pay, words.kind];
            if with_role {
                row.push(words.role);
            }
            row.extend([words.level, words.place, words.as_of, source]);
            row
        })
        .collect();
    table(&heads, &rows, page.width)
}

/// A figure as a few lines, for narrow terminals.
fn stacked(figure: &Figure, words: &Figured, with_role: bool, page: &Page<'_>) -> String {
    let number = format!("#{}", figure.number);
    let mut text = page.paint(BOLD, &format!("{number}  {}", words.pay)) + "\n";
    let labelled = |key: Key, value: &str| format!("{}: {value}", page.catalogue.word(key));
    let mut lines = Vec::new();
    if with_role {
        lines.push(labelled(Key::ColumnRole, &words.role));
    }
    lines.extend([
        labelled(Key::ColumnKind, &words.kind),
        labelled(Key::ColumnLevel, &words.level),
        labelled(Key::ColumnPlace, &words.place),
        labelled(Key::ColumnAsOf, &words.as_of),
        labelled(Key::ColumnSource, &words.source),
    ]);
    for line in lines {
        text += &wrap(&line, "    ", "      ", page.width);
    }
    text
}

fn statements(
    statements: &[Figure],
    left_out: usize,
    sources: &Sources<'_>,
    page: &Page<'_>,
) -> String {
    let mut text = String::new();
    for figure in statements {
        let Some(said) = figure.fact.role_fact() else {
            continue;
        };
        let words = statement(said, page.catalogue);
        let line = format!("{words} {}", sources.mark(&figure.fact.doc));
        text += &wrap(
            &line,
            &format!("  #{:<3} ", figure.number),
            "       ",
            page.width,
        );
    }
    if left_out > 0 {
        let more = Message::new(Key::StatementsLeftOut).with("count", left_out);
        text += &wrap(&page.text(&more), "       ", "       ", page.width);
    }
    text
}

fn stages(stages: &[Figure], sources: &Sources<'_>, page: &Page<'_>) -> String {
    let mut text = String::new();
    for figure in stages {
        let Some(stage) = figure.fact.stage() else {
            continue;
        };
        let mut title = format!("{}. {}", stage.ordinal, clean(&stage.name));
        if let Some(time) = stage_time(stage, page.catalogue) {
            let _infallible = write!(title, " ({time})");
        }
        let _infallible = write!(title, " {}", sources.mark(&figure.fact.doc));
        let number = format!("#{:<3} ", figure.number);
        for line in wrap(&title, &number, "     ", page.width).lines() {
            text += &page.paint(BOLD, line);
            text.push('\n');
        }
        if let Some(goal) = stage_goal(stage, page.catalogue) {
            text += &wrap(&goal, "     ", "     ", page.width);
        }
        for (place, step) in stage.steps.iter().enumerate() {
            let number = format!("     {:>2}. ", place + 1);
            text += &wrap(&clean(&step.text), &number, "         ", page.width);
        }
        if let Some(checkpoint) = stage_checkpoint(stage, page.catalogue) {
            text += &wrap(&checkpoint, "     ", "     ", page.width);
        }
    }
    text
}

fn passages(hits: &[Hit], sources: &Sources<'_>, page: &Page<'_>) -> String {
    let mut text = String::new();
    for (place, hit) in hits.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        let passage = &hit.passage;
        let name = document_name(&passage.doc, sources.find(&passage.doc));
        let path = match heading_path(&passage.headings) {
            path if path.is_empty() => name,
            // The title often stands again as the first heading.
            path if path.starts_with(&name) => path,
            path => format!("{name} › {path}"),
        };
        let head = format!("{path} {}", sources.mark(&passage.doc));
        text += &page.dim_lines(&wrap(&head, "", "  ", page.width));
        let marked = marked(&passage.text, &hit.matches);
        text += &page.matches(&wrap(&marked, "  ", "  ", page.width));
    }
    text
}

fn documents(cards: &[DocumentCard], left_out: usize, page: &Page<'_>) -> String {
    let mut text = String::new();
    let is_brief = cards.len() >= BRIEF_FROM;
    for card in cards {
        if is_brief {
            let line = listed_line(card, page.catalogue);
            text += &wrap(&line, "", "  ", page.width);
            if let Some(link) = link(&card.source) {
                text += &page.dim_lines(&format!("  {link}"));
            }
            continue;
        }
        let words = Described::new(card, page.catalogue);
        text += &wrap(&words.head, "", "  ", page.width);
        let path = clean(&card.id.0);
        let known = words.head.starts_with(&path);
        for line in (!known).then_some(&path).into_iter().chain(&words.lines) {
            text += &wrap(line, "  ", "    ", page.width);
        }
        if let Some(link) = words.link {
            text += &page.dim_lines(&format!("  {link}"));
        }
    }
    if left_out > 0 {
        let more = Message::new(Key::SourcesLeftOut).with("count", left_out);
        text += &wrap(&page.text(&more), "", "", page.width);
    }
    text
}

/// The part of a passage to show, with marks around every word that matches.
fn marked(text: &str, matches: &[Span]) -> String {
    let mut marked = String::new();
    for piece in snippet(text, matches, PASSAGE_MAX_CHARS) {
        if !piece.matched {
            marked += &piece.text;
            continue;
        }
        for word in piece.text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                let _infallible = write!(marked, "{MATCH_START}{bare}{MATCH_END}");
            }
            marked += word.strip_prefix(bare).unwrap_or_default();
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert!(text == expected, "shown:\n{text}\nexpected:\n{expected}");
    }

    fn plain(catalogue: &Catalogue, width: usize) -> Page<'_> {
        Page {
            catalogue,
            width,
            styled: false,
        }
    }

    #[test]
    fn sets_figures_in_a_table() {
        let catalogue = Catalogue::english();
        check(
            &answer(&samples::salary(), &plain(&catalogue, 80)),
            "\
Pay: data engineer, India
[fact]
No figure for Pune; shown: India.

What the documents say
#  Pay          Kind             Role      Level   Place   As of       Source
────────────────────────────────────────────────────────────────────────────────
1  ₹4–8 LPA     average, base    Data      entry,  India   2024        Glassdoor
                pay, full-time,  Engineer  0–2                         [S1]
                sample of 1,204            years
2  over CAD     percentiles      not       1.5+    not     published   Example
   31.47        25–75            stated    years   stated  2024-05-01  Press
   (period not                                                         [S2]
   stated)

Sources
  [S1] About pay/india.md, Example Press, published 2024-05-01
       https://example.org/pay/india.md
  [S2] About pay/canada.md, Example Press, published 2024-05-01
       https://example.org/pay/canada.md

Try: /role role:data engineer

To see the words behind a number, type: why 1
",
        );
    }

    #[test]
    fn stacks_figures_where_it_is_narrow() {
        let catalogue = Catalogue::english();
        check(
            &answer(&samples::salary(), &plain(&catalogue, 50)),
            "\
Pay: data engineer, India
[fact]
No figure for Pune; shown: India.

What the documents say
#1  ₹4–8 LPA
    Role: Data Engineer
    Kind: average, base pay, full-time, sample of
      1,204
    Level: entry, 0–2 years
    Place: India
    As of: 2024
    Source: Glassdoor, in About pay/india.md
#2  over CAD 31.47 (period not stated)
    Role: not stated
    Kind: percentiles 25–75
    Level: 1.5+ years
    Place: not stated
    As of: published 2024-05-01
    Source: About pay/canada.md

Sources
  [S1] About pay/india.md, Example Press,
       published 2024-05-01
       https://example.org/pay/india.md
  [S2] About pay/canada.md, Example Press,
       published 2024-05-01
       https://example.org/pay/canada.md

Try: /role role:data engineer

To see the words behind a number, type: why 1
",
        );
    }

    #[test]
    fn lists_statements_and_stages() {
        let catalogue = Catalogue::english();
        check(
            &answer(&samples::role_and_stage(), &plain(&catalogue, 50)),
            "\
The role: data engineer
[fact]

Skills
  #1   PostgreSQL (databases) [S1]
  #2   Builds pipelines. [S1]
       2 more are not shown.

#3   1. Foundations (months: 0–1.38) [S2]
     Goal: read and write queries
      1. Learn SQL
      2. Learn Python

Sources
  [S1] About roles/de.md, Example Press, published
       2024-05-01
       https://example.org/roles/de.md
  [S2] About roads/de.md, Example Press, published
       2024-05-01
       https://example.org/roads/de.md

To see the words behind a number, type: why 1
",
        );
    }

    #[test]
    fn shows_passages_with_their_headings() {
        let catalogue = Catalogue::english();
        check(
            &answer(&samples::passages(), &plain(&catalogue, 50)),
            "\
No exact fact, but one document speaks of it.
[passage]

About roles/de.md › Data Engineer › Skills [S1]
  Most data engineers use PostgreSQL and SQL every
  day.

Sources
  [S1] About roles/de.md, Example Press, published
       2024-05-01
       https://example.org/roles/de.md
",
        );
    }

    #[test]
    fn says_that_nothing_was_found() {
        let catalogue = Catalogue::english();
        check(
            &answer(&samples::nothing(), &plain(&catalogue, 80)),
            "That is not in these documents.\n",
        );
    }

    #[test]
    fn shows_the_words_behind_a_number() {
        let catalogue = Catalogue::english();
        let page = plain(&catalogue, 60);
        let text = |number| why(&samples::salary(), number, &page).map_err(|says| page.text(&says));
        check(
            &text(1).expect("a number"),
            "\
Where #1 was read
  “Entry: ₹4–8 LPA”
  Under: Pay in India › Data Engineer
  Document: About pay/india.md (pay/india.md)
  Glassdoor, in About pay/india.md
  dated 2024
  https://example.org/pay/india.md
",
        );
        check(
            &text(2).expect("a number"),
            "\
Where #2 was read
  “CAD 31.47+”
  Document: About pay/canada.md (pay/canada.md)
  published 2024-05-01
  https://example.org/pay/canada.md
",
        );
        assert_eq!(
            text(9),
            Err("There is no #9 in the last answer; its numbers go from 1 to 2.".to_owned())
        );
        let none = why(&samples::nothing(), 1, &page).expect_err("no numbers");
        assert_eq!(none.key, Key::WhyNoNumbers);
    }

    #[test]
    fn styles_only_when_asked() {
        let catalogue = Catalogue::english();
        let styled = Page {
            styled: true,
            ..plain(&catalogue, 80)
        };
        let text = answer(&samples::passages(), &styled);
        assert!(
            text.contains("\u{1b}[1m\u{1b}[33mPostgreSQL\u{1b}[0m"),
            "{text:?}"
        );
        let stripped = anstream::adapter::strip_str(&text).to_string();
        check(
            &stripped,
            &answer(&samples::passages(), &plain(&catalogue, 80)),
        );
    }

    #[test]
    fn renders_everything_in_the_pseudo_locale() {
        let catalogue = Catalogue::pseudo();
        for width in [30, 80, 120] {
            let page = plain(&catalogue, width);
            let answers = [
                samples::salary(),
                samples::role_and_stage(),
                samples::passages(),
                samples::nothing(),
            ];
            for shown in answers.map(|sample| answer(&sample, &page)) {
                for english in ["Pay", "Source", "Level", "not stated", "documents"] {
                    assert!(
                        !shown.contains(english),
                        "{english} is not in the catalogue: {shown}"
                    );
                }
            }
        }
    }

    #[test]
    fn keeps_escapes_of_documents_out() {
        let mut nasty = samples::salary();
        for source in nasty.sources.values_mut() {
            source.title = Some("Pay\u{1b}]0;owned\u{7} in\u{1b}[31m India\u{202e}".to_owned());
            source.publisher = Some("\u{9b}2JPress".to_owned());
        }
        if let Some(Block::Figures { figures, .. }) = nasty.blocks.first_mut() {
            for figure in figures {
                figure.fact.evidence.text = "4\u{1b}[2J–8\u{fdd0}".to_owned();
                figure.fact.evidence.headings = ["\u{1b}[5mPay".to_owned()].into();
            }
        }
        let catalogue = Catalogue::english();
        for width in [50, 80, 120] {
            let page = plain(&catalogue, width);
            let shown = answer(&nasty, &page) + &why(&nasty, 1, &page).expect("a number");
            assert!(shown.contains("Pay in India"), "{shown}");
            let hidden = |char: char| char != '\n' && char.is_control() || char == '\u{202e}';
            assert!(!shown.contains(hidden), "{shown:?}");
        }
    }

    #[test]
    fn wraps_at_words_and_keeps_lines() {
        assert_eq!(wrap("one two three", "- ", "  ", 9), "- one two\n  three\n");
        assert_eq!(wrap("a\n\nb", "", "", 9), "a\nb\n");
        assert_eq!(wrap("incomprehensible", "", "", 4), "incomprehensible\n");
        assert_eq!(wrap("", "", "", 4), "");
    }
}
