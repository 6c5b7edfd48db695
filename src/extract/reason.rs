//! Why each slot of a figure holds what it holds: the rule that decided, and the words that it went by.
//!
//! Readers hand on what they find as [`Told`], which borrows the words and so costs nothing. Only where a document is
//! read to be explained does [`Reasons`] copy them.

use crate::domain::{Span, Spanned};
use crate::vocabulary::Vocabulary;

use crate::vocabulary::words;

use super::measures::{scan_dollars_in, scan_period};
use super::names::scan_names;
use super::provenance::{scan_as_of, scan_attribution, scan_population_in, scan_sample_size};
use super::sentence::sentences;
use super::years::Setting;

/// The most words a reason quotes, in bytes.
const WORDS_MAX_BYTES: usize = 240;

/// A part of a figure of pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Whose work is paid.
    Role,
    /// Where.
    Place,
    /// At which level.
    Level,
    /// On which rung of a ladder.
    Grade,
    /// With how many years of experience.
    Years,
    /// The number or the two ends.
    Amount,
    /// In which currency.
    Currency,
    /// How often it is paid.
    Period,
    /// An average, a median, a range.
    Statistic,
    /// Base pay or all of it.
    Basis,
    /// Of which people.
    Population,
    /// Of how many people.
    SampleSize,
    /// When it was so.
    AsOf,
    /// Who says so.
    AttributedTo,
}

impl Slot {
    /// The lower-case English name, the same in every version.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Role => "role",
            Slot::Place => "place",
            Slot::Level => "level",
            Slot::Grade => "grade",
            Slot::Years => "years",
            Slot::Amount => "amount",
            Slot::Currency => "currency",
            Slot::Period => "period",
            Slot::Statistic => "statistic",
            Slot::Basis => "basis",
            Slot::Population => "population",
            Slot::SampleSize => "sample_size",
            Slot::AsOf => "as_of",
            Slot::AttributedTo => "attributed_to",
        }
    }
}

/// How the words came to decide a slot, from the nearest to the farthest, then what is told by the figure's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The amount itself says it.
    Figure,
    /// Joined to the amount by a dash, a colon or a bar.
    Label,
    /// In the clause of the amount.
    Clause,
    /// Elsewhere in its sentence.
    Sentence,
    /// In the sentence before.
    PrecedingSentence,
    /// In the cell of the amount.
    Cell,
    /// In another cell of its row.
    Row,
    /// In a row above, whose cell spans this one too.
    RowAbove,
    /// In the header of its column.
    Header,
    /// In a list item that holds this one.
    ItemAbove,
    /// In the label that the figure continues.
    LabelAbove,
    /// In another line of the record that the figure stands in.
    Record,
    /// In the paragraph that introduces the list, table or figure.
    Introduction,
    /// In a heading above.
    Heading,
    /// In the title.
    Title,
    /// The document as a whole says it: what it is about, when it was written, how it pays.
    Document,
    /// A list or table that gives dollars for countries which have none.
    ForeignDollars,
    /// A sign, code or word for one currency.
    Mark,
    /// Lakhs, crores or LPA, which are counted in rupees.
    IndianScale,
    /// A bare `$`, which the text spells out.
    StatedDollar,
    /// A bare `$`, which is that of the figure's place.
    PlaceDollar,
    /// A bare `$`, which is that of the country the document is about.
    CountryDollar,
    /// A bare `$` of which nothing is said: the US dollar.
    BareDollar,
    /// A name that several currencies share; it is that of the figure's place.
    PlaceCurrency,
    /// No place is stated, and the document names the country whose own currency it is.
    CurrencyCountry,
    /// Two ends are a range.
    TwoEnds,
}

