use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERER,
};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sha2::{Digest, Sha256};
use tokio::runtime;
use tokio::sync::oneshot;

/// The folder in which the site is served a second time.
pub const SUBFOLDER: &str = "/some/folder";
const WEIGHTS: &str = "gptnet-web.safetensors.gz";

/// The tag of what came wrong. As of a file that was cut off on its way, the server says that it has not changed.
const WRONG: &str = "\"wrong\"";

/// What the server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It sends only half of these files, and has caches keep that for a year.
    CutOff(Files),
    /// It sends something else instead of these files, and has caches keep that for a year.
    Instead(Files, &'static str),
    /// It sends the weights of handwriting instead of the others.
    OtherWeights,
    /// It does not have any weights.
    NoWeights,
    /// It does not have the worker's files.
    NoWorker,
    /// It does not have the files of the worker that computes on WebGPU.
    NoGpuWorker,
    /// None, but a script that runs before those of page and workers makes the browser another one.
    OtherBrowser(&'static str),
    /// It calls JavaScript plain text.
    PlainScripts,
    /// Its own policy forbids WebAssembly.
    StrictPolicy,
    /// It cannot be reached.
    Unreachable,
    /// It says that it is `trunk serve`.
    TrunkServe,
    /// None, but the site has been built anew: its page has the attribute `data-release="next"`, and its workers
    /// lie in another folder.
    NextRelease,
}

/// Files of the site: how their paths begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Files(pub &'static str, pub &'static str);

impl Files {
    fn contain(self, path: &str) -> bool {
        path.starts_with(self.0) && path.ends_with(self.1)
    }
}

/// The built site on a static server of its own, until it is dropped.
///
/// Every connection has its own task: a browser opens several at once and keeps them open.
pub struct Site {
    address: String,
    fault: Arc<Mutex<Fault>>,
    requests: Arc<Mutex<Vec<String>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves `dist/` on a free port, from the root and from [`SUBFOLDER`].
    pub fn serve() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist");
        assert!(root.join("index.html").exists(), "build the site first: cargo xtask build");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket that does not block");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let fault = Arc::new(Mutex::new(Fault::None));
        let (stop, stopped) = oneshot::channel();
        let requests = Arc::default();
        let workers = workers_in(&root);
        let served =
            Served { root, workers, fault: fault.clone(), requests: Arc::clone(&requests) };
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                tokio::select! { _ = stopped => (), () = accept(listener, served) => () }
            });
        });
        Self { address, fault, requests, stop: Some(stop), thread: Some(thread) }
    }

    /// The address of the site's root.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on the server has this fault.
    pub fn set_fault(&self, fault: Fault) {
        *self.fault.lock().expect("the server does not panic while it holds the lock") = fault;
    }

    /// The files that pages and workers asked for; not what the service worker gets to keep.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("the server does not panic while it holds the lock").clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The name of the folder in which a site has its workers.
fn workers_in(root: &Path) -> String {
    let entries = std::fs::read_dir(root).expect("a readable folder");
    let mut names = entries.map(|entry| entry.expect("an entry").file_name().into_string());
    let name = names.find_map(|name| name.ok().filter(|name| name.starts_with("workers-")));
    name.expect("a folder of workers")
}

#[derive(Clone)]
struct Served {
    root: PathBuf,
    /// The folder of the workers.
    workers: String,
    fault: Arc<Mutex<Fault>>,
    requests: Arc<Mutex<Vec<String>>>,
}

async fn accept(listener: TcpListener, served: Served) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let served = served.clone();
        let answers = service_fn(move |request| {
            let answer = served.answer(&request);
            async { answer }
        });
        // The browser may have gone; then nobody needs the answer.
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), answers);
        tokio::spawn(async { _ = connection.await });
    }
}

impl Served {
    fn answer(&self, request: &Request<Incoming>) -> io::Result<Response<Full<Bytes>>> {
        let fault = *self.fault.lock().expect("no test panics while it holds the lock");
        if fault == Fault::Unreachable {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let path = request.uri().path();
        // The folder without its slash is the page as well, as some hosts have it.
        let path = path.strip_prefix(SUBFOLDER).unwrap_or(path).trim_start_matches('/');
        let referer = request.headers().get(REFERER).map_or(&[][..], HeaderValue::as_bytes);
        if !referer.ends_with(b"/service-worker.js") {
            self.requests.lock().expect("nor while it holds this one").push(path.to_owned());
        }
        if request.headers().get(IF_NONE_MATCH).is_some_and(|tag| tag == WRONG) {
            let mut unchanged = Response::default();
            *unchanged.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(unchanged);
        }
        let name = if path.is_empty() { "index.html" } else { path };
        let name = match fault {
            Fault::OtherWeights if name == WEIGHTS => "handwriting-web.safetensors.gz",
            _ => name,
        };
        let file = self.root.join(name.replace("workers-next", &self.workers));
        let hidden = match fault {
            Fault::NoWorker => path.starts_with("worker"),
            Fault::NoGpuWorker => path.contains("/worker-gpu"),
            Fault::NoWeights => path.ends_with(".safetensors.gz"),
            Fault::NextRelease => path.starts_with(&self.workers),
            _ => false,
        };
        let content = std::fs::read(&file).ok().filter(|_| !path.contains("..") && !hidden);
        let Some(mut content) = content else {
            let mut missing = Response::default();
            *missing.status_mut() = StatusCode::NOT_FOUND;
            return Ok(missing);
        };
        if let Fault::OtherBrowser(script) = fault
            && (name == "start.js" || name.ends_with("/worker-start.js"))
        {
            content.splice(0..0, script.bytes());
        }
        let is_wrong = match fault {
            Fault::CutOff(files) if files.contain(path) => {
                content.truncate(content.len() / 2);
                true
            }
            Fault::Instead(files, other) if files.contain(path) => {
                content = other.into();
                true
            }
            _ => false,
        };
        if fault == Fault::NextRelease {
            content = self.next(name, content);
        }
        let mut response = Response::new(Full::from(content));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&file, fault)));
        if let Fault::Instead(_, other) = fault
            && is_wrong
            && other.starts_with('<')
        {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        }
        if is_wrong {
            // As a host may: what came wrong once must not come from the cache for ever.
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=31536000"));
            headers.insert(ETAG, HeaderValue::from_static(WRONG));
        }
        if fault == Fault::StrictPolicy {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("script-src 'self'"));
        }
        if fault == Fault::TrunkServe {
            headers.insert("server-timing", HeaderValue::from_static("trunk-serve"));
        }
        Ok(response)
    }

    /// A file as the next release has it.
    fn next(&self, name: &str, content: Vec<u8>) -> Vec<u8> {
        let text = |content| String::from_utf8(content).expect("text");
        let hash = |content: &[u8]| BASE64_STANDARD.encode(Sha256::digest(content));
        match name {
            "index.html" => text(content)
                .replace(&self.workers, "workers-next")
                .replace("<html ", "<html data-release=\"next\" ")
                .into_bytes(),
            "service-worker.js" => {
                let old = std::fs::read(self.root.join("index.html")).expect("the page");
                let new = self.next("index.html", old.clone());
                text(content)
                    .replace(&self.workers, "workers-next")
                    .replace(&hash(&old), &hash(&new))
                    .replace("const RELEASE = \"", "const RELEASE = \"next")
                    .into_bytes()
            }
            _ => content,
        }
    }
}

fn content_type(file: &Path, fault: Fault) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") if fault == Fault::PlainScripts => "text/plain",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
