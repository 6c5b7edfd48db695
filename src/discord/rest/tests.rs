//! Each way in which a call can end, against a server on this machine.

use super::*;
use crate::config::Secret;
use crate::discord::scripted::{Scripted, Step};

/// What stands in every call, and must stand nowhere else.
const PLANTED: [&str; 3] = ["plantedtoken", "planted-path", "planted-body"];

/// Time enough that only a fault in a test would use it up.
fn later() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

fn rest(server: &Scripted) -> Rest {
    let token = Token::parse(&Secret::new("a.b.plantedtoken")).expect("a token");
    let mut rest = Rest::new(Some(&server.base), Some(&token)).expect("a client");
    rest.patience.pause = Duration::from_millis(1);
    rest
}

/// Makes a call to a server that takes `steps`, and gives how it ended and how many calls there were.
async fn call(
    repeat: Repeat,
    deadline: Duration,
    steps: Vec<Step>,
) -> (Result<Reply, RestError>, usize) {
    let server = Scripted::start(steps).await;
    let rest = rest(&server);
    let ended = rest
        .send(
            Method::POST,
            "/webhooks/1/planted-path?wait=true",
            Some("planted-body"),
            repeat,
            Instant::now() + deadline,
        )
        .await;
    for shown in [
        format!("{ended:?}"),
        format!("{rest:?}"),
        ended
            .as_ref()
            .map_or_else(ToString::to_string, |_| String::new()),
    ] {
        for planted in PLANTED {
            assert!(!shown.contains(planted), "{shown}");
        }
    }
    (ended, server.heard().len())
}

#[track_caller]
fn refused(ended: (Result<Reply, RestError>, usize), calls: usize) -> RestError {
    assert_eq!(ended.1, calls, "{ended:?}");
    ended.0.expect_err("a refusal")
}

const LONG: Duration = Duration::from_secs(20);

