//! The terminal contract, run as a person or another program runs it.

use serde_json::Value;

use crate::bot::{Bot, words};
use crate::project::{INDIA, INSIGHTS, SCHOLARHAT, corpus, holds};

const SALARY_FIELDS: [&str; 21] = [
    "doc",
    "role",
    "role_id",
    "location",
    "place_id",
    "level",
    "years_min",
    "years_max",
    "low",
    "high",
    "open_ended",
    "currency",
    "period",
    "statistic",
    "percentiles",
    "basis",
    "population",
    "sample_size",
    "as_of",
    "attributed_to",
    "evidence",
];

/// The objects of an output with one a line.
#[track_caller]
fn objects(out: &str) -> Vec<Value> {
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    out.lines().map(read).collect()
}

/// The names of an object's fields as they are printed: in order, which a parsed object does not keep.
fn fields(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut text: Option<String> = None;
    let mut last = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (&mut text, c) {
            (Some(inside), '\\') => {
                inside.push(c);
                inside.extend(chars.next());
            }
            (Some(inside), '"') => {
                last = std::mem::take(inside);
                text = None;
            }
            (Some(inside), c) => inside.push(c),
            (None, '"') => text = Some(String::new()),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            (None, ':') if depth == 1 => names.push(last.clone()),
            _ => {}
        }
    }
    names
}

