//! Golden documents: invented ones, with the facts that are expected of them. See `tests/golden/README.md`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use careerbot::domain::{Fact, FactBody, PayFact, RoleFact, Stage, StatisticKind, Years};
use careerbot::intake;

use crate::bot::listing;
use crate::project::{figure, root};

fn folder() -> PathBuf {
    root().join("tests/golden")
}

/// What an unknown part of a fact is written as.
const NONE: &str = "-";

/// A fact as the expected ones are written.
pub(crate) fn line(fact: &Fact) -> String {
    match &fact.body {
        FactBody::Pay(pay) => pay_line(pay),
        FactBody::Role(said) => role_line(said),
        FactBody::Stage(stage) => stage_line(stage),
    }
}

fn pay_line(pay: &PayFact) -> String {
    let role = pay.role.as_ref();
    let mut parts = vec![
        "pay".to_owned(),
        role.map_or_else(|| NONE.to_owned(), careerbot::domain::RoleRef::key),
        pay.place.as_ref().map_or_else(
            || NONE.to_owned(),
            |place| {
                place
                    .id
                    .as_ref()
                    .map_or_else(|| place.written.clone(), |id| id.0.clone())
            },
        ),
        pay.level
            .map_or(NONE, careerbot::domain::Level::name)
            .to_owned(),
        pay.years.map_or_else(|| NONE.to_owned(), years),
        figure(pay),
        pay.statistic.as_ref().map_or_else(
            || NONE.to_owned(),
            |found| match found.kind {
                StatisticKind::Percentiles(low, high) => format!("percentiles {low} {high}"),
                kind => kind.name().to_owned(),
            },
        ),
    ];
    let mut also = |name: &str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{name} {value}")));
    };
    also("rung", pay.grade.map(|grade| grade.to_string()));
    also("basis", pay.basis.map(|basis| basis.name().to_owned()));
    also("of", pay.population.clone());
    also("sample", pay.sample_size.map(|size| size.to_string()));
    also("as of", pay.as_of.clone());
    also("says", pay.attributed_to.clone());
    parts.join(" | ")
}

fn years(years: Years) -> String {
    let end = |months: Option<u16>| {
        months.map_or_else(String::new, |months| {
            let whole = months / 12;
            match months % 12 {
                0 => whole.to_string(),
                rest => format!("{whole}y{rest}m"),
            }
        })
    };
    format!("{}..{} years", end(years.min_months), end(years.max_months))
}

fn role_line(said: &RoleFact) -> String {
    let role = said
        .role
        .as_ref()
        .map_or_else(|| NONE.to_owned(), careerbot::domain::RoleRef::key);
    let outlook = said.outlook.map_or_else(String::new, |outlook| {
        let years = outlook.from_year.zip(outlook.to_year);
        format!(
            " | {} per mille {years:?}, {:?} openings, {:?} in {:?}",
            outlook.growth_permille.unwrap_or_default(),
            outlook.openings_a_year,
            outlook.employed,
            outlook.employed_year
        )
    });
    format!(
        "role | {role} | {:?} | {} | {} | {}{outlook}",
        said.aspect,
        said.category.as_deref().unwrap_or(NONE),
        said.name.as_deref().unwrap_or(NONE),
        said.text
    )
}

fn stage_line(stage: &Stage) -> String {
    let role = stage
        .role
        .as_ref()
        .map_or_else(|| NONE.to_owned(), careerbot::domain::RoleRef::key);
    let months = |months: Option<careerbot::domain::Months>| {
        months.map_or_else(String::new, |months| {
            format!("{}.{:02}", months.0 / 100, months.0 % 100)
        })
    };
    let steps: Vec<&str> = stage.steps.iter().map(|step| &*step.text).collect();
    format!(
        "stage | {role} | {} {} | {}..{} months | goals: {} | steps: {}{}",
        stage.ordinal,
        stage.name,
        months(stage.months_min),
        months(stage.months_max),
        stage.goals.join("; "),
        steps.join("; "),
        if stage.checkpoints.is_empty() {
            String::new()
        } else {
            format!(" | checkpoints: {}", stage.checkpoints.join("; "))
        }
    )
}

