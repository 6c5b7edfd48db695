//! Sending what goes back: callbacks, edits and follow-ups of interactions.
//!
//! These calls carry an interaction's own token instead of the bot's. They go through a client of our own, because
//! serenity's keeps a bucket for every such token for ever, or else throws `Retry-After` away.

use serenity::model::application::Interaction;
use tokio::time::Instant;
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseData};

use super::rest::{Method, Repeat, Rest, RestError};

/// By what an interaction is answered. Whoever holds it may answer, so it is never shown.
#[derive(Clone)]
pub(super) struct Ticket {
    interaction: u64,
    application: u64,
    token: String,
}

impl Ticket {
    pub(super) fn of(interaction: &Interaction) -> Ticket {
        Ticket {
            interaction: interaction.id().get(),
            application: interaction.application_id().get(),
            token: interaction.token().to_owned(),
        }
    }

    /// From an interaction that serenity could not read.
    pub(super) fn of_raw(raw: &serde_json::Value) -> Option<Ticket> {
        let id = |name: &str| raw.get(name)?.as_str()?.parse().ok();
        let token = raw.get("token")?.as_str()?;
        // It goes into an address.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        token.chars().all(plain).then_some(Ticket {
            interaction: id("id")?,
            application: id("application_id")?,
            token: token.to_owned(),
        })
    }
}

/// Sends what goes back.
#[derive(Debug)]
pub(super) struct Outbox {
    rest: Rest,
}

impl Outbox {
    pub(super) fn new(rest: Rest) -> Outbox {
        Outbox { rest }
    }

    /// The first sign, which has to be there before `by`.
    pub(super) async fn callback(
        &self,
        ticket: &Ticket,
        body: &InteractionResponse,
        by: Instant,
    ) -> Result<(), RestError> {
        let path = format!(
            "/interactions/{}/{}/callback",
            ticket.interaction, ticket.token
        );
        // Discord takes one callback only, so one that arrived although its answer was lost is refused the second time.
        let repeat = Repeat::UnlessDone;
        self.rest
            .send(Method::POST, &path, Some(body), repeat, by.into_std())
            .await?;
        Ok(())
    }

    /// The answer in the place of a "wait".
    pub(super) async fn edit(
        &self,
        ticket: &Ticket,
        body: &InteractionResponseData,
        by: Instant,
    ) -> Result<(), RestError> {
        let path = format!(
            "/webhooks/{}/{}/messages/@original",
            ticket.application, ticket.token
        );
        let repeat = Repeat::Freely;
        self.rest
            .send(Method::PATCH, &path, Some(body), repeat, by.into_std())
            .await?;
        Ok(())
    }

    /// A further message.
    pub(super) async fn follow_up(
        &self,
        ticket: &Ticket,
        body: &InteractionResponseData,
        by: Instant,
    ) -> Result<(), RestError> {
        let path = format!("/webhooks/{}/{}", ticket.application, ticket.token);
        let repeat = Repeat::WhenRefused;
        self.rest
            .send(Method::POST, &path, Some(body), repeat, by.into_std())
            .await?;
        Ok(())
    }
}
