//! What Discord takes. Text is counted in UTF-16 units: no way to count gives more.

/// Components of one message, nested ones among them.
/// <https://discord.com/developers/docs/components/reference#component-reference>
pub(crate) const COMPONENTS_MAX: usize = 40;

/// Text of all text displays of one message together.
/// <https://discord.com/developers/docs/components/reference#text-display>
pub(crate) const MESSAGE_TEXT_MAX_UNITS: usize = 4_000;

/// Text of one text display. Discord states only the limit of the whole message; some libraries hold this one.
/// <https://docs.rs/twilight-validate/0.18.0/twilight_validate/component/constant.TEXT_DISPLAY_CONTENT_LENGTH_MAX.html>
pub(crate) const TEXT_MAX_UNITS: usize = 2_000;

/// What a button or menu carries.
/// <https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id>
pub(crate) const CUSTOM_ID_MAX_CHARS: usize = 100;

/// Options of one menu.
/// <https://discord.com/developers/docs/components/reference#string-select>
pub(crate) const MENU_OPTIONS_MAX: usize = 25;

/// Label of one option of a menu.
/// <https://discord.com/developers/docs/components/reference#string-select-select-option-structure>
pub(crate) const MENU_LABEL_MAX_UNITS: usize = 100;

/// Label of one button.
/// <https://discord.com/developers/docs/components/reference#button>
pub(crate) const BUTTON_LABEL_MAX_UNITS: usize = 80;

/// Names offered while an option is typed.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-autocomplete>
pub(crate) const CHOICES_MAX: usize = 25;

/// Name and value of one of them.
/// <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure>
pub(crate) const CHOICE_MAX_UNITS: usize = 100;

/// How much of any limit on text `text` takes.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
