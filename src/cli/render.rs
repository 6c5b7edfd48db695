//! Answers as text for a terminal: pure, from an answer to a string.
//!
//! Wide terminals get tables, narrow ones stacked lines. Everything that a document or an asker wrote is cleaned; the
//! only escapes in the output are our own styles.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use comfy_table::{
    ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width, presets,
};

use crate::domain::{
    Answer, Block, DocumentId, Figure, Hit, Key, Label, Message, RoleRef, Source, Span,
};
use crate::present::{
    Catalogue, Figured, clean, clean_lines, cut, date, document_name, link, months, snippet,
    statement,
};

/// Below this width, in columns, figures are stacked instead of set in a table.
const TABLE_MIN_WIDTH: usize = 70;

/// From this width on, a table names documents in full instead of by number.
const NAMES_MIN_WIDTH: usize = 110;

/// Between two columns of a table, in columns of the terminal.
const COLUMN_GAP: u16 = 2;

/// The most of one passage that is shown, in characters.
const PASSAGE_MAX_CHARS: usize = 600;

/// Around words that match, until styles are put in. Cleaning removes both from any text.
const MATCH_START: char = '\u{fdd0}';
const MATCH_END: char = '\u{fdd1}';

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
    let source = answer.sources.get(&fact.doc);
    let mut text = page.title(&Message::new(Key::WhyTitle).with("number", number));
    let quoted = format!("“{}”", clean_lines(&fact.evidence.text));
    text += &wrap(&quoted, "  ", "  ", page.width);
    let mut lines = Vec::new();
    if !fact.evidence.headings.is_empty() {
        let path = heading_path(&fact.evidence.headings);
        lines.push(page.text(&Message::new(Key::WhyUnder).with("headings", path)));
    }
    let name = document_name(&fact.doc, source);
    let path = clean(&fact.doc.0);
    let document = if name == path {
        path
    } else {
        format!("{name} ({path})")
    };
    lines.push(page.text(&Message::new(Key::WhyDocument).with("document", document)));
    if let Some(named) = fact.pay().and_then(|pay| pay.attributed_to.as_deref()) {
        let attributed = Message::new(Key::AttributedTo)
            .with("source", named)
            .with("document", name);
        lines.push(page.text(&attributed));
    }
    lines.push(dated(
        fact.pay().and_then(|pay| pay.as_of.as_deref()),
        source,
        page,
    ));
    lines.extend(source.and_then(link));
    for line in lines {
        text += &wrap(&line, "  ", "    ", page.width);
    }
    Ok(text)
}

/// One message as lines of text.
pub fn message(message: &Message, page: &Page<'_>) -> String {
    wrap(&page.text(message), "", "", page.width)
}

