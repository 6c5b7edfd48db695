//! To be written.
use super::outline::Outline;
pub(super) fn read(_text: &str, _body: usize, _outline: &mut Outline) {}
