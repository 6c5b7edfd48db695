//! What is said of a figure besides whose it is: its kind, the time that it is paid by, base or total, whose dollars.

use crate::domain::{Basis, Currency, Period, RoleRef, Span, Spanned, Statistic, StatisticKind};
use crate::vocabulary::{Word, words};

use super::telling::is_pay_word;
use super::years::Setting;

/// Average, median and their kin. In prose such a word counts only where it speaks of pay: "the average developer" does not.
pub(super) fn scan_statistics(
    text: &str,
    words: &[Word],
    setting: Setting,
) -> Vec<Spanned<Statistic>> {
    let mut found = Vec::new();
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    for (at, word) in words.iter().enumerate() {
        // No word of a statistic begins with another letter.
        let first = word.lower.bytes().next();
        if !matches!(
            first,
            Some(b'a' | b'b' | b'h' | b'l' | b'm' | b'p' | b's' | b't')
        ) {
            continue;
        }
        if let Some((percentile, last)) = tail_percentile(text, words, at) {
            let kind = StatisticKind::Percentiles(percentile, percentile);
            push_statistic(&mut found, text, word.span.cover(last), kind);
            continue;
        }
        let kind = match word.lower.as_str() {
            "average" | "avg" | "mean" | "averages" | "averaging" | "averaged" => {
                StatisticKind::Average
            }
            "median" => StatisticKind::Median,
            "minimum" | "lowest" | "min" => StatisticKind::Minimum,
            "maximum" | "highest" | "max" => StatisticKind::Maximum,
            "starting" => StatisticKind::Starting,
            "percentile" | "percentiles" => {
                if let Some(pair) = percentile_pair(words, at) {
                    let first = words.get(at.saturating_sub(3)).unwrap_or(word);
                    push_statistic(
                        &mut found,
                        text,
                        first.span.cover(word.span),
                        StatisticKind::Percentiles(pair.0, pair.1),
                    );
                }
                continue;
            }
            _ => continue,
        };
        let is_extreme = matches!(kind, StatisticKind::Minimum | StatisticKind::Maximum);
        if is_extreme && compares(&lower, at, setting) {
            continue;
        }
        let of_pay = (1..=4).any(|ahead| is_pay_word(lower(at + ahead)))
            || (1..=3).any(|back| at.checked_sub(back).is_some_and(|i| is_pay_word(lower(i))));
        if setting == Setting::Label
            || of_pay
            || word.lower.starts_with("averag") && word.lower != "average"
            || word.lower == "average" && at.checked_sub(1).is_some_and(|i| lower(i) == "on")
            // "Drivers average $40,000 to $45,000."
            || word.lower == "average" && is_before_money(text, words.get(at + 1))
            // "A median of $57,000".
            || matches!(kind, StatisticKind::Average | StatisticKind::Median)
                && lower(at + 1) == "of"
                && is_before_money(text, words.get(at + 2))
        {
            push_statistic(&mut found, text, word.span, kind);
        }
    }
    found
}

/// Whether the number `next` has the sign of a currency before it.
fn is_before_money(text: &str, next: Option<&Word>) -> bool {
    next.is_some_and(|next| {
        let sign = text
            .get(..next.span.start)
            .and_then(|before| before.chars().next_back());
        let is_number = next.lower.starts_with(|c: char| c.is_ascii_digit());
        is_number && sign.is_some_and(|sign| !sign.is_alphanumeric() && !sign.is_whitespace())
    })
}

/// "The highest-paying jobs", "the highest average wage", "the minimum wage": what is highest or lowest there is no
/// figure of one role.
fn compares<'a>(lower: &impl Fn(usize) -> &'a str, at: usize, setting: Setting) -> bool {
    let is_of_people = matches!(
        lower(at + 1),
        "paying" | "paid" | "earning" | "earners" | "salaried" | "demand" | "rated" | "ranked"
    );
    let is_of_averages =
        (1..=2).any(|ahead| matches!(lower(at + ahead), "average" | "median" | "mean"));
    let is_law = setting == Setting::Prose
        && lower(at) == "minimum"
        && matches!(lower(at + 1), "wage" | "wages")
        && at > 0
        && matches!(lower(at - 1), "the" | "federal" | "state" | "national");
    is_of_people || is_of_averages || is_law
}

