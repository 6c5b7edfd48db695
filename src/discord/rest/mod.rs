//! Calls to Discord's REST API.
//!
//! A client of our own, because of what serenity's does not do: with its limiter off it forgets how long Discord asked to
//! wait; with it on it keeps a bucket for every interaction for ever and dials Discord whatever address was set; it has no
//! time limit; and its errors hold addresses. The address of an interaction holds its token, so no error, no `Debug` and
//! no log line of this file holds a path, a token or a body.
//!
//! Start with [`Rest::send`]; [`Repeat`] says when a call may be made a second time.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};

pub use reqwest::Method;
use serde::Serialize;
use serde_json::Value;
use thiserror::Error;
use tokio::time::{sleep, timeout_at};
use url::Host;

use super::token::Token;
use crate::present::{clean, cut};

/// Where the API is, unless set otherwise.
const DISCORD: &str = "https://discord.com";

/// Path of the version of the API that is spoken.
///
/// # Source
/// Discord, API reference, "API Versioning". <https://docs.discord.com/developers/reference#api-versioning>
const API: &str = "/api/v10";

/// Where people find out more, for the user agent.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// How long one attempt may take, from dialling to the last byte.
const ATTEMPT: Duration = Duration::from_secs(10);

/// How long any call may take, made here or by whoever borrows the client.
const WHOLE: Duration = Duration::from_secs(30);

/// How long one attempt at a callback may take: of the three seconds that there are, some must be left for another.
const CALLBACK_ATTEMPT: Duration = Duration::from_millis(1_200);

/// How long the first pause before another attempt is; each further one is twice as long.
const PAUSE: Duration = Duration::from_millis(100);

/// How often a call is made at most.
const ATTEMPTS_MAX: u32 = 5;

/// The largest answer that is read, in bytes.
const BODY_MAX_BYTES: usize = 1024 * 1024;

/// How long to wait where Discord says "later" without a time that makes sense.
const LATER: Duration = Duration::from_secs(1);

/// The shortest wait that Discord may ask for: with 0, calls would spin.
const WAIT_MIN: Duration = Duration::from_millis(50);

/// The longest wait that Discord may ask for; whatever is longer, no deadline allows either.
const WAIT_MAX: Duration = Duration::from_hours(1);

/// How much of Discord's own words an error quotes, in characters.
const MESSAGE_MAX_CHARS: usize = 300;

/// How many wrong fields an error names.
const FIELDS_MAX: usize = 3;

/// Discord's code for an interaction that was answered already.
///
/// # Source
/// Discord, "Opcodes and status codes", "JSON error codes": 40060.
/// <https://docs.discord.com/developers/topics/opcodes-and-status-codes#json>
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Discord's REST API, or what stands in for it.
pub struct Rest {
    client: Client,
    /// The address that paths are added to, without a slash at its end.
    base: String,
    /// Host and port, all of the address that is ever shown.
    host: String,
    authorization: Option<HeaderValue>,
    patience: Patience,
}

/// How long to wait for what; tests are less patient.
#[derive(Clone, Copy)]
struct Patience {
    attempt: Duration,
    pause: Duration,
}

/// When a call may be made again. One that surely never arrived, or was turned away for its rate, always may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Twice does what once does: reading, setting, deleting.
    Freely,
    /// The callback of an interaction, which Discord takes once. When it is unclear whether it arrived, it is made
    /// again, and being refused as already acknowledged then means that it had arrived.
    UnlessDone,
    /// Twice would do it twice, such as posting a message: not when it may have arrived.
    WhenRefused,
}

/// What Discord answered to a call that it took.
pub struct Reply {
    /// From 200 to 299.
    pub status: u16,
    /// What it says; null when it says nothing.
    pub body: Value,
}

