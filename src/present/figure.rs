//! The words beside a figure, a statement and a stage, each ready to show.

use rust_decimal::Decimal;

use super::money;
use super::plain::{clean, cut};
use super::{Catalogue, grade_argument, level_key};
use crate::domain::{
    Argument, Basis, DocumentId, Figure, Grade, Key, Level, Message, Months, PayFact, RoleFact,
    RoleRef, Source, Stage, Statistic, StatisticKind, Years,
};

/// The longest wording of a statistic that is shown, in characters; "average total pay a year" has 24.
const WORDING_MAX_CHARS: usize = 40;

/// A figure of pay in words: what every door shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figured {
    /// How much, and how often.
    pub pay: String,
    /// What kind of figure: statistic, basis, whose pay, sample.
    pub kind: String,
    /// Level and years.
    pub level: String,
    /// Whose pay, as written.
    pub role: String,
    /// Where, as written.
    pub place: String,
    /// The time it speaks of, else when its document was published, which then is said.
    pub as_of: String,
    /// Who says so, in which document.
    pub source: String,
    /// The survey or site that the document names, else who published the document.
    pub said_by: Option<String>,
}

impl Figured {
    /// The words for `pay`, found in the document `doc` that comes from `source`.
    pub fn new(
        pay: &PayFact,
        doc: &DocumentId,
        source: Option<&Source>,
        catalogue: &Catalogue,
    ) -> Figured {
        let not_stated = || catalogue.word(Key::NotStated);
        let document = document_name(doc, source);
        Figured {
            pay: catalogue.argument(&money::amount(pay.range, pay.period)),
            kind: kind(pay, catalogue),
            level: level_words(pay.level, pay.grade, pay.years, catalogue),
            role: pay
                .role
                .as_ref()
                .map_or_else(not_stated, |role| clean(&role.written)),
            place: pay
                .place
                .as_ref()
                .map_or_else(not_stated, |place| clean(&place.written)),
            as_of: as_of(pay.as_of.as_deref(), source)
                .map(clean)
                .or_else(|| published(source).map(|message| catalogue.text(&message)))
                .unwrap_or_else(not_stated),
            source: match &pay.attributed_to {
                Some(named) => catalogue.text(
                    &Message::new(Key::AttributedTo)
                        .with("source", named.as_str())
                        .with("document", document),
                ),
                None => document,
            },
            said_by: pay
                .attributed_to
                .as_deref()
                .or_else(|| source?.publisher.as_deref())
                .map(clean),
        }
    }
}

/// Whether figures that stand together each have to say whose they are: several roles, or a title that is another than the
/// role that was asked for ("DevOps architect" among DevOps engineers). Figures of an occupation stand under its name.
pub fn with_role(figures: &[Figure], asked: Option<&str>) -> bool {
    let Some(asked) = asked else { return true };
    let mut roles = figures.iter().map(|figure| figure.fact.role());
    let first = figures.first().and_then(|figure| figure.fact.role());
    roles.any(|role| {
        let is_titled_otherwise = role.is_some_and(|role| {
            role.occupation.is_none() && letters(&role.written) != letters(asked)
        });
        role.map(RoleRef::key) != first.map(RoleRef::key) || is_titled_otherwise
    })
}

/// The letters of a title in the singular, so that hyphens and capitals tell nothing apart.
fn letters(title: &str) -> String {
    let plain: String = title
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    plain.strip_suffix('s').unwrap_or(&plain).to_owned()
}

/// What a document is called: its title, or its path where it has none.
pub fn document_name(doc: &DocumentId, source: Option<&Source>) -> String {
    let title = source.and_then(|source| source.title.as_deref()).map(clean);
    match title {
        Some(title) if !title.trim().is_empty() => title.trim().to_owned(),
        _ => clean(&doc.0),
    }
}

/// When: the time that a figure (`own`) or else its document speaks of, else when the document was published, else that
/// it is not stated.
pub fn dated(own: Option<&str>, source: Option<&Source>) -> Message {
    as_of(own, source)
        .map(|date| Message::new(Key::Dated).with("date", clean(date)))
        .or_else(|| published(source))
        .unwrap_or_else(|| Message::new(Key::DateNotStated))
}

