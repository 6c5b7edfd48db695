//! What people, files and machines do wrong, and what the program says then.
//!
//! Every run also checks that no byte but a line break can steer the terminal: see `bot::Said`.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use careerbot::corpus::{Loaded, Parsed};
use careerbot::domain::DocumentId;
use careerbot::extract::extract;
use careerbot::index::{self, Folder, WriteLock};
use careerbot::vocabulary::Vocabulary;
use serde_json::Value;

use crate::bot::{Bot, Said, listing, said};
use crate::project::{INSIGHTS, SCHOLARHAT, corpus, holds};

/// A question with a sure answer, and a piece of that answer.
const ASKED: [&str; 2] = ["ask", "/salary role:backend developer location:UK"];
const ANSWERED: &str = "£50,000–70,000 a";

/// What could steer a terminal or turn its text around: escapes in C0 and C1, DEL, bells, bidi marks.
const HOSTILE: &str =
    "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{7f}\u{202e}evil\u{2066}\u{200f}\u{85}\r\u{8}";

#[track_caller]
fn answers(said: &Said) {
    said.check(0);
    holds(&said.words(), &[ANSWERED]);
}

// The corpus.

#[test]
fn no_corpus_folder() {
    let bot = Bot::alone();
    for arguments in [
        &ASKED[..],
        &["check"],
        &["facts"],
        &["index"],
        &["search", "x"],
        &["console"],
    ] {
        let said = bot.run(arguments);
        said.complains(
            1,
            "no corpus folder at `corpus`; make it, or name another with `--corpus` or CAREERBOT_CORPUS",
        );
        assert_eq!(said.out, "");
        assert!(!bot.at("index").exists());
    }
    bot.run(&["check", "--corpus", "else/where"]).complains(
        1,
        "no corpus folder at `else/where`; make it, or name another with `--corpus` or CAREERBOT_CORPUS",
    );
}

#[test]
fn a_file_in_place_of_the_corpus() {
    let bot = Bot::alone();
    fs::write(bot.at("corpus"), "# Nurses").expect("a file");
    for arguments in [&ASKED[..], &["check"], &["facts"], &["index"]] {
        bot.run(arguments).complains(
            1,
            "`corpus` is not a folder; name the folder that holds the documents with `--corpus` or CAREERBOT_CORPUS",
        );
    }
}

#[test]
fn an_empty_corpus() {
    let bot = Bot::with_empty_corpus();
    for question in [
        ASKED[1],
        "backend pay in India",
        "/roadmap backend developer",
    ] {
        let said = bot.run(&["ask", question]);
        said.check(0);
        holds(
            &said.words(),
            &[
                "There are no documents to answer from yet. Add some to the corpus folder and ask again.",
            ],
        );
        assert_eq!(bot.ask_json(question)["label"], "none");
    }
    assert_eq!(bot.run(&["facts"]).check(0).out, "");
    let check = bot.run(&["check"]);
    assert_eq!(
        check.check(0).out,
        "0 documents, 0 facts, 0 doubts, 0 problems\n"
    );
    holds(
        &bot.run(&["index"]).check(0).out,
        &["0 documents, 0 passages, 0 facts"],
    );
    assert_eq!(
        bot.run(&["search", "--json", "x"]).check(0).out,
        "{\"id\":null,\"hits\":[]}\n"
    );
}

#[test]
fn front_matter_that_is_not_toml() {
    let bot = Bot::with_empty_corpus();
    bot.write(
        "welding.md",
        "+++\ntitle = \"Pay of welders\"\nurl = oops\n+++\n\n# Welder pay\n\nWelders in Canada earn CAD 61,000 a year.\n",
    );
    let check = bot.run(&["check"]);
    check.check(1);
    holds(&check.out, &["\nwelding.md:3: front matter is not TOML: "]);
    holds(
        &check.out,
        &["; write it as in `title = \"Pay of welders\"`\n"],
    );
    let answer = bot.ask_json("/salary role:welder location:Canada");
    assert_eq!(answer["figures"][0]["low"], 61_000);
}