/// Why a call was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RestError {
    /// Discord refuses it, and would again.
    #[error("Discord refuses it with status {status}{}: {message}{}", code_words(*.code), mend(*.status))]
    Refused {
        /// From 400 to 499.
        status: u16,
        /// Discord's own code, which says more than the status.
        code: Option<u64>,
        /// Discord's words, and the names of wrong fields.
        message: String,
    },
    /// Too many calls, and the wait is longer than there is time for.
    #[error("Discord wants no more calls for {} s; try again after that", .wait.as_millis().div_ceil(1000))]
    RateLimited {
        /// How long Discord asks to wait.
        wait: Duration,
    },
    /// Discord fails inside.
    #[error(
        "{host} fails inside (status {status}); try again in a few minutes, and see https://discordstatus.com"
    )]
    Down {
        /// Host and port.
        host: String,
        /// From 500 on.
        status: u16,
    },
    /// No answer, and the call may have arrived.
    #[error(
        "no answer from {host} in time; try again, and see https://discordstatus.com when it stays so"
    )]
    TimedOut {
        /// Host and port.
        host: String,
    },
    /// The connection ended before the answer did, and the call may have arrived.
    #[error("the connection to {host} broke; try again, and check the network when it stays so")]
    Broken {
        /// Host and port.
        host: String,
    },
    /// No connection, so the call never arrived.
    #[error(
        "cannot reach {host}: {reason}; check the network, a proxy or firewall on the way, and DISCORD_API_BASE if that is set"
    )]
    Unreachable {
        /// Host and port.
        host: String,
        /// What the system says.
        reason: String,
    },
    /// It points elsewhere, which is not followed: the token would go along.
    #[error(
        "{host} points elsewhere (status {status}), which Discord's API does not; check DISCORD_API_BASE and proxies on the way"
    )]
    Redirected {
        /// Host and port.
        host: String,
        /// From 300 to 399.
        status: u16,
    },
    /// The answer is larger than any of Discord's should be.
    #[error(
        "the answer of {host} is larger than {BODY_MAX_BYTES} bytes; check DISCORD_API_BASE and proxies on the way"
    )]
    TooLarge {
        /// Host and port.
        host: String,
    },
    /// The answer is not what was expected.
    #[error(
        "{host} answers in words that are not Discord's; check DISCORD_API_BASE and proxies on the way"
    )]
    Garbled {
        /// Host and port.
        host: String,
    },
    /// The call itself cannot be written.
    #[error("the call to Discord cannot be written, which is a fault in careerbot: report it")]
    Unwritable,
    /// No client.
    #[error("the HTTP client cannot be set up, which is a fault of the installation: report it")]
    NoClient,
}

impl Rest {
    /// The API at `base` (an http or https address without a slash at its end), else at Discord. Calls carry `token`
    /// where there is one; calls about an interaction need none.
    ///
    /// # Errors
    /// [`RestError::NoClient`] when the system gives no TLS, [`RestError::Unwritable`] when `base` is no address.
    pub fn new(base: Option<&str>, token: Option<&Token>) -> Result<Rest, RestError> {
        let base = format!("{}{API}", base.unwrap_or(DISCORD));
        let address = Url::parse(&base).map_err(|_not_shown| RestError::Unwritable)?;
        let host = match (address.host_str(), address.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.ok_or(RestError::Unwritable)?.to_owned(),
        };
        let is_here = match address.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if address.scheme() == "http" && !is_here {
            tracing::warn!(
                host,
                "DISCORD_API_BASE is plain http: the token can be read on the way"
            );
        }
        let mut client = Client::builder()
            .user_agent(user_agent())
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(Policy::none());
        if is_here {
            // A proxy for the world is no way to oneself.
            client = client.no_proxy();
        }
        Ok(Rest {
            client: client.build().map_err(|_not_shown| RestError::NoClient)?,
            base,
            host,
            authorization: token.map(authorization).transpose()?,
            patience: Patience {
                attempt: ATTEMPT,
                pause: PAUSE,
            },
        })
    }