/// The time that a figure or else its document speaks of, as written.
fn as_of<'a>(own: Option<&'a str>, source: Option<&'a Source>) -> Option<&'a str> {
    own.or_else(|| source?.as_of.as_deref())
}

/// When a document was published: no time that its figures speak of, so it is never shown without saying so.
fn published(source: Option<&Source>) -> Option<Message> {
    let date = source?.published.as_deref()?;
    Some(Message::new(Key::PublishedOn).with("date", clean(date)))
}

/// The document's address, where it is one that a reader can safely follow.
pub fn link(source: &Source) -> Option<String> {
    let url = source.url.as_deref().map(clean)?;
    let safe = url.starts_with("https://") && !url.contains(char::is_whitespace);
    safe.then_some(url)
}

/// Level, rung and years beside a figure, as in `entry, tier 1, 0–2 years`.
pub fn level_words(
    level: Option<Level>,
    grade: Option<Grade>,
    years: Option<Years>,
    catalogue: &Catalogue,
) -> String {
    let level = level.map(|level| Argument::from(level_key(level)));
    let grade = grade.map(grade_argument);
    let years = years.and_then(experience).map(Argument::from);
    let words: Vec<Argument> = level.into_iter().chain(grade).chain(years).collect();
    if words.is_empty() {
        return catalogue.word(Key::NotStated);
    }
    catalogue.argument(&Argument::List(words))
}

/// Years of experience, as in `3+ years`; none where neither end is stated.
pub fn experience(years: Years) -> Option<Message> {
    let whole =
        |months: u16| decimal_argument((Decimal::from(months) / Decimal::from(12)).round_dp(2));
    match (years.min_months, years.max_months) {
        (Some(min), Some(max)) if min == max => {
            Some(Message::new(Key::YearsExactly).with("years", whole(min)))
        }
        (Some(min), Some(max)) => Some(
            Message::new(Key::YearsBetween)
                .with("min", whole(min))
                .with("max", whole(max)),
        ),
        (Some(min), None) => Some(Message::new(Key::YearsFrom).with("min", whole(min))),
        (None, Some(max)) => Some(Message::new(Key::YearsUpTo).with("max", whole(max))),
        (None, None) => None,
    }
}

/// When a stage is passed, as in `months: 4–6`; none where the document does not say. What is written in weeks or
/// years is told in those.
pub fn months(stage: &Stage) -> Option<Message> {
    let ends = [stage.months_min, stage.months_max];
    let all = |fits: &dyn Fn(Months) -> bool| ends.iter().flatten().all(|months| fits(*months));
    if all(&|months| months.0 % 1_200 == 0) && ends.iter().flatten().any(|months| months.0 > 0) {
        let years = |months: Months| u16::try_from(months.0 / 100).ok();
        return experience(Years {
            min_months: stage.months_min.and_then(years),
            max_months: stage.months_max.and_then(years),
        });
    }
    if all(&|months| months.0 % 100 != 0 && weeks(months).is_some())
        && let [Some(min), Some(max)] = ends
        && let (Some(min), Some(max)) = (weeks(min), weeks(max))
    {
        return Some(if min == max {
            Message::new(Key::WeeksExactly).with("weeks", min)
        } else {
            Message::new(Key::WeeksBetween)
                .with("min", min)
                .with("max", max)
        });
    }
    let plain = |months: Months| decimal_argument(Decimal::new(i64::from(months.0), 2));
    match (stage.months_min, stage.months_max) {
        (Some(min), Some(max)) if min == max => {
            Some(Message::new(Key::MonthsExactly).with("months", plain(min)))
        }
        (Some(min), Some(max)) => Some(
            Message::new(Key::MonthsBetween)
                .with("min", plain(min))
                .with("max", plain(max)),
        ),
        (Some(min), None) => Some(Message::new(Key::MonthsFrom).with("min", plain(min))),
        (None, Some(max)) => Some(Message::new(Key::MonthsUpTo).with("max", plain(max))),
        (None, None) => None,
    }
}

/// When a stage is passed or how long it takes: in months where the document says so, else in its own words.
pub fn stage_time(stage: &Stage, catalogue: &Catalogue) -> Option<String> {
    months(stage)
        .map(|message| catalogue.text(&message))
        .or_else(|| stage.duration.as_deref().map(clean))
}

