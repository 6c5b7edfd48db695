//! The HTTP API with a plain client.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::{Response, call, call_as, callback, reply, webhook};
use crate::fake::message::text_of;
use crate::fake::payload::{GUILD, autocomplete, press, slash};
use crate::fake::{FakeDiscord, Kind, Plan, Recording, Settings};

const SOON: Duration = Duration::from_millis(200);

#[track_caller]
fn answer_to(fake: &FakeDiscord, body: &Value) -> Response {
    let (ticket, _) = fake.open(slash("ask", &[]));
    callback(fake, &ticket, body).expect("an answer")
}

fn good() -> Value {
    json!({"type": 4, "data": reply("hello")})
}

#[test]
fn tells_where_the_gateway_is_and_who_the_bot_is() {
    let fake = FakeDiscord::start();
    for path in [
        "/gateway",
        "/gateway/bot",
        "/users/@me",
        "/applications/@me",
        "/oauth2/applications/@me",
    ] {
        let response = call(&fake, Method::GET, path, None).expect("an answer");
        assert_eq!(response.status, 200, "{path}: {response:?}");
        // Only the gateway's address is for everyone.
        let stranger = call_as(&fake, "Bot a.b.c", Method::GET, path, None).expect("an answer");
        let wanted = if path == "/gateway" { 200 } else { 401 };
        assert_eq!(stranger.status, wanted, "{path}");
    }
    let requests = fake.requests();
    assert_eq!(requests.len(), 10);
    assert_eq!(requests[1].status, Some(200));
    assert_eq!(
        (requests[3].kind, requests[3].status),
        (Kind::Gateway, Some(401))
    );
    assert_eq!(requests[0].method, "GET");
    assert_eq!(requests[0].path, "/api/v10/gateway");
    assert!(requests[0].arrived <= requests[9].arrived);
}

#[test]
fn reports_a_path_it_does_not_know() {
    let fake = FakeDiscord::start();
    call(&fake, Method::GET, "/users/1", None)
        .expect("an answer")
        .check(404, 0);
    assert_eq!(
        fake.take_violations(),
        ["GET /api/v10/users/1 is not known here"]
    );
}

#[test]
fn takes_one_callback_and_refuses_a_second() {
    let fake = FakeDiscord::start();
    let (ticket, _) = fake.open(slash("ask", &[("question", json!("pay?"))]));
    assert_eq!(
        callback(&fake, &ticket, &good()).expect("an answer").status,
        204
    );
    callback(&fake, &ticket, &good())
        .expect("an answer")
        .check(400, 40_060);

    let outcome = fake.answer(&ticket, SOON).expect("an answer");
    assert_eq!(text_of(&outcome.message), "hello\n[1] a source");
    assert!(!outcome.deferred && !outcome.is_ephemeral());
    assert_eq!(outcome.latency_ms, outcome.answered_ms);
    let recorded = &fake.requests()[0];
    assert_eq!(recorded.since_dispatch_ms, Some(outcome.latency_ms));
    assert_eq!(recorded.body, Some(good()));
}

#[test]
fn refuses_callbacks_late_unknown_or_of_the_wrong_type() {
    let fake = FakeDiscord::start();
    let (mut ticket, _) = fake.open(slash("ask", &[]));
    let (late, _) = fake.open(slash("ask", &[]));
    let update = json!({"type": 7, "data": reply("over what?")});
    callback(&fake, &ticket, &update)
        .expect("an answer")
        .check(400, 50_035);
    ticket.id += "0";
    callback(&fake, &ticket, &good())
        .expect("an answer")
        .check(404, 10_062);
    ticket.token += "0";
    callback(&fake, &ticket, &good())
        .expect("an answer")
        .check(404, 10_062);
    std::thread::sleep(Duration::from_millis(3_050));
    callback(&fake, &late, &good())
        .expect("an answer")
        .check(404, 10_062);

    let instead = fake.answer(&late, SOON).expect_err("no answer");
    assert!(
        instead.contains("no callback; Callback refused with 404"),
        "{instead}"
    );
    let instead = fake.answer(&ticket, SOON).expect_err("no answer");
    assert!(
        instead.contains("no interaction with this token"),
        "{instead}"
    );
}