    /// The client behind it: with its limits of time, without the token.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Makes one call, and again as `repeat` allows: after the wait that Discord asks for, or after a short pause when it
    /// failed inside or could not be reached. Nothing is waited for beyond `deadline`.
    ///
    /// `path` begins with a slash and follows the version, as in `/applications/1/commands`.
    ///
    /// # Errors
    /// [`RestError`] with how the last attempt ended.
    pub async fn send<T: Serialize + ?Sized>(
        &self,
        method: Method,
        path: &str,
        body: Option<&T>,
        repeat: Repeat,
        deadline: Instant,
    ) -> Result<Reply, RestError> {
        let address = Url::parse(&format!("{}{path}", self.base))
            .map_err(|_not_shown| RestError::Unwritable)?;
        let body = body
            .map(serde_json::to_vec)
            .transpose()
            .map_err(|_not_shown| RestError::Unwritable)?;
        let mut may_have_arrived = false;
        let mut attempt = 1;
        loop {
            let attempt_within = match repeat {
                Repeat::UnlessDone => self.patience.attempt.min(CALLBACK_ATTEMPT),
                _ => self.patience.attempt,
            };
            let until = deadline.min(Instant::now() + attempt_within);
            let exchange = self.exchange(&method, &address, body.as_deref());
            let error = match timeout_at(until.into(), exchange).await {
                Ok(Ok(reply)) => return Ok(reply),
                Ok(Err(error)) => error,
                Err(_elapsed) => self.timed_out(),
            };
            let arrived_before = repeat == Repeat::UnlessDone && may_have_arrived;
            if arrived_before && error.code() == Some(ALREADY_ACKNOWLEDGED) {
                return Ok(Reply {
                    status: StatusCode::NO_CONTENT.as_u16(),
                    body: Value::Null,
                });
            }
            may_have_arrived |= error.may_have_arrived();
            let Some(wait) = self.wait(&error, repeat, attempt) else {
                return Err(error);
            };
            if Instant::now() + wait >= deadline {
                return Err(error);
            }
            tracing::warn!(
                attempt,
                status = error.status(),
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "Discord did not take a call; it is made again"
            );
            sleep(wait).await;
            attempt += 1;
        }
    }

    /// How long to wait before another attempt; none when there is to be none.
    fn wait(&self, error: &RestError, repeat: Repeat, attempt: u32) -> Option<Duration> {
        if attempt >= ATTEMPTS_MAX {
            return None;
        }
        let pause = self.patience.pause * 2_u32.pow(attempt - 1);
        match error {
            RestError::RateLimited { wait } => Some(*wait),
            RestError::Unreachable { .. } => Some(pause),
            error if error.may_have_arrived() && repeat != Repeat::WhenRefused => Some(pause),
            _ => None,
        }
    }