/// Rows under heads, aligned; columns share the width. Cells are cleaned.
pub fn table(heads: &[String], rows: &[Vec<String>], width: usize) -> String {
    const RULED: TableStyle =
        presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(heads.iter().map(|head| clean(head)));
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    let last = heads.len().saturating_sub(1);
    let widths = column_widths(heads, rows, width);
    for ((place, column), content) in table.column_iter_mut().enumerate().zip(widths) {
        // The table itself puts one space between columns.
        let gap = if place == last { 0 } else { COLUMN_GAP - 1 };
        column.set_padding((0, gap));
        let whole = u16::try_from(content)
            .unwrap_or(u16::MAX)
            .saturating_add(gap);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(whole)));
    }
    let mut text = String::new();
    for line in table.lines() {
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Widths that fill `width` at most: every column first gets its longest word, so that none is broken, then the column
/// that is most cramped gets one more until all fit.
fn column_widths(heads: &[String], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let measure = |place: usize, measure: &dyn Fn(&str) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        let all = heads.get(place).into_iter().chain(cells);
        all.map(|cell| measure(cell)).max().unwrap_or(0).max(1)
    };
    let columns = 0..heads.len();
    let wanted: Vec<usize> = columns
        .clone()
        .map(|place| measure(place, &::console::measure_text_width))
        .collect();
    let word = |cell: &str| {
        let words = cell.split_whitespace().map(::console::measure_text_width);
        words.max().unwrap_or(0)
    };
    // Heads stay on one line.
    let head = |place: usize| {
        let head = heads.get(place).map(String::as_str).unwrap_or_default();
        ::console::measure_text_width(head)
    };
    let mut widths: Vec<usize> = columns
        .map(|place| measure(place, &word).max(head(place)))
        .collect();
    let gaps = usize::from(COLUMN_GAP) * heads.len().saturating_sub(1);
    let room = width.saturating_sub(gaps).max(heads.len());
    while widths.iter().sum::<usize>() > room {
        // Only here words are broken: the longest ones.
        let Some(widest) = widths.iter_mut().max() else {
            break;
        };
        *widest -= 1;
    }
    while widths.iter().sum::<usize>() < room {
        let cramped = widths
            .iter_mut()
            .zip(&wanted)
            .filter(|(width, wanted)| **width < **wanted)
            .max_by_key(|(width, wanted)| *wanted * 1_000 / **width);
        let Some((width, _)) = cramped else {
            break;
        };
        *width += 1;
    }
    widths
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
        let mut docs: Vec<&DocumentId> = Vec::new();
        for block in &answer.blocks {
            match block {
                Block::Figures { figures, .. }
                | Block::Statements {
                    statements: figures,
                    ..
                }
                | Block::Stages { stages: figures } => {
                    docs.extend(figures.iter().map(|figure| &figure.fact.doc));
                }
                Block::Passages(hits) => docs.extend(hits.iter().map(|hit| &hit.passage.doc)),
            }
        }
        docs.extend(answer.sources.keys());
        let mut listed: Vec<(&DocumentId, Option<&Source>)> = Vec::new();
        for doc in docs {
            if !listed.iter().any(|(known, _)| *known == doc) {
                listed.push((doc, answer.sources.get(doc)));
            }
        }
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
            let mut words = vec![document_name(doc, *source)];
            let publisher = source.and_then(|source| source.publisher.as_deref());
            words.extend(publisher.map(clean));
            words.push(dated(None, *source, page));
            let attribution = source.and_then(|source| source.attribution.as_deref());
            words.extend(attribution.map(clean));
            let mark = format!("  {} ", self.mark(doc));
            let indent = " ".repeat(mark.chars().count());
            text += &wrap(&words.join(", "), &mark, &indent, page.width);
            if let Some(link) = source.and_then(link) {
                text += &page.dim_lines(&format!("{indent}{link}"));
            }
        }
        text
    }
}

/// When: the figure's own time, else the document's, else that it is not stated.
fn dated(as_of: Option<&str>, source: Option<&Source>, page: &Page<'_>) -> String {
    let when = as_of.map(clean).or_else(|| source.and_then(date));
    let message = match when {
        Some(when) => Message::new(Key::Dated).with("date", when),
        None => Message::new(Key::DateNotStated),
    };
    page.text(&message)
}

fn headline(answer: &Answer, page: &Page<'_>) -> String {
    let label = match answer.label {
        Label::Fact => Key::LabelFact,
        Label::Passage => Key::LabelPassage,
        Label::None => Key::LabelNone,
    };
    let mut text = page.title(&answer.headline);
    // The headline of a plain "no" is the label already.
    if answer.headline.key != Key::NotInDocuments {
        let tag = format!("[{}]", page.catalogue.word(label));
        text += &page.dim_lines(&tag);
    }
    text
}

