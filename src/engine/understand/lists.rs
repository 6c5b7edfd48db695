//! Words that questions are made of.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// A set of words in lower case, written as one text.
pub(in crate::engine) struct WordList(LazyLock<FxHashSet<&'static str>>);

impl WordList {
    /// True where `word`, in lower case, is one of them.
    pub(in crate::engine) fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().copied()
    }
}

macro_rules! word_list {
    ($text:literal) => {
        WordList(LazyLock::new(|| $text.split_ascii_whitespace().collect()))
    };
}

/// Words that carry no content of their own in a question.
pub(super) static STOP: WordList = word_list!(
    "
    a about after all am an and any are as at be been best but by can could did do does doing for from get gets
    getting give go good got great had has have having he hello help here hey hi how i if im in into is it its
    just kind know like lot becoming better long many me more most much my name need needed needs now of off on
    one only or other our out per please pls plz possible really say she should show so some someone take tell
    than thanks that the their them then there these they thing things this those to today too u up ur us want
    was way we were what whats when where which while who whom whose why will with work works working would year
    years yr yrs exp experience experienced yes you your vs versus between currently each every less also still
    even going make makes use used using it's i'm what's ok
    "
);

/// Words that ask for pay.
pub(super) static PAY: WordList = word_list!(
    "
    salary salaries pay pays paid wage wages earn earns earning earnings income ctc lpa compensation package
    packages stipend remuneration payscale paycheck money takehome rate rates hourly comp payscales salaried
    gehalt gehalter sueldo salario salaire stipendio lohn tankhwah vetan वतन tc payment paychecks
    "
);

/// Sites that are asked for their figures of pay.
pub(super) static PAY_SITES: WordList = word_list!(
    "
    glassdoor payscale ambitionbox levels.fyi salary.com
    "
);

/// The world as a region of the UN's M49 list.
pub(in crate::engine) const WORLD: &str = "001";

/// Words that ask for the way into a role.
pub(super) static ROADMAP: WordList = word_list!(
    "
    roadmap roadmaps learn learning study syllabus curriculum topics stages steps step path pathway pathways
    route routes apprenticeship apprenticeships
    "
);

/// Words that ask for what a role is.
pub(super) static ROLE: WordList = word_list!(
    "
    skill skills responsibilities responsibility duties tasks difference differences compare know description
    qualification qualifications
    "
);

/// Words that ask for prices.
pub(super) static FEES: WordList = word_list!(
    "
    fee fees cost costs tuition price
    "
);

/// Codes and words of currencies that one country uses, with that country.
pub(super) const CURRENCIES: &[(&str, &str)] = &[
    ("inr", "IN"),
    ("lpa", "IN"),
    ("rupees", "IN"),
    ("rupee", "IN"),
    ("gbp", "GB"),
    ("aed", "AE"),
    ("dirham", "AE"),
    ("dirhams", "AE"),
    ("pounds", "GB"),
    ("sterling", "GB"),
    ("naira", "NG"),
    ("cad", "CA"),
    ("aud", "AU"),
    ("sgd", "SG"),
    ("rand", "ZA"),
    ("shekel", "IL"),
    ("shekels", "IL"),
    ("zloty", "PL"),
    ("yen", "JP"),
    ("ringgit", "MY"),
    ("baht", "TH"),
    ("chf", "CH"),
    ("nzd", "NZ"),
    ("zar", "ZA"),
    ("ngn", "NG"),
    ("pkr", "PK"),
    ("sek", "SE"),
    ("nok", "NO"),
    ("dkk", "DK"),
    ("pln", "PL"),
];

/// Words of the kind of figure and of how often it is paid: they say no role.
pub(super) static FIGURE: WordList = word_list!(
    "
    average avg median mean minimum maximum max min usual usually typical typically normal expected estimated
    current latest annual annually annum yearly monthly weekly daily hourly month months week weeks day days
    hour hours base basic gross net total tax taxes starting start starts highest lowest higher lower high low
    paying well decent fair enough bonus bonuses raise raises hike hikes increment perks benefits hand range
    ranges scale band bands figure figures amount usd eur dollar dollars euro euros lakh lakhs lac lacs crore
    crores cr k pm pa approx approximately roughly around rich worth worthwhile negotiate negotiation gbp inr rs
    grade slab structure growth trend trends info information detail details stats statistics per extra
    overtime charge charges going offer offered offers expect expectation expectations reasonable kitna kitni
    hai ka ki ke me mein liye banne bane kaise chahiye exact exactly real realistic actual actually competitive
    underpaid overpaid
    "
);

