//! What `/salary` answers from the project's own documents, figure by figure.

use careerbot::domain::{Answer, Basis, Block, Label, Level, Money, PayFact, StatisticKind};

use rust_decimal::Decimal;

use crate::project::{
    DEMAND, INDIA, INSIGHTS, SCHOLARHAT, SKILLS, ask, figure, figures, holds, salary, shown, text,
    why,
};

/// The figure of `answer` that reads `wanted` in the document `doc`.
#[track_caller]
fn pay<'a>(answer: &'a Answer, doc: &str, wanted: &str) -> &'a PayFact {
    let mut found = answer.figures().filter(|shown| shown.fact.doc.0 == doc);
    let found = found.find_map(|shown| shown.fact.pay().filter(|pay| figure(pay) == wanted));
    found.unwrap_or_else(|| panic!("no {wanted} of {doc} in {:?}", figures(answer)))
}

/// Fails unless each figure's evidence, cut from the file, holds the digits of the figure and its document is named.
#[track_caller]
fn proves(answer: &Answer) {
    for shown in answer.figures() {
        let fact = &shown.fact;
        let words = fact.evidence.span.of(text(&fact.doc.0)).unwrap_or_else(|| {
            panic!("the evidence lies outside the file: {fact:?}");
        });
        let range = fact.pay().expect("figures are pay").range;
        for end in [range.low(), range.high()].into_iter().flatten() {
            assert!(
                spellings(end).iter().any(|digits| stands_in(digits, words)),
                "{:?} is in none of its spellings in {words:?}",
                end.units()
            );
        }
        assert!(answer.sources.contains_key(&fact.doc), "{fact:?}");
    }
}

/// How documents write an amount: in full, with commas either way, in thousands, in lakh.
fn spellings(money: Money) -> [String; 5] {
    let units = money.units();
    let plain = units.to_string();
    let thousands = (units / Decimal::from(1_000)).normalize().to_string();
    let lakh = (units / Decimal::from(100_000)).normalize().to_string();
    [
        grouped(&plain, 3),
        grouped(&plain, 2),
        plain,
        thousands,
        lakh,
    ]
}