#[test]
fn front_matter_that_never_ends() {
    let bot = Bot::with_empty_corpus();
    bot.write(
        "welding.md",
        "+++\ntitle = \"Pay of welders\"\n\n# Welder pay\n\nWelders in Canada earn CAD 61,000 a year.\n",
    );
    let check = bot.run(&["check"]);
    check.check(1);
    holds(
        &check.out,
        &["\nwelding.md:1: front matter has no closing `+++` line; write one after its last key\n"],
    );
    let answer = bot.ask_json("/salary role:welder location:Canada");
    assert_eq!(answer["figures"][0]["low"], 61_000);
}

#[test]
fn documents_that_are_no_text() {
    let bot = Bot::new();
    bot.write("big.md", vec![b'a'; 5 * 1024 * 1024])
        .write("binary.md", b"\x7fELF\x02\x01\x01\x00\x00\x00")
        .write("empty.md", b"")
        .write("latin.txt", b"Nurses\n\nNurses earn \xa3 30,000.\n")
        .write(
            "cyrillic.txt",
            b"Nurses\n\n\xcc\xe5\xe4\xf1\xe5\xf1\xf2\xf0\xe0\n",
        )
        .write("paper.odt", b"PK");
    let check = bot.run(&["check"]);
    check.check(1);
    holds(
        &check.out,
        &[
            "\nbig.md: is 5242880 bytes; documents up to 4 MiB are read; split it\n",
            "\nbinary.md:1: looks like a binary file (NUL at byte 7); save it as UTF-8 text\n",
            "\nempty.md: has no text; write some or remove it\n",
            "\ncyrillic.txt:3: not UTF-8 at byte 8 (line 3); save it as UTF-8\n",
            "\nlatin.txt: 2 blocks, 1 passage; facts: 1 pay, 0 role, 0 roadmap; 0 doubts; text, windows-1252\n",
            "\npaper.odt: not a format that is read; save it as Markdown, text, HTML, PDF, DOCX or CSV\n",
        ],
    );
    let asked = bot.run(&ASKED);
    answers(&asked);
    assert_eq!(
        asked.err,
        "careerbot: warning: 3 problems with documents; `careerbot check` lists them\n"
    );
    let built = bot.run(&["index"]);
    built.check(0);
    holds(
        &built.err,
        &["careerbot: big.md: is 5242880 bytes; documents up to 4 MiB are read; split it\n"],
    );
}

#[test]
fn a_folder_a_link_and_a_strange_name_among_the_documents() {
    let bot = Bot::new();
    fs::create_dir_all(bot.at("corpus/deep/er.md")).expect("a folder named like a document");
    bot.write(
        "deep/er.md/nurse.md",
        "# Nurses\n\nNurses in Canada earn CAD 70,000 a year.\n",
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..", bot.at("corpus/loop")).expect("a link");
        bot.write("bad\u{1b}[2J\nname.md", "# Nurses\n");
    }
    let check = bot.run(&["check"]);
    #[cfg(unix)]
    {
        check.check(1);
        holds(
            &check.out,
            &["loop: is a link, and links are not followed; put the file itself here\n"],
        );
        holds(
            &check.out,
            &["its name is not UTF-8 or has control characters; rename it\n"],
        );
    }
    holds(&check.out, &["deep/er.md/nurse.md: "]);
    let answer = bot.ask_json("/salary role:nurse location:Canada");
    assert_eq!(answer["figures"][0]["doc"], "deep/er.md/nurse.md");
    answers(&bot.run(&ASKED));
}

#[test]
fn documents_made_to_be_hard_to_read() {
    let bot = Bot::new();
    for (name, piece) in [
        ("brackets.md", "["),
        ("quotes.md", "> "),
        ("stars.md", "*a **"),
        ("digits.md", "9"),
        ("commas.md", "1,"),
        ("bars.md", "|"),
        ("bullets.md", "- "),
        ("links.md", "[a](b"),
        ("tags.md", "<a "),
        ("bars.txt", "a|\n"),
        ("years.txt", "1-2 years "),
        ("deep.html", "<div>"),
        ("cells.html", "<table><tr><td>"),
        ("open.html", "<"),
        ("spans.html", "<td rowspan=99999 colspan=99999999>"),
    ] {
        bot.write(name, piece.repeat(30_000 / piece.len()));
    }
    let table = format!(
        "# Pay\n\n| Role |{}\n|{}\n",
        " Pay |".repeat(200),
        "---|".repeat(201)
    );
    let row = format!("| Nurse |{}\n", " $1,000 |".repeat(200));
    bot.write("wide.md", table + &row.repeat(20));
    let steps = (0..2_000).map(|depth| "  ".repeat(depth.min(400)) + "- item\n");
    bot.write("deep.md", steps.collect::<String>());
    bot.run(&["check"]).check(0);
    answers(&bot.run(&ASKED));
}

