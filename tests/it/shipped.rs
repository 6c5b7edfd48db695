//! What is true of the shipped corpus as a whole: it reads without a doubt, says every figure once, contradicts itself
//! nowhere, and holds what its sources give.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use careerbot::domain::{
    Aspect, Fact, FactKind, Label, PayFact, Period, Request, RoleId, SourceKind, StatisticKind,
    WrittenDate,
};
use careerbot::vocabulary::Vocabulary;

use crate::project::{figure, root, shown};
use crate::whole::{answer, ask, facts, read};

/// The roles that have a document of their own, each under its id.
fn covered_roles() -> Vec<RoleId> {
    let mut found: Vec<RoleId> = read()
        .iter()
        .filter_map(|read| read.document.id.0.strip_prefix("roles/"))
        .map(|name| RoleId(name.trim_end_matches(".md").to_owned()))
        .collect();
    found.sort();
    found
}

fn name_of(role: &RoleId) -> &'static str {
    let known = Vocabulary::builtin().role(role);
    &known.expect("a role of the vocabulary").name
}

fn pay() -> impl Iterator<Item = (&'static Fact, &'static PayFact)> {
    facts().filter_map(|fact| Some((fact, fact.pay()?)))
}

/// What tells the place of a figure.
fn place_key(pay: &PayFact) -> String {
    let place = pay.place.as_ref().expect("every figure names a place");
    place.id.as_ref().map_or_else(
        || place.written.clone(),
        |id| format!("{id} {}", place.written),
    )
}

fn statistic_key(pay: &PayFact) -> String {
    let words = pay
        .statistic
        .as_ref()
        .map(|found| format!("{:?} {}", found.kind, found.wording));
    words.unwrap_or_default()
}

#[test]
fn reads_every_document_without_a_doubt() {
    let roles = covered_roles();
    assert_eq!(roles.len(), 22, "{roles:?}");
    let named = |folder: &str| {
        let ids = read().iter().map(|read| read.document.id.0.as_str());
        ids.filter(|id| id.starts_with(folder)).count()
    };
    assert_eq!(named("roadmaps/"), 13);
    for read in read() {
        let document = &read.document;
        let id = &document.id;
        assert!(
            read.extraction.doubts.is_empty(),
            "{id}: {:?}",
            read.extraction.doubts
        );
        assert!(read.warnings.is_empty(), "{id}: {:?}", read.warnings);
        assert!(!read.extraction.facts.is_empty(), "{id} tells nothing");
        let source = &document.source;
        assert!(source.title.is_some(), "{id}: no title");
        // Two articles do not say who publishes them; their address does.
        let is_told = source.publisher.is_some() || source.url.is_some();
        assert!(is_told, "{id}: neither publisher nor address");
        assert!(source.kind.is_some(), "{id}: no kind");
        let has_figures = read
            .extraction
            .facts
            .iter()
            .any(|fact| fact.kind() == FactKind::Pay);
        assert!(!has_figures || source.url.is_some(), "{id}: no url");
        let is_ours = matches!(source.kind, Some(SourceKind::Guide | SourceKind::Glossary));
        assert!(!has_figures || !is_ours, "{id}: a figure without a source");
    }
}

#[test]
fn every_figure_says_whose_where_and_when() {
    // Sources that name no kind of figure say how sure they are instead.
    const NO_KIND: [&str; 7] = [
        "over",
        "around",
        "close to",
        "in the region of",
        "approximate",
        "normal pay",
        "rises to",
    ];
    let mut undated = BTreeSet::new();
    for (fact, pay) in pay() {
        let told = format!("{}: {}", fact.doc, fact.evidence.text);
        let role = pay.role.as_ref();
        assert!(role.is_some(), "no role: {told}");
        assert!(pay.place.is_some(), "no place: {told}");
        assert!(pay.period.is_some(), "no period: {told}");
        let lower = fact.evidence.text.to_lowercase();
        let says = NO_KIND.iter().any(|words| lower.contains(words));
        assert!(pay.statistic.is_some() || says, "no statistic: {told}");
        if pay.as_of.is_none() {
            undated.insert(fact.doc.0.as_str());
        }
    }
    // What has no date says so in its document's caution, or in the article itself.
    for read in read() {
        let id = read.document.id.0.as_str();
        if undated.contains(id) {
            let caution = read.document.source.caution.as_deref().unwrap_or_default();
            let says = caution.to_lowercase().contains("undated")
                || caution.to_lowercase().contains("is not given");
            assert!(says, "{id} does not say that it is undated");
        }
    }
}