impl Rule {
    /// A few English words, the same in every version.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Figure => "figure",
            Rule::Label => "label",
            Rule::Clause => "clause",
            Rule::Sentence => "sentence",
            Rule::PrecedingSentence => "preceding sentence",
            Rule::Cell => "cell",
            Rule::Row => "row",
            Rule::RowAbove => "row above",
            Rule::Header => "column header",
            Rule::ItemAbove => "item above",
            Rule::LabelAbove => "label above",
            Rule::Record => "record",
            Rule::Introduction => "introduction",
            Rule::Heading => "heading",
            Rule::Title => "title",
            Rule::Document => "document",
            Rule::ForeignDollars => "dollars of a list",
            Rule::Mark => "sign or code",
            Rule::IndianScale => "Indian scale",
            Rule::StatedDollar => "stated dollar",
            Rule::PlaceDollar => "dollar of the place",
            Rule::CountryDollar => "dollar of the country",
            Rule::BareDollar => "bare dollar",
            Rule::PlaceCurrency => "currency of the place",
            Rule::CurrencyCountry => "country of the currency",
            Rule::TwoEnds => "two ends",
        }
    }
}

/// What decided one slot of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which slot.
    pub slot: Slot,
    /// By which rule.
    pub rule: Rule,
    /// By which words of the document; empty where the rule goes by no words in particular.
    pub words: String,
}

/// A value with what decided it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'t, T> {
    pub(super) value: T,
    pub(super) rule: Rule,
    pub(super) words: &'t str,
}

impl<'t, T> Told<'t, T> {
    pub(super) fn new(value: T, rule: Rule, words: &'t str) -> Told<'t, T> {
        Told { value, rule, words }
    }

    pub(super) fn into_value(self) -> T {
        self.value
    }

    /// Another value by the same rule and words.
    pub(super) fn with<U>(&self, value: U) -> Told<'t, U> {
        Told::new(value, self.rule, self.words)
    }

    /// The same value and words by another rule.
    pub(super) fn by(self, rule: Rule) -> Told<'t, T> {
        Told { rule, ..self }
    }
}

impl<'t, T: Clone> Told<'t, T> {
    /// What was found in `text`.
    pub(super) fn found(found: &Spanned<T>, rule: Rule, text: &'t str) -> Told<'t, T> {
        let words = found.span.of(text).unwrap_or_default();
        Told::new(found.value.clone(), rule, words)
    }
}

/// Something found, with what decided its slots where that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Reasoned<T> {
    pub(super) value: T,
    pub(super) reasons: Vec<Reason>,
}

impl<T> Reasoned<T> {
    /// Without reasons.
    pub(super) fn plainly(value: T) -> Reasoned<T> {
        Reasoned {
            value,
            reasons: Vec::new(),
        }
    }

    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Reasoned<U> {
        Reasoned {
            value: change(self.value),
            reasons: self.reasons,
        }
    }
}

/// Collects the reasons of one figure; nothing where they are not asked for.
pub(super) struct Reasons<'v> {
    vocabulary: Option<&'v Vocabulary>,
    list: Vec<Reason>,
}

impl<'v> Reasons<'v> {
    /// `vocabulary` only where reasons are asked for.
    pub(super) fn new(vocabulary: Option<&'v Vocabulary>) -> Reasons<'v> {
        Reasons {
            vocabulary,
            list: Vec::new(),
        }
    }

    /// Notes why `slot` holds what it does, and gives the value alone.
    pub(super) fn take<T>(&mut self, slot: Slot, told: Option<Told<'_, T>>) -> Option<T> {
        let told = told?;
        if let Some(vocabulary) = self.vocabulary {
            let words = cut(telling(slot, told.words, vocabulary));
            self.list.push(Reason {
                slot,
                rule: told.rule,
                words,
            });
        }
        Some(told.value)
    }

    pub(super) fn into_list(self) -> Vec<Reason> {
        self.list
    }
}

/// Of several sentences the first that says something for `slot`; all of them where none does alone.
fn telling<'t>(slot: Slot, text: &'t str, vocabulary: &Vocabulary) -> &'t str {
    let all = sentences(text);
    if all.len() < 2 {
        return text;
    }
    let mut parts = all.iter().filter_map(|sentence: &Span| sentence.of(text));
    parts
        .find(|part| says(slot, part, vocabulary))
        .unwrap_or(text)
}