/// Time that grows with the square of a document's length would make one upload stop everything. Four times the text may
/// take four times as long, and some more on a busy machine; sixteen times is the square.
#[test]
fn reading_takes_no_longer_than_a_document_is_long() {
    const TIMES_LONGER: usize = 4;
    const RATIO_MAX: f64 = 10.0;
    let mut slow = Vec::new();
    for piece in [
        "earn $5 a year ",
        "Nurses earn $5 a year. ",
        "₹4 lakh to ",
        "India ",
        "backend developer ",
        "senior ",
    ] {
        let short = 25_000 / piece.len();
        let ratio = seconds_to_read(piece, short * TIMES_LONGER) / seconds_to_read(piece, short);
        if ratio > RATIO_MAX {
            slow.push((piece, ratio));
        }
    }
    assert!(
        slow.is_empty(),
        "{TIMES_LONGER} times the text took: {slow:?}"
    );
}

/// The least of three readings of `piece`, so many times over, by the processor's clock of this thread where the system
/// tells it: what else runs on the machine must not count.
fn seconds_to_read(piece: &str, times: usize) -> f64 {
    let text = piece.repeat(times);
    let readings = (0..3).map(|_| {
        let id = DocumentId("long.md".to_owned());
        let (clock, start) = (processor_seconds(), Instant::now());
        let Parsed { document, .. } = Loaded::from_bytes(id, text.clone().into_bytes())
            .parse()
            .expect("plain text can be read");
        let read = extract(&document, Vocabulary::builtin());
        assert!(!read.passages.is_empty(), "the text was read");
        match (clock, processor_seconds()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed().as_secs_f64(),
        }
    });
    // The clock may stand still over what is done in no time.
    readings.fold(f64::INFINITY, f64::min).max(0.000_1)
}

/// How long this thread has run; none where the system does not tell.
///
/// # Source
/// `Documentation/scheduler/sched-stats.rst` of Linux: the first number of `schedstat` is the time on the processor in
/// nanoseconds.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = stat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds).as_secs_f64())
}

// What is typed.

