//! Interactions and what came back for them, by the rules Discord keeps.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::call::{Call, Hook};
use super::door::Reply;
use super::message;
use super::state::{Recording, Shared, State, ms};

/// How long a callback may take.
///
/// # Source
/// Discord, "Receiving and Responding": <https://discord.com/developers/docs/interactions/receiving-and-responding>,
/// "you must send an initial response within 3 seconds of receiving the event".
pub(crate) const CALLBACK_LIMIT: Duration = Duration::from_secs(3);

/// Answers kept whole when only numbers are recorded.
const ANSWERS_KEPT: usize = 256;

/// Reasons kept for one interaction.
const REFUSED_KEPT: usize = 10;

const MESSAGE: u64 = 4;
const DEFERRED_MESSAGE: u64 = 5;
const DEFERRED_UPDATE: u64 = 6;
const UPDATE: u64 = 7;
const CHOICES: u64 = 8;
const MODAL: u64 = 9;

const COMPONENT_INTERACTION: u64 = 3;
const AUTOCOMPLETE_INTERACTION: u64 = 4;
const MODAL_INTERACTION: u64 = 5;

/// One interaction that was sent, by what a bot knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ticket {
    pub(crate) id: String,
    pub(crate) token: String,
}

/// What an interaction was answered.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The body of the callback.
    pub(crate) callback: Value,
    /// The message as people see it now, whole, as Discord would return it; null where there is none.
    pub(crate) message: Value,
    /// Whether the callback only promised an answer.
    pub(crate) deferred: bool,
    /// From dispatch to the callback.
    pub(crate) latency_ms: u64,
    /// From dispatch to the answer itself: the callback, or the edit after a deferral.
    pub(crate) answered_ms: u64,
    /// Messages sent after the first.
    pub(crate) followups: Vec<Value>,
}

impl Outcome {
    /// The name and the value of every suggestion.
    pub(crate) fn choices(&self) -> Vec<(String, Value)> {
        let choices = self.callback["data"]["choices"].as_array();
        let choices = choices.into_iter().flatten();
        let choice = |choice: &Value| {
            let name = choice["name"].as_str().unwrap_or_default();
            (name.to_owned(), choice["value"].clone())
        };
        choices.map(choice).collect()
    }

    /// Whether only the asker sees it.
    pub(crate) fn is_ephemeral(&self) -> bool {
        self.message["flags"].as_u64().unwrap_or_default() & message::EPHEMERAL != 0
    }
}

/// One interaction, from its dispatch on.
struct Exchange {
    id: String,
    kind: u64,
    place: Value,
    dispatched: Instant,
    callback: Option<Value>,
    callback_kind: u64,
    callback_ms: u64,
    answered_ms: Option<u64>,
    message: Option<Value>,
    followups: Vec<Value>,
    refused: Vec<String>,
}

/// Every interaction there was, by token.
pub(super) struct Exchanges {
    by_token: HashMap<String, Exchange>,
    recording: Recording,
    whole: VecDeque<String>,
}

impl Exchanges {
    pub(super) fn new(recording: Recording) -> Exchanges {
        Exchanges {
            by_token: HashMap::new(),
            recording,
            whole: VecDeque::new(),
        }
    }

    /// Notes that `payload` goes out now.
    pub(super) fn open(&mut self, ticket: &Ticket, payload: &Value) {
        let exchange = Exchange {
            id: ticket.id.clone(),
            kind: payload["type"].as_u64().unwrap_or_default(),
            place: message::place(payload),
            dispatched: Instant::now(),
            callback: None,
            callback_kind: 0,
            callback_ms: 0,
            answered_ms: None,
            message: payload.get("message").cloned(),
            followups: Vec::new(),
            refused: Vec::new(),
        };
        self.by_token.insert(ticket.token.clone(), exchange);
        self.whole.push_back(ticket.token.clone());
        if self.recording == Recording::Counters && self.whole.len() > ANSWERS_KEPT {
            self.forget_oldest();
        }
    }

    /// Drops the bodies of the oldest exchange; its rules stay in force.
    fn forget_oldest(&mut self) {
        let oldest = self.whole.pop_front();
        if let Some(exchange) = oldest.and_then(|token| self.by_token.get_mut(&token)) {
            exchange.callback = exchange.callback.take().map(|_| Value::Null);
            exchange.message = exchange.message.take().map(|_| Value::Null);
            exchange.place = Value::Null;
            exchange.followups.clear();
        }
    }

    /// Milliseconds since the interaction of this token was sent.
    pub(super) fn since_dispatch(&self, token: &str, now: Instant) -> Option<u64> {
        let exchange = self.by_token.get(token)?;
        Some(ms(now.saturating_duration_since(exchange.dispatched)))
    }

    /// Notes why a request about an interaction was refused.
    pub(super) fn refuse(&mut self, token: &str, why: String) {
        if let Some(exchange) = self.by_token.get_mut(token)
            && exchange.refused.len() < REFUSED_KEPT
        {
            exchange.refused.push(why);
        }
    }

    /// The answer, once there is one.
    pub(super) fn outcome(&self, ticket: &Ticket) -> Option<Outcome> {
        let exchange = self.by_token.get(&ticket.token)?;
        let shows_message = exchange.callback_kind != CHOICES && exchange.callback_kind != MODAL;
        let message = exchange.message.clone().filter(|_| shows_message);
        Some(Outcome {
            callback: exchange.callback.clone()?,
            message: message.unwrap_or(Value::Null),
            deferred: is_deferral(exchange.callback_kind),
            latency_ms: exchange.callback_ms,
            answered_ms: exchange.answered_ms?,
            followups: exchange.followups.clone(),
        })
    }

