//! What goes wrong between Discord and the bot, and what nobody should send: an answer or a line in the log, never
//! silence.

use std::time::Duration;

use serde_json::{Value, json};

use super::{ANSWER_PATIENCE, Running};
use crate::fake::message::{button, text_of};
use crate::fake::payload::{Payload, autocomplete, choose, press, slash};
use crate::fake::{FakeDiscord, Kind, Outcome, Plan, Settings};
use crate::project::holds;

fn about() -> Payload {
    slash("about", &[])
}

#[track_caller]
fn private(outcome: &Outcome, wanted: &str) {
    assert!(outcome.is_ephemeral(), "{}", outcome.callback);
    holds(&text_of(&outcome.message), &[wanted]);
}

#[test]
fn waits_as_long_as_discord_asks() {
    let bot = Running::start();
    bot.fake.plan(
        Kind::Callback,
        Plan::TooManyRequests {
            retry_after_s: 0.4,
            global: false,
        },
    );
    let outcome = bot.ask(about());
    assert!(outcome.latency_ms >= 400, "{} ms", outcome.latency_ms);
    private(&outcome, "### careerbot");
    assert_eq!(bot.fake.counters().requests(Kind::Callback), 2);
}

#[test]
fn gives_up_a_wait_that_is_too_long_and_goes_on() {
    let bot = Running::start();
    bot.fake.plan(
        Kind::Callback,
        Plan::TooManyRequests {
            retry_after_s: 30.0,
            global: true,
        },
    );
    let lost = bot.fake.send(about());
    bot.wait_for_log("an answer was not taken");
    assert!(bot.fake.answer(&lost, Duration::from_millis(50)).is_err());
    private(&bot.ask(about()), "### careerbot");
}

#[test]
fn tries_again_after_faults_of_discord() {
    let bot = Running::start();
    for plan in [Plan::Status(500), Plan::Status(502), Plan::Drop, Plan::Lost] {
        let shown = format!("{plan:?}");
        bot.fake.plan(Kind::Callback, plan);
        let outcome = bot.ask(about());
        assert!(
            outcome.latency_ms < 3_000,
            "{shown}: {} ms",
            outcome.latency_ms
        );
        private(&outcome, "### careerbot");
    }
}

#[test]
fn apologises_when_discord_refuses_a_message() {
    let bot = Running::start();
    bot.fake.plan(Kind::Callback, Plan::Status(400));
    private(
        &bot.ask(about()),
        "Answering failed inside, and nothing was answered.",
    );
    bot.wait_for_log("Discord refused the message");
    private(&bot.ask(about()), "### careerbot");
}

#[test]
fn makes_a_callback_that_hangs_again_in_time() {
    let bot = Running::start();
    bot.fake
        .plan(Kind::Callback, Plan::Hang(Duration::from_secs(30)));
    let held_up = bot.fake.send(about());
    let hangs = bot
        .fake
        .wait_until(ANSWER_PATIENCE, |it| it.requests(Kind::Callback) > 0);
    hangs.expect("the callback that hangs");
    // Nobody waits behind it.
    let other = bot.ask(about());
    assert!(other.latency_ms < 1_000, "{} ms", other.latency_ms);
    private(&other, "### careerbot");
    let answer = bot
        .fake
        .answer(&held_up, ANSWER_PATIENCE)
        .expect("an answer");
    assert!(answer.latency_ms < 3_000, "{} ms", answer.latency_ms);
    private(&answer, "### careerbot");
}