#[test]
fn lines_that_mean_nothing() {
    let bot = Bot::new();
    let long = "a".repeat(10_000);
    let mut wrong = Vec::new();
    for (line, complaint) in [
        (
            "",
            "The question is empty. Type one, as in: what does a data engineer earn in India?",
        ),
        (
            " \t\n",
            "The question is empty. Type one, as in: what does a data engineer earn in India?",
        ),
        (
            &*long,
            "The question has 10,000 characters; shorten it to 1,000.",
        ),
        (
            "/fly me",
            "There is no command /fly. Use one of: /salary, /role, /roadmap, /ask, /sources, /about.",
        ),
        (
            "/salry nurse",
            "There is no command /salry. Use one of: /salary.",
        ),
        (
            "/salary role:nurse level:wizard",
            "“wizard” is not a level. Use one of: entry, junior, mid, senior, staff, lead, principal, director, executive, or a rung such as “tier 1” or “L5”.",
        ),
        (
            "/salary location:India",
            "/salary needs role, as in: /salary role:backend developer location:India level:entry",
        ),
        (
            "/salary role:nurse colour:red",
            "/salary has no option colour:. It takes: role:, location:, level:, private:.",
        ),
        (
            "/salary role:nurse location:",
            "The option location is empty. Write something into it, as in: \
             /salary role:backend developer location:India level:entry",
        ),
        (
            "/salary role:nurse role:welder",
            "The option role is given twice. Keep one of them.",
        ),
    ] {
        let said = bot.run(&["ask", "--", line]);
        said.check(2);
        assert_eq!(said.out, "", "{line:?}");
        if said.complaints() != [complaint] {
            wrong.push(format!(
                "expected: {complaint}, got: {:?}",
                said.complaints()
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_empty_search() {
    let bot = Bot::new();
    for query in ["", "   "] {
        let said = bot.run(&["search", query]);
        said.check(2);
        assert_eq!(said.out, "", "{said:?}");
    }
}

#[test]
fn roles_and_places_nobody_knows() {
    let bot = Bot::new();
    for (line, wanted) in [
        (
            "/salary role:dragon tamer location:India",
            "There is nothing about dragon tamer in these documents.",
        ),
        (
            "/salary role:backend developer location:Atlantis",
            "There is no pay figure for backend developer in Atlantis in these documents.",
        ),
        (
            "/role dragon tamer",
            "There is nothing about dragon tamer in these documents.",
        ),
        (
            "/roadmap dragon tamer",
            "There is no roadmap for dragon tamer in these documents.",
        ),
    ] {
        let said = bot.run(&["ask", line]);
        said.check(0);
        assert_eq!(said.err, "");
        holds(&said.words(), &[wanted]);
        assert!(!said.out.contains(['₹', '$', '£']), "{line}: {said:?}");
        assert_eq!(bot.ask_json(line)["label"], "none", "{line}");
    }
}

#[test]
fn misspelt_names_are_read_and_said() {
    let bot = Bot::new();
    let said = bot.run(&["ask", "/salary role:bakend develper location:Indai"]);
    said.check(0);
    holds(
        &said.words(),
        &[
            "Read “bakend develper” as backend developer.",
            "Read “Indai” as India.",
            "₹4–8 LPA",
        ],
    );
}

#[test]
fn markup_mentions_and_escapes_in_questions() {
    let bot = Bot::new();
    for question in [
        HOSTILE.to_owned(),
        format!("backend {HOSTILE} salary in the UK"),
        format!("/salary role:{HOSTILE} location:{HOSTILE}"),
        format!("/salary role:backend developer location:UK level:{HOSTILE}"),
        format!("/{HOSTILE}"),
        format!("/salary {HOSTILE}:x"),
        format!("/roadmap role:backend developer stage:{HOSTILE}"),
        "@everyone <@123456789> [pay](javascript:alert(1)) **bold** `code` <t:0:R>".to_owned(),
        "https://example.org/?q=backend#salary".to_owned(),
        "' OR 1=1; -- role:\"x\" +doc:* AND NOT (a OR [b TO c])~2^9 \\".to_owned(),
        "{ $role } { salary-of-role }".to_owned(),
        "\u{feff}\u{200b}backend\u{200d} salary\u{ad}".to_owned(),
        "😀".repeat(900),
        "e\u{301}".repeat(450),
        "ＢＡＣＫＥＮＤ ＤＥＶＥＬＯＰＥＲ salary".to_owned(),
    ] {
        for arguments in [
            &["ask", "--"][..],
            &["ask", "--json", "--"],
            &["search", "--"],
        ] {
            let mut arguments = arguments.to_vec();
            arguments.push(&question);
            let said = bot.run(&arguments);
            assert!(matches!(said.code, Some(0 | 2)), "{question:?}: {said:?}");
            said.check(said.code.unwrap_or_default());
        }
    }
    let lines = format!(
        "{HOSTILE}\nbackend {HOSTILE} pay in the UK\n/fly{HOSTILE}\n{}\n",
        ASKED[1]
    );
    answers(&bot.feed(&["console"], lines));
    let batch = format!(
        "{{\"id\":\"{}\",\"text\":\"backend \\u001b[2J pay\"}}\n",
        "x\\u009b\\u202e"
    );
    let said = bot.feed(&["ask", "--batch", "-"], batch);
    said.check(0);
    let answer: Value = serde_json::from_str(&said.out).expect("an object");
    assert_eq!(answer["id"], "x\u{9b}\u{202e}");
}

#[test]
fn escapes_in_arguments_that_are_refused() {
    let bot = Bot::new();
    let option = format!("--x{HOSTILE}");
    for arguments in [
        &[HOSTILE][..],
        &["ask", &option],
        &["facts", "--kind", HOSTILE],
        &["search", "x", "--top", HOSTILE],
    ] {
        bot.run(arguments).check(2);
    }
}

#[test]
fn escapes_in_names_of_files_and_folders() {
    let bot = Bot::new();
    bot.run(&["ask", "--batch", HOSTILE]).check(2);
    bot.run(&["check", "--corpus", HOSTILE]).check(1);
    let index = format!("{HOSTILE}/index");
    bot.run(&["index", "--index", &index]).check(0);
    fs::write(bot.at("file"), "").expect("a file");
    let index = format!("file/{HOSTILE}");
    bot.run(&["index", "--index", &index]).check(1);
    let mut command = bot.command(&["ask", ASKED[1], "--index", &index]);
    answers(&said(command.env("RUST_LOG", "trace")));
}

#[test]
fn escapes_in_variables() {
    let bot = Bot::new();
    for name in ["RUST_LOG", "CAREERBOT_LOG_FORMAT"] {
        let mut command = bot.command(&["check"]);
        said(command.env(name, format!("={HOSTILE}="))).check(2);
    }
}

#[test]
fn escapes_inside_documents() {
    let bot = Bot::with_empty_corpus();
    let escaped = "\\u001b[2J\\u009b31m\\u202e\\u0007";
    bot.write(
        "evil.md",
        format!(
            "+++\ntitle = \"Pay {escaped} of welders\"\npublisher = \"{escaped}\"\nas_of = \"2024 {escaped}\"\n\
             url = \"javascript:alert(1)\"\nodd{escaped} = 1\n+++\n\n# Welder {HOSTILE} pay\n\n## Responsibilities {HOSTILE}\n\n\
             - Weld {HOSTILE} steel\n\n## Roadmap\n\n### Stage 1: First {HOSTILE} (0–6 months)\n\n- Learn {HOSTILE} safety\n\n\
             ## Pay\n\n| Role | Place | Pay {HOSTILE} |\n|---|---|---|\n| Welder {HOSTILE} | Canada | CAD 61,000 a year |\n\
             | Welder | Mo{HOSTILE}rdor | CAD 62,000 a year |\n\n\
             Welders in Canada {HOSTILE} earn CAD 63,000 a year on average, according to Pay{HOSTILE}scale.\n\
             &#27;[2J &#x9b; &#x202e;\n"
        ),
    );
    bot.write(
        "evil.toml.md",
        format!("+++\ntitle = {HOSTILE}\n+++\n\n# Welders\n"),
    );
    bot.write("latin.md", b"\x1b[2J\xff");
    for arguments in [
        &["check"][..],
        &["facts"],
        &["facts", "--json"],
        &["index"],
        &["ask", "/salary role:welder"],
        &["ask", "/salary role:welder", "--why", "1"],
        &["ask", "/salary role:welder", "--json"],
        &["ask", "/role welder"],
        &["ask", "/roadmap welder"],
        &["ask", "welder steel safety"],
        &["search", "welder"],
        &["search", "welder", "--json"],
    ] {
        let said = bot.run(arguments);
        said.check(i32::from(arguments == ["check"]));
        let only_json = arguments.contains(&"--json");
        assert!(only_json || !said.out.contains("javascript:"), "{said:?}");
        if only_json {
            for line in said.out.lines() {
                let _object: Value = serde_json::from_str(line).expect("an object");
            }
        }
    }
    let answer = bot.ask_json("/salary role:welder location:Canada");
    assert_ne!(answer["figures"], Value::Array(Vec::new()));
}

// The index.

/// Breaks the file at a path.
type Break = fn(&Path);

const BREAKS: [(&str, Break); 4] = [
    ("deleted", |path| {
        fs::remove_file(path).expect("a file less");
    }),
    ("emptied", |path| {
        fs::write(path, "").expect("an empty file");
    }),
    ("cut in half", |path| {
        let bytes = fs::read(path).expect("a file");
        fs::write(path, bytes.get(..bytes.len() / 2).unwrap_or_default()).expect("half a file");
    }),
    ("flipped", |path| {
        let mut bytes = fs::read(path).expect("a file");
        for at in (0..bytes.len()).step_by(97) {
            bytes[at] ^= 0x5a;
        }
        fs::write(path, bytes).expect("another file");
    }),
];

#[test]
fn a_damaged_index_is_built_anew() {
    // One document is enough, and quicker to index eighty times.
    let bot = Bot::with_empty_corpus();
    fs::copy(corpus().join(INSIGHTS), bot.at("corpus").join(INSIGHTS)).expect("a copy");
    let right = bot.run(&ASKED);
    answers(&right);
    let folder = bot.index_folder();
    let (mut warned, mut wrong) = (0, Vec::new());
    for number in 0..listing(&folder).len() {
        for (how, broken) in BREAKS {
            // Names change when the index is built anew; their order by ending does not matter.
            let Some(file) = listing(&folder).into_iter().nth(number) else {
                continue;
            };
            let empty = fs::metadata(&file).expect("a file").len() == 0;
            broken(&file);
            let said = bot.run(&ASKED);
            said.check(0);
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            assert_eq!(said.out, right.out, "{name} was {how}: {}", said.err);
            // The names of the search engine's own notes, which it can do without, start with a dot.
            if !name.starts_with('.') && !empty {
                warned += 1;
                let complaints = said.complaints();
                if !complaints
                    .iter()
                    .any(|line| line.contains("has been built anew; if this happens again"))
                {
                    wrong.push(format!("{name} was {how}: {complaints:?}"));
                }
            }
            let again = bot.run(&ASKED);
            if (again.out.as_str(), again.err.as_str()) != (&*right.out, "") {
                wrong.push(format!(
                    "{name} was {how} and stays so: {:?}",
                    again.complaints()
                ));
                bot.run(&["index", "--rebuild"]).check(0);
            }
        }
    }
    assert!(warned > 20, "only {warned} breaks mattered");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn index_mends_a_damaged_index_too() {
    let bot = Bot::new();
    bot.run(&["index"]).check(0);
    fs::write(bot.index_folder().join("meta.json"), "{").expect("a broken file");
    let said = bot.run(&["index"]);
    said.check(0);
    holds(
        &said.err,
        &["careerbot: warning: the index at `index/corpus-"],
    );
    holds(
        &said.out,
        &["5 documents, ", "(5 read, 0 unchanged, 0 removed)"],
    );
}

#[test]
fn a_lost_index_is_built_again() {
    let bot = Bot::new();
    answers(&bot.run(&ASKED));
    fs::remove_dir_all(bot.at("index")).expect("a folder less");
    let said = bot.run(&ASKED);
    answers(&said);
    assert_eq!(said.err, "");
    fs::remove_dir_all(bot.index_folder()).expect("a folder less");
    answers(&bot.run(&ASKED));
}

/// Fails unless `ask` answers from memory with one warning and `index` gives up with the same words.
#[track_caller]
fn cannot_write(bot: &Bot, index: &str, cause: &str) {
    let mut arguments = ASKED.to_vec();
    arguments.extend(["--index", index]);
    let asked = bot.run(&arguments);
    answers(&asked);
    let warning = "careerbot: warning: answers come from an index in memory, made again at every start: cannot write the index at `";
    holds(&asked.err, &[warning, cause]);
    let built = bot.run(&["index", "--index", index]);
    built.check(1);
    assert_eq!(built.out, "");
    assert!(
        built
            .err
            .starts_with("careerbot: cannot write the index at `"),
        "{built:?}"
    );
    holds(
        &built.err,
        &[
            cause,
            "; free space or allow writing there, or name another folder with `--index DIR`\n",
        ],
    );
}

#[test]
fn a_file_in_place_of_the_index() {
    let bot = Bot::new();
    fs::write(bot.at("index"), "in the way").expect("a file");
    cannot_write(&bot, "index", "(Not a directory (os error 20))");
    assert_eq!(fs::read(bot.at("index")).expect("the file"), b"in the way");
}

#[cfg(target_os = "linux")]
#[test]
fn an_index_where_nothing_can_be_written() {
    let bot = Bot::new();
    cannot_write(
        &bot,
        "/proc/nowhere/index",
        "(No such file or directory (os error 2))",
    );
}

#[test]
fn a_warning_is_said_once() {
    let bot = Bot::new();
    fs::write(bot.at("index"), "in the way").expect("a file");
    let said = bot.run(&ASKED);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
}

/// Under this every write past 4 KiB of a file fails, as on a full disk.
const FULL: &str = "trap '' XFSZ; ulimit -f 8; exec ";

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let bot = Bot::new();
    let script = format!("{FULL} \"$BOT\" {} '{}'", ASKED[0], ASKED[1]);
    let asked = bot.shell(&script);
    answers(&asked);
    holds(
        &asked.err,
        &["careerbot: warning: answers come from an index in memory"],
    );
    let built = bot.shell(&format!("{FULL} \"$BOT\" index"));
    built.check(1);
    holds(
        &built.err,
        &["careerbot: cannot write the index at `index/corpus-"],
    );
    assert_eq!(built.err.lines().count(), 1, "{built:?}");
    for home in listing(&bot.at("index")) {
        let left: Vec<_> = listing(&home)
            .into_iter()
            .filter(|path| path.is_dir())
            .collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_words_of_the_disk() {
    let bot = Bot::new();
    let built = bot.shell(&format!("{FULL} \"$BOT\" index"));
    built.check(1);
    holds(&built.err, &["(File too large (os error 27))"]);
    for word in ["thread", "panicked", "index writer"] {
        assert!(!built.err.contains(word), "{built:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_keeps_the_old_index() {
    let bot = Bot::new();
    let right = bot.run(&ASKED);
    answers(&right);
    let before = fs::read(bot.at("corpus").join(SCHOLARHAT)).expect("a document");
    bot.write(
        SCHOLARHAT,
        "# Welders\n\nWelders in Canada earn $50,000 a year.\n".repeat(500),
    );
    for arguments in ["index", "index --rebuild"] {
        let built = bot.shell(&format!("{FULL} \"$BOT\" {arguments}"));
        built.check(1);
        holds(
            &built.err,
            &["careerbot: cannot write the index at `index/corpus-"],
        );
    }
    let asked = bot.shell(&format!(
        "{FULL} \"$BOT\" ask '/salary role:welder location:Canada'"
    ));
    asked.check(0);
    holds(&asked.words(), &["50,000 a year"]);
    bot.write(SCHOLARHAT, before);
    let said = bot.run(&["index"]);
    said.check(0);
    assert_eq!(said.err, "");
    holds(&said.out, &["(0 read, 5 unchanged, 0 removed)"]);
    assert_eq!(bot.run(&ASKED).out, right.out);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full() {
    let bot = Bot::new();
    for arguments in [
        "check",
        "facts",
        "facts --json",
        "ask '/role backend developer'",
        "search backend",
        "index",
    ] {
        let said = bot.shell(&format!("\"$BOT\" {arguments} > /dev/full"));
        said.check(1);
        assert_eq!(said.err.lines().count(), 1, "{arguments}: {said:?}");
        holds(&said.err, &["No space left on device"]);
    }
}

// Several at once.

fn lock(bot: &Bot) -> WriteLock {
    let version = index::version(careerbot::extract::VERSION, Vocabulary::version());
    let folder = Folder::of(&bot.at("index"), &bot.at("corpus"), &version).expect("a folder");
    WriteLock::acquire(&folder).expect("the lock")
}

#[test]
fn a_second_writer_waits_its_turn() {
    let bot = Bot::new();
    let right = bot.run(&ASKED);
    answers(&right);
    let lock = lock(&bot);
    bot.write(
        "welding.md",
        "# Welder pay\n\nWelders in Canada earn CAD 61,000 a year.\n",
    );
    let name = lock
        .folder()
        .home()
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let busy = format!(
        "the index folder `index/{name}` is being written by another careerbot; wait until that one is done, \
         or give this one a folder of its own with `--index DIR`"
    );
    bot.run(&["index"]).complains(1, &busy);
    bot.run(&["index", "--rebuild"]).complains(1, &busy);
    let asked = bot.run(&ASKED);
    assert_eq!(asked.check(0).out, right.out);
    assert_eq!(
        asked.complaints(),
        [format!(
            "warning: answers come from the last index as it stands: {busy}"
        )]
    );
    drop(lock);
    bot.run(&["index"]).check(0);
    assert_eq!(
        bot.ask_json("/salary role:welder")["figures"][0]["low"],
        61_000
    );
}

#[test]
fn a_second_writer_on_a_cold_index_answers_from_memory() {
    let bot = Bot::new();
    let lock = lock(&bot);
    let asked = bot.run(&ASKED);
    answers(&asked);
    holds(
        &asked.err,
        &["careerbot: warning: answers come from an index in memory"],
    );
    drop(lock);
}

#[test]
fn another_corpus_keeps_its_own_index() {
    let bot = Bot::new();
    fs::create_dir(bot.at("other")).expect("a folder");
    fs::write(
        bot.at("other/welding.md"),
        "# Welder pay\n\nWelders in Canada earn CAD 61,000 a year.\n",
    )
    .expect("a document");
    answers(&bot.run(&ASKED));
    let other = bot.run(&["index", "--corpus", "other"]);
    holds(&other.check(0).out, &["1 document, "]);
    let again = bot.run(&["index"]);
    holds(
        &again.check(0).out,
        &["5 documents, ", "(0 read, 5 unchanged, 0 removed)"],
    );
    let said = bot.run(&["ask", "/salary welder", "--corpus", "other"]);
    holds(&said.check(0).words(), &["CAD 61,000 a year"]);
    holds(
        &bot.run(&["ask", "/salary welder"]).check(0).words(),
        &["no pay figure for welder"],
    );
    assert_eq!(listing(&bot.at("index")).len(), 2);
}

#[test]
fn two_questions_at_once_on_a_cold_index() {
    let bot = Bot::new();
    for _ in 0..3 {
        let _ = fs::remove_dir_all(bot.at("index"));
        let running: Vec<_> = (0..4)
            .map(|_| bot.process(&ASKED).spawn().expect("a start"))
            .collect();
        for child in running {
            let output = child.wait_with_output().expect("an end");
            answers(&Said::of(&output));
        }
        let after = bot.run(&ASKED);
        answers(&after);
        assert_eq!(after.err, "");
    }
}

#[test]
fn killed_while_it_writes() {
    let bot = Bot::new();
    let right = bot.run(&ASKED);
    answers(&right);
    for wait in [5, 40, 120, 250, 400] {
        let mut child = bot
            .process(&["index", "--rebuild"])
            .spawn()
            .expect("a start");
        thread::sleep(Duration::from_millis(wait));
        child.kill().expect("a kill");
        child.wait().expect("an end");
        let said = bot.run(&ASKED);
        assert_eq!(
            said.check(0).out,
            right.out,
            "killed after {wait} ms: {}",
            said.err
        );
        assert_eq!(said.err, "", "killed after {wait} ms");
    }
    // The next writer sweeps what the killed ones left.
    bot.run(&["index", "--rebuild"]).check(0);
    let home = bot.index_folder();
    let home = home.parent().expect("the corpus' folder");
    let folders = listing(home)
        .into_iter()
        .filter(|path| path.is_dir())
        .count();
    assert_eq!(folders, 1, "{:?}", listing(home));
}

#[test]
fn a_reader_that_goes_away() {
    let bot = Bot::new();
    bot.run(&["index"]).check(0);
    for arguments in [
        "facts",
        "facts --json",
        "check",
        "ask '/role backend developer'",
        "search backend",
        "index",
        "--help",
        "ask --json '/role backend developer'",
    ] {
        for reader in ["true", "head -n 1"] {
            let said = bot.shell(&format!(
                "{{ \"$BOT\" {arguments}; echo \"ended with $?\" >&2; }} | {reader}"
            ));
            assert_eq!(said.err, "ended with 0\n", "{arguments} | {reader}");
        }
    }
    let said = bot.shell("yes '/role backend developer' | head -n 200 | { \"$BOT\" console; echo \"ended with $?\" >&2; } | head -n 1");
    assert_eq!(said.err, "ended with 0\n");
}
