//! Panics in one of the threads that a command may have, for the tests of how commands end.

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use trainer::panics;

fn main() -> ExitCode {
    panics::end_the_process();
    panics::advise("the last good checkpoint is \"here\"".to_owned());
    let place = std::env::args().nth(1).unwrap_or_default();
    let result = panics::caught(|| match place.as_str() {
        "here" => panic!("the device\nis gone"),
        "rayon" => rayon::scope(|scope| scope.spawn(|_| panic!("the device\nis gone"))),
        "elsewhere" => {
            thread::spawn(|| panic!("the device\nis gone"));
            thread::sleep(Duration::from_secs(600));
        }
        "tried" => {
            let failed = panics::tried(|| {
                thread::spawn(|| panic!("begin {} end", "no ".repeat(9000))).join()
            });
            println!("{}", failed.expect_err("the thread has panicked"));
        }
        _ => println!("nothing"),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {}", panics::line(&message));
            ExitCode::from(panics::EXIT_CODE)
        }
    }
}
