//! Tools that are dear to make and cannot be shared, lent to whoever works.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

/// Tools that are not at work. There are never more than were at work at once. A clone lends the same ones.
pub(super) struct Pool<T>(Arc<Mutex<Vec<T>>>);

impl<T> Clone for Pool<T> {
    fn clone(&self) -> Pool<T> {
        Pool(Arc::clone(&self.0))
    }
}

impl<T> Default for Pool<T> {
    fn default() -> Pool<T> {
        Pool(Arc::default())
    }
}

impl<T> Pool<T> {
    /// Lends a tool to `work`; one that `make` makes where all are at work.
    ///
    /// # Errors
    /// That of `make`.
    pub(super) fn lend_or<R, E>(
        &self,
        make: impl FnOnce() -> Result<T, E>,
        work: impl FnOnce(&mut T) -> R,
    ) -> Result<R, E> {
        let resting = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rested = resting().pop();
        let mut tool = match rested {
            Some(tool) => tool,
            None => make()?,
        };
        let done = work(&mut tool);
        resting().push(tool);
        Ok(done)
    }
}

impl<T: Default> Pool<T> {
    /// Lends a tool to `work`.
    pub(super) fn lend<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let made: Result<R, Infallible> = self.lend_or(|| Ok(T::default()), work);
        made.unwrap_or_else(|never| match never {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_used_again_and_never_by_two() {
        let pool: Pool<Vec<u8>> = Pool::default();
        let depth = |tool: &mut Vec<u8>| {
            tool.push(1);
            tool.len()
        };
        assert_eq!(pool.lend(depth), 1);
        let inner = pool.clone();
        let both = pool.lend(|tool| (depth(tool), inner.lend(depth)));
        assert_eq!(both, (2, 1), "the second is one of its own");
        assert_eq!(pool.lend_or(|| Err("none can be made"), |_| ()), Ok(()));
        let empty: Pool<Vec<u8>> = Pool::default();
        let refused = empty.lend_or(|| Err("none can be made"), |_| ());
        assert_eq!(refused, Err("none can be made"));
    }
}
