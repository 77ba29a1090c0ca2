use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
    TouchActions,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::Builder;
use url::{ParseError, Url};

use super::driver::Kind;
use super::server::Site;

/// Longest wait for anything on a page; WebGPU in software takes seconds for each pass.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// How long a pointer that is dragged takes from one place to the next.
const STROKE: Duration = Duration::from_millis(150);

/// Between two looks for something on a page.
const PAUSE: Duration = Duration::from_millis(100);

/// A headless browser with one page.
#[derive(Clone)]
pub struct Browser {
    kind: Kind,
    client: Client,
    downloads: PathBuf,
    /// What the driver has printed.
    printed: Arc<std::sync::Mutex<Vec<String>>>,
    site: Arc<Site>,
    /// The other sites that it has been on.
    visited: Arc<std::sync::Mutex<Vec<Arc<Site>>>>,
}

/// What a visitor points with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse, by its left button.
    Mouse,
    /// A finger on the screen.
    Finger,
}

/// Runs a test in a Chromium of its own, which visits a site of its own. Both end with it, whatever happens. What its
/// console says and the test has not read is an error.
pub async fn in_browser<F: Future<Output = ()> + Send + 'static>(
    name: &str,
    test: impl FnOnce(Browser) -> F,
) {
    run_in(Kind::Chromium, name, test).await;
}

/// The same in a Firefox.
pub async fn in_firefox<F: Future<Output = ()> + Send + 'static>(
    name: &str,
    test: impl FnOnce(Browser) -> F,
) {
    run_in(Kind::Firefox, name, test).await;
}

/// The same in a WebKitGTK.
pub async fn in_webkit<F: Future<Output = ()> + Send + 'static>(
    name: &str,
    test: impl FnOnce(Browser) -> F,
) {
    run_in(Kind::WebKit, name, test).await;
}

async fn run_in<F: Future<Output = ()> + Send + 'static>(
    kind: Kind,
    name: &str,
    test: impl FnOnce(Browser) -> F,
) {
    let downloads = Builder::new()
        .prefix(&format!("site-{name}-"))
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("a folder for downloads");
    let site = Arc::new(Site::serve());
    let driver = kind.start(downloads.path()).await;
    let capabilities = kind.capabilities(downloads.path());
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities.as_object().expect("an object").clone())
        .connect(&driver.address)
        .await
        .expect("a browser");
    let (printed, folder) = (driver.printed.clone(), downloads.path().to_owned());
    let visited = Arc::default();
    let browser =
        Browser { kind, client: client.clone(), downloads: folder, printed, site, visited };
    let outcome = tokio::spawn(test(browser.clone())).await;
    let said = if outcome.is_ok() { browser.console().await } else { Vec::new() };
    client.close().await.expect("the browser closes");
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
    assert_eq!(said, [""; 0], "the console; a test that provokes errors reads it before its end");
}

impl Browser {
    /// The site that it visits.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The same browser on another site.
    pub fn on(&self, site: Arc<Site>) -> Self {
        // A page that is open still may ask for more of it, so it lives as long as the browser.
        self.visited.lock().expect("nobody panics while holding it").push(site.clone());
        Self { site, ..self.clone() }
    }

    /// Opens a place of the site, as `#/grow` or `?embed=1#/`, or a whole address.
    pub async fn open(&self, place: &str) {
        let address = Url::parse(self.site.address()).and_then(|base| base.join(place));
        // A new fragment alone would not load the page anew.
        self.client.goto("about:blank").await.expect("a blank page");
        self.client.goto(address.expect(place).as_str()).await.expect(place);
    }

