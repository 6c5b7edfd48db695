//! Figures of pay in running text and lists: each gets the nearest name of each sort.

use std::sync::Arc;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, Evidence, Fact, FactBody, Grade, Level, PayFact,
    Period, PlaceRef, RoleRef, Scan, Span, Spanned, Text,
};
use crate::vocabulary::{Word, singular, words};

use super::above::is_spelled_out;
use super::assembly::{Assembly, quote};
use super::context::Context;
use super::grade::{are_joined, of_role};
use super::judge::{Bench, Verdict};
use super::money::{Amount, CurrencyMark};
use super::names::{
    Names, is_generic_title, scan_basis, scan_dollars_in, scan_names_in, scan_period,
    scan_period_in,
};
use super::provenance::{
    scan_population_in, scan_publishers, scan_sample_size, scan_times_in, scan_unlisted_attribution,
};
use super::reason::{Reasoned, Rule, Told};
use super::sentence::{clauses, sentences};
use super::telling::is_pay_word;
use super::unknown::scan_unknown_role_in;
use super::years::Setting;

/// Every figure of pay in a paragraph or item.
pub(super) fn scan_text(
    document: &Document,
    block: &DocumentBlock,
    text: &Text,
    context: &Context<'_>,
) -> Scan<Reasoned<Fact>> {
    let plain = text.plain();
    let mut scan = Scan::default();
    let amounts = context.amounts(plain);
    if amounts.is_empty() {
        return scan;
    }
    let is_item = matches!(block.kind, BlockKind::Item { .. });
    let setting = if is_item {
        Setting::Label
    } else {
        Setting::Prose
    };
    let mut before: Option<Before> = None;
    let all = whole_sentences(plain, amounts);
    for (number, &sentence) in all.iter().enumerate() {
        let first = amounts.partition_point(|amount| amount.span.start < sentence.start);
        let in_sentence: Vec<&Amount> = amounts
            .iter()
            .skip(first)
            .take_while(|amount| amount.span.start < sentence.end)
            .filter(|amount| amount.span.end <= sentence.end)
            .collect();
        // Names are read where this sentence or the next has figures: nothing else asks for them.
        let next = all.get(number + 1).unwrap_or(&sentence);
        let is_near = amounts
            .get(first)
            .is_some_and(|amount| amount.span.start < next.end);
        if !is_near {
            before = None;
            continue;
        }
        let own_text = sentence.of(plain).unwrap_or_default();
        let own_words = words(own_text);
        let mut names = scan_names_in(
            own_text,
            &own_words,
            context.vocabulary,
            sentence_setting(setting, plain, sentence),
        );
        if names.roles.is_empty() {
            names.roles.extend(scan_unknown_role_in(
                own_text,
                &own_words,
                context.vocabulary.titles(),
            ));
        }
        let names = shifted(names, sentence.start);
        let follows_pay = before.as_ref().is_some_and(|before| before.is_of_pay);
        let names_a_role = !names.roles.is_empty() || names_people(&own_words, context);
        let candidates = candidates(
            text,
            sentence,
            (&in_sentence, &own_words, (names_a_role, follows_pay)),
            context,
            &mut scan,
        );
        let says = (!candidates.is_empty())
            .then(|| Says::of(own_text, &own_words, sentence.start, &in_sentence));
        if let Some(says) = &says {
            let figures = Figures {
                document,
                block,
                text,
                sentence,
                candidates: &candidates,
            };
            figures.read((&names, says), before.as_ref(), context, &mut scan);
        }
        before = Some(Before::of(
            (plain, sentence, &own_words),
            names,
            (says.as_ref(), &candidates),
            before,
            context,
        ));
    }
    scan
}

/// The figures of pay of one sentence.
struct Figures<'a> {
    document: &'a Document,
    block: &'a DocumentBlock,
    text: &'a Text,
    sentence: Span,
    candidates: &'a [&'a Amount],
}

