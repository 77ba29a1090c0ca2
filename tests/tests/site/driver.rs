//! The drivers of the browsers.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tempfile::{Builder, TempDir};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::browser::PATIENCE;
use super::webkit_driver;

/// A browser that the tests know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, by WebKitWebDriver, on a display of its own: it has no headless mode.
    WebKit,
}

/// A driver, which ends when it is dropped.
pub struct Driver {
    _children: Vec<Child>,
    /// Where it listens.
    pub address: String,
    /// What it and its browser have printed since it listens.
    pub printed: Arc<Mutex<Vec<String>>>,
    /// What they leave behind. It goes last, when nobody writes into it any more.
    _folder: TempDir,
}

impl Driver {
    /// A driver, with what it needs to run and the folder in which that leaves its files.
    pub fn new(_children: Vec<Child>, address: String, _folder: TempDir) -> Self {
        Self { _children, address, printed: Arc::default(), _folder }
    }
}

impl Kind {
    /// Starts the browser's driver on a free port. Files are saved in the folder.
    ///
    /// A driver takes a port that is free in IPv4 and ends when the same one is taken in IPv6,
    /// which happens where many start at once: then another is tried.
    pub async fn start(self, downloads: &Path) -> Driver {
        const TRIES: usize = 5;
        let mut printed = Vec::new();
        for _ in 0..TRIES {
            // Where all temporary files are, because sockets lie there, whose paths have to be short.
            let folder = Builder::new().prefix("gptnet-").tempdir().expect("a temporary folder");
            let started = match self {
                Self::WebKit => webkit_driver::try_to_start(downloads, folder).await,
                _ => self.try_to_start(folder).await,
            };
            match started {
                Ok(driver) => return driver,
                Err(lines) => printed = lines,
            }
        }
        panic!("{} ended {TRIES} times before it listened: {}", self.program(), printed.join(" "));
    }

    const fn program(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => webkit_driver::PROGRAM,
        }
    }

    /// A driver that listens, or what one has printed that has ended instead.
    async fn try_to_start(self, folder: TempDir) -> Result<Driver, Vec<String>> {
        let program = self.program();
        let ready = match self {
            Self::Chromium => "started successfully on port ",
            _ => "Listening on 127.0.0.1:",
        };
        let mut child = start(Command::new(program).arg("--port=0"), folder.path());
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut before = Vec::new();
        while let Some(line) = lines.next_line().await.expect("readable output") {
            let Some((_, port)) = line.split_once(ready) else {
                before.push(line);
                continue;
            };
            let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
            let printed: Arc<Mutex<Vec<String>>> = Arc::default();
            let lines_go_to = printed.clone();
            tokio::spawn(async move {
                while let Ok(Some(line)) = lines.next_line().await {
                    lines_go_to.lock().expect("nobody panics while holding it").push(line);
                }
            });
            return Ok(Driver { printed, ..Driver::new(vec![child], address, folder) });
        }
        Err(before)
    }

    /// What a new session asks the driver for. No browser moves what need not move, and scripts may wait as long as
    /// tests do.
    pub fn capabilities(self, downloads: &Path) -> Value {
        let timeouts = json!({ "script": PATIENCE.as_secs() * 1000 });
        match self {
            Self::Chromium => json!({
                "timeouts": timeouts,
                "goog:chromeOptions": chromium(downloads),
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Self::Firefox => json!({ "timeouts": timeouts, "moz:firefoxOptions": {
                "args": ["-headless"],
                "prefs": {
                    "ui.prefersReducedMotion": 1,
                    "devtools.console.stdout.content": true,
                    "devtools.console.stdout.chrome": false,
                    "browser.download.dir": downloads,
                    "browser.download.folderList": 2,
                    "browser.helperApps.neverAsk.saveToDisk": "application/json,image/svg+xml,text/csv",
                },
            }}),
            Self::WebKit => json!({
                "timeouts": timeouts,
                "webkitgtk:browserOptions": { "args": ["--automation"] },
            }),
        }
    }
}

/// Starts a program that ends when it is dropped, whose output can be read, and whose temporary files are in a folder.
pub fn start(command: &mut Command, folder: &Path) -> Child {
    let name = command.as_std().get_program().display().to_string();
    command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true).env("TMPDIR", folder);
    command
        .spawn()
        .unwrap_or_else(|error| panic!("{name}, which `cargo xtask test` installs: {error}"))
}

/// The options of the wasm tests, and what only these need.
fn chromium(downloads: &Path) -> Value {
    let shared = include_str!("../../../web/webdriver.json");
    let shared: Value = serde_json::from_str(shared).expect("valid JSON");
    let mut options = shared["goog:chromeOptions"].clone();
    let arguments = options["args"].as_array_mut().expect("a list");
    // As root, as in a container, Chromium starts only without its sandbox. Without smooth
    // scrolling an element stands still when it is clicked on.
    let own = ["headless", "no-sandbox", "disable-dev-shm-usage", "force-prefers-reduced-motion"];
    arguments.extend(own.map(Value::from));
    options["prefs"] = json!({ "download.default_directory": downloads });
    options
}
