//! Words that tell what an amount of money is: pay, or something else.
//!
//! Most words tell it by themselves (`salary`, `rent`). Some tell another thing beside certain others: `taxable income`,
//! `household income` and `tax rate` are no pay, nor is a `salary gap` or a `pay rise`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::vocabulary::Word;

use super::judge::Verdict;

/// What the word `at` says of the money beside it, if anything.
pub(super) fn telling_at(words: &[Word], at: usize) -> Option<Verdict> {
    let lower = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map_or("", |word| word.lower.as_str())
    };
    let word = lower(Some(at));
    if MONEY.get(word)? == &Verdict::Other {
        return Some(Verdict::Other);
    }
    let (before, next) = (lower(at.checked_sub(1)), lower(Some(at + 1)));
    let is_other_income = matches!(word, "income" | "incomes")
        && (matches!(
            before,
            "taxable"
                | "household"
                | "family"
                | "rental"
                | "passive"
                | "disposable"
                | "national"
                | "capita"
                | "farm"
        ) || matches!(
            next,
            "tax" | "taxes" | "slab" | "slabs" | "bracket" | "brackets" | "share"
        ));
    let is_other_rate = matches!(word, "rate" | "rates")
        && matches!(
            before,
            "tax"
                | "interest"
                | "exchange"
                | "growth"
                | "inflation"
                | "employment"
                | "unemployment"
                | "success"
                | "placement"
                | "retention"
                | "turnover"
                | "conversion"
                | "pass"
                | "crime"
                | "vacancy"
                | "mortgage"
        );
    // "Salaries rise to": there "rise" is a verb.
    let is_benefit = matches!(word, "pay" | "wage" | "wages" | "benefit")
        && matches!(
            before,
            "minimum"
                | "grade"
                | "living"
                | "sick"
                | "maternity"
                | "paternity"
                | "disability"
                | "severance"
                | "redundancy"
                | "holiday"
                | "back"
                | "strike"
                | "retirement"
        );
    let is_step = !matches!(word, "salaries" | "wages" | "earnings" | "packages")
        && matches!(
            next,
            "gap"
                | "gaps"
                | "difference"
                | "differences"
                | "spread"
                | "lose"
                | "loses"
                | "spends"
                | "household"
                | "households"
                | "diem"
                | "referral"
                | "referrals"
                | "unemployment"
                | "statutory"
                | "quota"
                | "growth"
                | "rise"
                | "rises"
                | "uplift"
                | "uplifts"
                | "bump"
                | "cut"
                | "jump"
        );
    Some(
        if is_other_income || is_other_rate || is_benefit || is_step {
            Verdict::Other
        } else {
            Verdict::Pay
        },
    )
}

/// Whether some of `words` speak of pay, and whether some speak of money that is no pay.
pub(super) fn says_money(words: &[Word]) -> (bool, bool) {
    let mut told = (false, false);
    for at in 0..words.len() {
        match telling_at(words, at) {
            Some(Verdict::Pay) => told.0 = true,
            Some(Verdict::Other) => told.1 = true,
            None => {}
        }
    }
    told
}

/// Whether some of `words` speak of pay.
pub(super) fn says_pay(words: &[Word]) -> bool {
    (0..words.len()).any(|at| telling_at(words, at) == Some(Verdict::Pay))
}

/// Whether some of `words` speak of money that is no pay.
pub(super) fn says_other_money(words: &[Word]) -> bool {
    (0..words.len()).any(|at| telling_at(words, at) == Some(Verdict::Other))
}

/// Words that speak of pay.
const PAY: [&str; 29] = [
    "salary",
    "salaries",
    "pay",
    "pays",
    "paid",
    "paying",
    "earn",
    "earns",
    "earned",
    "earning",
    "earnings",
    "compensation",
    "compensations",
    "wage",
    "wages",
    "income",
    "incomes",
    "remuneration",
    "ctc",
    "package",
    "packages",
    "lpa",
    "make",
    "makes",
    "rate",
    "rates",
    "takehome",
    "payscale",
    "payscales",
];

/// Words that speak of money that is no pay.
const OTHER_MONEY: [&str; 106] = [
    "fee",
    "fees",
    "tuition",
    "cost",
    "costs",
    "costing",
    "price",
    "prices",
    "priced",
    "pricing",
    "bonus",
    "bonuses",
    "raise",
    "raises",
    "hike",
    "hikes",
    "increment",
    "increments",
    "equity",
    "stock",
    "stocks",
    "rsu",
    "rsus",
    "loan",
    "loans",
    "rent",
    "funding",
    "revenue",
    "revenues",
    "budget",
    "budgets",
    "discount",
    "subscription",
    "relocation",
    "allowance",
    "allowances",
    "tax",
    "taxes",
    "difference",
    "gap",
    "saving",
    "savings",
    "save",
    "worth",
    "valuation",
    "spend",
    "spending",
    "invest",
    "investment",
    "grant",
    "scholarship",
    "scholarships",
    "debt",
    "penalty",
    "fine",
    "ticket",
    "expenses",
    "expense",
    "refund",
    "deposit",
    "commission",
    "commissions",
    "donation",
    "prize",
    "sold",
    "buy",
    "bought",
    "raised",
    "accommodation",
    "housing",
    "utilities",
    "electricity",
    "groceries",
    "dining",
    "living",
    "transport",
    "transportation",
    "cut",
    "benefits",
    "overtime",
    "insurance",
    "deduction",
    "deductions",
    "pension",
    "mortgage",
    "stipend",
    "grants",
    "taxable",
    "taxed",
    "taxation",
    "billed",
    "billing",
    "bills",
    "spread",
    "poverty",
    "threshold",
    "thresholds",
    "debts",
    "borrow",
    "borrowed",
    "owe",
    "owes",
    "owed",
    "owing",
    "donate",
    "donated",
];

/// Both, to be looked up: a text asks for each of its words.
static MONEY: LazyLock<FxHashMap<&str, Verdict>> = LazyLock::new(|| {
    let pay = PAY.iter().map(|word| (*word, Verdict::Pay));
    let other = OTHER_MONEY.iter().map(|word| (*word, Verdict::Other));
    pay.chain(other).collect()
});

/// True for a word that speaks of pay.
pub(super) fn is_pay_word(word: &str) -> bool {
    MONEY.get(word) == Some(&Verdict::Pay)
}

/// True for a word that speaks of money that is no pay.
pub(super) fn is_other_money_word(word: &str) -> bool {
    MONEY.get(word) == Some(&Verdict::Other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::words;

    #[test]
    fn tells_pay_from_other_money() {
        for (text, pay, other) in [
            ("average salary", true, false),
            ("taxable income up to", false, true),
            ("median household income", false, true),
            ("income of bakers", true, false),
            ("income tax slab", false, true),
            ("hourly rate", true, false),
            ("the tax rate", false, true),
            ("salary gap", false, true),
            ("pay and bonus", true, true),
            ("a loaf of bread", false, false),
        ] {
            let words = words(text);
            assert_eq!(
                (says_pay(&words), says_other_money(&words)),
                (pay, other),
                "{text:?}"
            );
        }
    }
}