impl Figures<'_> {
    /// Makes a fact of each, or a doubt.
    fn read(
        &self,
        (names, says): (&Names, &Says),
        before: Option<&Before>,
        context: &Context<'_>,
        scan: &mut Scan<Reasoned<Fact>>,
    ) {
        let (plain, sentence) = (self.text.plain(), self.sentence);
        let clauses = clauses(plain, sentence);
        for (at, amount) in self.candidates.iter().enumerate() {
            let place = Attach {
                amount: amount.span,
                all: self.candidates,
                at,
                sentence,
                clauses: &clauses,
                text: plain,
            };
            match prose_fact(plain, amount, &place, (names, says), before, context) {
                Ok(pay) => scan.found.push(pay.map(|pay| Fact {
                    doc: self.document.id.clone(),
                    evidence: Evidence {
                        headings: Arc::clone(&self.block.headings),
                        span: self.text.source_span(sentence),
                        text: sentence.of(plain).unwrap_or_default().to_owned(),
                        passage: 0,
                    },
                    body: FactBody::Pay(pay),
                })),
                Err(doubt) => scan
                    .doubts
                    .push(Spanned::new(doubt, self.text.source_span(amount.span))),
            }
        }
    }
}

/// How long a sentence may become by being joined with the next, in bytes.
const JOINED_MAX_BYTES: usize = 4_000;

/// The sentences of `text`, joined where one ends inside an amount: the full stop of "₹6.5Rs. 7 lakh" ends nothing.
fn whole_sentences(text: &str, amounts: &[Amount]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for sentence in sentences(text) {
        let parts_amount = |end: usize| {
            let behind = amounts.partition_point(|amount| amount.span.start < end);
            let last = behind.checked_sub(1).and_then(|at| amounts.get(at));
            last.is_some_and(|amount| amount.span.end > sentence.start)
        };
        match found.last_mut() {
            Some(last)
                if parts_amount(last.end) && last.cover(sentence).len() <= JOINED_MAX_BYTES =>
            {
                *last = last.cover(sentence);
            }
            _ => found.push(sentence),
        }
    }
    found
}

/// "Officers start at $48,000": a noun for people at work, though it says nothing of the work.
fn names_people(words: &[Word], context: &Context<'_>) -> bool {
    words.iter().any(|word| {
        let noun = context.vocabulary.titles().noun(&word.lower);
        noun.is_some() && singular(&word.lower) != word.lower
    })
}

