//! Figures of pay in running text and lists: each gets the nearest name of each sort.

use crate::domain::{
    BlockKind, Document, DocumentBlock, Evidence, Fact, FactBody, PayFact, Period, Scan, Span,
    Spanned, Text,
};
use crate::vocabulary::words;

use super::assembly::{Assembly, quote};
use super::context::Context;
use super::judge::{Bench, Verdict};
use super::money::{Amount, scan_amounts};
use super::names::{
    Names, is_pay_word, scan_as_of, scan_attribution, scan_names, scan_period, scan_sample_size,
};
use super::sentence::{clauses, sentences};
use super::unknown::scan_unknown_role;
use super::years::Setting;

/// Every figure of pay in a paragraph or item.
pub(super) fn scan_text(
    document: &Document,
    block: &DocumentBlock,
    text: &Text,
    context: &Context<'_>,
) -> Scan<Fact> {
    let plain = text.plain();
    let mut scan = Scan::default();
    let amounts = scan_amounts(plain);
    if amounts.iter().all(|amount| amount.bare) {
        return scan;
    }
    let is_item = matches!(block.kind, BlockKind::Item { .. });
    let setting = if is_item {
        Setting::Label
    } else {
        Setting::Prose
    };
    let mut before: Option<Before> = None;
    for sentence in sentences(plain) {
        let first = amounts.partition_point(|amount| amount.span.start < sentence.start);
        let in_sentence: Vec<&Amount> = amounts
            .iter()
            .skip(first)
            .take_while(|amount| amount.span.start < sentence.end)
            .collect();
        let mut names = scan_names(
            sentence.of(plain).unwrap_or_default(),
            context.vocabulary,
            sentence_setting(setting, plain, sentence),
        );
        if names.roles.is_empty() {
            names
                .roles
                .extend(scan_unknown_role(sentence.of(plain).unwrap_or_default()));
        }
        let names = shifted(names, sentence.start);
        let mut candidates = Vec::new();
        let bench = Bench::of(plain, sentence);
        for amount in in_sentence {
            let is_pay = bench.judge(amount, context.verdict()) == Verdict::Pay;
            let has_currency = amount.currency.is_some() || amount.indian;
            let doubt = match (has_currency, is_pay) {
                _ if amount.bare => continue,
                (true, true) => {
                    candidates.push(amount);
                    continue;
                }
                (true, false) if amount.currency.is_some() => "is not taken for pay",
                (false, true) if amount.period.is_some() => "has no currency",
                _ => continue,
            };
            let quoted = quote(plain, amount.span);
            let doubt = format!("`{quoted}` {doubt}");
            scan.doubts
                .push(Spanned::new(doubt, text.source_span(amount.span)));
        }
        if candidates.len() > FIGURES_MAX {
            let doubt = format!(
                "{} figures run together; write them as a table",
                candidates.len()
            );
            scan.doubts
                .push(Spanned::new(doubt, text.source_span(sentence)));
            candidates.clear();
        }
        let says =
            (!candidates.is_empty()).then(|| Says::of(sentence.of(plain).unwrap_or_default()));
        let parts = clauses(plain, sentence);
        for (at, amount) in candidates.iter().enumerate() {
            let place = Attach {
                amount: amount.span,
                all: &candidates,
                at,
                sentence,
                clauses: &parts,
            };
            let Some(says) = &says else { break };
            let fact = prose_fact(
                plain,
                amount,
                &place,
                (&names, says),
                before.as_ref(),
                context,
            );
            match fact {
                Ok(pay) => scan.found.push(Fact {
                    doc: document.id.clone(),
                    evidence: Evidence {
                        headings: block.headings.to_vec(),
                        span: text.source_span(sentence),
                        text: sentence.of(plain).unwrap_or_default().to_owned(),
                        passage: 0,
                    },
                    body: FactBody::Pay(pay),
                }),
                Err(doubt) => scan
                    .doubts
                    .push(Spanned::new(doubt, text.source_span(amount.span))),
            }
        }
        let period = (!candidates.is_empty())
            .then(|| candidates.iter().find_map(|amount| amount.period))
            .flatten()
            .or_else(|| scan_period(sentence.of(plain).unwrap_or_default()));
        let is_unknown_label = is_unknown_label(sentence.of(plain).unwrap_or_default(), &names);
        before = Some(Before {
            names,
            period,
            is_unknown_label,
        });
    }
    scan
}

/// How many figures one sentence may hold: more are cells that ran together, and nobody can tell whose they are.
const FIGURES_MAX: usize = 24;

/// What a whole sentence says of its figures.
struct Says {
    period: Option<Period>,
    attribution: Option<String>,
    as_of: Option<String>,
    sample_size: Option<u32>,
}

impl Says {
    fn of(sentence: &str) -> Says {
        Says {
            period: scan_period(sentence),
            attribution: scan_attribution(sentence),
            as_of: scan_as_of(sentence),
            sample_size: scan_sample_size(sentence),
        }
    }
}

/// What the sentence before says, for a sentence that leaves it out.
struct Before {
    names: Names,
    period: Option<Period>,
    /// True where it only names something that nobody knows ("Luxembourg."): what follows is about that, and what
    /// stands further above is not.
    is_unknown_label: bool,
}

/// A "sentence" of one to three words without a known name, as a label in front of a figure.
fn is_unknown_label(sentence: &str, names: &Names) -> bool {
    let known = !names.places.is_empty() || !names.roles.is_empty() || !names.levels.is_empty();
    let words = words(sentence);
    let all_capital = words
        .iter()
        .all(|word| word.written.starts_with(char::is_uppercase) && !is_pay_word(&word.lower));
    !known && all_capital && (1..=3).contains(&words.len())
}

