//! The entry point of the worker that computes on WebGPU.

fn main() {
    web::engine::worker::start();
}