/// The amounts of a sentence that are pay; the others are doubted where they look like it.
fn candidates<'a>(
    text: &Text,
    sentence: Span,
    (in_sentence, words, telling): (&[&'a Amount], &[Word], (bool, bool)),
    context: &Context<'_>,
    scan: &mut Scan<Reasoned<Fact>>,
) -> Vec<&'a Amount> {
    let plain = text.plain();
    let mut candidates: Vec<&Amount> = Vec::new();
    if in_sentence.is_empty() {
        return candidates;
    }
    let bench = Bench::of(plain, sentence, words, telling);
    for &amount in in_sentence {
        let is_pay = bench.judge(amount, context.verdict()) == Verdict::Pay
            && !(bench.speaks_of_income_alone() && context.speaks_of_other_money());
        let has_currency = amount.currency.is_some() || amount.indian;
        let doubt = match (has_currency, is_pay) {
            _ if amount.bare => continue,
            (true, true)
                if candidates
                    .last()
                    .is_some_and(|last| is_conversion(plain, last, amount)) =>
            {
                "is a conversion of the figure before it"
            }
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
    candidates
}

/// "£35,000 (about $44,000)", "£35,000, which is about 44,000 USD": the same figure again in another currency.
fn is_conversion(plain: &str, before: &Amount, amount: &Amount) -> bool {
    let gap = plain
        .get(before.span.end..amount.span.start)
        .unwrap_or_default();
    let gap = gap.trim().trim_start_matches(',').trim_start();
    let opens = ["(", "which is ", "that is ", "or "];
    let inside = opens.iter().find_map(|open| {
        let padded = format!("{gap} ");
        padded.strip_prefix(open).map(str::to_owned)
    });
    let Some(inside) = inside else {
        return false;
    };
    let about = [
        "",
        "about",
        "around",
        "approximately",
        "approx.",
        "roughly",
        "~",
        "≈",
        "or",
        "or about",
        "equivalent to",
        "equal to",
    ];
    let differs = before.currency.is_some()
        && amount.currency.is_some()
        && before.currency != amount.currency;
    differs && about.contains(&inside.trim().to_lowercase().as_str())
}

/// How many figures one sentence may hold: more are cells that ran together, and nobody can tell whose they are.
const FIGURES_MAX: usize = 24;

/// What a whole sentence says of its figures.
struct Says {
    period: Option<Period>,
    /// The amounts that state a period of their own, pay or not.
    periods_of_others: Vec<Span>,
    attribution: Option<String>,
    /// Known surveys and sites, where they stand in the whole text.
    publishers: Vec<Spanned<String>>,
    /// Times, where they stand in the whole text.
    times: Vec<Spanned<String>>,
    sample_size: Option<u32>,
    /// What a bare `$` means, where the sentence spells it out.
    dollars: Option<Currency>,
}

impl Says {
    fn of(sentence: &str, words: &[Word], start: usize, all: &[&Amount]) -> Says {
        let shifted = |mut found: Vec<Spanned<String>>| {
            shift(&mut found, start);
            found
        };
        // A period that stands at one amount is that amount's own.
        let owned = all.iter().filter(|amount| amount.period.is_some());
        let periods_of_others: Vec<Span> = owned.map(|amount| amount.span).collect();
        let publishers = scan_publishers(sentence);
        let attribution = publishers
            .first()
            .map(|known| known.value.clone())
            .or_else(|| scan_unlisted_attribution(sentence));
        Says {
            period: scan_period_in(words).filter(|_| periods_of_others.is_empty()),
            periods_of_others,
            attribution,
            publishers: shifted(publishers),
            times: shifted(scan_times_in(sentence, words)),
            dollars: scan_dollars_in(sentence, words),
            sample_size: scan_sample_size(sentence),
        }
    }
}

/// The period of all the figures that state one, where that is the same; what stands in brackets tells it again.
fn one_period(plain: &str, amounts: &[&Amount]) -> Option<Period> {
    let is_aside = |amount: &Amount| {
        let before = plain.get(..amount.span.start).unwrap_or_default();
        before.trim_end().ends_with('(')
    };
    let mut stated = amounts
        .iter()
        .filter(|amount| !is_aside(amount))
        .filter_map(|amount| amount.period);
    let first = stated.next()?;
    stated.all(|other| other == first).then_some(first)
}

/// What the sentence before says, for a sentence that leaves it out.
struct Before {
    names: Names,
    /// With the sentence that says it, which may stand further above.
    period: Option<Spanned<Period>>,
    dollars: Option<Spanned<Currency>>,
    /// The currency of its figures.
    currency: Option<CurrencyMark>,
    /// Whether figures of pay stand in it.
    is_of_pay: bool,
    /// True where it only names something that nobody knows ("Luxembourg."): what follows is about that, and what
    /// stands further above is not.
    is_unknown_label: bool,
}

impl Before {
    /// What the sentence at `sentence` hands on to the next, where `says` is what it says of its figures and `before` what
    /// was handed on to it.
    fn of(
        (plain, sentence, words): (&str, Span, &[Word]),
        mut names: Names,
        (says, candidates): (Option<&Says>, &[&Amount]),
        before: Option<Before>,
        context: &Context<'_>,
    ) -> Before {
        let own = sentence.of(plain).unwrap_or_default();
        // Only what is paid hands its period on: rent by the month says nothing of pay.
        let period = says.and_then(|says| says.period.or(one_period(plain, candidates)));
        let is_unknown_label = is_unknown_label(words, &names);
        if is_unknown_label && context.is_list_of_places() {
            // "Luxembourg." in a list of countries is one, known or not.
            let written = own.trim_end_matches(['.', ':']).to_owned();
            let place = PlaceRef { id: None, written };
            names.places.push(Spanned::new(place, sentence));
        }
        let handed_on = before.filter(|_| says.is_some());
        Before {
            names,
            period: period
                .map(|period| Spanned::new(period, sentence))
                .or(handed_on.and_then(|before| before.period)),
            dollars: says
                .map_or_else(|| scan_dollars_in(own, words), |says| says.dollars)
                .map(|dollars| Spanned::new(dollars, sentence)),
            currency: candidates.first().and_then(|amount| amount.currency),
            is_of_pay: !candidates.is_empty(),
            is_unknown_label,
        }
    }
}

/// A "sentence" of one to three words without a known name, as a label in front of a figure.
fn is_unknown_label(words: &[Word], names: &Names) -> bool {
    let known = !names.places.is_empty()
        || !names.roles.is_empty()
        || !names.levels.is_empty()
        || !names.grades.is_empty();
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
) -> Result<Reasoned<PayFact>, String> {
    let sentence = place.sentence.of(plain).unwrap_or_default();
    let clause = place
        .own_clause()
        .and_then(|clause| clause.of(plain))
        .unwrap_or(sentence);
    let clause_words = words(clause);
    let is_abroad = place.bracket_behind(amount.span).is_some_and(|bracket| {
        let inside = words(bracket.of(plain).unwrap_or_default());
        inside
            .iter()
            .any(|word| ABROAD.contains(&word.lower.as_str()))
    });
    let is_elsewhere = names.places.is_empty()
        && before.is_some_and(|before| before.is_unknown_label && before.names.places.is_empty());
    let quoted = quote(plain, amount.span);
    let nearest = place.nearest(&names.roles, Reach::Sentence);
    let others = nearest.and_then(|role| place.others_than(role, &names.roles, &clause_words));
    let role = nearest
        .filter(|_| others.is_none())
        .map(|role| place.told(place.first_of_list(&names.roles, role)))
        .or(others)
        .or_else(|| {
            let said = before.and_then(|before| before.names.roles.last());
            told_before(plain, said.filter(|role| is_spelled_out(role, plain)))
        })
        .or_else(|| context.told_role());
    let levels = levels_of(names, role.as_ref().map(|role| &role.value));
    let role = role.map(|role| Told {
        value: context.resolve(role.value),
        ..role
    });
    let location = place
        .nearest_told(&names.places, Reach::Sentence)
        .or_else(|| before.and_then(|before| told_before(plain, only(&before.names.places))))
        .or_else(|| context.place().filter(|_| !is_elsewhere))
        .filter(|_| !is_abroad);
    let level = place
        .nearest_told(&levels, Reach::Before)
        .or_else(|| context.level());
    let grades = place.own_grades(names, role.as_ref().map(|role| &role.value));
    let grade = place
        .nearest_told(&grades, Reach::Before)
        .or_else(|| context.grade(role.as_ref().map(|role| &role.value)))
        .filter(|grade| context.counts(grade.value));
    let years = place
        .nearest_told(&names.years, Reach::Before)
        .or_else(|| context.years());
    let in_sentence = Told::new((), Rule::Sentence, sentence);
    let country = || context.told_dollar();
    let own_country = |currency| context.own_country(currency);
    Assembly {
        amount,
        quoted: Told::new((), Rule::Figure, quoted),
        role,
        place: location,
        level,
        grade,
        years,
        statistic: place.nearest_told(&names.statistics, Reach::Before),
        wording: None,
        period: period_of(amount, (clause, sentence), place, says, before, context),
        currency: (amount.currency).map(|mark| Told::new(mark, Rule::Mark, quoted)),
        basis: scan_basis(&clause_words).map(|basis| Told::new(basis, Rule::Clause, clause)),
        attributed_to: place
            .nearest_told(&says.publishers, Reach::Sentence)
            .or_else(|| says.attribution.clone().map(|says| in_sentence.with(says)))
            .or_else(|| context.attribution()),
        as_of: place
            .nearest_told(&says.times, Reach::Sentence)
            .or_else(|| context.as_of()),
        sample_size: says.sample_size.map(|size| in_sentence.with(size)),
        population: scan_population_in(clause, &clause_words)
            .map(|population| Told::new(population, Rule::Clause, clause))
            .or_else(|| context.population()),
        heading_statistic: context.statistic(),
        country_currency: (amount.currency == Some(CurrencyMark::Dollar) && !is_elsewhere)
            .then_some(&country),
        own_country: (!is_elsewhere && !is_abroad).then_some(&own_country),
        stated_dollar: (says.dollars)
            .map(|dollars| in_sentence.by(Rule::StatedDollar).with(dollars))
            .or_else(|| {
                let stated = before.and_then(|before| told_before(plain, before.dollars.as_ref()));
                stated.map(|told| told.by(Rule::StatedDollar))
            })
            .or_else(|| context.stated_dollar()),
    }
    .fact(context.vocabulary, context.reasons())
}

/// Words for somewhere else than the places that are named.
const ABROAD: [&str; 3] = ["abroad", "overseas", "elsewhere"];

/// What the sentence before says.
fn told_before<'t, T: Clone>(plain: &'t str, found: Option<&Spanned<T>>) -> Option<Told<'t, T>> {
    found.map(|found| Told::found(found, Rule::PrecedingSentence, plain))
}

