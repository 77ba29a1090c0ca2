use gloo::timers::callback::Interval;
use js_sys::Date;
use yew::prelude::*;

use crate::pace::Pace;
use crate::words;

/// Properties of [`Downloading`].
#[derive(Properties, PartialEq)]
pub struct DownloadingProps {
    /// What is loading.
    pub what: AttrValue,
    /// Bytes received.
    pub received: u64,
    /// Bytes in all, where the server says so.
    pub total: Option<u64>,
    /// Told not to wait for it; it cannot be cancelled without.
    pub cancel: Option<Callback<()>>,
}

/// How far a download is, how long it takes where it comes steadily, and a way to do without.
#[component]
pub fn Downloading(props: &DownloadingProps) -> Html {
    let DownloadingProps { what, received, total, cancel } = props;
    let pace = use_mut_ref(Pace::default);
    let look_again = use_force_update();
    use_effect_with((), move |()| {
        // What has stalled is not steady any more, though nothing is heard of it.
        let interval = Interval::new(1000, move || look_again.force_update());
        move || drop(interval)
    });
    let left = total.and_then(|total| pace.borrow_mut().left(Date::now(), *received, total));
    let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6);
    html! {
        <>
            <label for="download">{ what }</label>
            <progress
                id="download"
                max={total.map(|total| total.to_string())}
                value={total.map(|_| received.to_string())}
            />
            <span class="number">
                { match total {
                    Some(total) => format!("{} of {} MB", megabytes(*received), megabytes(*total)),
                    None => format!("{} MB", megabytes(*received)),
                } }
                if let Some(left) = left {
                    <span class="left">{ format!(", {} left", words::duration(left)) }</span>
                }
            </span>
            if let Some(cancel) = cancel {
                <button class="do-without" onclick={cancel.reform(|_: MouseEvent| ())}>{ "Cancel" }</button>
            }
        </>
    }
}
