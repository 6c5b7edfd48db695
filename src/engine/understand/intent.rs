//! What a question wants to know.

use super::amounts::states_pay;
use super::lists::{AROUND, BUSINESS, FEES, FIGURE, PAY, PAY_SITES, ROADMAP, STOP};
use super::sentence::Sentence;
use super::titles::Title;
use crate::domain::{Aspect, Intent};
use crate::vocabulary::Word;

/// What is known of a question when its intent is decided.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing that the question names, and they combine freely"
)]
pub(super) struct Evidence<'a> {
    /// The question, with the words of its job titles silent.
    pub(super) beside: &'a Sentence<'a>,
    /// The words that belong to no name.
    pub(super) free: &'a [&'a Word<'a>],
    pub(super) titles: &'a [Title],
    pub(super) aspects: &'a [Aspect],
    pub(super) has_place: bool,
    /// A level or years are stated.
    pub(super) has_step: bool,
    pub(super) names_skill: bool,
    pub(super) has_content: bool,
}

/// Jargon of pay whose meaning may be asked for.
const JARGON: [&str; 16] = [
    "ctc",
    "lpa",
    "stipend",
    "hand",
    "gross",
    "net",
    "esop",
    "esops",
    "rsu",
    "rsus",
    "hra",
    "pf",
    "base",
    "compensation",
    "package",
    "takehome",
];

/// The intent of a question.
pub(super) fn intent(evidence: &Evidence<'_>) -> Intent {
    let words = evidence.beside;
    if words.words.is_empty() {
        return Intent::None;
    }
    if is_about_other_money(evidence) {
        return Intent::Ask;
    }
    if asks_for_pay(evidence) {
        return Intent::Salary;
    }
    if asks_for_the_way(evidence) {
        return Intent::Roadmap;
    }
    if asks_for_the_role(evidence) {
        return Intent::Role;
    }
    let has_role = !evidence.titles.is_empty();
    let nothing_else = evidence.free.iter().all(|word| {
        let lower = word.lower.as_str();
        STOP.contains(lower)
            || lower.starts_with(|c: char| c.is_ascii_digit())
            || matches!(lower, "job" | "jobs" | "role" | "career" | "profession")
    });
    if has_role && nothing_else && evidence.aspects.is_empty() && !is_yes_or_no(words) {
        return if evidence.has_place || evidence.has_step {
            Intent::Salary
        } else {
            Intent::Role
        };
    }
    if has_role || !evidence.aspects.is_empty() || evidence.has_content || words.has(&BUSINESS) {
        Intent::Ask
    } else {
        Intent::None
    }
}

/// "Is it", "can they", "should I": a question that yes or no would answer.
pub(super) fn is_yes_or_no(words: &Sentence<'_>) -> bool {
    matches!(
        words.lower(0),
        "is" | "are"
            | "can"
            | "could"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "should"
            | "has"
            | "have"
            | "was"
            | "were"
    )
}

/// Prices, taxes, the cost of living, terms of pay and how to get more: no lookup of what a role pays.
fn is_about_other_money(evidence: &Evidence<'_>) -> bool {
    let words = evidence.beside;
    let has_pay = words.has(&PAY);
    let course = evidence.aspects.contains(&Aspect::Course) && !has_pay;
    let no_name = evidence.titles.is_empty();
    let living = (words.has_any(&["cost", "costs", "expenses"])
        && words.has_any(&["living", "live"]))
        || words.has_any(&["rent", "rents", "mortgage", "groceries"])
        || words.has_pair("to", &["live", "survive"]);
    let tax = words.has_any(&[
        "tax",
        "taxes",
        "taxed",
        "pension",
        "insurance",
        "loan",
        "emi",
        "visa",
    ]) && !words.has_any(&["salary", "salaries", "wage", "wages"]);
    let by_law = words.has_pair("minimum", &["wage", "wages"])
        || words.has_pair("living", &["wage", "wages"]);
    let gains = words.has_any(&[
        "negotiate",
        "negotiating",
        "negotiation",
        "negotiations",
        "increment",
        "increments",
        "appraisal",
    ]) || words.has_any(&["hike", "hikes", "raise", "raises", "bonus"])
        && !words.has_any(&["salary", "pay"])
        || words.has_pair("a", &["raise", "hike"])
        || words.has_pair(
            "salary",
            &["hike", "increment", "negotiation", "slip", "account"],
        )
        || words.has_pair(
            "pay",
            &["raise", "hike", "slip", "commission", "gap", "rise"],
        )
        || words.has_any(&["allowance", "allowances", "gratuity", "arrears"]);
    let why = words.lower(0) == "why"
        || words.has_any(&[
            "affect",
            "affects",
            "factors",
            "depend",
            "depends",
            "influence",
            "influences",
        ])
        || (words.has_any(&["increase", "improve", "boost", "double", "maximize"])
            && has_pay
            && words.words.len() <= 20);
    let interview = words.has_any(&["interview", "interviews", "resume", "cv"]);
    words.has(&FEES) && !is_paid_work(words)
        || course
        || living
        || tax
        || by_law
        || gains
        || (why && has_pay)
        || interview && !has_pay
        || (no_name && is_of_a_term(evidence))
        || (no_name
            && has_pay
            && !evidence.has_place
            && (evidence.aspects.contains(&Aspect::Tip) || words.has_any(&["skill", "skills"])))
}

