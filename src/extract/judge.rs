//! Whether an amount is pay: by the words beside it, or else by what stands above.

use crate::domain::{RoleRef, Span, Spanned};
use crate::vocabulary::{Word, singular, words};

use super::money::{Amount, Bound};
use super::telling::{is_other_money_word, is_pay_word, telling_at};

/// Whether an amount is pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is pay.
    Pay,
    /// It is money for something else, or nothing says what it is.
    Other,
}

/// A sentence, with the words in it that say what its amounts are.
pub(super) struct Bench<'a> {
    text: &'a str,
    sentence: Span,
    telling: Vec<(Span, Verdict)>,
    speaks_of_fees: bool,
    /// Whether it names somebody who works.
    names_a_role: bool,
    /// Whether the sentence before it has figures of pay.
    follows_pay: bool,
}

impl<'a> Bench<'a> {
    /// The bench for `sentence`, a part of `text`, whose words these are; `roles` are the titles in it, `names_a_role` where
    /// it names somebody who works, `follows_pay` where the sentence before it has figures of pay.
    pub(super) fn of(
        text: &'a str,
        sentence: Span,
        words: &[Word],
        roles: &[Spanned<RoleRef>],
        (names_a_role, follows_pay): (bool, bool),
    ) -> Bench<'a> {
        let telling = words.iter().enumerate().filter_map(|(at, word)| {
            let verdict = telling_at(words, at)?;
            let start = sentence.start + word.span.start;
            Some((Span::new(start, sentence.start + word.span.end), verdict))
        });
        let mut telling: Vec<(Span, Verdict)> = telling.collect();
        // "The salary of a tax consultant" is no tax; "a tax consultant costs" may be one.
        if telling.iter().any(|(_, verdict)| *verdict == Verdict::Pay) {
            telling.retain(|(span, verdict)| {
                let mut roles = roles.iter();
                *verdict == Verdict::Pay || !roles.any(|role| role.span.contains(*span))
            });
        }
        let is_fee = |word: &str| matches!(word, "fee" | "fees" | "tuition");
        Bench {
            text,
            sentence,
            telling,
            speaks_of_fees: words.iter().any(|word| is_fee(&word.lower)),
            names_a_role,
            follows_pay,
        }
    }

    /// Judges an amount by the nearest word that speaks of pay or of other money; without one in the sentence, by
    /// what stands above it.
    pub(super) fn judge(&self, amount: &Amount, above: Verdict) -> Verdict {
        if amount.lpa && !self.speaks_of_fees {
            // What else may be a difference is far more often pay: "₹30 LPA less taxes", "₹12 LPA above average".
            let is_step =
                self.is_added(amount) || is_raise(self.behind(amount)) || self.is_own_rise(amount);
            return if is_step {
                Verdict::Other
            } else {
                Verdict::Pay
            };
        }
        let before = words(self.before(amount));
        let behind = words(self.behind(amount));
        if counts_things(amount, &behind)
            || is_difference(&before, &behind)
            || (amount.bound.is_none() && changes_by(self.before(amount), &before))
            || is_raise(self.behind(amount))
            || self.before(amount).ends_with('+')
            || is_spent(&before, &behind)
            || is_limit(&before)
            || self.is_paid_by_payers(amount, &before)
            || is_by_the_piece(&before, &behind)
            || self.is_told_as_difference(amount)
            || self.is_asked()
            || is_unreal(&before)
            || is_compared(&before)
        {
            return Verdict::Other;
        }
        let nearest = self.telling.iter().min_by_key(|(span, _)| {
            // What follows an amount names it less often than what comes before: "$90,000 plus bonus".
            let behind = span.start >= amount.span.end;
            amount.span.distance(*span) * if behind { 2 } else { 1 }
        });
        // A number without a currency is money only where its own sentence says so.
        let has_currency = amount.currency.is_some();
        let above = if has_currency { above } else { Verdict::Other };
        let is_far = nearest.is_none_or(|(span, _)| span.distance(amount.span) > FAR_BYTES);
        if is_far && has_currency && self.is_paid_to(amount, &before) {
            return Verdict::Pay;
        }
        nearest.map_or(above, |(_, verdict)| *verdict)
    }

    /// "Bosun: $60,000 a year", "drivers average $40,000", "officers start at $48,000": no word for pay, but somebody who
    /// works, and either a time that money is paid by or a verb for getting it.
    fn is_paid_to(&self, amount: &Amount, before: &[Word]) -> bool {
        // "Nurses reach a high of $60,000".
        let high = before.len().saturating_sub(3);
        let is_high = before.get(high..).is_some_and(|last| {
            let mut last = last.iter().map(|word| word.lower.as_str());
            last.by_ref().eq(["a", "high", "of"])
        });
        let before = before.get(..high).filter(|_| is_high).unwrap_or(before);
        let mut last = before.iter().rev().map(|word| word.lower.as_str());
        let is_got = last
            .by_ref()
            .take(3)
            .any(|word| GETS.contains(&word) || BEGINS.contains(&word));
        // Tuition "is $6,754 a year for residents".
        let is_paid = self.names_a_role
            && !self.speaks_of_fees
            && (amount.period.is_some() || is_got || amount.bound == Some(Bound::Starting));
        // Behind a sentence about pay: "the top tenth reach as high as $78,000 a year", "the bottom 10 percent made under
        // $18,000", "entry jobs hover around a median of $57,000".
        let is_told = amount.bound.is_some() && amount.period.is_some();
        is_paid || (self.follows_pay && (is_told || hovers(before) || self.is_of_tail(amount)))
    }

    /// "The bottom 10 percent of earners made under": those at one end of all who are paid.
    fn is_of_tail(&self, amount: &Amount) -> bool {
        let before = self.text.get(self.sentence.start..amount.span.start);
        let before = words(before.unwrap_or_default());
        amount.bound.is_some()
            && before.iter().enumerate().any(|(at, word)| {
                let is_end = matches!(word.lower.as_str(), "bottom" | "lowest" | "top" | "highest");
                let next = |ahead: usize| {
                    before
                        .get(at + ahead)
                        .map_or("", |word| word.lower.as_str())
                };
                is_end
                    && (matches!(next(1), "tenth" | "quarter" | "decile")
                        || matches!(next(2), "percent" | "per" | "percentile"))
            })
    }

    /// "Residents pay $21,252": not "Medical residents pay: $65,000".
    fn is_paid_by_payers(&self, amount: &Amount, before: &[Word]) -> bool {
        let last = |back: usize| {
            let at = before.len().checked_sub(back);
            at.and_then(|at| before.get(at))
                .map_or("", |word| word.lower.as_str())
        };
        matches!(last(1), "pay" | "paid")
            && PAYERS.contains(&last(2))
            && !self.before(amount).ends_with(':')
    }

    /// "AWS certificate: +₹2-3 LPA"; in "C++ ₹12 LPA" and "10 years + ₹20 LPA" the sign is another's.
    fn is_added(&self, amount: &Amount) -> bool {
        let before = self.text.get(..amount.span.start);
        let before = before.and_then(|before| before.strip_suffix('+'));
        before.is_some_and(|before| {
            let last = before.chars().next_back();
            last.is_none_or(|last| last.is_whitespace() || matches!(last, ':' | '(' | '–' | '-'))
        })
    }

    /// "It helped me increase my salary from an initial ₹3.5 LPA to ₹30 LPA": how far one person came is no range.
    fn is_own_rise(&self, amount: &Amount) -> bool {
        let own = amount.span.of(self.text).unwrap_or_default();
        let before = words(self.before(amount));
        let holds = |within: usize, is: &dyn Fn(&str) -> bool| {
            let mut near = before.iter().rev().take(within);
            near.any(|word| is(&word.lower))
        };
        (own.starts_with("from ") || holds(3, &|word| word == "from"))
            && holds(6, &|word| matches!(word, "my" | "his" | "her"))
            && holds(8, &|word| CHANGES.iter().any(|stem| word.starts_with(stem)))
    }

    /// "Do farriers really earn $90,000?"
    fn is_asked(&self) -> bool {
        let sentence = self.sentence.of(self.text).unwrap_or_default();
        sentence.trim_end().ends_with('?')
    }

    /// "The difference between … is from $35K to $46K".
    fn is_told_as_difference(&self, amount: &Amount) -> bool {
        let sentence = self.sentence.of(self.text).unwrap_or_default();
        let before = sentence.get(..amount.span.start.saturating_sub(self.sentence.start));
        before.is_some_and(|before| {
            let lower = before.to_lowercase();
            DIFFERENCES.iter().any(|words| lower.contains(words))
        })
    }

    /// True where "income" or "rate" are the only words for pay: what is taxed, or what customers pay.
    pub(super) fn speaks_of_income_or_rates_alone(&self) -> bool {
        let pay = self
            .telling
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Pay);
        let words: Vec<&str> = pay
            .map(|(span, _)| span.of(self.text).unwrap_or_default())
            .collect();
        !words.is_empty()
            && words.iter().all(|word| {
                let word = word.to_lowercase();
                word.starts_with("income") || word.starts_with("rate")
            })
    }

    /// The last words before an amount.
    fn before(&self, amount: &Amount) -> &'a str {
        let before = self
            .text
            .get(self.sentence.start..amount.span.start)
            .unwrap_or_default()
            .trim_end();
        let from = before.len().saturating_sub(NEAR_BYTES);
        let from = (from..=before.len())
            .find(|at| before.is_char_boundary(*at))
            .unwrap_or(0);
        before.get(from..).unwrap_or_default()
    }

    /// The first words behind an amount.
    fn behind(&self, amount: &Amount) -> &'a str {
        let rest = self
            .text
            .get(amount.span.end..self.sentence.end)
            .unwrap_or_default()
            .trim_start();
        let to = NEAR_BYTES.min(rest.len());
        let to = (0..=to)
            .rev()
            .find(|at| rest.is_char_boundary(*at))
            .unwrap_or(0);
        rest.get(..to).unwrap_or_default()
    }
}

