//! What stands above a block and speaks for it: the item it lies in, the paragraph that introduces it, its headings
//! from the innermost out, the title.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, Level, Period, PlaceId, PlaceRef, RoleId,
    RoleRef, Statistic, Years,
};
use crate::vocabulary::{Term, Vocabulary, words};

use super::judge::Verdict;
use super::money::{CurrencyMark, is_dollar, scan_amounts};
use super::names::{
    Names, is_generic_title, is_other_money_word, is_pay_word, scan_dollars_in, scan_names_in,
    scan_period_in, scan_statistics,
};
use super::provenance::{scan_attribution, scan_population_in, scan_times_in};
use super::sentence::sentences;
use super::years::Setting;

/// How much of a long paragraph is read as an introduction, in bytes from its end: what announces stands last.
const INTRODUCTION_MAX_BYTES: usize = 600;

/// How long an item may be to label the items inside it, in bytes.
const LABEL_MAX_BYTES: usize = 160;

/// One text above a block. What it says is read when it is first asked for: most texts never are.
#[derive(Clone, Debug)]
struct Above<'v> {
    text: String,
    setting: Setting,
    vocabulary: &'v Vocabulary,
    has_figures: OnceCell<bool>,
    speaks: OnceCell<Speaks>,
    said: OnceCell<Said>,
}

/// What a text speaks of.
#[derive(Clone, Copy, Debug)]
struct Speaks {
    pay: bool,
    other_money: bool,
}

/// What a text says of figures under it.
#[derive(Clone, Debug)]
struct Said {
    names: Names,
    statistic: Option<Statistic>,
    period: Option<Period>,
    attribution: Option<String>,
    as_of: Option<String>,
    dollars: Option<Currency>,
    population: Option<String>,
}

impl Deref for Above<'_> {
    type Target = Said;

    fn deref(&self) -> &Said {
        self.said
            .get_or_init(|| Said::read(&self.text, self.setting, self.vocabulary))
    }
}

impl Said {
    fn read(text: &str, setting: Setting, vocabulary: &Vocabulary) -> Said {
        let words = words(text);
        let statistics = scan_statistics(text, &words, Setting::Prose);
        Said {
            names: scan_names_in(text, &words, vocabulary, setting),
            statistic: statistics.into_iter().next().map(|found| found.value),
            period: scan_period_in(&words),
            attribution: scan_attribution(text),
            as_of: scan_times_in(text, &words)
                .into_iter()
                .next()
                .map(|time| time.value),
            dollars: scan_dollars_in(text, &words),
            population: scan_population_in(text, &words),
        }
    }
}

