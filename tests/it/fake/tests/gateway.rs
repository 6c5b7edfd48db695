//! A real client on the fake gateway.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::GatewayIntents;

use super::{Bot, PATIENCE};
use crate::fake::message::{button, buttons, menu, text_of};
use crate::fake::payload::{Payload, USER, autocomplete, choose, press, slash};
use crate::fake::{FakeDiscord, Kind, Plan, Recording, Settings};

/// How long a live bot may take to answer.
const LIMIT: Duration = Duration::from_secs(3);

#[test]
fn a_bot_logs_in_and_answers_everything() {
    let fake = FakeDiscord::start();
    let _bot = Bot::live(&fake);
    let asked = fake.ask(
        slash("ask", &[("years", json!(3)), ("remote", json!(true))]),
        LIMIT,
    );
    assert_eq!(text_of(&asked.message), "answered\n[1] a source");
    assert_eq!(
        buttons(&asked.message),
        [("Why".to_owned(), "v1:why:1".to_owned())]
    );

    let pressed = fake.ask(press(&button(&asked.message, "Why"), &asked.message), LIMIT);
    assert_eq!(text_of(&pressed.message), "pressed\n[1] a source");
    let menu = menu(&asked.message, "v1:level");
    assert_eq!(menu.options[1], ("Senior".to_owned(), "senior".to_owned()));
    let chosen = choose(&menu.custom_id, &["senior"], &asked.message).in_dm();
    assert_eq!(fake.ask(chosen, LIMIT).message["id"], asked.message["id"]);

    let suggested = fake.ask(autocomplete("ask", &[("role", json!("b"))], "role"), LIMIT);
    assert_eq!(suggested.choices().len(), 1);
    let elsewhere = slash("settings language set", &[])
        .in_dm()
        .by(USER + 1)
        .locale("de");
    assert_eq!(elsewhere.0["data"]["options"][0]["type"], json!(2));
    fake.ask(elsewhere, LIMIT);
    let late = fake.ask(slash("slow", &[]), LIMIT);
    assert!(late.deferred);
    assert_eq!(text_of(&late.message), "answered late\n[1] a source");

    let identify = &fake.identifies()[0];
    assert_eq!((identify.intents, &identify.shard), (0, &json!([0, 1])));
    assert!(identify.compress, "{identify:?}");
    assert_eq!(identify.rest["properties"]["browser"], json!("serenity"));
}

#[test]
fn a_bot_sees_its_second_callback_refused() {
    let fake = FakeDiscord::start();
    let bot = Bot::live(&fake);
    fake.ask(slash("twice", &[]), LIMIT);
    let refusal = bot.refusals.recv_timeout(LIMIT).expect("a refusal");
    assert!(refusal.contains("already been acknowledged"), "{refusal}");
}

#[test]
fn what_does_not_parse_is_dropped_and_the_rest_goes_on() {
    let fake = FakeDiscord::start();
    let _bot = Bot::live(&fake);
    let broken = slash("ask", &[]).without("attachment_size_limit");
    let unanswered = fake.send(broken);
    assert!(fake.dispatch("INTERACTION_CREATE", &json!({"type": 99})));
    fake.send(Payload(json!({"type": "text"})));
    fake.send(slash("ask", &[]).with("/type", json!(77)));
    fake.ask(slash("ask", &[]), LIMIT);
    let instead = fake.answer(&unanswered, Duration::from_millis(50));
    assert!(instead.expect_err("no answer").contains("no callback"));
}

/// Breaks the connection, sends an event meanwhile, and finds it answered after a RESUME.
#[track_caller]
fn check_resume(break_it: impl Fn(&FakeDiscord) -> bool) {
    let fake = FakeDiscord::start();
    let _bot = Bot::live(&fake);
    // The way back takes a moment, so that there is a time in which nobody is live.
    fake.plan(Kind::Socket, Plan::Hang(Duration::from_millis(300)));
    assert!(break_it(&fake));
    let ticket = fake.send(slash("ask", &[]));
    fake.answer(&ticket, LIMIT)
        .expect("an answer after a resume");
    let resumed = fake.wait_until(PATIENCE, |counters| counters.resumes == 1);
    resumed.expect("a resume");
    let counters = fake.counters();
    assert_eq!(
        (counters.identifies, counters.connections),
        (1, 2),
        "{counters:?}"
    );
}

#[test]
fn a_bot_resumes_after_a_reset_and_gets_what_it_missed() {
    check_resume(|fake| fake.cut() && fake.wait_gone(PATIENCE).is_ok());
}

#[test]
fn a_bot_resumes_after_a_close_that_keeps_the_session() {
    for code in [1000, 4000] {
        check_resume(|fake| fake.close(code) && fake.wait_gone(PATIENCE).is_ok());
    }
}

