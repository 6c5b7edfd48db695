//! Questions and what they are read as.

use super::*;

fn describe(question: &str) -> String {
    let vocabulary = Vocabulary::builtin();
    let known = |word: &str| ["remote", "growth", "popular", "listed", "portfolio"].contains(&word);
    let speller = Speller::new(vocabulary);
    let meaning = understand(question, vocabulary, &speller, &known);
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
    parts.extend(meaning.grade.iter().map(|grade| format!("on {grade}")));
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
    check(
        "astronaut salary in ruritania",
        "salary ?astronaut in ?ruritania",
    );
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
    let vocabulary = Vocabulary::builtin();
    let meaning = understand(
        "salry of a nurse",
        vocabulary,
        &Speller::new(vocabulary),
        &|_| false,
    );
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

#[test]
fn reads_titles_that_nobody_knows() {
    for (question, expected) in [
        (
            "dental hygienist salary texas",
            "salary ?dental hygienist US/texas",
        ),
        ("what do crane operators make", "salary ?crane operator"),
        (
            "salary of a head of marketing in the uk",
            "salary ?head of marketing GB",
        ),
        ("underwater welder pay", "salary welder"),
        ("sommelier salary", "salary ?sommelier"),
        ("how to become a zookeeper", "roadmap ?zookeeper"),
        ("what does a chief of staff do", "role ?chief of staff"),
        ("are flight attendants happy", "ask ?flight attendant"),
        ("bank po salary", "salary ?bank po"),
        ("dental hygienist", "role ?dental hygienist"),
    ] {
        check(question, expected);
    }
}

#[test]
fn keeps_the_title_as_it_was_asked() {
    let vocabulary = Vocabulary::builtin();
    let speller = Speller::new(vocabulary);
    let asked = |question: &str| understand(question, vocabulary, &speller, &|_| false).title;
    for (question, expected) in [
        ("soc analyst pay", "soc analyst"),
        ("java programmer salary", "Java developer"),
        ("sde2 ctc", "software engineer"),
        ("loco pilot salary", "loco pilot"),
        ("backend devs uk pay", "backend developer"),
        ("salary of pm", "product manager"),
        ("perl salary", "Perl developer"),
    ] {
        assert_eq!(asked(question).as_deref(), Some(expected), "{question:?}");
    }
}

#[test]
fn reads_places_in_several_languages_and_leaves_some_out() {
    check("web developer salary भारत", "salary web-developer IN");
    check(
        "java developer gehalt münchen",
        "salary java-developer DE/munich",
    );
    check("nurse pay in allemagne", "salary registered-nurse DE");
    check("data analyst salary nederland", "salary data-analyst NL");
    check("plumber pay in austin, texas", "salary plumber US/austin");
    check("plumber salary ny", "salary plumber US/new-york-city");
    for question in ["nurse pay outside the us", "nurse salary not in the us"] {
        check(question, "salary registered-nurse");
        let vocabulary = Vocabulary::builtin();
        let meaning = understand(question, vocabulary, &Speller::new(vocabulary), &|_| false);
        assert_eq!(meaning.left_out, [PlaceId("US".to_owned())], "{question:?}");
    }
    check("jobs other than nursing that pay well", "salary");
}

#[test]
fn tells_pay_from_other_money() {
    for question in [
        "how to negotiate salary",
        "minimum wage in india",
        "how much tax do i pay on 10 lakhs",
        "cost of living in berlin",
        "how much does a bootcamp cost",
        "what is the meaning of lpa",
        "how do i ask for a raise",
    ] {
        let vocabulary = Vocabulary::builtin();
        let meaning = understand(question, vocabulary, &Speller::new(vocabulary), &|_| true);
        assert_eq!(meaning.intent, Some(Intent::Ask), "{question:?}");
    }
}

#[test]
fn reads_the_way_into_a_role() {
    check(
        "i am a teacher want to switch to data analyst how",
        "roadmap data-analyst teacher",
    );
    check("i want to be a chef where do i start", "roadmap chef");
    check("can i become a pilot without a degree", "roadmap pilot");
    check(
        "can a nurse become a doctor",
        "ask registered-nurse physician",
    );
    check(
        "plan to become a sre in 6 months",
        "roadmap site-reliability-engineer",
    );
    check("tips for becoming a better welder", "ask welder");
}

#[test]
fn reads_levels_and_years() {
    check("cs grad starting pay us", "salary US entry");
    check(
        "principal software engineer pay",
        "salary principal-engineer principal",
    );
    check("data entry clerk salary", "salary ?data entry clerk");
    check(
        "senior architect salary dubai",
        "salary ?architect AE/dubai senior",
    );
    check(
        "java dev two years experience salary",
        "salary java-developer 2y",
    );
    check(
        "experienced java dev 12 years pay",
        "salary java-developer 12y",
    );
}

#[test]
fn reads_rungs() {
    check(
        "tier 1 help desk pay",
        "salary it-support-specialist on tier 1",
    );
    check("tier2 soc analyst pay", "salary security-analyst on tier 2");
    check("l5 software engineer pay", "salary software-engineer on L5");
    check("band 6 nurse", "salary registered-nurse on band 6");
    check(
        "grade 7 civil servant salary",
        "salary civil-servant on grade 7",
    );
    check("L5 pay at banks", "salary on L5");
    check("sde 2 salary", "salary software-engineer on II");
    check("SDE2 salary india", "salary software-engineer IN on II");
    check(
        "software engineer iii pay",
        "salary software-engineer on III",
    );
    check("senior welder level 4 pay", "salary welder senior on L4");
    check("how do i become an l4 welder", "roadmap welder on L4");
}

#[test]
fn leaves_other_numbers_alone() {
    check("welder pay in tier 1 cities", "salary welder");
    check("pilot salary from tier 2 colleges", "salary pilot");
    check("welder 3 years pay", "salary welder 3y");
    check("chef 2 lpa", "salary chef IN");
    check("nvq level 3 chef pay", "salary chef");
    check("level 3 welding diploma pay", "salary welder");
    check("ielts band 7 welder pay", "salary welder");
    check("m1 macbook pay welder", "salary welder");
    check("as a welder I earn too little?", "salary welder");
    check("tier 2 mba welder salary", "salary welder");
    check("welder pay after grade 12", "salary welder");
    check("level 3 qualified welder pay", "salary welder");
    check("step 2 of becoming a welder", "roadmap welder");
}

#[test]
fn parts_words_written_as_one() {
    check("backenddeveloper salary", "salary backend-developer");
    check("dataengineer salaryindia", "salary data-engineer IN");
}

#[test]
fn names_what_is_compared_and_what_may_be_meant() {
    let vocabulary = Vocabulary::builtin();
    let speller = Speller::new(vocabulary);
    let of = |question: &str| understand(question, vocabulary, &speller, &|_| false);
    for (question, expected) in [
        ("sdet vs welder salary", vec!["SDET", "welder"]),
        ("chef salary uk vs france", vec!["United Kingdom", "France"]),
        ("junior vs senior accountant pay", vec!["junior", "senior"]),
        ("l4 vs l5 accountant pay", vec!["L4", "L5"]),
        ("chef salary uk", vec![]),
    ] {
        let names: Vec<String> = of(question)
            .compare
            .into_iter()
            .map(|side| side.name)
            .collect();
        assert_eq!(names, expected, "{question:?}");
    }
    for (question, expected) in [
        ("pm salary", vec!["product manager", "project manager"]),
        (
            "nurse pay birmingham",
            vec!["Birmingham, United Kingdom", "Birmingham, Alabama"],
        ),
        ("nurse pay birmingham uk", vec![]),
        ("nurse salary SA", vec!["South Africa", "Saudi Arabia"]),
    ] {
        let readings = of(question).readings;
        let names: Vec<String> = readings
            .into_iter()
            .flat_map(|reading| reading.names)
            .collect();
        assert_eq!(names, expected, "{question:?}");
    }
}

#[test]
fn reads_periods_and_offers() {
    let vocabulary = Vocabulary::builtin();
    let speller = Speller::new(vocabulary);
    let of = |question: &str| understand(question, vocabulary, &speller, &|_| false);
    for (question, expected) in [
        ("pilot salary per month", Some(Period::Month)),
        ("plumber hourly rate", Some(Period::Hour)),
        ("crane operator weekly pay", Some(Period::Week)),
        ("pilot salary", None),
    ] {
        assert_eq!(of(question).period, expected, "{question:?}");
    }
    for (question, expected) in [
        (
            "is 6 lpa ok for a fresher",
            Some(("INR", 600_000, Some(Period::Year))),
        ),
        (
            "is £45k decent for a chef in leeds",
            Some(("GBP", 45_000, None)),
        ),
        (
            "offered 3000 per month as a nurse in dubai",
            Some(("AED", 3_000, Some(Period::Month))),
        ),
        ("pilot salary in crore", None),
    ] {
        let offer = of(question).offer.map(|offer| {
            let units = i64::try_from(offer.low.units()).expect("a whole number");
            (offer.low.currency().code(), units, offer.period)
        });
        assert_eq!(offer, expected, "{question:?}");
    }
}