/// What is reached in a stage, in one line.
pub fn stage_goal(stage: &Stage, catalogue: &Catalogue) -> Option<String> {
    labelled(Key::GoalTitle, &stage.goals, catalogue)
}

/// What shows that a stage is done, in one line.
pub fn stage_checkpoint(stage: &Stage, catalogue: &Catalogue) -> Option<String> {
    labelled(Key::CheckpointTitle, &stage.checkpoints, catalogue)
}

fn labelled(title: Key, items: &[String], catalogue: &Catalogue) -> Option<String> {
    let items: Vec<String> = items.iter().map(|item| clean(item)).collect();
    (!items.is_empty()).then(|| format!("{}: {}", catalogue.word(title), items.join("; ")))
}

/// The whole number of weeks that gives so many hundredths of a month, of 4.348125 weeks each.
fn weeks(months: Months) -> Option<u64> {
    let weeks = (u64::from(months.0) * 4_348_125 + 50_000_000) / 100_000_000;
    let back = (weeks * 100_000_000 + 2_174_062) / 4_348_125;
    (back == u64::from(months.0)).then_some(weeks)
}

/// A statement about a role in one line: the thing's name with its group and fee, or the words as written.
pub fn statement(fact: &RoleFact, catalogue: &Catalogue) -> String {
    let text = clean(&fact.text);
    // A text that opens with the name and a colon or dash explains it; another may name more things than this one.
    let explains = |name: &String| {
        text.strip_prefix(name.as_str()).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with([':', '–', '—', '-', '('])
        })
    };
    let mut words = match fact.name.as_deref().map(clean) {
        Some(name) if !explains(&name) => match fact.category.as_deref().map(clean) {
            Some(category) => format!("{name} ({category})"),
            None => name,
        },
        _ => text,
    };
    if let Some(fee) = &fact.fee {
        let fee = Message::new(Key::CourseFee).with("fee", money::fee(fee));
        words = format!("{words}, {}", catalogue.text(&fee));
    }
    words
}

/// A number: a count where it is whole, so that wording can follow it.
fn decimal_argument(number: Decimal) -> Argument {
    let number = number.normalize();
    match u64::try_from(number) {
        Ok(count) if number.scale() == 0 => Argument::Count(count),
        _ => Argument::Text(number.to_string()),
    }
}

fn kind(pay: &PayFact, catalogue: &Catalogue) -> String {
    let mut words = Vec::new();
    if let Some(found) = &pay.statistic {
        words.push(statistic(found, catalogue));
    }
    if let Some(basis) = pay.basis {
        words.push(catalogue.word(match basis {
            Basis::Base => Key::BasisBase,
            Basis::Total => Key::BasisTotal,
        }));
    }
    words.extend(pay.population.as_deref().map(clean));
    if let Some(size) = pay.sample_size {
        let size = Message::new(Key::SampleSize).with("count", u64::from(size));
        words.push(catalogue.text(&size));
    }
    if words.is_empty() {
        return catalogue.word(Key::NotStated);
    }
    words.join(", ")
}

