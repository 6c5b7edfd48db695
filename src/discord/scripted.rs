//! A server on loopback that does what it is told, one step a call, for the tests of this folder.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one call.
pub(super) enum Step {
    /// Answers with a status, lines of headers and a body.
    Say(u16, &'static str, String),
    /// Closes the connection.
    Drop,
    /// Stays silent, with the connection open.
    Hang,
}

/// The server; it ends with the test.
pub(super) struct Scripted {
    /// Its address, as in `http://127.0.0.1:8080`.
    pub(super) base: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Step {
    /// Answers with a status and a body.
    pub(super) fn say(status: u16, body: &(impl ToString + ?Sized)) -> Step {
        Step::Say(status, "", body.to_string())
    }
}

impl Scripted {
    /// Starts it. After the last step it cannot be reached any more.
    pub(super) async fn start(steps: impl IntoIterator<Item = Step>) -> Scripted {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let steps: Vec<Step> = steps.into_iter().collect();
        tokio::spawn(play(listener, steps, Arc::clone(&heard)));
        Scripted { base, heard }
    }

    /// Every call so far: headers, an empty line, body.
    pub(super) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("no panic in the server").clone()
    }
}

async fn play(listener: TcpListener, steps: Vec<Step>, heard: Arc<Mutex<Vec<String>>>) {
    let mut silent = Vec::new();
    for step in steps {
        let (mut stream, _) = listener.accept().await.expect("a call");
        let call = listen(&mut stream).await;
        heard.lock().expect("no panic in the test").push(call);
        match step {
            Step::Say(status, headers, body) => {
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status} Said\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
                );
                // A reader that has had enough closes the connection.
                let _closed = stream.write_all(answer.as_bytes()).await;
            }
            Step::Drop => drop(stream),
            Step::Hang => silent.push(stream),
        }
    }
    drop(listener);
    // Those who wait for an answer go on waiting.
    std::future::pending::<()>().await;
    drop(silent);
}

/// One whole call.
async fn listen(stream: &mut TcpStream) -> String {
    let mut call = String::new();
    let mut piece = [0; 4096];
    loop {
        let length = stream.read(&mut piece).await.expect("a call");
        let piece = piece.get(..length).expect("what was read");
        call.push_str(std::str::from_utf8(piece).expect("plain text"));
        let (head, body) = call.split_once("\r\n\r\n").unwrap_or((&call, ""));
        let wanted = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.trim().parse().expect("a length"))
        });
        let is_whole = call.contains("\r\n\r\n") && body.len() >= wanted.unwrap_or(0);
        if length == 0 || is_whole {
            return call;
        }
    }
}
