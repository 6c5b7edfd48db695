//! One text above a block, and what it says of what stands under it. Start reading with [`Above`].

use std::cell::OnceCell;
use std::ops::Deref;

use crate::domain::{Aspect, Currency, Period, RoleRef, Spanned, Statistic};
use crate::vocabulary::{Mention, Term, Vocabulary, Word, ranks_others, ranks_schooling, words};

use super::context::says_roadmap;
use super::measures::{scan_dollars_in, scan_period_of, scan_statistics};
use super::money::scan_telling_amounts;
use super::names::{Names, is_half_of_brackets, scan_mentioned};
use super::provenance::{scan_attribution, scan_population_in, scan_times_in};
use super::reason::Rule;
use super::roadmap::leads_in;
use super::role::announced_by;
use super::telling::says_money;
use super::years::Setting;

/// How much of a long paragraph is read as an introduction, in bytes from its end: what announces stands last.
const INTRODUCTION_MAX_BYTES: usize = 600;

/// One text above a block. What it says is read when it is first asked for: most texts never are.
#[derive(Clone, Debug)]
pub(super) struct Above<'v> {
    pub(super) text: &'v str,
    /// What it is to the block: a title, a heading, an introduction.
    pub(super) rule: Rule,
    setting: Setting,
    vocabulary: &'v Vocabulary,
    words: OnceCell<Vec<Word<'v>>>,
    mentions: OnceCell<Vec<Mention>>,
    has_figures: OnceCell<bool>,
    speaks: OnceCell<Speaks>,
    names: OnceCell<Names>,
    role: OnceCell<Option<RoleRef>>,
    is_title_line: OnceCell<bool>,
    said: OnceCell<Said>,
    names_title: OnceCell<bool>,
    /// The side of a role that it announces, and whether it teaches.
    announces: OnceCell<(Option<Aspect>, bool)>,
    opens_roadmap: OnceCell<bool>,
}

/// What a text speaks of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaks {
    pub(super) pay: bool,
    pub(super) other_money: bool,
}

/// What a text says of figures under it, besides the names in it.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) statistic: Option<Statistic>,
    pub(super) period: Option<Period>,
    pub(super) attribution: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) dollars: Option<Currency>,
    pub(super) population: Option<String>,
}

impl Deref for Above<'_> {
    type Target = Said;

    fn deref(&self) -> &Said {
        self.said
            .get_or_init(|| Said::read(self.text, self.words()))
    }
}

impl Said {
    fn read(text: &str, words: &[Word]) -> Said {
        let statistics = scan_statistics(text, words, Setting::Prose);
        Said {
            statistic: statistics.into_iter().next().map(|found| found.value),
            period: scan_period_of(text, words),
            attribution: scan_attribution(text),
            as_of: scan_times_in(text, words)
                .into_iter()
                .next()
                .map(|time| time.value),
            dollars: scan_dollars_in(text, words),
            population: scan_population_in(text, words),
        }
    }
}