/// "Hover around an average of", "sit near a median of".
fn hovers(before: &[Word]) -> bool {
    let [rest @ .., middle, of] = before else {
        return false;
    };
    let is_middle =
        of.lower == "of" && matches!(middle.lower.as_str(), "average" | "median" | "mean");
    let mut last = rest.iter().rev().take(3);
    is_middle
        && last.any(|word| {
            matches!(
                word.lower.as_str(),
                "hover" | "hovers" | "hovering" | "sit" | "sits" | "cluster" | "clusters"
            )
        })
}

/// "They pay $30,000 a year for insurance": who pays is not paid.
fn is_spent(before: &[Word], behind: &[Word]) -> bool {
    let pays = before.last().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "pay" | "pays" | "paying" | "paid" | "spend"
        )
    });
    // "Paying back $80,000 in loans".
    let pays_back = before.windows(2).rev().take(3).any(|two| {
        let [pays, back] = two else { return false };
        back.lower == "back" && matches!(pays.lower.as_str(), "paying" | "pay" | "paid" | "pays")
    });
    // "Expect to pay between £500 and £1,200 a day": so speaks one who hires.
    let mut last = before.iter().rev().map(|word| word.lower.as_str());
    let is_filler = |word: &&str| FILLERS.contains(word) || matches!(*word, "between" | "circa");
    let mut last = last.by_ref().skip_while(is_filler);
    let is_hirer = last.next() == Some("pay")
        && last.next() == Some("to")
        && matches!(last.next(), Some("expect" | "have" | "need"));
    pays_back
        || is_hirer
        || pays
            && behind
                .iter()
                .take(6)
                .any(|word| is_other_money_word(&word.lower))
}