#[test]
fn an_edit_answers_a_deferral_and_nothing_before() {
    let fake = FakeDiscord::start();
    let (ticket, _) = fake.open(slash("ask", &[]).in_dm());
    let original = webhook(&fake, &ticket) + "/messages/@original";
    let edit = |text| call(&fake, Method::PATCH, &original, Some(&reply(text)));
    edit("early").expect("an answer").check(404, 10_015);
    let deferred = json!({"type": 5, "data": {"flags": 64}});
    assert_eq!(
        callback(&fake, &ticket, &deferred)
            .expect("an answer")
            .status,
        204
    );
    let instead = fake.answer(&ticket, SOON).expect_err("no answer yet");
    assert!(instead.contains("a callback of type 5"), "{instead}");

    assert_eq!(edit("at last").expect("an answer").status, 200);
    let outcome = fake.answer(&ticket, SOON).expect("an answer");
    assert!(outcome.deferred && outcome.is_ephemeral());
    assert!(outcome.answered_ms >= outcome.latency_ms);
    assert_eq!(text_of(&outcome.message), "at last\n[1] a source");
    let read = call(&fake, Method::GET, &original, None).expect("an answer");
    assert_eq!(read.json(), outcome.message);
    assert_eq!(
        call(&fake, Method::DELETE, &original, None)
            .expect("an answer")
            .status,
        204
    );
    call(&fake, Method::GET, &original, None)
        .expect("an answer")
        .check(404, 10_008);
    edit("gone").expect("an answer").check(404, 10_008);
}

#[test]
fn keeps_follow_ups_apart_from_the_answer() {
    let fake = FakeDiscord::start();
    let (ticket, _) = fake.open(slash("ask", &[]));
    let path = webhook(&fake, &ticket);
    let follow_up = || call(&fake, Method::POST, &path, Some(&reply("more")));
    follow_up().expect("an answer").check(404, 10_015);
    callback(&fake, &ticket, &good()).expect("an answer");
    assert_eq!(follow_up().expect("an answer").status, 200);
    let outcome = fake.answer(&ticket, SOON).expect("an answer");
    assert_eq!(text_of(&outcome.followups[0]), "more\n[1] a source");
    assert_eq!(text_of(&outcome.message), "hello\n[1] a source");
}

#[test]
fn an_update_changes_the_message_that_was_pressed() {
    let fake = FakeDiscord::start();
    let (first, _) = fake.open(slash("ask", &[]));
    callback(&fake, &first, &good()).expect("an answer");
    let before = fake.answer(&first, SOON).expect("an answer").message;
    let (second, sent) = fake.open(press("v1:why:1", &before));
    assert_eq!(
        sent["message"]["components"][0]["components"][0]["id"],
        json!(2)
    );
    let update = json!({"type": 7, "data": reply("changed")});
    assert_eq!(
        callback(&fake, &second, &update).expect("an answer").status,
        204
    );
    let after = fake.answer(&second, SOON).expect("an answer").message;
    assert_eq!(after["id"], before["id"]);
    assert_eq!(text_of(&after), "changed\n[1] a source");
}

#[test]
fn suggestions_are_no_message() {
    let fake = FakeDiscord::start();
    let (ticket, sent) = fake.open(autocomplete("pay", &[("role", json!("ba"))], "role"));
    assert_eq!(sent["data"]["options"][0]["focused"], json!(true));
    let body = json!({"type": 8, "data": {"choices": [{"name": "Backend", "value": "backend"}]}});
    assert_eq!(
        callback(&fake, &ticket, &body).expect("an answer").status,
        204
    );
    let outcome = fake.answer(&ticket, SOON).expect("suggestions");
    assert_eq!(
        outcome.choices(),
        [("Backend".to_owned(), json!("backend"))]
    );
    assert_eq!(outcome.message, Value::Null);
}

#[test]
fn a_body_that_breaks_a_rule_is_refused_and_reported() {
    let fake = FakeDiscord::start();
    let long = json!({"type": 4, "data": reply(&"x".repeat(4_001))});
    answer_to(&fake, &long).check(400, 50_035);
    let told = fake.take_violations().join("\n");
    assert!(
        told.contains("4013 units of text, of at most 4000"),
        "{told}"
    );
    // What only this bot promised, Discord takes.
    let mut pinging = good();
    pinging["data"]["allowed_mentions"] = Value::Null;
    assert_eq!(answer_to(&fake, &pinging).status, 204);
    let told = fake.take_violations();
    assert_eq!(
        told,
        ["Callback: allowed_mentions is null, not an empty `parse`"]
    );
    let failed = std::panic::catch_unwind(|| {
        let fake = FakeDiscord::start();
        answer_to(&fake, &pinging);
    });
    failed.expect_err("a violation fails the test when the fake is dropped");
}

#[test]
fn commands_come_back_with_what_discord_adds() {
    let fake = FakeDiscord::start();
    let option = json!({"type": 3, "name": "role", "description": "Which role", "required": false});
    let sent = json!([{"name": "pay", "description": "Pay of a role", "options": [option]}]);
    let path = format!("/applications/{}/commands", fake.application());
    let put = |body: &Value| {
        call(&fake, Method::PUT, &path, Some(body))
            .expect("an answer")
            .json()
    };
    let first = put(&sent);
    assert_eq!(fake.commands(None), *first.as_array().expect("commands"));
    for (field, wanted) in [
        ("type", json!(1)),
        ("nsfw", json!(false)),
        ("dm_permission", json!(true)),
        ("contexts", Value::Null),
        ("integration_types", json!([0])),
        ("default_member_permissions", Value::Null),
        ("name_localizations", Value::Null),
        ("application_id", json!(fake.application().to_string())),
    ] {
        assert_eq!(first[0].get(field), Some(&wanted), "{field}");
    }
    assert_eq!(first[0]["options"][0].get("required"), None);
    assert_eq!(
        put(&sent),
        first,
        "the same again changes neither id nor version"
    );
    let changed = put(&json!([{"name": "pay", "description": "Pay"}]));
    assert_eq!(changed[0]["id"], first[0]["id"]);
    assert_ne!(changed[0]["version"], first[0]["version"]);
    let listed = call(&fake, Method::GET, &path, None)
        .expect("an answer")
        .json();
    assert_eq!(listed[0].get("name_localizations"), None);
    let (_, sent) = fake.open(slash("pay", &[]));
    assert_eq!(sent["data"]["id"], changed[0]["id"]);
}