    /// One attempt.
    async fn exchange(
        &self,
        method: &Method,
        address: &Url,
        body: Option<&[u8]>,
    ) -> Result<Reply, RestError> {
        let mut call = self.client.request(method.clone(), address.clone());
        if let Some(authorization) = &self.authorization {
            call = call.header(AUTHORIZATION, authorization.clone());
        }
        if let Some(body) = body {
            call = call
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_vec());
        }
        let response = call.send().await.map_err(|error| self.failed(&error))?;
        let status = response.status();
        let headers = response.headers().clone();
        let body = self.read(response).await?;
        self.judge(status, &headers, &body)
    }

    /// The body of an answer, as long as it is not too large.
    async fn read(&self, mut response: Response) -> Result<Vec<u8>, RestError> {
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.failed(&error))?
        {
            if body.len() + chunk.len() > BODY_MAX_BYTES {
                return Err(RestError::TooLarge {
                    host: self.host.clone(),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// What an answer means.
    fn judge(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Reply, RestError> {
        let host = self.host.clone();
        let number = status.as_u16();
        let said = match body {
            [] => Ok(Value::Null),
            body => serde_json::from_slice(body),
        };
        if status.is_success() {
            return match said {
                Ok(body) => Ok(Reply {
                    status: number,
                    body,
                }),
                Err(_may_quote_it) => Err(RestError::Garbled { host }),
            };
        }
        // What stands between here and Discord refuses in HTML.
        let said = said.unwrap_or_default();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(RestError::RateLimited {
                wait: wait_asked(headers, &said),
            });
        }
        if status.is_server_error() {
            return Err(RestError::Down {
                host,
                status: number,
            });
        }
        if status.is_redirection() {
            return Err(RestError::Redirected {
                host,
                status: number,
            });
        }
        Err(RestError::Refused {
            status: number,
            code: said.get("code").and_then(Value::as_u64),
            message: message(status, &said),
        })
    }

    /// How a call failed that got no answer. The error itself holds the address.
    fn failed(&self, error: &reqwest::Error) -> RestError {
        let host = self.host.clone();
        if error.is_connect() {
            return RestError::Unreachable {
                host,
                reason: reason(error),
            };
        }
        if error.is_timeout() {
            return self.timed_out();
        }
        RestError::Broken { host }
    }

    fn timed_out(&self) -> RestError {
        RestError::TimedOut {
            host: self.host.clone(),
        }
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl RestError {
    /// The status that was answered, where one was.
    pub fn status(&self) -> Option<u16> {
        match self {
            RestError::Refused { status, .. }
            | RestError::Down { status, .. }
            | RestError::Redirected { status, .. } => Some(*status),
            RestError::RateLimited { .. } => Some(StatusCode::TOO_MANY_REQUESTS.as_u16()),
            _ => None,
        }
    }

    /// Discord's own code, where it gave one.
    pub fn code(&self) -> Option<u64> {
        match self {
            RestError::Refused { code, .. } => *code,
            _ => None,
        }
    }

    /// True when the call may have done its work nonetheless.
    pub fn may_have_arrived(&self) -> bool {
        matches!(
            self,
            RestError::Down { .. } | RestError::TimedOut { .. } | RestError::Broken { .. }
        )
    }
}

/// How the bot names itself.
///
/// # Source
/// Discord, API reference, "User Agent": `DiscordBot ($url, $versionNumber)`, and more behind it at will.
/// <https://docs.discord.com/developers/reference#user-agent>
fn user_agent() -> String {
    let home = Some(HOME).filter(|home| !home.is_empty());
    format!(
        "DiscordBot ({}, {}) {}",
        home.unwrap_or(DISCORD),
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_NAME")
    )
}

fn authorization(token: &Token) -> Result<HeaderValue, RestError> {
    let mut value = HeaderValue::try_from(format!("Bot {}", token.reveal()))
        .map_err(|_not_shown| RestError::Unwritable)?;
    value.set_sensitive(true);
    Ok(value)
}

/// How long Discord asks to wait: in a header, or with fractions of a second in the body.
///
/// # Source
/// Discord, "Rate limits", "Exceeding a rate limit". <https://docs.discord.com/developers/topics/rate-limits>
fn wait_asked(headers: &HeaderMap, said: &Value) -> Duration {
    let seconds = |value: &HeaderValue| value.to_str().ok()?.trim().parse::<f64>().ok();
    let in_header = headers.get(RETRY_AFTER).and_then(seconds);
    let in_body = said.get("retry_after").and_then(Value::as_f64);
    [in_header, in_body]
        .into_iter()
        .flatten()
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
        .map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(WAIT_MAX))
        .next()
        .unwrap_or(LATER)
        .clamp(WAIT_MIN, WAIT_MAX)
}

/// Discord's words for a refusal, and which fields were wrong.
fn message(status: StatusCode, said: &Value) -> String {
    let words = said.get("message").and_then(Value::as_str);
    let words =
        clean(words.unwrap_or_else(|| status.canonical_reason().unwrap_or("no reason given")));
    let mut fields = Vec::new();
    if let Some(errors) = said.get("errors") {
        wrong_fields(errors, "", &mut fields);
    }
    let words = if fields.is_empty() {
        words
    } else {
        format!("{words} ({})", fields.join(", "))
    };
    cut(&words, MESSAGE_MAX_CHARS)
}

/// Adds to `found` what is wrong below `path`, as in `0.options.1.name BASE_TYPE_REQUIRED`. The words that go with it
/// are left out: they may quote what was sent.
///
/// # Source
/// Discord, API reference, "Error messages": fields nest, and `_errors` holds codes.
/// <https://docs.discord.com/developers/reference#error-messages>
fn wrong_fields(errors: &Value, path: &str, found: &mut Vec<String>) {
    let Some(fields) = errors.as_object() else {
        return;
    };
    for (name, inside) in fields {
        if found.len() == FIELDS_MAX {
            return;
        }
        if name == "_errors" {
            let code = inside.pointer("/0/code").and_then(Value::as_str);
            found.push(clean(format!("{path} {}", code.unwrap_or_default()).trim()));
            continue;
        }
        let dot = if path.is_empty() { "" } else { "." };
        wrong_fields(inside, &format!("{path}{dot}{name}"), found);
    }
}

/// Why there was no connection, in the system's words. Only those are taken: what stands around them may hold addresses.
fn reason(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return cut(&clean(&error.to_string()), MESSAGE_MAX_CHARS);
        }
        cause = error.source();
    }
    let why = if error.is_timeout() {
        "no connection in time"
    } else {
        "no connection"
    };
    why.to_owned()
}

fn code_words(code: Option<u64>) -> String {
    match code {
        Some(code) => format!(", code {code}"),
        None => String::new(),
    }
}

/// What to do about a refusal, as far as the status alone tells.
fn mend(status: u16) -> &'static str {
    match status {
        401 => "; check DISCORD_TOKEN",
        403 => "; the bot has no access there",
        404 => "; it does not exist, or not any more",
        _ => "; if it stays so, it is a fault in careerbot: report it",
    }
}

#[cfg(test)]
mod tests;