/// "The limit: $30,000 a year": how much something else may be.
fn is_limit(before: &[Word]) -> bool {
    before
        .last()
        .is_some_and(|word| matches!(word.lower.as_str(), "limit" | "limits" | "cap" | "ceiling"))
}

/// Who pays for something, and is paid nothing.
const PAYERS: [&str; 12] = [
    "residents",
    "students",
    "customers",
    "clients",
    "tenants",
    "users",
    "members",
    "buyers",
    "parents",
    "patients",
    "guests",
    "households",
];

/// "By $5,000", "$20,000 more than", "$5,000 a year less", "grew from $60,000 to $71,000".
fn is_difference(before: &[Word], behind: &[Word]) -> bool {
    let is_telling = |word: &&Word| !FILLERS.contains(&word.lower.as_str());
    let last = before.iter().rev().find(is_telling);
    let is_step = last.is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "by" | "up" | "additional" | "another" | "extra" | "not" | "cut" | "down"
        )
    });
    // Two times, not two ends.
    let is_change = before.last().is_some_and(|word| word.lower == "from")
        && before
            .iter()
            .rev()
            .skip(1)
            .take(5)
            .any(|verb| CHANGES.iter().any(|stem| verb.lower.starts_with(stem)));
    let is_more = behind.first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "more" | "less" | "higher" | "lower" | "extra" | "below" | "above" | "under" | "short"
        )
    });
    is_step || is_more || is_change
}