fn figures(answer: &Answer, figures: &[Figure], sources: &Sources<'_>, page: &Page<'_>) -> String {
    let mut roles: Vec<Option<String>> = figures
        .iter()
        .map(|figure| figure.fact.role().map(RoleRef::key))
        .collect();
    roles.sort_unstable();
    roles.dedup();
    // The headline names the role; only where figures are of several does each have to say whose it is.
    let with_role = roles.len() > 1 || answer.understood.role.is_none();
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
            let source = match &words.attributed_to {
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
        if let Some(months) = months(stage) {
            let _infallible = write!(title, " ({})", page.text(&months));
        }
        let _infallible = write!(title, " {}", sources.mark(&figure.fact.doc));
        let number = format!("#{:<3} ", figure.number);
        for line in wrap(&title, &number, "     ", page.width).lines() {
            text += &page.paint(BOLD, line);
            text.push('\n');
        }
        if !stage.goals.is_empty() {
            let goals: Vec<String> = stage.goals.iter().map(|goal| clean(goal)).collect();
            let goal = page.catalogue.word(Key::GoalTitle);
            let line = format!("{goal}: {}", goals.join("; "));
            text += &wrap(&line, "     ", "     ", page.width);
        }
        for (place, step) in stage.steps.iter().enumerate() {
            let number = format!("     {:>2}. ", place + 1);
            text += &wrap(&clean(&step.text), &number, "         ", page.width);
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

fn heading_path(headings: &[String]) -> String {
    let cleaned: Vec<String> = headings
        .iter()
        .map(|heading| cut(&clean(heading), 80))
        .collect();
    cleaned.join(" › ")
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

/// `text` in lines of at most `width` columns, the first behind `first`, the others behind `rest`. Line breaks are
/// kept, runs of spaces are not.
fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let columns = |text: &str| {
        let marks = text.matches([MATCH_START, MATCH_END]).count();
        ::console::measure_text_width(text).saturating_sub(marks)
    };
    let mut wrapped = String::new();
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        let indent = if wrapped.is_empty() { first } else { rest };
        let mut line = indent.to_owned();
        let mut used = columns(indent);
        let mut words_in_line = 0;
        for word in paragraph.split_whitespace() {
            let wanted = columns(word) + usize::from(words_in_line > 0);
            if words_in_line > 0 && used + wanted > width {
                wrapped += line.trim_end();
                wrapped.push('\n');
                rest.clone_into(&mut line);
                used = columns(rest);
                words_in_line = 0;
            }
            if words_in_line > 0 {
                line.push(' ');
                used += 1;
            }
            line += word;
            used += columns(word);
            words_in_line += 1;
        }
        wrapped += line.trim_end();
        wrapped.push('\n');
    }
    wrapped
}

/// Small answers, for tests here and in the doors' other parts.
#[cfg(test)]
pub(crate) mod samples {
    use std::collections::BTreeMap;

    use crate::domain::{
        Answer, Aspect, Basis, Block, Currency, DocumentId, Evidence, Fact, FactBody, Figure, Hit,
        Intent, Key, Label, Level, Message, Money, Months, Passage, PayFact, PayRange, Period,
        PlaceId, PlaceRef, RoleFact, RoleId, RoleRef, Source, Span, Stage, Statistic,
        StatisticKind, Step, Understood, Years,
    };

    fn doc(name: &str) -> DocumentId {
        DocumentId(name.to_owned())
    }

    fn fact(name: &str, headings: &[&str], text: &str, body: FactBody) -> Fact {
        Fact {
            doc: doc(name),
            evidence: Evidence {
                headings: headings
                    .iter()
                    .map(|heading| (*heading).to_owned())
                    .collect(),
                span: Span::new(0, text.len()),
                text: text.to_owned(),
                passage: 0,
            },
            body,
        }
    }

    fn role() -> RoleRef {
        RoleRef {
            id: Some(RoleId("data-engineer".to_owned())),
            written: "Data Engineer".to_owned(),
        }
    }

    fn money(units: &str, currency: Currency) -> Money {
        Money::from_units(units.parse().expect("a number"), currency).expect("an amount")
    }

    /// A figure of which everything is stated.
    pub(crate) fn pay_fact() -> Fact {
        let low = money("400000", Currency::INR);
        let high = money("800000", Currency::INR);
        let pay = PayFact {
            role: Some(role()),
            place: Some(PlaceRef {
                id: Some(PlaceId("IN".to_owned())),
                written: "India".to_owned(),
            }),
            level: Some(Level::Entry),
            years: Some(Years::whole(Some(0), Some(2))),
            range: PayRange::between(low, high).expect("a range"),
            period: Some(Period::Year),
            statistic: Some(Statistic {
                kind: StatisticKind::Average,
                wording: "average".to_owned(),
            }),
            basis: Some(Basis::Base),
            population: Some("full-time".to_owned()),
            sample_size: Some(1_204),
            as_of: Some("2024".to_owned()),
            attributed_to: Some("Glassdoor".to_owned()),
        };
        let headings = ["Pay in India", "Data Engineer"];
        fact(
            "pay/india.md",
            &headings,
            "Entry: ₹4–8 LPA",
            FactBody::Pay(pay),
        )
    }

    /// A figure of which nothing is stated that can be left out.
    pub(crate) fn bare_pay_fact() -> Fact {
        let cad = Currency::from_code("CAD").expect("a code");
        let pay = PayFact {
            role: None,
            place: None,
            level: None,
            years: Some(Years {
                min_months: Some(18),
                max_months: None,
            }),
            range: PayRange::at_least(money("31.47", cad)),
            period: None,
            statistic: Some(Statistic {
                kind: StatisticKind::Percentiles(25, 75),
                wording: "–".to_owned(),
            }),
            basis: None,
            population: None,
            sample_size: None,
            as_of: None,
            attributed_to: None,
        };
        fact("pay/canada.md", &[], "CAD 31.47+", FactBody::Pay(pay))
    }

    /// Four statements about one role.
    pub(crate) fn role_facts() -> Vec<Fact> {
        let say = |aspect, name: Option<&str>, category: Option<&str>, text: &str| {
            let said = RoleFact {
                role: Some(role()),
                aspect,
                category: category.map(str::to_owned),
                name: name.map(str::to_owned),
                text: text.to_owned(),
                fee: None,
            };
            fact(
                "roles/de.md",
                &["Data Engineer"],
                text,
                FactBody::Role(said),
            )
        };
        vec![
            say(
                Aspect::Skill,
                Some("PostgreSQL"),
                Some("databases"),
                "Databases: PostgreSQL",
            ),
            say(Aspect::Responsibility, None, None, "Builds pipelines."),
            say(
                Aspect::RelatedRole,
                Some("Analytics Engineer"),
                None,
                "See Analytics Engineer",
            ),
            say(Aspect::Tip, None, None, "Start with SQL."),
        ]
    }

    /// A stage of six weeks.
    pub(crate) fn stage_fact() -> Fact {
        let step = |text: &str| Step {
            text: text.to_owned(),
            span: Span::default(),
        };
        let stage = Stage {
            role: Some(role()),
            ordinal: 1,
            name: "Foundations".to_owned(),
            months_min: Some(Months(0)),
            months_max: Some(Months(138)),
            goals: vec!["read and write queries".to_owned()],
            steps: vec![step("Learn SQL"), step("Learn Python")],
        };
        fact(
            "roads/de.md",
            &[],
            "Foundations (0–6 weeks)",
            FactBody::Stage(stage),
        )
    }

    fn sources(names: &[&str]) -> BTreeMap<DocumentId, Source> {
        let source = |name: &str| Source {
            title: Some(format!("About {name}")),
            publisher: Some("Example Press".to_owned()),
            url: Some(format!("https://example.org/{name}")),
            published: Some("2024-05-01".to_owned()),
            ..Source::default()
        };
        names.iter().map(|name| (doc(name), source(name))).collect()
    }

    fn numbered(facts: Vec<Fact>) -> Vec<Figure> {
        let number = |(place, fact)| Figure {
            number: place + 1,
            fact,
        };
        facts.into_iter().enumerate().map(number).collect()
    }

    fn answer(intent: Intent, label: Label, headline: Message, blocks: Vec<Block>) -> Answer {
        Answer {
            understood: Understood {
                intent,
                role: Some("data engineer".to_owned()),
                location: None,
                level: None,
                experience_months: None,
            },
            label,
            headline,
            notes: Vec::new(),
            blocks,
            passages: Vec::new(),
            sources: BTreeMap::new(),
            suggestions: Vec::new(),
        }
    }

    /// Two figures in one table.
    pub(crate) fn salary() -> Answer {
        let headline = Message::new(Key::SalaryOfRoleIn)
            .with("role", "data engineer")
            .with("place", "India");
        let figures = Block::Figures {
            title: Message::new(Key::FiguresAll),
            figures: numbered(vec![pay_fact(), bare_pay_fact()]),
        };
        Answer {
            notes: vec![
                Message::new(Key::RelaxedPlace)
                    .with("asked", "Pune")
                    .with("shown", "India"),
            ],
            sources: sources(&["pay/india.md", "pay/canada.md"]),
            suggestions: vec![
                Message::new(Key::TryAsking).with("example", "/role role:data engineer"),
            ],
            ..answer(Intent::Salary, Label::Fact, headline, vec![figures])
        }
    }

    /// Statements about a role and a stage of its roadmap.
    pub(crate) fn role_and_stage() -> Answer {
        let headline = Message::new(Key::RoleHeadline).with("role", "data engineer");
        let mut figures = numbered(role_facts());
        figures.truncate(2);
        let statements = Block::Statements {
            title: Message::new(Key::AspectSkill),
            statements: figures,
            left_out: 2,
        };
        let stages = Block::Stages {
            stages: vec![Figure {
                number: 3,
                fact: stage_fact(),
            }],
        };
        Answer {
            sources: sources(&["roles/de.md", "roads/de.md"]),
            ..answer(
                Intent::Role,
                Label::Fact,
                headline,
                vec![statements, stages],
            )
        }
    }

    /// One passage.
    pub(crate) fn passages() -> Answer {
        let hit = Hit {
            passage: Passage {
                doc: doc("roles/de.md"),
                ordinal: 3,
                headings: vec!["Data Engineer".to_owned(), "Skills".to_owned()],
                span: Span::new(0, 54),
                text: "Most data engineers use PostgreSQL and SQL every day.".to_owned(),
            },
            score: 7.25,
            matches: vec![Span::new(5, 19), Span::new(24, 34)],
        };
        let headline = Message::new(Key::PassagesHeadline).with("documents", 1_usize);
        let blocks = vec![Block::Passages(vec![hit.clone()])];
        let mut answer = Answer {
            passages: vec![hit],
            sources: sources(&["roles/de.md"]),
            ..answer(Intent::Ask, Label::Passage, headline, blocks)
        };
        answer.understood.role = None;
        answer.understood.experience_months = Some(18);
        answer
    }

    /// Nothing found.
    pub(crate) fn nothing() -> Answer {
        let headline = Message::new(Key::NotInDocuments);
        answer(Intent::None, Label::None, headline, Vec::new())
    }
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
2  over CAD     percentiles      not       1.5+    not     2024-05-01  [S2]
   31.47        25–75            stated    years   stated
   (period not
   stated)

Sources
  [S1] About pay/india.md, Example Press, dated 2024-05-01
       https://example.org/pay/india.md
  [S2] About pay/canada.md, Example Press, dated 2024-05-01
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
    As of: 2024-05-01
    Source: About pay/canada.md

Sources
  [S1] About pay/india.md, Example Press, dated
       2024-05-01
       https://example.org/pay/india.md
  [S2] About pay/canada.md, Example Press, dated
       2024-05-01
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
  [S1] About roles/de.md, Example Press, dated
       2024-05-01
       https://example.org/roles/de.md
  [S2] About roads/de.md, Example Press, dated
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
  [S1] About roles/de.md, Example Press, dated
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
  dated 2024-05-01
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
                figure.fact.evidence.headings = vec!["\u{1b}[5mPay".to_owned()];
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
