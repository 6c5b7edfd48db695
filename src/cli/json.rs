//! Answers and facts as objects for other programs, one a line. Names and order of the fields are a contract.

use std::borrow::Cow;
use std::fmt::Write;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Number, Value};

use crate::domain::{
    Answer, Aspect, DocumentId, Evidence, Fact, Grade, Hit, Intent, Label, Level, Money, Offer,
    PayFact, RoleFact, Side, Stage,
};
use crate::extract::Reason;
use crate::present::Catalogue;

/// How many passages an answer lists.
pub(super) const PASSAGES_MAX: usize = 10;

/// `value` on one line, with everything escaped that a terminal would act on.
///
/// # Panics
/// When `value` has keys that are no strings; none of the types here does.
pub fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("objects of strings and numbers always print");
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            // Stands only inside strings, where an escape means the same.
            '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                let _infallible = write!(safe, "\\u{:04x}", u32::from(char));
            }
            plain => safe.push(plain),
        }
    }
    safe
}

/// The word for the level where there is one, else the rung as it is usually written: `senior`, `tier 1`, `L5`.
fn step(level: Option<Level>, grade: Option<Grade>) -> Option<Cow<'static, str>> {
    let word = level.map(|level| Cow::Borrowed(level.name()));
    word.or_else(|| grade.map(|grade| Cow::Owned(grade.to_string())))
}

/// A figure of pay, in plain units.
#[derive(Debug, Serialize)]
pub struct Salary<'a> {
    doc: &'a DocumentId,
    role: Option<&'a str>,
    role_id: Option<&'a str>,
    location: Option<&'a str>,
    place_id: Option<&'a str>,
    level: Option<Cow<'static, str>>,
    years_min: Option<Number>,
    years_max: Option<Number>,
    low: Option<Number>,
    high: Option<Number>,
    open_ended: bool,
    currency: &'static str,
    period: Option<&'static str>,
    statistic: Option<&'static str>,
    percentiles: Option<[u8; 2]>,
    basis: Option<&'static str>,
    population: Option<&'a str>,
    sample_size: Option<u32>,
    as_of: Option<&'a str>,
    attributed_to: Option<&'a str>,
    evidence: &'a str,
}

impl<'a> Salary<'a> {
    /// `pay`, read at `evidence` of `doc`.
    pub fn new(doc: &'a DocumentId, evidence: &'a Evidence, pay: &'a PayFact) -> Salary<'a> {
        let role_id = pay.role.as_ref().and_then(|role| role.id.as_ref());
        let place_id = pay.place.as_ref().and_then(|place| place.id.as_ref());
        let years_min = pay.years.and_then(|years| years.min_months);
        let years_max = pay.years.and_then(|years| years.max_months);
        let percentiles = pay
            .statistic
            .as_ref()
            .and_then(|found| found.kind.percentiles());
        Salary {
            doc,
            role: pay.role.as_ref().map(|role| role.written.as_str()),
            role_id: role_id.map(|id| id.0.as_str()),
            location: pay.place.as_ref().map(|place| place.written.as_str()),
            place_id: place_id.map(|id| id.0.as_str()),
            level: step(pay.level, pay.grade),
            years_min: years_min.map(in_years),
            years_max: years_max.map(in_years),
            low: pay.range.low().map(in_units),
            high: pay.range.high().map(in_units),
            open_ended: pay.range.open_ended(),
            currency: pay.range.currency().code(),
            period: pay.period.map(crate::domain::Period::name),
            statistic: pay.statistic.as_ref().map(|found| found.kind.name()),
            percentiles: percentiles.map(|(low, high)| [low, high]),
            basis: pay.basis.map(crate::domain::Basis::name),
            population: pay.population.as_deref(),
            sample_size: pay.sample_size,
            as_of: pay.as_of.as_deref(),
            attributed_to: pay.attributed_to.as_deref(),
            evidence: &evidence.text,
        }
    }

    /// The figure that `fact` is; none for a fact of another kind.
    pub fn of(fact: &'a Fact) -> Option<Salary<'a>> {
        let pay = fact.pay()?;
        Some(Salary::new(&fact.doc, &fact.evidence, pay))
    }
}

/// A figure of pay with what decided each part of it.
#[derive(Debug, Serialize)]
pub struct ExplainedSalary<'a> {
    #[serde(flatten)]
    salary: Salary<'a>,
    explain: Vec<ReasonLine<'a>>,
}

#[derive(Debug, Serialize)]
struct ReasonLine<'a> {
    slot: &'static str,
    rule: &'static str,
    words: &'a str,
}