/// What is read out of every golden document, one fact a line.
fn read() -> Vec<(PathBuf, String)> {
    let mut read = Vec::new();
    let problems = intake::read(&folder(), &mut |document| {
        let path = folder().join(&document.document.id.0);
        let mut facts = String::new();
        for fact in &document.extraction.facts {
            let _infallible = writeln!(facts, "{}", line(fact));
        }
        read.push((path, facts));
    });
    let unread = problems.expect("the golden documents").into_iter();
    let unread: Vec<String> = unread
        .filter(|problem| Path::new(&problem.doc.0).extension() != Some("facts".as_ref()))
        .map(|problem| problem.to_string())
        .collect();
    assert!(unread.is_empty(), "{unread:?}");
    read
}

/// Lines of `one` that `other` lacks, as often as it lacks them.
fn lacking<'a>(one: &'a str, other: &str) -> Vec<&'a str> {
    let mut left: Vec<&str> = other.lines().collect();
    let mut lacking = Vec::new();
    for line in one.lines() {
        match left.iter().position(|known| *known == line) {
            Some(at) => drop(left.swap_remove(at)),
            None => lacking.push(line),
        }
    }
    lacking
}

#[track_caller]
fn check(name: &str) {
    let (document, facts) = read()
        .into_iter()
        .find(|(path, _)| path.file_stem().is_some_and(|stem| stem == name))
        .expect("a golden document of that name");
    let expected_at = document.with_extension("facts");
    if std::env::var_os("CAREERBOT_BLESS").is_some_and(|set| set == "1") {
        fs::write(&expected_at, &facts).expect("the expected facts");
        return;
    }
    let expected = fs::read_to_string(&expected_at).expect("the expected facts");
    let (missing, extra) = (lacking(&expected, &facts), lacking(&facts, &expected));
    assert!(
        missing.is_empty() && extra.is_empty(),
        "{name}\nexpected and not read:\n  {}\nread and not expected:\n  {}\n",
        missing.join("\n  "),
        extra.join("\n  ")
    );
}

#[test]
fn every_golden_document_has_its_facts_and_its_test() {
    let tests = include_str!("extraction.rs");
    for path in listing(&folder()) {
        let end = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.ends_with("README.md") || end == "facts" {
            continue;
        }
        assert!(
            Path::new(&path).with_extension("facts").exists(),
            "{}",
            path.display()
        );
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        assert!(
            tests.contains(&format!("check(\"{name}\")")),
            "{name} has no test"
        );
    }
}

#[test]
fn keeps_many_jobs_of_one_article_apart() {
    check("many-jobs");
}

#[test]
fn reads_figures_in_headings() {
    check("figures-in-headings");
}

#[test]
fn takes_nothing_for_what_it_only_seems() {
    check("not-what-it-seems");
}

#[test]
fn a_starting_salary_is_that_of_beginners() {
    let text = "# Notes\n\nWelders earn a starting salary of £24,000 a year.\n";
    let expected = "pay | welder | - | entry | - | GBP 24000 a year | starting";
    check_each([(text.to_owned(), expected.to_owned())]);
}

#[test]
fn a_list_indented_by_too_little_is_of_the_item_above() {
    let text = "# Best paid\n\n1. Dentist {style=\"list\"}\n  - **Industry:** Health\n  - **Average salary:** £80,000\n";
    let pay = lines(text)
        .into_iter()
        .filter(|line| line.starts_with("pay"));
    let expected = "pay | dentist | - | - | - | GBP 80000 | average";
    assert_eq!(pay.collect::<Vec<_>>(), [expected]);
}

#[test]
fn tells_steps_from_figures_and_beginners_from_others() {
    check("steps-and-beginners");
}

#[test]
fn reads_records_of_one_job_each() {
    check("records");
}

#[test]
fn reads_lists_of_jobs() {
    check("lists-of-jobs");
}

#[test]
fn reads_labels_above_lists_as_headings() {
    check("labels-above-lists");
}

#[test]
fn reads_scales_of_pay() {
    check("scales-of-pay");
}

#[test]
fn reads_what_numbers_are_counted_in() {
    check("counted-in-thousands");
}

#[test]
fn takes_nothing_that_is_said_otherwise() {
    check("said-otherwise");
}

#[test]
fn reads_rows_by_themselves() {
    check("columns-and-blanks");
}

#[test]
fn reads_titles_in_full() {
    check("titles-in-full");
}

#[test]
fn takes_other_money_for_no_pay() {
    check("no-pay-at-all");
}

#[test]
fn reads_names_and_values() {
    check("names-and-values");
}

