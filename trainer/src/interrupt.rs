//! Signals that ask a long run to end, or do not end it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a run that was asked to end, as of one that SIGINT has ended.
pub const EXIT_CODE: u8 = 130;

/// Listens for SIGINT and SIGTERM, and lets SIGHUP pass: a run outlives its terminal.
///
/// The first one only asks; the next one, or one that comes while there is nothing to lose, ends the
/// process at once. Where there are no such signals, nothing asks.
#[derive(Debug)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    nothing_to_lose: Arc<AtomicBool>,
}

/// Lets SIGINT and SIGTERM end this process at once if it is process 1, as in a container: the kernel spares that one
/// from every signal that it does not listen for. Its exit code is then what a shell says of any other, which such a
/// signal ends by itself.
///
/// # Errors
/// If the system refuses.
pub fn end_process_1() -> io::Result<()> {
    #[cfg(unix)]
    if std::process::id() == 1 {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let always = Arc::new(AtomicBool::new(true));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, always.clone())?;
        }
    }
    Ok(())
}

impl Interrupt {
    /// Starts to listen.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn listen() -> io::Result<Self> {
        let interrupt = Self {
            asked: Arc::new(AtomicBool::new(false)),
            nothing_to_lose: Arc::new(AtomicBool::new(true)),
        };
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
            use signal_hook::flag;
            for signal in [SIGINT, SIGTERM] {
                for at_once in [&interrupt.asked, &interrupt.nothing_to_lose] {
                    let code = i32::from(EXIT_CODE);
                    flag::register_conditional_shutdown(signal, code, at_once.clone())?;
                }
                flag::register(signal, interrupt.asked.clone())?;
            }
            flag::register(SIGHUP, Arc::new(AtomicBool::new(false)))?;
        }
        Ok(interrupt)
    }

    /// Whether the run was asked to end.
    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// From now on there is something to lose, or nothing any more.
    pub fn unsaved(&self, unsaved: bool) {
        self.nothing_to_lose.store(!unsaved, Ordering::SeqCst);
    }
}