    /// What came instead of an answer.
    pub(super) fn instead(&self, ticket: &Ticket) -> String {
        let Some(exchange) = self.by_token.get(&ticket.token) else {
            return "no interaction with this token was sent".to_owned();
        };
        let mut told = if exchange.callback.is_none() {
            "no callback".to_owned()
        } else {
            let (kind, at) = (exchange.callback_kind, exchange.callback_ms);
            format!("a callback of type {kind} after {at} ms, and no edit")
        };
        if !exchange.followups.is_empty() {
            told += "; follow-ups instead";
        }
        for refused in &exchange.refused {
            told += "; ";
            told += refused;
        }
        told
    }
}

fn is_deferral(kind: u64) -> bool {
    kind == DEFERRED_MESSAGE || kind == DEFERRED_UPDATE
}

/// Carries out what concerns an interaction.
pub(super) fn reply(
    shared: &Shared,
    state: &mut State,
    call: &Call,
    body: Option<&Value>,
    arrived: Instant,
) -> Reply {
    match call {
        Call::Callback { id, token } => callback(state, id, token, body, arrived),
        Call::ReadOriginal(hook) => answered(shared, state, hook, |_, exchange| {
            let message = exchange.message.clone();
            message.map_or_else(unknown_message, |message| Reply::json(200, message))
        }),
        Call::EditOriginal(hook) => answered(shared, state, hook, |_, exchange| {
            edit(exchange, body, arrived)
        }),
        Call::DeleteOriginal(hook) => answered(shared, state, hook, |_, exchange| {
            let message = exchange.message.take();
            message.map_or_else(unknown_message, |_| Reply::empty(204))
        }),
        Call::FollowUp(hook) => answered(shared, state, hook, |id, exchange| {
            let message = message::fresh(id, &exchange.place, body.unwrap_or(&Value::Null));
            exchange.followups.push(message.clone());
            Reply::json(200, message)
        }),
        _ => Reply::unknown_route(),
    }
}

fn callback(
    state: &mut State,
    id: &str,
    token: &str,
    body: Option<&Value>,
    arrived: Instant,
) -> Reply {
    let message_id = state.snowflake();
    let unknown = Reply::error(404, 10_062, "Unknown interaction");
    let found = state.exchanges.by_token.get_mut(token);
    let Some(exchange) = found.filter(|exchange| exchange.id == id) else {
        return unknown;
    };
    if exchange.callback.is_some() {
        return Reply::error(400, 40_060, "Interaction has already been acknowledged.");
    }
    let elapsed = arrived.saturating_duration_since(exchange.dispatched);
    if elapsed > CALLBACK_LIMIT {
        return unknown;
    }
    let body = body.unwrap_or(&Value::Null);
    let kind = body["type"].as_u64().unwrap_or_default();
    if !may_answer(exchange.kind, kind) {
        let why = format!("type {kind} does not answer an interaction of this type");
        return Reply::invalid(&[why]);
    }
    exchange.callback = Some(body.clone());
    exchange.callback_kind = kind;
    exchange.callback_ms = ms(elapsed);
    if !is_deferral(kind) {
        exchange.answered_ms = Some(ms(elapsed));
    }
    show(&message_id, exchange, &body["data"]);
    state.counters.latencies_ms.push(ms(elapsed));
    Reply::empty(204)
}

/// Which answers fit which interactions.
///
/// # Source
/// Discord, "Interaction Callback Type":
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object>.
fn may_answer(interaction: u64, callback: u64) -> bool {
    let has_message = matches!(interaction, COMPONENT_INTERACTION | MODAL_INTERACTION);
    match callback {
        MESSAGE | DEFERRED_MESSAGE => interaction != AUTOCOMPLETE_INTERACTION,
        DEFERRED_UPDATE | UPDATE => has_message,
        CHOICES => interaction == AUTOCOMPLETE_INTERACTION,
        MODAL => interaction != AUTOCOMPLETE_INTERACTION && interaction != MODAL_INTERACTION,
        _ => false,
    }
}

/// Puts the message of a callback where people see it.
fn show(id: &str, exchange: &mut Exchange, data: &Value) {
    match exchange.callback_kind {
        MESSAGE | DEFERRED_MESSAGE => {
            exchange.message = Some(message::fresh(id, &exchange.place, data));
        }
        UPDATE => {
            if let Some(message) = &mut exchange.message {
                message::edit(message, data);
            }
        }
        _ => {}
    }
}

/// Does something about an interaction that has been answered.
fn answered(
    shared: &Shared,
    state: &mut State,
    hook: &Hook,
    act: impl FnOnce(&str, &mut Exchange) -> Reply,
) -> Reply {
    let id = state.snowflake();
    let Some(exchange) = state.exchanges.by_token.get_mut(&hook.token) else {
        return Reply::error(401, 50_027, "Invalid Webhook Token");
    };
    if hook.application != shared.application() || exchange.callback.is_none() {
        return Reply::error(404, 10_015, "Unknown Webhook");
    }
    act(&id, exchange)
}

fn unknown_message() -> Reply {
    Reply::error(404, 10_008, "Unknown Message")
}

fn edit(exchange: &mut Exchange, body: Option<&Value>, arrived: Instant) -> Reply {
    let Some(message) = &mut exchange.message else {
        return unknown_message();
    };
    message::edit(message, body.unwrap_or(&Value::Null));
    let taken = arrived.saturating_duration_since(exchange.dispatched);
    exchange.answered_ms.get_or_insert(ms(taken));
    Reply::json(200, message.clone())
}