/// "Pay drops $5,000": a verb right before the amount; "Cedar Falls: $57,000" is a town, and "last fall $31" a time.
fn changes_by(before: &str, words: &[Word]) -> bool {
    words.last().is_some_and(|verb| {
        verb.span.end == before.len() && CHANGES_BY.contains(&verb.written.as_str())
    })
}

/// "A nearly $20,000 salary increase", "₹2 LPA hike", "₹2 LPA more than": what stands right behind the amount.
fn is_raise(behind: &str) -> bool {
    let joined = behind
        .find([',', ';', '.', ':', '(', ')', '|', '/'])
        .unwrap_or(behind.len());
    let words = words(behind.get(..joined).unwrap_or_default());
    let mut telling = words
        .iter()
        .map(|word| word.lower.as_str())
        .skip_while(|word| is_pay_word(word));
    match telling.next() {
        Some("more" | "less" | "higher" | "lower") => telling.next() == Some("than"),
        Some(word) => RAISES.contains(&word),
        None => false,
    }
}

/// What an amount is that comes on top of another, or lies between two.
const RAISES: [&str; 14] = [
    "jump",
    "raise",
    "increase",
    "increases",
    "boost",
    "bump",
    "hike",
    "rise",
    "uplift",
    "cut",
    "difference",
    "gap",
    "premium",
    "spread",
];

/// "Nobody pays them $50,000", "does not make more than", "if a captain earned", "hopes to earn", "used to make": what is
/// denied, supposed, wished for or past is no figure.
fn is_unreal(before: &[Word]) -> bool {
    let lower = |at: usize| before.get(at).map_or("", |word| word.lower.as_str());
    (0..before.len()).any(|at| {
        let gets_within = |words: usize| (1..=words).any(|ahead| is_getting(lower(at + ahead)));
        // "If your salary is £30,000"; in "ask if the salary is fixed: welders earn" something else is supposed.
        let is_pay_within = |words: usize| {
            let is_last = |at: usize| at + 1 == before.len();
            (1..=words).any(|ahead| {
                is_pay_word(lower(at + ahead))
                    && matches!(lower(at + ahead + 1), "is" | "was" | "were")
                    && is_last(at + ahead + 1)
            })
        };
        match lower(at) {
            "not" | "never" | "hardly" | "rarely" | "seldom" | "cannot" => gets_within(3),
            "nobody" | "none" => gets_within(2),
            "no" => {
                gets_within(4) && !matches!(lower(at + 1), "matter" | "less" | "more" | "doubt")
            }
            "if" | "suppose" | "imagine" => gets_within(5) || is_pay_within(4),
            "unless" => gets_within(5),
            "hopes" | "hope" | "hoping" | "wants" | "want" | "demands" | "demand" | "wish"
            | "wishes" => (1..=5).any(|ahead| lower(at + ahead) == "to") && gets_within(7),
            "used" => lower(at + 1) == "to" && is_getting(lower(at + 2)),
            "claimed" | "myth" | "rumour" | "rumor" => true,
            word => word.ends_with("n't") && gets_within(3),
        }
    })
}