/// The kind of figure in our word; in the source's own where that says more.
fn statistic(statistic: &Statistic, catalogue: &Catalogue) -> String {
    let ours = match statistic.kind {
        StatisticKind::Range => Message::new(Key::StatisticRange),
        StatisticKind::Average => Message::new(Key::StatisticAverage),
        StatisticKind::Median => Message::new(Key::StatisticMedian),
        StatisticKind::Minimum => Message::new(Key::StatisticMinimum),
        StatisticKind::Maximum => Message::new(Key::StatisticMaximum),
        StatisticKind::Starting => Message::new(Key::StatisticStarting),
        StatisticKind::Percentiles(low, high) if low == high => {
            Message::new(Key::StatisticPercentile).with("percentile", u64::from(low))
        }
        StatisticKind::Percentiles(low, high) => Message::new(Key::StatisticPercentiles)
            .with("low", u64::from(low))
            .with("high", u64::from(high)),
    };
    let ours = catalogue.text(&ours);
    let wording = clean(&statistic.wording);
    let wording = wording.trim();
    // A range is often read from a mere dash, which is no wording.
    if !wording.contains(char::is_alphanumeric) || wording.eq_ignore_ascii_case(&ours) {
        return ours;
    }
    let shown = cut(wording, WORDING_MAX_CHARS);
    let says_the_same = match statistic.kind.percentiles() {
        Some((low, high)) => shown.contains(&low.to_string()) && shown.contains(&high.to_string()),
        None => shown.to_lowercase().contains(&ours.to_lowercase()),
    };
    if says_the_same {
        shown
    } else {
        format!("{ours} (“{shown}”)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Aspect, Currency, Fee, Money, PayRange, Period, PlaceRef, RoleRef, Scheme,
    };

    fn lakhs(lakhs: i64) -> Money {
        Money::from_units((lakhs * 100_000).into(), Currency::INR).expect("an amount")
    }

    fn pay() -> PayFact {
        PayFact {
            role: None,
            place: None,
            level: None,
            grade: None,
            years: None,
            range: PayRange::between(lakhs(4), lakhs(8)).expect("a range"),
            period: Some(Period::Year),
            statistic: None,
            basis: None,
            population: None,
            sample_size: None,
            as_of: None,
            attributed_to: None,
        }
    }

    fn doc() -> DocumentId {
        DocumentId("pay/india.md".to_owned())
    }

    #[test]
    fn says_what_is_not_stated() {
        let words = Figured::new(&pay(), &doc(), None, &Catalogue::english());
        let not_stated = "not stated".to_owned();
        assert_eq!(
            words,
            Figured {
                pay: "₹4–8 LPA".to_owned(),
                kind: not_stated.clone(),
                level: not_stated.clone(),
                role: not_stated.clone(),
                place: not_stated.clone(),
                as_of: not_stated,
                source: "pay/india.md".to_owned(),
                said_by: None,
            }
        );
    }

    #[test]
    fn says_all_that_is_stated() {
        let pay = PayFact {
            role: Some(RoleRef {
                written: "Data\u{202e} Engineer".to_owned(),
                ..RoleRef::default()
            }),
            place: Some(PlaceRef {
                id: None,
                written: "Pune".to_owned(),
            }),
            level: Some(Level::Entry),
            grade: Grade::new(Scheme::Tier, 1),
            years: Some(Years::whole(Some(0), Some(2))),
            statistic: Some(Statistic {
                kind: StatisticKind::Average,
                wording: "average".to_owned(),
            }),
            basis: Some(Basis::Total),
            population: Some("full-time".to_owned()),
            sample_size: Some(1_204),
            as_of: Some("May 2024".to_owned()),
            attributed_to: Some("Glassdoor".to_owned()),
            ..pay()
        };
        let source = Source {
            title: Some("Pay in\u{1b}[2J India".to_owned()),
            ..Source::default()
        };
        let words = Figured::new(&pay, &doc(), Some(&source), &Catalogue::english());
        assert_eq!(words.role, "Data Engineer");
        assert_eq!(words.place, "Pune");
        assert_eq!(words.level, "entry, tier 1, 0–2 years");
        assert_eq!(words.kind, "average, total pay, full-time, sample of 1,204");
        assert_eq!(words.as_of, "May 2024");
        assert_eq!(words.source, "Glassdoor, in Pay in India");
    }

    #[test]
    fn takes_the_date_of_the_document_where_the_figure_has_none() {
        let catalogue = Catalogue::english();
        let check = |as_of: Option<&str>, published: Option<&str>, [column, line]: [&str; 2]| {
            let source = Source {
                as_of: as_of.map(str::to_owned),
                published: published.map(str::to_owned),
                ..Source::default()
            };
            let words = Figured::new(&pay(), &doc(), Some(&source), &catalogue);
            assert_eq!(words.as_of, column);
            assert_eq!(catalogue.text(&dated(None, Some(&source))), line);
            let own = dated(Some("2022"), Some(&source));
            assert_eq!(catalogue.text(&own), "dated 2022");
        };
        check(Some("2023"), Some("May 2024"), ["2023", "dated 2023"]);
        check(None, Some("May 2024"), ["published May 2024"; 2]);
        check(None, None, ["not stated", "date not stated"]);
    }

    #[track_caller]
    fn check_statistic(kind: StatisticKind, wording: &str, expected: &str) {
        let found = Statistic {
            kind,
            wording: wording.to_owned(),
        };
        assert_eq!(statistic(&found, &Catalogue::english()), expected);
    }

    #[test]
    fn keeps_the_wording_of_the_source() {
        check_statistic(StatisticKind::Range, "–", "range");
        check_statistic(StatisticKind::Average, "Average", "average");
        check_statistic(
            StatisticKind::Average,
            "Average base pay",
            "Average base pay",
        );
        check_statistic(StatisticKind::Average, "mean", "average (“mean”)");
        check_statistic(
            StatisticKind::Percentiles(25, 75),
            "25th–75th percentile",
            "25th–75th percentile",
        );
        check_statistic(StatisticKind::Percentiles(10, 90), "–", "percentiles 10–90");
    }

    #[test]
    fn words_years_and_months() {
        let catalogue = Catalogue::english();
        let years = |min, max| {
            let years = Years {
                min_months: min,
                max_months: max,
            };
            level_words(None, None, Some(years), &catalogue)
        };
        assert_eq!(years(Some(12), Some(12)), "1 year");
        assert_eq!(years(Some(36), None), "3+ years");
        assert_eq!(years(None, Some(12)), "up to 1 year");
        assert_eq!(years(Some(18), Some(60)), "1.5–5 years");
        assert_eq!(years(None, None), "not stated");
        let months = |min: Option<u32>, max: Option<u32>| {
            let stage = Stage {
                role: None,
                ordinal: 1,
                name: "Foundations".to_owned(),
                months_min: min.map(Months),
                months_max: max.map(Months),
                duration: None,
                goals: Vec::new(),
                checkpoints: Vec::new(),
                steps: Vec::new(),
            };
            months(&stage).map(|message| catalogue.text(&message))
        };
        assert_eq!(months(Some(400), Some(600)).as_deref(), Some("months: 4–6"));
        assert_eq!(months(Some(138), Some(138)).as_deref(), Some("6 weeks"));
        assert_eq!(months(Some(46), Some(69)).as_deref(), Some("2–3 weeks"));
        assert_eq!(months(Some(2400), Some(6000)).as_deref(), Some("2–5 years"));
        assert_eq!(months(Some(0), Some(600)).as_deref(), Some("months: 0–6"));
        assert_eq!(months(Some(1800), None).as_deref(), Some("months: 18+"));
        assert_eq!(months(None, Some(50)).as_deref(), Some("months: up to 0.5"));
        assert_eq!(months(None, None), None);
    }

    #[test]
    fn words_statements() {
        let catalogue = Catalogue::english();
        let fact = RoleFact {
            role: None,
            aspect: Aspect::Skill,
            category: Some("databases".to_owned()),
            name: Some("PostgreSQL".to_owned()),
            text: "Databases: MySQL, PostgreSQL".to_owned(),
            fee: None,
            outlook: None,
        };
        assert_eq!(statement(&fact, &catalogue), "PostgreSQL (databases)");
        let opening = RoleFact {
            text: "PostgreSQL: the first to learn".to_owned(),
            ..fact.clone()
        };
        assert_eq!(
            statement(&opening, &catalogue),
            "PostgreSQL: the first to learn"
        );
        let listed = RoleFact {
            text: "PostgreSQL, MySQL and Redis".to_owned(),
            ..fact.clone()
        };
        assert_eq!(statement(&listed, &catalogue), "PostgreSQL (databases)");
        let course = RoleFact {
            category: None,
            name: Some("B.Tech".to_owned()),
            text: "Fees of a B.Tech run to 10 lakh".to_owned(),
            fee: Some(Fee {
                low: lakhs(6),
                high: lakhs(10),
            }),
            ..fact
        };
        assert_eq!(
            statement(&course, &catalogue),
            "B.Tech, fee ₹6,00,000–10,00,000"
        );
    }

    #[test]
    fn follows_only_safe_addresses() {
        let link = |url: &str| {
            link(&Source {
                url: Some(url.to_owned()),
                ..Source::default()
            })
        };
        assert_eq!(
            link("https://example.org/a").as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(link("https://a b"), None);
    }
}
