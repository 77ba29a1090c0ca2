//! What keys do on the page of the network. Each of it is a visible control, too.

use yew::prelude::*;

use super::view::View;
use crate::keys::{focus_takes_arrows, is_command, use_keys};

/// What each key does.
pub const KEYS: &[(&str, &str)] = &[
    ("← →", "enlarge the map before, or the next"),
    ("← → ↑ ↓", "read another site, where the enlarged map has the focus"),
];

/// Goes from map to map.
#[hook]
pub fn use_map_keys(view: View, show: &Callback<View>) {
    let show = show.clone();
    use_keys(move |event| {
        let to = match event.key().as_str() {
            _ if is_command(event) || focus_takes_arrows() => None,
            "ArrowLeft" => view.channel.checked_sub(1),
            "ArrowRight" => Some(view.channel + 1),
            _ => None,
        };
        let to = to.filter(|&channel| channel < view.block.channels());
        to.into_iter().for_each(|channel| show.emit(View { channel, ..view }));
        to.is_some()
    });
}