#[test]
fn commands_are_kept_for_places_it_knows() {
    let fake = FakeDiscord::start();
    let body = json!([{"name": "pay", "description": "Pay of a role"}]);
    let put = |path: String| call(&fake, Method::PUT, &path, Some(&body)).expect("an answer");
    let ours = fake.application();
    put("/applications/1/commands".to_owned()).check(404, 10_002);
    put(format!("/applications/{ours}/guilds/1/commands")).check(403, 50_001);
    let response = put(format!("/applications/{ours}/guilds/{GUILD}/commands"));
    assert_eq!(response.json()[0]["guild_id"], json!(GUILD.to_string()));
    assert_eq!(fake.commands(Some(GUILD)).len(), 1);
    assert_eq!(fake.commands(None).len(), 0);
}

#[test]
fn breaks_as_planned_and_then_works() {
    let fake = FakeDiscord::start();
    let after = |retry_after_s, global| Plan::TooManyRequests {
        retry_after_s,
        global,
    };
    for plan in [
        after(1.5, false),
        after(0.25, true),
        Plan::Status(500),
        Plan::Garbage,
        Plan::Drop,
    ] {
        fake.plan(Kind::Callback, plan);
    }
    let (ticket, _) = fake.open(slash("ask", &[]));
    let limited = callback(&fake, &ticket, &good()).expect("an answer");
    assert_eq!(limited.status, 429);
    assert_eq!(limited.headers["retry-after"], "2");
    assert_eq!(limited.headers["x-ratelimit-reset-after"], "1.500");
    assert_eq!(limited.json()["retry_after"], json!(1.5));
    let limited = callback(&fake, &ticket, &good()).expect("an answer");
    assert_eq!(limited.headers["x-ratelimit-global"], "true");
    callback(&fake, &ticket, &good())
        .expect("an answer")
        .check(500, 0);
    let garbage = callback(&fake, &ticket, &good()).expect("an answer");
    assert_eq!((garbage.status, garbage.json()), (200, Value::Null));
    callback(&fake, &ticket, &good()).expect_err("no answer at all");
    assert_eq!(
        callback(&fake, &ticket, &good()).expect("an answer").status,
        204
    );
    let told: Vec<_> = fake
        .requests()
        .iter()
        .map(|request| request.status)
        .collect();
    assert_eq!(
        told,
        [Some(429), Some(429), Some(500), Some(200), None, Some(204)]
    );
}

#[test]
fn hangs_as_planned_and_loses_answers() {
    let fake = FakeDiscord::start();
    fake.plan(Kind::Gateway, Plan::Hang(Duration::from_secs(2)));
    let started = Instant::now();
    call(&fake, Method::GET, "/gateway", None).expect_err("longer than the client waits");
    assert!(started.elapsed() >= Duration::from_millis(900));
    // Carried out, but the client cannot know: asking again tells it.
    fake.plan(Kind::Callback, Plan::Lost);
    let (ticket, _) = fake.open(slash("ask", &[]));
    callback(&fake, &ticket, &good()).expect_err("the answer is lost");
    callback(&fake, &ticket, &good())
        .expect("an answer")
        .check(400, 40_060);
    fake.answer(&ticket, SOON).expect("people see the answer");
}

#[test]
fn keeps_numbers_only_when_told_so() {
    let recording = Recording::Counters;
    let fake = FakeDiscord::with(Settings {
        recording,
        ..Settings::default()
    });
    let (first, _) = fake.open(slash("ask", &[]));
    callback(&fake, &first, &good()).expect("an answer");
    for _ in 0..300 {
        fake.open(slash("ask", &[]));
    }
    assert_eq!(fake.requests().len(), 0);
    assert_eq!(fake.counters().sent, 301);
    assert_eq!(fake.counters().requests(Kind::Callback), 1);
    assert_eq!(fake.counters().latencies_ms.len(), 1);
    // The oldest lost its body, and is answered all the same.
    assert_eq!(
        fake.answer(&first, SOON).expect("an answer").message,
        Value::Null
    );
    callback(&fake, &first, &good())
        .expect("an answer")
        .check(400, 40_060);
}