#[test]
fn reads_places_one_by_one() {
    check("places-one-by-one");
}

#[test]
fn reads_columns_in_any_order() {
    check("columns-in-any-order");
}

#[test]
fn reads_rungs_of_ladders_and_none_of_cities_and_diplomas() {
    check("rungs");
}

#[test]
fn reads_levels_that_stand_across_the_header() {
    check("levels-across");
}

#[test]
fn reads_a_currency_of_its_own_column_and_percentiles() {
    check("currency-column");
}

#[test]
fn reads_lakh_and_crore() {
    check("indian-notation");
}

#[test]
fn keeps_pay_by_hour_week_and_month() {
    check("by-the-hour");
}

#[test]
fn takes_the_place_from_the_heading_above_a_list() {
    check("lists-under-countries");
}

#[test]
fn keeps_knotted_sentences_apart() {
    check("knots");
}

#[test]
fn leaves_what_is_no_pay() {
    check("traps");
}

#[test]
fn reads_pay_in_sentences() {
    check("prose");
}

#[test]
fn reads_cells_that_run_together() {
    check("run-together");
}

#[test]
fn reads_cells_on_lines_of_their_own() {
    check("cells-on-lines");
}

#[test]
fn reads_a_roadmap() {
    check("roadmap");
}

/// What one invented document gives, a line a fact.
#[track_caller]
fn lines(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.md"), text).expect("a document");
    let mut lines = Vec::new();
    let read = intake::read(folder.path(), &mut |document| {
        lines.extend(document.extraction.facts.iter().map(line));
    });
    assert_eq!(read.expect("a corpus"), []);
    lines
}