fn says(slot: Slot, text: &str, vocabulary: &Vocabulary) -> bool {
    let names = || scan_names(text, vocabulary, Setting::Prose);
    match slot {
        Slot::Role => !names().roles.is_empty(),
        Slot::Place => !names().places.is_empty(),
        Slot::Level => !names().levels.is_empty(),
        Slot::Grade => !names().grades.is_empty(),
        Slot::Years => !names().years.is_empty(),
        Slot::Statistic => !names().statistics.is_empty(),
        Slot::Currency => scan_dollars_in(text, &words(text)).is_some(),
        Slot::Period => scan_period(text).is_some(),
        Slot::Population => scan_population_in(text, &words(text)).is_some(),
        Slot::SampleSize => scan_sample_size(text).is_some(),
        Slot::AsOf => scan_as_of(text).is_some(),
        Slot::AttributedTo => scan_attribution(text).is_some(),
        Slot::Amount | Slot::Basis => false,
    }
}

/// At most [`WORDS_MAX_BYTES`] of `words`, cut behind a whole word.
fn cut(words: &str) -> String {
    let words = words.trim();
    if words.len() <= WORDS_MAX_BYTES {
        return words.to_owned();
    }
    let end = (0..=WORDS_MAX_BYTES)
        .rev()
        .find(|at| words.is_char_boundary(*at))
        .unwrap_or(0);
    let head = words.get(..end).unwrap_or_default();
    let whole = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}…", head.get(..whole).unwrap_or_default().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Loaded;
    use crate::domain::{Document, DocumentId};
    use crate::extract::{Extraction, extract, extract_explained};

    fn document(markdown: &str) -> Document {
        let id = DocumentId("pay.md".to_owned());
        let loaded = Loaded::from_bytes(id, markdown.as_bytes().to_vec());
        loaded.parse().expect("a document").document
    }

    fn explained(markdown: &str) -> Extraction {
        extract_explained(&document(markdown), Vocabulary::builtin())
    }

    /// The reasons for the last figure of a document, a line for each slot.
    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        let found = explained(markdown);
        let mut figures = found.facts.iter().zip(&found.reasons);
        let last = figures.rfind(|(fact, _)| fact.pay().is_some());
        let (_, reasons) = last.unwrap_or_else(|| panic!("no figure in {markdown:?}"));
        let line = |it: &Reason| format!("{}: {}: {}", it.slot.name(), it.rule.name(), it.words);
        let lines: Vec<String> = reasons.iter().map(line).collect();
        assert_eq!(lines, expected, "explaining {markdown:?}");
    }

    #[test]
    fn explains_running_text() {
        check(
            "According to Payscale, a glazier in Leeds earns an average of £31,200 a year.",
            &[
                "amount: figure: £31,200 a year",
                "currency: sign or code: £31,200 a year",
                "role: clause: glazier",
                "place: clause: Leeds",
                "period: figure: £31,200 a year",
                "statistic: clause: average",
                "attributed_to: sentence: Payscale",
            ],
        );
    }

    #[test]
    fn explains_by_the_sentence_before() {
        check(
            "Plumbers in Canada are well paid. Their salary is $4,100.",
            &[
                "amount: figure: $4,100",
                "currency: dollar of the place: Canada",
                "role: preceding sentence: Plumbers",
                "place: preceding sentence: Canada",
            ],
        );
        check(
            "Plumbers in Canada earn a monthly salary of $4,100. The salary of glaziers is $3,900.",
            &[
                "amount: figure: $3,900",
                "currency: dollar of the place: Canada",
                "role: clause: glaziers",
                "place: preceding sentence: Canada",
                "period: preceding sentence: Plumbers in Canada earn a monthly salary of $4,100.",
            ],
        );
    }

    #[test]
    fn explains_a_list_by_what_stands_above() {
        check(
            "# Salaries of glaziers\n\n## Pay in Ireland\n\nAll figures are gross per year.\n\n- Senior: €52,000",
            &[
                "amount: figure: €52,000",
                "currency: sign or code: €52,000",
                "role: title: Salaries of glaziers",
                "place: heading: Pay in Ireland",
                "level: label: Senior",
                "period: introduction: All figures are gross per year.",
            ],
        );
    }

    #[test]
    fn explains_a_row_by_its_cells_and_headers() {
        check(
            "| Role | Country | Minimum salary per month | Maximum salary per month |\n|---|---|---|---|\n\
             | Glazier | Austria | €2,300 | €3,100 |",
            &[
                "amount: cell: €2,300 – €3,100",
                "currency: sign or code: €2,300",
                "role: row: Glazier",
                "place: row: Austria",
                "period: column header: Minimum salary per month",
                "statistic: two ends: €2,300 – €3,100",
            ],
        );
    }

    #[test]
    fn explains_a_currency_by_its_header_and_a_role_by_the_row_above() {
        check(
            "| Role | Level | Average salary (GBP) |\n|---|---|---|\n\
             | Glazier | Junior | 24,000 |\n|  | Senior | 39,000 |",
            &[
                "amount: cell: 39,000",
                "currency: column header: Average salary (GBP)",
                "role: row above: Glazier",
                "level: row: Senior",
                "statistic: column header: Average salary (GBP)",
            ],
        );
    }

    #[test]
    fn explains_a_bare_dollar() {
        for (markdown, expected) in [
            (
                "A glazier earns a salary of $48,000 a year.",
                "bare dollar: $48,000 a year",
            ),
            (
                "# Glazier pay in Australia\n\nThe salary is $71,000 a year.",
                "dollar of the place: Glazier pay in Australia",
            ),
            (
                "All amounts are in US dollars:\n\n- Glazier salary: $48,000 a year",
                "stated dollar: All amounts are in US dollars:",
            ),
        ] {
            let found = explained(markdown);
            let reason = found
                .reasons
                .iter()
                .flatten()
                .find(|it| it.slot == Slot::Currency);
            let said = reason.map(|it| format!("{}: {}", it.rule.name(), it.words));
            assert_eq!(said.as_deref(), Some(expected), "explaining {markdown:?}");
        }
    }

    #[test]
    fn explains_the_date_of_the_document() {
        check(
            "---\nas_of: 2023\n---\nA glazier earns a salary of €33,000 a year.",
            &[
                "amount: figure: €33,000 a year",
                "currency: sign or code: €33,000 a year",
                "role: clause: glazier",
                "period: figure: €33,000 a year",
                "as_of: document: 2023",
            ],
        );
    }

    #[test]
    fn changes_no_fact() {
        let document = document(
            "# Glaziers\n\nThey earn a salary of $48,000 a year, seniors $61,000.\n\n\
             | Role | Pay |\n|---|---|\n| Glazier | £31k |\n| Plumber | £33k |\n",
        );
        let plain = extract(&document, Vocabulary::builtin());
        let explained = extract_explained(&document, Vocabulary::builtin());
        assert!(plain.facts.len() > 2, "{:?}", plain.facts);
        assert_eq!(plain.facts, explained.facts);
        assert_eq!(plain.doubts, explained.doubts);
        assert!(plain.reasons.is_empty());
        assert_eq!(explained.reasons.len(), explained.facts.len());
    }

    #[test]
    fn quotes_the_sentence_that_tells() {
        let telling = |slot, text| telling(slot, text, Vocabulary::builtin()).to_owned();
        let text = "Rents differ. All of it is paid per month. Glaziers know.";
        assert_eq!(telling(Slot::Period, text), "All of it is paid per month.");
        assert_eq!(telling(Slot::AsOf, text), text);
        let cut = cut(&"wage ".repeat(WORDS_MAX_BYTES));
        assert!(cut.len() <= WORDS_MAX_BYTES + '…'.len_utf8(), "{cut}");
        assert!(cut.ends_with("wage…"), "{cut}");
    }
}