/// What full-time pay lies between in these countries, a year, in plain units: far on both sides of every source.
fn plausible(pay: &PayFact) -> (i64, i64) {
    let per_year = match pay.period {
        Some(Period::Hour) => 2_080,
        Some(Period::Day) => 260,
        Some(Period::Week) => 52,
        Some(Period::Month) => 12,
        Some(Period::Year) | None => 1,
    };
    let (low, high) = match pay.range.currency().code() {
        "INR" => (200_000, 16_000_000),
        "AED" => (60_000, 1_000_000),
        _ => (7_000, 450_000),
    };
    (low / per_year, high / per_year)
}

#[test]
fn no_figure_is_implausible() {
    for (fact, pay) in pay() {
        let (low, high) = plausible(pay);
        for end in [pay.range.low(), pay.range.high()].into_iter().flatten() {
            let units = end.units();
            assert!(
                units >= low.into() && units <= high.into(),
                "{} in {}: {}",
                figure(pay),
                fact.doc,
                fact.evidence.text
            );
        }
    }
}

#[test]
fn no_figure_stands_twice_and_none_contradicts_another_of_its_source() {
    let mut once: BTreeMap<_, &Fact> = BTreeMap::new();
    let mut ranges: BTreeMap<_, (String, &Fact)> = BTreeMap::new();
    for (fact, pay) in pay() {
        let role = pay.role.as_ref().expect("every figure names a role");
        let whose = (
            role.key(),
            role.written.to_lowercase(),
            place_key(pay),
            pay.level.map(careerbot::domain::Level::name),
            pay.years.map(|years| (years.min_months, years.max_months)),
            pay.population.clone(),
            statistic_key(pay),
            pay.as_of.clone(),
        );
        let read = read().iter().find(|read| read.document.id == fact.doc);
        let source = &read.expect("a document").document.source;
        let who = pay.attributed_to.clone().or(source.publisher.clone());
        // The same source, whichever document tells of it.
        let key = (whose.clone(), who.clone(), figure(pay));
        if let Some(other) = once.insert(key, fact) {
            panic!(
                "{} stands in {} and in {}: {}",
                figure(pay),
                other.doc,
                fact.doc,
                fact.evidence.text
            );
        }
        let one_figure = (figure(pay), fact);
        if let Some((figure, other)) = ranges.insert((whose, who, fact.doc.clone()), one_figure) {
            panic!(
                "{figure} against {}: {} / {}",
                one_figure_of(fact),
                other.evidence.text,
                fact.evidence.text
            );
        }
    }
    assert!(once.len() > 550, "only {} figures", once.len());
}

fn one_figure_of(fact: &Fact) -> String {
    figure(fact.pay().expect("a figure"))
}

#[test]
fn every_role_is_reached_by_each_of_its_names() {
    let vocabulary = Vocabulary::builtin();
    let mut tried = 0;
    for role in covered_roles() {
        for form in vocabulary.role_forms(&role) {
            assert_eq!(vocabulary.parse_role(form), Some(role.clone()), "{form}");
            let told = answer(&Request::Role { role: form.clone() });
            assert_eq!(
                (told.understood.role.as_deref(), told.label),
                (Some(name_of(&role)), Label::Fact),
                "/role {form}"
            );
            tried += 1;
        }
    }
    assert!(tried > 500, "only {tried} names");
}