/// Fails with every document that gives another fact than the one expected of it.
#[track_caller]
fn check_each(cases: impl IntoIterator<Item = (String, String)>) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let given = lines(&text);
        if given != [expected.as_str()] {
            let _infallible = writeln!(wrong, "{text}expected: {expected}\ngot: {given:?}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn does_not_give_the_pay_of_an_unknown_role_to_a_known_one() {
    let pay = lines(
        "# Backend developer\n\nGlassblowers in Canada earn CAD 52,000 a year.\n\n\
         ## Librarian\n\nThe average salary of a librarian is CAD 53,000 a year.\n",
    );
    for line in &pay {
        assert!(!line.contains("backend-developer"), "{pay:#?}");
    }
}

#[test]
fn keeps_an_unknown_role_by_its_written_name() {
    let pay = lines(
        "# Glassblower salary\n\n| Role | Country | Pay per year |\n|---|---|---|\n| Glassblower | Canada | CAD 52,000 |\n",
    );
    assert_eq!(
        pay,
        ["pay | ~glassblower | CA | - | - | CAD 52000 a year | -"]
    );
}

#[test]
fn reads_on_average_wherever_it_stands() {
    let sentences = [
        "Nurses in Canada earn CAD 72,300 a year on average.",
        "On average, nurses in Canada earn CAD 72,300 a year.",
        "The average pay of nurses in Canada is CAD 72,300 a year.",
        "Nurses in Canada earn an average of CAD 72,300 a year.",
        "Nurses in Canada earn CAD 72,300 a year on average, as the guild has it.",
    ];
    check_each(sentences.map(|sentence| {
        (
            format!("# Notes\n\n{sentence}\n"),
            "pay | registered-nurse | CA | - | - | CAD 72300 a year | average".to_owned(),
        )
    }));
}

#[test]
fn reads_which_end_is_bounded() {
    let cases = [
        ("no more than £38,000", "GBP ..38000 a year | maximum"),
        ("not more than £38,000", "GBP ..38000 a year | maximum"),
        ("less than £38,000", "GBP ..38000 a year | maximum"),
        ("at most £38,000", "GBP ..38000 a year | maximum"),
        ("up to £38,000", "GBP ..38000 a year | maximum"),
        ("more than £38,000", "GBP 38000..+ a year | -"),
        ("no less than £38,000", "GBP 38000..+ a year | -"),
        ("at least £38,000", "GBP 38000..+ a year | -"),
        ("over £38,000", "GBP 38000..+ a year | -"),
        ("upwards of £38,000", "GBP 38000..+ a year | -"),
    ];
    check_each(cases.map(|(bound, expected)| {
        (
            format!("# Notes\n\nElectricians in the UK earn {bound} a year.\n"),
            format!("pay | electrician | GB | - | - | {expected}"),
        )
    }));
}

const YEARS: [(&str, &str); 7] = [
    ("0-2 years", "0..2"),
    ("over 8 years", "8.."),
    ("8+", "8.."),
    ("under 2 years", "..2"),
    ("10 years and above", "10.."),
    ("10 years or more", "10.."),
    ("20 or more years", "20.."),
];

/// A table whose pay cell reads `pay`, and the fact expected of each row, which says `amount`.
fn by_years(pay: &str, amount: &str) -> impl Iterator<Item = (String, String)> {
    YEARS.into_iter().map(move |(cell, years)| {
        (
            format!(
                "# Nurse pay\n\n| Years of experience | Pay in Canada |\n|---|---|\n| {cell} | {pay} |\n"
            ),
            format!("pay | registered-nurse | CA | - | {years} years | {amount} | -"),
        )
    })
}

#[test]
fn reads_years_of_experience_in_a_cell() {
    check_each(by_years("CAD 50,000", "CAD 50000"));
}

#[test]
fn an_open_top_by_the_year_is_no_experience() {
    check_each(by_years("CAD 50,000+ / yr", "CAD 50000..+ a year").take(4));
}

#[test]
fn a_column_of_least_and_most_is_a_range() {
    let heads = [
        ("Min", "Max"),
        ("Minimum", "Maximum"),
        ("Low", "High"),
        ("From", "To"),
    ];
    check_each(heads.map(|(low, high)| {
        (
            format!(
                "# Nurse pay\n\n| Country | {low} | {high} |\n|---|---|---|\n| Canada | CAD 41,000 | CAD 61,000 |\n"
            ),
            "pay | registered-nurse | CA | - | - | CAD 41000..61000 | range".to_owned(),
        )
    }));
}

#[test]
fn reads_amounts_as_articles_write_them() {
    let cases = [
        ("₹4 LPA – ₹8 LPA", "INR 400000..800000 a year | range"),
        ("₹4–8 LPA", "INR 400000..800000 a year | range"),
        ("₹15 LPA – ₹30 LPA+", "INR 1500000..3000000+ a year | range"),
        (
            "INR 6,00,000 to INR 10,00,000 per annum",
            "INR 600000..1000000 a year | range",
        ),
        ("Rs 4,61,028 per year", "INR 461028 a year | -"),
        ("₹6.5 lakh per annum", "INR 650000 a year | -"),
        ("₹1.2 crore a year", "INR 12000000 a year | -"),
        ("₹45,000 per month", "INR 45000 a month | -"),
        ("$87-100k a year", "USD 87000..100000 a year | range"),
        (
            "$70,000 – $100,000 a year",
            "USD 70000..100000 a year | range",
        ),
        (
            "$70,000–100,000 annually",
            "USD 70000..100000 a year | range",
        ),
        (
            "between $70,000 and $100,000 a year",
            "USD 70000..100000 a year | range",
        ),
        (
            "AED 240,000 – 400,000+ / yr",
            "AED 240000..400000+ a year | range",
        ),
        ("£31k–£36k a year", "GBP 31000..36000 a year | range"),
        (
            "5 LPA (INR) - 6 LPA (INR)",
            "INR 500000..600000 a year | range",
        ),
        (
            "£31,000 to over £36,000 a year",
            "GBP 31000..36000+ a year | range",
        ),
        ("€45.000 a year", "EUR 45000 a year | -"),
        ("45 000 € a year", "EUR 45000 a year | -"),
        ("$1,900 a week", "USD 1900 a week | -"),
        ("$31.47 per hour", "USD 31.47 a hour | -"),
        ("$31.47/hr", "USD 31.47 a hour | -"),
        (
            "a median salary of £29,000 a year",
            "GBP 29000 a year | median",
        ),
        ("US$95,000 a year", "USD 95000 a year | -"),
        ("CHF 104'000 a year", "CHF 104000 a year | -"),
    ];
    check_each(cases.map(|(amount, expected)| {
        (
            format!("# Notes\n\nWelders earn {amount}.\n"),
            format!("pay | welder | - | - | - | {expected}"),
        )
    }));
}

#[test]
fn reads_official_tables_and_their_outlook() {
    check("official-tables");
}

#[test]
fn takes_examples_in_a_glossary_for_no_pay() {
    check("terms");
}

#[test]
fn keeps_the_figures_of_others_apart() {
    check("others-figures");
}
