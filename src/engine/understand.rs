//! What a question in plain words wants to know: its intent, and the role, place, level and years it names.
//!
//! Names come from the vocabulary, typos are mended by bounded edit distance and said, and what is not known keeps
//! the words it was asked in.

use std::collections::HashSet;

use crate::domain::{Aspect, Intent, Level, PlaceId, RoleId, Span};
use crate::extract::{Setting, scan_years};
use crate::vocabulary::{Mention, Term, Vocabulary, Word, closest, distance_allowed, fold, words};

/// What a question was read as.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    pub(super) intent: Option<Intent>,
    /// The known roles it names, in order, the one it is about first.
    pub(super) roles: Vec<RoleId>,
    /// The known places it names, in order.
    pub(super) places: Vec<PlaceId>,
    pub(super) level: Option<Level>,
    /// Years of experience, in months.
    pub(super) experience_months: Option<u16>,
    /// Sides of a role it asks for.
    pub(super) aspects: Vec<Aspect>,
    /// A role that it names and nobody knows.
    pub(super) unknown_role: Option<String>,
    /// A place that it names and nobody knows.
    pub(super) unknown_place: Option<String>,
    /// Words that were mended: as typed, as read.
    pub(super) corrections: Vec<(String, String)>,
    /// The question after cleaning and mending.
    pub(super) text: String,
    /// The words that carry its content.
    pub(super) content: Vec<String>,
    /// Those of them that name a skill or tool: a passage without them is hardly about it.
    pub(super) named: HashSet<String>,
}

/// Words that carry no content of their own in a question.
const STOP: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "best",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "for",
    "from",
    "get",
    "gets",
    "getting",
    "give",
    "go",
    "good",
    "got",
    "great",
    "had",
    "has",
    "have",
    "having",
    "he",
    "hello",
    "help",
    "here",
    "hey",
    "hi",
    "how",
    "i",
    "if",
    "im",
    "in",
    "into",
    "is",
    "it",
    "its",
    "just",
    "kind",
    "know",
    "like",
    "lot",
    "many",
    "me",
    "more",
    "most",
    "much",
    "my",
    "need",
    "needed",
    "needs",
    "now",
    "of",
    "off",
    "on",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "per",
    "please",
    "pls",
    "plz",
    "possible",
    "really",
    "say",
    "she",
    "should",
    "show",
    "so",
    "some",
    "someone",
    "take",
    "tell",
    "than",
    "thanks",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "this",
    "those",
    "to",
    "today",
    "too",
    "u",
    "up",
    "ur",
    "us",
    "want",
    "was",
    "way",
    "we",
    "were",
    "what",
    "whats",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "work",
    "works",
    "working",
    "would",
    "year",
    "years",
    "yr",
    "yrs",
    "exp",
    "experience",
    "experienced",
    "yes",
    "you",
    "your",
    "vs",
    "versus",
    "between",
    "currently",
    "each",
    "every",
    "less",
    "also",
    "still",
    "even",
    "going",
    "make",
    "makes",
    "use",
    "used",
    "using",
    "it's",
    "i'm",
    "what's",
    "ok",
];

/// Words that ask for pay.
const PAY: &[&str] = &[
    "salary",
    "salaries",
    "pay",
    "pays",
    "paid",
    "wage",
    "wages",
    "earn",
    "earns",
    "earning",
    "earnings",
    "income",
    "ctc",
    "lpa",
    "compensation",
    "package",
    "packages",
    "stipend",
    "remuneration",
    "payscale",
    "paycheck",
    "money",
    "takehome",
];

/// Sites that are asked for their figures of pay.
const PAY_SITES: &[&str] = &[
    "glassdoor",
    "payscale",
    "ambitionbox",
    "levels.fyi",
    "salary.com",
];

/// The world as a region of the UN's M49 list.
pub(super) const WORLD: &str = "001";

/// Words that ask for the way into a role.
const ROADMAP: &[&str] = &[
    "roadmap",
    "roadmaps",
    "learn",
    "learning",
    "study",
    "syllabus",
    "curriculum",
    "topics",
    "stages",
    "steps",
    "path",
];

