//! Keeps a panic in one answer from ending the program, whatever door it was asked at.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use thiserror::Error;

/// How many answers have failed in this process.
static FAILED: AtomicU32 = AtomicU32::new(0);

/// One answer failed; the log says why under the same reference.
#[derive(Debug, PartialEq, Eq, Error)]
#[error(
    "answering failed inside, and nothing was answered; ask again, or report reference {reference}"
)]
pub(crate) struct Failed {
    /// By which the log entry is found.
    pub(crate) reference: String,
}

/// What `answer` gives; a panic in it becomes [`Failed`].
///
/// # Errors
/// [`Failed`] when `answer` panics or gives an error, which is logged.
pub(crate) fn guarded<T, E: std::error::Error>(
    answer: impl FnOnce() -> Result<T, E>,
) -> Result<T, Failed> {
    // Nothing that `answer` may leave half done is looked at afterwards: the engine only reads.
    let outcome = panic::catch_unwind(AssertUnwindSafe(answer));
    let failed = |error: &dyn fmt::Display| Failed {
        reference: report(error),
    };
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(failed(&error)),
        Err(_panic) => Err(failed(&"a panic")),
    }
}

/// Logs that an answer failed, and gives the reference by which the entry is found.
pub(crate) fn report(error: &dyn fmt::Display) -> String {
    let number = FAILED.fetch_add(1, Ordering::Relaxed) + 1;
    let reference = format!("{}-{number}", process::id());
    tracing::error!(reference, error = %error, "answering failed");
    reference
}

/// Sends panics to the log, by place only: their text may hold what people wrote.
pub(crate) fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic, which is a fault in careerbot");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn turns_a_panic_and_an_error_into_a_reference() {
        let failed = guarded(|| -> Result<(), io::Error> { panic!("in a test, on purpose") })
            .expect_err("a failure");
        let text = failed.to_string();
        let start =
            "answering failed inside, and nothing was answered; ask again, or report reference ";
        assert!(text.starts_with(start), "{text}");
        let other = guarded(|| -> Result<(), io::Error> { Err(io::Error::other("broken")) })
            .expect_err("a failure");
        assert_ne!(failed, other);
        assert_eq!(guarded(|| Ok::<_, io::Error>(7)), Ok(7));
    }
}
