//! The bot token, checked for its shape, and the application it belongs to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use crate::config::{Secret, Snowflake};

/// A token that looks like one. Whether Discord takes it, only Discord knows.
///
/// # Source
/// Discord, API reference, "Authentication": the example token has three parts in base64 for addresses, split by dots;
/// the first is the bot's id in digits. <https://docs.discord.com/developers/reference#authentication>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token(Secret);

/// Why a value is no token. The value itself is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "DISCORD_TOKEN does not look like a bot token, which has three parts with dots between and nothing in front; \
     copy it again from the Bot page of https://discord.com/developers/applications"
)]
pub struct TokenError;

impl Token {
    /// The token in `secret`.
    ///
    /// # Errors
    /// [`TokenError`] when it does not look like one.
    pub fn parse(secret: &Secret) -> Result<Token, TokenError> {
        let is_part = |part: &str| {
            let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            !part.is_empty() && part.bytes().all(may_stand)
        };
        let parts: Vec<&str> = secret.reveal().split('.').collect();
        let looks_like_one = parts.len() == 3 && parts.into_iter().all(is_part);
        looks_like_one
            .then(|| Token(secret.clone()))
            .ok_or(TokenError)
    }

    /// The token itself, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// The id that the token names: the bot's, which is the application's unless the bot is very old.
    pub fn names(&self) -> Option<Snowflake> {
        let (first, _) = self.reveal().split_once('.')?;
        let digits = URL_SAFE_NO_PAD.decode(first).ok()?;
        std::str::from_utf8(&digits).ok()?.parse().ok()
    }
}

/// Which application is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: Snowflake,
    /// The id that the token names, where that is another one.
    pub other_in_token: Option<Snowflake>,
}

/// The application whose id was `set`, else the one that `token` names.
pub fn application(set: Option<Snowflake>, token: Option<&Token>) -> Option<Application> {
    let named = token.and_then(Token::names);
    Some(Application {
        id: set.or(named)?,
        other_in_token: named.filter(|named| set.is_some_and(|set| set != *named)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Token, TokenError> {
        Token::parse(&Secret::new(text))
    }

    fn id(text: &str) -> Snowflake {
        text.parse().expect("an id")
    }

    #[test]
    fn reads_tokens_and_the_id_inside() {
        let token = parse("Mjg4NzYwMjQxMzYzODc3ODg4.C_ikow.j3VupLBuE1QWZng3-TMGH0z_UAwg");
        let token = token.expect("a token");
        assert_eq!(token.names(), Some(id("288760241363877888")));
        assert!(!format!("{token:?}").contains("UAwg"), "{token:?}");
        for nameless in ["a.b.c", "YWJj.b.c", "LTE.b.c"] {
            assert_eq!(parse(nameless).expect("a token").names(), None);
        }
    }

    #[test]
    fn refuses_what_is_no_token_without_showing_it() {
        for bad in [
            "s3cret",
            "s3cret.b",
            "s3cret..c",
            "s3cret.b.c.d",
            "Bot s3cret.b.c",
            "\"s3cret.b.c\"",
            "s3cret.b.é",
            "s3cret.b.c\n",
            ".s3cret.",
        ] {
            let error = parse(bad).expect_err("a refusal");
            assert_eq!(
                error.to_string(),
                "DISCORD_TOKEN does not look like a bot token, which has three parts with dots between and \
                 nothing in front; copy it again from the Bot page of https://discord.com/developers/applications"
            );
        }
    }

    #[test]
    fn takes_the_set_application_before_the_one_in_the_token() {
        let token = parse("MTIz.b.c").expect("a token");
        let nameless = parse("a.b.c").expect("a token");
        let known = |text: &str, other_in_token| {
            Some(Application {
                id: id(text),
                other_in_token,
            })
        };
        assert_eq!(application(None, Some(&token)), known("123", None));
        assert_eq!(
            application(Some(id("123")), Some(&token)),
            known("123", None)
        );
        assert_eq!(
            application(Some(id("7")), Some(&token)),
            known("7", Some(id("123")))
        );
        assert_eq!(
            application(Some(id("7")), Some(&nameless)),
            known("7", None)
        );
        assert_eq!(application(Some(id("7")), None), known("7", None));
        assert_eq!(application(None, Some(&nameless)), None);
        assert_eq!(application(None, None), None);
    }
}