/// Words that ask for what a role is.
const ROLE: &[&str] = &[
    "skill",
    "skills",
    "responsibilities",
    "responsibility",
    "duties",
    "tasks",
    "difference",
    "compare",
    "know",
];

/// Words that ask for prices.
const FEES: &[&str] = &["fee", "fees", "cost", "costs", "tuition", "price"];

/// Codes and words of currencies that one country uses, with that country.
const CURRENCIES: &[(&str, &str)] = &[
    ("inr", "IN"),
    ("lpa", "IN"),
    ("rupees", "IN"),
    ("rupee", "IN"),
    ("lakh", "IN"),
    ("lakhs", "IN"),
    ("gbp", "GB"),
    ("aed", "AE"),
    ("dirham", "AE"),
    ("dirhams", "AE"),
    ("naira", "NG"),
    ("cad", "CA"),
    ("aud", "AU"),
    ("sgd", "SG"),
];

/// Reads `question`; `is_known` says whether a word stands in the documents, so that it is no typo.
pub(super) fn understand(
    question: &str,
    vocabulary: &Vocabulary,
    is_known: &dyn Fn(&str) -> bool,
) -> Meaning {
    let cleaned = without_markup(question);
    let (text, corrections) = mend(&cleaned, vocabulary, is_known);
    let words = words(&text);
    let mentions = mentions_in_question(&text, &words, vocabulary);
    let mut meaning = Meaning {
        corrections,
        ..Meaning::default()
    };
    for mention in &mentions {
        match &mention.term {
            Term::Role { id, .. } if !meaning.roles.contains(id) => meaning.roles.push(id.clone()),
            Term::Place { id, .. } if !meaning.places.contains(id) => {
                meaning.places.push(id.clone())
            }
            Term::Level { level, .. } if meaning.level.is_none() => meaning.level = Some(*level),
            _ => {}
        }
    }
    meaning.experience_months = experience(&text, &words);
    meaning.aspects = aspects(&words);
    let free: Vec<&Word> = words
        .iter()
        .filter(|word| {
            !mentions.iter().any(|mention| {
                !matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(word.span)
            })
        })
        .collect();
    meaning.content = content(&free, &words, &mentions, &text);
    meaning.named = words
        .iter()
        .filter(|word| is_skill(&mentions, word.span))
        .map(|word| word.lower.clone())
        .collect();
    meaning.intent = intent(&words, &free, &meaning);
    if meaning.intent != Some(Intent::Salary) {
        // "Remote" and "worldwide" are places of pay only.
        meaning.places.retain(|place| place.0 != WORLD);
    }
    if meaning.intent == Some(Intent::Salary) && meaning.places.is_empty() {
        let by_currency = words
            .iter()
            .find_map(|word| CURRENCIES.iter().find(|(name, _)| *name == word.lower))
            .map(|(_, code)| PlaceId((*code).to_owned()));
        meaning.places.extend(by_currency);
    }
    if meaning.roles.len() > 1 {
        prefer_longer_titles(&mut meaning, &mentions);
    }
    unknown_names(&mut meaning, &words, &free);
    meaning.text = text;
    meaning
}

fn is_skill(mentions: &[Mention], span: Span) -> bool {
    mentions
        .iter()
        .any(|mention| matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(span))
}

