use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use url::{ParseError, Url};

/// Longest wait for anything on a page; WebGPU in software takes seconds for each pass.
const PATIENCE: Duration = Duration::from_secs(180);

/// One browser at a time: on a small machine two would only slow each other down.
static TURN: Mutex<()> = Mutex::const_new(());

/// A headless Chromium with one page.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    downloads: PathBuf,
}

/// Runs a test in a browser of its own, which ends with it, whatever happens.
pub async fn in_browser<F: Future<Output = ()> + Send + 'static>(
    name: &str,
    test: impl FnOnce(Browser) -> F,
) {
    let _turn = TURN.lock().await;
    let (_driver, address) = start_driver().await;
    let downloads = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("site-{name}"));
    let _ = std::fs::remove_dir_all(&downloads);
    std::fs::create_dir_all(&downloads).expect("a folder for downloads");
    let capabilities = json!({
        "goog:chromeOptions": options(&downloads),
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities.as_object().expect("an object").clone())
        .connect(&address)
        .await
        .expect("a browser");
    let browser = Browser { client: client.clone(), downloads };
    let outcome = tokio::spawn(test(browser)).await;
    client.close().await.expect("the browser closes");
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

async fn start_driver() -> (Child, String) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver, which `cargo xtask test` installs");
    let mut lines = BufReader::new(driver.stdout.take().expect("piped")).lines();
    while let Some(line) = lines.next_line().await.expect("readable output") {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (driver, address);
        }
    }
    panic!("chromedriver ended before it started");
}

/// The options of the wasm tests, and what only this one needs.
fn options(downloads: &Path) -> Value {
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

impl Browser {
    /// Opens an address.
    pub async fn open(&self, address: &str) {
        // A new fragment alone would not load the page anew.
        self.client.goto("about:blank").await.expect("a blank page");
        self.client.goto(address).await.expect(address);
    }

    /// Opens a tab and goes on there; what it leaves is returned.
    pub async fn new_tab(&self) -> WindowHandle {
        let left = self.client.window().await.expect("a tab");
        let opened = self.client.new_window(true).await.expect("a new tab");
        self.client.switch_to_window(opened.handle).await.expect("the new tab");
        left
    }

    /// Goes on in another tab.
    pub async fn switch_to(&self, tab: WindowHandle) {
        self.client.switch_to_window(tab).await.expect("the other tab");
    }

    /// Closes the tab.
    pub async fn close_tab(&self) {
        self.client.close_window().await.expect("the tab closes");
    }

    /// Sets the size of the page in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": if width < 500 { 2 } else { 1 },
            "mobile": width < 500,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Waits for an element and clicks on it.
    pub async fn click(&self, css: &str) {
        let element = self.wait_for(css).await;
        element.click().await.expect(css);
    }

    /// Presses keys, one after the other, wherever the focus is. Names are those of `KeyboardEvent.key`; `Ctrl+`
    /// before one holds Control.
    pub async fn press(&self, keys: &[&str]) {
        for key in keys {
            let (control, key) = key.strip_prefix("Ctrl+").map_or((0, *key), |key| (2, key));
            for kind in ["rawKeyDown", "keyUp"] {
                let event = json!({ "type": kind, "key": key, "modifiers": control });
                self.devtools("Input.dispatchKeyEvent", event).await;
            }
        }
    }

    /// Waits for an element.
    pub async fn wait_for(&self, css: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css));
        match wait.await {
            Ok(element) => element,
            Err(error) => {
                let text = self.run("return document.body.innerText").await;
                panic!(
                    "{css}: {error}; the page says {text}; the console {:?}",
                    self.console().await
                )
            }
        }
    }

    /// Waits until the network has read and explained a digit.
    pub async fn wait_for_explanation_of(&self, class: u8, seed: u64) {
        let main = format!(r#"main[data-class="{class}"][data-seed="{seed}"][aria-busy="false"]"#);
        self.wait_for(&main).await;
    }

    /// Runs a script on the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect(script)
    }

    /// Clicks on a button that saves a JSON file, and reads it.
    pub async fn save_json(&self, button: &str, name: &str) -> Value {
        serde_json::from_str(&self.save_text(button, name).await).expect(name)
    }

    /// Clicks on a button that saves a file of text, and reads it.
    pub async fn save_text(&self, button: &str, name: &str) -> String {
        let file = self.downloads.join(name);
        let _ = std::fs::remove_file(&file);
        self.click(button).await;
        for _ in 0..100 {
            // Chromium takes the name with an empty file, which the complete one replaces.
            match std::fs::read_to_string(&file) {
                Ok(text) if !text.is_empty() => return text,
                _ => {}
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{name} was not saved");
    }

    /// What the console has said since the last call, warnings and errors only.
    pub async fn console(&self) -> Vec<String> {
        let log = self.vendor("se/log", json!({ "type": "browser" })).await;
        let entries = log.as_array().expect("a list of entries").iter();
        let serious =
            entries.filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        serious.map(|entry| entry["message"].to_string()).collect()
    }

    /// Saves a picture of the whole page in the folder that the environment names, if it does.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("SITE_SCREENSHOTS") else { return };
        let height = self.run("return document.documentElement.scrollHeight").await;
        let width = self.run("return document.documentElement.clientWidth").await;
        self.resize(width.as_u64().unwrap() as u32, height.as_u64().unwrap() as u32).await;
        let picture = self.client.screenshot().await.expect("a picture");
        std::fs::write(Path::new(&folder).join(name), picture).expect("a writable folder");
    }

    async fn devtools(&self, command: &str, parameters: Value) {
        self.vendor("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await;
    }

    async fn vendor(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Vendor { path, body }).await.expect(path)
    }
}

/// A command that only ChromeDriver knows.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
