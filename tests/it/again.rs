//! An answer that is given again is the same answer.

use careerbot::domain::{Answer, Recall, Request};
use careerbot::engine::Engine;

use crate::project::requests;
use crate::whole::engine;

/// Everything of an answer that a door shows, but for what was corrected in the asker's own words.
fn shown(answer: &Answer) -> String {
    format!(
        "{:?}\n{:?}\n{:#?}\n{:?}",
        answer.label, answer.headline, answer.blocks, answer.sources
    )
}

fn again(engine: &Engine, recall: &Recall) -> Answer {
    let request = Request::Again(recall.clone());
    engine.answer(&request).expect("an index that can be read")
}

#[test]
fn gives_every_answer_of_facts_again() {
    let engine = engine();
    let mut compared = 0;
    for line in requests() {
        let Ok(request) = careerbot::command::parse_line(&line) else {
            continue;
        };
        let answer = engine.answer(&request).expect("an index that can be read");
        let Some(recall) = &answer.recall else {
            let has_facts = answer.numbered(1).is_some();
            assert!(!has_facts, "{line}: facts without a way back to them");
            continue;
        };
        assert_eq!(shown(&again(engine, recall)), shown(&answer), "{line}");
        compared += 1;
    }
    assert!(compared > 35, "only {compared} answers were compared");
}

#[test]
fn holds_no_word_of_the_question() {
    let engine = engine();
    let question = "which databases should a backend developer know?".to_owned();
    let answer = engine
        .answer(&Request::Ask { question })
        .expect("an answer");
    let bytes = answer.recall.expect("facts were found").0;
    assert!(bytes.len() <= Recall::MAX_BYTES);
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(!text.contains("database") && !text.contains("backend"));
}

#[test]
fn says_that_the_documents_changed_for_what_it_cannot_read() {
    let engine = engine();
    let request = careerbot::command::parse_line("/role backend developer").expect("a request");
    let whole = engine.answer(&request).expect("an answer").recall;
    let whole = whole.expect("facts were found").0;
    for length in 0..whole.len() {
        let cut = Recall(whole.get(..length).expect("a part").to_vec());
        assert!(again(engine, &cut).blocks.is_empty(), "cut to {length}");
    }
    // Whatever is changed, it is another answer or none, and never a panic.
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            drop(again(engine, &Recall(bytes)));
        }
    }
    let mut longer = whole;
    longer.push(0);
    assert!(again(engine, &Recall(longer)).blocks.is_empty());
}

#[test]
fn finds_the_fact_behind_every_number() {
    let engine = engine();
    let request = careerbot::command::parse_line("/salary backend developer").expect("a request");
    let answer = engine.answer(&request).expect("an answer");
    let mut found = 0;
    while let Some(fact) = answer.numbered(found + 1) {
        let cited = engine.cited(engine.key(fact)).expect("an index");
        assert_eq!(&cited.expect("the fact").fact, fact);
        found += 1;
    }
    assert!(found > 10, "only {found} figures");
}