/// Mentions, markup and control characters of the chat are no part of a question.
fn without_markup(question: &str) -> String {
    let mut text = String::with_capacity(question.len());
    let mut rest = question;
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        // `<@123>`, `<@&123>`, `<#123>`, `<:name:123>`, `<t:123>`.
        if c == '<' && tail.starts_with(['@', '#', ':', 't', 'a', '/']) {
            if let Some(end) = tail.find('>').filter(|end| *end <= 60) {
                text.push(' ');
                rest = tail.get(end + 1..).unwrap_or_default();
                continue;
            }
        }
        if let Some(after) = ["@everyone", "@here"]
            .iter()
            .find_map(|mention| rest.strip_prefix(mention))
        {
            text.push(' ');
            rest = after;
            continue;
        }
        text.push(if c.is_control() || "*_`~|>\u{200b}\u{200d}".contains(c) {
            ' '
        } else {
            c
        });
        rest = tail;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Mends words that nobody knows and that are one slip away from exactly one word that carries meaning.
fn mend(
    text: &str,
    vocabulary: &Vocabulary,
    is_known: &dyn Fn(&str) -> bool,
) -> (String, Vec<(String, String)>) {
    let own = STOP
        .iter()
        .chain(PAY)
        .chain(ROADMAP)
        .chain(ROLE)
        .chain(FEES)
        .copied();
    let names: HashSet<&str> = vocabulary
        .name_words()
        .chain(own)
        .filter(|name| name.chars().all(char::is_alphabetic))
        .collect();
    let found: Vec<(Span, &str)> = words(text)
        .into_iter()
        .filter_map(|word| near_name(&word.lower, &names, is_known).map(|name| (word.span, name)))
        .collect();
    // A mended word must mean something where it stands: "drives" is no truck driver.
    let own: HashSet<&str> = [PAY, ROADMAP, ROLE, FEES].concat().into_iter().collect();
    let (all, spans) = replaced(text, &found);
    let mentions = vocabulary.mentions(&all);
    let telling: Vec<(Span, &str)> = found
        .iter()
        .zip(spans)
        .filter(|((_, name), span)| {
            own.contains(name) || mentions.iter().any(|mention| mention.span.overlaps(*span))
        })
        .map(|(found, _)| *found)
        .collect();
    let corrections = telling
        .iter()
        .map(|(span, name)| {
            (
                span.of(text).unwrap_or_default().to_owned(),
                (*name).to_owned(),
            )
        })
        .collect();
    (replaced(text, &telling).0, corrections)
}

/// `text` with each span replaced by its word, and where the words stand then.
fn replaced(text: &str, with: &[(Span, &str)]) -> (String, Vec<Span>) {
    let mut mended = String::with_capacity(text.len());
    let mut spans = Vec::new();
    let mut at = 0;
    for (span, name) in with {
        mended.push_str(text.get(at..span.start).unwrap_or_default());
        spans.push(Span::new(mended.len(), mended.len() + name.len()));
        mended.push_str(name);
        at = span.end;
    }
    mended.push_str(text.get(at..).unwrap_or_default());
    (mended, spans)
}

fn near_name<'a>(
    typed: &str,
    names: &HashSet<&'a str>,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<&'a str> {
    let length = typed.chars().count();
    let allowed = distance_allowed(length);
    let singular = typed.strip_suffix('s').unwrap_or(typed);
    if allowed == 0
        || !typed.chars().all(char::is_alphabetic)
        || names.contains(typed)
        || names.contains(singular)
        || is_known(typed)
    {
        return None;
    }
    let first = typed.chars().next();
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .filter(|name| {
            name.chars().next() == first
                && name.chars().count().abs_diff(length) <= allowed
                && name.chars().count() > 3
        })
        .map(|name| (strsim::osa_distance(typed, name), *name))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, only)] => Some(only),
        // Two equally near words: neither is sure, unless one is the other's plural.
        [(a, first), (b, second), ..]
            if a < b
                || first.strip_suffix('s') == Some(second)
                || second.strip_suffix('s') == Some(first) =>
        {
            Some(first)
        }
        _ => None,
    }
}

/// The names in a question. Short country codes count in lower case only where they can be no pronoun or preposition.
fn mentions_in_question(text: &str, words: &[Word], vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut mentions = vocabulary.mentions_in(words);
    for (at, word) in words.iter().enumerate() {
        let taken = mentions.iter().any(|mention| {
            matches!(mention.term, Term::Place { .. }) && mention.span.overlaps(word.span)
        });
        if taken || word.lower.len() > 3 {
            continue;
        }
        let before = at
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .map_or("", |word| word.lower.as_str());
        let is_last = at + 1 == words.len();
        let next_is_pay = words
            .get(at + 1)
            .is_some_and(|word| PAY.contains(&word.lower.as_str()));
        let reads_as_place = match word.lower.as_str() {
            "us" => {
                matches!(before, "in" | "the" | "from" | "across")
                    || next_is_pay
                    || (is_last
                        && at > 0
                        && !matches!(
                            before,
                            "tell" | "give" | "show" | "help" | "of" | "for" | "to" | "with"
                        ))
            }
            "uk" | "usa" | "uae" | "ksa" => true,
            _ => false,
        };
        if reads_as_place {
            if let Some(id) = vocabulary.parse_place(&word.lower) {
                mentions.push(Mention {
                    span: word.span,
                    term: Term::Place {
                        id,
                        adjective: false,
                    },
                });
            }
        }
    }
    // Weak level words ("beginner", "advanced") speak of a level in a question wherever they stand beside a name or intent.
    let about_pay_or_way = words
        .iter()
        .any(|word| PAY.contains(&word.lower.as_str()) || ROADMAP.contains(&word.lower.as_str()));
    let has_role = mentions
        .iter()
        .any(|mention| matches!(mention.term, Term::Role { .. }));
    mentions.retain(|mention| match &mention.term {
        Term::Level { weak: true, .. } => {
            about_pay_or_way || has_role && !is_verb_like(mention.span.of(text).unwrap_or_default())
        }
        _ => true,
    });
    mentions.sort_by_key(|mention| mention.span.start);
    mentions
}

