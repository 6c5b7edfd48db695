//! What is logged, even when all of it is: no token, no interaction's token, no word of a question.

use std::time::Duration;

use serde_json::json;

use super::Running;
use crate::fake::message::button;
use crate::fake::payload::{autocomplete, press, slash};
use crate::fake::{Kind, Plan, Settings};

/// How long is waited for an answer, which some of these cannot get.
const PATIENCE: Duration = Duration::from_secs(5);

#[test]
fn secrets_and_questions_are_never_logged() {
    for format in ["text", "json"] {
        let bot = Running::with(
            Settings::default(),
            &[
                ("RUST_LOG", "trace,serenity=trace,reqwest=trace,hyper=trace"),
                ("CAREERBOT_LOG_FORMAT", format),
            ],
        );
        let mut tickets = Vec::new();
        let question = "does a zyzzyva tamer earn more than a quokka herder in Ouagadougou?";
        let mut ask = |payload| {
            let ticket = bot.fake.send(payload);
            let answer = bot.fake.answer(&ticket, PATIENCE);
            tickets.push(ticket);
            answer
        };
        ask(slash("ask", &[("question", json!(question))])).expect("an answer");
        ask(slash("salary", &[("role", json!("quokka herder"))])).expect("an answer");
        ask(autocomplete(
            "salary",
            &[("role", json!("zyzzyva"))],
            "role",
        ))
        .expect("an answer");
        ask(slash("ask", &[("quokka", json!("zyzzyva"))])).expect("an answer");
        ask(slash("quokka", &[])).expect("an answer");
        ask(slash("ask", &[("question", json!(question))]).without("entitlements"))
            .expect("an answer");
        let salary = ask(slash("salary", &[("role", json!("backend developer"))])).expect("one");
        ask(press(
            &button(&salary.message, "Why this number?"),
            &salary.message,
        ))
        .expect("an answer");
        ask(press("1wquokka-zyzzyva", &salary.message)).expect("an answer");
        for plan in [
            Plan::Status(500),
            Plan::Drop,
            Plan::Garbage,
            Plan::TooManyRequests {
                retry_after_s: 0.2,
                global: false,
            },
            Plan::TooManyRequests {
                retry_after_s: 60.0,
                global: false,
            },
        ] {
            bot.fake.plan(Kind::Callback, plan);
            // Some of these cannot be answered; what counts is what is logged of it.
            let _maybe = ask(slash("ask", &[("question", json!(question))]));
        }
        assert!(bot.fake.cut());
        ask(slash("about", &[])).expect("an answer after a break");
        let log = bot.log();
        assert!(log.contains("answered"), "{log}");
        assert!(
            log.contains("TRACE") || log.contains("DEBUG"),
            "nothing was traced: {log}"
        );
        let lower = log.to_lowercase();
        for word in ["zyzzyva", "quokka", "ouagadougou"] {
            assert!(!lower.contains(word), "{word} is in the log");
        }
        let token = bot.fake.token();
        let secret = token.rsplit('.').next().expect("three parts");
        assert!(
            !log.contains(token) && !log.contains(secret),
            "the token is in the log"
        );
        for ticket in &tickets {
            assert!(
                !log.contains(&ticket.token),
                "an interaction's token is in the log"
            );
        }
    }
}