impl<'v> Above<'v> {
    fn new(text: &str, setting: Setting, vocabulary: &'v Vocabulary) -> Above<'v> {
        Above {
            text: text.to_owned(),
            setting,
            vocabulary,
            has_figures: OnceCell::new(),
            speaks: OnceCell::new(),
            said: OnceCell::new(),
        }
    }

    fn speaks(&self) -> Speaks {
        *self.speaks.get_or_init(|| {
            let words = words(&self.text);
            Speaks {
                pay: words.iter().any(|word| is_pay_word(&word.lower)),
                other_money: words.iter().any(|word| is_other_money_word(&word.lower)),
            }
        })
    }

    /// Whether it has figures of its own.
    fn has_figures(&self) -> bool {
        *self.has_figures.get_or_init(|| {
            scan_amounts(&self.text)
                .iter()
                .any(|amount| amount.currency.is_some() || amount.lpa)
        })
    }

    /// A paragraph that stands before a list or table. Weak level words in running text state no level.
    fn introduction(text: &str, vocabulary: &'v Vocabulary) -> Above<'v> {
        let from = text.len().saturating_sub(INTRODUCTION_MAX_BYTES);
        let from = (from..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        Above::new(
            text.get(from..).unwrap_or_default(),
            Setting::Prose,
            vocabulary,
        )
    }
}

/// Everything above the block that is being read, innermost first.
#[derive(Clone)]
pub(super) struct Context<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    document: &'v Document,
    named: OnceCell<Named>,
    title: Option<Above<'v>>,
    headings: Vec<Above<'v>>,
    path: Option<Arc<[String]>>,
    intro: Option<Above<'v>>,
    items: Vec<(u8, Above<'v>)>,
    /// The kind of the block that is being read.
    in_list_or_table: bool,
    dollar: OnceCell<Option<Currency>>,
    subject: Option<RoleRef>,
    /// Currencies that are only ever paid by the year here.
    yearly: OnceCell<Vec<CurrencyMark>>,
}

impl<'v> Context<'v> {
    /// The context of the first block of `document`.
    pub(super) fn of(document: &'v Document, vocabulary: &'v Vocabulary) -> Context<'v> {
        let title = title_of(document).map(|text| Above::new(text, Setting::Label, vocabulary));
        let named = OnceCell::new();
        let subject = title
            .as_ref()
            .and_then(|title| title.names.roles.first())
            .map(|role| role.value.clone())
            .or_else(|| {
                let named = named.get_or_init(|| Named::in_all(document, vocabulary));
                most_named_role(named, vocabulary)
            });
        Context {
            vocabulary,
            document,
            named,
            title,
            headings: Vec::new(),
            path: None,
            intro: None,
            items: Vec::new(),
            in_list_or_table: false,
            dollar: OnceCell::new(),
            subject,
            yearly: OnceCell::new(),
        }
    }

    /// Moves on to `block`.
    pub(super) fn enter(&mut self, block: &DocumentBlock) {
        let same_path = self
            .path
            .as_ref()
            .is_some_and(|path| Arc::ptr_eq(path, &block.headings) || **path == *block.headings);
        if !same_path {
            self.path = Some(Arc::clone(&block.headings));
            self.follow(&block.headings);
            self.intro = None;
            self.items.clear();
        }
        match &block.kind {
            BlockKind::Item { depth, .. } => {
                self.in_list_or_table = true;
                self.items.retain(|(other, _)| other < depth);
            }
            BlockKind::Table(_) => {
                self.in_list_or_table = true;
                self.items.clear();
            }
            _ => {
                self.in_list_or_table = false;
                self.items.clear();
            }
        }
    }

    /// Makes `path` the headings above; those that stay are not read again.
    fn follow(&mut self, path: &[String]) {
        self.headings.reverse();
        let same = self.headings.iter().zip(path);
        let kept = same.take_while(|(above, text)| above.text == **text);
        self.headings.truncate(kept.count());
        let new = path.iter().skip(self.headings.len());
        self.headings
            .extend(new.map(|text| Above::new(text, Setting::Label, self.vocabulary)));
        self.headings.reverse();
    }

    /// Remembers `block` where it speaks for what follows.
    pub(super) fn leave(&mut self, block: &DocumentBlock) {
        match &block.kind {
            BlockKind::Paragraph(text) => {
                self.intro = Some(Above::introduction(text.plain(), self.vocabulary));
            }
            BlockKind::Item { depth, text, .. }
                // Only short items are labels of the items inside them.
                if text.plain().len() <= LABEL_MAX_BYTES => {
                    self.items.push((
                        *depth,
                        Above::new(text.plain(), Setting::Label, self.vocabulary),
                    ));
                }
            _ => {}
        }
    }

    /// What stands right above: items, introduction.
    fn near_layers(&self) -> impl Iterator<Item = &Above<'v>> {
        // A paragraph with figures of its own speaks for those, unless it says that more follow.
        let announces = |intro: &&Above<'v>| {
            (self.in_list_or_table && !intro.has_figures()) || intro.text.trim_end().ends_with(':')
        };
        self.items
            .iter()
            .rev()
            .map(|(_, above)| above)
            .chain(self.intro.as_ref().filter(announces))
    }

