//! The fake itself: that it is as strict as Discord, breaks as it is told to, and that a real client lives on it.

mod contract;
mod gateway;
mod http;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::{
    Client, ClientBuilder, Context, EventHandler, GatewayIntents, HttpBuilder, Interaction,
    InteractionId, ShardManager,
};
use serenity::async_trait;
use serenity::http::Http;
use tokio::runtime::Runtime;

use super::message::V2;
use super::{FakeDiscord, Ticket};

/// Longer than anything here takes, the client's pauses before a new session included.
const PATIENCE: Duration = Duration::from_secs(20);

/// A small answer that breaks no rule.
fn reply(text: &str) -> Value {
    json!({
        "flags": V2,
        "allowed_mentions": {"parse": []},
        "components": [{"type": 17, "components": [
            {"type": 10, "content": text},
            {"type": 9, "components": [{"type": 10, "content": "[1] a source"}],
             "accessory": {"type": 2, "style": 2, "label": "Why", "custom_id": "v1:why:1"}},
            {"type": 1, "components": [{"type": 3, "custom_id": "v1:level", "options": [
                {"label": "Junior", "value": "junior"}, {"label": "Senior", "value": "senior"}]}]},
        ]}],
    })
}

/// A bot that answers everything: it says `answered` to a command, and writes `pressed` over a message.
struct Bot {
    runtime: Option<Runtime>,
    shards: Arc<ShardManager>,
    /// What its calls were refused with.
    refusals: Receiver<String>,
    /// How the client ended.
    end: Receiver<Result<(), String>>,
}

struct Answers {
    refusals: Sender<String>,
}

#[async_trait]
impl EventHandler for Answers {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let answered = answer(&context.http, &interaction).await;
        if let Err(error) = answered {
            // The test may be over.
            let _ = self.refusals.send(error.to_string());
        }
    }
}

async fn answer(http: &Http, interaction: &Interaction) -> serenity::Result<()> {
    let (id, token) = (interaction.id(), interaction.token());
    match interaction {
        Interaction::Command(command) if command.data.name == "slow" => {
            say(http, id, token, &json!({"type": 5, "data": {"flags": V2}})).await?;
            let edit = reply("answered late");
            let edited = http.edit_original_interaction_response(token, &edit, Vec::new());
            edited.await.map(|_| ())
        }
        Interaction::Command(command) => {
            let body = json!({"type": 4, "data": reply("answered")});
            say(http, id, token, &body).await?;
            if command.data.name == "twice" {
                say(http, id, token, &body).await?;
            }
            Ok(())
        }
        Interaction::Autocomplete(_) => {
            let choices = json!([{"name": "Backend developer", "value": "backend"}]);
            let body = json!({"type": 8, "data": {"choices": choices}});
            say(http, id, token, &body).await
        }
        _ => {
            let body = json!({"type": 7, "data": reply("pressed")});
            say(http, id, token, &body).await
        }
    }
}

async fn say(http: &Http, id: InteractionId, token: &str, body: &Value) -> serenity::Result<()> {
    http.create_interaction_response(id, token, body, Vec::new())
        .await
}

impl Bot {
    fn start(fake: &FakeDiscord) -> Bot {
        let [(_, token), _] = fake.environment();
        Bot::with(fake, &token, GatewayIntents::empty())
    }

    fn with(fake: &FakeDiscord, token: &str, intents: GatewayIntents) -> Bot {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let (refusals, refused) = channel();
        let (ended, end) = channel();
        let mut client = runtime.block_on(client(fake, token, intents, Answers { refusals }));
        let shards = Arc::clone(&client.shard_manager);
        runtime.spawn(async move {
            let result = client.start().await.map_err(|error| error.to_string());
            // The test may be over.
            let _ = ended.send(result);
        });
        Bot {
            runtime: Some(runtime),
            shards,
            refusals: refused,
            end,
        }
    }

    /// Logged in and live.
    fn live(fake: &FakeDiscord) -> Bot {
        let bot = Bot::start(fake);
        fake.wait_live(PATIENCE).expect("a bot that logs in");
        bot
    }

    fn shut_down(&self) {
        let runtime = self.runtime.as_ref().expect("a running bot");
        let shut = self.shards.shutdown_all();
        let shut = runtime.block_on(async { tokio::time::timeout(PATIENCE, shut).await });
        shut.expect("a client that shuts down");
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(2));
        }
    }
}

async fn client(
    fake: &FakeDiscord,
    token: &str,
    intents: GatewayIntents,
    answers: Answers,
) -> Client {
    let http = HttpBuilder::new(token)
        .proxy(fake.base())
        .ratelimiter_disabled(true)
        .application_id(fake.application().into())
        .build();
    let client = ClientBuilder::new_with_http(http, intents).event_handler(answers);
    client.await.expect("a client")
}

/// What a plain request was answered.
#[derive(Debug)]
struct Response {
    status: u16,
    headers: reqwest::header::HeaderMap,
    text: String,
}

impl Response {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    #[track_caller]
    fn check(&self, status: u16, code: u32) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.json()["code"], json!(code), "{self:?}");
    }
}

/// One request with the bot's token; an error where no answer came.
fn call(
    fake: &FakeDiscord,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Result<Response, String> {
    call_as(fake, &format!("Bot {}", fake.token()), method, path, body)
}

fn call_as(
    fake: &FakeDiscord,
    authorization: &str,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Result<Response, String> {
    let url = format!("{}/api/v10{path}", fake.base());
    let client = reqwest::Client::new();
    let mut request = client
        .request(method, url)
        .timeout(Duration::from_secs(1))
        .header("authorization", authorization);
    if let Some(body) = body {
        request = request.json(body);
    }
    let sent = async {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await?;
        Ok(Response {
            status,
            headers,
            text,
        })
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let result = runtime.expect("a runtime").block_on(sent);
    result.map_err(|error: reqwest::Error| format!("{error:?}"))
}

fn callback(fake: &FakeDiscord, ticket: &Ticket, body: &Value) -> Result<Response, String> {
    let path = format!("/interactions/{}/{}/callback", ticket.id, ticket.token);
    call(fake, Method::POST, &path, Some(body))
}

fn webhook(fake: &FakeDiscord, ticket: &Ticket) -> String {
    format!("/webhooks/{}/{}", fake.application(), ticket.token)
}