/// Words around the names of a question, of which none names a role or a place.
pub(super) static AROUND: WordList = word_list!(
    "
    job jobs role roles career careers position positions profession professions professional professionals
    occupation occupations field fields industry industries sector sectors domain profile title titles people
    person someone anyone everyone guy guys folks friend friends cousin brother sister dad mom son daughter
    company companies firm firms country countries city cities state states place places world abroad overseas
    stage list lists knowledge top best worst level levels beginner beginners fresher freshers graduate
    graduates grad grads student students become becoming full part time online free guide complete tutorial
    plan plans way ways route right proper bro sir dear question answer answers anyway basically honestly btw
    pls asap urgent 2020 2021 2022 2023 2024 2025 2026 2027 th 12th 10th degree degrees college university
    school course courses certificate without outside except besides excluding apart instead rather different
    difference differences diff similar related alternative alternatives comparison describe explain description
    overview summary introduction required requirement requirements necessary important key main common
    essential useful popular tools tool stack tech technology technologies language languages framework
    frameworks duty activities qualified eligibility exam exams entrance certification certifications training
    internship internships apprentice intern interns trainee trainees remote hybrid onsite office freelance
    contract permanent temporary nhs govt government private public mnc startup startups compare compared
    comparing earners comes come kya karna karte look looking find finding think thinking wondering curious
    interested ask asking talk talking mean means meaning define definition called hire hires hiring hired
    employ employs employed move moving switch switching transition transitioning change changing shift shifting
    jump day life typical everything anything something nothing stuff kinda sorta anywhere everywhere somewhere
    ever never always often long fast quick quickly easy easily hard difficult possible scratch zero first next
    last second after before during until since yet already soon later again once twice both either neither none
    nobody else same such own myself yourself himself herself mine yours his her hers him don't dont doesn't
    doesnt didn't isn't isnt aren't arent can't cant won't wont wouldn't shouldn't not no nor though although
    because cause cuz coz lol lmao omg tbh imo idk ty thx ya yeah yep nope hmm ok okay cool nice wow old new
    young age big small large great bad mostly generally overall approx live living lives being
    "
);

/// What else a question may ask about that has to do with work, pay aside: the words mark it as no small talk.
pub(super) static BUSINESS: WordList = word_list!(
    "
    interview interviews resume cv certification certifications internship internships layoffs visa promotion
    bootcamp bootcamps freelancing hours overtime pension vacation employees automation outsourcing retirement
    "
);

/// Slang and short forms that no name of the vocabulary holds, with the word they stand for.
pub(super) const SHORT_FORMS: &[(&str, &str)] = &[
    ("engg", "engineer"),
    ("engr", "engineer"),
    ("enginer", "engineer"),
    ("mgr", "manager"),
    ("mngr", "manager"),
    ("mgmt", "management"),
    ("asst", "assistant"),
    ("sal", "salary"),
    ("sallery", "salary"),
    ("sallary", "salary"),
    ("salery", "salary"),
    ("salarys", "salaries"),
    ("renumeration", "remuneration"),
    ("freshar", "fresher"),
    ("freshr", "fresher"),
    ("begginer", "beginner"),
    ("rodmap", "roadmap"),
    ("roadmp", "roadmap"),
    ("becom", "become"),
    ("programer", "programmer"),
    ("avrage", "average"),
    ("averge", "average"),
    ("yrly", "yearly"),
    ("mnthly", "monthly"),
];

/// What orders to the program speak of.
pub(super) static INJECTED: WordList = word_list!(
    "
    instruction instructions prompt prompts rules guidelines guardrails password passwords token tokens
    secret secrets credentials env
    "
);

/// Words of greetings, thanks and talk about the program itself.
pub(super) static TALK: WordList = word_list!(
    "
    hi hello hey hola namaste yo sup greetings morning evening afternoon night bye goodbye thanks thank thx ty
    lol lmao haha hahaha joke jokes poem song story riddle welcome cheers congrats sorry you yourself bot test
    testing time ping love hate bored boring who
    "
);

/// What else stands in small talk.
pub(super) static SMALL_TALK: WordList = word_list!(
    "
    good day everyone everybody all there guys folks friend friends nice cool ok okay bro sir madam dear funny
    another sing write read very much lot world see later again feeling doing alive real human robot ai name
    time date made created born smart stupid dumb happy birthday new today tonight buddy man dude
    "
);