/// "Lead to", "manager" and the like are no levels in a question about a role.
fn is_verb_like(word: &str) -> bool {
    matches!(
        fold(word).as_str(),
        "lead"
            | "manager"
            | "managerial"
            | "staff"
            | "chief"
            | "director"
            | "principal"
            | "executive"
    )
}

fn experience(text: &str, words: &[Word]) -> Option<u16> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    // "In the next 5 years" asks for something else; scan_years in the label setting leaves those alone too.
    let found = scan_years(text, Setting::Label);
    let first = found
        .first()
        .filter(|_| !has(&["growth", "ago", "degree"]))?;
    let (min, max) = (first.value.min_months, first.value.max_months);
    min.or(max)
}

fn aspects(words: &[Word]) -> Vec<Aspect> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let next = |first: &str, second: &[&str]| {
        words
            .windows(2)
            .any(|pair| pair[0].lower == first && second.contains(&pair[1].lower.as_str()))
    };
    let mut found = Vec::new();
    let mut add = |condition: bool, aspect: Aspect| {
        if condition {
            found.push(aspect);
        }
    };
    let soft = next("soft", &["skill", "skills"]) || has(&["softskills", "softskill"]);
    let asks_pay = has(PAY);
    add(soft, Aspect::SoftSkill);
    add(
        !soft
            && (has(&[
                "skill",
                "skills",
                "tools",
                "stack",
                "technologies",
                "languages",
                "frameworks",
                "databases",
                "database",
                "framework",
            ]) && !asks_pay),
        Aspect::Skill,
    );
    add(
        has(&["responsibilities", "responsibility", "duties", "tasks"])
            || (has(&["do", "does"])
                && has(&["what"])
                && !has(&["earn", "make", "learn", "pay"])
                && !has(&["skills", "need"])),
        Aspect::Responsibility,
    );
    add(
        next("what", &["is"]) || next("who", &["is"]) || has(&["define", "definition", "meaning"]),
        Aspect::Definition,
    );
    add(
        has(&[
            "related",
            "similar",
            "alternative",
            "titles",
            "transition",
            "switch",
        ]) || next("move", &["to", "into"])
            || (has(&["become"]) && has(&["can"])),
        Aspect::RelatedRole,
    );
    add(
        has(&["titles", "related"]) && has(&["job", "jobs", "titles", "roles"]),
        Aspect::Title,
    );
    add(
        has(&[
            "companies",
            "company",
            "employers",
            "employer",
            "recruiters",
            "hires",
            "hiring",
            "hire",
        ]),
        Aspect::Employer,
    );
    add(
        has(&[
            "degree",
            "degrees",
            "education",
            "qualification",
            "qualifications",
            "eligibility",
            "college",
            "school",
        ]) || (has(&["how"]) && has(&["become"])),
        Aspect::Education,
    );
    add(
        has(FEES)
            || has(&[
                "course", "courses", "bca", "mca", "btech", "mtech", "diploma",
            ]),
        Aspect::Course,
    );
    add(
        has(&[
            "growth",
            "outlook",
            "demand",
            "future",
            "scope",
            "bls",
            "prospects",
        ]),
        Aspect::Outlook,
    );
    add(
        has(&["openings", "vacancies", "listings", "listed"])
            || (has(&["many"]) && has(&["jobs", "job"])),
        Aspect::JobCount,
    );
    add(
        has(&["remote", "remotely", "wfh", "hybrid"]) || next("from", &["home"]),
        Aspect::Remote,
    );
    add(
        has(&[
            "difference",
            "differences",
            "vs",
            "versus",
            "compare",
            "compared",
        ]) && !asks_pay,
        Aspect::Comparison,
    );
    add(has(&["tips", "tip", "advice", "succeed"]), Aspect::Tip);
    found
}