/// "How much does a plumber charge": a price that is somebody's pay.
fn is_paid_work(words: &Sentence<'_>) -> bool {
    words.has_any(&["salary", "salaries", "wage", "wages", "earn", "earns"])
}

/// "What is CTC", "LPA meaning": a word of pay is asked for, not pay.
fn is_of_a_term(evidence: &Evidence<'_>) -> bool {
    let words = evidence.beside;
    let means = words.has_any(&[
        "meaning",
        "mean",
        "means",
        "define",
        "definition",
        "stand",
        "abbreviation",
    ]) || words.has_pair("full", &["form"])
        || words.has_any(&["difference", "diff", "vs"]);
    let what_is = matches!(words.lower(0), "what" | "whats" | "what's")
        && words.words.len() <= 5
        && !words.has_any(&["salary", "pay", "average"]);
    !evidence.has_place && !evidence.has_step && words.has_any(&JARGON) && (means || what_is)
}

fn asks_for_pay(evidence: &Evidence<'_>) -> bool {
    let words = evidence.beside;
    let has_role = !evidence.titles.is_empty();
    let counts = evidence.aspects.contains(&Aspect::JobCount);
    let how_much = words.has_pair("how", &["much"]) && !counts
        || words.has_pair("kitna", &["kamate", "kamata", "milta", "paisa"]);
    // "Pay attention", "does it pay to".
    let as_verb = words.has_pair("pay", &["attention"]) || words.has_pair("money", &["laundering"]);
    let makes = words.has_any(&[
        "make", "makes", "earn", "earns", "get", "paid", "bring", "pull",
    ]) && words.has_any(&[
        "much", "rich", "money", "bank", "crore", "lakh", "lakhs", "crores", "million", "millions",
        "figures",
    ]);
    // "What do plumbers make", "what does a nurse get in Leeds".
    let asks_what = matches!(words.lower(0), "what" | "whats" | "what's" | "wat" | "how");
    let gets = has_role
        && asks_what
        && (words.has_any(&["make", "makes", "earn", "earns"])
            || words.has_any(&["get", "gets"])
                && (evidence.has_place || evidence.has_step)
                && !words.has_any(&[
                    "into", "job", "jobs", "hired", "started", "visa", "promoted",
                ]));
    let rich = has_role
        && words.has_any(&[
            "rich",
            "wealthy",
            "underpaid",
            "overpaid",
            "millionaire",
            "millionaires",
        ]);
    let expects = words.has_any(&["expect", "expected"])
        && has_role
        && (evidence.has_place || evidence.has_step);
    let charges = words.has_any(&["charge", "charges"]) && has_role;
    let amount = (has_role || evidence.has_step) && states_pay(words);
    let asks_steps = words.has_any(&["become", "roadmap", "learn", "path"]);
    (words.has(&PAY) && !as_verb)
        || words.has(&PAY_SITES)
        || how_much
        || makes
        || (gets && !words.has_any(&["become", "roadmap", "learn", "path"]))
        || rich
        || (expects && !asks_steps)
        || charges
        || (amount && !asks_steps)
        || words.has_any(&["paying", "hourly"])
}

