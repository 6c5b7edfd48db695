//! The gateway: one socket after another, and the session that outlives them.
//!
//! One session is current, as for a bot with one shard; a new IDENTIFY ends the one before.
//!
//! # Source
//! Discord, "Gateway": <https://discord.com/developers/docs/events/gateway>, and the close codes in "Opcodes and Status
//! Codes": <https://discord.com/developers/docs/topics/opcodes-and-status-codes>.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::payload;
use super::state::{Settings, Shared, State, ms};
use super::wire::Cut;

/// Events kept for a RESUME; with more missed, the session is gone.
const EVENTS_KEPT: usize = 2_000;

/// How long a client may take to answer a close frame.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);

/// A client's message may weigh this much.
const MESSAGE_MAX_BYTES: usize = 4_096;

/// What one socket is told to do.
pub(super) enum Order {
    Say(String),
    Close(u16),
    Cut,
}

/// What an IDENTIFY asked for.
#[derive(Clone, Debug)]
pub(crate) struct Identify {
    pub(crate) intents: u64,
    pub(crate) shard: Value,
    pub(crate) compress: bool,
    /// Its properties and its presence.
    pub(crate) rest: Value,
}

/// The state of the gateway.
pub(super) struct Gateway {
    pub(super) url: String,
    pub(super) identifies: Vec<Identify>,
    /// Intents that are refused with 4014.
    pub(super) disallowed: u64,
    pub(super) acknowledges: bool,
    session: Option<Session>,
    socket: Option<Socket>,
    sockets: u64,
}

struct Session {
    id: String,
    sequence: u64,
    events: VecDeque<(u64, String)>,
    socket: Option<u64>,
}

struct Socket {
    number: u64,
    orders: UnboundedSender<Order>,
}

impl Gateway {
    pub(super) fn new(url: String) -> Gateway {
        Gateway {
            url,
            identifies: Vec::new(),
            disallowed: 0,
            acknowledges: true,
            session: None,
            socket: None,
            sockets: 0,
        }
    }

    /// Whether a session has a socket now.
    pub(super) fn is_live(&self) -> bool {
        let session = self.session.as_ref();
        session.is_some_and(|session| session.socket.is_some())
    }

    /// Tells the newest socket to do something; false when there is none.
    pub(super) fn order(&mut self, order: Order) -> bool {
        let Some(socket) = &self.socket else {
            return false;
        };
        // From here on events wait for a RESUME, however long the client takes to leave.
        let ends = !matches!(order, Order::Say(_));
        if let Some(session) = self.session.as_mut().filter(|_| ends)
            && session.socket == Some(socket.number)
        {
            session.socket = None;
        }
        socket.orders.send(order).is_ok()
    }

    /// Sends an event, or keeps it for a RESUME; false when there is no session to send it in.
    pub(super) fn dispatch(&mut self, name: &str, data: &Value) -> bool {
        let Some(session) = &mut self.session else {
            return false;
        };
        session.sequence += 1;
        let sequence = session.sequence;
        let event = json!({"op": 0, "s": sequence, "t": name, "d": data}).to_string();
        session.events.push_back((sequence, event.clone()));
        if session.events.len() > EVENTS_KEPT {
            session.events.pop_front();
        }
        let socket = self.socket.as_ref();
        if let Some(socket) = socket.filter(|socket| session.socket == Some(socket.number)) {
            // A socket that ends right now leaves the event to the RESUME.
            let _ = socket.orders.send(Order::Say(event));
        }
        true
    }

    pub(super) fn end_session(&mut self) {
        self.session = None;
    }

    /// Takes the session from its socket: to be taken up again, or for good.
    pub(super) fn detach(&mut self, resumable: bool) {
        if let Some(session) = &mut self.session {
            session.socket = None;
        }
        if !resumable {
            self.end_session();
        }
    }

    /// Begins a session on a socket.
    fn begin(&mut self, number: u64, id: &str) {
        self.session = Some(Session {
            id: id.to_owned(),
            sequence: 0,
            events: VecDeque::new(),
            socket: Some(number),
        });
    }

