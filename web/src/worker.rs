//! The worker's entry point.

fn main() {
    web::engine::worker::start();
}