impl<'v> Above<'v> {
    pub(super) fn new(
        text: &'v str,
        rule: Rule,
        setting: Setting,
        vocabulary: &'v Vocabulary,
    ) -> Above<'v> {
        Above {
            text,
            rule,
            setting,
            vocabulary,
            words: OnceCell::new(),
            mentions: OnceCell::new(),
            has_figures: OnceCell::new(),
            speaks: OnceCell::new(),
            names: OnceCell::new(),
            role: OnceCell::new(),
            is_title_line: OnceCell::new(),
            said: OnceCell::new(),
            names_title: OnceCell::new(),
            announces: OnceCell::new(),
            opens_roadmap: OnceCell::new(),
        }
    }

    /// Its words.
    pub(super) fn words(&self) -> &[Word<'v>] {
        self.words.get_or_init(|| words(self.text))
    }

    /// What the vocabulary knows of it.
    fn mentions(&self) -> &[Mention] {
        let find = || self.vocabulary.mentions_in(self.words());
        self.mentions.get_or_init(find)
    }

    /// The names in it.
    pub(super) fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            scan_mentioned(
                self.text,
                self.words(),
                self.mentions(),
                self.vocabulary,
                self.setting,
            )
        })
    }

    pub(super) fn speaks(&self) -> Speaks {
        *self.speaks.get_or_init(|| {
            let (pay, other_money) = says_money(self.words());
            Speaks { pay, other_money }
        })
    }

    /// Whether it is a label, as headings are, and no running text.
    fn is_label(&self) -> bool {
        self.setting == Setting::Label
    }

    /// "2. Senior Loom Fixer (4-7 years)": a label that is a title or a level with its years, and nothing else. "Updated by
    /// Jane Roe, Senior Editor" is none.
    pub(super) fn is_title_line(&self) -> bool {
        let read = || self.is_label() && self.reads_as_title();
        *self.is_title_line.get_or_init(read)
    }

    fn reads_as_title(&self) -> bool {
        let names = self.names();
        let (first, last) = (names.roles.first(), names.roles.last());
        let level = names.levels.first().map(|level| level.span);
        let Some(opening) = first.map(|role| role.span).or(level) else {
            return false;
        };
        let end = last.map_or(opening.end, |role| role.span.end);
        let behind = self.text.get(end..).unwrap_or_default().trim_start();
        names.opens(self.text, opening.start)
            && (behind.starts_with('(') || !behind.contains(char::is_alphanumeric))
    }

    /// Whether it tells years of experience in brackets.
    pub(super) fn has_years_in_brackets(&self) -> bool {
        let mut years = self.names().years.iter();
        years.any(|years| {
            let before = self.text.get(..years.span.start).unwrap_or_default();
            let open = before.rfind('(');
            open.is_some_and(|open| before.rfind(')').is_none_or(|close| close < open))
        })
    }

    /// The one role that it names. A label may name several that are one job: "IT Managers & Technology Directors". In
    /// running text the field of a role ("teaching") names none.
    pub(super) fn role(&self) -> Option<RoleRef> {
        self.role.get_or_init(|| self.read_role()).clone()
    }

    fn read_role(&self) -> Option<RoleRef> {
        let roles = &self.names().roles;
        let (first, others) = roles.split_first()?;
        let key = first.value.key();
        let is_alone = others.iter().all(|other| other.value.key() == key);
        let is_heading = self.is_label() && self.rule != Rule::Introduction;
        let is_told = is_heading || self.is_title_line() || is_spelled_out(first, self.text);
        let only = || (is_alone && is_told).then(|| first.value.clone());
        self.joined_role().or_else(only)
    }

    /// What a heading calls two titles that share a figure: "IT Managers & Technology Directors". Of a role that is known it
    /// is only where both are that role.
    fn joined_role(&self) -> Option<RoleRef> {
        let [first, last] = self.names().roles.as_slice() else {
            return None;
        };
        let gap = self.text.get(first.span.end..last.span.start)?;
        let behind = self.text.get(last.span.end..)?.trim_start();
        let ends = behind.starts_with('(') || !behind.contains(char::is_alphanumeric);
        let is_one = self.rule == Rule::Heading
            && matches!(gap.trim(), "&" | "/" | "and")
            && ends
            && self.names().opens(self.text, first.span.start);
        // What one of two jobs pays is not known from what both do.
        let id = first
            .value
            .id
            .clone()
            .filter(|id| last.value.id.as_ref() == Some(id));
        let whole = first.span.cover(last.span).of(self.text)?;
        is_one.then(|| RoleRef {
            id,
            occupation: None,
            written: whole.to_owned(),
        })
    }

    /// Whether it names a role by its field alone, as "Marketing" does.
    pub(super) fn names_field_alone(&self) -> bool {
        let roles = &self.names().roles;
        !roles.is_empty() && roles.iter().all(|role| !is_spelled_out(role, self.text))
    }

    /// Whether it ranks places, employers or schools by tiers.
    pub(super) fn ranks_others(&self) -> bool {
        ranks_others(self.words())
    }

    /// Whether it ranks schooling by levels.
    pub(super) fn ranks_schooling(&self) -> bool {
        ranks_schooling(self.words())
    }

    /// Whether it has figures of its own.
    pub(super) fn has_figures(&self) -> bool {
        *self.has_figures.get_or_init(|| {
            scan_telling_amounts(self.text)
                .iter()
                .any(|amount| amount.currency.is_some() || amount.lpa)
        })
    }

    /// Whether it names one whose work it is by a job title; "Collaborating with designers" does not.
    pub(super) fn names_title(&self) -> bool {
        *self.names_title.get_or_init(|| {
            self.mentions().iter().any(|mention| {
                matches!(mention.term, Term::Role { field: false, .. })
                    && !is_partner(self.text, mention.span.start)
            })
        })
    }

    /// The side of a role that it announces, as a heading.
    pub(super) fn aspect(&self) -> Option<Aspect> {
        self.announces().0
    }

    /// Whether, as a heading, it asks how one becomes something.
    pub(super) fn teaches(&self) -> bool {
        self.announces().1
    }

    fn announces(&self) -> (Option<Aspect>, bool) {
        let read = || announced_by(self.text, self.words());
        *self.announces.get_or_init(read)
    }

    /// Whether, as a heading, it announces stages or the way into a role.
    pub(super) fn opens_roadmap(&self) -> bool {
        let opens = || {
            let may_open = || self.words().iter().any(|word| opens_way(&word.lower));
            let may_open = !self.text.is_ascii() || may_open();
            may_open && (says_roadmap(self.text) || leads_in(self.text))
        };
        *self.opens_roadmap.get_or_init(opens)
    }

    /// A paragraph that stands before a list or table. Weak level words in running text state no level; a paragraph that
    /// is a label, as "2. Senior Loom Fixer (4-7 years)", is read as headings are.
    pub(super) fn introduction(text: &'v str, vocabulary: &'v Vocabulary) -> Above<'v> {
        if is_label(text) {
            return Above::new(text, Rule::Introduction, Setting::Label, vocabulary);
        }
        let from = text.len().saturating_sub(INTRODUCTION_MAX_BYTES);
        let from = (from..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        Above::new(
            text.get(from..).unwrap_or_default(),
            Rule::Introduction,
            Setting::Prose,
            vocabulary,
        )
    }
}

