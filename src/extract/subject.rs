//! What a document as a whole is about: the role and the country that it keeps to.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, PlaceId, PlaceRef, RoleId, RoleRef, Span,
};
use crate::vocabulary::{Term, Vocabulary, Word};

use super::above::Above;
use super::money::is_dollar;
use super::names::{is_generic_title, scan_names};
use super::reason::Rule;
use super::unknown::scan_unknown_role;
use super::years::Setting;

/// The title: as the front matter has it, or else the first heading of the outermost level.
pub(super) fn title_of(document: &Document) -> Option<&str> {
    let title = document.source.title.as_deref();
    title.or_else(|| outermost_heading(document))
}

fn outermost_heading(document: &Document) -> Option<&str> {
    document.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading { level: 1, text } => Some(text.plain()),
        _ => None,
    })
}

/// The role that a document is about: that of its title, or else the one that its labels or its text keep to.
pub(super) fn subject_of(
    document: &Document,
    title: Option<&Above<'_>>,
    named: &OnceCell<Named>,
    vocabulary: &Vocabulary,
) -> Option<RoleRef> {
    let of_title = || {
        let title = title?;
        let known = title.names().roles.first().map(|role| role.value.clone());
        known.or_else(|| Some(scan_unknown_role(title.text, vocabulary.titles())?.value))
    };
    of_title().or_else(|| {
        let labelled = Labelled::in_all(document, vocabulary);
        labelled.subject().or_else(|| {
            // "Medical coding salary": however often physicians are named, it is not about them.
            let heads = |text| Above::new(text, Rule::Heading, Setting::Label, vocabulary);
            let heading = outermost_heading(document).map(heads);
            if title.is_some_and(names_other_work) || heading.as_ref().is_some_and(names_other_work)
            {
                return None;
            }
            let named = named.get_or_init(|| Named::in_all(document, vocabulary));
            most_named_role(named, vocabulary).filter(|role| labelled.are_mostly(role))
        })
    })
}

/// Words behind a line of work in a title: "Medical coding salary".
const BEHIND_WORK: [&str; 12] = [
    "salary",
    "salaries",
    "pay",
    "wages",
    "earnings",
    "career",
    "careers",
    "job",
    "jobs",
    "certification",
    "certifications",
    "professionals",
];

/// Words before those that are no line of work: "Average salary", "Remote jobs", "Highest-paying careers".
const NO_WORK: [&str; 75] = [
    "a", "actual", "all", "an", "and", "annual", "are", "as", "average", "base", "best", "better",
    "by", "career", "current", "daily", "does", "dream", "entry", "expected", "find", "first",
    "for", "from", "full", "get", "good", "gross", "growing", "her", "high", "higher", "highest",
    "his", "hourly", "how", "in", "is", "it", "its", "job", "level", "living", "low", "lowest",
    "maximum", "mean", "median", "minimum", "monthly", "more", "most", "much", "my", "net", "new",
    "next", "of", "on", "online", "or", "our", "paid", "part", "paying", "real", "remote",
    "starting", "that", "the", "their", "time", "to", "top", "your",
];

/// Whether a title speaks of a line of work that no role is known for: "Medical coding salary", "A career in game design".
fn names_other_work(title: &Above<'_>) -> bool {
    let words = title.words();
    let names = title.names();
    let is_named = |word: &Word| {
        let holds = |span: Span| span.overlaps(word.span);
        names.places.iter().any(|place| holds(place.span))
            || names.levels.iter().any(|level| holds(level.span))
    };
    let is_work = |word: &Word| {
        let lower = word.lower.as_str();
        lower.starts_with(char::is_alphabetic)
            && !NO_WORK.contains(&lower)
            && !BEHIND_WORK.contains(&lower)
            && !is_named(word)
    };
    let is_beside = |first: &Word, second: &Word| {
        let gap = title.text.get(first.span.end..second.span.start);
        gap.is_some_and(|gap| matches!(gap, " " | "-"))
    };
    words
        .iter()
        .zip(words.iter().skip(1))
        .any(|(first, second)| {
            let is_behind = BEHIND_WORK.contains(&second.lower.as_str());
            is_behind && is_work(first) && is_beside(first, second)
        })
        || words.windows(3).any(|three| {
            let [first, second, third] = three else {
                return false;
            };
            let leads = matches!(
                first.lower.as_str(),
                "career" | "careers" | "job" | "jobs" | "work" | "working"
            );
            leads && second.lower == "in" && is_work(third)
        })
}

/// How often roles and countries are named in running text, lists and headings.
#[derive(Clone, Default)]
pub(super) struct Named {
    roles: FxHashMap<RoleId, usize>,
    countries: FxHashMap<PlaceId, usize>,
}

impl Named {
    pub(super) fn in_all(document: &Document, vocabulary: &Vocabulary) -> Named {
        let mut named = Named::default();
        for text in texts(document) {
            for mention in vocabulary.mentions(text) {
                match mention.term {
                    Term::Role { id, .. } => {
                        let written = mention.span.of(text).unwrap_or_default();
                        if !is_generic_title(written) {
                            *named.roles.entry(id).or_default() += 1;
                        }
                    }
                    Term::Place { id, .. } => {
                        *named.countries.entry(id.country()).or_default() += 1;
                    }
                    Term::Level { .. } | Term::Skill(_) => {}
                }
            }
        }
        named
    }
}

/// How often titles open a heading or another short text that is no sentence.
#[derive(Default)]
struct Labelled {
    /// By [`RoleRef::key`], with how the first is written.
    roles: FxHashMap<String, (usize, RoleRef)>,
}

