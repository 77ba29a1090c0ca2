use std::convert::Infallible;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::runtime;
use tokio::sync::oneshot;

/// The folder in which the site is served a second time.
pub const SUBFOLDER: &str = "/some/folder";
const WEIGHTS: &str = "gptnet-web.safetensors.gz";

/// What the server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It sends only the first megabyte of the weights.
    TruncatedWeights,
    /// It does not have any weights.
    NoWeights,
    /// It does not have the worker's files.
    NoWorker,
    /// It does not have the files of the worker that computes on WebGPU.
    NoGpuWorker,
    /// It calls JavaScript plain text.
    PlainScripts,
    /// Its own policy forbids WebAssembly.
    StrictPolicy,
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
        let served = Served { root, fault: fault.clone(), requests: Arc::clone(&requests) };
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

    /// The files that were asked for.
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

#[derive(Clone)]
struct Served {
    root: PathBuf,
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
            async { Ok::<_, Infallible>(answer) }
        });
        // The browser may have gone; then nobody needs the answer.
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), answers);
        tokio::spawn(async { _ = connection.await });
    }
}

impl Served {
    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let fault = *self.fault.lock().expect("no test panics while it holds the lock");
        let path = request.uri().path();
        // The folder without its slash is the page as well, as some hosts have it.
        let path = path.strip_prefix(SUBFOLDER).unwrap_or(path).trim_start_matches('/');
        self.requests.lock().expect("nor while it holds this one").push(path.to_owned());
        let file = self.root.join(if path.is_empty() { "index.html" } else { path });
        let hidden = match fault {
            Fault::NoWorker => path.starts_with("worker"),
            Fault::NoGpuWorker => path.starts_with("worker-gpu"),
            Fault::NoWeights => path.ends_with(".safetensors.gz"),
            _ => false,
        };
        let content = std::fs::read(&file).ok().filter(|_| !path.contains("..") && !hidden);
        let Some(mut content) = content else {
            let mut missing = Response::default();
            *missing.status_mut() = StatusCode::NOT_FOUND;
            return missing;
        };
        if fault == Fault::TruncatedWeights && path == WEIGHTS {
            content.truncate(1 << 20);
        }
        let mut response = Response::new(Full::from(content));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&file, fault)));
        if path == WEIGHTS {
            // As a host may: what came wrong once must not come from the cache for ever.
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=600"));
        }
        if fault == Fault::StrictPolicy {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("script-src 'self'"));
        }
        response
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