    /// Says again what a session missed after `sequence`; false when that cannot be done.
    fn replay(&mut self, number: u64, id: &str, sequence: u64) -> bool {
        let Some(session) = self.session.as_mut().filter(|session| session.id == id) else {
            return false;
        };
        let oldest = session.events.front().map_or(0, |(oldest, _)| *oldest);
        if sequence > session.sequence || sequence + 1 < oldest {
            return false;
        }
        session.socket = Some(number);
        let missed = session.events.iter().filter(|(at, _)| *at > sequence);
        let missed: Vec<String> = missed.map(|(_, event)| event.clone()).collect();
        for event in missed {
            self.order(Order::Say(event));
        }
        true
    }

    fn open(&mut self) -> (u64, UnboundedReceiver<Order>) {
        self.sockets += 1;
        let (orders, inbox) = unbounded_channel();
        let number = self.sockets;
        self.socket = Some(Socket { number, orders });
        (number, inbox)
    }

    fn close(&mut self, number: u64) {
        if self.socket.as_ref().is_some_and(|it| it.number == number) {
            self.socket = None;
        }
        if let Some(session) = &mut self.session
            && session.socket == Some(number)
        {
            session.socket = None;
        }
    }
}

/// Speaks on one socket until either side ends it.
pub(super) async fn serve(mut socket: WebSocket, cut: Cut, shared: Arc<Shared>) {
    let (number, mut inbox) = shared.change(|state| {
        state.counters.connections += 1;
        let opened = state.gateway.open();
        state.gateway.order(Order::Say(hello(&shared.settings)));
        opened
    });
    let end = talk(&mut socket, &mut inbox, number, &shared).await;
    if matches!(end, End::Cut) {
        cut.now();
    }
    drop(socket);
    shared.change(|state| {
        match end {
            End::Client(code) => {
                state.counters.client_closes.push(code);
                // With these two a client says that it will not come back to its session.
                if matches!(code, 1000 | 1001) {
                    state.gateway.end_session();
                }
            }
            End::Vanished => state.counters.vanished += 1,
            End::Ours | End::Cut => {}
        }
        state.gateway.close(number);
    });
}

/// How a socket ended.
enum End {
    Client(u16),
    Vanished,
    Ours,
    Cut,
}

async fn talk(
    socket: &mut WebSocket,
    inbox: &mut UnboundedReceiver<Order>,
    number: u64,
    shared: &Shared,
) -> End {
    loop {
        tokio::select! {
            // What was decided first is said first: an order to close must not overtake an event.
            biased;
            order = inbox.recv() => match order {
                Some(Order::Say(text)) => {
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        return End::Vanished;
                    }
                }
                Some(Order::Close(code)) => return close(socket, code).await,
                Some(Order::Cut) => return End::Cut,
                None => return close(socket, 1000).await, // a newer socket took its place
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => {
                    shared.change(|state| hear(shared, state, number, text.as_str()));
                }
                Some(Ok(Message::Close(frame))) => {
                    return End::Client(frame.map_or(1005, |frame| frame.code));
                }
                Some(Ok(Message::Binary(_))) => return close(socket, 4002).await,
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return End::Vanished,
            },
        }
    }
}

async fn close(socket: &mut WebSocket, code: u16) -> End {
    let reason = "".into();
    let sent = socket.send(Message::Close(Some(CloseFrame { code, reason })));
    if sent.await.is_ok() {
        let drained = async { while let Some(Ok(_)) = socket.recv().await {} };
        // A client that never answers the frame must not keep the socket.
        let _ = tokio::time::timeout(CLOSE_PATIENCE, drained).await;
    }
    End::Ours
}

/// Acts on what a client said.
fn hear(shared: &Shared, state: &mut State, number: u64, text: &str) {
    let is_newest = |socket: &Socket| socket.number == number;
    if !state.gateway.socket.as_ref().is_some_and(is_newest) {
        return; // its orders end, and with them the socket
    }
    let said: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    if said.is_null() || text.len() > MESSAGE_MAX_BYTES {
        refuse(state, 4002);
        return;
    }
    let data = &said["d"];
    let session = state.gateway.session.as_ref();
    let is_in = session.is_some_and(|session| session.socket == Some(number));
    match said["op"].as_u64() {
        Some(1) => heartbeat(state),
        Some(2) if is_in => refuse(state, 4005),
        Some(2) => identify(shared, state, number, data),
        Some(6) => resume(shared, state, number, data),
        Some(3 | 4 | 8) if is_in => {}
        Some(3 | 4 | 8) => refuse(state, 4003),
        _ => refuse(state, 4001),
    }
}