impl Labelled {
    fn in_all(document: &Document, vocabulary: &Vocabulary) -> Labelled {
        let mut labelled = Labelled::default();
        let labels = texts(document)
            .filter(|text| text.len() <= LABEL_MAX_BYTES && !text.trim_end().ends_with('.'));
        for text in labels.take(LABELS_MAX) {
            let names = scan_names(text, vocabulary, Setting::Label);
            let Some(role) = names.roles.first() else {
                continue;
            };
            if names.opens(text, role.span.start) && !is_generic_title(&role.value.written) {
                let count = labelled.roles.entry(role.value.key());
                count.or_insert_with(|| (0, role.value.clone())).0 += 1;
            }
        }
        labelled
    }

    /// The title that opens at least three labels and twice as many as any other.
    fn subject(&self) -> Option<RoleRef> {
        let (count, role) = self
            .roles
            .values()
            .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.written.cmp(&a.1.written)))?;
        let others = self
            .roles
            .values()
            .filter(|(_, other)| other.key() != role.key());
        let runner_up = others.map(|(count, _)| *count).max().unwrap_or(0);
        (*count >= 3 && *count >= runner_up * 2).then(|| role.clone())
    }

    /// False where other titles open more labels than `role` does, one left aside: an article on many jobs is about none
    /// of them.
    fn are_mostly(&self, role: &RoleRef) -> bool {
        let own = self.roles.get(&role.key()).map_or(0, |(count, _)| *count);
        let all: usize = self.roles.values().map(|(count, _)| count).sum();
        all - own <= own + 1
    }
}

/// How long a label may be, in bytes.
const LABEL_MAX_BYTES: usize = 160;

/// How many labels are looked at for what a document is about.
const LABELS_MAX: usize = 400;

/// Without a role in the title: the one that is named most often, if it is named at least three times, twice as often as
/// any other and not among many.
fn most_named_role(named: &Named, vocabulary: &Vocabulary) -> Option<RoleRef> {
    let mut counts: Vec<(RoleId, usize)> = named.roles.clone().into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let runner_up = counts.get(1).map_or(0, |(_, count)| *count);
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let (id, count) = counts.into_iter().next()?;
    let name = vocabulary.role(&id).map(|role| role.name.clone())?;
    (count >= 3 && count >= runner_up * 2 && count * 3 >= all).then_some(RoleRef {
        id: Some(id),
        occupation: None,
        written: name,
    })
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document.blocks.iter().filter_map(text_of)
}

/// What a heading, a paragraph or an item says.
pub(super) fn text_of(block: &DocumentBlock) -> Option<&str> {
    match &block.kind {
        BlockKind::Heading { text, .. }
        | BlockKind::Paragraph(text)
        | BlockKind::Item { text, .. } => Some(text.plain()),
        BlockKind::Table(_) | BlockKind::Code(_) => None,
    }
}

/// The dollar of the country that the document is about, where it is another than that of the United States.
pub(super) fn own_dollar<'a>(
    named: impl FnOnce() -> &'a Named,
    title: Option<&Above<'_>>,
    vocabulary: &Vocabulary,
) -> Option<Currency> {
    let dollar_of = |id: &PlaceId| {
        vocabulary
            .place(id)
            .and_then(|place| place.currency)
            .filter(|c| is_dollar(*c))
    };
    if let Some(place) = title.and_then(|title| title.names().places.first()) {
        return place.value.id.as_ref().and_then(dollar_of);
    }
    // Without a place in the title: the one country that the text keeps to.
    let named = named();
    let all: usize = named.countries.values().sum();
    let (country, &count) = named
        .countries
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))?;
    let keeps_to_it = count >= 3 && count * 4 >= all * 3;
    dollar_of(country).filter(|currency| keeps_to_it && *currency != Currency::USD)
}

/// Currencies of several countries, or with one sign, besides dollars.
const SHARED_CURRENCIES: [&str; 6] = ["EUR", "XAF", "XOF", "XCD", "JPY", "CNY"];

/// The country whose own currency this is, where the document names it and not mostly others. Dollars and euros are paid
/// in many countries.
pub(super) fn country_of<'a>(
    currency: Currency,
    named: impl FnOnce() -> &'a Named,
    vocabulary: &Vocabulary,
) -> Option<PlaceRef> {
    if is_dollar(currency) || SHARED_CURRENCIES.contains(&currency.code()) {
        return None;
    }
    let named = named();
    let all: usize = named.countries.values().sum();
    let mut own = named.countries.iter().filter_map(|(id, count)| {
        let place = vocabulary.place(id)?;
        (place.currency == Some(currency) && count * 2 >= all).then_some((id, place))
    });
    let (id, place) = own.next().filter(|_| own.next().is_none())?;
    Some(PlaceRef {
        id: Some(id.clone()),
        written: place.name.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_titles_that_name_another_line_of_work() {
        let check = |title: &str, expected: bool| {
            let setting = Setting::Label;
            let above = Above::new(title, Rule::Title, setting, Vocabulary::builtin());
            assert_eq!(names_other_work(&above), expected, "{title:?}");
        };
        check("What Is Medical Coding Salary? A Guide", true);
        check("Harbour Jobs in Ireland: Questions", true);
        check("Healthcare certifications", true);
        check("Is a degree needed for a career in loom design?", true);
        check("Average salary and pay", false);
        check("The highest-paying jobs of 2024", false);
        check("Entry-level salaries in Germany", false);
        check("India jobs", false);
        check("Jobs in Canada", false);
        check("Salary transparency scares me", false);
        check("Your first job", false);
        check("", false);
    }
}