fn push_statistic(
    found: &mut Vec<Spanned<Statistic>>,
    text: &str,
    span: Span,
    kind: StatisticKind,
) {
    let wording = span.of(text).unwrap_or_default().to_owned();
    found.push(Spanned::new(Statistic { kind, wording }, span));
}

/// "The lowest 10 percent", "top 10%": the 10th and the 90th percentile.
fn tail_percentile(text: &str, words: &[Word], at: usize) -> Option<(u8, Span)> {
    let end = words.get(at)?.lower.as_str();
    let is_low = matches!(end, "lowest" | "bottom");
    if !is_low && !matches!(end, "highest" | "top") {
        return None;
    }
    let number = (1..=2).find_map(|ahead| {
        let word = words.get(at + ahead)?;
        Some((
            ahead,
            word,
            word.lower
                .parse::<u8>()
                .ok()
                .filter(|n| (1..=49).contains(n))?,
        ))
    });
    let (ahead, word, share) = number?;
    let sign = text
        .get(word.span.end..)
        .is_some_and(|rest| rest.trim_start().starts_with('%'));
    let spelled = words
        .get(at + ahead + 1)
        .is_some_and(|word| word.lower == "percent");
    let percentile = if is_low { share } else { 100 - share };
    (sign || spelled).then_some((percentile, word.span))
}

/// `25th to 75th percentile`, `10th–90th percentiles`; a single percentile is a pair of the same.
fn percentile_pair(words: &[Word], at: usize) -> Option<(u8, u8)> {
    let number = |back: usize| {
        let word = words.get(at.checked_sub(back)?)?;
        let digits: String = word
            .lower
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse::<u8>().ok().filter(|n| (1..=99).contains(n))
    };
    let high = number(1)?;
    let low = number(2).or_else(|| number(3)).unwrap_or(high);
    Some((low.min(high), high))
}

/// The period that words beside an amount state: "annual salary", "hourly wage".
pub(super) fn scan_period(text: &str) -> Option<Period> {
    scan_period_of(text, &words(text))
}

/// As [`scan_period_in`], and "EUR/month", "£/hr".
pub(super) fn scan_period_of(text: &str, words: &[Word]) -> Option<Period> {
    let behind_slash = || {
        // Most texts have none.
        if !text.contains('/') {
            return None;
        }
        words.iter().enumerate().find_map(|(at, word)| {
            let before = text.get(..word.span.start)?.strip_suffix('/')?;
            let last = at.checked_sub(1).and_then(|last| words.get(last));
            let is_unit = |word: &Word| period_of_unit(&word.lower).is_some();
            // "8 hours/day", "month/year".
            let is_time = last.is_some_and(|last| {
                last.span.end == before.len() && (is_unit(last) || is_unit_of_time(&last.lower))
            });
            period_of_unit(&word.lower).filter(|_| !is_time)
        })
    };
    scan_period_in(words).or_else(behind_slash)
}

/// The period that one of this unit of time is.
fn period_of_unit(unit: &str) -> Option<Period> {
    Some(match unit {
        "year" | "yr" => Period::Year,
        "month" | "mo" => Period::Month,
        "week" | "wk" => Period::Week,
        "day" => Period::Day,
        "hour" | "hr" => Period::Hour,
        _ => return None,
    })
}

fn is_unit_of_time(word: &str) -> bool {
    matches!(
        word,
        "hour" | "hours" | "hrs" | "day" | "days" | "shifts" | "times" | "once" | "twice"
    )
}

