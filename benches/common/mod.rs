//! What several benchmarks need: numbers that look thrown, clocks, and a place to print.

use std::fs;
use std::time::Duration;

/// Ticks of the clock in `/proc/self/stat`.
///
/// # Source
/// proc(5) of Linux: `sysconf(_SC_CLK_TCK)`, which is 100 on every platform that Rust's standard library supports there.
const TICKS_PER_SECOND: u32 = 100;

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

/// The processor time that this process has had; none where the system does not tell, and the wall clock must do.
pub(crate) fn clock() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in brackets, which may hold anything; `utime` and `stime` are the 14th and 15th.
    let (_, after) = stat.rsplit_once(')')?;
    let ticks = after.split_whitespace().skip(11).take(2);
    let sum: u32 = ticks.map_while(|field| field.parse::<u32>().ok()).sum();
    Some(Duration::from_secs(1) * sum / TICKS_PER_SECOND)
}

#[expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]
pub(crate) fn print(line: &str) {
    println!("{line}");
}