    /// Everything above, innermost first: items, introduction, headings, title.
    fn layers(&self) -> impl Iterator<Item = &Above<'v>> {
        self.near_layers().chain(&self.headings).chain(&self.title)
    }

    /// The nearest role above, or the role that the whole document is about.
    pub(super) fn role(&self) -> Option<RoleRef> {
        // An introduction that names several roles speaks for none of them.
        self.layers()
            .find_map(|above| single(&above.names.roles, RoleRef::key))
            .or_else(|| self.subject.clone())
    }

    /// The role that a roadmap leads to: of the title where that announces a roadmap, else of the headings above the one
    /// that opens a stage, which may name a subject ("Stage 5: DevOps"), else the document's subject.
    pub(super) fn role_of_roadmap(&self, stage: &str) -> Option<RoleRef> {
        let titled = self.title.as_ref();
        let titled = titled.filter(|title| says_roadmap(&title.text));
        titled
            .and_then(|title| single(&title.names.roles, RoleRef::key))
            .or_else(|| {
                let above = self.headings.iter().filter(|above| above.text != stage);
                above
                    .chain(&self.title)
                    .find_map(|above| single(&above.names.roles, RoleRef::key))
            })
            .or_else(|| self.subject.clone())
    }

    /// The nearest place above.
    pub(super) fn place(&self) -> Option<PlaceRef> {
        self.layers()
            .find_map(|above| single(&above.names.places, |place| format!("{:?}", place.id)))
    }

    /// The nearest level above. An introduction states one only where it announces what follows.
    pub(super) fn level(&self) -> Option<Level> {
        self.layers()
            .filter(|above| {
                let is_intro = self
                    .intro
                    .as_ref()
                    .is_some_and(|intro| std::ptr::eq(intro, *above));
                !is_intro || above.text.trim_end().ends_with(':')
            })
            .find_map(|above| single(&above.names.levels, |level| *level))
    }

    /// The nearest years of experience above; a title's years are about something else.
    pub(super) fn years(&self) -> Option<Years> {
        let items = self.items.iter().rev().map(|(_, above)| above);
        items.chain(self.headings.first()).find_map(|above| {
            single(&above.names.years, |years| {
                (years.min_months, years.max_months)
            })
        })
    }

    /// What the headings or the introduction say of all figures under them; a title speaks of more than figures.
    pub(super) fn statistic(&self) -> Option<Statistic> {
        let headings = self
            .headings
            .iter()
            .filter(|heading| !self.is_title(heading));
        self.near_layers()
            .chain(headings)
            .find_map(|above| above.statistic.clone())
    }

    /// The period that is stated above, or a year where the document states that of all pay in that currency.
    pub(super) fn period(&self, currency: Option<CurrencyMark>) -> Option<Period> {
        let by_the_year = || {
            let only = currency.is_some_and(|mark| {
                self.yearly
                    .get_or_init(|| paid_by_the_year(self.document))
                    .contains(&mark)
            });
            only.then_some(Period::Year)
        };
        self.layers()
            .find_map(|above| above.period)
            .or_else(by_the_year)
    }

    /// The survey or site named above.
    pub(super) fn attribution(&self) -> Option<String> {
        self.layers().find_map(|above| above.attribution.clone())
    }

    /// The time stated in an introduction or heading that speaks of pay.
    pub(super) fn as_of(&self) -> Option<String> {
        self.layers()
            .filter(|above| above.speaks().pay)
            .find_map(|above| above.as_of.clone())
    }

    /// What a bare `$` means where something above spells it out, whatever the place.
    pub(super) fn stated_dollar(&self) -> Option<Currency> {
        self.layers().find_map(|above| above.dollars)
    }

    /// Of whom the figures speak, where the introduction or a heading says so.
    pub(super) fn population(&self) -> Option<String> {
        self.near_layers()
            .chain(&self.headings)
            .find_map(|above| above.population.clone())
    }

    /// What a bare `$` means in this document, where it is not the US dollar.
    pub(super) fn dollar(&self) -> Option<Currency> {
        *self.dollar.get_or_init(|| {
            let named = || {
                self.named
                    .get_or_init(|| Named::in_all(self.document, self.vocabulary))
            };
            own_dollar(named, self.title.as_ref(), self.vocabulary)
        })
    }

    /// Whether what stands above speaks of pay. A title alone decides for lists and tables, not for running text.
    pub(super) fn verdict(&self) -> Verdict {
        let telling = self
            .layers()
            .filter(|above| self.in_list_or_table || !self.is_title(above));
        for above in telling {
            let speaks = above.speaks();
            match (speaks.pay, speaks.other_money) {
                (true, false) => return Verdict::Pay,
                (false, true) => return Verdict::Other,
                _ => {}
            }
        }
        Verdict::Other
    }

    fn is_title(&self, above: &Above<'_>) -> bool {
        self.title
            .as_ref()
            .is_some_and(|title| title.text == above.text)
    }

    /// The title of the document.
    pub(super) fn title(&self) -> Option<&str> {
        self.title.as_ref().map(|title| title.text.as_str())
    }

    /// The role that the whole document is about.
    pub(super) fn subject(&self) -> Option<&RoleRef> {
        self.subject.as_ref()
    }
}

