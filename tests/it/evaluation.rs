//! `careerbot eval`, run as whoever hosts a corpus runs it.

use std::fs;

use serde_json::Value;

use crate::bot::{Bot, Said};

const GLAZIERS: &str =
    "# Pay of glaziers\n\nThe average pay of glaziers in the UK is **£31,000** a year.\n";
const WELDERS: &str =
    "# Becoming a welder\n\nWelders train for two years. A mask protects their eyes.\n";

fn bot() -> Bot {
    let bot = Bot::with_empty_corpus();
    bot.write("glaziers.md", GLAZIERS)
        .write("welders.md", WELDERS);
    fs::write(bot.at("q.jsonl"), QUESTIONS).expect("questions");
    bot
}

#[track_caller]
fn scored(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"))
}

/// One question that is read and answered as labelled, one that is not, and one that has no answer.
const QUESTIONS: &str = r#"
{"id":"q1","text":"average pay of a glazier in the UK","intent":"salary","slots":{"role":"glaziers","location":"United Kingdom","level":null},"relevant":[{"doc":"glaziers.md","evidence":"average pay of glaziers in the UK is £31,000","grade":2}],"answerable":true,"tags":["x"]}
{"id":"q2","text":"average pay of a glazier in the UK","intent":"roadmap","slots":{"role":"welder","location":null},"relevant":[{"doc":"welders","evidence":"Welders train for two years","grade":2}],"answerable":false}
{"id":"q3","text":"","intent":"none","answerable":false}
"#;

#[test]
fn scores_what_is_labelled() {
    let bot = bot();
    let said = bot.run(&["eval", "q.jsonl", "--json", "--errors", "5"]);
    said.check(0);
    let found = scored(&said);
    for (path, expected) in [
        ("/questions", "3"),
        ("/intent/accuracy", "0.6667"),
        ("/intent/classes/salary", "[1,1]"),
        ("/intent/classes/roadmap", "[0,1]"),
        ("/intent/confusions/0/taken_for", "\"salary\""),
        ("/slots/of/role/accuracy", "0.5"),
        ("/slots/of/role/labelled", "2"),
        ("/slots/of/location/accuracy", "1.0"),
        ("/slots/of/location/spurious", "1.0"),
        ("/slots/of/level/spurious", "0.0"),
        ("/slots/of/years/accuracy", "null"),
        ("/ranking/questions", "2"),
        ("/ranking/mrr", "0.5"),
        ("/ranking/ndcg", "0.5"),
        ("/ranking/recall", "0.5"),
        ("/abstention/accuracy", "0.6667"),
        ("/abstention/refused", "0"),
        ("/abstention/invented", "1"),
        ("/errors/0/id", "\"q2\""),
        ("/errors/0/wrong/0", "\"intent salary, not roadmap\""),
    ] {
        let value = found.pointer(path).map(Value::to_string);
        assert_eq!(value.as_deref(), Some(expected), "{path} in {found}");
    }
    let said = bot.feed(&["eval", "-", "--errors", "1"], QUESTIONS);
    said.check(0);
    let words = said.words();
    for wanted in [
        "intent 0.6667 (2 of 3)",
        "roadmap taken for salary: 1",
        "role 0.5000 (1 of 2); spurious – (0 of 0)",
        "nDCG@10 0.5000",
        "0.5000 of what answers",
        "0 refused that have an answer, 1 answered that have none",
        "q2: “average pay of a glazier in the UK”",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
}

#[test]
fn ends_with_1_below_a_minimum() {
    let bot = bot();
    bot.run(&[
        "eval",
        "q.jsonl",
        "--min",
        "ndcg=0.5",
        "--min",
        "intent=0.6",
    ])
    .check(0);
    let said = bot.run(&[
        "eval",
        "q.jsonl",
        "--min",
        "ndcg=0.51",
        "--min",
        "intent=0.6",
    ]);
    said.complains(1, "ndcg is 0.5000, less than 0.51");
    assert!(said.out.starts_with("questions"), "{said:?}");
    bot.run(&["eval", "q.jsonl", "--min", "years=0.5"])
        .complains(
            2,
            "nothing in the file is labelled for `years`; leave its minimum out or label it",
        );
}

#[test]
fn ranks_documents_by_search_where_there_is_no_evidence() {
    let bot = Bot::with_empty_corpus();
    let line = |id: &str, text: &str| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
    let documents = [
        line("7", "Lenses bend light."),
        line("8", "Mirrors throw light back, and lenses do not."),
        line("9", "Turbines turn in water."),
    ];
    bot.write("many.jsonl", documents.concat());
    let questions = concat!(
        r#"{"id":1,"text":"turbines","relevant":[{"doc":"9","grade":1}]}"#,
        "\n",
        r#"{"id":2,"text":"lenses","relevant":[{"doc":"7","grade":1},{"doc":"12"},{"doc":"9","grade":0}]}"#,
    );
    let said = bot.feed(&["eval", "-", "--json"], questions);
    said.complains(
        0,
        "warning: 1 document of the labels not in the corpus, such as `12`; \
         what they hold counts as not found",
    );
    let found = scored(&said);
    let ranking = found.pointer("/ranking").expect("a ranking");
    assert_eq!(ranking.get("questions"), Some(&Value::from(2)));
    assert_eq!(ranking.get("mrr"), Some(&Value::from(1.0)), "{ranking}");
    assert_eq!(ranking.get("recall"), Some(&Value::from(0.75)), "{ranking}");
    assert_eq!(found.pointer("/intent/labelled"), Some(&Value::from(0)));
}

#[test]
fn tells_every_bad_line_and_scores_nothing() {
    let bot = bot();
    fs::write(
        bot.at("q.jsonl"),
        "{\"text\":\"pay?\",\"intent\":\"ask\"}\nwords\n{\"id\":1}\n{\"text\":\"pay?\",\"intent\":\"money\"}\n",
    )
    .expect("questions");
    let said = bot.run(&["eval", "q.jsonl"]);
    said.check(1);
    assert_eq!(said.out, "");
    let complaints = said.complaints();
    for (complaint, wanted) in complaints.iter().zip([
        "q.jsonl:2: not JSON (expected value at line 1 column 1); write it as {",
        "q.jsonl:3: no `text`; write it as {",
        "q.jsonl:4: unknown intent `money`; write salary, role, roadmap, ask or none, or leave it out",
        "`q.jsonl` has 3 bad lines; nothing was scored, mend the file first",
    ]) {
        assert!(complaint.contains(wanted), "{wanted}\nin {complaint}");
    }
    assert_eq!(complaints.len(), 4);
    let said = bot.run(&["eval", "none.jsonl"]);
    said.check(2);
}