/// `digits` with a comma before the last three, and then before every `size` more.
fn grouped(digits: &str, size: usize) -> String {
    let mut text = String::new();
    let count = digits.len();
    for (at, digit) in digits.chars().enumerate() {
        let left = count - at;
        let cuts = left == 3 || (left > 3 && (left - 3).is_multiple_of(size));
        if at > 0 && cuts {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// True when `digits` stand in `words` as a whole number.
fn stands_in(digits: &str, words: &str) -> bool {
    let in_number = |c: char| c.is_ascii_digit();
    words.match_indices(digits).any(|(at, _)| {
        let before = words.get(..at).unwrap_or_default();
        let after = words.get(at + digits.len()..).unwrap_or_default();
        !before.ends_with(in_number) && !after.starts_with(in_number)
    })
}

#[test]
fn entry_level_in_india_stands_side_by_side() {
    let answer = ask("/salary role:backend developer location:India level:entry");
    assert_eq!(answer.label, Label::Fact);
    proves(&answer);

    let starting = pay(&answer, SKILLS, "INR 370000 a year");
    assert_eq!(starting.level, Some(Level::Entry));
    assert_eq!(
        starting.statistic.as_ref().map(|found| found.kind),
        Some(StatisticKind::Starting)
    );
    let band = pay(&answer, INSIGHTS, "INR 400000..800000 a year");
    assert_eq!(band.level, Some(Level::Entry));
    assert_eq!(band.years.and_then(|years| years.min_months), Some(0));
    assert_eq!(band.years.and_then(|years| years.max_months), Some(24));
    let freshers = pay(&answer, INDIA, "INR 458000 a year");
    assert_eq!(freshers.level, Some(Level::Entry));
    assert_eq!(freshers.years.and_then(|years| years.max_months), Some(12));
    let early = pay(&answer, SCHOLARHAT, "INR 500000 a year");
    assert_eq!(early.level, None);
    assert_eq!(early.years.and_then(|years| years.min_months), Some(12));
    assert_eq!(early.years.and_then(|years| years.max_months), Some(36));
    assert_eq!(early.attributed_to.as_deref(), Some("Payscale"));

    let shown = shown(&answer);
    holds(
        &shown,
        &[
            "₹3.7 LPA starting entry India not stated",
            "₹4–8 LPA range entry, 0–2 years India 2025",
            "₹4.58 LPA",
            "entry, 0–1 years India July 2025",
            "Level not stated",
            "₹5 LPA average 1–3 years India May 2024",
        ],
    );
    for doc in [INSIGHTS, SKILLS, INDIA, SCHOLARHAT] {
        assert!(answer.sources.keys().any(|source| source.0 == doc), "{doc}");
    }
}

#[test]
fn puts_what_states_the_level_first() {
    let answer = ask("/salary role:backend developer location:India level:entry");
    let levels: Vec<Option<Level>> = answer
        .figures()
        .map(|shown| shown.fact.pay().expect("pay").level)
        .collect();
    let first_other = levels.iter().position(|level| *level != Some(Level::Entry));
    let last_entry = levels
        .iter()
        .rposition(|level| *level == Some(Level::Entry));
    assert!(last_entry < first_other, "{levels:?}");
    let numbers: Vec<usize> = answer.figures().map(|shown| shown.number).collect();
    let expected: Vec<usize> = (1..=numbers.len()).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn every_number_leads_to_its_sentence() {
    let answer = ask("/salary role:backend developer location:India level:entry");
    for shown in answer.figures() {
        let behind = why(&answer, shown.number);
        holds(&behind, &[&format!("Where #{} was read", shown.number)]);
        holds(&behind, &[&crate::bot::words(&shown.fact.evidence.text)]);
    }
}

#[test]
fn the_united_states_are_never_merged() {
    let answer = salary("backend developer", Some("United States"), None);
    proves(&answer);
    let mut told = figures(&answer);
    told.sort();
    let mut expected = [
        ("USD 70000..100000 a year", INSIGHTS),
        ("USD 100000..130000 a year", INSIGHTS),
        ("USD 130000..180000+ a year", INSIGHTS),
        ("USD 165000..+ a year", SKILLS),
        ("USD 100000..+ a year", DEMAND),
        ("USD 150000..+ a year", DEMAND),
        ("USD 87000 a year", SCHOLARHAT),
        ("USD 87000..100000 a year", SCHOLARHAT),
    ]
    .map(|(figure, doc)| (figure.to_owned(), doc));
    expected.sort();
    assert_eq!(told, expected);

    let glassdoor = pay(&answer, DEMAND, "USD 100000..+ a year");
    assert_eq!(glassdoor.basis, Some(Basis::Base));
    assert_eq!(glassdoor.attributed_to.as_deref(), Some("Glassdoor"));
    let top = pay(&answer, DEMAND, "USD 150000..+ a year");
    assert_eq!(top.basis, Some(Basis::Total));
    assert_eq!(top.attributed_to, None);
    let payscale = pay(&answer, SCHOLARHAT, "USD 87000 a year");
    assert_eq!(payscale.attributed_to.as_deref(), Some("Payscale"));
    assert_eq!(
        payscale.statistic.as_ref().map(|found| found.kind),
        Some(StatisticKind::Average)
    );

    holds(
        &shown(&answer),
        &[
            "$70,000–100,000 a year",
            "$100,000–130,000 a year",
            "$130,000–180,000+ a year",
            "over $165,000 a year",
            "over $100,000 a year average, base pay",
            "over $150,000 a year total pay",
            "$87,000 a year average",
        ],
    );
}

#[test]
fn knows_the_united_kingdom_and_the_emirates_by_their_short_names() {
    for (place, wanted) in [
        (
            "UK",
            ["GBP 35000..50000", "GBP 50000..70000", "GBP 70000..90000+"],
        ),
        (
            "UAE",
            [
                "AED 100000..160000",
                "AED 160000..240000",
                "AED 240000..400000+",
            ],
        ),
    ] {
        let answer = salary("backend developer", Some(place), None);
        proves(&answer);
        let expected: Vec<(String, &str)> = wanted
            .iter()
            .map(|figure| (format!("{figure} a year"), INSIGHTS))
            .collect();
        assert_eq!(figures(&answer), expected, "{place}");
        assert!(answer.notes.is_empty(), "{place}: {:?}", answer.notes);
    }
}

#[test]
fn a_city_without_figures_shows_its_country_and_says_so() {
    for (city, country, first) in [
        ("London", "United Kingdom", "GBP 35000..50000 a year"),
        ("Dubai", "United Arab Emirates", "AED 100000..160000 a year"),
        ("Bengaluru", "India", "INR 400000..800000 a year"),
        ("Seattle", "United States", "USD 70000..100000 a year"),
    ] {
        let answer = salary("backend developer", Some(city), None);
        proves(&answer);
        assert_eq!(
            figures(&answer).first().map(|told| &*told.0),
            Some(first),
            "{city}"
        );
        let note = format!("No figure for {city}; shown: {country}.");
        holds(&shown(&answer), &[&note]);
    }
}

#[test]
fn of_two_roles_the_one_without_figures_is_named() {
    let answer = ask("backend developer vs airline pilot pay in India");
    assert_eq!(answer.label, Label::Fact);
    holds(
        &shown(&answer),
        &["There is no pay figure for airline pilot in India"],
    );
    let answer = ask("airline pilot vs dentist pay in India");
    assert_eq!(answer.label, Label::None);
    holds(
        &shown(&answer),
        &[
            "There is no pay figure for airline pilot in India",
            "There is no pay figure for dentist in India",
        ],
    );
}

#[test]
fn a_level_narrows_to_its_own_figures_first() {
    let answer = salary("backend developer", Some("UK"), Some(Level::Senior));
    assert_eq!(
        figures(&answer).first().map(|told| &*told.0),
        Some("GBP 70000..90000+ a year")
    );
    let shown = shown(&answer);
    assert!(!shown.contains("£35,000"), "{shown}");
}

#[test]
fn a_level_without_figures_shows_the_others_and_says_so() {
    let answer = salary("backend developer", Some("UK"), Some(Level::Principal));
    assert_eq!(answer.label, Label::Fact);
    holds(
        &shown(&answer),
        &["No figure for level principal; other levels are shown."],
    );
}

#[track_caller]
fn nothing(answer: &Answer, wanted: &[&str]) {
    assert_eq!(answer.label, Label::None, "{answer:?}");
    assert_eq!(figures(answer), []);
    assert!(
        !answer
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Figures { .. })),
        "{answer:?}"
    );
    let shown = shown(answer);
    for sign in ['₹', '$', '£'] {
        assert!(!shown.contains(sign), "{shown}");
    }
    holds(&shown, wanted);
}

#[test]
fn says_no_where_nothing_is_covered() {
    nothing(
        &salary("astronaut", Some("Wonderland"), None),
        &[
            "There is nothing about astronaut or Wonderland in these documents.",
            "These documents cover: backend developer",
        ],
    );
    nothing(
        &salary("nurse", Some("US"), None),
        &[
            "nurse in United States in these documents.",
            "These documents cover: backend developer",
        ],
    );
    nothing(
        &salary("backend developer", Some("Germany"), None),
        &[
            "There is no pay figure for backend developer in Germany in these documents.",
            "For backend developer there are figures for: India, United States, United Arab Emirates, United Kingdom.",
        ],
    );
}

#[test]
fn says_no_in_plain_words_too() {
    for question in [
        "what does an astronaut earn in Wonderland",
        "salary of a nurse in the US",
        "backend developer salary in Germany",
    ] {
        nothing(&ask(question), &["in these documents"]);
    }
}

#[test]
fn every_figure_of_every_answer_is_proved() {
    let roles = [
        "backend developer",
        "frontend developer",
        "full-stack developer",
        "backend architect",
        "DevOps engineer",
        "mobile developer",
        "cloud engineer",
        "database administrator",
        "API developer",
        "data engineer",
        "technical lead",
        "software engineer",
    ];
    let places = [
        None,
        Some("India"),
        Some("US"),
        Some("UK"),
        Some("UAE"),
        Some("Pune"),
    ];
    let levels = [None, Some(Level::Entry), Some(Level::Senior)];
    for role in roles {
        for place in places {
            for level in levels {
                proves(&salary(role, place, level));
            }
        }
    }
}

#[test]
fn a_source_that_is_named_stands_first() {
    let answer = ask("US backend glassdoor average base");
    let first = answer.figures().next().and_then(|figure| figure.fact.pay());
    let source = first.and_then(|pay| pay.attributed_to.as_deref());
    assert_eq!(source, Some("Glassdoor"), "{}", shown(&answer));
    assert!(answer.figures().count() > 1, "the others stand behind");
}

#[test]
fn years_that_were_asked_set_figures_for_other_years_apart() {
    let answer = ask("senior backend developer in India with 15 years of experience");
    let text = shown(&answer);
    let apart = text
        .find("Other years of experience")
        .expect("a group of its own");
    let other = text.find("1–3 years").expect("the figure for 1–3 years");
    assert!(apart < other, "{text}");
}
