//! The site: its pages, and the way from one to the other.

use gloo::events::EventListener;
use gloo::utils::window;
use js_sys::Reflect;
use web_sys::HtmlAnchorElement;
use yew::prelude::*;

use crate::address::fragment;
use crate::components::CopyLink;
use crate::dropped::use_drop;
use crate::embed::{self, Embed};
use crate::evaluate::EvaluatePage;
use crate::front::FrontPage;
use crate::gallery::GalleryPage;
use crate::grow::GrowPage;
use crate::network::NetworkPage;
use crate::page::Page;
use crate::route::Route;
use crate::write::WritePage;

/// The page that the address names, under a navigation.
#[component]
pub fn App() -> Html {
    let route = use_state_eq(|| Route::of(&fragment()));
    let embed = use_memo((), |()| Embed::apply());
    // Where the reader was last on each page.
    let last = use_mut_ref(|| Route::ALL.map(|route| route.fragment().to_owned()));
    {
        let (setter, last) = (route.setter(), last.clone());
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "hashchange", move |event| {
                let left = left_behind(event);
                let page = Route::of(&left) as usize;
                last.borrow_mut()[page] = left;
                setter.set(Route::of(&fragment()));
            });
            move || drop(listener)
        });
    }

    // A page that takes no files is not left for one.
    use_drop(None);
    // A run is more than its page: it goes on while the reader is elsewhere.
    let evaluates = use_state_eq(|| false);
    let keeps = {
        let setter = evaluates.setter();
        use_callback((), move |run, ()| setter.set(run))
    };
    let is_evaluate = *route == Route::Evaluate;

    // The page's address changes without a new drawing of the site.
    let follow = Callback::from(|event: MouseEvent| {
        if let Some(link) = event.target_dyn_into::<HtmlAnchorElement>() {
            link.set_href(&embed::whole());
        }
    });
    // The link to the open page has the address of when it was left last.
    let stay = Callback::from(|event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
        }
    });
    let link = |to: Route| {
        let is_here = to == *route;
        let current = is_here.then_some("page");
        let href = last.borrow()[to as usize].clone();
        html! {
            <a {href} aria-current={current} onclick={is_here.then(|| stay.clone())}>{ to.name() }</a>
        }
    };
    html! {
        <>
            <nav class="top" aria-label="Pages">
                <p class="kicker">{ "GPTNet Explorer" }</p>
                if !embed.is_embedded {
                    <CopyLink />
                }
                <div class="pages">{ for Route::ALL.into_iter().map(link) }</div>
            </nav>
            if !embed.hints.is_empty() {
                <div class="hints">{ for embed.hints.iter().map(|hint| html! { <p>{ hint }</p> }) }</div>
            }
            {
                match *route {
                    Route::Front => html! { <FrontPage /> },
                    Route::Explain => html! { <Page /> },
                    Route::Write => html! { <WritePage /> },
                    Route::Grow => html! { <GrowPage /> },
                    Route::Gallery => html! { <GalleryPage /> },
                    Route::Network => html! { <NetworkPage /> },
                    Route::Evaluate => Html::default(),
                }
            }
            if is_evaluate || *evaluates {
                <div class="evaluation" hidden={!is_evaluate}>
                    <EvaluatePage shown={is_evaluate} {keeps} />
                </div>
            }
            if embed.is_embedded {
                <footer class="whole">
                    <CopyLink />
                    <a
                        href={embed::whole()}
                        target="_blank"
                        onclick={follow.clone()}
                        onauxclick={follow.clone()}
                        oncontextmenu={follow}
                    >
                        { "Open in GPTNet Explorer" }
                    </a>
                </footer>
            }
        </>
    }
}

/// The fragment of the address that a `hashchange` left.
fn left_behind(event: &Event) -> String {
    let address = Reflect::get(event, &"oldURL".into()).ok().and_then(|url| url.as_string());
    address
        .as_deref()
        .and_then(|url| url.split_once('#'))
        .map_or_else(|| Route::Front.fragment().to_owned(), |(_, fragment)| format!("#{fragment}"))
}