fn intent(words: &[Word], free: &[&Word], meaning: &Meaning) -> Option<Intent> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
    let next = |first: &str, second: &[&str]| {
        words
            .windows(2)
            .any(|pair| pair[0].lower == first && second.contains(&pair[1].lower.as_str()))
    };
    let of = |aspect: Aspect| meaning.aspects.contains(&aspect);
    if words.is_empty() {
        return Some(Intent::None);
    }
    if has(FEES) || of(Aspect::Course) && !has(PAY) {
        return Some(Intent::Ask);
    }
    let how_much = next("how", &["much"]) && !of(Aspect::JobCount);
    let earns_more = has(&["earns", "pays"]) || next("who", &["earns"]);
    if has(PAY) || has(PAY_SITES) || how_much || earns_more {
        return Some(Intent::Salary);
    }
    let how_to_become = (has(&["how"]) && has(&["become", "start", "begin"]))
        || next("get", &["into"])
        || next("getting", &["into"]);
    if has(ROADMAP) || how_to_become {
        return Some(Intent::Roadmap);
    }
    let role_side = of(Aspect::Skill)
        || of(Aspect::SoftSkill)
        || of(Aspect::Responsibility)
        || of(Aspect::Comparison)
        || of(Aspect::Title);
    let related = of(Aspect::RelatedRole) && !has(&["become"]);
    let has_role = !meaning.roles.is_empty();
    let defines = of(Aspect::Definition)
        && has_role
        && free.iter().all(|word| {
            STOP.contains(&word.lower.as_str())
                || matches!(word.lower.as_str(), "define" | "definition" | "meaning")
        });
    if (has_role || free.iter().any(|word| !STOP.contains(&word.lower.as_str())))
        && (role_side || related)
        || defines
    {
        return Some(Intent::Role);
    }
    let nothing_else = free.iter().all(|word| STOP.contains(&word.lower.as_str()));
    if has_role && nothing_else && meaning.aspects.is_empty() {
        let narrowed = !meaning.places.is_empty()
            || meaning.level.is_some()
            || meaning.experience_months.is_some();
        return Some(if narrowed {
            Intent::Salary
        } else {
            Intent::Role
        });
    }
    let names_something = has_role || !meaning.aspects.is_empty() || !meaning.content.is_empty();
    Some(if names_something {
        Intent::Ask
    } else {
        Intent::None
    })
}