fn asks_for_the_way(evidence: &Evidence<'_>) -> bool {
    let words = evidence.beside;
    let has_role = !evidence.titles.is_empty();
    // "Should I learn Docker" is about a thing, not about the way into a role.
    if !has_role && evidence.names_skill && !words.has_any(&["roadmap", "roadmaps"]) {
        return false;
    }
    if evidence.aspects.contains(&Aspect::Tip) && !words.has_any(&["roadmap", "roadmaps"]) {
        return false;
    }
    let becomes = words.has_any(&[
        "become", "becoming", "be", "start", "begin", "enter", "break",
    ]);
    let asks_how = words.has_any(&[
        "how", "steps", "step", "way", "ways", "path", "route", "where", "plan",
    ]) || words.has_pair("what", &["do", "to", "should", "must", "does"]);
    let become_i = words.has_any(&["become", "becoming"]);
    // "Can a nurse become a doctor" asks whether, not how; "can I become" asks for the way.
    let of_others = is_yes_or_no(words) && !words.has_any(&["i", "we", "someone", "anyone", "you"]);
    let advice = matches!(words.lower(0), "should" | "will" | "why")
        || words.has_any(&["worth", "worthwhile"])
        || words.has_pair("is", &["it"])
            && words.has_any(&["hard", "easy", "difficult", "late", "stressful"]);
    let wants = words.has_pair("to", &["be", "become"])
        && words.has_any(&[
            "want", "wanna", "how", "what", "where", "need", "plan", "aspire", "study", "required",
        ])
        || words.has_any(&["wanna"]);
    let moves = words.has_any(&[
        "switch",
        "switching",
        "transition",
        "transitioning",
        "move",
        "shift",
        "pivot",
        "change",
    ]) && words.has_any(&["how", "want", "path", "roadmap", "steps", "plan"])
        && has_role;
    let into = ["get", "getting", "break", "breaking", "enter", "go"]
        .iter()
        .any(|verb| words.has_pair(verb, &["into", "in"]))
        && (words.has_pair("get", &["into"])
            || words.has_pair("getting", &["into"])
            || words.has_pair("break", &["into"])
            || words.has_pair("breaking", &["into"])
            || words.has_pair("go", &["into"]));
    let planned = words.has_any(&["plan", "schedule", "timeline"])
        && words.has_any(&[
            "month", "months", "weeks", "week", "year", "study", "learning", "career",
        ]);
    let how_to_become = asks_how
        && becomes
        && (become_i || has_role || words.has_pair("to", &["be", "become"]))
        && !(evidence.aspects.contains(&Aspect::Responsibility)
            && !become_i
            && !words.has_pair("to", &["be", "start"]));
    let names_way = words.has(&ROADMAP) || become_i;
    if !advice && (into || (names_way && !of_others)) {
        return true;
    }
    if is_yes_or_no(words) && !names_way {
        return false;
    }
    let asks = (how_to_become || wants) && !is_of_skills(evidence);
    ((asks || moves) && !of_others) || (planned && has_role)
}

/// "What skills do I need to be a midwife" asks what the role takes.
fn is_of_skills(evidence: &Evidence<'_>) -> bool {
    let asks = |aspect| evidence.aspects.contains(&aspect);
    (asks(Aspect::Skill) || asks(Aspect::SoftSkill)) && !evidence.beside.has_any(&["how", "become"])
}

fn asks_for_the_role(evidence: &Evidence<'_>) -> bool {
    let words = evidence.beside;
    let of = |aspect: Aspect| evidence.aspects.contains(&aspect);
    let has_role = !evidence.titles.is_empty();
    if !has_role && evidence.names_skill {
        return false;
    }
    if words.lower(0) == "why" {
        return false;
    }
    let role_side = of(Aspect::Skill)
        || of(Aspect::SoftSkill)
        || of(Aspect::Responsibility)
        || of(Aspect::Comparison)
        || of(Aspect::Title);
    let related = of(Aspect::RelatedRole) && !words.has_any(&["become"]) && !is_yes_or_no(words);
    let is_plain = |list: &[&str]| {
        evidence.free.iter().all(|word| {
            let lower = word.lower.as_str();
            STOP.contains(lower) || AROUND.contains(lower) || list.contains(&lower)
        })
    };
    let defines =
        of(Aspect::Definition) && has_role && is_plain(&["define", "definition", "meaning"]);
    let tells = has_role
        && (words.has_any(&["about", "explain", "describe", "overview", "introduction"])
            || words.has_pair("what", &["are"]))
        && is_plain(&[])
        && !is_yes_or_no(words);
    let needs = has_role
        && words.has_any(&[
            "qualification",
            "qualifications",
            "requirements",
            "requirement",
            "eligibility",
            "coding",
            "math",
            "maths",
        ])
        && words.has_any(&[
            "need",
            "needs",
            "needed",
            "required",
            "require",
            "requirements",
            "requirement",
            "qualification",
            "qualifications",
            "eligibility",
            "for",
        ]);
    let names_something = has_role
        || evidence
            .free
            .iter()
            .any(|word| !STOP.contains(&word.lower) && !FIGURE.contains(&word.lower));
    (names_something && (role_side || related) && (has_role || !is_yes_or_no(words)))
        || defines
        || tells
        || needs
}

/// True where the words of a question speak of work, whatever it asks of it.
pub(super) fn is_of_work(words: &Sentence<'_>) -> bool {
    const WORK: &[&str] = &[
        "job",
        "jobs",
        "career",
        "careers",
        "company",
        "companies",
        "employer",
        "employers",
        "degree",
        "degrees",
        "internship",
        "internships",
        "certification",
        "certifications",
        "hiring",
        "recruiter",
        "recruiters",
        "resume",
        "cv",
        "interview",
        "interviews",
        "profession",
        "skill",
        "skills",
        "course",
        "courses",
        "employees",
        "workplace",
        "boss",
        "raise",
        "promotion",
        "exam",
        "exams",
        "university",
        "universities",
        "college",
        "salary",
        "salaries",
        "graduate",
        "graduates",
    ];
    words.has(&PAY) || words.has(&ROADMAP) || words.has(&BUSINESS) || words.has_any(WORK)
}
