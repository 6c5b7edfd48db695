//! What a request asks for, told from its method and path alone; and what may go wrong with it on purpose.

use std::time::Duration;

use axum::http::Method;

/// The kinds of request that can be counted and made to fail apart from one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Where the gateway is: `GET /gateway`, `GET /gateway/bot`.
    Gateway,
    /// Opening the gateway's socket.
    Socket,
    /// Who the bot and its application are.
    Account,
    /// Reading and overwriting commands.
    Commands,
    /// The first answer to an interaction.
    Callback,
    /// Reading, editing and deleting that answer.
    Edit,
    /// Another message after the first answer.
    FollowUp,
    /// Nothing this fake knows.
    Unknown,
}

/// What is done instead of answering as usual, once.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    /// 429, with the headers and the body Discord sends.
    TooManyRequests { retry_after_s: f64, global: bool },
    /// A status with the body Discord's servers send with it.
    Status(u16),
    /// Nothing for this long; then the usual.
    Hang(Duration),
    /// The connection is reset; the request is not carried out.
    Drop,
    /// The request is carried out, and the connection is reset before its answer.
    Lost,
    /// 200 with something that is not JSON; the request is not carried out.
    Garbage,
}

/// One route of the HTTP API, with what its path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Socket,
    Gateway,
    GatewayBot,
    Me,
    Application,
    ReadCommands(Scope),
    WriteCommands(Scope),
    Callback { id: String, token: String },
    ReadOriginal(Hook),
    EditOriginal(Hook),
    DeleteOriginal(Hook),
    FollowUp(Hook),
    Unknown,
}

/// Whose commands: everywhere, or in one guild.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    pub(super) application: String,
    pub(super) guild: Option<String>,
}

/// What stands for an interaction once it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hook {
    pub(super) application: String,
    pub(super) token: String,
}

impl Call {
    pub(super) fn of(method: &Method, path: &str) -> Call {
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match segments.as_slice() {
            [] if method == Method::GET => Call::Socket,
            ["api", version, rest @ ..] if is_version(version) => Call::within(method, rest),
            ["api", rest @ ..] => Call::within(method, rest),
            _ => Call::Unknown,
        }
    }

    fn within(method: &Method, path: &[&str]) -> Call {
        match (method.as_str(), path) {
            ("GET", ["gateway"]) => Call::Gateway,
            ("GET", ["gateway", "bot"]) => Call::GatewayBot,
            ("GET", ["users", "@me"]) => Call::Me,
            ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => {
                Call::Application
            }
            ("GET", ["applications", rest @ ..]) => {
                scope(rest).map_or(Call::Unknown, Call::ReadCommands)
            }
            ("PUT", ["applications", rest @ ..]) => {
                scope(rest).map_or(Call::Unknown, Call::WriteCommands)
            }
            ("POST", ["interactions", id, token, "callback"]) => Call::Callback {
                id: (*id).to_owned(),
                token: (*token).to_owned(),
            },
            ("POST", ["webhooks", application, token]) => Call::FollowUp(hook(application, token)),
            (method, ["webhooks", application, token, "messages", "@original"]) => {
                original(method, hook(application, token))
            }
            _ => Call::Unknown,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Call::Socket => Kind::Socket,
            Call::Gateway | Call::GatewayBot => Kind::Gateway,
            Call::Me | Call::Application => Kind::Account,
            Call::ReadCommands(_) | Call::WriteCommands(_) => Kind::Commands,
            Call::Callback { .. } => Kind::Callback,
            Call::ReadOriginal(_) | Call::EditOriginal(_) | Call::DeleteOriginal(_) => Kind::Edit,
            Call::FollowUp(_) => Kind::FollowUp,
            Call::Unknown => Kind::Unknown,
        }
    }

    /// The token of the interaction it is about.
    pub(super) fn token(&self) -> Option<&str> {
        match self {
            Call::Callback { token, .. } => Some(token),
            Call::ReadOriginal(hook)
            | Call::EditOriginal(hook)
            | Call::DeleteOriginal(hook)
            | Call::FollowUp(hook) => Some(&hook.token),
            _ => None,
        }
    }

    /// Whether Discord wants the bot's token: an interaction's own token is enough for what concerns it, and the
    /// address of the gateway is no secret.
    pub(super) fn is_guarded(&self) -> bool {
        !matches!(self, Call::Socket | Call::Gateway | Call::Unknown) && self.token().is_none()
    }
}

fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn scope(path: &[&str]) -> Option<Scope> {
    let (application, guild) = match path {
        [application, "commands"] => (application, None),
        [application, "guilds", guild, "commands"] => (application, Some((*guild).to_owned())),
        _ => return None,
    };
    let application = (*application).to_owned();
    Some(Scope { application, guild })
}

fn hook(application: &str, token: &str) -> Hook {
    Hook {
        application: application.to_owned(),
        token: token.to_owned(),
    }
}

fn original(method: &str, hook: Hook) -> Call {
    match method {
        "GET" => Call::ReadOriginal(hook),
        "PATCH" => Call::EditOriginal(hook),
        "DELETE" => Call::DeleteOriginal(hook),
        _ => Call::Unknown,
    }
}