#[test]
fn a_bot_resumes_when_asked_to_reconnect() {
    check_resume(FakeDiscord::ask_to_reconnect);
}

#[test]
fn a_bot_resumes_when_its_session_is_only_disturbed() {
    check_resume(|fake| fake.invalidate(true));
}

/// Breaks the session for good, and finds the bot live in another.
#[track_caller]
fn check_new_session(fake: &FakeDiscord, break_it: impl Fn(&FakeDiscord) -> bool) {
    let _bot = Bot::live(fake);
    assert!(break_it(fake));
    let again = fake.wait_until(PATIENCE, |counters| counters.identifies == 2);
    again.expect("a second session");
    fake.ask(slash("ask", &[]), LIMIT);
    assert_eq!(fake.counters().resumes, 0);
}

#[test]
fn a_bot_identifies_again_when_its_session_is_gone() {
    check_new_session(&FakeDiscord::start(), |fake| fake.invalidate(false));
    check_new_session(&FakeDiscord::start(), |fake| fake.close(4009));
}

#[test]
fn a_bot_whose_heartbeats_are_not_acknowledged_comes_back() {
    // On a busy machine an answer to one may take a while, and without it the new session would end too.
    let heartbeat = Duration::from_secs(1);
    let fake = FakeDiscord::with(Settings {
        heartbeat,
        ..Settings::default()
    });
    check_new_session(&fake, |fake| {
        let beats = |counters: &crate::fake::Counters| counters.heartbeats >= 2;
        fake.wait_until(PATIENCE, beats).expect("heartbeats");
        fake.acknowledge_heartbeats(false);
        let left = fake.wait_gone(PATIENCE).is_ok();
        fake.acknowledge_heartbeats(true);
        left
    });
}

#[test]
fn a_gateway_that_is_away_is_tried_again() {
    // The client notices that its try failed only when the next heartbeat is due.
    let heartbeat = Duration::from_millis(500);
    let fake = FakeDiscord::with(Settings {
        heartbeat,
        ..Settings::default()
    });
    check_new_session(&fake, |fake| {
        fake.plan(Kind::Socket, Plan::Status(503));
        fake.cut()
    });
    assert_eq!(fake.counters().requests(Kind::Socket), 3);
}

#[test]
fn a_wrong_token_ends_the_client() {
    let fake = FakeDiscord::start();
    let bot = Bot::with(&fake, "wrong.fake.token", GatewayIntents::empty());
    let end = bot.end.recv_timeout(PATIENCE).expect("an end");
    assert!(end.expect_err("an error").contains("authentication"));
    assert_eq!(fake.counters().identifies, 0);
}

#[test]
fn refused_intents_end_the_client() {
    let fake = FakeDiscord::start();
    let privileged = GatewayIntents::MESSAGE_CONTENT;
    fake.disallow_intents(privileged.bits());
    let bot = Bot::with(&fake, fake.token(), privileged);
    let end = bot.end.recv_timeout(PATIENCE).expect("an end");
    assert!(
        end.expect_err("an error")
            .to_lowercase()
            .contains("disallowed")
    );
}

#[test]
fn guilds_are_told_to_those_who_ask() {
    let fake = FakeDiscord::start();
    let _bot = Bot::with(&fake, fake.token(), GatewayIntents::GUILDS);
    fake.wait_live(PATIENCE).expect("a bot that logs in");
    fake.ask(slash("ask", &[]), LIMIT);
    assert_eq!(fake.identifies()[0].intents, 1);
}

#[test]
fn an_orderly_end_is_told_from_a_vanished_client() {
    let fake = FakeDiscord::start();
    let bot = Bot::live(&fake);
    bot.shut_down();
    let closed = fake.wait_until(PATIENCE, |counters| !counters.client_closes.is_empty());
    closed.expect("a close frame");
    assert_eq!(fake.counters().client_closes, [1000]);
    let bot = Bot::live(&fake);
    drop(bot);
    let vanished = fake.wait_until(PATIENCE, |counters| counters.vanished == 1);
    vanished.expect("a socket left behind");
    fake.wait_gone(PATIENCE).expect("nobody is live");
    assert!(fake.dispatch("TYPING_START", &Value::Null));
}

#[test]
fn thousands_of_interactions_are_counted_and_not_kept() {
    let fake = FakeDiscord::with(Settings {
        recording: Recording::Counters,
        ..Settings::default()
    });
    let _bot = Bot::live(&fake);
    let many = 1_500;
    for _ in 0..many {
        let ticket = fake.send(slash("ask", &[]));
        fake.answer(&ticket, LIMIT).expect("an answer");
    }
    let counters = fake.counters();
    assert_eq!(counters.latencies_ms.len(), many);
    assert_eq!(counters.requests(Kind::Callback), many);
    assert!(fake.requests().is_empty());
}
