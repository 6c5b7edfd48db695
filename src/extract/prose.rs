//! Figures of pay in running text and lists: each gets the nearest name of each sort.

use std::sync::Arc;

use crate::domain::{
    BlockKind, Currency, Document, DocumentBlock, Evidence, Fact, FactBody, Level, PayFact, Period,
    PlaceRef, RoleRef, Scan, Span, Spanned, Statistic, Text,
};
use crate::vocabulary::{Word, singular, words};

use super::above::is_spelled_out;
use super::assembly::{Assembly, quote};
use super::attach::{Attach, Reach, levels_of};
use super::context::Context;
use super::judge::{Bench, Verdict};
use super::measures::{is_of_beginners, scan_basis, scan_dollars_in, scan_period, scan_period_of};
use super::money::{Amount, CurrencyMark};
use super::names::{Names, scan_names_in};
use super::provenance::{
    scan_population_in, scan_publishers, scan_sample_size, scan_times_in, scan_unlisted_attribution,
};
use super::reason::{Reasoned, Rule, Told};
use super::record::Record;
use super::sentence::{clauses, sentences};
use super::telling::{is_pay_word, says_money};
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
    let is_item = matches!(
        block.kind,
        BlockKind::Item { .. } | BlockKind::Heading { .. }
    );
    let setting = if is_item {
        Setting::Label
    } else {
        Setting::Prose
    };
    let mut before: Option<Before> = None;
    let mut record = context.record().clone();
    let all = whole_sentences(plain, amounts);
    for (number, &sentence) in all.iter().enumerate() {
        // The lines of a paragraph may be those of a record too.
        if let Some(last) = number.checked_sub(1).and_then(|last| all.get(last))
            && plain
                .get(last.end..sentence.start)
                .is_some_and(|gap| gap.contains('\n'))
        {
            record.go_on(last.of(plain).unwrap_or_default(), context.vocabulary);
        }
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
        let names_a_role = !names.roles.is_empty()
            || names_people(&own_words, context)
            || (!names.levels.is_empty() && names_jobs(&own_words));
        let candidates = candidates(
            text,
            sentence,
            (&in_sentence, &own_words),
            (&names.roles, (names_a_role, follows_pay)),
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
                words: &own_words,
                record: record
                    .lent_to_line(own_text)
                    .filter(|_| names.roles.is_empty()),
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

/// "Solar fleet manager – $63,381", "Average salary: ₹4.7 lakhs": a heading with one figure behind a label that speaks of
/// pay, or that is a name of whom it is paid to and nothing else. "Lottery win – $2,000,000" is none.
pub(super) fn is_label_of_figure(heading: &str, context: &Context<'_>) -> bool {
    let [amount] = context.amounts(heading) else {
        return false;
    };
    let label = heading
        .get(..amount.span.start)
        .unwrap_or_default()
        .trim_end();
    let behind = heading.get(amount.span.end..).unwrap_or_default();
    if !label.ends_with([':', '-', '–', '—', '|']) || behind.contains(char::is_alphanumeric) {
        return false;
    }
    let label_words = words(label);
    let (says_pay, says_other) = says_money(&label_words);
    if says_pay || says_other {
        return !says_other;
    }
    let names = scan_names_in(label, &label_words, context.vocabulary, Setting::Label);
    let is_named = |word: &Word| {
        names.roles.iter().any(|role| role.span.contains(word.span))
            || names
                .places
                .iter()
                .any(|place| place.span.contains(word.span))
            || names
                .levels
                .iter()
                .any(|level| level.span.contains(word.span))
            || names
                .years
                .iter()
                .any(|years| years.span.contains(word.span))
    };
    let is_number = |word: &Word| word.lower.bytes().all(|byte| byte.is_ascii_digit());
    !label_words.is_empty()
        && label_words
            .iter()
            .all(|word| is_named(word) || is_number(word))
}

/// The figures of pay of one sentence.
struct Figures<'a> {
    document: &'a Document,
    block: &'a DocumentBlock,
    text: &'a Text,
    sentence: Span,
    /// The words of the sentence.
    words: &'a [Word<'a>],
    /// What the lines before it tell of the job that it is about.
    record: Option<&'a Record<'a>>,
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
        let own_text = sentence.of(plain).unwrap_or_default();
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
            let own = (self.words, names, says, self.record);
            match prose_fact(plain, amount, &place, own, before, context) {
                Ok(pay) => scan.found.push(pay.map(|pay| Fact {
                    doc: self.document.id.clone(),
                    evidence: Evidence {
                        headings: Arc::clone(&self.block.headings),
                        span: self.text.source_span(sentence),
                        text: match self.record {
                            Some(record) => record.quoted_before(own_text),
                            None => own_text.to_owned(),
                        },
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

/// "Entry-level roles start at $75,000".
fn names_jobs(words: &[Word]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "roles" | "positions" | "jobs" | "posts"
        )
    })
}

/// The amounts of a sentence that are pay; the others are doubted where they look like it.
fn candidates<'a>(
    text: &Text,
    sentence: Span,
    (in_sentence, words): (&[&'a Amount], &[Word]),
    (roles, telling): (&[Spanned<RoleRef>], (bool, bool)),
    context: &Context<'_>,
    scan: &mut Scan<Reasoned<Fact>>,
) -> Vec<&'a Amount> {
    let plain = text.plain();
    let mut candidates: Vec<&Amount> = Vec::new();
    if in_sentence.is_empty() {
        return candidates;
    }
    let bench = Bench::of(plain, sentence, words, roles, telling);
    for &amount in in_sentence {
        let is_pay = bench.judge(amount, context.verdict()) == Verdict::Pay
            && !(bench.speaks_of_income_or_rates_alone() && context.speaks_of_other_money());
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
            period: scan_period_of(sentence, words).filter(|_| periods_of_others.is_empty()),
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
    (own_words, names, says, record): (&[Word], &Names, &Says, Option<&Record<'_>>),
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
    let others =
        nearest.and_then(|role| place.generic_of_own_clause(role, &names.roles, &clause_words));
    let role = nearest
        .filter(|_| others.is_none())
        .map(|role| place.told(place.first_of_list(&names.roles, role)))
        .or(others)
        .or_else(|| {
            let said = before.and_then(|before| before.names.roles.last());
            told_before(plain, said.filter(|role| is_spelled_out(role, plain)))
        })
        .or_else(|| record?.role.clone())
        .or_else(|| context.told_role());
    let levels = levels_of(names, role.as_ref().map(|role| &role.value));
    let role = role.map(|role| Told {
        value: context.resolve(role.value),
        ..role
    });
    let location = place
        .nearest_told(&names.places, Reach::Sentence)
        .or_else(|| before.and_then(|before| told_before(plain, only(&before.names.places))))
        .or_else(|| record?.place.clone())
        .or_else(|| context.place().filter(|_| !is_elsewhere))
        .filter(|_| !is_abroad);
    let statistic = place.nearest(&names.statistics, Reach::Before);
    let years = place
        .nearest_told(&names.years, Reach::Before)
        .or(record.and_then(|record| record.years))
        .or_else(|| context.years());
    let grades = place.own_grades(names, role.as_ref().map(|role| &role.value));
    let grade = place
        .nearest_told(&grades, Reach::Before)
        .or_else(|| context.grade(role.as_ref().map(|role| &role.value)))
        .filter(|grade| context.counts(grade.value));
    let is_telling = !names.levels.is_empty() || grade.is_some() || years.is_some();
    let of_beginners = || {
        let starting = statistic.filter(|_| !is_telling)?;
        level_of_beginners(starting, place, role.as_ref(), own_words)
    };
    let level = place
        .nearest_told(&levels, Reach::Before)
        .or(record.and_then(|record| record.level))
        .or_else(|| context.level())
        .or_else(of_beginners);
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
        statistic: statistic.map(|statistic| place.told(statistic)),
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
        own_country: (!is_elsewhere && !is_abroad && !tells_of_elsewhere(own_words))
            .then_some(&own_country),
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

/// The level of those who are paid a starting salary.
fn level_of_beginners<'p>(
    starting: &Spanned<Statistic>,
    place: &'p Attach<'_>,
    role: Option<&Told<'_, RoleRef>>,
    own_words: &[Word],
) -> Option<Told<'p, Level>> {
    let behind = place.text.get(starting.span.end..place.amount.start)?;
    let role = role.map(|role| &role.value);
    is_of_beginners((&starting.value, behind), role, own_words)
        .then(|| place.told(starting).with(Level::Entry))
}

/// Words for somewhere else than the places that are named.
const ABROAD: [&str; 3] = ["abroad", "overseas", "elsewhere"];

/// Whether a sentence may be about somewhere that no name of a place is known for: "a welder in Antarctica", "nurses on
/// cruise ships", "staff abroad".
fn tells_of_elsewhere(words: &[Word]) -> bool {
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    (0..words.len()).any(|at| {
        let is_name = words
            .get(at + 1)
            .is_some_and(|next| next.written.starts_with(char::is_uppercase));
        ABROAD.contains(&lower(at))
            || matches!(
                lower(at),
                "offshore" | "cruise" | "foreign" | "expat" | "expats"
            )
            || (matches!(lower(at), "in" | "across" | "from") && is_name)
    })
}

/// What the sentence before says.
fn told_before<'t, T: Clone>(plain: &'t str, found: Option<&Spanned<T>>) -> Option<Told<'t, T>> {
    found.map(|found| Told::found(found, Rule::PrecedingSentence, plain))
}

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