/// Verbs for being paid.
fn is_getting(word: &str) -> bool {
    GETS.contains(&word)
        || matches!(
            word,
            "earn"
                | "earns"
                | "earned"
                | "make"
                | "makes"
                | "made"
                | "pay"
                | "pays"
                | "paid"
                | "exceed"
                | "exceeds"
                | "go"
        )
}

/// "Farriers earn more than saddlers: $44,000": whose figure that is cannot be told.
fn is_compared(before: &[Word]) -> bool {
    let lower = |at: usize| before.get(at).map_or("", |word| word.lower.as_str());
    (0..before.len()).any(|at| {
        let compares = matches!(lower(at), "more" | "less" | "higher" | "lower" | "better")
            && lower(at + 1) == "than";
        let other = at + 2 + usize::from(matches!(lower(at + 2), "a" | "an" | "the"));
        let is_somebody = before.get(other).is_some_and(|word| {
            !word.lower.starts_with(|c: char| c.is_ascii_digit())
                && singular(&word.lower) != word.lower
        });
        compares && (is_somebody || other > at + 2)
    })
}

/// "$600 per article", "project-based: $1,500": paid by the piece, which is no rate of pay here.
fn is_by_the_piece(before: &[Word], behind: &[Word]) -> bool {
    let next = |at: usize| behind.get(at).map_or("", |word| word.lower.as_str());
    let last = |back: usize| {
        let at = before.len().checked_sub(back);
        at.and_then(|at| before.get(at))
            .map_or("", |word| word.lower.as_str())
    };
    let is_per = matches!(next(0), "per" | "a" | "an" | "each") && PIECES.contains(&next(1));
    let was_per = matches!((last(2), last(1)), ("per", piece) if PIECES.contains(&piece));
    // "$1,600 every two weeks", "£45 a shift": a time that no other figure is told by.
    let is_odd_time = ODD_TIMES.contains(&next(0))
        || (matches!(
            next(0),
            "per" | "a" | "an" | "each" | "every" | "in" | "over" | "for"
        ) && (ODD_TIMES.contains(&next(1)) || ODD_TIMES.contains(&next(2))));
    // "Five projects at $20,000 each".
    let is_each =
        next(0) == "each" && !matches!(next(1), "year" | "month" | "week" | "day" | "hour");
    is_per
        || was_per
        || is_odd_time
        || is_each
        || is_done_at(before)
        || (last(2), last(1)) == ("project", "based")
}

/// "Ten fixes a month at an average of", "15 decent jobs at": so many are done at that price each.
fn is_done_at(before: &[Word]) -> bool {
    let from = before.len().saturating_sub(12);
    let near = before.get(from..).unwrap_or_default();
    let Some(at) = near.iter().rposition(|word| word.lower == "at") else {
        return false;
    };
    let (done, behind) = near.split_at(at);
    let is_filler = |word: &Word| {
        let lower = word.lower.as_str();
        FILLERS.contains(&lower) || matches!(lower, "at" | "average" | "just" | "only")
    };
    let is_number = |word: &Word| {
        let lower = word.lower.as_str();
        lower.bytes().all(|byte| byte.is_ascii_digit()) || COUNTS.contains(&lower)
    };
    behind.iter().all(is_filler)
        && done.iter().enumerate().any(|(at, word)| {
            let counted = done.get(at.saturating_sub(4)..at).unwrap_or_default();
            DONE.contains(&word.lower.as_str()) && counted.iter().any(is_number)
        })
}