/// How far before its figure a word for its kind may stand, in bytes.
const MEASURE_MAX_BYTES: usize = 30;

/// By what time a figure is told: by its own word, or one of its clause, its sentence, the sentence before, or what
/// stands above. What belongs to another amount ("$62,000 … $1,550 a month in rent") is not its own.
fn period_of<'t>(
    amount: &Amount,
    (clause, sentence): (&'t str, &'t str),
    place: &Attach<'t>,
    says: &Says,
    before: Option<&Before>,
    context: &'t Context<'_>,
) -> Option<Told<'t, Period>> {
    let of_clause = || {
        if says.periods_of_others.is_empty() {
            return scan_period(clause);
        }
        let own = place.own_clause().unwrap_or(place.sentence);
        scan_period(&without(place.text, own, &says.periods_of_others))
    };
    let quoted = quote(place.text, amount.span);
    (amount.period)
        .map(|period| Told::new(period, Rule::Figure, quoted))
        .or_else(|| of_clause().map(|period| Told::new(period, Rule::Clause, clause)))
        .or_else(|| {
            says.period
                .map(|period| Told::new(period, Rule::Sentence, sentence))
        })
        .or_else(|| {
            let before = before.filter(|before| before.currency == amount.currency);
            before.and_then(|before| told_before(place.text, before.period.as_ref()))
        })
        .or_else(|| context.period(amount.currency))
}