#[test]
fn every_title_of_a_document_is_a_name_that_is_known() {
    let mut unknown = Vec::new();
    for fact in facts().filter(|fact| fact.doc.0.starts_with("roles/")) {
        let said = fact.role_fact().expect("role documents hold no figures");
        if said.aspect == Aspect::Title {
            let title = said.name.as_deref().expect("a title is a name");
            let title = title.split(" (").next().unwrap_or(title);
            if Vocabulary::builtin().parse_role(title).is_none() {
                unknown.push(format!("{}: {title}", fact.doc));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn every_relation_is_told_from_both_ends() {
    let roles = covered_roles();
    let mut relations: BTreeSet<(RoleId, RoleId)> = BTreeSet::new();
    for fact in facts().filter(|fact| fact.doc.0.starts_with("roles/")) {
        let said = fact.role_fact().expect("role documents hold no figures");
        if said.aspect != Aspect::RelatedRole {
            continue;
        }
        let from = said.role.as_ref().and_then(|role| role.id.clone());
        let to = said
            .name
            .as_deref()
            .and_then(|name| Vocabulary::builtin().parse_role(name));
        if let (Some(from), Some(to)) = (from, to)
            && roles.contains(&to)
        {
            // The step between the two stands behind the name.
            assert!(said.text.contains(": "), "{}: {}", fact.doc, said.text);
            relations.insert((from, to));
        }
    }
    for (from, to) in &relations {
        let back = (to.clone(), from.clone());
        assert!(
            relations.contains(&back),
            "{from} names {to}, not the other way"
        );
    }
    assert!(relations.len() > 100, "only {} relations", relations.len());
    for role in &roles {
        let near = &Vocabulary::builtin().role(role).expect("a role").near;
        assert!(!near.is_empty(), "{role} has no neighbours");
        for other in near.iter().filter(|other| roles.contains(other)) {
            let back = &Vocabulary::builtin().role(other).expect("a role").near;
            assert!(
                back.contains(role),
                "{role} is near {other}, not the other way"
            );
        }
        let family = &Vocabulary::builtin().role(role).expect("a role").family;
        assert!(family.is_some(), "{role} belongs to no family");
    }
}

#[test]
fn tells_every_role_from_all_sides() {
    for role in covered_roles() {
        let name = name_of(&role);
        let text = shown(&ask(&format!("/role {name}")));
        for title in [
            "What it is",
            "What they do",
            "Skills",
            "Related roles",
            "Outlook",
        ] {
            assert!(text.contains(title), "/role {name} has no {title}: {text}");
        }
    }
    for read in read() {
        let Some(file) = read.document.id.0.strip_prefix("roadmaps/") else {
            continue;
        };
        let role = RoleId(file.trim_end_matches(".md").to_owned());
        let told = ask(&format!("/roadmap {}", name_of(&role)));
        assert_eq!(told.label, Label::Fact, "{role}");
        let stages = read.extraction.facts.iter().filter_map(Fact::stage);
        for (place, stage) in stages.enumerate() {
            assert_eq!(usize::from(stage.ordinal), place + 1, "{role}");
            assert_eq!(
                stage.role.as_ref().and_then(|role| role.id.clone()),
                Some(role.clone())
            );
            assert!(
                !stage.goals.is_empty(),
                "{role}: {} has no goal",
                stage.name
            );
            assert!(
                !stage.steps.is_empty(),
                "{role}: {} has no step",
                stage.name
            );
            assert!(!stage.checkpoints.is_empty(), "{role}: {}", stage.name);
            let text = shown(&told);
            assert!(
                text.contains(&stage.name),
                "{role}: {} is not shown",
                stage.name
            );
        }
    }
}

/// A row of pay of the fact sheets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    role: String,
    place: String,
    low: String,
    high: String,
    currency: String,
    level: String,
    period: String,
    statistic: String,
    as_of: String,
    url: String,
}

/// Says something aloud: not by a macro, whose words are kept back while the tests pass.
fn say(words: &str) {
    let _ = std::io::stderr().write_all(format!("{words}\n").as_bytes());
}

fn sheets() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared/facts");
    folder.is_dir().then_some(folder)
}

/// Every distinct row of pay of the sheets, with the sheets it stands in.
fn rows(folder: &std::path::Path) -> (usize, BTreeMap<Row, BTreeSet<String>>) {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("roles"))
        .expect("sheets")
        .map(|entry| entry.expect("a sheet").path())
        .collect();
    files.push(folder.join("seeds.md"));
    let (mut all, mut found) = (0, BTreeMap::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("a sheet");
        let name = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut in_pay = false;
        for line in text.lines() {
            let cells: Vec<&str> = line
                .trim()
                .trim_matches('|')
                .split('|')
                .map(str::trim)
                .collect();
            if !line.starts_with('|') {
                in_pay = false;
            } else if cells.len() == 10 && cells[0] == "role" {
                in_pay = true;
            } else if in_pay && cells.len() == 10 && !cells[0].starts_with("---") {
                all += 1;
                let row = Row {
                    role: cells[0].to_owned(),
                    place: cells[1].to_owned(),
                    level: cells[2].to_owned(),
                    low: cells[3].to_owned(),
                    high: cells[4].to_owned(),
                    currency: cells[5].to_owned(),
                    period: cells[6].to_owned(),
                    statistic: cells[7].to_owned(),
                    as_of: cells[8].to_owned(),
                    url: address(cells[9]),
                };
                let row = Row {
                    role: row
                        .role
                        .split(" (proxy)")
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                    ..row
                };
                found
                    .entry(row)
                    .or_insert_with(BTreeSet::new)
                    .insert(name.clone());
            }
        }
    }
    (all, found)
}

/// The first address in a source; articles are named by number in one of the sheets.
fn address(source: &str) -> String {
    const ARTICLES: [(&str, &str); 5] = [
        ("seed 000", "https://seekhoshortsdownloader.in/?p=7844"),
        (
            "seed 001",
            "https://omnifys.com/mastering-backend-development",
        ),
        (
            "seed 002",
            "https://collegevidya.com/blog/how-to-start-career-in-backend-developer",
        ),
        (
            "seed 003",
            "https://geniussoftware.net/the-growing-demand-for-backend-developers",
        ),
        (
            "seed 004",
            "https://www.scholarhat.com/tutorial/fullstack/what-is-back-end-development",
        ),
    ];
    if let Some((_, rest)) = source.split_once("https://") {
        let rest = rest.split([' ', ')']).next().unwrap_or_default();
        return format!("https://{}", rest.trim_end_matches([',', ';']));
    }
    let article = ARTICLES.iter().find(|(name, _)| source.contains(name));
    article.map_or(String::new(), |(_, url)| (*url).to_owned())
}

/// The leading number of a cell: `370000 (₹3.7 LPA)`, `more than 165000`, `180000+`.
fn amount(cell: &str) -> (String, bool) {
    let digits: String = cell
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let digits = digits.trim_end_matches('.').to_owned();
    let first = cell.split(" (").next().unwrap_or_default();
    let open = first.contains('+') || first.contains("over") || first.contains("more than");
    (digits, open)
}

/// Titles of the sheets that the documents tell by another name.
const TITLES: [(&str, &str); 12] = [
    ("backend engineer, top tech companies", "backend-developer"),
    ("cloud/platform engineer", "cloud-engineer"),
    ("data analyst, fresher", "data-analyst"),
    ("data scientist with AI/ML", "data-scientist"),
    ("ML engineer with LLM skills", "machine-learning-engineer"),
    ("tech lead / architect", "technical-lead"),
    ("lead backend developer / architect", "backend-developer"),
    (
        "director / VP of engineering (backend)",
        "backend-developer",
    ),
    (
        "software developer (director of development)",
        "software-engineer",
    ),
    ("head of software engineering", "engineering-manager"),
    ("all survey roles together", "~all roles together"),
    ("product management", "product-manager"),
];

fn is_role(row: &str, pay: &PayFact) -> bool {
    let role = pay.role.as_ref().expect("every figure names a role");
    let vocabulary = Vocabulary::builtin();
    if let Some((_, key)) = TITLES.iter().find(|(title, _)| *title == row) {
        return role.key() == *key || role.written.to_lowercase() == row.to_lowercase();
    }
    // `Software developers (15-1252)`, `IT managers (UK SOC 2020 2132)`.
    if let Some(code) = row
        .rsplit_once('(')
        .and_then(|(_, code)| code.split(')').next())
        && code.ends_with(|c: char| c.is_ascii_digit())
    {
        let codes = row.split('(').skip(1);
        let mut codes = codes.filter_map(|code| code.split(')').next());
        return role.occupation.as_ref().is_some_and(|occupation| {
            codes.any(|code| occupation.0 == code || occupation.0 == format!("US SOC {code}"))
        });
    }
    let plain = row.split(" (").next().unwrap_or(row);
    let same = role.written.to_lowercase() == plain.to_lowercase();
    let known = vocabulary
        .parse_role(plain)
        .or_else(|| vocabulary.parse_role(row));
    let singular = role.written.to_lowercase();
    let singular = singular.strip_suffix('s').unwrap_or(&singular);
    same || known.is_some_and(|id| role.key() == id.0) || plain.to_lowercase().contains(singular)
}

fn is_place(row: &str, pay: &PayFact) -> bool {
    let place = pay.place.as_ref().expect("every figure names a place");
    let first = row.split([',', '/', '(']).next().unwrap_or(row).trim();
    let first = first.trim_start_matches("market average");
    let known = Vocabulary::builtin().parse_place(first);
    let id = place.id.as_ref();
    known.as_ref() == id || (first.is_empty() && id.is_some_and(|id| id.0 == "US"))
}

fn is_statistic(row: &Row, pay: &PayFact) -> bool {
    let starts = row.level == "starting";
    let row = row.statistic.as_str();
    let kind = pay.statistic.as_ref().map(|found| found.kind);
    let is_range = pay.range.single().is_none();
    if row.contains("25th to 75th") {
        return kind == Some(StatisticKind::Percentiles(25, 75));
    }
    if row.contains("10th to 90th") {
        return kind == Some(StatisticKind::Percentiles(10, 90));
    }
    if row.starts_with("median") {
        return kind == Some(StatisticKind::Median);
    }
    if (row.contains("average") || row.contains("mean")) && !starts {
        return kind == Some(StatisticKind::Average)
            || (is_range && kind == Some(StatisticKind::Range));
    }
    if row.starts_with("start") || (starts && kind == Some(StatisticKind::Starting)) {
        return matches!(kind, Some(StatisticKind::Starting | StatisticKind::Range));
    }
    if row.starts_with("up to") || row.starts_with("upper") {
        return kind == Some(StatisticKind::Maximum);
    }
    // The others name no kind: a range is one by its shape.
    !is_range || matches!(kind, Some(StatisticKind::Range)) || pay.range.open_ended()
}

fn is_amount(row: &Row, pay: &PayFact) -> bool {
    let ((low, _), (high, is_open)) = (amount(&row.low), amount(&row.high));
    let units = |money: Option<careerbot::domain::Money>| money.map(|it| it.units().to_string());
    let is_same = |end: Option<String>, cell: &str| {
        end.is_some_and(|end| end.parse::<f64>() == cell.parse::<f64>())
    };
    let (found_low, found_high) = (units(pay.range.low()), units(pay.range.high()));
    let ends = if row.statistic.starts_with("up") || row.high.contains("up to") {
        found_low.is_none() && is_same(found_high, &high)
    } else if is_open && low == high {
        found_high.is_none() && is_same(found_low, &low)
    } else {
        is_same(found_low, &low) && is_same(found_high, &high)
    };
    let open = is_open == pay.range.open_ended();
    let period = pay.period.map(Period::name) == Some(row.period.as_str());
    ends && open && period && pay.range.currency().code() == row.currency
}

fn is_dated(row: &str, pay: &PayFact) -> bool {
    // `May 2023 (published Feb 2025)`: the figures speak of the first.
    let row = row.split(" (").next().unwrap_or(row);
    if row.starts_with("published") {
        return pay.as_of.is_none();
    }
    let found = pay.as_of.as_deref().and_then(WrittenDate::read);
    WrittenDate::read(row) == found
}

#[test]
fn holds_every_row_of_the_fact_sheets_exactly_once() {
    let Some(folder) = sheets() else {
        say("left out: the corpus is not compared with the fact sheets, which are not here");
        return;
    };
    let (all, rows) = rows(&folder);
    assert!(all > 800, "only {all} rows were found in the sheets");
    let urls: BTreeMap<&str, &str> = read()
        .iter()
        .filter_map(|read| {
            Some((
                read.document.id.0.as_str(),
                read.document.source.url.as_deref()?,
            ))
        })
        .collect();
    let (mut wrong, mut matched) = (Vec::new(), BTreeMap::<String, usize>::new());
    for row in rows.keys() {
        let found: Vec<&Fact> = pay()
            .filter(|(fact, pay)| {
                urls.get(fact.doc.0.as_str()).copied() == Some(row.url.as_str())
                    && is_amount(row, pay)
                    && is_role(&row.role, pay)
                    && is_place(&row.place, pay)
                    && is_statistic(row, pay)
                    && is_dated(&row.as_of, pay)
            })
            .map(|(fact, _)| fact)
            .collect();
        if found.len() == 1 {
            *matched.entry(format!("{:?}", found[0])).or_default() += 1;
        } else {
            wrong.push(format!("{} facts for {row:?}", found.len()));
        }
    }
    say(&format!(
        "{all} rows in the fact sheets, {} of them distinct, {} facts behind them",
        rows.len(),
        matched.len()
    ));
    assert!(
        wrong.is_empty(),
        "{} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
