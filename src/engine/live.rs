//! The engine that answers now, for doors that stay open while documents change.

use std::mem;
use std::sync::{Arc, PoisonError, RwLock};

use super::Engine;

/// An engine that another one can take the place of. Whoever holds the old one goes on with it, so no answer is half of
/// each; whoever asks next gets the new one.
#[derive(Debug)]
pub struct Live(RwLock<Arc<Engine>>);

impl Live {
    /// Begins with `engine`.
    pub fn new(engine: Engine) -> Live {
        Live(RwLock::new(Arc::new(engine)))
    }

    /// The engine that answers now. An answer takes it once and keeps it to its end.
    pub fn now(&self) -> Arc<Engine> {
        // Whatever panicked beside it, an engine is put there whole or not at all.
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&now)
    }

    /// Lets `engine` answer from now on.
    pub fn replace(&self, engine: Engine) {
        let engine = Arc::new(engine);
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = mem::replace(&mut *now, engine);
        // Taking an engine apart takes a while, and nobody should wait for it.
        drop(now);
        drop(before);
    }
}