/// How long a paragraph may be to be a label, in bytes.
const LABEL_MAX_BYTES: usize = 100;

/// Whether a paragraph stands above what follows as a heading does: short, without the end of a sentence, begun with a
/// number or a capital.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let words = number.trim_start_matches(['.', ')', '–', '-', ':', ' ']);
    text.len() <= LABEL_MAX_BYTES
        && !text.ends_with(['.', '!', '?', ':', ';', ','])
        && !words.contains(". ")
        && words.starts_with(char::is_uppercase)
}

/// Whether `text` has the title of the role, and not only the field it is in.
pub(super) fn is_spelled_out(role: &Spanned<RoleRef>, text: &str) -> bool {
    let own = role.span.of(text).unwrap_or_default();
    // Half of a bracket is left out of what a role is called.
    role.value.occupation.is_some() || own == role.value.written || is_half_of_brackets(own)
}

/// Whether some phrase that announces stages or the way into a role has a word that begins so.
fn opens_way(word: &str) -> bool {
    const STEMS: [&str; 9] = [
        "roadmap", "path", "progress", "plan", "ladder", "study", "becom", "step", "start",
    ];
    STEMS.iter().any(|stem| word.starts_with(stem))
}

/// True for a role behind "with", as in "Collaborating with designers".
fn is_partner(heading: &str, at: usize) -> bool {
    let before = words(heading.get(..at).unwrap_or_default());
    let mut last = before.iter().rev().take(3);
    last.any(|word| matches!(word.lower.as_str(), "with" | "alongside"))
}

#[cfg(test)]
mod tests {
    use super::super::context::OF_ROADMAPS;
    use super::super::roadmap::LEADING_IN;
    use super::*;

    #[test]
    fn every_phrase_that_opens_a_way_has_a_word_that_tells_so() {
        for phrase in OF_ROADMAPS.iter().chain(&LEADING_IN) {
            let tells = words(phrase).iter().any(|word| opens_way(&word.lower));
            assert!(tells, "{phrase:?}");
        }
    }
}
