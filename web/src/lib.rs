//! The explorer: a Yew page and the worker that computes for it.