/// Numbers in words.
const COUNTS: [&str; 13] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty",
];

/// What is done several times for money.
const DONE: [&str; 13] = [
    "jobs",
    "fixes",
    "projects",
    "repairs",
    "installations",
    "units",
    "gigs",
    "sessions",
    "orders",
    "videos",
    "articles",
    "lessons",
    "clients",
];

/// "1.15 lakh active listings", "20,000 jobs": what follows a number without a currency is what it counts.
fn counts_things(amount: &Amount, behind: &[Word]) -> bool {
    amount.currency.is_none()
        && behind
            .iter()
            .take(5)
            .any(|word| COUNTED.contains(&word.lower.as_str()))
}

/// Words between "by" and an amount that change nothing.
const FILLERS: [&str; 11] = [
    "about",
    "around",
    "roughly",
    "nearly",
    "almost",
    "approximately",
    "some",
    "an",
    "a",
    "of",
    "the",
];

/// Verbs that tell by how much something changes.
const CHANGES_BY: [&str; 15] = [
    "drop",
    "drops",
    "dropped",
    "fell",
    "rose",
    "rises",
    "grew",
    "grows",
    "increased",
    "increases",
    "jumped",
    "jumps",
    "climbed",
    "climbs",
    "declined",
];

/// How verbs before "from" begin that speak of a change.
const CHANGES: [&str; 16] = [
    "went", "going", "gone", "grew", "grow", "rose", "rise", "rising", "increas", "fell", "fall",
    "drop", "jump", "climb", "declin", "rais",
];

/// Words before an amount that make it the distance between two others.
const DIFFERENCES: [&str; 13] = [
    "difference between",
    "differences between",
    "gap between",
    "difference in",
    "gap in",
    "uplift of",
    "premium of",
    "increase of",
    "raise of",
    "hike of",
    "rise of",
    "drop of",
    "cut of",
];

/// A word for other money that stands so far from an amount, in bytes, hardly speaks of it.
const FAR_BYTES: usize = 60;

/// Verbs for being paid that other money has too.
const GETS: [&str; 22] = [
    "start",
    "starts",
    "started",
    "receive",
    "receives",
    "received",
    "get",
    "gets",
    "average",
    "averages",
    "averaging",
    "command",
    "commands",
    "take",
    "takes",
    "bring",
    "brings",
    "pull",
    "pulls",
    "home",
    "expect",
    "reach",
];

/// Verbs for being paid at first; what "does not begin" is another matter.
const BEGINS: [&str; 3] = ["begin", "begins", "beginning"];

/// Times that are neither an hour, a day, a week, a month nor a year.
const ODD_TIMES: [&str; 24] = [
    "fortnight",
    "fortnightly",
    "bi",
    "biweekly",
    "bimonthly",
    "semi",
    "quarterly",
    "quarter",
    "shift",
    "season",
    "semester",
    "term",
    "lifetime",
    "decade",
    "concert",
    "gig",
    "game",
    "match",
    "show",
    "voyage",
    "trip",
    "two",
    "three",
    "other",
];

/// What is paid for by the piece.
const PIECES: [&str; 20] = [
    "project", "projects", "article", "articles", "word", "words", "post", "posts", "session",
    "sessions", "shoot", "song", "mile", "class", "student", "unit", "video", "event", "wedding",
    "patient",
];

/// How much of the text beside an amount is looked at, in bytes.
const NEAR_BYTES: usize = 80;

/// What numbers without a currency count.
const COUNTED: [&str; 22] = [
    "job",
    "jobs",
    "listing",
    "listings",
    "opening",
    "openings",
    "vacancies",
    "people",
    "users",
    "students",
    "employees",
    "professionals",
    "developers",
    "engineers",
    "companies",
    "positions",
    "posts",
    "roles",
    "candidates",
    "applicants",
    "graduates",
    "learners",
];
