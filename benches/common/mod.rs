//! What several benchmarks need: numbers that look thrown, clocks, and a place to print.

use std::time::Duration;

#[cfg(unix)]
pub(crate) use rustix::time::ClockId;

/// Numbers that look thrown and are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// One of `0..sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        // The constants of Knuth's MMIX generator.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.roll(words.len())).copied().unwrap_or("")
    }

    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.roll(to - from)
    }
}

/// The figure in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The processor time that this process has had; none where the system does not tell, and the wall clock must do.
pub(crate) fn clock() -> Option<Duration> {
    #[cfg(unix)]
    return told_by(ClockId::ProcessCPUTime);
    #[cfg(not(unix))]
    return None;
}

/// What `clock` of the system tells.
#[cfg(unix)]
pub(crate) fn told_by(clock: ClockId) -> Option<Duration> {
    let time = rustix::time::clock_gettime(clock);
    let seconds = u64::try_from(time.tv_sec).ok()?;
    Some(Duration::new(seconds, u32::try_from(time.tv_nsec).ok()?))
}

#[expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]
pub(crate) fn print(line: &str) {
    println!("{line}");
}
