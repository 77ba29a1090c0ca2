//! Every check and test.

use std::process::ExitCode;
use std::time::Duration;

use crate::process::{self, minutes};
use crate::report::Report;
use crate::say::say;
use crate::setup::{self, Scope};
use crate::site;
use crate::workspace::Workspace;
use crate::{firefox, toolchain, webkit};

/// No part may take longer.
const LIMIT: Duration = minutes(60);

/// The workspace's default members, and the trainer for its own tests. Without its default features, which
/// are the GPU backends, Burn is the one that `cargo test` compiles.
const TESTED: [&str; 5] = ["shared", "report", "tests", "trainer", "xtask"];

/// What a reader of the screen wants to know first.
const TIMES: &str = "On two cores, the first time: tools about 8 minutes, lints 4, native tests 10, tests in Chromium 7, the site and \
     its tests 9. All again when little has changed: about 20.";

/// Runs all parts, those after a failure too, and ends with the line `N passed, N failed`.
pub fn run(workspace: &Workspace) -> ExitCode {
    say!("{TIMES}");
    let mut report = Report::default();
    if report.check("set-up", || setup::run(workspace, Scope::Tests)) {
        run_parts(workspace, &mut report);
    }
    say!("\n{report}");
    match report.total().failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Burn is compiled three times in all, once for each of these: checked with the features of the
/// whole workspace, natively for the default members, and for the browser. Another selection of
/// packages would select other features, and compile it again.
fn run_parts(workspace: &Workspace, report: &mut Report) {
    let cargo = |arguments: &[&str]| {
        let mut command = workspace.command("cargo");
        command.args(arguments);
        command
    };
    report.check("formatting", || process::run(&mut cargo(&["fmt", "--all", "--check"]), LIMIT));
    report.check("lints, GPU type-check", || {
        // The path tells the checkouts that share a target directory apart.
        let mut clippy = cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--"]);
        clippy.args(["-D", "warnings", "-C"]);
        clippy.arg(format!("metadata={}", workspace.root.display()));
        process::run(&mut clippy, LIMIT)
    });
    if toolchain::has_windows_target(workspace) {
        report.check("xtask for Windows", || {
            let arguments = ["check", "--package", "xtask", "--locked", "--target"];
            process::run(cargo(&arguments).arg(toolchain::WINDOWS), LIMIT)
        });
    } else {
        say!("\nskipped: no standard library for Windows, as the set-up says");
    }
    report.check("documentation", || {
        let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
        process::run(doc.env("RUSTDOCFLAGS", "-D warnings"), LIMIT)
    });
    // The same selection each time, so that nothing is compiled again.
    let test = |arguments: &[&str]| {
        let mut tests = cargo(&["test", "--no-fail-fast", "--no-default-features"]);
        tests.args(TESTED.iter().flat_map(|package| ["--package", package])).args(arguments);
        process::run_tests(&mut tests, LIMIT)
    };
    report.tests("unit and golden tests", || test(&[]));
    report.tests("tests in Chromium", || {
        let mut wasm_pack = workspace.command("wasm-pack");
        wasm_pack.args(["test", "--headless", "--chrome", "web"]);
        process::run_tests(&mut wasm_pack, LIMIT)
    });
    let built = report.check("site", || site::build(workspace));
    if built {
        let site = |arguments: &[&str]| {
            test(&[&["--test", "site", "--", "--ignored"], arguments].concat())
        };
        report
            .tests("the site in Chromium", || site(&["--skip", "firefox::", "--skip", "webkit::"]));
        if firefox::is_there(workspace) {
            report.tests("the site in Firefox", || site(&["firefox::"]));
        } else {
            say!("\nskipped: no Firefox or geckodriver, as the set-up says");
        }
        if webkit::is_there(workspace) {
            report.tests("the site in WebKitGTK", || site(&["webkit::"]));
        } else {
            say!("\nskipped: no WebKitWebDriver or Xvfb, as the set-up says");
        }
    }
}
