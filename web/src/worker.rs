//! The entry point of the worker that computes on the CPU.

fn main() {
    web::engine::worker::start();
}
