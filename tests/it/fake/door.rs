//! The HTTP API: every request comes through here, is recorded, checked, made to fail when that was asked for, and answered.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State as With, WebSocketUpgrade};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::call::{Call, Kind, Plan};
use super::contract::{self, Findings};
use super::state::{Recorded, Recording, Shared, State};
use super::wire::Cut;
use super::{gateway, payload, registry, replies};

/// What a body may weigh; Discord takes less.
const BODY_MAX_BYTES: usize = 8 << 20;

/// A status and a JSON body.
pub(super) struct Reply {
    status: u16,
    body: Option<Value>,
}

impl Reply {
    pub(super) fn json(status: u16, body: Value) -> Reply {
        let body = Some(body);
        Reply { status, body }
    }

    pub(super) fn empty(status: u16) -> Reply {
        let body = None;
        Reply { status, body }
    }

    pub(super) fn error(status: u16, code: u32, message: &str) -> Reply {
        Reply::json(status, json!({"code": code, "message": message}))
    }

    /// What Discord says to a body that breaks its rules.
    pub(super) fn invalid(reasons: &[String]) -> Reply {
        let said = |reason: &String| json!({"code": "BASE_TYPE_INVALID", "message": reason});
        let errors: Vec<Value> = reasons.iter().map(said).collect();
        let errors = json!({"data": {"_errors": errors}});
        let body = json!({"code": 50_035, "message": "Invalid Form Body", "errors": errors});
        Reply::json(400, body)
    }

    pub(super) fn unknown_route() -> Reply {
        Reply::error(404, 0, "404: Not Found")
    }

    /// Why it was refused, in a few words.
    fn refusal(&self) -> String {
        let body = self.body.as_ref().map(Value::to_string);
        format!("{} {}", self.status, body.unwrap_or_default())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).expect("a status");
        let Some(body) = self.body else {
            return status.into_response();
        };
        let json = [(CONTENT_TYPE, "application/json")];
        (status, json, body.to_string()).into_response()
    }
}

/// A request, read.
struct Asked {
    call: Call,
    /// The body, or why it is no JSON; nothing when it is empty.
    body: Option<Result<Value, String>>,
    authorised: bool,
    localised: bool,
    arrived: Instant,
}

/// Answers one request.
pub(super) async fn enter(
    With(shared): With<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let arrived = Instant::now();
    let (mut parts, body) = request.into_parts();
    let asked = read(&shared, &parts, body, arrived).await;
    let findings = match &asked.body {
        Some(Ok(body)) => contract::check(&asked.call, body),
        _ => Findings::default(),
    };
    let (record, plan) = shared.change(|state| note(&shared, state, &parts, &asked, &findings));
    match &plan {
        Some(Plan::Hang(time)) => tokio::time::sleep(*time).await,
        Some(Plan::Lost) | None => {}
        Some(plan) => return fail(&shared, record, plan, &cut),
    }
    if asked.call == Call::Socket {
        return open_socket(&shared, &mut parts, cut).await;
    }
    let reply = shared.change(|state| {
        let reply = answer(&shared, state, &asked, &findings);
        settle(state, record, &asked.call, &reply);
        reply
    });
    if matches!(plan, Some(Plan::Lost)) {
        cut.now();
    }
    reply.into_response()
}

async fn read(shared: &Shared, parts: &Parts, body: Body, arrived: Instant) -> Asked {
    let bytes = axum::body::to_bytes(body, BODY_MAX_BYTES).await;
    let body = match bytes {
        Ok(bytes) if bytes.is_empty() => None,
        Ok(bytes) => Some(parse(&parts.headers, &bytes)),
        Err(error) => Some(Err(error.to_string())),
    };
    let query = parts.uri.query().unwrap_or_default();
    Asked {
        call: Call::of(&parts.method, parts.uri.path()),
        body,
        authorised: is_authorised(shared, &parts.headers),
        localised: query.contains("with_localizations=true"),
        arrived,
    }
}

fn parse(headers: &HeaderMap, bytes: &Bytes) -> Result<Value, String> {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.to_str());
    match kind {
        Some(Ok(kind)) if kind.starts_with("application/json") => {
            serde_json::from_slice(bytes).map_err(|error| error.to_string())
        }
        kind => Err(format!("a body of type {kind:?}")),
    }
}

fn is_authorised(shared: &Shared, headers: &HeaderMap) -> bool {
    let said = headers.get("authorization").map(|said| said.to_str());
    let wanted = format!("Bot {}", shared.settings.token);
    matches!(said, Some(Ok(said)) if said == wanted)
}

/// Records a request, and takes the plan made for it.
fn note(
    shared: &Shared,
    state: &mut State,
    parts: &Parts,
    asked: &Asked,
    findings: &Findings,
) -> (Option<usize>, Option<Plan>) {
    let kind = asked.call.kind();
    *state.counters.requests.entry(kind).or_default() += 1;
    for finding in findings.all() {
        state.violate(format!("{kind:?}: {finding}"));
    }
    if kind == Kind::Unknown {
        let (method, path) = (&parts.method, parts.uri.path());
        state.violate(format!("{method} {path} is not known here"));
    }
    if let Some(Err(error)) = &asked.body {
        state.violate(format!("{kind:?}: not JSON: {error}"));
    }
    let planned = state.plans.get_mut(&kind);
    let plan = planned.and_then(std::collections::VecDeque::pop_front);
    if shared.settings.recording == Recording::Counters {
        return (None, plan);
    }
    let token = asked.call.token();
    let exchanges = &state.exchanges;
    let recorded = Recorded {
        kind,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        body: asked.body.as_ref().and_then(|body| body.clone().ok()),
        arrived: asked.arrived.saturating_duration_since(shared.started),
        since_dispatch_ms: token.and_then(|token| exchanges.since_dispatch(token, asked.arrived)),
        status: None,
    };
    state.requests.push(recorded);
    (Some(state.requests.len() - 1), plan)
}

