//! Set-up, serve, build, test and bench: `cargo xtask --help`.

mod apt;
mod bench;
mod browser;
mod compress;
mod error;
mod firefox;
mod hook;
mod lockfile;
mod offline;
mod process;
mod report;
mod request;
mod say;
mod setup;
mod site;
mod strace;
mod tally;
mod target_dir;
mod test;
mod tool;
mod toolchain;
mod webkit;
mod workers;
mod workspace;

use std::process::ExitCode;

use error::Error;
use request::Request;
use say::{complain, say};
use setup::Scope;
use workspace::Workspace;

/// A request that cannot be understood, as opposed to one that failed.
const BAD_REQUEST: u8 = 2;

fn main() -> ExitCode {
    let request = match Request::parse(lexopt::Parser::from_env()) {
        Ok(request) => request,
        Err(error) => {
            complain!("error: {error}\n\n{}", request::HELP);
            return ExitCode::from(BAD_REQUEST);
        }
    };
    match perform(request) {
        Ok(code) => code,
        Err(error) => {
            complain!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(request: Request) -> Result<ExitCode, Error> {
    if let Request::Help = request {
        say!("{}", request::HELP);
        return Ok(ExitCode::SUCCESS);
    }
    let workspace = Workspace::find()?;
    match request {
        Request::Help => {}
        Request::Setup => setup::run(&workspace, Scope::Tests)?,
        Request::Build => {
            setup::run(&workspace, Scope::Site)?;
            site::build(&workspace)?;
        }
        Request::Bench(options) => bench::run(&workspace, &options)?,
        Request::Hook => hook::run()?,
        Request::Serve { port } => {
            site::check_port(port)?;
            setup::run(&workspace, Scope::Site)?;
            site::serve(&workspace, port)?;
        }
        Request::Test => return Ok(test::run(&workspace)),
    }
    Ok(ExitCode::SUCCESS)
}