/// A part of a text with blanks in place of `spans`.
fn without(text: &str, part: Span, spans: &[Span]) -> String {
    let mut kept = String::with_capacity(part.len());
    let mut at = part.start;
    for span in spans.iter().filter(|span| span.overlaps(part)) {
        kept += text.get(at..span.start).unwrap_or_default();
        kept.push(' ');
        at = span.end.max(at);
    }
    kept += text.get(at..part.end).unwrap_or_default();
    kept
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
    text: &'a str,
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

    /// "The median for mechanics is $45,790, while that for engineers is $87,160": the clause of this figure has a title that
    /// says little, and `role` of another clause is another one.
    fn others_than(
        &self,
        role: &Spanned<RoleRef>,
        roles: &[Spanned<RoleRef>],
        clause_words: &[Word],
    ) -> Option<Told<'_, RoleRef>> {
        let clause = self.own_clause()?;
        if self.clause_of(role.span) == self.clause_of(self.amount) {
            return None;
        }
        let last = words(&role.value.written).pop()?;
        let spans = clause_words.iter().map(|word| {
            let (start, end) = (word.span.start, word.span.end);
            (word, Span::new(clause.start + start, clause.start + end))
        });
        let mut others = spans.filter(|(word, span)| {
            is_generic_title(&word.lower)
                && singular(&word.lower) != singular(&last.lower)
                && !roles.iter().any(|role| role.span.overlaps(*span))
        });
        let (word, span) = others.next()?;
        let role = RoleRef {
            written: word.written.to_string(),
            ..RoleRef::default()
        };
        Some(self.told(&Spanned::new(role, span)))
    }

    /// What stands in brackets right behind an amount, which is said of that amount alone: "$60,000 (Toronto)".
    fn bracket_behind(&self, amount: Span) -> Option<Span> {
        let behind = self.text.get(amount.end..self.sentence.end)?;
        let inside = behind.trim_start().strip_prefix('(')?;
        let start = self.sentence.end - inside.len();
        let length = inside.find(')')?;
        Some(Span::new(start, start + length))
    }

    /// Whether a name stands in the brackets of another amount than this one.
    fn is_in_brackets_of_another(&self, name: Span) -> bool {
        let mut others = self
            .all
            .iter()
            .map(|amount| amount.span)
            .filter(|other| *other != self.amount);
        others.any(|other| {
            self.bracket_behind(other)
                .is_some_and(|bracket| bracket.contains(name))
        })
    }

    /// Whether a name stands in the label of all amounts: "Loom fixer (3–5 years): $60,000 (Toronto), $70,000 (Peru)".
    fn is_in_label_of_all(&self, name: Span) -> bool {
        let Some(first) = self.all.first() else {
            return false;
        };
        let label = self
            .text
            .get(self.sentence.start..first.span.start)
            .unwrap_or_default();
        let is_label = label.trim_end().ends_with(':') && name.end <= first.span.start;
        // Words between two amounts may say another level or time of the second.
        is_label
            && self.all.windows(2).all(|two| {
                let [one, two] = two else { return false };
                let behind = self
                    .bracket_behind(one.span)
                    .map_or(one.span.end, |bracket| bracket.end + 1);
                let gap = self.text.get(behind..two.span.start);
                gap.is_some_and(|gap| matches!(gap.trim(), "," | "/" | ";" | "and" | ", and"))
            })
    }

    /// True where a name follows a figure so closely that it can only be that one's: "$60,000 in Toronto".
    fn is_bound(&self, amount: Span, name: Span) -> bool {
        let gap = self.text.get(amount.end..name.start).unwrap_or_default();
        matches!(
            gap.trim(),
            "in" | "for" | "at" | "with" | "in the" | "for a" | "for the"
        )
    }

    /// "Farriers and saddlers earn $40,000": of several that are paid alike, the first is named.
    fn first_of_list<'n>(
        &self,
        roles: &'n [Spanned<RoleRef>],
        role: &'n Spanned<RoleRef>,
    ) -> &'n Spanned<RoleRef> {
        if self.all.len() > 1 {
            return role;
        }
        let Some(mut at) = roles.iter().position(|other| other.value == role.value) else {
            return role;
        };
        while let Some(before) = at.checked_sub(1) {
            let gap = roles
                .get(before)
                .zip(roles.get(at))
                .and_then(|(one, two)| self.text.get(one.span.end..two.span.start));
            if !gap.is_some_and(|gap| {
                matches!(gap.trim(), "and" | "or" | "&" | "," | ", and" | ", or")
            }) {
                break;
            }
            at = before;
        }
        roles.get(at).unwrap_or(role)
    }

    /// True where only a dash, a colon or a bar stands between a name and the figure behind it: "Chief baker – $40,000".
    fn labels(&self, name: Span, amount: Span) -> bool {
        let gap = self.text.get(name.end..amount.start);
        gap.is_some_and(|gap| {
            matches!(
                gap.trim(),
                "–" | "—" | "-" | ":" | "|" | "=" | "→" | "->" | "=>"
            )
        })
    }

    /// "With an average base salary of $50,000": the kind of figure stands right before it.
    fn measures(&self, name: Span, amount: Span) -> bool {
        let gap = self.text.get(name.end..amount.start).unwrap_or_default();
        gap.len() <= MEASURE_MAX_BYTES
            && !gap.contains([',', '.', ';'])
            && gap.trim_end().ends_with(" of")
    }

    /// "A earns $1, B $2", "$1 for A and $2 for B", "A, B and C earn $1, $2 and $3".
    fn are_in_step(&self, names: &[Span]) -> bool {
        if self.all.len() < 2 || names.len() != self.all.len() {
            return false;
        }
        let amounts: Vec<Span> = self.all.iter().map(|amount| amount.span).collect();
        let gap = |a: Span, b: Span| self.text.get(a.end..b.start).unwrap_or_default().trim();
        let is_list = |spans: &[Span]| {
            spans.windows(2).all(|two| {
                let [a, b] = two else { return false };
                let gap = gap(*a, *b).trim_end_matches("respectively").trim();
                matches!(gap, "," | "and" | ", and" | "&" | "/" | "or")
            })
        };
        let pairs = || names.iter().zip(&amounts);
        let all_before = pairs().all(|(name, amount)| name.end <= amount.start);
        let all_behind = pairs().all(|(name, amount)| amount.end <= name.start);
        let in_turn = |firsts: &[Span], seconds: &[Span]| {
            firsts
                .iter()
                .skip(1)
                .zip(seconds)
                .all(|(next, second)| second.end <= next.start)
        };
        if all_before && in_turn(names, &amounts) {
            // "$60,000 in Toronto and $70,000": a name bound to the figure before it is not the next one's.
            let mut between = amounts.iter().zip(names.iter().skip(1));
            return between.all(|(amount, name)| !self.is_bound(*amount, *name));
        }
        (all_behind && in_turn(&amounts, names)) || (is_list(names) && is_list(&amounts))
    }

    /// The rungs that may be those of a figure for `role`; of several named in one breath each needs a figure of its own.
    fn own_grades(&self, names: &Names, role: Option<&RoleRef>) -> Vec<Spanned<Grade>> {
        let spans: Vec<Span> = names.grades.iter().map(|grade| grade.span).collect();
        if are_joined(self.text, &names.grades) && !self.are_in_step(&spans) {
            return Vec::new();
        }
        of_role(&names.grades, &names.roles, role)
    }

    /// As [`Attach::nearest`], with how it is attached.
    fn nearest_told<T: Clone>(&self, names: &[Spanned<T>], reach: Reach) -> Option<Told<'_, T>> {
        self.nearest(names, reach).map(|name| self.told(name))
    }

    /// A name of this sentence, with how it is attached to the figure.
    fn told<T: Clone>(&self, name: &Spanned<T>) -> Told<'_, T> {
        let rule = if self.labels(name.span, self.amount) {
            Rule::Label
        } else if self.clause_of(name.span) == self.clause_of(self.amount) {
            Rule::Clause
        } else {
            Rule::Sentence
        };
        Told::found(name, rule, self.text)
    }

    /// The name that belongs to this figure.
    fn nearest<'n, T>(&self, names: &'n [Spanned<T>], reach: Reach) -> Option<&'n Spanned<T>> {
        let outside: Vec<&'n Spanned<T>> = names
            .iter()
            .filter(|name| {
                !name.span.overlaps(self.amount) && !self.is_in_brackets_of_another(name.span)
            })
            .collect();
        let before = self.at.checked_sub(1).and_then(|at| self.all.get(at));
        // "$60,000 in Toronto and $70,000": the place is that of the figure before.
        let is_of_previous = |span: Span| {
            before.is_some_and(|amount| {
                let is_label = self.labels(span, amount.span);
                is_label || (span.end <= self.amount.start && self.is_bound(amount.span, span))
            })
        };
        // As many names as figures, in step: the first belongs to the first, the second to the second.
        let spans: Vec<Span> = outside.iter().map(|name| name.span).collect();
        if self.are_in_step(&spans) {
            return outside.get(self.at).copied();
        }
        // "Chief baker – $40,000": what a dash or colon joins to a figure is said of that one.
        let label = outside
            .iter()
            .rev()
            .find(|name| self.labels(name.span, self.amount));
        if let Some(name) = label {
            return Some(name);
        }
        let own = self.clause_of(self.amount);
        // A name behind this figure and nearer to the next one belongs to that.
        let next = self.all.get(self.at + 1).map(|amount| amount.span);
        let is_of_next = |span: Span| {
            next.is_some_and(|next| {
                let is_nearer = span.distance(next) < span.distance(self.amount);
                let in_its_clause = self.clause_of(span) == self.clause_of(next);
                let shares_clause = in_its_clause && self.clause_of(span) != own;
                let is_label = self.labels(span, next) || self.measures(span, next);
                span.start >= self.amount.end && (is_nearer || shares_clause || is_label)
            })
        };
        let in_clause = outside
            .iter()
            .filter(|name| self.clause_of(name.span) == own)
            .filter(|name| !is_of_next(name.span) && !is_of_previous(name.span))
            .min_by_key(|name| (name.span.distance(self.amount), name.span.start));
        if let Some(name) = in_clause {
            return Some(name);
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
            .filter(|name| !is_of_previous(name.span))
            .find(|name| {
                let is_near = name.span.start >= floor || self.is_in_label_of_all(name.span);
                name.span.end <= self.amount.start && is_near
            });
        let behind = || {
            outside
                .iter()
                .find(|name| name.span.start >= self.amount.end && !is_of_next(name.span))
        };
        match reach {
            Reach::Sentence => before.or_else(behind),
            Reach::Before => before,
        }
        .copied()
    }
}