    /// Opens a digit in the explorer and waits until it is explained. More of the address may follow, as
    /// `&layer=stem`.
    pub async fn open_digit(&self, class: u8, seed: u64, more: &str) {
        self.open(&format!("#/explain?class={class}&seed={seed}{more}")).await;
        self.wait_for_explanation_of(class, seed).await;
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
        if self.kind != Kind::Chromium {
            return self.client.set_window_size(width, height).await.expect("a size");
        }
        let metrics = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": if width < 500 { 2 } else { 1 },
            "mobile": width < 500,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Lets the page know that its reader prefers a `light` or a `dark` one.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Lets the page know that its reader has not asked for less motion, in a light one.
    pub async fn allow_motion(&self) {
        let features = json!([{ "name": "prefers-reduced-motion", "value": "no-preference" }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Lets the site keep no more than so many bytes.
    pub async fn limit_storage(&self, bytes: u32) {
        let quota = json!({ "origin": self.site.address(), "quotaSize": bytes });
        self.devtools("Storage.overrideQuotaForOrigin", quota).await;
    }

    /// Waits for an element and clicks on it.
    pub async fn click(&self, css: &str) {
        let began = Instant::now();
        while let Err(error) = self.wait_for(css).await.click().await {
            assert!(began.elapsed() < PATIENCE, "{css}: {error}");
            // What lies at the edge of the window may be under a bar, and what is drawn anew is another element.
            let script = format!(
                "document.querySelector({})?.scrollIntoView({{ block: 'center', behavior: 'instant' }})",
                Value::from(css)
            );
            self.run(&script).await;
        }
    }

    /// Chooses a file in an input for files.
    pub async fn choose_file(&self, css: &str, path: &Path) {
        let input = self.wait_for(css).await;
        let path = path.canonicalize().expect("a file");
        input.send_keys(path.to_str().expect("a path in Unicode")).await.expect(css);
    }

    /// Presses keys, one after the other, wherever the focus is. Names are those of `KeyboardEvent.key`; `Ctrl+`
    /// before one holds Control.
    pub async fn press(&self, keys: &[&str]) {
        for key in keys {
            let (control, key) = key.strip_prefix("Ctrl+").map_or((0, *key), |key| (2, key));
            if self.kind != Kind::Chromium {
                self.client.perform_actions(typed(control == 2, key)).await.expect("a key");
                continue;
            }
            for kind in ["rawKeyDown", "keyUp"] {
                let event = json!({ "type": kind, "key": key, "modifiers": control });
                self.devtools("Input.dispatchKeyEvent", event).await;
            }
        }
    }

    /// Moves the pointer to a place in the window, in CSS pixels.
    pub async fn point_at(&self, [x, y]: [f64; 2]) {
        let event = json!({ "type": "mouseMoved", "x": x, "y": y });
        self.devtools("Input.dispatchMouseEvent", event).await;
    }

    /// Drags a pointer from the first of some places in the window, in CSS pixels, over the others to the last. Unlike
    /// events that a script makes, the browser finds out by itself what lies there, who has captured the pointer, and
    /// whether a finger scrolls. All of it is one command: between two, the driver lets go of what the browser drags.
    pub async fn drag<const N: usize>(&self, pointer: Pointer, places: [[f64; 2]; N]) {
        let moved = |(n, [x, y]): (usize, [f64; 2])| {
            let duration = (n > 0).then_some(STROKE);
            PointerAction::MoveTo { duration, x, y }
        };
        let mut actions: Vec<PointerAction> = places.into_iter().enumerate().map(moved).collect();
        actions.insert(1, PointerAction::Down { button: MOUSE_BUTTON_LEFT });
        actions.push(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        let done = match pointer {
            Pointer::Mouse => {
                let mouse = all(MouseActions::new("mouse".into()), actions);
                self.client.perform_actions(mouse).await
            }
            Pointer::Finger => {
                let finger = all(TouchActions::new("finger".into()), actions);
                self.client.perform_actions(finger).await
            }
        };
        done.expect("a pointer");
    }

    /// Waits for an element, also where the page loads itself anew meanwhile, which ends a search under way.
    pub async fn wait_for(&self, css: &str) -> Element {
        let began = Instant::now();
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return element,
                Err(_) if began.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                Err(error) => {
                    let text = self.run("return document.body.innerText").await;
                    panic!(
                        "{css}: {error}; the page says {text}; the console {:?}",
                        self.console().await
                    )
                }
            }
        }
    }

    /// Waits until what a script on the page gives is as it should be, and returns it. The script may wait itself, and
    /// may fail at first, as where the page loads itself anew meanwhile.
    pub async fn until(&self, script: &str, is: impl Fn(&Value) -> bool) -> Value {
        let asked = format!("return (async () => {{ {script} }})()");
        let began = Instant::now();
        loop {
            match self.client.execute(&asked, Vec::new()).await {
                Ok(found) if is(&found) => return found,
                _ if began.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                found => panic!("{script}: {found:?}"),
            }
        }
    }

    /// The text that an element shows, as soon as there is one. It may be drawn anew before it is asked.
    pub async fn text(&self, css: &str) -> String {
        let began = Instant::now();
        loop {
            match self.wait_for(css).await.text().await {
                Ok(text) => return text,
                Err(error) => assert!(began.elapsed() < PATIENCE, "{css}: {error}"),
            }
        }
    }

    /// The text in an element, shown or not, with plain spaces.
    pub async fn said(&self, css: &str) -> String {
        let script = format!("return document.querySelector({}).textContent", Value::from(css));
        self.run(&script).await.as_str().expect("a text").replace('\u{a0}', " ")
    }

    /// Waits until some words are in an element.
    pub async fn wait_for_words(&self, css: &str, words: &str) {
        let script = format!("return document.querySelector({}).textContent", Value::from(css));
        let has_words = |text: &Value| text.as_str().is_some_and(|text| text.contains(words));
        self.until(&script, has_words).await;
    }

    /// What an attribute of an element says, as soon as there is one.
    pub async fn attribute(&self, css: &str, name: &str) -> String {
        let script =
            format!("return document.querySelector({}).getAttribute('{name}')", Value::from(css));
        let value = self.until(&script, Value::is_string).await;
        value.as_str().expect("a text").to_owned()
    }

    /// Waits until the network has read and explained a digit.
    pub async fn wait_for_explanation_of(&self, class: u8, seed: u64) {
        let main = format!(r#"main[data-class="{class}"][data-seed="{seed}"][aria-busy="false"]"#);
        self.wait_for(&main).await;
    }

    /// How many entries the tab's history has.
    pub async fn history(&self) -> u64 {
        self.run("return history.length").await.as_u64().expect("a number")
    }

    /// The fragment of the address, with its `#`.
    pub async fn fragment(&self) -> String {
        self.run("return location.hash").await.as_str().expect("a text").to_owned()
    }

    /// Runs a script on the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect(script)
    }

    /// The text that an element says describes it.
    pub async fn described(&self, css: &str) -> String {
        let script = format!(
            "const by = document.querySelector({}).getAttribute('aria-describedby');
            return document.getElementById(by).textContent",
            Value::from(css)
        );
        self.run(&script).await.as_str().expect("a text").to_owned()
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
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            // Chromium takes the name with an empty file, which the complete one replaces.
            match std::fs::read_to_string(&file) {
                Ok(text) if !text.is_empty() => return text,
                _ => {}
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{name} was not saved");
    }

    /// Opens a file that was saved.
    pub async fn open_saved(&self, name: &str) {
        let file = self.downloads.join(name).canonicalize().expect("a file");
        self.open(&format!("file://{}", file.display())).await;
    }

    /// What the console has said since the last call, warnings and errors only. WebKit does not tell.
    pub async fn console(&self) -> Vec<String> {
        match self.kind {
            Kind::Chromium => {
                let log = self.vendor("se/log", json!({ "type": "browser" })).await;
                let entries = log.as_array().expect("a list of entries").iter();
                let serious = entries
                    .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
                serious.map(|entry| entry["message"].to_string()).collect()
            }
            Kind::Firefox => self.console_of_firefox().await,
            Kind::WebKit => Vec::new(),
        }
    }

    /// Firefox prints what its console says, and later than that: here it is all that comes before a mark.
    async fn console_of_firefox(&self) -> Vec<String> {
        const MARK: &str = "that is all";
        self.run(&format!("console.error('{MARK}')")).await;
        let is_there = || {
            let printed = self.printed.lock().expect("nobody panics while holding it");
            printed.iter().any(|line| line.contains(MARK))
        };
        let began = Instant::now();
        while !is_there() {
            assert!(began.elapsed() < PATIENCE, "Firefox does not print its console");
            tokio::time::sleep(PAUSE).await;
        }
        // Firefox's own loader of settings finds no network.
        let is_serious = |line: &String| {
            (line.starts_with("console.error") || line.starts_with("console.warn"))
                && !["RSLoader", MARK].iter().any(|other| line.contains(other))
        };
        let mut printed = self.printed.lock().expect("nobody panics while holding it");
        printed.drain(..).filter(is_serious).collect()
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

/// A key as WebDriver has it.
fn typed(control: bool, key: &str) -> KeyActions {
    let code = match key {
        "Delete" => Key::Delete.into(),
        "Enter" => Key::Enter.into(),
        "ArrowRight" => Key::Right.into(),
        key => key.chars().next().expect("a key"),
    };
    let held = control.then(|| char::from(Key::Control));
    let down = held.into_iter().chain([code]).map(|value| KeyAction::Down { value });
    let up = [code].into_iter().chain(held).map(|value| KeyAction::Up { value });
    down.chain(up).fold(KeyActions::new("keyboard".into()), |keys, action| keys.then(action))
}

/// What a pointer does, one after the other.
fn all<S>(pointer: S, actions: Vec<PointerAction>) -> S
where
    S: InputSource<Action = PointerAction>,
{
    actions.into_iter().fold(pointer, |pointer, action| pointer.then(action))
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