/// The names of an object inside a parsed one.
fn keys(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

#[test]
fn without_a_token_it_is_the_console_and_says_so() {
    let bot = Bot::new();
    let said = bot.feed(&[""; 0], "/salary role:backend developer location:UK\n");
    said.complains(
        0,
        "DISCORD_TOKEN is not set, so this is the console. Set it to run the bot; \
             here everything works without Discord.",
    );
    holds(
        &said.words(),
        &["Pay: backend developer, United Kingdom", "£35,000–50,000 a"],
    );
    // A reader behind a pipe gets answers only.
    assert!(!said.out.contains("ready"), "{said:?}");
    assert!(!said.out.contains("> "), "{said:?}");
}

#[test]
fn an_empty_token_is_none() {
    let bot = Bot::with_empty_corpus();
    let mut command = bot.command(&[""; 0]);
    let said = crate::bot::said(command.env("DISCORD_TOKEN", "").write_stdin("quit\n"));
    said.check(0);
    holds(&said.err, &["DISCORD_TOKEN is not set"]);
}

#[test]
fn the_console_answers_line_by_line_and_survives_bad_ones() {
    let bot = Bot::new();
    let long = "a".repeat(10_000);
    let input = format!(
        "why 1\n\n/salary role:backend developer location:UK\nwhy 2\nwhy 99\nwhy\n/fly\n/salary role:x level:wizard\n\
         {long}\n/salary location:India\n\u{7}\nhelp\n/roadmap backend developer\nquit\n/role backend developer\n"
    );
    let said = bot.feed(&["console"], input);
    said.check(0);
    assert_eq!(said.err, "");
    let words = said.words();
    holds(
        &words,
        &[
            "There is no answer to look behind yet. Ask something first, then type: why 1",
            "£50,000–70,000 a",
            "Where #2 was read",
            "Mid level (3–5 years): £50,000 – £70,000",
            "There is no #99 in the last answer; its numbers go from 1 to 3.",
            "To see the words behind a number, type: why 1",
            "There is no command /fly. Use one of: /salary, /role, /roadmap, /ask, /sources, /about.",
            "“wizard” is not a level. Use one of: entry, junior, mid, senior, staff, lead, principal, director, executive, or a rung such as “tier 1” or “L5”.",
            "The question has 10,000 characters; shorten it to 1,000.",
            "Ask in plain words, or use a command:",
            "/salary role:… [location:…] [level:…]",
            "why 2 the words behind number 2 of the last answer",
            "Roadmap: backend developer",
        ],
    );
    assert!(
        !words.contains("The role: backend developer"),
        "it went on after quit"
    );
}

#[test]
fn the_console_survives_bytes_that_are_no_text() {
    let bot = Bot::new();
    let input = b"\xff\xfe\x00\n/salary role:backend developer location:UK\n\xc3".to_vec();
    let said = bot.feed(&["console"], input);
    said.check(0);
    holds(&said.words(), &["£35,000–50,000 a"]);
}

#[test]
fn the_console_ends_with_its_input() {
    let bot = Bot::new();
    let said = bot.feed(&["console"], "");
    said.check(0);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", ""));
}

#[test]
fn every_door_of_the_terminal_gives_the_same_answer() {
    let bot = Bot::new();
    let line = "/salary role:backend developer location:India level:entry";
    let asked = bot.run(&["ask", line]);
    asked.check(0);
    let typed = bot.feed(&["console"], format!("{line}\n"));
    assert_eq!(asked.out, typed.out);
    let json = bot.run(&["ask", "--json", line]);
    let batch = bot.feed(
        &["ask", "--batch", "-"],
        format!("{{\"id\":null,\"text\":\"{line}\"}}\n"),
    );
    assert_eq!(json.out, batch.out);
    let bare = bot.run(&[
        "ask",
        "/salary",
        "role:backend",
        "developer",
        "location:India",
        "level:entry",
    ]);
    assert_eq!(asked.out, bare.out);
}

#[test]
fn ask_shows_the_words_behind_a_number() {
    let bot = Bot::new();
    let line = "/salary role:backend developer location:UK";
    let said = bot.run(&["ask", line, "--why", "2"]);
    said.check(0);
    holds(
        &said.words(),
        &[
            "Where #2 was read",
            "£50,000 – £70,000",
            "Mastering Backend Development",
        ],
    );
    bot.run(&["ask", line, "--why", "9"]).complains(
        2,
        "There is no #9 in the last answer; its numbers go from 1 to 3.",
    );
    bot.run(&["ask", "/salary astronaut", "--why", "1"])
        .check(2);
}

#[test]
fn ask_prints_the_fields_of_the_contract() {
    let bot = Bot::new();
    let said = bot.run(&[
        "ask",
        "--json",
        "/salary role:backend developer location:India level:entry",
    ]);
    said.check(0);
    assert_eq!(said.err, "");
    assert_eq!(said.out.lines().count(), 1);
    assert_eq!(
        fields(&said.out),
        [
            "id", "intent", "slots", "label", "answered", "headline", "compare", "figures",
            "passages"
        ]
    );
    let answer = &objects(&said.out)[0];
    assert_eq!(answer["id"], Value::Null);
    assert_eq!(answer["intent"], "salary");
    assert_eq!(
        keys(&answer["slots"]),
        ["level", "location", "offer", "period", "role", "years"]
    );
    assert_eq!(answer["slots"]["role"], "backend developer");
    assert_eq!(answer["slots"]["location"], "India");
    assert_eq!(answer["slots"]["level"], "entry");
    assert_eq!(answer["slots"]["years"], Value::Null);
    assert_eq!(answer["label"], "fact");
    assert_eq!(answer["answered"], true);
    assert_eq!(answer["headline"], "Pay: backend developer, entry, India");
    assert_eq!(answer["compare"], Value::Array(Vec::new()));
    let figures = answer["figures"].as_array().expect("figures");
    assert!(figures.len() >= 4, "{figures:?}");
    for figure in figures {
        assert_eq!(keys(figure), sorted(&SALARY_FIELDS));
    }
    let passages = answer["passages"].as_array().expect("passages");
    assert!((1..=10).contains(&passages.len()), "{passages:?}");
    for passage in passages {
        assert_eq!(keys(passage), ["doc", "heading", "score", "text"]);
    }
    let scores: Vec<f64> = passages
        .iter()
        .filter_map(|it| it["score"].as_f64())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    // The passages that the facts were read from come first.
    assert_eq!(passages[0]["doc"], figures[0]["doc"]);
}

#[test]
fn ask_prints_the_same_figures_as_facts() {
    let bot = Bot::new();
    let listed = bot.run(&["facts", "--kind", "salary", "--json"]);
    let listed = objects(&listed.out);
    let answer = bot.ask_json("/salary role:backend developer location:United States");
    let figures = answer["figures"].as_array().expect("figures");
    assert_eq!(figures.len(), 8);
    for figure in figures {
        assert!(listed.contains(figure), "{figure} is not among the facts");
    }
}

#[test]
fn ask_answers_a_batch_line_by_line() {
    let bot = Bot::new();
    let said = bot.feed(
        &["ask", "--batch", "-"],
        "{\"id\":\"a\",\"text\":\"backend developer salary in the UK\"}\n\n\
         {\"id\":2,\"text\":\"/roadmap backend developer\"}\n\
         {\"text\":\"what does an astronaut earn in Wonderland\"}\n\
         {\"id\":4,\"text\":\"/fly\"}\n{\"id\":5,\"text\":\"\"}\n",
    );
    said.check(0);
    assert_eq!(said.err, "");
    let answers = objects(&said.out);
    let told: Vec<(String, &str, &str, bool)> = answers
        .iter()
        .map(|answer| {
            (
                answer["id"].to_string(),
                answer["intent"].as_str().expect("an intent"),
                answer["label"].as_str().expect("a label"),
                answer["answered"].as_bool().expect("true or false"),
            )
        })
        .collect();
    let row = |id: &str, intent, label, answered| (id.to_owned(), intent, label, answered);
    assert_eq!(
        told,
        [
            row("\"a\"", "salary", "fact", true),
            row("2", "roadmap", "fact", true),
            row("null", "salary", "none", false),
            row("4", "none", "none", false),
            row("5", "none", "none", false),
        ]
    );
    assert_eq!(answers[0]["slots"]["location"], "United Kingdom");
    assert_eq!(
        answers[3]["headline"],
        "There is no command /fly. Use one of: /salary, /role, /roadmap, /ask, /sources, /about."
    );
}

#[test]
fn a_batch_goes_on_after_a_line_that_cannot_be_read() {
    let bot = Bot::new();
    let said = bot.feed(
        &["ask", "--batch", "-"],
        "{\"id\":1,\"text\":\"/roadmap backend developer\"}\nnot json\n[1]\n{\"id\":3}\n{\"id\":{},\"text\":\"x\"}\n\
         {\"id\":4,\"text\":\"/role backend developer\"}\n",
    );
    said.check(1);
    let ids: Vec<String> = objects(&said.out)
        .iter()
        .map(|it| it["id"].to_string())
        .collect();
    assert_eq!(ids, ["1", "4"]);
    let complaints: Vec<&str> = said.err.lines().collect();
    assert!(
        complaints[0].starts_with("careerbot: -:2: not JSON ("),
        "{complaints:?}"
    );
    assert_eq!(
        complaints[1..],
        [
            "careerbot: -:3: not an object; write it as {\"id\":1,\"text\":\"…\"}",
            "careerbot: -:4: no `text` that is a string; write it as {\"id\":1,\"text\":\"…\"}",
            "careerbot: -:5: `id` is neither a string nor a number; write it as {\"id\":1,\"text\":\"…\"}",
        ]
    );
}

#[test]
fn facts_prints_the_fields_of_the_contract() {
    let bot = Bot::new();
    let of = |kind: &str| {
        let said = bot.run(&["facts", "--kind", kind, "--json"]);
        said.check(0);
        assert_eq!(said.err, "");
        assert!(!said.out.is_empty());
        said.out
    };
    let salaries = of("salary");
    for line in salaries.lines() {
        assert_eq!(fields(line), SALARY_FIELDS);
    }
    let roles = of("role");
    for line in roles.lines() {
        assert_eq!(
            fields(line),
            ["doc", "role", "skills", "responsibilities", "related_roles"]
        );
    }
    for role in objects(&roles) {
        let inner = |list: &str, names: &[&str]| {
            for object in role[list].as_array().expect("a list") {
                assert_eq!(keys(object), names);
            }
        };
        inner("skills", &["category", "evidence", "name"]);
        inner("responsibilities", &["evidence", "text"]);
        inner("related_roles", &["evidence", "name"]);
    }
    let stages = of("roadmap");
    for line in stages.lines() {
        assert_eq!(
            fields(line),
            [
                "doc",
                "role",
                "stage",
                "name",
                "months_min",
                "months_max",
                "steps"
            ]
        );
    }
    let all = bot.run(&["facts", "--json"]).out.lines().count();
    let each = salaries.lines().count() + roles.lines().count() + stages.lines().count();
    assert_eq!(all, each);
}

#[test]
fn facts_prints_plain_units() {
    let bot = Bot::new();
    let said = bot.run(&["facts", "--kind", "salary", "--json"]);
    let facts = objects(&said.out);
    let find = |doc: &str, low: i64| {
        let found = facts.iter().find(|it| it["doc"] == doc && it["low"] == low);
        found.unwrap_or_else(|| panic!("no {low} of {doc}"))
    };
    let senior = find(INSIGHTS, 1_500_000);
    assert_eq!(senior["high"], 3_000_000);
    assert_eq!(senior["open_ended"], true);
    assert_eq!(senior["currency"], "INR");
    assert_eq!(senior["period"], "year");
    assert_eq!(senior["place_id"], "IN");
    assert_eq!(
        (&senior["years_min"], &senior["years_max"]),
        (&5.into(), &Value::Null)
    );
    let fresher = find(INDIA, 458_000);
    assert_eq!(fresher["as_of"], "July 2025");
    assert_eq!(fresher["level"], "entry");
    let payscale = find(SCHOLARHAT, 500_000);
    assert_eq!(
        (&payscale["years_min"], &payscale["years_max"]),
        (&1.into(), &3.into())
    );
    let stages = bot.run(&["facts", "--kind", "roadmap", "--json"]);
    let stages = objects(&stages.out);
    assert_eq!(stages[2]["name"], "Advanced");
    assert_eq!(
        (&stages[2]["months_min"], &stages[2]["months_max"]),
        (&18.into(), &Value::Null)
    );
}

#[test]
fn facts_say_why_where_that_is_asked_for() {
    let bot = Bot::with_empty_corpus();
    let text = "# Salaries of glaziers\n\n- Ireland: €41,000 a year\n";
    bot.write("glaziers.md", text);
    let plain = bot.run(&["facts", "--json"]);
    let explained = bot.run(&["facts", "--json", "--explain"]);
    explained.check(0);
    let figure = objects(&explained.out).remove(0);
    let reasons = figure["explain"].as_array().expect("a list");
    let role =
        serde_json::json!({"slot": "role", "rule": "title", "words": "Salaries of glaziers"});
    assert!(reasons.contains(&role), "{reasons:?}");
    // The rest of the line stays as it is without.
    let (figure, _) = explained.out.split_once(",\"explain\":").expect("a field");
    assert!(plain.out.starts_with(&format!("{figure}}}\n")), "{plain:?}");
    let said = bot.run(&["facts", "--explain"]);
    said.check(0);
    holds(
        &said.words(),
        &["role title Salaries of glaziers", "place label Ireland"],
    );
    // Every figure of real articles has its amount and currency explained.
    let articles = Bot::new().run(&["facts", "--kind", "salary", "--json", "--explain"]);
    for figure in objects(&articles.out) {
        let slots: Vec<&Value> = (figure["explain"].as_array().expect("a list").iter())
            .map(|reason| &reason["slot"])
            .collect();
        assert_eq!(
            slots.get(..2),
            Some(&[&"amount".into(), &"currency".into()][..])
        );
        for (slot, field) in [
            ("role", "role"),
            ("place", "location"),
            ("period", "period"),
        ] {
            let is_told = slots.iter().any(|told| **told == slot);
            assert_eq!(is_told, !figure[field].is_null(), "{slot} of {figure}");
        }
    }
}

#[test]
fn facts_and_check_need_no_index() {
    let bot = Bot::new();
    bot.run(&["facts"]).check(0);
    bot.run(&["check"]).check(0);
    assert!(!bot.at("index").exists());
}

#[test]
fn search_prints_documents_best_first() {
    let bot = Bot::new();
    let said = bot.run(&["search", "--json", "course", "fees", "in", "India"]);
    said.check(0);
    assert_eq!(fields(&said.out), ["id", "hits"]);
    let found = &objects(&said.out)[0];
    assert_eq!(found["id"], Value::Null);
    let hits = found["hits"].as_array().expect("hits");
    assert_eq!(hits[0]["doc"], INDIA);
    for hit in hits {
        assert_eq!(keys(hit), ["doc", "score"]);
    }
    let scores: Vec<f64> = hits
        .iter()
        .filter_map(|hit| hit["score"].as_f64())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let mut docs: Vec<&str> = hits.iter().filter_map(|hit| hit["doc"].as_str()).collect();
    docs.sort_unstable();
    docs.dedup();
    assert_eq!(docs.len(), hits.len(), "a document stands twice");

    let top = bot.run(&["search", "--json", "--top", "2", "backend"]);
    assert_eq!(
        objects(&top.out)[0]["hits"].as_array().map(Vec::len),
        Some(2)
    );
    let batch = bot.feed(
        &["search", "--batch", "-"],
        "{\"id\":7,\"text\":\"roadmap\"}\n{\"id\":\"b\",\"text\":\"zebra crossing\"}\n",
    );
    batch.check(0);
    let found = objects(&batch.out);
    assert_eq!(found[0]["id"], 7);
    assert_eq!(found[0]["hits"][0]["doc"], INSIGHTS);
    assert_eq!(found[1]["hits"], Value::Array(Vec::new()));
}

#[test]
fn index_reads_only_what_changed() {
    let bot = Bot::new();
    let counted = |arguments: &[&str], read: &str| {
        let said = bot.run(arguments);
        said.check(0);
        assert_eq!(said.err, "");
        assert!(
            said.out.ends_with(&format!("seconds ({read})\n")),
            "{said:?}"
        );
        assert!(said.out.starts_with("5 documents, "), "{said:?}");
        said.out.split(" facts").next().expect("counts").to_owned()
    };
    let first = counted(&["index"], "5 read, 0 unchanged, 0 removed");
    let again = counted(&["index"], "0 read, 5 unchanged, 0 removed");
    let rebuilt = counted(&["index", "--rebuild"], "5 read, 0 unchanged, 0 removed");
    assert_eq!((&first, &first), (&again, &rebuilt));
    bot.write(
        SCHOLARHAT,
        "# Welders\n\nWelders in Canada earn $50,000 a year.\n",
    );
    counted(&["index"], "1 read, 4 unchanged, 0 removed");
    std::fs::remove_file(bot.at("corpus").join(SCHOLARHAT)).expect("a document less");
    let said = bot.run(&["index"]);
    assert!(said.out.starts_with("4 documents, "), "{said:?}");
    assert!(
        said.out.ends_with("(0 read, 4 unchanged, 1 removed)\n"),
        "{said:?}"
    );
}

#[test]
fn an_answer_sees_a_document_that_was_just_changed() {
    let bot = Bot::new();
    assert_eq!(
        bot.ask_json("/salary role:welder location:Canada")["label"],
        "none"
    );
    bot.write(
        "welding.md",
        "# Welder pay\n\nWelders in Canada earn CAD 61,000 a year on average.\n",
    );
    let answer = bot.ask_json("/salary role:welder location:Canada");
    assert_eq!(answer["figures"][0]["low"], 61_000);
    bot.write(
        "welding.md",
        "# Welder pay\n\nWelders in Canada earn CAD 62,000 a year on average.\n",
    );
    let answer = bot.ask_json("/salary role:welder location:Canada");
    assert_eq!(answer["figures"].as_array().map(Vec::len), Some(1));
    assert_eq!(answer["figures"][0]["low"], 62_000);
    std::fs::remove_file(bot.at("corpus/welding.md")).expect("a document less");
    assert_eq!(
        bot.ask_json("/salary role:welder location:Canada")["label"],
        "none"
    );
}

#[test]
fn folders_come_from_options_then_the_environment() {
    let bot = Bot::new();
    std::fs::rename(bot.at("corpus"), bot.at("docs")).expect("a rename");
    let mut command = bot.command(&["index"]);
    let said = crate::bot::said(
        command
            .env("CAREERBOT_CORPUS", "docs")
            .env("CAREERBOT_INDEX", "cache"),
    );
    said.check(0);
    assert!(bot.at("cache").exists() && !bot.at("index").exists());
    let mut command = bot.command(&["index", "--corpus", "docs", "--index", "other"]);
    let said = crate::bot::said(
        command
            .env("CAREERBOT_CORPUS", "nowhere")
            .env("CAREERBOT_INDEX", "none"),
    );
    said.check(0);
    assert!(bot.at("other").exists() && !bot.at("none").exists());
    std::fs::write(bot.at(".env"), "CAREERBOT_CORPUS=docs\n").expect("a file");
    bot.run(&["check"]).check(0);
}

#[test]
fn check_passes_the_projects_own_corpus() {
    let corpus = corpus();
    let said = Bot::alone().run(&["check", "--corpus", &corpus.to_string_lossy()]);
    said.check(0);
    assert_eq!(said.err, "");
    let last = said.out.lines().last().expect("a sum");
    assert!(last.ends_with(" 0 doubts, 0 problems"), "{last}");
    holds(
        &words(&said.out),
        &[
            "Figures by role and country Role Country Sources Figures Newest",
            "QA engineer Canada 1 2 2024",
            "Older than two years",
            "figures/upgrad-2021.md: 2021",
            "Figures without a date",
            "figures/nedcod.md",
        ],
    );
}

#[test]
fn check_ends_with_1_on_a_document_that_cannot_be_read() {
    let bot = Bot::new();
    bot.write(
        "cyrillic.md",
        b"# Nurses\n\n\xcc\xe5\xe4\xf1\xe5\xf1\xf2\xf0\xe0\n",
    );
    let said = bot.run(&["check"]);
    said.check(1);
    holds(
        &said.out,
        &[
            "cyrillic.md:3: not UTF-8 at byte 10 (line 3); save it as UTF-8\n",
            " 1 problem\n",
        ],
    );
}

#[test]
fn check_prints_what_was_refused_and_why_as_objects() {
    let bot = Bot::with_empty_corpus();
    bot.write(
        "glaziers.md",
        "# Glazier pay\n\nGlaziers in Canada earn CAD 52,000 a year.\n\nA course costs them CAD 1,900.\n",
    );
    bot.write("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let said = bot.run(&["check", "--json"]);
    said.check(1);
    assert_eq!(
        said.out.lines().collect::<Vec<_>>(),
        [
            r#"{"doc":"glaziers.md","format":"markdown","encoding":"UTF-8","blocks":3,"passages":1,"pay":1,"role":0,"roadmap":0}"#,
            r#"{"doc":"glaziers.md","line":5,"kind":"doubt","text":"`CAD 1,900` is not taken for pay","evidence":"CAD 1,900"}"#,
            r#"{"doc":"picture.md","line":3,"kind":"error","text":"looks like a binary file (NUL at byte 8); save it as UTF-8 text","evidence":null}"#,
        ]
    );
    assert_eq!(said.err, "");
}

#[test]
fn ends_with_0_when_it_answered_or_there_is_nothing() {
    let bot = Bot::new();
    for arguments in [
        &["ask", "/salary backend developer"][..],
        &["ask", "/salary role:astronaut location:Wonderland"],
        &["ask", "what is the airspeed of a swallow"],
        &["search", "zebra crossing"],
        &["--version"],
        &["help"],
    ] {
        bot.run(arguments).check(0);
    }
}

#[test]
fn ends_with_2_when_the_asker_can_mend_it() {
    let bot = Bot::new();
    for arguments in [
        &["fly"][..],
        &["--colour"],
        &["ask"],
        &["ask", ""],
        &["ask", "/fly"],
        &["ask", "x", "--batch", "y"],
        &["ask", "--batch", "nowhere.jsonl"],
        &["facts", "--kind", "pay"],
        &["search"],
        &["search", "x", "--top", "0"],
        &["search", "x", "--top", "many"],
        &["index", "--fast"],
        &["register"],
        &["register", "--guild", "0", "--dry-run"],
        &["invite"],
    ] {
        let said = bot.run(arguments);
        said.check(2);
        assert_eq!(said.out, "", "{arguments:?}");
        assert_ne!(said.err, "", "{arguments:?}");
    }
}

#[test]
fn a_bad_variable_is_named_with_its_mend() {
    let bot = Bot::new();
    let mut command = bot.command(&["check"]);
    let said = crate::bot::said(
        command
            .env("CAREERBOT_LOG_FORMAT", "xml")
            .env("RUST_LOG", "a=b=c"),
    );
    said.complains(
        2,
        "RUST_LOG is `a=b=c`; use a level such as `info`, or `careerbot=debug`; \
         CAREERBOT_LOG_FORMAT is `xml`; use `text` or `json`",
    );
    std::fs::write(bot.at(".env"), "# fine\nsecret words here\n").expect("a file");
    let said = bot.run(&["check"]);
    said.complains(
        2,
        "`.env` line 2 cannot be read; write `NAME=value`, with quotes around a value that holds spaces",
    );
}

#[test]
fn every_subcommand_shows_an_example() {
    let bot = Bot::alone();
    let top = bot.run(&["--help"]);
    top.check(0);
    holds(
        &top.out,
        &[
            "DISCORD_TOKEN",
            "DISCORD_APPLICATION_ID",
            "DISCORD_API_BASE",
            "CAREERBOT_CORPUS",
            "CAREERBOT_INDEX",
            "RUST_LOG",
        ],
    );
    for name in [
        "console", "ask", "facts", "search", "index", "check", "register", "invite",
    ] {
        assert!(
            top.out.contains(&format!("\n  {name} ")),
            "{name} is not listed: {}",
            top.out
        );
        let said = bot.run(&[name, "--help"]);
        said.check(0);
        let (_, examples) = said.out.split_once("Examples:\n").expect("examples");
        assert!(
            examples.contains(&format!("careerbot {name}")),
            "{name}: {examples}"
        );
        holds(&said.out, &["--corpus <DIR>", "--index <DIR>"]);
    }
}

#[test]
fn shows_no_colours_to_a_pipe() {
    let bot = Bot::new();
    // `run` itself fails on any escape.
    bot.run(&["ask", "/role backend developer"]).check(0);
    bot.run(&["facts"]).check(0);
    bot.run(&["--help"]).check(0);
}