/// The levels that may be those of a figure for `role`: one that stands before another title is that one's.
fn levels_of(names: &Names, role: Option<&RoleRef>) -> Vec<Spanned<Level>> {
    let is_of_other = |level: &Spanned<Level>| {
        names.roles.iter().any(|other| {
            let is_before =
                level.span.end <= other.span.start && other.span.start - level.span.end <= 1;
            is_before && Some(&other.value) != role
        })
    };
    names
        .levels
        .iter()
        .filter(|level| !is_of_other(level))
        .cloned()
        .collect()
}

/// The one place that a sentence names; several speak for none of the next sentence's figures.
fn only(places: &[Spanned<PlaceRef>]) -> Option<&Spanned<PlaceRef>> {
    let first = places.first()?;
    let one = places.iter().all(|place| place.value == first.value);
    one.then_some(first)
}

fn shift<T>(list: &mut [Spanned<T>], by: usize) {
    for item in list {
        item.span = Span::new(item.span.start + by, item.span.end + by);
    }
}

fn shifted(mut names: Names, by: usize) -> Names {
    shift(&mut names.roles, by);
    shift(&mut names.places, by);
    shift(&mut names.levels, by);
    shift(&mut names.grades, by);
    shift(&mut names.years, by);
    shift(&mut names.statistics, by);
    names
}