#[tokio::test]
async fn sends_what_discord_asks_for() {
    let server = Scripted::start([Step::say(200, r#"{"a":1}"#), Step::say(204, "")]).await;
    let rest = rest(&server);
    let reply = rest
        .send(
            Method::PUT,
            "/applications/1/commands",
            Some(&serde_json::json!([{"name": "é"}])),
            Repeat::Freely,
            later(),
        )
        .await
        .expect("a reply");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body["a"], 1);
    let reply = rest
        .send(Method::GET, "/x", None::<&()>, Repeat::WhenRefused, later())
        .await
        .expect("a reply");
    assert_eq!(reply.status, 204);
    let [put, get]: [String; 2] = server.heard().try_into().expect("two calls");
    assert!(
        put.starts_with("PUT /api/v10/applications/1/commands HTTP/1.1\r\n"),
        "{put}"
    );
    assert!(put.ends_with("\r\n\r\n[{\"name\":\"é\"}]"), "{put}");
    let version = env!("CARGO_PKG_VERSION");
    for header in [
        "authorization: Bot a.b.plantedtoken\r\n",
        "content-type: application/json\r\n",
        &format!("user-agent: DiscordBot (https://discord.com, {version}) careerbot\r\n"),
    ] {
        assert!(put.contains(header), "{header} in {put}");
    }
    assert!(get.starts_with("GET /api/v10/x HTTP/1.1\r\n"), "{get}");
    assert!(!get.contains("content-type"), "{get}");
}

#[tokio::test]
async fn needs_no_token() {
    let server = Scripted::start([Step::say(204, "")]).await;
    let rest = Rest::new(Some(&server.base), None).expect("a client");
    let sent = rest.send(Method::GET, "/x", None::<&()>, Repeat::WhenRefused, later());
    sent.await.expect("a reply");
    assert!(!server.heard()[0].contains("authorization"));
}

#[test]
fn speaks_to_discord_unless_told_otherwise() {
    let rest = Rest::new(None, None).expect("a client");
    assert_eq!(rest.base, "https://discord.com/api/v10");
    assert_eq!(format!("{rest:?}"), r#"Rest { host: "discord.com", .. }"#);
    let rest = Rest::new(Some("https://proxy.example:8443/discord"), None).expect("a client");
    assert_eq!(rest.base, "https://proxy.example:8443/discord/api/v10");
    assert_eq!(rest.host, "proxy.example:8443");
}

#[tokio::test]
async fn returns_a_refusal_at_once_with_its_words() {
    let body = serde_json::json!({
        "code": 50035,
        "message": "Invalid \u{1b}[2JForm Body",
        "errors": {"0": {"options": {"1": {"name": {"_errors": [
            {"code": "BASE_TYPE_REQUIRED", "message": "not planted-body"}
        ]}}}}}
    });
    let ended = call(Repeat::Freely, LONG, vec![Step::say(400, &body)]).await;
    assert_eq!(
        refused(ended, 1).to_string(),
        "Discord refuses it with status 400, code 50035: Invalid Form Body \
         (0.options.1.name BASE_TYPE_REQUIRED); if it stays so, it is a fault in careerbot: report it"
    );
    for (status, text) in [
        (401, "status 401: Unauthorized; check DISCORD_TOKEN"),
        (403, "status 403: Forbidden; the bot has no access there"),
        (
            404,
            "status 404: Not Found; it does not exist, or not any more",
        ),
    ] {
        let ended = call(Repeat::UnlessDone, LONG, vec![Step::say(status, "<html>")]).await;
        let text = format!("Discord refuses it with {text}");
        assert_eq!(refused(ended, 1).to_string(), text);
    }
    let long = serde_json::json!({"message": "a ".repeat(9000), "errors": {"a": 1, "b": []}});
    let ended = call(Repeat::WhenRefused, LONG, vec![Step::say(400, &long)]).await;
    assert!(refused(ended, 1).to_string().len() < 500);
}

#[tokio::test]
async fn waits_as_long_as_it_is_asked_to() {
    let asked = [
        Step::Say(
            429,
            "retry-after: 0.1\r\n",
            r#"{"retry_after":900}"#.to_owned(),
        ),
        Step::say(429, r#"{"retry_after":0.06}"#),
        Step::Say(
            429,
            "retry-after: soon\r\n",
            r#"{"retry_after":0}"#.to_owned(),
        ),
        Step::say(200, "{}"),
    ];
    let before = Instant::now();
    let ended = call(Repeat::WhenRefused, LONG, asked.into()).await;
    ended.0.expect("a reply");
    let waited = before.elapsed();
    assert!(waited >= Duration::from_millis(210), "{waited:?}");
    assert!(waited < Duration::from_secs(5), "{waited:?}");
}

#[test]
fn bounds_the_wait_that_it_is_asked_for() {
    let asked = |header: Option<&'static str>, body: Value| {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(RETRY_AFTER, HeaderValue::from_static(header));
        }
        wait_asked(&headers, &body)
    };
    let body = |after: f64| serde_json::json!({ "retry_after": after });
    assert_eq!(asked(Some("2"), Value::Null), Duration::from_secs(2));
    assert_eq!(asked(Some(" 0.25 "), body(9.0)), Duration::from_millis(250));
    assert_eq!(asked(None, body(1.5)), Duration::from_millis(1500));
    assert_eq!(asked(Some("soon"), body(1.5)), Duration::from_millis(1500));
    assert_eq!(asked(Some("0"), Value::Null), WAIT_MIN);
    assert_eq!(asked(Some("1e300"), Value::Null), WAIT_MAX);
    assert_eq!(asked(None, body(1e18)), WAIT_MAX);
    for garbage in ["-5", "NaN", "inf", "", "Wed, 21 Oct 2026 07:28:00 GMT"] {
        assert_eq!(asked(Some(garbage), Value::Null), LATER, "{garbage:?}");
    }
    assert_eq!(asked(None, serde_json::json!({"retry_after": "1"})), LATER);
}

#[tokio::test]
async fn gives_up_when_the_wait_is_longer_than_there_is_time() {
    let asked = vec![Step::Say(429, "retry-after: 30.2\r\n", String::new())];
    let ended = call(Repeat::Freely, Duration::from_secs(5), asked).await;
    assert_eq!(
        refused(ended, 1).to_string(),
        "Discord wants no more calls for 31 s; try again after that"
    );
}

#[tokio::test]
async fn tries_again_when_discord_fails_inside() {
    for status in [500, 502, 503, 504] {
        let steps = vec![
            Step::say(status, "<html>"),
            Step::Drop,
            Step::say(200, "{}"),
        ];
        let (ended, calls) = call(Repeat::Freely, LONG, steps).await;
        ended.expect("a reply");
        assert_eq!(calls, 3);
        let ended = call(Repeat::WhenRefused, LONG, vec![Step::say(status, "")]).await;
        let RestError::Down { status: said, .. } = refused(ended, 1) else {
            panic!("not down");
        };
        assert_eq!(said, status);
    }
    let steps = (0..ATTEMPTS_MAX).map(|_| Step::say(503, "")).collect();
    let error = refused(call(Repeat::Freely, LONG, steps).await, 5).to_string();
    assert!(
        error.ends_with(
            " fails inside (status 503); try again in a few minutes, and see https://discordstatus.com"
        ),
        "{error}"
    );
}

#[tokio::test]
async fn takes_an_acknowledged_callback_for_arrived_only_when_it_may_have() {
    let taken = || Step::say(400, r#"{"code":40060,"message":"already acknowledged"}"#);
    for unclear in [Step::Drop, Step::say(502, "")] {
        let (ended, calls) = call(Repeat::UnlessDone, LONG, vec![unclear, taken()]).await;
        assert_eq!(ended.expect("a reply").status, 204);
        assert_eq!(calls, 2);
    }
    let error = refused(call(Repeat::UnlessDone, LONG, vec![taken()]).await, 1);
    assert_eq!(error.code(), Some(40_060));
    let steps = vec![Step::Drop, taken()];
    let error = refused(call(Repeat::Freely, LONG, steps).await, 2);
    assert_eq!(error.status(), Some(400));
    let turned_away = Step::Say(429, "retry-after: 0\r\n", String::new());
    let error = refused(
        call(Repeat::UnlessDone, LONG, vec![turned_away, taken()]).await,
        2,
    );
    assert_eq!(error.code(), Some(40_060));
}

#[tokio::test]
async fn waits_for_no_answer_for_ever() {
    let before = Instant::now();
    let limit = Duration::from_millis(100);
    let error = refused(call(Repeat::Freely, limit, vec![Step::Hang]).await, 1);
    assert!(before.elapsed() < Duration::from_secs(5));
    assert!(
        error.to_string().starts_with("no answer from 127.0.0.1:"),
        "{error}"
    );

    // An attempt has its own limit, so that another may follow.
    let server = Scripted::start([Step::Hang, Step::say(200, "{}")]).await;
    let mut rest = rest(&server);
    rest.patience.attempt = Duration::from_millis(100);
    let sent = rest.send(Method::GET, "/x", None::<&()>, Repeat::Freely, later());
    sent.await.expect("a reply");
    assert_eq!(server.heard().len(), 2);
}

#[tokio::test]
async fn says_when_the_connection_breaks() {
    let error = refused(call(Repeat::WhenRefused, LONG, vec![Step::Drop]).await, 1);
    assert!(matches!(error, RestError::Broken { .. }), "{error:?}");
    let half = vec![Step::Say(200, "content-length: 99\r\n", "{".to_owned())];
    let error = refused(call(Repeat::WhenRefused, LONG, half).await, 1);
    assert!(matches!(error, RestError::Broken { .. }), "{error:?}");
}

#[tokio::test]
async fn says_what_cannot_be_reached() {
    let error = refused(call(Repeat::WhenRefused, LONG, vec![]).await, 0);
    let RestError::Unreachable { host, reason } = &error else {
        panic!("{error:?}");
    };
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    assert!(reason.contains("refused"), "{reason}");
}

#[tokio::test]
async fn reads_no_answer_beyond_its_bound() {
    let big = "a".repeat(BODY_MAX_BYTES + 1);
    let error = refused(
        call(Repeat::Freely, LONG, vec![Step::say(200, &big)]).await,
        1,
    );
    assert!(matches!(error, RestError::TooLarge { .. }), "{error:?}");
    let most = format!("\"{}\"", "a".repeat(BODY_MAX_BYTES - 2));
    let (ended, _) = call(Repeat::WhenRefused, LONG, vec![Step::say(200, &most)]).await;
    assert!(ended.expect("a reply").body.is_string());
}

#[tokio::test]
async fn follows_no_redirect() {
    let elsewhere = Scripted::start([Step::say(200, "{}")]).await;
    let headers: &'static str = format!("location: {}/\r\n", elsewhere.base).leak();
    let steps = vec![Step::Say(302, headers, String::new())];
    let error = refused(call(Repeat::Freely, LONG, steps).await, 1);
    assert_eq!(error.status(), Some(302));
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn takes_no_web_page_for_an_answer() {
    let page = vec![Step::say(200, "<html>planted-body")];
    let error = refused(call(Repeat::Freely, LONG, page).await, 1);
    let text = error.to_string();
    assert!(
        text.ends_with(
            " answers in words that are not Discord's; check DISCORD_API_BASE and proxies on the way"
        ),
        "{text}"
    );
}
