use yew::prelude::*;

use super::frequency::{DIGITS, Frequency};
use crate::drawing::path;

/// Shades of the map.
const LEVELS: u32 = 24;

/// Properties of [`Map`].
#[derive(Properties, PartialEq)]
pub struct MapProps {
    /// What has been counted.
    pub frequency: Frequency,
    /// The class; none for all.
    pub class: Option<u8>,
}

/// How many generators stood at each site so far.
#[component]
pub fn Map(props: &MapProps) -> Html {
    let MapProps { frequency, class } = props;
    let counts = frequency.counts(*class);
    let most = counts.iter().copied().max().unwrap_or(0);
    let total: u32 = counts.iter().sum();
    let used = counts.iter().filter(|&&count| count > 0).count();
    let level = |&count: &u32| (count > 0).then(|| (count * LEVELS).div_ceil(most));
    let layer = |(level, d): (u32, String)| {
        let opacity = format!("{:.2}", f64::from(level) / f64::from(LEVELS));
        html! { <path {d} fill-opacity={opacity} shape-rendering="crispEdges" /> }
    };
    let digits = frequency.digits(*class);
    let whose = class.map_or_else(|| "of all classes".into(), |class| format!("of class {class}"));
    html! {
        <figure class="frequency" data-digits={digits.to_string()} data-generators={total.to_string()}>
            <svg
                viewBox="0 0 28 28"
                role="img"
                aria-label={format!("Generators at each site, of {digits} digits {whose}")}
            >
                { for path::by_kind(counts.iter().map(level)).into_iter().map(layer) }
            </svg>
            <progress
                max={DIGITS.to_string()}
                value={frequency.digits(None).to_string()}
                aria-label="Digits counted"
            />
            <figcaption>
                <strong>{ "Where the seeds lie. " }</strong>
                { format!(
                    "{digits} digits {whose} have {total} generators, on {used} of the 784 sites; at \
                    most {most} on one. The stronger the colour, the more."
                ) }
            </figcaption>
        </figure>
    }
}
