//! Starting and ending: what is missing is said, an end is graceful and certain.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{ANSWER_PATIENCE, Running};
use crate::fake::payload::slash;
use crate::fake::{FakeDiscord, Kind, Plan, Settings};

/// Runs until it ends by itself, and gives its code and log.
fn ends(fake: FakeDiscord, environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut running = Running::started(fake, environment);
    let status = running.wait_for_end();
    (status.code(), running.log())
}

#[test]
fn a_malformed_token_is_refused_without_showing_it() {
    let (code, log) = ends(
        FakeDiscord::start(),
        &[("DISCORD_TOKEN", "s3cret-nonsense")],
    );
    assert_eq!(code, Some(2), "{log}");
    assert!(
        log.contains("DISCORD_TOKEN does not look like a bot token"),
        "{log}"
    );
    assert!(!log.contains("s3cret"), "{log}");
}

#[test]
fn a_revoked_token_is_refused_with_the_mend() {
    let token = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.Gaaaaa.r3voked-r3voked-r3voked";
    let (code, log) = ends(FakeDiscord::start(), &[("DISCORD_TOKEN", token)]);
    assert_eq!(code, Some(2), "{log}");
    assert!(
        log.contains("does not take this token (any more); reset it on the Bot page"),
        "{log}"
    );
    assert!(!log.contains("r3voked"), "{log}");
}

#[test]
fn another_applications_id_is_refused() {
    let id = [("DISCORD_APPLICATION_ID", "1234567890123456789")];
    let (code, log) = ends(FakeDiscord::start(), &id);
    assert_eq!(code, Some(2), "{log}");
    assert!(
        log.contains("DISCORD_APPLICATION_ID is 1234567890123456789, but DISCORD_TOKEN belongs to"),
        "{log}"
    );
}

#[test]
fn an_address_where_nobody_listens_is_said() {
    let nobody = [("DISCORD_API_BASE", "http://127.0.0.1:9")];
    let (code, log) = ends(FakeDiscord::start(), &nobody);
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("cannot reach 127.0.0.1:9"), "{log}");
}

#[test]
fn asks_for_no_intents() {
    let running = Running::start();
    let identified = running.fake.identifies();
    assert_eq!(identified.first().expect("one").intents, 0);
}

#[test]
fn what_discord_will_not_have_ends_it_with_the_reason() {
    for (close, code, words) in [
        (4004, 2, "does not take this token (any more)"),
        (4013, 1, "invalid intents"),
        (4014, 1, "disallowed intents"),
    ] {
        let mut running = Running::start();
        assert!(running.fake.close(close));
        let status = running.wait_for_end();
        assert_eq!(status.code(), Some(code), "{close}: {}", running.log());
        assert!(running.log().contains(words), "{close}: {}", running.log());
    }
}

#[test]
fn a_missing_gateway_is_said() {
    let fake = FakeDiscord::start();
    for _ in 0..10 {
        fake.plan(Kind::Gateway, Plan::Status(404));
    }
    let (code, log) = ends(fake, &[]);
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("Discord refuses it with status 404"), "{log}");
}

#[test]
fn ends_when_asked_while_it_still_logs_in() {
    for kind in [Kind::Account, Kind::Gateway, Kind::Socket] {
        let fake = FakeDiscord::start();
        for _ in 0..5 {
            fake.plan(kind, Plan::Hang(Duration::from_mins(1)));
        }
        let mut running = Running::started(fake, &[]);
        running.wait_for_log("connecting to Discord");
        // Until it hangs.
        let waits = running
            .fake
            .wait_until(ANSWER_PATIENCE, |it| it.requests(kind) > 0);
        waits.unwrap_or_else(|why| panic!("{kind:?}: {why}"));
        let asked = Instant::now();
        running.terminate();
        let status = running.wait_for_end();
        assert_eq!(status.code(), Some(0), "{kind:?}: {}", running.log());
        assert!(asked.elapsed() < Duration::from_secs(8), "{kind:?}");
    }
}

#[test]
fn a_gateway_that_is_away_at_first_is_tried_again() {
    let fake = FakeDiscord::start();
    fake.plan(Kind::Socket, Plan::Status(503));
    let running = Running::started(fake, &[]);
    running
        .fake
        .wait_live(Duration::from_secs(40))
        .expect("another try");
    let salary = running.slash("salary", &[("role", "backend developer")]);
    assert!(salary.is_ephemeral());
}

#[test]
fn ends_gracefully_when_asked() {
    let mut running = Running::start();
    running.slash("about", &[]);
    let asked = Instant::now();
    running.terminate();
    let status = running.wait_for_end();
    assert_eq!(status.code(), Some(0), "{}", running.log());
    assert!(asked.elapsed() < Duration::from_secs(9));
    let counters = running.fake.counters();
    assert_eq!(counters.client_closes, [1000], "the gateway is told");
    assert!(running.log().contains("stopped"), "{}", running.log());
}

#[test]
fn sends_what_is_open_before_it_ends() {
    let mut running = Running::start();
    // The callback is held up once; the end comes meanwhile.
    running.fake.plan(
        Kind::Callback,
        Plan::TooManyRequests {
            retry_after_s: 0.7,
            global: false,
        },
    );
    let ticket = running
        .fake
        .send(slash("salary", &[("role", json!("backend developer"))]));
    running.wait_for_log("Discord did not take a call");
    running.terminate();
    let answer = running
        .fake
        .answer(&ticket, ANSWER_PATIENCE)
        .expect("an answer");
    assert!(answer.is_ephemeral());
    assert_eq!(running.wait_for_end().code(), Some(0), "{}", running.log());
}

/// A bot that has lost its connection and cannot take it up again: serenity keeps a thread busy until the next heartbeat
/// is due, 41 seconds as Discord's are.
fn away() -> Running {
    let running = Running::with(
        Settings {
            heartbeat: Duration::from_secs(41),
            ..Settings::default()
        },
        &[],
    );
    for _ in 0..50 {
        running.fake.plan(Kind::Socket, Plan::Status(503));
    }
    running
}

fn lose(running: &Running) {
    assert!(running.fake.cut());
    let tried = running
        .fake
        .wait_until(ANSWER_PATIENCE, |it| it.requests(Kind::Socket) > 1);
    tried.expect("a try to take it up again");
}

#[test]
fn ends_gracefully_while_the_gateway_is_away() {
    let mut running = away();
    lose(&running);
    let asked = Instant::now();
    running.terminate();
    let status = running.wait_for_end();
    assert_eq!(status.code(), Some(0), "{}", running.log());
    assert!(
        asked.elapsed() < Duration::from_secs(8),
        "{:?}",
        asked.elapsed()
    );
}

#[test]
fn finishes_answers_while_the_gateway_is_away() {
    let running = away();
    running.fake.plan(
        Kind::Callback,
        Plan::TooManyRequests {
            retry_after_s: 1.5,
            global: false,
        },
    );
    let ticket = running.fake.send(slash("about", &[]));
    running.wait_for_log("Discord did not take a call");
    lose(&running);
    let answer = running.fake.answer(&ticket, ANSWER_PATIENCE);
    answer.unwrap_or_else(|why| panic!("{why}\n{}", running.log()));
}