/// As [`scan_period`], over the words of a text.
pub(super) fn scan_period_in(words: &[Word]) -> Option<Period> {
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    (0..words.len()).find_map(|at| {
        // No word of a period begins with another letter.
        let first = lower(at).bytes().next();
        if !matches!(
            first,
            Some(b'a' | b'y' | b'p' | b'l' | b'm' | b'w' | b'd' | b'h')
        ) {
            return None;
        }
        let joined = at > 0 && matches!(lower(at - 1), "per" | "a" | "an" | "each" | "every");
        // "Work 50 hours a week": how long, not how much.
        let is_time = at > 1 && is_unit_of_time(lower(at - 2));
        if joined && is_time {
            return None;
        }
        Some(match (lower(at), joined) {
            ("annual" | "annually" | "yearly" | "annum" | "pa" | "lpa" | "lakhspa", _)
            | ("year" | "yr", true) => Period::Year,
            ("monthly", _) | ("month", true) => Period::Month,
            ("weekly", _) | ("week", true) => Period::Week,
            ("daily", _) | ("day", true) => Period::Day,
            ("day", _) if matches!(lower(at + 1), "rate" | "rates") => Period::Day,
            ("hourly", _) | ("hour" | "hr", true) => Period::Hour,
            _ => return None,
        })
    })
}

/// Whether some word may say that pay is base or total.
pub(super) fn says_basis(words: &[Word]) -> bool {
    let mut lower = words.iter().map(|word| word.lower.as_str());
    lower.any(|word| matches!(word, "total" | "ctc" | "base" | "basic"))
}

/// Base or total pay, where the words say which.
pub(super) fn scan_basis(words: &[Word]) -> Option<Basis> {
    if !says_basis(words) {
        return None;
    }
    let pair = |first: &str, seconds: &[&str]| {
        words
            .windows(2)
            .any(|two| two[0].lower == first && seconds.contains(&two[1].lower.as_str()))
    };
    let total = pair(
        "total",
        &[
            "compensation",
            "pay",
            "cash",
            "salary",
            "annual",
            "package",
            "earnings",
            "remuneration",
        ],
    ) || words.iter().any(|word| word.lower == "ctc");
    let base = pair(
        "base",
        &["pay", "salary", "salaries", "compensation", "wage"],
    ) || pair("basic", &["pay", "salary", "wage"]);
    match (base, total) {
        (true, false) => Some(Basis::Base),
        (false, true) => Some(Basis::Total),
        _ => None,
    }
}

/// The dollar that a text states for all its amounts: `in US dollars`, `in CAD`, or `(USD)` at its end. A code beside one
/// amount, or two different dollars, state nothing.
pub(super) fn scan_dollars_in(text: &str, words: &[Word]) -> Option<Currency> {
    let ends_with = |code: &str| text.trim_end().ends_with(&format!("({code})"));
    let mut stated = words.iter().enumerate().filter_map(|(at, word)| {
        let before = |back: usize| {
            let word = at.checked_sub(back).and_then(|before| words.get(before));
            word.map_or("", |word| word.lower.as_str())
        };
        let is_spelled = matches!(word.lower.as_str(), "dollar" | "dollars");
        let code = match (word.written.as_str(), before(1)) {
            (code @ ("USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD"), preposition)
                if preposition == "in" || ends_with(code) =>
            {
                code
            }
            (_, country) if is_spelled && before(2) == "in" => dollar_of(country)?,
            (_, country) if is_spelled && text.trim_end().ends_with(')') => {
                let is_last = at + 1 == words.len();
                dollar_of(country).filter(|_| is_last)?
            }
            _ => return None,
        };
        Currency::from_code(code)
    });
    let Some(first) = stated.next() else {
        return dollar_of_site(text);
    };
    stated.all(|other| other == first).then_some(first)
}

