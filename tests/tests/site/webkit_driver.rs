//! WebKitGTK's driver, which differs from the others: it does not choose its port, needs a display, and its browser
//! is set by files.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;

use super::driver::{Driver, start};

pub const PROGRAM: &str = "WebKitWebDriver";

/// The ports that drivers were told to take: one that is given is free until its driver listens.
static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// Starts a display and on it a driver, or says what was printed by the one that ended instead. Its browser does not
/// move what need not move, and saves files in the folder, where its settings go, too.
pub async fn try_to_start(downloads: &Path, folder: TempDir) -> Result<Driver, Vec<String>> {
    fs::create_dir_all(downloads.join("gtk-3.0")).expect("a writable folder");
    for (file, text) in [
        ("user-dirs.dirs", format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display())),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n".into()),
    ] {
        fs::write(downloads.join(file), text).expect("a writable folder");
    }
    let screen = ["-screen", "0", "1400x1000x24", "-nolisten", "tcp"];
    let mut display = Command::new("Xvfb");
    let mut display = start(display.args(["-displayfd", "1"]).args(screen), folder.path());
    let mut number = String::new();
    let mut output = BufReader::new(display.stdout.take().expect("piped"));
    output.read_line(&mut number).await.expect("readable output");
    if number.trim().is_empty() {
        return Err(vec!["Xvfb has no display".to_owned()]);
    }

    let port = free_port();
    let mut command = Command::new(PROGRAM);
    command.arg(format!("--port={port}")).env("DISPLAY", format!(":{}", number.trim()));
    command.env_remove("WAYLAND_DISPLAY").env("XDG_CONFIG_HOME", downloads);
    let mut driver = start(&mut command, folder.path());
    // It says nothing when it listens.
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        if driver.try_wait().expect("a child of ours").is_some() {
            let mut printed = String::new();
            let mut output = driver.stdout.take().expect("piped");
            output.read_to_string(&mut printed).await.expect("readable output");
            return Err(vec![printed]);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(Driver::new(vec![driver, display], format!("http://127.0.0.1:{port}"), folder))
}

/// A port that is free now and was not given yet; who else takes it before the driver does makes it end.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        if GIVEN.lock().expect("nobody panics while holding it").insert(port) {
            return port;
        }
    }
}