impl<'a> ExplainedSalary<'a> {
    /// `salary` and the `reasons` for it.
    pub fn new(salary: Salary<'a>, reasons: &'a [Reason]) -> ExplainedSalary<'a> {
        let explain = reasons.iter().map(|reason| ReasonLine {
            slot: reason.slot.name(),
            rule: reason.rule.name(),
            words: &reason.words,
        });
        ExplainedSalary {
            salary,
            explain: explain.collect(),
        }
    }
}

/// What one document says of one role.
#[derive(Debug, Serialize)]
pub struct RoleLine<'a> {
    doc: &'a DocumentId,
    role: Option<&'a str>,
    skills: Vec<Skill<'a>>,
    responsibilities: Vec<Responsibility<'a>>,
    related_roles: Vec<RelatedRole<'a>>,
}

#[derive(Debug, Serialize)]
struct Skill<'a> {
    name: &'a str,
    category: Option<&'a str>,
    evidence: &'a str,
}

#[derive(Debug, Serialize)]
struct Responsibility<'a> {
    text: &'a str,
    evidence: &'a str,
}

#[derive(Debug, Serialize)]
struct RelatedRole<'a> {
    name: &'a str,
    evidence: &'a str,
}

impl<'a> RoleLine<'a> {
    /// One line for each document and role in `facts`, in the order in which they first come up.
    pub fn all(facts: &'a [Fact]) -> Vec<RoleLine<'a>> {
        let mut lines: Vec<(Option<String>, RoleLine<'a>)> = Vec::new();
        for fact in facts {
            let Some(said) = fact.role_fact() else {
                continue;
            };
            let key = said.role.as_ref().map(crate::domain::RoleRef::key);
            let known = lines
                .iter()
                .position(|(other, line)| *other == key && *line.doc == fact.doc);
            let place = known.unwrap_or_else(|| {
                let role = said.role.as_ref().map(|role| role.written.as_str());
                let line = RoleLine {
                    doc: &fact.doc,
                    role,
                    skills: Vec::new(),
                    responsibilities: Vec::new(),
                    related_roles: Vec::new(),
                };
                lines.push((key, line));
                lines.len() - 1
            });
            if let Some((_, line)) = lines.get_mut(place) {
                line.add(said, &fact.evidence.text);
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn add(&mut self, said: &'a RoleFact, evidence: &'a str) {
        // A sentence about skills or roles names none: it is told in answers, not listed here.
        match (said.aspect, said.name.as_deref()) {
            (Aspect::Skill | Aspect::SoftSkill, Some(name)) => self.skills.push(Skill {
                name,
                category: said.category.as_deref(),
                evidence,
            }),
            (Aspect::Responsibility, _) => self.responsibilities.push(Responsibility {
                text: &said.text,
                evidence,
            }),
            (Aspect::RelatedRole | Aspect::Title, Some(name)) => {
                self.related_roles.push(RelatedRole { name, evidence });
            }
            _ => {}
        }
    }
}

/// A stage of a roadmap.
#[derive(Debug, Serialize)]
pub struct StageLine<'a> {
    doc: &'a DocumentId,
    role: Option<&'a str>,
    stage: u16,
    name: &'a str,
    months_min: Option<Number>,
    months_max: Option<Number>,
    steps: Vec<&'a str>,
}

impl<'a> StageLine<'a> {
    /// The stage that `fact` is; none for a fact of another kind.
    pub fn of(fact: &'a Fact) -> Option<StageLine<'a>> {
        let stage: &Stage = fact.stage()?;
        let months = |months: crate::domain::Months| number(Decimal::new(i64::from(months.0), 2));
        Some(StageLine {
            doc: &fact.doc,
            role: stage.role.as_ref().map(|role| role.written.as_str()),
            stage: stage.ordinal,
            name: &stage.name,
            months_min: stage.months_min.map(months),
            months_max: stage.months_max.map(months),
            steps: stage.steps.iter().map(|step| step.text.as_str()).collect(),
        })
    }
}

/// An answer.
#[derive(Debug, Serialize)]
pub struct Reply<'a> {
    id: Value,
    intent: &'static str,
    slots: Slots<'a>,
    label: &'static str,
    answered: bool,
    headline: String,
    /// What the question compares, in its order.
    compare: Vec<SideLine<'a>>,
    figures: Vec<Salary<'a>>,
    passages: Vec<PassageLine<'a>>,
}

#[derive(Debug, Default, Serialize)]
struct Slots<'a> {
    role: Option<&'a str>,
    location: Option<&'a str>,
    level: Option<Cow<'static, str>>,
    years: Option<Number>,
    period: Option<&'static str>,
    offer: Option<OfferLine>,
}

/// An amount that was asked about, in plain units.
#[derive(Debug, Serialize)]
struct OfferLine {
    low: Number,
    high: Number,
    currency: &'static str,
    period: Option<&'static str>,
}

/// One of the things that a question compares.
#[derive(Debug, Serialize)]
struct SideLine<'a> {
    kind: &'static str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct PassageLine<'a> {
    doc: &'a DocumentId,
    heading: String,
    text: &'a str,
    score: f32,
}

impl<'a> Reply<'a> {
    /// `answer` to the question `id`, which is null outside a batch.
    pub fn new(id: Value, answer: &'a Answer, catalogue: &Catalogue) -> Reply<'a> {
        let understood = &answer.understood;
        Reply {
            id,
            intent: understood.intent.name(),
            slots: Slots {
                role: understood.title.as_deref().or(understood.role.as_deref()),
                location: understood.location.as_deref(),
                level: step(understood.level, understood.grade),
                years: understood.experience_months.map(in_years),
                period: understood.period.map(crate::domain::Period::name),
                offer: understood.offer.map(OfferLine::new),
            },
            label: answer.label.name(),
            answered: answer.label != Label::None,
            headline: catalogue.text(&answer.headline),
            compare: understood.compare.iter().map(SideLine::new).collect(),
            figures: answer
                .figures()
                .filter_map(|figure| Salary::of(&figure.fact))
                .collect(),
            passages: answer
                .passages
                .iter()
                .take(PASSAGES_MAX)
                .map(PassageLine::new)
                .collect(),
        }
    }

    /// The reply to a question that cannot be read, which says so.
    pub fn refused(id: Value, says: String) -> Reply<'static> {
        Reply {
            id,
            intent: Intent::None.name(),
            slots: Slots::default(),
            label: Label::None.name(),
            answered: false,
            headline: says,
            compare: Vec::new(),
            figures: Vec::new(),
            passages: Vec::new(),
        }
    }
}

impl OfferLine {
    fn new(offer: Offer) -> OfferLine {
        OfferLine {
            low: in_units(offer.low),
            high: in_units(offer.high),
            currency: offer.low.currency().code(),
            period: offer.period.map(crate::domain::Period::name),
        }
    }
}

impl<'a> SideLine<'a> {
    fn new(side: &'a Side) -> SideLine<'a> {
        SideLine {
            kind: side.kind.name(),
            name: &side.name,
        }
    }
}

impl<'a> PassageLine<'a> {
    fn new(hit: &'a Hit) -> PassageLine<'a> {
        PassageLine {
            doc: &hit.passage.doc,
            heading: hit.passage.headings.join(" > "),
            text: &hit.passage.text,
            score: hit.score,
        }
    }
}

/// What was read of one document.
#[derive(Debug, Serialize)]
pub struct CheckedLine<'a> {
    /// Which.
    pub doc: &'a DocumentId,
    /// What it was read as.
    pub format: &'static str,
    /// The encoding of its text.
    pub encoding: &'static str,
    /// Its paragraphs, items, headings and tables.
    pub blocks: usize,
    /// Its citable pieces.
    pub passages: usize,
    /// Its figures of pay.
    pub pay: usize,
    /// Its statements about roles.
    pub role: usize,
    /// Its stages of roadmaps.
    pub roadmap: usize,
}

/// What was seen and not taken, or what is to be mended.
#[derive(Debug, Serialize)]
pub struct NotedLine<'a> {
    /// The document.
    pub doc: &'a DocumentId,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// `doubt`, `warning` or `error`.
    pub kind: &'static str,
    /// The reason, or what is wrong and how to mend it.
    pub text: &'a str,
    /// The words that were doubted, as the document has them.
    pub evidence: Option<&'a str>,
}

/// Documents found for one query.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The query's name; null outside a batch.
    pub id: Value,
    /// Best first.
    pub hits: Vec<FoundDocument>,
}

/// A document and how well it fits.
#[derive(Debug, PartialEq, Serialize)]
pub struct FoundDocument {
    /// Which.
    pub doc: DocumentId,
    /// Larger is better.
    pub score: f32,
}

fn in_units(money: Money) -> Number {
    number(money.units())
}

/// Months of experience in years, to the hundredth.
fn in_years(months: u16) -> Number {
    number((Decimal::from(months) / Decimal::from(12)).round_dp(2))
}

/// An exact number: an integer where it is whole, else the shortest decimal that reads back the same.
fn number(exact: Decimal) -> Number {
    serde_json::from_str(&exact.normalize().to_string()).expect("a decimal is a JSON number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::render::samples;

    #[test]
    fn prints_a_figure_as_agreed() {
        let fact = samples::pay_fact();
        assert_eq!(
            line(&Salary::of(&fact)),
            r#"{"doc":"pay/india.md","role":"Data Engineer","role_id":"data-engineer","location":"India","place_id":"IN","level":"entry","years_min":0,"years_max":2,"low":400000,"high":800000,"open_ended":false,"currency":"INR","period":"year","statistic":"average","percentiles":null,"basis":"base","population":"full-time","sample_size":1204,"as_of":"2024","attributed_to":"Glassdoor","evidence":"Entry: ₹4–8 LPA"}"#
        );
    }

    #[test]
    fn a_rung_stands_where_no_word_says_the_level() {
        let tier = Grade::new(crate::domain::Scheme::Tier, 2);
        assert_eq!(step(Some(Level::Senior), tier).as_deref(), Some("senior"));
        assert_eq!(step(None, tier).as_deref(), Some("tier 2"));
        assert_eq!(step(None, None), None);
    }

    #[test]
    fn prints_what_is_not_stated_as_null() {
        let fact = samples::bare_pay_fact();
        assert_eq!(
            line(&Salary::of(&fact)),
            r#"{"doc":"pay/canada.md","role":null,"role_id":null,"location":null,"place_id":null,"level":null,"years_min":1.5,"years_max":null,"low":31.47,"high":null,"open_ended":true,"currency":"CAD","period":null,"statistic":"range","percentiles":[25,75],"basis":null,"population":null,"sample_size":null,"as_of":null,"attributed_to":null,"evidence":"CAD 31.47+"}"#
        );
    }

    #[test]
    fn prints_a_role_as_agreed() {
        let facts = samples::role_facts();
        let lines: Vec<String> = RoleLine::all(&facts).iter().map(line).collect();
        assert_eq!(
            lines,
            [
                r#"{"doc":"roles/de.md","role":"Data Engineer","skills":[{"name":"PostgreSQL","category":"databases","evidence":"Databases: PostgreSQL"}],"responsibilities":[{"text":"Builds pipelines.","evidence":"Builds pipelines."}],"related_roles":[{"name":"Analytics Engineer","evidence":"See Analytics Engineer"}]}"#
            ]
        );
    }

    #[test]
    fn prints_a_stage_as_agreed() {
        let fact = samples::stage_fact();
        assert_eq!(
            line(&StageLine::of(&fact)),
            r#"{"doc":"roads/de.md","role":"Data Engineer","stage":1,"name":"Foundations","months_min":0,"months_max":1.38,"steps":["Learn SQL","Learn Python"]}"#
        );
    }

    #[test]
    fn prints_an_answer_as_agreed() {
        let answer = samples::passages();
        let catalogue = Catalogue::english();
        assert_eq!(
            line(&Reply::new(Value::from("q1"), &answer, &catalogue)),
            r#"{"id":"q1","intent":"ask","slots":{"role":null,"location":null,"level":null,"years":1.5,"period":null,"offer":null},"label":"passage","answered":true,"headline":"No exact fact, but one document speaks of it.","compare":[],"figures":[],"passages":[{"doc":"roles/de.md","heading":"Data Engineer > Skills","text":"Most data engineers use PostgreSQL and SQL every day.","score":7.25}]}"#
        );
        let figures = samples::salary();
        let reply =
            serde_json::to_value(Reply::new(Value::Null, &figures, &catalogue)).expect("an object");
        let alone = serde_json::to_value(Salary::of(&samples::pay_fact())).expect("an object");
        assert_eq!(reply["figures"][0], alone);
        assert_eq!(reply["id"], Value::Null);
    }

    #[test]
    fn prints_a_refusal_as_agreed() {
        assert_eq!(
            line(&Reply::refused(
                Value::from(3),
                "The question is empty.".to_owned()
            )),
            r#"{"id":3,"intent":"none","slots":{"role":null,"location":null,"level":null,"years":null,"period":null,"offer":null},"label":"none","answered":false,"headline":"The question is empty.","compare":[],"figures":[],"passages":[]}"#
        );
    }

    #[test]
    fn escapes_what_a_terminal_would_act_on() {
        let nasty = "a\u{1b}[2Jb\u{9b}c\u{202e}d\n";
        let printed = line(&nasty);
        assert_eq!(printed, r#""a\u001b[2Jb\u009bc\u202ed\n""#);
        let back: String = serde_json::from_str(&printed).expect("a string");
        assert_eq!(back, nasty);
    }
}