fn refuse(state: &mut State, code: u16) {
    state.gateway.order(Order::Close(code));
}

fn heartbeat(state: &mut State) {
    state.counters.heartbeats += 1;
    if state.gateway.acknowledges {
        let acknowledged = json!({"op": 11, "d": null}).to_string();
        state.gateway.order(Order::Say(acknowledged));
    }
}

fn identify(shared: &Shared, state: &mut State, number: u64, data: &Value) {
    let intents = data["intents"].as_u64().unwrap_or_default();
    state.gateway.identifies.push(Identify {
        intents,
        shard: data["shard"].clone(),
        compress: data["compress"] == json!(true),
        rest: json!({"properties": data["properties"], "presence": data["presence"]}),
    });
    if !is_ours(shared, data) {
        return refuse(state, 4004);
    }
    if intents & state.gateway.disallowed != 0 {
        return refuse(state, 4014);
    }
    let id = state.snowflake();
    state.gateway.begin(number, &id);
    state.counters.identifies += 1;
    let ready = ready(shared, &state.gateway.url, &id, data);
    state.gateway.dispatch("READY", &ready);
    if intents & 1 == 1 {
        for guild in &shared.settings.guilds {
            state
                .gateway
                .dispatch("GUILD_CREATE", &guild_create(*guild));
        }
    }
}

fn resume(shared: &Shared, state: &mut State, number: u64, data: &Value) {
    if !is_ours(shared, data) {
        return refuse(state, 4004);
    }
    let id = data["session_id"].as_str().unwrap_or_default();
    let sequence = data["seq"].as_u64().unwrap_or_default();
    if state.gateway.replay(number, id, sequence) {
        state.counters.resumes += 1;
        state.gateway.dispatch("RESUMED", &json!({"_trace": []}));
    } else {
        state.gateway.end_session();
        state.gateway.order(Order::Say(invalid_session(false)));
    }
}

fn is_ours(shared: &Shared, data: &Value) -> bool {
    let token = data["token"].as_str().unwrap_or_default();
    token.strip_prefix("Bot ").unwrap_or(token) == shared.settings.token
}

fn hello(settings: &Settings) -> String {
    let interval = ms(settings.heartbeat);
    json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": interval, "_trace": []}})
        .to_string()
}

/// Op 7: the client shall come back on another socket.
pub(super) fn reconnect() -> String {
    json!({"op": 7, "s": null, "t": null, "d": null}).to_string()
}

/// Op 9.
pub(super) fn invalid_session(resumable: bool) -> String {
    json!({"op": 9, "s": null, "t": null, "d": resumable}).to_string()
}

fn ready(shared: &Shared, url: &str, session: &str, identified: &Value) -> Value {
    let guild = |id: &u64| json!({"id": id.to_string(), "unavailable": true});
    let guilds: Vec<Value> = shared.settings.guilds.iter().map(guild).collect();
    let mut user = payload::bot(&shared.application());
    for (name, value) in [
        ("verified", json!(true)),
        ("mfa_enabled", json!(false)),
        ("email", Value::Null),
    ] {
        user[name] = value;
    }
    json!({
        "v": 10, "user": user, "guilds": guilds, "session_id": session, "resume_gateway_url": url,
        "shard": identified["shard"], "application": {"id": shared.application(), "flags": 0}, "session_type": "normal",
        "user_settings": {}, "relationships": [], "private_channels": [], "presences": [], "_trace": [],
    })
}

fn guild_create(id: u64) -> Value {
    json!({
        "id": id.to_string(), "name": "Careers", "icon": null, "splash": null, "discovery_splash": null,
        "owner_id": "1100000000000000009", "afk_channel_id": null, "afk_timeout": 300, "verification_level": 0,
        "default_message_notifications": 0, "explicit_content_filter": 0, "roles": [], "emojis": [], "features": [],
        "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
        "rules_channel_id": null, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "preferred_locale": "en-US", "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": false, "joined_at": "2024-05-06T07:08:09.101000+00:00", "large": false,
        "unavailable": false, "member_count": 2, "voice_states": [], "members": [], "channels": [], "threads": [],
        "presences": [], "stage_instances": [], "guild_scheduled_events": [], "safety_alerts_channel_id": null,
        "soundboard_sounds": [],
    })
}
