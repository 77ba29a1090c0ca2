use std::fs::{self, File};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Request, Response, Server};

/// The folder in which the site is served a second time.
pub const SUBFOLDER: &str = "/some/folder";
const WEIGHTS: &str = "gptnet-web.safetensors";

/// What the server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It sends only the first megabyte of the weights.
    TruncatedWeights,
    /// It does not have the worker's files.
    NoWorker,
}

/// The built site on a static server of its own.
pub struct Site {
    address: String,
    fault: Arc<Mutex<Fault>>,
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves `dist/` on a free port, from the root and from [`SUBFOLDER`].
    pub fn serve() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist");
        assert!(root.join("index.html").exists(), "build the site first: cargo xtask build");
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port"));
        let address = format!("http://{}", server.server_addr().to_ip().expect("an IP address"));
        let fault = Arc::new(Mutex::new(Fault::None));
        let thread = {
            let (server, fault) = (server.clone(), fault.clone());
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    let fault = *fault.lock().expect("no test panics while it holds the lock");
                    answer(&root, request, fault);
                }
            })
        };
        Self { address, fault, server, thread: Some(thread) }
    }

    /// The address of the site's root.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on the server has this fault.
    pub fn set_fault(&self, fault: Fault) {
        *self.fault.lock().expect("the server does not panic while it holds the lock") = fault;
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(root: &Path, request: Request, fault: Fault) {
    let path = request.url().split('?').next().unwrap_or_default();
    let path = path.strip_prefix(SUBFOLDER).unwrap_or(path).trim_start_matches('/').to_owned();
    let file = root.join(if path.is_empty() { "index.html" } else { &path });
    // The browser may have gone; then nobody needs the answer.
    let hidden = fault == Fault::NoWorker && path.starts_with("worker");
    let _ = if path.contains("..") || hidden || !file.is_file() {
        request.respond(Response::empty(404))
    } else if fault == Fault::TruncatedWeights && path == WEIGHTS {
        let bytes = fs::read(&file).expect("a readable file");
        request.respond(Response::from_data(&bytes[..1 << 20]).with_header(header(&file)))
    } else {
        let content = File::open(&file).expect("a readable file");
        request.respond(Response::from_file(content).with_header(header(&file)))
    };
}

fn header(file: &Path) -> Header {
    let content_type = match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    Header::from_bytes("Content-Type", content_type).expect("a valid header")
}
