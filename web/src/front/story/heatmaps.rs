use shared::attribution::Method;
use yew::prelude::*;

use super::said::{says, share, show, test};
use crate::front::model::Model;
use crate::front::view::View;

/// How to read a heatmap, and how not to.
pub fn heatmaps(model: &UseReducerHandle<Model>) -> Html {
    let (guided, times) = (Method::GuidedBackprop, Method::GradientXInput);
    let (six, surely) = says(6, 0b100);
    let (nothing, sure) = says(9, u32::MAX);
    html! {
        <section>
            <h2>{ "How to read a heatmap, and how not to" }</h2>
            <p>
                { "A heatmap paints every pixel by what it is said to have done for an answer: red for, \
                blue against. It is tempting to see a reason in it. Take the 6. " }
                { show(model, 6, test(0, Some(guided)), "Guided backpropagation") }
                { format!(" lays {} of its red on stroke 3, and ", share(6, guided, 3)) }
                { show(model, 6, test(3, Some(guided)), "without that stroke") }
                { format!(" the network sees a {six} ({surely}). The map was right. ") }
                { show(model, 6, test(0, Some(times)), "Gradient × input") }
                { format!(", made from the same network, lays {} on stroke 2. ", share(6, times, 2)) }
                { show(model, 6, test(2, Some(times)), "Pull that one") }
                { ", and it is a 6 as before." }
            </p>
            <p>
                { "Nor does every digit have a reason of that kind. From " }
                { show(model, 8, test(0, None), "the 8") }
                { " you can pull any one stroke that you like. " }
                { show(model, 5, test(0, None), "The 5") }
                { " falls whichever you pull. And " }
                { show(model, 9, View { without: 0b11111, ..test(0, None) }, "when nothing is left") }
                { format!(", the network says {nothing} ({sure}): it has never seen an empty picture, and \
                    being sure is not knowing.") }
            </p>
        </section>
    }
}