/// A way in which a connection ends, and how to bring it about.
type Break = (&'static str, fn(&FakeDiscord) -> bool);

#[test]
fn takes_the_connection_up_again_and_answers_what_came_meanwhile() {
    let bot = Running::start();
    let breaks: [Break; 4] = [
        ("reset", FakeDiscord::cut),
        ("closed with 4000", |fake| fake.close(4000)),
        ("asked to reconnect", FakeDiscord::ask_to_reconnect),
        ("invalidated, resumable", |fake| fake.invalidate(true)),
    ];
    for (at, (name, breaks)) in breaks.into_iter().enumerate() {
        assert!(breaks(&bot.fake), "{name}: no connection");
        let ticket = bot.fake.send(about());
        let resumed = bot.fake.wait_until(ANSWER_PATIENCE, |it| it.resumes > at);
        resumed.unwrap_or_else(|why| panic!("{name}: {why}"));
        let answer = bot.fake.answer(&ticket, ANSWER_PATIENCE);
        private(
            &answer.unwrap_or_else(|why| panic!("{name}: {why}")),
            "### careerbot",
        );
    }
    bot.wait_for_log("the connection was taken up again");
}

#[test]
fn comes_back_when_taking_the_connection_up_fails_at_first() {
    // Until the next heartbeat is due, serenity does not notice; Discord's are 41 seconds apart.
    let bot = Running::with(
        Settings {
            heartbeat: Duration::from_secs(2),
            ..Settings::default()
        },
        &[],
    );
    bot.fake.plan(Kind::Socket, Plan::Status(503));
    assert!(bot.fake.cut());
    let again = bot
        .fake
        .wait_until(Duration::from_secs(30), |it| it.identifies > 1);
    again.unwrap_or_else(|why| panic!("not made anew: {why}\n{}", bot.log()));
    bot.fake.wait_live(ANSWER_PATIENCE).expect("a session");
    private(&bot.ask(about()), "### careerbot");
}

#[test]
fn logs_in_anew_when_the_session_is_gone() {
    let bot = Running::start();
    assert!(bot.fake.invalidate(false));
    let again = bot
        .fake
        .wait_until(Duration::from_secs(40), |it| it.identifies > 1);
    again.expect("another login");
    bot.fake.wait_live(ANSWER_PATIENCE).expect("a session");
    private(&bot.ask(about()), "### careerbot");
}

#[test]
fn answers_commands_and_options_that_nobody_knows() {
    let bot = Running::start();
    private(&bot.slash("fly", &[]), "There is no command /fly any more.");
    private(
        &bot.slash("role", &[("colour", "red")]),
        "/role has no option colour any more.",
    );
    private(
        &bot.slash("salary", &[("location", "India")]),
        "/salary needs role",
    );
    private(
        &bot.slash("salary", &[("role", " ")]),
        "The option role is empty.",
    );
    private(
        &bot.slash("salary", &[("role", "nurse"), ("level", "wizard")]),
        "“wizard” is not a level.",
    );
    let long = "a".repeat(10_000);
    private(
        &bot.slash("ask", &[("question", &long)]),
        "10,000 characters; shorten it",
    );
}

#[test]
fn answers_options_of_the_wrong_type() {
    let bot = Running::start();
    for value in [json!(7), json!(true), json!(i64::MAX)] {
        private(
            &bot.ask(slash("salary", &[("role", value)])),
            "The option role of /salary did not arrive as what it takes.",
        );
    }
    let options = [("role", json!("nurse")), ("private", json!("perhaps"))];
    private(&bot.ask(slash("salary", &options)), "Use yes or no.");
}

/// Payloads that the library cannot read, each with what makes it so.
fn unreadable() -> Vec<(&'static str, Payload)> {
    vec![
        (
            "no attachment limit",
            about().without("attachment_size_limit"),
        ),
        ("no entitlements", about().without("entitlements")),
        ("an unknown type", about().with("/type", json!(99))),
        (
            "a version that is text",
            about().with("/version", json!("one")),
        ),
        ("no data", about().without("data")),
        (
            "a channel that is a number",
            about().with("/channel_id", json!(-1)),
        ),
        (
            "a locale that is none",
            about().with("/locale", Value::Null),
        ),
        (
            "a user id beyond 64 bits",
            about().with("/member/user/id", json!("99999999999999999999999")),
        ),
    ]
}

#[test]
fn answers_what_it_cannot_read() {
    let bot = Running::start();
    for (what, payload) in unreadable() {
        let ticket = bot.fake.send(payload);
        let answer = bot.fake.answer(&ticket, ANSWER_PATIENCE);
        let answer = answer.unwrap_or_else(|why| panic!("{what}: {why}\n{}", bot.log()));
        private(&answer, "cannot read, so nothing was answered");
    }
    bot.wait_for_log("an interaction could not be read");
    let typing = autocomplete("salary", &[("role", json!("b"))], "role").without("entitlements");
    assert!(bot.ask(typing).choices().is_empty());
    // Not even an id: nothing can be answered, and that is said.
    bot.fake.dispatch(
        "INTERACTION_CREATE",
        &json!({"type": 2, "token": "a/../b", "id": {}}),
    );
    private(&bot.ask(about()), "### careerbot");
}

#[test]
fn answers_presses_that_it_did_not_make() {
    let bot = Running::start();
    let salary = bot.slash("salary", &[("role", "backend developer")]);
    let why = button(&salary.message, "Why this number?");
    let turned_back: String = why.chars().rev().collect();
    for id in [
        "",
        "x",
        "buy:1",
        "1w",
        "0wAAAA",
        "1p",
        "👍",
        &turned_back,
        &"1w".repeat(50),
    ] {
        private(
            &bot.ask(press(id, &salary.message)),
            "This button was made by another version of careerbot. Ask again.",
        );
    }
    private(
        &bot.ask(choose("1m", &["nonsense"], &salary.message)),
        "made by another version",
    );
    private(
        &bot.ask(choose("1m", &[], &salary.message)),
        "made by another version",
    );
}

#[test]
fn says_that_the_documents_changed_for_a_press_on_an_old_message() {
    let bot = Running::start();
    let salary = bot.slash("salary", &[("role", "backend developer")]);
    let changed = "The documents changed since that answer. Ask again for what they say now.";
    // The facts behind these ids are none that there are.
    let other_fact = "1wAAAAAAAAAAAAAAAAAAAAAAAA";
    for id in [other_fact, "1pAAA", "1pAAAAAAAAAAAA"] {
        private(&bot.ask(press(id, &salary.message)), changed);
    }
    let next = button(&salary.message, "Next");
    // Another revision of the documents: the bytes after version, action, page and kind.
    let mut other = next.clone().into_bytes();
    other[7] = if other[7] == b'A' { b'B' } else { b'A' };
    let other = String::from_utf8(other).expect("ASCII");
    let outcome = bot.ask(press(&other, &salary.message));
    assert_eq!(
        outcome.callback["type"], 4,
        "beside the page, not in its place"
    );
    private(&outcome, changed);
}

#[test]
fn shows_words_of_askers_without_letting_them_act() {
    let bot = Running::start();
    for typed in [
        "@everyone",
        "<@123456789012345678>",
        "[click](https://evil.example)",
        "pay\u{202e}desrever\u{202c}",
        "||spoiler|| **bold** `code`",
        "https://evil.example",
    ] {
        let outcome = bot.slash("salary", &[("role", typed)]);
        assert!(outcome.is_ephemeral());
        assert_eq!(
            outcome.callback["data"]["allowed_mentions"],
            json!({"parse": []})
        );
        let text = text_of(&outcome.message);
        for acts in ["<@", "](https://evil", "\u{202e}", " https://evil"] {
            assert!(!text.contains(acts), "{typed:?} acts in {text}");
        }
        assert!(
            !text.contains("@everyone") || text.contains("\\@everyone"),
            "{text}"
        );
        assert!(!text.contains("||") || text.contains("\\|"), "{text}");
    }
}

#[test]
fn logs_in_anew_when_heartbeats_are_not_acknowledged() {
    let bot = Running::with(
        Settings {
            heartbeat: Duration::from_secs(1),
            ..Settings::default()
        },
        &[],
    );
    bot.fake.acknowledge_heartbeats(false);
    let again = bot
        .fake
        .wait_until(Duration::from_secs(40), |it| it.identifies > 1);
    again.expect("another login");
    bot.fake.acknowledge_heartbeats(true);
    bot.fake.wait_live(ANSWER_PATIENCE).expect("a session");
    private(&bot.ask(about()), "### careerbot");
}