/// A heading that announces stages, whatever its level.
pub(super) fn says_roadmap(heading: &str) -> bool {
    const WORDS: [&str; 8] = [
        "roadmap",
        "learning path",
        "career path",
        "progression",
        "study plan",
        "learning plan",
        "career ladder",
        "self-study",
    ];
    let lower = heading.to_lowercase();
    WORDS.iter().any(|words| lower.contains(words))
}

/// The one thing that is named, however often; nothing where several are.
fn single<T: Clone, K: PartialEq>(
    found: &[crate::domain::Spanned<T>],
    key: impl Fn(&T) -> K,
) -> Option<T> {
    let first = found.first()?;
    let only = found
        .iter()
        .all(|other| key(&other.value) == key(&first.value));
    only.then(|| first.value.clone())
}

/// The title: as the front matter has it, or else the first heading of the outermost level.
pub(super) fn title_of(document: &Document) -> Option<&str> {
    document.source.title.as_deref().or_else(|| {
        document.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading { level: 1, text } => Some(text.plain()),
            _ => None,
        })
    })
}

/// How often roles and countries are named in running text, lists and headings.
#[derive(Clone, Default)]
struct Named {
    roles: HashMap<RoleId, usize>,
    countries: HashMap<PlaceId, usize>,
}

impl Named {
    fn in_all(document: &Document, vocabulary: &Vocabulary) -> Named {
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

/// Without a role in the title: the one that is named most often, if it is named at least three times and twice as
/// often as any other.
fn most_named_role(named: &Named, vocabulary: &Vocabulary) -> Option<RoleRef> {
    let mut counts: Vec<(RoleId, usize)> = named.roles.clone().into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let runner_up = counts.get(1).map_or(0, |(_, count)| *count);
    let (id, count) = counts.into_iter().next()?;
    let name = vocabulary.role(&id).map(|role| role.name.clone())?;
    (count >= 3 && count >= runner_up * 2).then_some(RoleRef {
        id: Some(id),
        occupation: None,
        written: name,
    })
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { text, .. }
            | BlockKind::Paragraph(text)
            | BlockKind::Item { text, .. } => Some(text.plain()),
            BlockKind::Table(_) | BlockKind::Code(_) => None,
        })
}

/// The dollar of the country that the document is about, where it is another than that of the United States.
fn own_dollar<'a>(
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
    if let Some(place) = title.and_then(|title| title.names.places.first()) {
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

/// The currencies in which the document speaks of yearly pay and of no other: where one of its sentences says "annual
/// salary" of an amount, and no amount in that currency is paid by the month, week, day or hour.
fn paid_by_the_year(document: &Document) -> Vec<CurrencyMark> {
    let mut periods: HashMap<CurrencyMark, (bool, bool)> = HashMap::new();
    let has_number = |text: &&str| text.bytes().any(|byte| byte.is_ascii_digit());
    for text in texts(document).filter(has_number) {
        for sentence in sentences(text) {
            let sentence = sentence.of(text).unwrap_or_default();
            let amounts = scan_amounts(sentence);
            if amounts.is_empty() {
                continue;
            }
            let words = words(sentence);
            let says_pay = words
                .iter()
                .any(|word| is_pay_word(&word.lower) && word.lower != "lpa");
            let stated = scan_period_in(&words);
            for amount in amounts {
                let Some(mark) = amount.currency else {
                    continue;
                };
                let (yearly, otherwise) = periods.entry(mark).or_default();
                match amount.period.or(stated) {
                    Some(Period::Year) => *yearly |= says_pay && !amount.lpa,
                    Some(_) => *otherwise = true,
                    None => {}
                }
            }
        }
    }
    let only_yearly = periods
        .into_iter()
        .filter(|(_, (yearly, otherwise))| *yearly && !otherwise);
    only_yearly.map(|(mark, _)| mark).collect()
}