/// An item that is one short label with a figure is read as a label; a sentence inside an item is prose.
fn sentence_setting(setting: Setting, plain: &str, sentence: Span) -> Setting {
    if setting == Setting::Label && plain.len() <= 120 && sentence.start == 0 {
        Setting::Label
    } else {
        Setting::Prose
    }
}

fn prose_fact(
    plain: &str,
    amount: &Amount,
    place: &Attach<'_>,
    (names, says): (&Names, &Says),
    before: Option<&Before>,
    context: &Context<'_>,
) -> Result<PayFact, String> {
    let sentence = place.sentence.of(plain).unwrap_or_default();
    let clause = place
        .own_clause()
        .and_then(|clause| clause.of(plain))
        .unwrap_or(sentence);
    let is_elsewhere =
        names.places.is_empty() && before.is_some_and(|before| before.is_unknown_label);
    let role = place
        .nearest(&names.roles, Reach::Sentence)
        .or_else(|| before.and_then(|before| last(&before.names.roles)))
        .or_else(|| context.role());
    let location = place
        .nearest(&names.places, Reach::Sentence)
        .or_else(|| before.and_then(|before| last(&before.names.places)))
        .or_else(|| context.place().filter(|_| !is_elsewhere));
    let level = place
        .nearest(&names.levels, Reach::Before)
        .or_else(|| context.level());
    let years = place
        .nearest(&names.years, Reach::Before)
        .or_else(|| context.years());
    let statistic = place.nearest(&names.statistics, Reach::Sentence);
    Assembly {
        amount,
        quoted: quote(plain, amount.span),
        role,
        place: location,
        level,
        years,
        statistic,
        period: amount
            .period
            .or_else(|| scan_period(clause))
            .or(says.period)
            .or_else(|| before.and_then(|before| before.period))
            .or_else(|| context.period(amount.currency)),
        currency: None,
        basis_text: clause,
        attributed_to: says.attribution.clone().or_else(|| context.attribution()),
        as_of: says.as_of.clone().or_else(|| context.as_of()),
        sample_size: says.sample_size,
        population: None,
        heading_statistic: context.statistic(),
        country_currency: context.dollar().filter(|_| !is_elsewhere),
    }
    .fact(context.vocabulary)
}

/// How far a name may stand from the figure it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Anywhere in the sentence.
    Sentence,
    /// In the same clause, or in clauses before it up to the previous figure.
    Before,
}

/// Where a figure stands among the other figures and names of its sentence.
struct Attach<'a> {
    amount: Span,
    all: &'a [&'a Amount],
    at: usize,
    sentence: Span,
    clauses: &'a [Span],
}

impl Attach<'_> {
    fn own_clause(&self) -> Option<Span> {
        self.clauses
            .iter()
            .copied()
            .find(|clause| clause.start <= self.amount.start && self.amount.start < clause.end)
    }

    fn clause_of(&self, span: Span) -> Option<usize> {
        self.clauses
            .iter()
            .position(|clause| clause.start <= span.start && span.start < clause.end)
    }

    /// The name that belongs to this figure.
    fn nearest<T: Clone + PartialEq>(&self, names: &[Spanned<T>], reach: Reach) -> Option<T> {
        let outside: Vec<&Spanned<T>> = names
            .iter()
            .filter(|name| !name.span.overlaps(self.amount))
            .collect();
        // As many names as figures: the first belongs to the first, the second to the second.
        if self.all.len() > 1 && outside.len() == self.all.len() {
            return outside.get(self.at).map(|name| name.value.clone());
        }
        let own = self.clause_of(self.amount);
        // A name behind this figure and nearer to the next one belongs to that.
        let next = self.all.get(self.at + 1).map(|amount| amount.span);
        let is_of_next = |span: Span| {
            next.is_some_and(|next| {
                span.start >= self.amount.end && span.distance(next) < span.distance(self.amount)
            })
        };
        let in_clause = outside
            .iter()
            .filter(|name| self.clause_of(name.span) == own && !is_of_next(name.span))
            .min_by_key(|name| (name.span.distance(self.amount), name.span.start));
        if let Some(name) = in_clause {
            return Some(name.value.clone());
        }
        let floor = if reach == Reach::Before {
            self.at
                .checked_sub(1)
                .and_then(|before| self.all.get(before))
                .map_or(self.sentence.start, |amount| amount.span.end)
        } else {
            self.sentence.start
        };
        let before = outside
            .iter()
            .rev()
            .find(|name| name.span.end <= self.amount.start && name.span.start >= floor);
        let behind = || {
            outside
                .iter()
                .find(|name| name.span.start >= self.amount.end && !is_of_next(name.span))
        };
        match reach {
            Reach::Sentence => before.or_else(behind),
            Reach::Before => before,
        }
        .map(|name| name.value.clone())
    }
}

fn last<T: Clone>(names: &[Spanned<T>]) -> Option<T> {
    names.last().map(|name| name.value.clone())
}

fn shifted(mut names: Names, by: usize) -> Names {
    fn shift<T>(list: &mut [Spanned<T>], by: usize) {
        for item in list {
            item.span = Span::new(item.span.start + by, item.span.end + by);
        }
    }
    shift(&mut names.roles, by);
    shift(&mut names.places, by);
    shift(&mut names.levels, by);
    shift(&mut names.years, by);
    shift(&mut names.statistics, by);
    names
}