/// The words a passage should hold: what is no stop word, with names as they were typed.
fn content(free: &[&Word], words: &[Word], mentions: &[Mention], text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = free
        .iter()
        .filter(|word| {
            !STOP.contains(&word.lower.as_str()) && word.lower.chars().any(char::is_alphanumeric)
        })
        .map(|word| (word.span.start, word.lower.clone()))
        .collect();
    // Skills inside names are content of their own; levels are not.
    for mention in mentions {
        if let Term::Place { .. } = mention.term {
            found.push((
                mention.span.start,
                fold(mention.span.of(text).unwrap_or_default()),
            ));
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    let _ = words;
    found.into_iter().map(|(_, word)| word).take(40).collect()
}

/// "Full stack vs backend": every role counts; "java backend developer" is one.
fn prefer_longer_titles(meaning: &mut Meaning, mentions: &[Mention]) {
    let title = mentions.iter().find_map(|mention| match &mention.term {
        Term::Role { id, field: false } => Some(id.clone()),
        _ => None,
    });
    let compared = meaning.aspects.contains(&Aspect::Comparison) || meaning.text.contains(" or ");
    if let (Some(title), false) = (title, compared) {
        meaning.roles.retain(|id| *id != title);
        meaning.roles.insert(0, title);
    }
}

/// Names a role or place that nobody knows by the words left over.
fn unknown_names(meaning: &mut Meaning, words: &[Word], free: &[&Word]) {
    let is_left = |word: &Word| {
        let lower = word.lower.as_str();
        !STOP.contains(&lower)
            && !PAY.contains(&lower)
            && !ROADMAP.contains(&lower)
            && !ROLE.contains(&lower)
            && !CURRENCIES.iter().any(|(name, _)| *name == lower)
            && !matches!(
                lower,
                "job"
                    | "jobs"
                    | "role"
                    | "roles"
                    | "career"
                    | "average"
                    | "avg"
                    | "median"
                    | "median"
                    | "usd"
                    | "eur"
                    | "level"
                    | "month"
                    | "months"
                    | "monthly"
                    | "annual"
                    | "hourly"
                    | "yearly"
                    | "base"
                    | "total"
                    | "beginner"
                    | "start"
                    | "become"
                    | "full"
                    | "developer"
                    | "engineer"
            )
            && lower.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let is_free = |word: &Word| free.iter().any(|other| other.span == word.span);
    if meaning.places.is_empty() && matches!(meaning.intent, Some(Intent::Salary)) {
        meaning.unknown_place = words.windows(2).find_map(|pair| {
            let joins = matches!(pair[0].lower.as_str(), "in" | "at" | "from" | "near");
            (joins && is_free(&pair[1]) && is_left(&pair[1])).then(|| pair[1].written.clone())
        });
    }
    if meaning.roles.is_empty()
        && matches!(
            meaning.intent,
            Some(Intent::Salary | Intent::Role | Intent::Roadmap)
        )
    {
        let left: Vec<&str> = words
            .iter()
            .filter(|word| {
                is_free(word)
                    && is_left(word)
                    && meaning.unknown_place.as_deref() != Some(word.written.as_str())
            })
            .map(|word| word.written.as_str())
            .collect();
        if (1..=3).contains(&left.len()) {
            meaning.unknown_role = Some(left.join(" "));
        }
    }
}

/// A name that was typed as a value, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Resolved<T> {
    /// It is that one, as typed.
    Exactly(T),
    /// It is read as that one.
    ReadAs(T),
    /// Nobody knows it.
    Unknown,
}

/// The role that `typed` names: as it stands, with typos mended, or somewhere inside it.
pub(super) fn resolve_role(
    typed: &str,
    vocabulary: &Vocabulary,
    is_known: &dyn Fn(&str) -> bool,
) -> Resolved<RoleId> {
    let clean = without_markup(typed);
    if let Some(id) = vocabulary.parse_role(&clean) {
        return Resolved::Exactly(id);
    }
    let (text, _) = mend(&clean, vocabulary, is_known);
    if let Some(id) = vocabulary.parse_role(&text) {
        return Resolved::ReadAs(id);
    }
    // "Senior backend developer" holds a role and a level; "backend developer evangelist" holds another title.
    let split = words(&text);
    let mentions = vocabulary.mentions_in(&split);
    let rest = split
        .iter()
        .filter(|word| {
            !mentions.iter().any(|mention| {
                !matches!(mention.term, Term::Skill(_)) && mention.span.overlaps(word.span)
            }) && !STOP.contains(&word.lower.as_str())
        })
        .count();
    let role = mentions.into_iter().find_map(|mention| match mention.term {
        Term::Role { id, .. } => Some(id),
        _ => None,
    });
    match role {
        Some(id) if rest == 0 => Resolved::ReadAs(id),
        _ => Resolved::Unknown,
    }
}

/// The place that `typed` names, as it stands or with typos mended.
pub(super) fn resolve_place(typed: &str, vocabulary: &Vocabulary) -> Resolved<PlaceId> {
    let clean = without_markup(typed);
    if let Some(id) = vocabulary.parse_place(&clean) {
        return Resolved::Exactly(id);
    }
    // "Pune, India": the first place is meant; the second only says where it lies.
    let mentions = vocabulary.mentions(&clean);
    let places: Vec<(Span, PlaceId)> = mentions
        .into_iter()
        .filter_map(|mention| match mention.term {
            Term::Place { id, .. } => Some((mention.span, id)),
            _ => None,
        })
        .collect();
    let covered: usize = places.iter().map(|(span, _)| span.len()).sum();
    if let Some((_, id)) = places.first() {
        if covered + 6 >= clean.len() {
            return Resolved::ReadAs(id.clone());
        }
    }
    let names: Vec<&str> = vocabulary
        .places()
        .iter()
        .map(|place| place.name.as_str())
        .collect();
    let folded = fold(&clean);
    let allowed = distance_allowed(folded.chars().count());
    let near: Vec<&str> = names
        .into_iter()
        .filter(|name| allowed > 0 && strsim::osa_distance(&fold(name), &folded) <= allowed)
        .collect();
    match near.as_slice() {
        [only] => vocabulary
            .parse_place(only)
            .map_or(Resolved::Unknown, Resolved::ReadAs),
        _ => Resolved::Unknown,
    }
}

/// The known names nearest to `typed`, for "did you mean".
pub(super) fn nearest_roles(
    typed: &str,
    vocabulary: &Vocabulary,
    covered: &[String],
) -> Vec<String> {
    let all = covered
        .iter()
        .map(String::as_str)
        .chain(vocabulary.roles().iter().map(|role| role.name.as_str()));
    closest(typed, all, 3)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(question: &str) -> String {
        let vocabulary = Vocabulary::builtin();
        let known =
            |word: &str| ["remote", "growth", "popular", "listed", "portfolio"].contains(&word);
        let meaning = understand(question, vocabulary, &known);
        let mut parts = vec![meaning.intent.map_or("?", Intent::name).to_owned()];
        parts.extend(meaning.roles.iter().map(|role| role.0.clone()));
        parts.extend(meaning.unknown_role.iter().map(|role| format!("?{role}")));
        parts.extend(meaning.places.iter().map(|place| place.0.clone()));
        parts.extend(
            meaning
                .unknown_place
                .iter()
                .map(|place| format!("in ?{place}")),
        );
        parts.extend(meaning.level.iter().map(|level| level.name().to_owned()));
        parts.extend(
            meaning
                .experience_months
                .iter()
                .map(|months| format!("{}y", months / 12)),
        );
        parts.join(" ")
    }

    #[track_caller]
    fn check(question: &str, expected: &str) {
        assert_eq!(describe(question), expected, "reading {question:?}");
    }

    #[test]
    fn reads_questions_about_pay() {
        check(
            "how much does a data engineer earn in Canada?",
            "salary data-engineer CA",
        );
        check(
            "senior devops pay in the uk",
            "salary devops-engineer GB senior",
        );
        check(
            "sde salary bangalore 3 yrs exp",
            "salary software-engineer IN/bengaluru 3y",
        );
        check(
            "what do frontend devs make in us",
            "salary frontend-developer US",
        );
        check("tech lead package lpa", "salary technical-lead IN");
        check(
            "product manager UAE fresher",
            "salary product-manager AE entry",
        );
        check("astronaut salary in peru", "salary ?astronaut in ?peru");
    }

    #[test]
    fn reads_questions_about_roles_and_roadmaps() {
        check("what does a QA engineer do", "role qa-engineer");
        check("skills for data scientist", "role data-scientist");
        check("devops roadmap", "roadmap devops-engineer");
        check("how do i become a data analyst", "roadmap data-analyst");
        check("backend developer", "role backend-developer");
    }

    #[test]
    fn reads_other_questions() {
        check(
            "is remote work common for backend devs",
            "ask backend-developer",
        );
        check("online mca fees", "ask");
        check("what is the weather", "ask");
        check("🔥🔥", "none");
        check("", "none");
        check("tell us", "none");
    }

    #[test]
    fn mends_typos_and_says_so() {
        check(
            "bakend devloper sallary indai",
            "salary backend-developer IN",
        );
        let meaning = understand("salry of a nurse", Vocabulary::builtin(), &|_| false);
        assert_eq!(
            meaning.corrections,
            [("salry".to_owned(), "salary".to_owned())]
        );
    }

    #[test]
    fn drops_chat_markup() {
        check(
            "**@here** `nurse` salary india??? <@&1234>",
            "salary registered-nurse IN",
        );
    }
}