/// Records what a request was answered.
fn settle(state: &mut State, record: Option<usize>, call: &Call, reply: &Reply) {
    if let Some(recorded) = record.and_then(|index| state.requests.get_mut(index)) {
        recorded.status = Some(reply.status);
    }
    if reply.status >= 400
        && let Some(token) = call.token()
    {
        let why = format!("{:?} refused with {}", call.kind(), reply.refusal());
        state.exchanges.refuse(token, why);
    }
}

fn fail(shared: &Shared, record: Option<usize>, plan: &Plan, cut: &Cut) -> Response {
    let response = match plan {
        Plan::TooManyRequests {
            retry_after_s,
            global,
        } => too_many(*retry_after_s, *global),
        Plan::Status(status) => {
            Reply::error(*status, 0, &format!("{status}: on purpose")).into_response()
        }
        Plan::Garbage => "<!DOCTYPE html><title>discord.com | 520</title>".into_response(),
        Plan::Drop | Plan::Lost | Plan::Hang(_) => {
            cut.now();
            return StatusCode::OK.into_response(); // never written
        }
    };
    shared.change(|state| {
        if let Some(recorded) = record.and_then(|index| state.requests.get_mut(index)) {
            recorded.status = Some(response.status().as_u16());
        }
    });
    response
}

/// # Source
/// Discord, "Rate Limits": <https://discord.com/developers/docs/topics/rate-limits>.
fn too_many(retry_after_s: f64, global: bool) -> Response {
    let body = json!({
        "message": "You are being rate limited.", "retry_after": retry_after_s, "global": global,
    });
    let mut response = Reply::json(429, body).into_response();
    let after = format!("{retry_after_s:.3}");
    let mut put = |name: &'static str, value: &str| {
        let value = value.parse().expect("a header's value");
        response.headers_mut().insert(name, value);
    };
    put(RETRY_AFTER.as_str(), &retry_after_s.ceil().to_string());
    put("x-ratelimit-scope", if global { "global" } else { "user" });
    if global {
        put("x-ratelimit-global", "true");
    } else {
        put("x-ratelimit-limit", "5");
        put("x-ratelimit-remaining", "0");
        put("x-ratelimit-reset-after", &after);
        put("x-ratelimit-bucket", "0123456789abcdef0123456789abcdef");
    }
    response
}

async fn open_socket(shared: &Arc<Shared>, parts: &mut Parts, cut: Cut) -> Response {
    match WebSocketUpgrade::from_request_parts(parts, &()).await {
        Ok(upgrade) => {
            let shared = Arc::clone(shared);
            upgrade.on_upgrade(move |socket| gateway::serve(socket, cut, shared))
        }
        Err(refused) => refused.into_response(),
    }
}

fn answer(shared: &Shared, state: &mut State, asked: &Asked, findings: &Findings) -> Reply {
    if asked.call.is_guarded() && !asked.authorised {
        return Reply::error(401, 0, "401: Unauthorized");
    }
    let body = match &asked.body {
        Some(Err(_)) => {
            return Reply::error(400, 50_109, "The request body contains invalid JSON.");
        }
        Some(Ok(body)) => Some(body),
        None => None,
    };
    if !findings.refused.is_empty() {
        return Reply::invalid(&findings.refused);
    }
    match &asked.call {
        Call::Gateway => Reply::json(200, json!({"url": state.gateway.url})),
        Call::GatewayBot => Reply::json(200, gateway_bot(&state.gateway.url)),
        Call::Me => Reply::json(200, payload::bot(&shared.application())),
        Call::Application => Reply::json(200, application(shared)),
        Call::ReadCommands(scope) => registry::read(shared, state, scope, asked.localised),
        Call::WriteCommands(scope) => registry::write(shared, state, scope, body),
        call => replies::reply(shared, state, call, body, asked.arrived),
    }
}

fn gateway_bot(url: &str) -> Value {
    let limit = json!({"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1});
    json!({"url": url, "shards": 1, "session_start_limit": limit})
}

fn application(shared: &Shared) -> Value {
    let id = shared.application();
    json!({
        "id": id, "name": "careerbot", "icon": null, "description": "", "summary": "", "type": null,
        "bot_public": true, "bot_require_code_grant": false, "flags": 0, "hook": true,
        "verify_key": "0".repeat(64), "integration_types_config": {"0": {}},
        "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "redirect_uris": [], "approximate_guild_count": shared.settings.guilds.len(),
        "bot": payload::bot(&id), "team": null,
        "owner": {"id": "1100000000000000009", "username": "owner", "global_name": null, "discriminator": "0", "avatar": null},
    })
}