/// "According to careers.govt.nz": a site of a country that has a dollar of its own speaks of that one.
fn dollar_of_site(text: &str) -> Option<Currency> {
    let is_country = |ending: &[u8]| matches!(ending, b".nz" | b".au" | b".ca" | b".sg" | b".hk");
    if !text.as_bytes().windows(3).any(is_country) {
        return None;
    }
    let sites = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '/' | '"'));
    let mut codes = sites.filter_map(|site| {
        let site = site.trim_end_matches(['.', ';', ':', '’', '\'', 's']);
        let (_, country) = site.split_once('.').and_then(|_| site.rsplit_once('.'))?;
        match country {
            "nz" => Some("NZD"),
            "au" => Some("AUD"),
            "ca" => Some("CAD"),
            "sg" => Some("SGD"),
            "hk" => Some("HKD"),
            _ => None,
        }
    });
    let first = codes.next()?;
    codes
        .all(|other| other == first)
        .then(|| Currency::from_code(first))
        .flatten()
}

fn dollar_of(country: &str) -> Option<&'static str> {
    Some(match country {
        "us" | "u.s" | "u.s." | "american" => "USD",
        "canadian" => "CAD",
        "australian" => "AUD",
        "singapore" => "SGD",
        _ => return None,
    })
}

/// Whether a figure of this kind is told as what somebody gets who begins, by the text behind the word for it: "the
/// starting salary is", not "salaries starting at". Of `role`, in a sentence of these words, nobody begins who has risen.
pub(super) fn is_of_beginners(
    (statistic, behind): (&Statistic, &str),
    role: Option<&RoleRef>,
    sentence: &[Word],
) -> bool {
    if statistic.kind != StatisticKind::Starting {
        return false;
    }
    let of_pay = words(behind)
        .iter()
        .take(BEGINNERS_MAX_WORDS)
        .any(|word| is_pay_word(&word.lower));
    let has_risen = |words: &[Word]| {
        words
            .iter()
            .any(|word| RISEN.contains(&word.lower.as_str()))
    };
    of_pay && !has_risen(sentence) && !role.is_some_and(|role| has_risen(&words(&role.written)))
}

/// Words for people who have worked before, for the time that they did and for the rung that they stand on.
const RISEN: [&str; 47] = [
    "head",
    "heads",
    "chief",
    "chiefs",
    "manager",
    "managers",
    "director",
    "directors",
    "captain",
    "captains",
    "dean",
    "deans",
    "principal",
    "principals",
    "president",
    "presidents",
    "partner",
    "partners",
    "professor",
    "professors",
    "superintendent",
    "supervisor",
    "supervisors",
    "executive",
    "executives",
    "ceo",
    "ceos",
    "cto",
    "ctos",
    "cfo",
    "cfos",
    "foreman",
    "foremen",
    "surgeon",
    "surgeons",
    "veteran",
    "experienced",
    "promoted",
    "after",
    "years",
    "phd",
    "band",
    "grade",
    "gs",
    "tier",
    "step",
    "rank",
];

/// How many words behind "starting" may say that it is pay: "starting base salary".
const BEGINNERS_MAX_WORDS: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn dollars(text: &str, expected: Option<&str>) {
        assert_eq!(
            scan_dollars_in(text, &words(text)).map(Currency::code),
            expected,
            "in {text:?}"
        );
    }

    #[test]
    fn reads_a_dollar_that_is_stated_for_all() {
        dollars(
            "yearly pay in US dollars as people reported it",
            Some("USD"),
        );
        dollars("Median (USD)", Some("USD"));
        dollars("Median (US dollars)", Some("USD"));
        dollars("hourly wages in Canada, in Canadian dollars", Some("CAD"));
        dollars("all amounts in AUD", Some("AUD"));
        dollars("$95,000 a year, which is about 70,000 USD", None);
        dollars("$115,000 a year (USD 75,000)", None);
        dollars("Pay in USD or in CAD", None);
        dollars("Comparison with US dollars", None);
        dollars("Salary in Canada versus the USD market", None);
    }
}
