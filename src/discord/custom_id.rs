//! What a button or menu carries, so that it works after a restart and in any process.
//!
//! A version, an action, then bytes in base64: ids and hashes, never words of a question
//! (see [`Recall`](crate::domain::Recall) and [`FactKey`]). Anyone may send anything here: what was not made by
//! [`write`] reads as none, and what reads is looked up again with all its checks.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::limits::CUSTOM_ID_MAX_CHARS;
use crate::domain::{FactKey, Recall};

/// Raised when the bytes change their meaning: older ids then read as none.
const VERSION: char = '1';
const WHY: char = 'w';
const PAGE: char = 'p';

/// What the menu of a message carries; its options carry a [`Press::Why`] each.
pub(crate) const MENU: &str = "1m";

/// What is wanted by a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    /// The words behind a number.
    Why {
        /// The fact.
        key: FactKey,
        /// Its number in the answer.
        number: u16,
    },
    /// A page of an answer.
    Page {
        /// The answer.
        recall: Recall,
        /// From 0.
        page: u16,
    },
}

/// `press` as an id.
pub(crate) fn write(press: &Press) -> String {
    let (action, bytes) = match press {
        Press::Why { key, number } => {
            let mut bytes = key.doc.to_be_bytes().to_vec();
            bytes.extend(key.fact.to_be_bytes());
            bytes.extend(number.to_be_bytes());
            (WHY, bytes)
        }
        Press::Page { recall, page } => {
            let mut bytes = page.to_be_bytes().to_vec();
            bytes.extend(&recall.0);
            (PAGE, bytes)
        }
    };
    format!("{VERSION}{action}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What `id` stands for; none for what this program, in this version, did not make.
pub(crate) fn read(id: &str) -> Option<Press> {
    if id.len() > CUSTOM_ID_MAX_CHARS {
        return None;
    }
    let rest = id.strip_prefix(VERSION)?;
    let mut chars = rest.chars();
    let action = chars.next()?;
    let bytes = URL_SAFE_NO_PAD.decode(chars.as_str()).ok()?;
    match action {
        WHY => {
            let (doc, rest) = bytes.split_first_chunk()?;
            let (fact, rest) = rest.split_first_chunk()?;
            let number = <[u8; 2]>::try_from(rest).ok()?;
            Some(Press::Why {
                key: FactKey {
                    doc: u64::from_be_bytes(*doc),
                    fact: u64::from_be_bytes(*fact),
                },
                number: u16::from_be_bytes(number),
            })
        }
        PAGE => {
            let (page, recall) = bytes.split_first_chunk()?;
            Some(Press::Page {
                recall: Recall(recall.to_vec()),
                page: u16::from_be_bytes(*page),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_it_did_not_make() {
        for id in [
            "", "1", "1w", "1p", "1x", "2wAAAA", "1w====", "1wAAAA", "salary", "1pé", "\u{0}", MENU,
        ] {
            assert_eq!(read(id), None, "{id:?}");
        }
        assert_eq!(read(&format!("1p{}", "A".repeat(200))), None);
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(doc: u64, fact: u64, number: u16, page: u16,
                                     bytes in prop::collection::vec(any::<u8>(), 0..=Recall::MAX_BYTES)) {
            let presses = [
                Press::Why { key: FactKey { doc, fact }, number },
                Press::Page { recall: Recall(bytes), page },
            ];
            for press in presses {
                let id = write(&press);
                prop_assert!(id.len() <= CUSTOM_ID_MAX_CHARS);
                prop_assert_eq!(read(&id), Some(press));
            }
        }

        #[test]
        fn never_panics(id in "\\PC{0,120}") {
            let _ = read(&id);
        }
    }
}
